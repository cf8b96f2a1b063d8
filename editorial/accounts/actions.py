"""What can happen to people."""

from datetime import datetime

from django.db import transaction

from editorial.accounts.models import User
from editorial.record import log


@transaction.atomic
def add_person(
    *, name: str, email: str, by: User | None, now: datetime, role: str = User.Role.MEMBER, password: str | None = None
) -> User:
    """Give somebody a place on the desk. `by` None is the system.

    Raises ValidationError for an e-mail that is taken or none.
    """
    person = User(name=name, email=User.objects.normalize_email(email), role=role, date_joined=now)
    person.set_password(password)
    person.full_clean(exclude=["password"])
    person.save()
    log.append(
        chain=log.DESK,
        kind="person.added",
        actor=by,
        right=by.role if by else "system",
        at=now,
        payload={"person": person.pk, "role": role},
    )
    return person
