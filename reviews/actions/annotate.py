"""Marks: made, changed, deleted, restored. Only their author does any of it, and only while marking."""

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet, Subquery

from articles.text import snap_to_graphemes
from editorial.record import log
from reviews.actions.errors import NotAllowed, NotDone, Refused, Stale
from reviews.actions.suspended import check_may_act
from reviews.core.verdicts import REASONS, Bearing, DismissalKind, Reason, Verdict
from reviews.models import Annotation, Assignment, Guidelines, Round
from reviews.queries.own import dismissed_as, part_now

#: Characters of a rationale that the desk keeps.
RATIONALE_AT_MOST = 20_000
#: NUL and half characters: no database stores them.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_CHANGEABLE = ("verdict", "reason", "rationale", "bearing", "reported")
_DISMISSED_AS = {
    DismissalKind.OPINION: "it is an opinion",
    DismissalKind.FORECAST: "it is a forecast",
    DismissalKind.VAGUE: "it is too vague to check",
    DismissalKind.NOTHING: "there is nothing to check",
}


def annotate(
    *,
    assignment: Assignment,
    uuid: UUID,
    version: int,
    revision: int,
    span: tuple[int, int] | None,
    quote: str,
    changes: Mapping[str, object],
    now: datetime,
    same_as: UUID | None = None,
) -> Annotation:
    """Save a mark: a new one if `version` is 0, else a change of the one with this UUID at this version.

    `span` is a half-open interval of code points of the revision's text, None for the article as a whole; `quote` what
    the client saw there. `changes` holds those of verdict ("" is to check), reason, rationale, bearing and reported
    that are given. `same_as` makes a new mark another occurrence of an earlier one's point: they share what they say,
    and a change of one changes all. The same save repeated is harmless. Raises Refused (field and reason), Stale (with
    what stands now), NotAllowed. A changed mark knows what was `before`.
    """
    changes = _cleaned(changes)
    failed = None
    if version == 0:
        try:
            with transaction.atomic():
                _check_place(assignment, revision, span, quote, now)
                return _create(assignment, uuid, span, changes, same_as=same_as, now=now)
        except IntegrityError as error:
            failed = error  # There is a mark with this UUID: the save is repeated, or it is somebody else's.
    with transaction.atomic():
        _check_place(assignment, revision, span, quote, now)
        mark = Annotation.objects.select_for_update().filter(uuid=uuid).order_by().first()
        if mark is None:
            raise Stale("This mark is not there any more.") from failed
        return _change(mark, assignment, version=version, span=span, changes=changes, now=now)


@transaction.atomic
def delete_annotation(*, assignment: Assignment, uuid: UUID, version: int, now: datetime) -> Annotation:
    """Take a mark away, so that it can be restored. Taking it away twice is harmless."""
    return _set_deleted(assignment, uuid, version, now, deleted=True)


@transaction.atomic
def restore_annotation(*, assignment: Assignment, uuid: UUID, version: int, now: datetime) -> Annotation:
    """Bring a deleted mark back as it was. Bringing it back twice is harmless."""
    return _set_deleted(assignment, uuid, version, now, deleted=False)


def open_for_marking(assignment: Assignment, now: datetime) -> Assignment:
    """Return the assignment as it is now, while this reviewer may mark: assigned, not submitted, in the first pass.

    Locks the assignment until the transaction ends, so that nothing is marked while the review is being handed in.
    """
    check_may_act(assignment.reviewer, now)
    state = part_now(assignment)
    if state.state == Assignment.State.SUBMITTED:
        raise NotAllowed("You have submitted this review; its marks stand as they are.")
    if state.state not in Assignment.ACTIVE:
        raise NotAllowed("You no longer review this article.")
    if state.round.stage != Round.Stage.MARKING:
        raise NotAllowed("Marking is over in this round.")
    return state


def folded(quote: str) -> str:
    """Return a quote with the line ends that forms and browsers alter made one."""
    return quote.replace("\r\n", "\n").replace("\r", "\n")


def checked_words(words: str, field: str, *, at_most: int = RATIONALE_AT_MOST) -> str:
    """Return what a person wrote with its line ends folded; refuse what is too long or cannot be stored."""
    words = folded(words)
    if len(words) > at_most:
        raise Refused(f"{field.capitalize()}: at most {at_most:,} characters.", field=field)
    if _NO_TEXT.search(words):
        raise Refused(f"{field.capitalize()}: it holds a character that no text has.", field=field)
    return words


def check_span(text: str, span: tuple[int, int], quote: str) -> None:
    """Refuse a span that is not a passage of the text, or not the one that the client saw."""
    start, end = span
    if not 0 <= start < end:
        raise Refused("Passage: its end must come after its start.", field="start")
    if end > len(text):
        raise Refused("Passage: it ends beyond the text.", field="end")
    if text[start:end] != folded(quote):
        raise Refused("Passage: the text there reads differently. Reload the page and mark it again.", field="quote")
    if snap_to_graphemes(text, start, end) != (start, end):
        raise Refused("Passage: it would cut a character in two.", field="start")


def _check_place(
    assignment: Assignment, revision: int, span: tuple[int, int] | None, quote: str, now: datetime
) -> None:
    """Check that the reviewer may mark, and that this is a passage of the round's text; the whole article has none."""
    open_for_marking(assignment, now)
    if revision != assignment.round.revision_id:
        raise Stale("This article has a newer text than the one you see. Reload the page; your marks are kept.")
    if span is not None:
        check_span(assignment.round.revision.text, span, quote)


def _cleaned(changes: Mapping[str, object]) -> dict[str, object]:
    """Return the changes, each checked against its scale."""
    cleaned = {field: changes[field] for field in _CHANGEABLE if field in changes}
    scales = {"verdict": Verdict, "reason": Reason}
    for field, scale in scales.items():
        if cleaned.get(field) and cleaned[field] not in set(scale):
            raise Refused(f"{field.capitalize()}: {str(cleaned[field])[:40]!r} is not one of the scale.", field=field)
    if "bearing" in cleaned and cleaned["bearing"] not in set(Bearing):
        raise Refused("Bearing: central or incidental.", field="bearing")
    if "rationale" in cleaned:
        cleaned["rationale"] = checked_words(str(cleaned["rationale"]), "rationale")
    if "reported" in cleaned:
        cleaned["reported"] = bool(cleaned["reported"])
    return cleaned


def _fit_reason(verdict: str, reason: str, *, given: bool) -> str:
    """Return the reason if it belongs to the verdict. If not, one just given is refused, an older one falls away."""
    if not reason or (verdict and reason in REASONS[Verdict(verdict)]):
        return reason
    if given:
        words = verdict or "a mark to check"
        raise Refused(f"Reason: “{reason.replace('_', ' ')}” is no reason for {words}.", field="reason")
    return ""


def _create(
    assignment: Assignment,
    uuid: UUID,
    span: tuple[int, int] | None,
    changes: dict[str, object],
    *,
    same_as: UUID | None,
    now: datetime,
) -> Annotation:
    """Write a new mark, its event, and that the review has begun."""
    verdict = str(changes.get("verdict", ""))
    changes["reason"] = _fit_reason(verdict, str(changes.get("reason", "")), given=True)
    start, end = span or (None, None)
    if verdict:
        _refuse_if_dismissed(assignment, start, end)
    mark = Annotation.objects.create(
        uuid=uuid,
        assignment=assignment,
        revision_id=assignment.round.revision_id,
        start=start,
        end=end,
        same_as_id=_point_of(assignment, same_as) if same_as else None,
        made_at=now,
        changed_at=now,
        **changes,
    )
    started(assignment, now)
    payload = {"start": start, "end": end, "verdict": verdict}
    _log(mark, "annotation.made", now, payload | ({"same_as": str(same_as)} if same_as else {}))
    return mark


def _point_of(assignment: Assignment, uuid: UUID) -> int:
    """Return the point of an earlier mark of the same reviewer."""
    earlier = Annotation.objects.filter(uuid=uuid, assignment=assignment).first()
    if earlier is None:
        raise Refused("Same point: there is no such mark of yours.", field="same_as")
    return earlier.point


def _refuse_if_dismissed(assignment: Assignment, start: int | None, end: int | None) -> None:
    """Refuse a verdict on a sentence of which its reviewer says that it holds nothing to check."""
    kind = None if start is None or end is None else dismissed_as(assignment, start, end)
    if kind:
        what = _DISMISSED_AS[DismissalKind(kind)]
        raise Refused(f"You said of this sentence: {what}. Take it up again to give a verdict.", field="verdict")


def _change(
    mark: Annotation,
    assignment: Assignment,
    *,
    version: int,
    span: tuple[int, int] | None,
    changes: dict[str, object],
    now: datetime,
) -> Annotation:
    """Write a change if it is based on the newest version; a repeat of the newest is harmless."""
    if mark.assignment_id != assignment.pk:
        raise NotAllowed("This mark belongs to somebody else.")
    mark.before = (mark.start, mark.end, mark.verdict)
    start, end = span or (None, None)
    wished = {"start": start, "end": end, **changes}
    if "verdict" in changes and "reason" not in changes:
        wished["reason"] = _fit_reason(str(changes["verdict"]), mark.reason, given=False)
    elif changes.get("reason"):
        _fit_reason(str(changes.get("verdict", mark.verdict)), str(changes["reason"]), given=True)
    if mark.deleted_at is None and all(getattr(mark, field) == value for field, value in wished.items()):
        return mark
    if mark.deleted_at is not None or version != mark.version:
        raise Stale("This mark was changed elsewhere meanwhile. Both versions are kept; choose one.", current=mark)
    if wished.get("verdict") and (wished["verdict"], start, end) != (mark.verdict, mark.start, mark.end):
        _refuse_if_dismissed(assignment, start, end)
    for field, value in wished.items():
        setattr(mark, field, value)
    mark.version += 1
    mark.changed_at = now
    mark.save()
    _change_occurrences(mark)
    return mark


def others_of(mark: Annotation) -> QuerySet[Annotation]:
    """Return the other occurrences of a mark's point that stand."""
    of_point = Q(pk=mark.point) | Q(same_as=mark.point)
    return Annotation.objects.filter(of_point, assignment=mark.assignment_id, deleted_at=None).exclude(pk=mark.pk)


def _change_occurrences(mark: Annotation) -> None:
    """Let the other occurrences of a point say what this one says now."""
    said = {field: getattr(mark, field) for field in _CHANGEABLE}
    # Negated as one: a column that differs is enough.
    others_of(mark).exclude(**said).update(**said, version=F("version") + 1, changed_at=mark.changed_at)


def _set_deleted(assignment: Assignment, uuid: UUID, version: int, now: datetime, *, deleted: bool) -> Annotation:
    """Delete or restore one's own mark."""
    open_for_marking(assignment, now)
    mark = Annotation.objects.select_for_update().filter(uuid=uuid, assignment=assignment).first()
    if mark is None:
        raise NotDone("There is no such mark of yours.")
    mark.assignment = assignment
    if (mark.deleted_at is not None) == deleted:
        return mark
    if version != mark.version:
        raise Stale("This mark was changed elsewhere meanwhile.", current=mark)
    mark.deleted_at = now if deleted else None
    mark.version += 1
    mark.changed_at = now
    mark.save(update_fields=["deleted_at", "version", "changed_at"])
    _log(mark, "annotation.deleted" if deleted else "annotation.restored", now, {})
    return mark


def started(assignment: Assignment, now: datetime) -> None:
    """Note that a reviewer has begun, and under which version of their team's guidelines."""
    if assignment.state != Assignment.State.ASSIGNED:
        return
    newest = Guidelines.objects.filter(team=assignment.round.team_id).order_by("-version").values("pk")[:1]
    Assignment.objects.filter(pk=assignment.pk, state=Assignment.State.ASSIGNED).update(
        state=Assignment.State.STARTED, started_at=now, guidelines=Subquery(newest)
    )


def _log(mark: Annotation, kind: str, now: datetime, payload: dict) -> None:
    """Append to the article's chain."""
    log.append(
        chain=log.article_chain(mark.assignment.round.article_id),
        kind=kind,
        actor=mark.assignment.reviewer,
        right="reviewer",
        at=now,
        payload={"annotation": str(mark.uuid), "assignment": mark.assignment_id, **payload},
    )
