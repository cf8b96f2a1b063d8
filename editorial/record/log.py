"""Append to the log, and verify it. Every action of the desk calls `append` inside its own transaction."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from editorial.record.chain import canonical, event_digest, payload_digest
from editorial.record.models import Chain, Event
from editorial.record.request import request_id

DESK = "desk"


def article_chain(article_id: int) -> str:
    """Return the name of an article's chain."""
    return f"article/{article_id}"


def append(
    *, chain: str, kind: str, actor: object | None, right: str, at: datetime, payload: dict | None = None
) -> Event:
    """Append one event and return it.

    Must run inside a transaction: it locks the chain's row, so that two appends at the same moment follow each other.
    `actor` is a person or None for the system; `payload` must be JSON. Whom `settings.LOG_GUARD` refuses, does nothing:
    every action of the desk comes through here. What was asked for by a browser carries the request's number.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("append() belongs inside the transaction of the action that it records.")
    if actor is not None:
        import_string(settings.LOG_GUARD)(actor, kind=kind, at=at)
    head = _locked(chain)
    if asked_by := request_id.get():
        payload = {**(payload or {}), "request": asked_by}
    salt = secrets.token_hex(16)
    payload = json.loads(canonical(payload or {}))  # As the database will give it back: keys are strings.
    event = Event(
        chain=head,
        position=head.length + 1,
        kind=kind,
        actor=actor,
        right=right,
        at=at,
        payload=payload,
        salt=salt,
        payload_digest=payload_digest(payload, salt),
        previous=head.head,
    )
    event.digest = digest_of(event)
    event.save()
    head.length, head.head = event.position, event.digest
    head.save(update_fields=["length", "head"])
    return event


def _locked(name: str) -> Chain:
    """Return a chain's row, locked until the transaction ends; a new chain is begun."""
    chains = Chain.objects.select_for_update()
    head = next(iter(chains.filter(name=name).order_by()), None)
    if head is None:
        # Whoever begins it at the same moment is no matter.
        Chain.objects.bulk_create([Chain(name=name)], ignore_conflicts=True)
        head = chains.get(name=name)
    return head


def digest_of(event: Event) -> str:
    """Return the digest that an event ought to have."""
    return event_digest(
        chain=event.chain_id,
        position=event.position,
        kind=event.kind,
        actor=event.actor_id,
        right=event.right,
        at=event.at,
        payload_digest=event.payload_digest,
        previous=event.previous,
    )


def erase(events: QuerySet[Event]) -> int:
    """Blank payload and salt of events, and return of how many. Their digests stay, so the chain still verifies.

    The database lets nothing else of an event be changed (migration 0002).
    """
    keys = list(events.filter(payload__isnull=False).values_list("pk", flat=True))
    return QuerySet(Event).filter(pk__in=keys).order_by().update(payload=None, salt="")


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and why."""

    chain: str
    position: int
    why: str


def verify() -> Iterator[Break]:
    """Walk every chain and yield the first break of each that has one."""
    for head in Chain.objects.order_by("name").iterator():
        found = _first_break(head)
        if found:
            yield found


def _first_break(head: Chain) -> Break | None:
    """Return the first event of a chain that does not follow from the one before."""
    previous, position = "", 0
    for event in Event.objects.filter(chain=head).order_by("position").iterator(chunk_size=2000):
        position += 1
        why = _wrong_with(event, position, previous)
        if why:
            return Break(head.name, position, why)
        previous = event.digest
    if (head.length, head.head) != (position, previous):
        return Break(head.name, position + 1, f"the chain ends here, but its head speaks of {head.length} events")
    return None


def _wrong_with(event: Event, position: int, previous: str) -> str:
    """Return what is wrong with an event, or an empty string."""
    if event.position != position:
        return f"event {position} is missing"
    if event.previous != previous:
        return "it does not follow the event before it"
    if event.payload is not None and payload_digest(event.payload, event.salt) != event.payload_digest:
        return "its payload was changed"
    if digest_of(event) != event.digest:
        return "it was changed"
    return ""
