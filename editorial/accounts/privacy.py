"""What a person decides about their name, and what is left of them when they are erased."""

import json
import re
from collections.abc import Iterable
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from editorial.accounts.actions import is_last_admin
from editorial.accounts.models import User
from editorial.record import log
from editorial.record.models import Event


@transaction.atomic
def name_outside(*, person: User, named: bool, now: datetime) -> User:
    """Let what leaves the desk name a person, or no longer. Only they decide it."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.named_outside != named:
        person.named_outside = named
        person.save(update_fields=["named_outside"])
        _log("person.named_outside", person, now, {"person": person.pk, "after": named})
    return person


@transaction.atomic
def erase_person(*, person: User, by: User, why: str, now: datetime) -> User:
    """Replace a person's name and e-mail by a pseudonym for good, and end their access.

    Verdicts and the log stay: payloads that name them are blanked, and the chains still verify. Raises PermissionDenied
    for all but admins, ValidationError for the last admin, for oneself, and where nothing says why.
    """
    if not (by.is_active and by.is_superuser):
        raise PermissionDenied("Only an admin erases somebody.")
    person = User.objects.select_for_update().get(pk=person.pk)
    why = why.strip()
    if person.erased_at is not None:
        return person
    if not why:
        raise ValidationError("Why: say who asked for it, and when.")
    if person.pk == by.pk or is_last_admin(person):
        raise ValidationError("Another admin has to do this.")
    blanked = log.erase(_naming([person.name, person.email]))
    pseudonym = f"Erased person {person.pk}"
    person.name, person.email = pseudonym, f"erased-{person.pk}@erased.invalid"
    person.is_active, person.named_outside, person.erased_at = False, False, now
    person.set_unusable_password()
    person.save()
    LogEntry.objects.filter(content_type__app_label="accounts", object_id=str(person.pk)).update(
        object_repr=pseudonym, change_message=""
    )
    _log("person.erased", by, now, {"person": person.pk, "why": why, "payloads": blanked})
    return person


def _naming(names: Iterable[str]) -> QuerySet[Event]:
    """Return the events whose payload has one of the names as words of its own."""
    wanted = [name for name in names if name.strip()]
    among = Q()
    for name in wanted:
        # Databases keep other letters than English ones escaped, or not.
        among |= Q(told__contains=name) | Q(told__contains=json.dumps(name)[1:-1])
    events = Event.objects.annotate(told=Cast("payload", TextField())).filter(among, payload__isnull=False)
    word = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in wanted))
    keys = [
        pk
        for pk, payload in events.order_by().values_list("pk", "payload").iterator(chunk_size=500)
        if word.search(json.dumps(payload, ensure_ascii=False))
    ]
    return Event.objects.filter(pk__in=keys)


def _log(kind: str, by: User, now: datetime, payload: dict) -> None:
    """Append to the desk's chain."""
    log.append(chain=log.DESK, kind=kind, actor=by, right=by.role, at=now, payload=payload)
