"""Notes to self: made, changed, deleted, restored, by the same rules as marks, and seen by nobody else."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from editorial.record import log
from reviews.actions.annotate import check_span, checked_words, open_for_marking, started
from reviews.actions.errors import NotAllowed, NotDone, Stale
from reviews.models import Assignment, Note


def save_note(
    *,
    assignment: Assignment,
    uuid: UUID,
    version: int,
    revision: int,
    span: tuple[int, int],
    quote: str,
    words: str,
    now: datetime,
) -> Note:
    """Save a note: a new one if `version` is 0, else a change. The same save repeated is harmless.

    Raises Refused, Stale (with what stands now) or NotAllowed.
    """
    try:
        with transaction.atomic():
            open_for_marking(assignment, now)
            if revision != assignment.round.revision_id:
                raise Stale("This article has a newer text than the one you see. Reload the page; your notes are kept.")
            check_span(assignment.round.revision.text, span, quote)
            words = checked_words(words, "note")
            note = Note.objects.select_for_update().filter(uuid=uuid).first()
            if note is None:
                if version:
                    raise Stale("This note is not there any more.")
                return _create(assignment, uuid, span, words, now)
            return _change(note, assignment, version=version, span=span, words=words, now=now)
    except IntegrityError as error:
        # One's own saves follow each other: the assignment is locked. So somebody else was first with this UUID.
        raise NotAllowed("This note belongs to somebody else.") from error


@transaction.atomic
def delete_note(*, assignment: Assignment, uuid: UUID, version: int, now: datetime) -> Note:
    """Take a note away, so that it can be restored. Taking it away twice is harmless."""
    return _set_deleted(assignment, uuid, version, now, deleted=True)


@transaction.atomic
def restore_note(*, assignment: Assignment, uuid: UUID, version: int, now: datetime) -> Note:
    """Bring a deleted note back as it was. Bringing it back twice is harmless."""
    return _set_deleted(assignment, uuid, version, now, deleted=False)


def _create(assignment: Assignment, uuid: UUID, span: tuple[int, int], words: str, now: datetime) -> Note:
    """Write a new note, and that the review has begun."""
    note = Note.objects.create(
        uuid=uuid,
        assignment=assignment,
        revision_id=assignment.round.revision_id,
        start=span[0],
        end=span[1],
        words=words,
        made_at=now,
        changed_at=now,
    )
    started(assignment, now)
    _log(note, "note.made", now)
    return note


def _change(
    note: Note, assignment: Assignment, *, version: int, span: tuple[int, int], words: str, now: datetime
) -> Note:
    """Write a change if it is based on the newest version."""
    if note.assignment_id != assignment.pk:
        raise NotAllowed("This note belongs to somebody else.")
    if note.deleted_at is None and (note.start, note.end, note.words) == (*span, words):
        return note
    if note.deleted_at is not None or version != note.version:
        raise Stale("This note was changed elsewhere meanwhile. Both versions are kept; choose one.", current=note)
    (note.start, note.end), note.words = span, words
    note.version += 1
    note.changed_at = now
    note.save()
    return note


def _set_deleted(assignment: Assignment, uuid: UUID, version: int, now: datetime, *, deleted: bool) -> Note:
    """Delete or restore one's own note."""
    open_for_marking(assignment, now)
    note = Note.objects.select_for_update().filter(uuid=uuid, assignment=assignment).first()
    if note is None:
        raise NotDone("There is no such note of yours.")
    note.assignment = assignment
    if (note.deleted_at is not None) == deleted:
        return note
    if version != note.version:
        raise Stale("This note was changed elsewhere meanwhile. Both versions are kept; choose one.", current=note)
    note.deleted_at = now if deleted else None
    note.version += 1
    note.changed_at = now
    note.save(update_fields=["deleted_at", "version", "changed_at"])
    _log(note, "note.deleted" if deleted else "note.restored", now)
    return note


def _log(note: Note, kind: str, now: datetime) -> None:
    """Append to the article's chain, without what the note says."""
    log.append(
        chain=log.article_chain(note.assignment.round.article_id),
        kind=kind,
        actor=note.assignment.reviewer,
        right="reviewer",
        at=now,
        payload={"note": str(note.uuid), "assignment": note.assignment_id},
    )
