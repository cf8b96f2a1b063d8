from datetime import datetime

from django.db import transaction

from editorial.record import log
from reviews.actions.errors import NotAllowed


@transaction.atomic
def note_data_taken(*, person: object, by: object, now: datetime) -> None:
    """Note that a copy of the data about a person was taken: by themselves, or by an admin on their request."""
    if person.pk != by.pk and not (by.is_active and by.is_superuser):
        raise NotAllowed("People take their own data; an admin takes it for them.")
    right = "themselves" if person.pk == by.pk else by.role
    log.append(
        chain=log.DESK, kind="person.data_exported", actor=by, right=right, at=now, payload={"person": person.pk}
    )
