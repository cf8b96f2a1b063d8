"""The reveal: marks become claims, and the second pass begins."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from editorial.record import log
from reviews import rules
from reviews.actions.close_round import close_if_all_answered
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.settle import settle
from reviews.core.clustering import MarkedSpan, join
from reviews.core.verdicts import Bearing
from reviews.models import Annotation, Assignment, Claim, Round

#: What a claim about the article as a whole is called.
WHOLE = "The article as a whole"


@transaction.atomic
def close_marking(*, round_: Round, by: object, now: datetime) -> Round:
    """End the first pass early: whoever has not submitted is withdrawn, their drafts are kept."""
    round_ = Round.objects.select_for_update().get(pk=round_.pk)
    if not rules.may_close_round(by, round_):
        raise NotAllowed("Only an editor, an admin or the team's lead closes marking, and no reviewer of the round.")
    if round_.stage != Round.Stage.MARKING:
        raise Refused("Marking is over in this round.")
    if not round_.assignments.filter(state=Assignment.State.SUBMITTED).exists():
        raise Refused("Nobody has submitted yet; there would be no claims.")
    withdrawn = round_.assignments.filter(state__in=[Assignment.State.ASSIGNED, Assignment.State.STARTED])
    people = list(withdrawn.values_list("reviewer", flat=True))
    withdrawn.update(state=Assignment.State.WITHDRAWN)
    log.append(
        chain=log.article_chain(round_.article_id),
        kind="round.marking_closed",
        actor=by,
        right=rules.right_over(by, round_.team),
        at=now,
        payload={"round": round_.pk, "withdrawn": people},
    )
    return reveal(round_=round_, now=now)


def reveal(*, round_: Round, now: datetime) -> Round:
    """Cluster the submitted marks into claims and open the second pass. Runs inside its caller's transaction.

    Groups formed by earlier rounds of the revision are frozen: new marks join them or make new ones.
    """
    marks = list(
        Annotation.objects.filter(
            assignment__round__revision=round_.revision_id,
            assignment__state=Assignment.State.SUBMITTED,
            deleted_at=None,
        )
        .exclude(verdict="")
        .select_related("assignment", "claim")
    )
    for group in _new_groups(marks):
        _freeze(group, round_, now)
    round_.stage = Round.Stage.RESPONDING
    round_.revealed_at = now
    round_.save(update_fields=["stage", "revealed_at"])
    log.append(
        chain=log.article_chain(round_.article_id),
        kind="round.revealed",
        actor=None,
        right="system",
        at=now,
        payload={"round": round_.pk, "claims": _groups_by_claim(round_)},
    )
    if not close_if_all_answered(round_=round_, now=now):
        settle(article=round_.article, now=now)
    return round_


def _new_groups(marks: Iterable[Annotation]) -> list[list[Annotation]]:
    """Return the groups that marks without a claim belong to: each with the frozen claim's marks, if it joins one."""
    by_pk = {mark.pk: mark for mark in marks}
    placed = [mark for mark in by_pk.values() if mark.start is not None]
    frozen: dict[int, list[MarkedSpan]] = defaultdict(list)
    for mark in placed:
        if mark.claim_id:
            frozen[mark.claim_id].append(_span(mark))
    late = [_span(mark) for mark in placed if not mark.claim_id]
    groups = [[by_pk[key] for key in group] for group in join(list(frozen.values()), late)]
    whole = [mark for mark in by_pk.values() if mark.start is None]
    groups += _one_per_reviewer(whole)
    return [group for group in groups if any(mark.claim_id is None for mark in group)]


def _span(mark: Annotation) -> MarkedSpan:
    """Return a mark as clustering takes it."""
    return MarkedSpan(mark.pk, mark.assignment.reviewer_id, mark.start, mark.end)


def _one_per_reviewer(marks: list[Annotation]) -> list[list[Annotation]]:
    """Group marks on the article as a whole: the first of every reviewer together, then the second, and so on."""
    nth: Counter = Counter()
    groups: dict[int, list[Annotation]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: mark.pk):
        reviewer = mark.assignment.reviewer_id
        groups[nth[reviewer]].append(mark)
        nth[reviewer] += 1
    return list(groups.values())


def _freeze(group: list[Annotation], round_: Round, now: datetime) -> None:
    """Make a claim of a group, or add its new marks to the claim that it joined."""
    claim = next((mark.claim for mark in group if mark.claim_id), None)
    if claim is None:
        start, end = _passage(group)
        claim = Claim.objects.create(
            round=round_,
            revision_id=round_.revision_id,
            statement=WHOLE if start is None else round_.revision.text[start:end],
            start=start,
            end=end,
            bearing=_bearing(group),
            made_at=now,
        )
    Annotation.objects.filter(pk__in=[mark.pk for mark in group if not mark.claim_id]).update(claim=claim)


def _passage(group: list[Annotation]) -> tuple[int | None, int | None]:
    """Return the span that most of the group marked; of several, the longest, then the first."""
    counts = Counter((mark.start, mark.end) for mark in group)
    if (None, None) in counts:
        return None, None
    return max(counts, key=lambda span: (counts[span], span[1] - span[0], -span[0]))


def _bearing(group: list[Annotation]) -> str:
    """Return what most of the group said; an even vote is central, the graver reading."""
    incidental = sum(mark.bearing == Bearing.INCIDENTAL for mark in group)
    return Bearing.INCIDENTAL if 2 * incidental > len(group) else Bearing.CENTRAL


def _groups_by_claim(round_: Round) -> dict[str, list[str]]:
    """Return the frozen groups of the revision for the log: claim number to the UUIDs of its marks."""
    groups: dict[str, list[str]] = defaultdict(list)
    rows = Annotation.objects.filter(claim__revision=round_.revision_id).order_by("claim", "pk")
    for claim, uuid in rows.values_list("claim", "uuid"):
        groups[str(claim)].append(str(uuid))
    return groups
