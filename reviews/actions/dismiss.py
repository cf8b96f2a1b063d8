from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from editorial.record import log
from reviews.actions.annotate import check_span, open_for_marking, started
from reviews.actions.errors import NotAllowed, NotDone, Refused, Stale
from reviews.core.verdicts import DismissalKind
from reviews.models import Assignment, Dismissal


@transaction.atomic
def dismiss(
    *,
    assignment: Assignment,
    uuid: UUID,
    revision: int,
    span: tuple[int, int],
    quote: str,
    kind: str,
    now: datetime,
) -> Dismissal:
    """Say that a checkable sentence holds nothing to check; again with another kind changes the kind.

    Raises Refused where the span is not a checkable sentence of the text, Stale for another revision.
    """
    open_for_marking(assignment, now)
    if revision != assignment.round.revision_id:
        raise Stale("This article has a newer text than the one you see. Reload the page.")
    if kind not in set(DismissalKind):
        raise Refused("Kind: opinion, forecast, vague or nothing.", field="kind")
    text = assignment.round.revision
    check_span(text.text, span, quote)
    if not any((s["start"], s["end"]) == span and s["why"] for s in text.sentences):
        raise Refused("Sentence: only a checkable one can be dismissed.", field="start")
    standing = (
        Dismissal.objects.filter(assignment=assignment, start=span[0], end=span[1], deleted_at=None).first()
        or Dismissal.objects.filter(uuid=uuid).first()
    )
    if standing:
        return _change(standing, assignment, span, kind, now)
    try:
        with transaction.atomic():
            dismissal = Dismissal.objects.create(
                uuid=uuid,
                assignment=assignment,
                revision=text,
                start=span[0],
                end=span[1],
                kind=kind,
                made_at=now,
            )
    except IntegrityError as error:
        raise Stale("This sentence was dealt with elsewhere meanwhile. Reload the page.") from error
    started(assignment, now)
    _log(dismissal, "sentence.dismissed", now)
    return dismissal


@transaction.atomic
def undo_dismissal(*, assignment: Assignment, uuid: UUID, now: datetime) -> Dismissal:
    """Take a dismissal back. Doing so twice is harmless."""
    open_for_marking(assignment, now)
    dismissal = Dismissal.objects.filter(uuid=uuid, assignment=assignment).first()
    if dismissal is None:
        raise NotDone("There is no such dismissal of yours.")
    dismissal.assignment = assignment
    if dismissal.deleted_at is None:
        dismissal.deleted_at = now
        dismissal.save(update_fields=["deleted_at"])
        _log(dismissal, "sentence.taken_up", now)
    return dismissal


def _change(dismissal: Dismissal, assignment: Assignment, span: tuple[int, int], kind: str, now: datetime) -> Dismissal:
    """Set the kind of one's own dismissal, and bring it back if it was taken back."""
    if dismissal.assignment_id != assignment.pk:
        raise NotAllowed("This dismissal belongs to somebody else.")
    dismissal.assignment = assignment
    if (dismissal.start, dismissal.end) != span:
        raise Stale("This dismissal is of another sentence. Reload the page.", current=dismissal)
    if (dismissal.kind, dismissal.deleted_at) != (kind, None):
        dismissal.kind, dismissal.deleted_at = kind, None
        dismissal.save(update_fields=["kind", "deleted_at"])
        _log(dismissal, "sentence.dismissed", now)
    return dismissal


def _log(dismissal: Dismissal, kind: str, now: datetime) -> None:
    """Append to the article's chain."""
    log.append(
        chain=log.article_chain(dismissal.assignment.round.article_id),
        kind=kind,
        actor=dismissal.assignment.reviewer,
        right="reviewer",
        at=now,
        payload={"start": dismissal.start, "end": dismissal.end, "kind": dismissal.kind},
    )
