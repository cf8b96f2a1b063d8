"""Taking back what an editor did to a claim: an ordinary change of its own, named in the log as the undoing."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from editorial.record.models import Event
from reviews.actions.contradict import contradict, take_back_contradiction
from reviews.actions.editing import CHANGED, claim_now, lock_rounds
from reviews.actions.errors import NotDone, Refused, Stale
from reviews.actions.merge import merge_claims, unmerge
from reviews.actions.occurrence import add_occurrence, remove_occurrence
from reviews.actions.raise_claim import restore_claim, withdraw_claim
from reviews.actions.rule import take_back_ruling
from reviews.actions.word_claim import set_bearing, word_claim
from reviews.models import Claim
from reviews.queries.history import UNDOABLE, undone_by


@transaction.atomic
def undo(*, claim: Claim, position: int, by: object, version: int, now: datetime) -> None:
    """Undo the change that stands at a position of the article's log, if it can still be undone.

    Raises Refused with the reason where it cannot, NotDone where there is no such event of this claim, and what the
    inverse change raises.
    """
    event = Event.objects.filter(chain=f"article/{claim.revision.article_id}", position=position).first()
    if event is None or event.kind not in UNDOABLE:
        raise NotDone("There is no such change to undo.")
    if event.payload is None:
        raise Refused("What the change was has been erased from the log, so it cannot be undone.")
    if claim.pk not in {event.payload["claim"], event.payload.get("other")}:
        raise NotDone("That was another claim.")
    if undone_by(event) is not None:
        raise Refused("It has been undone already.")
    # Both claims of a change are locked now: what was seen of one of them is checked, the other is taken as it is.
    lock_rounds(claim.revision.article_id)
    if claim_now(claim.pk).version != version:
        raise Stale(CHANGED, current=claim)
    first = claim_now(event.payload["claim"])
    _INVERSE[event.kind](event, {"by": by, "version": first.version, "now": now})


def _word_back(event: Event, how: dict) -> None:
    claim = claim_now(event.payload["claim"])
    _still(claim.statement, event.payload["after"], "The claim has been worded anew since; word it as you wish.")
    word_claim(claim=claim, statement=event.payload["before"], undoes=event, **how)


def _bear_back(event: Event, how: dict) -> None:
    claim = claim_now(event.payload["claim"])
    _still(claim.bearing, event.payload["after"], "The bearing has been set anew since.")
    set_bearing(claim=claim, bearing=event.payload["before"], undoes=event, **how)


def _place_off(event: Event, how: dict) -> None:
    remove_occurrence(claim=claim_now(event.payload["claim"]), span=_span(event), undoes=event, **how)


def _place_on(event: Event, how: dict) -> None:
    claim = claim_now(event.payload["claim"])
    add_occurrence(claim=claim, span=_span(event), quote=event.payload["quote"], undoes=event, **how)


def _part(event: Event, how: dict) -> None:
    unmerge(event=event, **how)


def _join(event: Event, how: dict) -> None:
    claim, other = _two(event)
    merge_claims(claim=claim, other=other, other_version=other.version, undoes=event, **how)


def _withdraw(event: Event, how: dict) -> None:
    withdraw_claim(claim=claim_now(event.payload["claim"]), undoes=event, **how)


def _restore(event: Event, how: dict) -> None:
    restore_claim(claim=claim_now(event.payload["claim"]), undoes=event, **how)


def _unrule(event: Event, how: dict) -> None:
    take_back_ruling(claim=claim_now(event.payload["claim"]), event=event, **how)


def _unlink(event: Event, how: dict) -> None:
    claim, other = _two(event)
    take_back_contradiction(claim=claim, other=other, other_version=other.version, undoes=event, **how)


def _link(event: Event, how: dict) -> None:
    claim, other = _two(event)
    contradict(claim=claim, other=other, other_version=other.version, undoes=event, **how)


def _two(event: Event) -> tuple[Claim, Claim]:
    return claim_now(event.payload["claim"]), claim_now(event.payload["other"])


def _span(event: Event) -> tuple[int, int]:
    return event.payload["start"], event.payload["end"]


def _still(stands: str, left: str, why_not: str) -> None:
    """Refuse where what the change left no longer stands."""
    if stands != left:
        raise Refused(why_not)


_INVERSE: dict[str, Callable[[Event, dict], None]] = {
    "claim.worded": _word_back,
    "claim.bearing_set": _bear_back,
    "claim.occurrence_added": _place_off,
    "claim.occurrence_removed": _place_on,
    "claim.merged": _part,
    "claim.unmerged": _join,
    "claim.split": _join,
    "claim.raised": _withdraw,
    "claim.withdrawn": _restore,
    "claim.ruled": _unrule,
    "claim.contradicts": _unlink,
    "claim.contradicts_no_more": _link,
}
