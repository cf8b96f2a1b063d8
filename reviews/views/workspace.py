"""The workspace: the text, one's own marks on it, their cards, the shelf, and handing in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.submit import submit
from reviews.core.verdicts import REASONS
from reviews.models import Annotation, Assignment, Round
from reviews.queries.evidence import shelf_of
from reviews.queries.moderation import told_to
from reviews.views.cards import cards_of, context_of, desk_of
from reviews.views.gates import answers_refusals, assignment_or_404


@require_GET
@answers_refusals
def workspace(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the text with one's own marks, ready to be marked."""
    assignment = assignment_or_404(request, pk)
    if assignment.round.stage == Round.Stage.RESPONDING:
        return redirect("respond", pk=pk)
    if assignment.round.stage == Round.Stage.CLOSED:
        return redirect("article", pk=pk)
    desk = desk_of(assignment)
    context = context_of(desk) | {
        "blocks": desk.blocks(),
        "cards": cards_of(desk),
        "sources": shelf_of(assignment),
        # Nothing that others have not seen yet is ever hidden.
        "told": told_to(request.user, article=assignment.round.article) if assignment.submitted_at else [],
        "search_address": settings.SEARCH_ADDRESS,
        "reasons": {verdict: reasons for verdict, reasons in REASONS.items() if reasons},
    }
    return render(request, "reviews/workspace.html", context)


@require_POST
@answers_refusals
def submit_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in the review, or say what it still lacks. Handed in twice, it is handed in once."""
    assignment = assignment_or_404(request, pk)
    try:
        submit(assignment=assignment, now=timezone.now())
    except Refused as error:
        if not error.items:
            raise
        template = "components/asks.html" if request.htmx else "reviews/workspace/asked.html"
        context = {"asks": _asks(assignment, error.items), "article": assignment.round.article}
        return render(request, template, context, status=422)
    except NotAllowed:
        if assignment.state != Assignment.State.SUBMITTED:
            raise
    assignment.round.refresh_from_db()
    if assignment.round.stage == Round.Stage.RESPONDING:
        messages.success(request, "Submitted. Everybody is in: here is what the others found and you had not marked.")
        return _go(request, reverse("respond", args=[pk]))
    messages.success(request, "Submitted. When the others are in, you will be asked about what you had not marked.")
    return _go(request, reverse("desk"))


def _asks(assignment: Assignment, lacking: list[tuple[Annotation, list[str]]]) -> list[dict[str, object]]:
    """Return what the policy still asks for, mark by mark, as the list beside the text shows it."""
    text = assignment.round.revision.text
    return [
        {
            "uuid": mark.uuid,
            "quote": text[mark.start : mark.end] if mark.start is not None else "The article as a whole",
            "wants": " · ".join(words),
        }
        for mark, words in lacking
    ]


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """Go to another page, also where htmx asked."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
