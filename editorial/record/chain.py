"""How an event is hashed. Pure: anyone can verify an export with SHA-256 and this page.

    payload_digest = SHA-256(salt + canonical(payload))
    digest         = SHA-256(canonical([chain, position, kind, actor, right, at, payload_digest, previous]))

`canonical` is JSON with sorted keys, no spaces and no escapes beyond JSON's own, in UTF-8; `actor` is the person's
number or null, `at` ISO 8601 in UTC with microseconds, `previous` the digest before it, empty for the first.
"""

import hashlib
import json
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
