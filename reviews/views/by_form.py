"""Marking without JavaScript: choose a sentence in a list, say what it is, and fill in its card as a plain form."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reviews.actions.annotate import annotate
from reviews.actions.dismiss import dismiss
from reviews.actions.errors import Refused
from reviews.core.verdicts import DismissalKind, Verdict
from reviews.forms import SentenceForm
from reviews.models import Assignment, Round
from reviews.queries.evidence import shelf_of
from reviews.queries.own import DISMISSAL, MARK
from reviews.views.cards import Desk, context_of, desk_of, full_cards_of
from reviews.views.changes import valid
from reviews.views.gates import answers_refusals, assignment_or_404


@require_http_methods(["GET", "POST"])
@answers_refusals
def mark_by_form(request: HttpRequest, pk: int) -> HttpResponse:
    """List the sentences to choose from, and one's marks with their forms; take a choice."""
    assignment = assignment_or_404(request, pk)
    if assignment.round.stage != Round.Stage.MARKING:
        return redirect("workspace", pk=pk)
    if request.method == "POST":
        return _take(request, assignment)
    desk = desk_of(assignment)
    context = context_of(desk) | {
        "sentences": _sentences(desk),
        "cards": full_cards_of(desk),
        "sources": shelf_of(assignment),
        "verdicts": list(Verdict),
        "kinds": list(DismissalKind),
        "new_uuid": uuid4(),
    }
    return render(request, "reviews/workspace/by_form.html", context)


def _sentences(desk: Desk) -> list[dict[str, object]]:
    """Return the sentences of the text, each with what one has said of it."""
    text = desk.assignment.round.revision.text
    said = []
    for sentence in desk.assignment.round.revision.sentences:
        start, end = sentence["start"], sentence["end"]
        here = [spot for spot in desk.spots if spot.span and spot.start < end and start < spot.end]
        said.append(
            {
                "value": f"{start}-{end}",
                "text": text[start:end],
                "why": ", ".join(sentence["why"]),
                "verdicts": [spot.says or "tocheck" for spot in here if spot.kind == MARK],
                "dismissed": next((spot for spot in here if spot.kind == DISMISSAL), None),
            }
        )
    return said


def _take(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Mark or dismiss the sentence that was chosen, and go back to the list."""
    form = valid(SentenceForm(request.POST))
    uuid, says, span = form.cleaned_data["uuid"], form.cleaned_data["says"], form.span
    given = {
        "assignment": assignment,
        "uuid": uuid,
        "revision": form.cleaned_data["revision"],
        "span": span,
        "quote": assignment.round.revision.text[span[0] : span[1]] if span else "",
        "now": timezone.now(),
    }
    page = reverse("mark-by-form", args=[assignment.round.article_id])
    if says.startswith("dismiss-"):
        if span is None:
            raise Refused("The article as a whole cannot be dismissed; choose a sentence.", field="sentence")
        dismiss(kind=says.removeprefix("dismiss-"), **given)
        return redirect(page)
    annotate(version=0, changes={"verdict": says}, **given)
    return redirect(f"{page}#mark-{uuid}")
