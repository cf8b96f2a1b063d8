"""How an event is hashed. Pure: anyone can verify an export with SHA-256 and this page.

An export is JSON Lines. The first line is about the chain: `{"chain", "length", "head", "exported_at", "people"}`.
Every further line is one event with the names used below; where `payload` is null it was erased or is not for the
reader, and its digest stands for it. `python chain.py < export.jsonl` verifies one; it needs nothing but Python.

    payload_digest = SHA-256(salt + canonical(payload))
    digest         = SHA-256(canonical([chain, position, kind, actor, right, at, payload_digest, previous]))

`canonical` is JSON with sorted keys, no spaces and no escapes beyond JSON's own, in UTF-8; `actor` is the person's
number or null, `at` ISO 8601 in UTC with microseconds, `previous` the digest before it, empty for the first.
"""

import hashlib
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime


def canonical(value: object) -> str:
    """Return the one JSON text of a value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def payload_digest(payload: object, salt: str) -> str:
    """Return the salted digest of a payload, as 64 hexadecimal digits."""
    return hashlib.sha256((salt + canonical(payload)).encode()).hexdigest()


def event_digest(
    *,
    chain: str,
    position: int,
    kind: str,
    actor: int | None,
    right: str,
    at: datetime,
    payload_digest: str,
    previous: str,
) -> str:
    """Return the digest of an event, as 64 hexadecimal digits."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    line = canonical([chain, position, kind, actor, right, moment, payload_digest, previous])
    return hashlib.sha256(line.encode()).hexdigest()


def wrong_with_export(lines: Iterable[str]) -> str:
    """Return what is wrong with an exported chain, or an empty string. `lines` are those of the JSONL file."""
    head, *events = (json.loads(line) for line in lines if line.strip())
    previous = ""
    for position, event in enumerate(events, 1):
        shown, salt = event.pop("payload"), event.pop("salt")
        digest = event.pop("digest")
        if (event["chain"], event["position"]) != (head["chain"], position):
            return f"event {position} is missing"
        if event["previous"] != previous:
            return f"event {position} does not follow the event before it"
        if shown is not None and payload_digest(shown, salt) != event["payload_digest"]:
            return f"the payload of event {position} was changed"
        if event_digest(**event | {"at": datetime.fromisoformat(event["at"])}) != digest:
            return f"event {position} was changed"
        previous = digest
    if (head["length"], head["head"]) != (len(events), previous):
        return f"the chain ends after {len(events)} events, but its head speaks of {head['length']}"
    return ""


if __name__ == "__main__":
    sys.exit(wrong_with_export(sys.stdin) or None)
