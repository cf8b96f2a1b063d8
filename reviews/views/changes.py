"""The answer to a change in the workspace: what is different, each part to be put in its place by its id."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from reviews.actions.errors import Refused, Stale
from reviews.models import Annotation, Assignment, Note
from reviews.queries.evidence import point_of, shelf_of
from reviews.views.cards import Span, cards_for, context_of, desk_of, new_card
from reviews.views.gates import answers_refusals, assignment_or_404

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Change:
    """What a deed has changed: the intervals whose blocks are drawn anew, and the mark or note whose card is.

    `new`: the mark was made this moment. `gone`: the card is to disappear. `shelf`: the shelf is drawn anew. `refused`:
    why nothing was done.
    """

    spans: list[Span | None] = field(default_factory=list)
    mark: Annotation | None = None
    note: Note | None = None
    new: bool = False
    gone: bool = False
    shelf: bool = False
    refused: Stale | None = None


def answers_change(deed: Callable[..., Change]) -> View:
    """Make a view of a deed that returns what it changed. A stale save is answered with what stands now."""

    @answers_refusals
    @wraps(deed)
    def view(request: HttpRequest, pk: int, **kwargs: object) -> HttpResponse:
        # What waited on a device goes out under the sign-in of the moment: never under somebody else's.
        if request.POST.get("person", str(request.user.pk)) != str(request.user.pk):
            return HttpResponse("You are signed in as somebody else. Nothing was saved.", status=401)
        assignment = assignment_or_404(request, pk)
        try:
            change = deed(request, assignment, **kwargs)
        except Stale as error:
            if not request.htmx or not isinstance(error.current, Annotation | Note):
                raise
            change = _conflict(error)
        return _answer(request, assignment, change)

    return view


def _conflict(error: Stale) -> Change:
    """Return what stands now, to be shown beside what was refused."""
    current = error.current
    kind = "mark" if isinstance(current, Annotation) else "note"
    return Change([span_of(current)], gone=current.deleted_at is not None, refused=error, **{kind: current})


def _answer(request: HttpRequest, assignment: Assignment, change: Change) -> HttpResponse:
    """Answer with the parts that changed; a form of a browser without scripts goes back to where it can go on."""
    touched = change.mark or change.note
    if not request.htmx:
        anchor = f"#mark-{touched.uuid}" if touched and not change.gone else ""
        return redirect(f"{reverse('mark-by-form', args=[assignment.round.article_id])}{anchor}")
    desk = desk_of(assignment)
    spans = [span for span in change.spans if span]
    context = context_of(desk) | {"change": change, "touched": touched}
    if change.mark and not change.gone:
        change.mark.assignment = assignment
        alone = len(desk.occurrences(change.mark)) == 1
        of_point = [] if alone and change.new else point_of(change.mark, alone=alone)
        cards = cards_for(desk, of_point) or [new_card(desk, change.mark)]
        context["card"] = next(card for card in cards if card.mark.pk == change.mark.pk)
        context["others"] = [card for card in cards if card.mark.pk != change.mark.pk]
        if spans:
            spans += [spot.span for spot in desk.occurrences(change.mark) if spot.span]
    elif change.note and not change.gone:
        context["note"] = desk.note_card(change.note)
    context["blocks"] = desk.blocks(spans) if spans else []
    if change.shelf:
        context["sources"] = shelf_of(assignment)
    response = render(request, "reviews/workspace/changed.html", context, status=409 if change.refused else 200)
    if touched is not None:
        response["Mark-Version"] = str(touched.version)
    return response


def span_of(mark: Annotation | Note | None) -> Span | None:
    """Return where a mark or note is; None for one on the article as a whole, or for none."""
    return None if mark is None or mark.start is None else (mark.start, mark.end)


def valid(form: Form) -> Form:
    """Return the form if what was posted is in order, else refuse with its first field and reason."""
    if form.is_valid():
        return form
    name, errors = next(iter(form.errors.items()))
    label = "" if name == "__all__" else f"{name.replace('_', ' ').capitalize()}: "
    raise Refused(f"{label}{errors[0]}", field=name)


def mark_or_404(assignment: Assignment, uuid: UUID) -> Annotation:
    """Return one's own mark."""
    mark = get_object_or_404(Annotation, uuid=uuid, assignment=assignment, deleted_at=None)
    mark.assignment = assignment
    return mark
