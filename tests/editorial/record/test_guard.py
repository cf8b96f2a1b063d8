"""The database refuses to change or delete events, whoever asks; erasure alone may blank a payload with its salt."""

import pytest
from django.db import IntegrityError, connection, transaction

from editorial.record import log
from editorial.record.models import Event
from tests.factories import NOW, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return log.append(chain="desk", kind="test", actor=make_person(), right="editor", at=NOW, payload={"name": "Ann"})


def run(sql: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE record_event SET kind = 'other' WHERE id = %s",
        "UPDATE record_event SET payload = '{}' WHERE id = %s",
        "UPDATE record_event SET payload = NULL WHERE id = %s",
        "UPDATE record_event SET payload = NULL, salt = '', actor_id = NULL WHERE id = %s",
        "UPDATE record_event SET payload = NULL, salt = '', digest = 'other' WHERE id = %s",
        "DELETE FROM record_event WHERE id = %s",
    ],
)
def test_the_database_refuses(event, change):
    with pytest.raises(IntegrityError, match="never changed or deleted"):
        run(change, event.pk)
    assert Event.objects.get(pk=event.pk).payload == {"name": "Ann"}


def test_erasure_blanks_payload_and_salt_and_the_chain_holds(event):
    assert log.erase(Event.objects.filter(pk=event.pk)) == 1
    erased = Event.objects.get(pk=event.pk)
    assert (erased.payload, erased.salt) == (None, "")
    assert list(log.verify()) == []
    assert log.erase(Event.objects.filter(pk=event.pk)) == 0
