"""The one check that keeps suspended people from acting: `log.append` asks it before every event (LOG_GUARD)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from reviews import rules
from reviews.actions.errors import NotAllowed

#: What a suspended person does all the same.
ALLOWED = {"moderation.appealed", "person.data_exported", "person.named_outside"}


class Suspended(NotAllowed, PermissionDenied):
    """They may read and appeal. A `PermissionDenied`, too, for apps that know nothing of ours. HTTP 403."""


def refuse_suspended(person: object, *, kind: str, at: datetime) -> None:
    """Raise Suspended where somebody acts who is suspended at that moment."""
    if kind not in ALLOWED:
        check_may_act(person, at)


def check_may_act(person: object, now: datetime) -> None:
    """The same for what is written without an event: saving as one types."""
    if rules.is_suspended(person, now):
        until = f"{person.suspended_until:%-d %B %Y, %H:%M}"
        raise Suspended(f"You are suspended until {until}: you can read and appeal, and do nothing else.")
