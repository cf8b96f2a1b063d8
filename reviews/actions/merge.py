"""Two claims that are one, and what was merged by mistake."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from editorial.record.models import Event
from reviews import rules
from reviews.actions.editing import begin_edit, check_version, claim_now, end_edit
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.core.verdicts import Answer, OutcomeKind, Verdict
from reviews.models import (
    Annotation,
    Assignment,
    ChangeOfMind,
    Claim,
    Comment,
    Contradiction,
    Occurrence,
    Response,
)
from reviews.queries.votes import answers_by_reviewer

#: Of two responses of one reviewer, which one says more.
_RANK = [Answer.VERIFIED, Answer.DISPUTED, Answer.FABRICATED, Answer.UNDETERMINED]
_ROWS = {"annotations": Annotation, "changes": ChangeOfMind, "comments": Comment}


@transaction.atomic
def merge_claims(
    *,
    claim: Claim,
    other: Claim,
    by: object,
    version: int,
    other_version: int,
    now: datetime,
    undoes: Event | None = None,
) -> Claim:
    """Make `other` part of `claim`: its marks, answers, places and discussion go over, its number leads there.

    Raises Refused where the two are not one: of different texts, linked as contradicting, judged differently by one
    reviewer, or the other ruled on by itself.
    """
    claim = begin_edit(claim, by=by, version=version)
    other = claim_now(other.pk)
    _refuse_if_two(claim, other)
    check_version(other, other_version)
    if rules.voted_on(by, other):
        raise NotAllowed("You voted on the other claim, so somebody else has to merge them.")
    payload = {"other": other.pk, **_take_over(claim, other, by=by, now=now)}
    other.merged_into = claim
    _neutral(other)
    end_edit([claim, other], kind="claim.merged", by=by, now=now, payload=payload, undoes=undoes)
    return claim


@transaction.atomic
def unmerge(*, event: Event, by: object, version: int, now: datetime) -> Claim:
    """Part two claims that were merged, as they were; `event` is their merging. What came later stays.

    Raises Refused where what went over is no longer there.
    """
    claim = begin_edit(claim_now(event.payload["claim"]), by=by, version=version)
    other = claim_now(event.payload["other"])
    if other.merged_into_id != claim.pk:
        raise Stale("The two are not merged any more.", current=claim)
    _give_back(claim, other, event.payload)
    other.merged_into = None
    payload = {"other": other.pk}
    end_edit([claim, other], kind="claim.unmerged", by=by, now=now, payload=payload, undoes=event)
    return other


def _refuse_if_two(claim: Claim, other: Claim) -> None:
    """Pass only two claims that can be one."""
    if claim.pk == other.pk:
        raise Refused("Claim: it cannot be merged with itself.", field="other")
    if claim.round.article_id != other.round.article_id:
        raise Refused(
            "Claim: the two are of different articles; link them as contradicting, or not at all.", field="other"
        )
    if claim.revision_id != other.revision_id:
        raise Refused("Claim: the two are of different texts of the article.", field="other")
    if other.rulings.filter(replaced_at=None).exists():
        raise Refused("Claim: the other has been ruled on by itself. Merge this one into it instead.", field="other")
    if Contradiction.objects.filter(one__in=[claim, other], other__in=[claim, other]).exists():
        raise Refused("Claim: the two are linked as contradicting each other.", field="other")
    _refuse_if_linked(other)
    _refuse_if_judged_apart(claim, other)


def _refuse_if_linked(other: Claim) -> None:
    """Pass only a claim without contradicting ones: they were linked to it, not to what it becomes part of."""
    linked = Contradiction.objects.filter(one=other) | Contradiction.objects.filter(other=other)
    if linked.exists():
        raise Refused("Claim: the other is linked as contradicting a third. Take that link back first.", field="other")


def _refuse_if_judged_apart(claim: Claim, other: Claim) -> None:
    """Pass only claims that no reviewer voted on differently: to whoever did, they are two points."""
    here, there = (answers_by_reviewer(one, in_force=False) for one in (claim, other))
    for reviewer in sorted(here.keys() & there.keys()):
        one, two = here[reviewer], there[reviewer]
        if one != two and Verdict.UNDETERMINED not in {one, two}:
            name = Assignment.objects.filter(reviewer=reviewer).select_related("reviewer").first().reviewer
            raise Refused(
                f"Claim: {name} judged the two differently ({one} and {two}), so they are two points.", field="other"
            )


def _take_over(claim: Claim, other: Claim, *, by: object, now: datetime) -> dict[str, object]:
    """Move everything of the other claim to this one, and return what was moved, for the log and to undo it."""
    moved: dict[str, object] = {}
    for name, model in _ROWS.items():
        rows = model.objects.filter(claim=other)
        moved[name] = list(rows.order_by("pk").values_list("pk", flat=True))
        rows.update(claim=claim)
    moved["responses"] = _take_responses(claim, other)
    places = [place for place in other.places if not _touches(place, claim.places)]
    Occurrence.objects.bulk_create(
        Occurrence(claim=claim, start=start, end=end, added_by=by, added_at=now) for start, end in places
    )
    moved["places"] = places
    return moved


def _touches(place: tuple[int, int], places: Iterable[tuple[int, int]]) -> bool:
    """Whether a place has a code point in common with one of the others."""
    return any(place[0] < end and start < place[1] for start, end in places)


def _take_responses(claim: Claim, other: Claim) -> list[int]:
    """Move the responses; of two by one reviewer the one that says more, and return what was moved.

    A claim has one response of a reviewer: the lesser one stays with, or goes to, the claim that no longer counts.
    """
    here = {response.assignment_id: response for response in Response.objects.filter(claim=claim)}
    moved = []
    for response in Response.objects.filter(claim=other).order_by("pk"):
        ours = here.get(response.assignment_id)
        if ours is None:
            response.claim = claim
            response.save(update_fields=["claim"])
        elif _says_more(response, ours):
            _exchange(response, ours)
        else:
            continue
        moved.append(response.pk)
    return moved


def _says_more(one: Response, other: Response) -> bool:
    """Whether the first is the better answer to keep: a vote before undetermined, that before no answer."""
    ranks = [_RANK.index(r.answer) if r.answer in _RANK else len(_RANK) for r in (one, other)]
    votes = [rank < len(_RANK) - 1 for rank in ranks]
    return votes[0] > votes[1] or (not any(votes) and ranks[0] < ranks[1])


def _exchange(one: Response, other: Response) -> None:
    """Let two responses of one reviewer change their claims, one at a time: a claim never has both."""
    Response.objects.filter(pk=other.pk).delete()
    one.claim, other.claim = other.claim, one.claim
    one.save(update_fields=["claim"])
    other.save(force_insert=True)


def _give_back(claim: Claim, other: Claim, moved: dict) -> None:
    """Move back what went over, or refuse where a part of it went elsewhere since."""
    for name, model in _ROWS.items():
        rows = model.objects.filter(pk__in=moved[name], claim=claim)
        if rows.count() < len(moved[name]):
            raise Refused("Some of the marks were split off since; undo that first.")
        rows.update(claim=other)
    parked = {response.assignment_id: response for response in Response.objects.filter(claim=other)}
    for response in Response.objects.filter(pk__in=moved["responses"], claim=claim).order_by("pk"):
        if response.assignment_id in parked:
            _exchange(response, parked[response.assignment_id])
        else:
            response.claim = other
            response.save(update_fields=["claim"])
    for start, end in moved["places"]:
        Occurrence.objects.filter(claim=claim, start=start, end=end).delete()


def _neutral(claim: Claim) -> None:
    """Take its outcome from a claim that no longer counts."""
    Claim.every.filter(pk=claim.pk).update(
        outcome=OutcomeKind.OPEN,
        stands_as="",
        verified=0,
        disputed=0,
        fabricated=0,
        undetermined=0,
        explanation="",
    )
