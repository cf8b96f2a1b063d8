"""What can happen to people."""

from collections.abc import Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.module_loading import import_string

from editorial.accounts.models import User
from editorial.record import log

#: What an admin may change of a person; the password has an action of its own.
CHANGEABLE = ("name", "email", "role", "is_active")


@transaction.atomic
def add_person(
    *, name: str, email: str, by: User | None, now: datetime, role: str = User.Role.MEMBER, password: str | None = None
) -> User:
    """Give somebody a place on the desk. `by` None is the system.

    Raises PermissionDenied for all but admins, ValidationError for an e-mail that is taken or none.
    """
    _admin(by)
    person = User(name=name, email=User.objects.normalize_email(email), role=role, date_joined=now)
    person.set_password(password)
    person.full_clean(exclude=["password"])
    person.save()
    _log("person.added", by, now, {"person": person.pk, "role": role})
    return person


@transaction.atomic
def change_person(*, person: User, changes: Mapping[str, object], by: User | None, now: datetime) -> User:
    """Change a person's name, e-mail, role or whether they are active; what is given unchanged makes no event.

    Who is no longer active is signed out everywhere at once, and whoever `LEAVERS_FOLLOWED_BY` names is told.
    `by` None is the system. Raises PermissionDenied for all but admins, KeyError for other fields, and ValidationError,
    also where the desk would be left without an admin. The log tells that an e-mail changed, not from what to what.
    """
    _admin(by)
    unknown = set(changes).difference(CHANGEABLE)
    if unknown:
        raise KeyError(f"Not changeable: {', '.join(sorted(unknown))}.")
    # All active admins are locked, so that two of them cannot end each other's access at one moment.
    admins = {admin.pk for admin in User.objects.select_for_update().filter(role=User.Role.ADMIN, is_active=True)}
    person = User.objects.select_for_update().get(pk=person.pk)
    before = {field: getattr(person, field) for field in changes}
    for field, value in changes.items():
        setattr(person, field, value)
    person.email = User.objects.normalize_email(person.email)
    changed = [field for field in changes if getattr(person, field) != before[field]]
    if not changed:
        return person
    if admins == {person.pk} and not (person.is_active and person.role == User.Role.ADMIN):
        raise ValidationError("The desk would be left without an admin. Make somebody else one first.")
    person.full_clean(exclude=["password"])
    person.save(update_fields=changed)
    told = [field for field in changed if field != "email"]
    payload = {"before": {f: before[f] for f in told}, "after": {f: getattr(person, f) for f in told}}
    _log("person.changed", by, now, {"person": person.pk, "fields": changed, **payload})
    if "email" in changed:
        EmailAddress.objects.filter(user=person).delete()  # No link goes to the former address any more.
    if "is_active" in changed and not person.is_active:
        end_sessions(person)
        for path in settings.LEAVERS_FOLLOWED_BY:
            import_string(path)(person=person, by=by, now=now)
    return person


@transaction.atomic
def change_own(*, person: User, name: str, time_zone: str, now: datetime) -> User:
    """Change one's own name and time zone ("" is the desk's); the same again makes no event. Raises ValidationError."""
    person = User.objects.select_for_update().get(pk=person.pk)
    wished = {"name": name.strip(), "time_zone": time_zone}
    before = {field: getattr(person, field) for field in wished}
    if before == wished:
        return person
    for field, value in wished.items():
        setattr(person, field, value)
    person.full_clean(exclude=["password"])
    person.save(update_fields=list(wished))
    log.append(
        chain=log.DESK,
        kind="person.changed_themselves",
        actor=person,
        right="themselves",
        at=now,
        payload={"person": person.pk, "before": before, "after": wished},
    )
    return person


def end_sessions(person: User) -> None:
    """Sign a person out wherever they are signed in."""
    for session in UserSession.objects.filter(user=person):
        session.end()


@transaction.atomic
def take_second_factor(*, person: User, by: User, now: datetime) -> None:
    """Take a person's second factor away, for one who has lost it: they sign in by password and can set up another.

    Raises PermissionDenied for all but admins. Where there is none, nothing happens.
    """
    _admin(by)
    gone, _ = Authenticator.objects.filter(user=person).delete()
    if gone:
        _log("person.second_factor_taken", by, now, {"person": person.pk})


@transaction.atomic
def set_password(*, person: User, password: str | None, by: User | None, now: datetime) -> User:
    """Set a person's password; None takes it away, and they cannot sign in by one. Ends their other sessions.

    Raises PermissionDenied for all but admins. Whether the password is good enough is for the form to say.
    """
    _admin(by)
    person.set_password(password)
    person.save(update_fields=["password"])
    _log("person.password_set", by, now, {"person": person.pk, "usable": person.has_usable_password()})
    return person


def is_last_admin(person: User) -> bool:
    """Whether the desk has no other admin who can sign in."""
    admins = User.objects.filter(role=User.Role.ADMIN, is_active=True)
    return admins.filter(pk=person.pk).exists() and not admins.exclude(pk=person.pk).exists()


def _admin(by: User | None) -> None:
    """Only an admin passes, and the system."""
    if by is not None and not (by.is_active and by.is_superuser):
        raise PermissionDenied("Only an admin changes people.")


def _log(kind: str, by: User | None, now: datetime, payload: dict) -> None:
    """Append to the desk's chain."""
    log.append(chain=log.DESK, kind=kind, actor=by, right=by.role if by else "system", at=now, payload=payload)
