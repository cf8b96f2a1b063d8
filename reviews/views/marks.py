"""Marks and dismissals as they are posted from the workspace.

Scripts get the blocks, the card and the header that changed; a plain form gets a redirect.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from reviews.actions.annotate import annotate, delete_annotation, restore_annotation
from reviews.actions.dismiss import dismiss, undo_dismissal
from reviews.core.verdicts import REASONS, Verdict
from reviews.forms import DismissalForm, MarkForm, VersionForm
from reviews.models import Assignment
from reviews.queries.evidence import point_of
from reviews.views.cards import cards_for, context_of, desk_of
from reviews.views.changes import Change, answers_change, mark_or_404, span_of, valid
from reviews.views.gates import answers_refusals, assignment_or_404


@require_POST
@answers_change
def save_mark(request: HttpRequest, assignment: Assignment) -> Change:
    """Make a mark, or change one."""
    form = valid(MarkForm(request.POST))
    now = timezone.now()
    mark = annotate(
        assignment=assignment,
        uuid=form.cleaned_data["uuid"],
        version=form.cleaned_data["version"],
        revision=form.cleaned_data["revision"],
        span=form.span,
        quote=form.cleaned_data["quote"],
        changes=form.changes if request.htmx else _fitting(form.changes),
        same_as=form.cleaned_data["same_as"],
        now=now,
    )
    if mark.before == (mark.start, mark.end, mark.verdict):
        return Change(mark=mark)
    was = mark.before[:2] if mark.before and mark.before[0] is not None else None
    return Change([span_of(mark), was], mark=mark, new=mark.made_at == now)


def _fitting(changes: dict[str, object]) -> dict[str, object]:
    """Drop a reason of another verdict: a plain form shows the reasons of the verdict that it is about to change."""
    verdict, reason = changes.get("verdict"), changes.get("reason")
    if verdict is None or not reason or (verdict and reason in REASONS[Verdict(verdict)]):
        return changes
    return changes | {"reason": ""}


@require_POST
@answers_change
def delete_mark(request: HttpRequest, assignment: Assignment, uuid: UUID) -> Change:
    """Take a mark away."""
    version = valid(VersionForm(request.POST)).cleaned_data["version"]
    mark = delete_annotation(assignment=assignment, uuid=uuid, version=version, now=timezone.now())
    return Change([span_of(mark)], mark=mark, gone=True)


@require_POST
@answers_change
def restore_mark(request: HttpRequest, assignment: Assignment, uuid: UUID) -> Change:
    """Bring a mark back."""
    version = valid(VersionForm(request.POST)).cleaned_data["version"]
    mark = restore_annotation(assignment=assignment, uuid=uuid, version=version, now=timezone.now())
    return Change([span_of(mark)], mark=mark)


@require_GET
@answers_refusals
def open_mark(request: HttpRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Show the inside of a card: what a folded one fetches when it is opened."""
    assignment = assignment_or_404(request, pk)
    mark = mark_or_404(assignment, uuid)
    desk = desk_of(assignment)
    card = next(card for card in cards_for(desk, point_of(mark)) if card.mark.pk == mark.pk)
    return render(request, "components/mark_form.html", context_of(desk) | {"card": card})


@require_POST
@answers_change
def dismiss_sentence(request: HttpRequest, assignment: Assignment) -> Change:
    """Say that a sentence holds nothing to check."""
    cleaned = valid(DismissalForm(request.POST)).cleaned_data
    dismissal = dismiss(
        assignment=assignment,
        uuid=cleaned["uuid"],
        revision=cleaned["revision"],
        span=(cleaned["start"], cleaned["end"]),
        quote=cleaned["quote"],
        kind=cleaned["kind"],
        now=timezone.now(),
    )
    return Change([(dismissal.start, dismissal.end)])


@require_POST
@answers_change
def take_up_sentence(request: HttpRequest, assignment: Assignment, uuid: UUID) -> Change:  # noqa: ARG001
    """Take a dismissal back."""
    dismissal = undo_dismissal(assignment=assignment, uuid=uuid, now=timezone.now())
    return Change([(dismissal.start, dismissal.end)])
