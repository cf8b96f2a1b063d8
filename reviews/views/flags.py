"""Flagging what others wrote, and what one is told of decisions about one's own."""

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reviews import rules
from reviews.actions.errors import Refused
from reviews.actions.flag import appeal, flag
from reviews.models import Annotation, Comment, ModerationEntry, Response, Suspension
from reviews.moderation_forms import AppealForm, FlagForm
from reviews.queries.moderation import article_of, thing_for, told_to
from reviews.views.gates import answers_refusals


@require_http_methods(["GET", "POST"])
@answers_refusals
def flag_view(request: HttpRequest, thing: str, pk: int) -> HttpResponse:
    """Show the small form, or report; htmx gets the form in place of the link, and then the thanks."""
    reported = thing_for(request.user, thing, pk)
    if reported is None:
        raise Http404
    form = FlagForm(request.POST or None, auto_id=f"flag-{thing}-{pk}-%s")
    if request.method == "POST" and form.is_valid():
        try:
            flag(thing=thing, pk=pk, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            if request.htmx:
                return render(request, "reviews/flag.html#thanks")
            messages.success(request, "Flagged. A moderator will look at it.")
            return redirect(page_of(reported))
    context = {
        "form": form,
        "thing": thing,
        "pk": pk,
        "back": page_of(reported),
        "may_moderate": rules.may_moderate(request.user),
    }
    template = "reviews/flag.html#form" if request.htmx else "reviews/flag.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_GET
def my_cases(request: HttpRequest) -> HttpResponse:
    """Show somebody what moderators decided about their work, why, and the form to appeal."""
    return _my_page(request)


@require_POST
@answers_refusals
def appeal_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Appeal against a decision about one's own work."""
    entry = get_object_or_404(ModerationEntry, pk=pk, case__person=request.user)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _my_page(request, refused=entry.pk, form=form, status=422)
    appeal(entry=entry, by=request.user, text=form.cleaned_data["text"], now=timezone.now())
    messages.success(request, "Your appeal is in the moderators’ queue. Another one than before will judge it.")
    return redirect("my-cases")


def _my_page(
    request: HttpRequest, *, refused: int | None = None, form: AppealForm | None = None, status: int = 200
) -> HttpResponse:
    told = told_to(request.user)
    context = {
        "told": [
            (one, form if one.entry.pk == refused else AppealForm(auto_id=f"appeal-{one.entry.pk}-%s"), one_page(one))
            for one in told
        ],
        "suspension": Suspension.objects.filter(person=request.user, lifted_at=None, until__gt=timezone.now()).first(),
    }
    return render(request, "reviews/my_cases.html", context, status=status)


def one_page(told: object) -> str:
    """Return where the thing was that a decision is about."""
    return reverse("article", args=[told.entry.case.article_id])


def page_of(thing: Model) -> str:
    """Return the page on which a thing is shown."""
    if isinstance(thing, (Annotation, Comment, Response)) and thing.claim_id:
        return reverse("claim", args=[thing.claim_id])
    return reverse("article", args=[article_of(thing)])
