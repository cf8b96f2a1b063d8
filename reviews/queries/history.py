"""What happened to a claim, read from the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from editorial.record.log import article_chain
from editorial.record.models import Event
from reviews.models import Claim

#: Changes by editors that an undoing takes back, while it can.
UNDOABLE = {
    *("claim.worded", "claim.bearing_set", "claim.occurrence_added", "claim.occurrence_removed"),
    *("claim.merged", "claim.unmerged", "claim.split", "claim.raised", "claim.withdrawn"),
    *("claim.contradicts", "claim.contradicts_no_more", "claim.ruled"),
}


_LIKE = {"same": "the same as", "similar": "similar to", "unrelated": "unrelated to"}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a claim's history: the event, in words, and what follows for undoing it."""

    position: int
    kind: str
    actor: object | None
    right: str
    at: datetime
    sentence: str
    why: str
    undone: bool
    can_be_undone: bool

    @property
    def line(self) -> str:
        """Who did what, as a sentence."""
        said = f"{self.actor or 'The desk'} {self.sentence}"
        return said if said.endswith((".", ".”", "?”", "!”")) else f"{said}."


def history_of(claim: Claim) -> list[Happening]:
    """Return what happened to a claim, newest first. Who may see the claim with its votes may see this."""
    events = list(_events_of(claim))
    undone = {event.payload["undoes"] for event in events if event.payload and "undoes" in event.payload}
    return [_happening(event, claim, undone) for event in reversed(events)]


def undone_by(event: Event) -> Event | None:
    """Return the event that undid this one, if there is one."""
    return Event.objects.filter(
        chain=event.chain_id, position__gt=event.position, payload__undoes=event.position
    ).first()


def _events_of(claim: Claim) -> Iterable[Event]:
    """Return the claim's events in the chain of its article, oldest first, and the reveal that formed it."""
    events = Event.objects.filter(chain=article_chain(claim.revision.article_id)).select_related("actor")
    mine = Q(kind__startswith="claim.") & (Q(payload__claim=claim.pk) | Q(payload__other=claim.pk))
    asked = Q(kind__in=["round.opened", "round.place_added"], payload__claim=claim.pk)
    formed = Q(kind="round.revealed", payload__round=claim.round_id)
    return events.filter(mine | asked | formed).exclude(kind="claim.discussed").order_by("position")


def _happening(event: Event, claim: Claim, undone: set[int]) -> Happening:
    """Return an event in words."""
    payload = event.payload or {}
    return Happening(
        position=event.position,
        kind=event.kind,
        actor=event.actor,
        right=event.right,
        at=event.at,
        sentence=_in_words(event.kind, payload, claim),
        why=payload.get("why", "") or "",
        undone=event.position in undone,
        can_be_undone=event.kind in UNDOABLE and event.position not in undone and event.payload is not None,
    )


def _in_words(kind: str, payload: dict, claim: Claim) -> str:
    """Return what an event says, as the predicate of a sentence about who did it."""
    if not payload:
        return "did something whose record was erased"
    words = {
        "round.revealed": _formed,
        "claim.answered": lambda p, _: f"answered {_said(p['after'])}",
        "claim.answer_changed": lambda p, _: f"answered {_said(p['after'])} instead of {_said(p['before'])}",
        "claim.mind_changed": lambda p, _: f"changed their mind from {_said(p['before'])} to {_said(p['after'])}",
        "claim.worded": lambda p, _: f"worded it “{p['after']}”; before: “{p['before']}”",
        "claim.bearing_set": lambda p, _: f"called it {p['after']}; before: {p['before']}",
        "claim.occurrence_added": lambda p, _: f"added a place: “{p['quote']}”",
        "claim.occurrence_removed": lambda p, _: f"took a place off: “{p['quote']}”",
        "claim.merged": lambda p, c: _with(p, c, "merged claim {} into it", "merged it into claim {}"),
        "claim.unmerged": lambda p, c: _with(p, c, "parted claim {} from it again", "parted it from claim {} again"),
        "claim.split": lambda p, c: _with(p, c, "split claim {} off", "split it off claim {}"),
        "claim.raised": lambda _p, _c: "raised it; no reviewer had marked it",
        "claim.withdrawn": lambda _p, _c: "withdrew it",
        "claim.restored": lambda _p, _c: "brought it back",
        "claim.contradicts": lambda p, c: _with(p, c, *["linked it with claim {}, which it contradicts"] * 2),
        "claim.contradicts_no_more": lambda p, c: _with(p, c, *["took back that it contradicts claim {}"] * 2),
        "claim.likened": lambda p, c: _with(p, c, *[f"called it {_LIKE[p['after']]} claim {{}}"] * 2),
        "claim.likened_no_more": lambda p, c: _with(p, c, *["took back what was said of it and claim {}"] * 2),
        "claim.context": lambda _p, _c: "put beside it what other articles of the story say",
        "claim.ruled": _ruled,
        "claim.ruling_taken_back": lambda p, _: f"took the ruling back that called it {p['before']}",
        "round.opened": lambda p, _: f"asked another reviewer, in round {p['number']}",
        "round.place_added": lambda _p, _c: "asked another reviewer, in the round that is open",
    }.get(kind)
    return words(payload, claim) if words else kind.partition(".")[2].replace("_", " ")


def _formed(payload: dict, claim: Claim) -> str:
    """Return how the reveal formed a claim."""
    marks = len(payload.get("claims", {}).get(str(claim.pk), []))
    if not marks:
        return f"revealed round {claim.round.number}"
    return f"formed it of {marks} mark{'s' if marks > 1 else ''} at the reveal of round {claim.round.number}"


def _ruled(payload: dict, _claim: Claim) -> str:
    """Return what a ruling said."""
    if payload["before"] is None:
        return f"ruled {payload['after']}"
    return f"ruled {payload['after']} instead of {payload['before'] or 'no finding'}"


def _with(payload: dict, claim: Claim, if_first: str, if_other: str) -> str:
    """Return the words for the claim that took the other, or for the one that was taken."""
    first = payload["claim"] == claim.pk
    return (if_first if first else if_other).format(payload["other"] if first else payload["claim"])


def _said(answer: str | None) -> str:
    """Return an answer in words."""
    return str(answer or "nothing").replace("_", " ")
