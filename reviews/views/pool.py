"""The pool: what one may take, the most urgent first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from reviews.actions.pool import take, take_next
from reviews.queries.effort import hours_of
from reviews.queries.parts import rounds_seen
from reviews.queries.pool import may_take, pool_of
from reviews.views.gates import answers_refusals


@require_GET
def pool_page(request: HttpRequest) -> HttpResponse:
    """List the open places that the person may take."""
    now = timezone.now()
    rounds = may_take(request.user, pool_of(request.user), now)
    hours = hours_of(round_.article_id for round_ in rounds)
    context = {"rounds": [(round_, hours[round_.article_id]) for round_ in rounds], "now": now}
    return render(request, "reviews/pool.html", context)


@require_POST
@answers_refusals
def take_next_view(request: HttpRequest) -> HttpResponse:
    """Take the most urgent one, and go there."""
    part = take_next(person=request.user, now=timezone.now())
    messages.success(request, "Taken. It goes back to the pool if you do not begin it.")
    return redirect("workspace", pk=part.round.article_id)


@require_POST
@answers_refusals
def take_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take this one, and go there."""
    round_ = get_object_or_404(rounds_seen(request.user), pk=pk)
    take(round_=round_, person=request.user, now=timezone.now())
    messages.success(request, "Taken. It goes back to the pool if you do not begin it.")
    return redirect("workspace", pk=round_.article_id)
