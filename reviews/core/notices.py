"""PURE  What people are told of, and how."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What happened."""

    ASSIGNED = "assigned"
    DUE_TOMORROW = "due_tomorrow"
    OVERDUE = "overdue"
    RESPONSE_OWED = "response_owed"
    RULED = "ruled"
    REPLY = "reply"
    RETURNING = "returning"
    RETURNED = "returned"
    FLAGGED = "flagged"


class Mail(StrEnum):
    """How a notice comes by e-mail; in the app it always comes."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    OFF = "off"


#: What each kind is called where one chooses.
LABELS: Mapping[Kind, str] = {
    Kind.ASSIGNED: "A review was assigned to me",
    Kind.DUE_TOMORROW: "A review is due tomorrow",
    Kind.OVERDUE: "A review is overdue",
    Kind.RESPONSE_OWED: "I owe answers in a second pass",
    Kind.RULED: "A claim that I voted on was ruled on",
    Kind.REPLY: "Somebody replied in a discussion that I am part of",
    Kind.RETURNING: "A review that I have not begun goes back to the pool soon",
    Kind.RETURNED: "A review went back to the pool",
    Kind.FLAGGED: "Something of mine, or in my care, was flagged",
}

#: How each kind comes to whoever has chosen nothing: what waits for them at once, what only tells in the digest.
DEFAULTS: Mapping[Kind, Mail] = {
    Kind.ASSIGNED: Mail.AT_ONCE,
    Kind.DUE_TOMORROW: Mail.AT_ONCE,
    Kind.OVERDUE: Mail.AT_ONCE,
    Kind.RESPONSE_OWED: Mail.AT_ONCE,
    Kind.RULED: Mail.DIGEST,
    Kind.REPLY: Mail.DIGEST,
    Kind.RETURNING: Mail.AT_ONCE,
    Kind.RETURNED: Mail.DIGEST,
    Kind.FLAGGED: Mail.DIGEST,
}


def chosen(choices: Mapping[str, str], kind: Kind) -> Mail:
    """Return how a kind comes to a person with these choices; what is not known counts as not chosen."""
    try:
        return Mail(choices[kind])
    except (KeyError, ValueError):
        return DEFAULTS[kind]
