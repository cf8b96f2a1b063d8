from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from reviews import rules
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.rule import rule
from reviews.actions.sight import note_sightings
from reviews.forms import RulingForm
from reviews.models import Claim
from reviews.queries.rulings import NEEDS, place_in_queue, queue
from reviews.queries.visible import claims_for, claims_shown_to
from reviews.views.claim_page import claim_context
from reviews.views.gates import answers_refusals, claim_or_404

PAGE = 30


@require_GET
def claim_list(request: HttpRequest) -> HttpResponse:
    """Show the claims that wait for a decision of this person: most divided, then gravest, then oldest first."""
    needs = request.GET.get("needs", "ruling")
    needs = needs if needs in NEEDS else "ruling"
    page = Paginator(queue(request.user, needs), PAGE).get_page(request.GET.get("page"))
    articles = [claim.round.article_id for claim in page.object_list]
    note_sightings(articles=articles, person=request.user, now=timezone.now())
    counts = {name: queue(request.user, name).count() for name in NEEDS}
    return render(request, "reviews/claim_list.html", {"page_obj": page, "needs": needs, "counts": counts})


@require_http_methods(["GET", "POST"])
@answers_refusals
def claim_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a claim: passages, votes, evidence, discussion, what it comes to and why; and take a ruling on it."""
    moved = _merged_into(request, pk)
    if moved is not None:
        messages.info(request, f"Claim {pk} was merged into this one.")
        return redirect("claim", pk=moved)
    claim = claim_or_404(request, pk)
    if request.method == "GET":
        return render(request, "reviews/claim.html", claim_context(request, claim))
    why_not = rules.why_not_rule(request.user, claim)
    if why_not:
        raise NotAllowed(why_not)
    needs = request.GET.get("needs")
    place = place_in_queue(request.user, needs, claim.pk) if needs in NEEDS else None
    form = RulingForm(request.POST, claim=claim)
    try:
        if form.is_valid() and _rule(request, claim, form):
            return redirect(after(claim, place))
    except Stale as error:
        return stale(request, claim, "ruling_form", lambda request, claim: RulingForm(request.POST, claim=claim), error)
    return render(request, "reviews/claim.html", claim_context(request, claim, {"ruling_form": form}), status=422)


def _merged_into(request: HttpRequest, pk: int) -> int | None:
    """Return the claim that an old number leads to, for those who may see that."""
    merged = Claim.every.filter(pk=pk, merged_into__isnull=False).values("merged_into")
    return claims_for(request.user).filter(Q(pk__in=merged)).values_list("pk", flat=True).first()


def after(claim: Claim, place: object | None) -> str:
    """Return where to go when a claim of a queue is done with: the next one, or the queue's end."""
    if place is None:
        return reverse("claim", args=[claim.pk])
    if place.next is None:
        return f"{reverse('claim-list')}?needs={place.needs}"
    return f"{reverse('claim', args=[place.next])}?needs={place.needs}"


def stale(
    request: HttpRequest,
    claim: Claim,
    name: str,
    make: Callable[[HttpRequest, Claim], forms.Form],
    error: Stale,
) -> HttpResponse:
    """Answer 409 with the page as the claim stands now; what was typed is in its form, to be sent again or not."""
    now = claims_shown_to(request.user).filter(pk=claim.pk).first()
    if now is None:
        raise error
    claim = claim_or_404(request, claim.pk)
    context = claim_context(request, claim)
    posted = request.POST.copy()
    seen = posted.get("seen", "")
    context["meanwhile"] = [h for h in context["history"] if seen.isdecimal() and h.position > int(seen)]
    posted["version"], posted["replaces"] = claim.version, context["ruling"].pk if context["ruling"] else ""
    posted["seen"] = context["history"][0].position if context["history"] else ""
    request.POST = posted
    form = make(request, claim)
    form.full_clean()
    form.add_error(None, str(error))
    return render(request, "reviews/claim.html", context | {name: form}, status=409)


def _rule(request: HttpRequest, claim: Claim, form: RulingForm) -> bool:
    """Make the ruling, or put what was refused beside its field."""
    try:
        rule(
            claim=claim,
            by=request.user,
            verdict=form.ruled,
            reason=form.cleaned_data["reason"],
            replaces=form.cleaned_data["replaces"],
            version=form.cleaned_data["version"],
            now=timezone.now(),
        )
    except Refused as error:
        form.add_error(error.field or None, str(error))
        return False
    messages.success(request, "Ruled. The article's status is worked out anew.")
    return True
