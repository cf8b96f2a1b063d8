"""The reveal: marks become claims, and the second pass begins."""

from collections import Counter, defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import F

from editorial.record import log
from reviews import rules
from reviews.actions.close_round import close_if_all_answered
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.notify import notify_owing
from reviews.actions.settle import settle
from reviews.core.clustering import cluster
from reviews.core.verdicts import Bearing
from reviews.models import Annotation, Assignment, Claim, Round
from reviews.queries.joining import as_span, joining

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
    withdrawn.update(state=Assignment.State.WITHDRAWN, ended_at=now, why_ended="Marking was closed.", returns_at=None)
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
    _form_claims(round_, now)
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
        notify_owing(round_=round_, now=now)
    return round_


def _form_claims(round_: Round, now: datetime) -> None:
    """Put every submitted mark of the revision that has no claim into one: a frozen one that it fits, or a new one."""
    marks = list(
        Annotation.objects.filter(
            assignment__round__revision=round_.revision_id,
            assignment__state=Assignment.State.SUBMITTED,
            deleted_at=None,
        )
        .exclude(verdict="")
        .select_related("assignment")
    )
    late = {mark.pk: mark for mark in marks if mark.claim_id is None}
    frozen: dict[int, list[Annotation]] = defaultdict(list)
    for mark in marks:
        if mark.claim_id is not None:
            frozen[mark.claim_id].append(mark)
    for claim, keys in joining(round_.revision_id, frozen, list(late.values())).items():
        Annotation.objects.filter(pk__in=keys).update(claim=claim)
        Claim.objects.filter(pk=claim).update(version=F("version") + 1)
        for key in keys:
            del late[key]
    placed = [as_span(mark) for mark in late.values() if mark.start is not None]
    whole = [mark for mark in late.values() if mark.start is None]
    for group in [[late[key] for key in group] for group in cluster(placed)] + _one_per_reviewer(whole):
        claim = new_claim(group, round_, now)
        Annotation.objects.filter(pk__in=[mark.pk for mark in group]).update(claim=claim)


def _one_per_reviewer(marks: list[Annotation]) -> list[list[Annotation]]:
    """Group marks on the article as a whole: the first of every reviewer together, then the second, and so on."""
    nth: Counter = Counter()
    groups: dict[int, list[Annotation]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: mark.pk):
        reviewer = mark.assignment.reviewer_id
        groups[nth[reviewer]].append(mark)
        nth[reviewer] += 1
    return list(groups.values())


def new_claim(group: list[Annotation], round_: Round, now: datetime) -> Claim:
    """Make the claim that a group of marks is about: its passage, in the words of the text, until somebody words it."""
    start, end = _passage(group)
    return Claim.objects.create(
        round=round_,
        revision_id=round_.revision_id,
        statement=WHOLE if start is None else round_.revision.text[start:end],
        start=start,
        end=end,
        bearing=_bearing(group),
        made_at=now,
    )


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
