"""Who reviews: assigning to an open round, accepting, declining, withdrawing, handing on, and until when."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from editorial.record import log
from reviews import rules
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.notify import notify, notify_assigned, notify_leads
from reviews.actions.open_round import check_telling, refuse_past, refuse_unassignable
from reviews.actions.settle import settle
from reviews.core.notices import Kind
from reviews.models import Assignment, Round
from reviews.models.round import NOTE_AT_MOST


@transaction.atomic
def assign(
    *,
    round_: Round,
    reviewers: Sequence[object],
    by: object,
    now: datetime,
    due: datetime | None = None,
    note: str = "",
) -> list[Assignment]:
    """Give further reviewers a place in a round that is being marked; places are added where too few are open.

    `due` is theirs, and the round's where none is given; `note` is for these reviewers. Raises NotAllowed, or Refused
    with the field and the reason, and then changes nothing.
    """
    round_ = locked(round_)
    right = _right(by, round_)
    if not reviewers:
        raise Refused("Reviewers: choose at least one.", field="reviewers")
    if len({person.pk for person in reviewers}) != len(reviewers):
        raise Refused("Reviewers: the same person was named twice.", field="reviewers")
    refuse_past(due, now)
    check_telling(note)
    refuse_unassignable(round_.article, round_.team, reviewers, now=now, due=due or round_.due)
    given = [
        give_place(round_, person, by=by, right=right, now=now, due=due or round_.due, note=note)
        for person in reviewers
    ]
    taken = round_.assignments.filter(state__in=Assignment.ACTIVE).count()
    if taken > round_.wanted:
        round_.wanted = taken
        round_.save(update_fields=["wanted"])
    settle(article=round_.article, now=now)
    notify_assigned(assignments=given, by=by, now=now)
    return given


@transaction.atomic
def accept(*, assignment: Assignment, now: datetime) -> Assignment:
    """Say that one will review it: it no longer goes back to the pool by itself. Twice is harmless."""
    round_, assignment = _locked_part(assignment)
    if assignment.state not in Assignment.OPEN:
        raise Stale("This review is not yours to accept any more.", current=assignment)
    if assignment.accepted_at is None:
        assignment.accepted_at, assignment.returns_at = now, None
        assignment.save(update_fields=["accepted_at", "returns_at"])
        _log(
            round_,
            "assignment.accepted",
            actor=assignment.reviewer,
            right="reviewer",
            now=now,
            payload={"assignment": assignment.pk},
        )
    return assignment


@transaction.atomic
def decline(*, assignment: Assignment, reason: str, now: datetime) -> Assignment:
    """Give one's place back, with a reason. It is open to the team again; what one had marked is kept, and no vote."""
    round_, assignment = _locked_part(assignment)
    if assignment.state == Assignment.State.DECLINED:
        return assignment
    person = assignment.reviewer
    _end(round_, assignment, Assignment.State.DECLINED, reason, by=person, right="reviewer", now=now)
    why = f"{person} declined it."
    notify_leads(team=round_.team, article=round_.article, why=why, by=person, now=now)
    return assignment


@transaction.atomic
def withdraw(*, assignment: Assignment, by: object, reason: str, now: datetime) -> Assignment:
    """Take a review away from somebody who has not submitted it. The place is open to the team again."""
    round_, assignment = _locked_part(assignment)
    right = _right(by, round_)
    _end(round_, assignment, Assignment.State.WITHDRAWN, reason, by=by, right=right, now=now)
    why = f"{by} gave it to others: {assignment.why_ended}"
    notify(kind=Kind.RETURNED, people=[assignment.reviewer], now=now, by=by, article=round_.article, detail=why)
    return assignment


@transaction.atomic
def reassign(*, assignment: Assignment, to: object, by: object, reason: str, now: datetime) -> Assignment:
    """Hand somebody's place on to another reviewer, with its due date. All or nothing."""
    ended = withdraw(assignment=assignment, by=by, reason=reason, now=now)
    due = ended.due if ended.due and ended.due > now else None
    return assign(round_=ended.round, reviewers=[to], by=by, now=now, due=due, note=ended.note)[0]


@transaction.atomic
def extend(*, assignment: Assignment, due: datetime | None, by: object, now: datetime) -> Assignment:
    """Give a reviewer another due date, or none; whoever answers claims may be given one, too."""
    round_ = Round.objects.select_for_update().get(pk=assignment.round_id)
    assignment = Assignment.objects.select_related("reviewer").get(pk=assignment.pk)
    right = _right(by, round_)
    refuse_past(due, now)
    owing = assignment.state in Assignment.OPEN or (
        assignment.state == Assignment.State.SUBMITTED and assignment.responded_at is None
    )
    if not (round_.is_open and owing):
        raise Stale(f"{assignment.reviewer} owes nothing in this round any more.", current=assignment)
    before, assignment.due = assignment.due, due
    if before != due:
        assignment.save(update_fields=["due"])
        payload = {"assignment": assignment.pk, "before": _iso(before), "after": _iso(due)}
        _log(round_, "assignment.extended", actor=by, right=right, now=now, payload=payload)
    return assignment


@transaction.atomic
def direct_round(
    *, round_: Round, due: datetime | None, priority: int, note: str, wanted: int, by: object, now: datetime
) -> Round:
    """Change until when a round is wanted, how urgent it is, what its reviewers are told, and how many it wants.

    Reviewers who had the round's due date get the new one. Raises NotAllowed, or Refused with the field.
    """
    round_ = Round.objects.select_for_update().select_related("team", "article", "policy").get(pk=round_.pk)
    right = _right(by, round_)
    if not round_.is_open:
        raise Stale("This round is closed.", current=round_)
    if due != round_.due:
        refuse_past(due, now)
    check_telling(note, priority)
    _check_wanted(round_, wanted)
    wished = {"due": due, "priority": priority, "note": note.strip(), "wanted": wanted}
    before = {field: getattr(round_, field) for field in wished}
    changed = [field for field in wished if before[field] != wished[field]]
    if not changed:
        return round_
    if "due" in changed:
        round_.assignments.filter(due=before["due"], state__in=Assignment.ACTIVE).update(due=due)
    for field in changed:
        setattr(round_, field, wished[field])
    round_.save(update_fields=changed)
    told = {field: [_iso(before[field]), _iso(wished[field])] for field in changed}
    _log(round_, "round.directed", actor=by, right=right, now=now, payload={"round": round_.pk, "changed": told})
    settle(article=round_.article, now=now)
    return round_


def _check_wanted(round_: Round, wanted: int) -> None:
    """Refuse fewer reviewers than there are, and, where that is a change, as many as have handed in.

    The round would end with nobody's hand on it.
    """
    if wanted == round_.wanted:
        return
    if round_.stage != Round.Stage.MARKING:
        raise Refused("Reviewers wanted: marking is over in this round.", field="wanted")
    states = list(round_.assignments.filter(state__in=Assignment.ACTIVE).values_list("state", flat=True))
    if wanted < max(len(states), 1):
        raise Refused(f"Reviewers wanted: {len(states)} have a place already.", field="wanted")
    if states.count(Assignment.State.SUBMITTED) >= wanted:
        raise Refused(
            "Reviewers wanted: so many have submitted already. Close marking instead, which forms the claims.",
            field="wanted",
        )


def locked(round_: Round) -> Round:
    """Return the round as it is now, locked; raises Stale unless it is being marked."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("team", "article", "policy").get(pk=round_.pk)
    if round_.stage != Round.Stage.MARKING:
        raise Stale("Marking is over in this round: nobody gets or gives up a place in it.", current=round_)
    return round_


def give_place(
    round_: Round,
    person: object,
    *,
    by: object,
    right: str,
    now: datetime,
    due: datetime | None,
    note: str = "",
    taken: bool = False,
) -> Assignment:
    """Write a reviewer's part in a round whose row is locked, and its event. Who had given it up gets it again."""
    part = Assignment.objects.filter(round=round_, reviewer=person).first()
    if part is not None and part.state in Assignment.ACTIVE:
        raise Stale(f"{person} has a place in this round already.", current=part)
    part = part or Assignment(round=round_, reviewer=person)
    part.state = Assignment.State.STARTED if part.started_at else Assignment.State.ASSIGNED
    part.due, part.note, part.taken = due, note.strip(), taken
    part.assigned_at, part.assigned_by = now, by
    part.returns_at = now + settings.UNTOUCHED_RETURNS_AFTER
    part.accepted_at, part.ended_at, part.why_ended = (now if taken else None), None, ""
    part.save()
    payload = {"assignment": part.pk, "round": round_.pk, "reviewer": person.pk, "due": _iso(due)}
    _log(round_, "assignment.taken" if taken else "assignment.made", actor=by, right=right, now=now, payload=payload)
    return part


def _end(
    round_: Round, assignment: Assignment, state: str, reason: str, *, by: object, right: str, now: datetime
) -> None:
    """Write that somebody's part has ended, and its event."""
    reason = reason.strip()
    if not reason:
        raise Refused("Reason: say why in a few words.", field="reason")
    if len(reason) > NOTE_AT_MOST:
        raise Refused(f"Reason: at most {NOTE_AT_MOST:,} characters.", field="reason")
    if assignment.state not in Assignment.OPEN:
        raise Stale(f"{assignment.reviewer} has no open review here any more.", current=assignment)
    assignment.state, assignment.ended_at, assignment.why_ended = state, now, reason
    assignment.returns_at = None
    assignment.save(update_fields=["state", "ended_at", "why_ended", "returns_at"])
    payload = {"assignment": assignment.pk, "reviewer": assignment.reviewer_id, "why": reason}
    _log(round_, f"assignment.{state}", actor=by, right=right, now=now, payload=payload)
    settle(article=round_.article, now=now)


def _locked_part(assignment: Assignment) -> tuple[Round, Assignment]:
    """Return a round that is being marked, locked, and somebody's part in it as it is now."""
    round_ = locked(assignment.round)
    part = Assignment.objects.select_related("reviewer").get(pk=assignment.pk)
    part.round = round_
    return round_, part


def _right(by: object, round_: Round) -> str:
    """Return by what right they direct the round; raises NotAllowed where it is by none."""
    right = rules.right_over(by, round_.team)
    if not right:
        raise NotAllowed("Only an editor, an admin or the team's lead gives out its reviews.")
    return right


def _iso(value: object) -> object:
    """Return a moment as the log keeps it; anything else as it is."""
    return value.isoformat() if isinstance(value, datetime) else value


def _log(round_: Round, kind: str, *, actor: object, right: str, now: datetime, payload: dict) -> None:
    """Append to the article's chain."""
    log.append(chain=log.article_chain(round_.article_id), kind=kind, actor=actor, right=right, at=now, payload=payload)
