"""The log is appended inside transactions, chains its events, and says where somebody changed it behind its back."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import ProtectedError

from editorial.record import log
from editorial.record.models import AppendOnly, Chain, Event
from tests.editorial.record.guard import behind_our_back
from tests.factories import NOW, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def events():
    """Append five events to one chain and one to another, and return the five."""
    person = make_person()
    made = [
        log.append(
            chain="article/1",
            kind=f"test.{number}",
            actor=person if number % 2 else None,
            right="editor",
            at=NOW + timedelta(minutes=number),
            payload={"number": number, "why": "weil “é” 💔"},
        )
        for number in range(1, 6)
    ]
    log.append(chain="article/2", kind="test.other", actor=None, right="system", at=NOW)
    return made


def breaks() -> list[tuple[str, int]]:
    return [(found.chain, found.position) for found in log.verify()]


# Appending


@pytest.mark.django_db(transaction=True)
def test_appending_needs_a_transaction():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        log.append(chain="desk", kind="test", actor=None, right="system", at=NOW)
    assert Event.objects.count() == 0
    with transaction.atomic():
        log.append(chain="desk", kind="test", actor=None, right="system", at=NOW)
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_logged():
    def fail() -> None:
        with transaction.atomic():
            log.append(chain="desk", kind="test", actor=None, right="system", at=NOW)
            raise ValueError("The action failed after all.")

    with pytest.raises(ValueError, match="after all"):
        fail()
    assert Event.objects.count() == 0
    assert breaks() == []


def test_every_event_follows_from_the_one_before(events):
    assert [event.position for event in events] == [1, 2, 3, 4, 5]
    assert [event.previous for event in events] == ["", *(event.digest for event in events[:-1])]
    head = Chain.objects.get(name="article/1")
    assert (head.length, head.head) == (5, events[-1].digest)


def test_chains_are_apart(events):
    other = Event.objects.get(chain="article/2")
    assert (other.position, other.previous) == (1, "")


def test_the_same_payload_has_another_digest_every_time():
    one, other = (
        log.append(chain="desk", kind="test", actor=None, right="system", at=NOW, payload={"a": 1}) for _ in range(2)
    )
    assert one.salt != other.salt
    assert one.payload_digest != other.payload_digest


@pytest.mark.parametrize(
    "payload",
    [None, {}, {"b": 1, "a": [None, True, 0.5, ""]}, {10: "ten", 9: "nine"}, {"pair": (1, 2)}, {"n": -(10**20)}],
    ids=["none", "empty", "mixed", "numbers as keys", "tuple", "large"],
)
def test_a_payload_still_verifies_as_the_database_gives_it_back(payload):
    log.append(chain="desk", kind="test", actor=None, right="system", at=NOW, payload=payload)
    assert breaks() == []


def test_the_right_of_a_lead_of_a_team_with_a_long_name_fits():
    log.append(chain="desk", kind="test", actor=None, right=f"lead of {'x' * 120}", at=NOW)
    assert breaks() == []


# Verifying


def test_an_untouched_log_holds(events, capsys):
    assert breaks() == []
    call_command("verify_log")
    assert capsys.readouterr().out == "7 events in 3 chains: the log holds.\n"  # One tells of the person.


@pytest.mark.parametrize(
    "change",
    [
        'UPDATE record_event SET payload = \'{"number": 3, "why": "other"}\' WHERE id = %s',
        "UPDATE record_event SET salt = 'other' WHERE id = %s",
        "UPDATE record_event SET payload_digest = 'other' WHERE id = %s",
        "UPDATE record_event SET kind = 'other' WHERE id = %s",
        "UPDATE record_event SET \"right\" = 'other' WHERE id = %s",
        "UPDATE record_event SET at = '2026-03-02 09:33:00.000001+00:00' WHERE id = %s",
        "UPDATE record_event SET actor_id = NULL WHERE id = %s",
        "UPDATE record_event SET previous = '' WHERE id = %s",
        "UPDATE record_event SET digest = 'other' WHERE id = %s",
    ],
    ids=lambda sql: sql.split(" SET ")[1].split(" = ")[0].strip('"'),
)
def test_a_changed_event_is_found(events, change):
    behind_our_back(change, events[2].pk)
    assert breaks() == [("article/1", 3)]


def test_a_payload_changed_together_with_its_digest_is_found(events):
    from editorial.record.chain import payload_digest

    digest = payload_digest({"number": 99}, events[2].salt)
    behind_our_back(
        "UPDATE record_event SET payload = '{\"number\": 99}', payload_digest = %s WHERE id = %s", digest, events[2].pk
    )
    assert breaks() == [("article/1", 3)]


def test_an_event_forged_with_all_its_digests_is_found_at_the_next(events):
    event = events[2]
    event.kind = "test.forged"
    behind_our_back(
        "UPDATE record_event SET kind = %s, digest = %s WHERE id = %s", event.kind, log.digest_of(event), event.pk
    )
    assert breaks() == [("article/1", 4)]


def test_a_deleted_event_is_found(events):
    behind_our_back("DELETE FROM record_event WHERE id = %s", events[2].pk)
    assert breaks() == [("article/1", 3)]


def test_a_cut_off_end_is_found(events):
    behind_our_back("DELETE FROM record_event WHERE id = %s", events[4].pk)
    assert breaks() == [("article/1", 5)]


def test_an_emptied_chain_is_found(events):
    for event in events:
        behind_our_back("DELETE FROM record_event WHERE id = %s", event.pk)
    assert breaks() == [("article/1", 1)]


def test_a_head_that_was_set_back_is_found(events):
    behind_our_back("UPDATE record_chain SET length = 4, head = %s WHERE name = 'article/1'", events[3].digest)
    assert breaks() == [("article/1", 6)]


def test_an_event_moved_to_another_chain_is_found_in_both(events):
    behind_our_back("UPDATE record_event SET chain_id = 'article/2', position = 2 WHERE id = %s", events[4].pk)
    assert breaks() == [("article/1", 5), ("article/2", 2)]


def test_two_events_that_changed_places_are_found(events):
    for event, position in [(events[1], 99), (events[2], 2), (events[1], 3)]:
        behind_our_back("UPDATE record_event SET position = %s WHERE id = %s", position, event.pk)
    assert breaks() == [("article/1", 2)]


def test_an_erased_payload_leaves_the_chain_whole(events):
    behind_our_back("UPDATE record_event SET payload = NULL, salt = '' WHERE id = %s", events[2].pk)
    assert breaks() == []


def test_the_command_names_the_first_break_of_every_chain(events, capsys):
    behind_our_back("UPDATE record_event SET kind = 'other' WHERE id = %s", events[3].pk)
    behind_our_back("DELETE FROM record_event WHERE kind = 'test.other'")
    with pytest.raises(CommandError, match=r"2 of \d+ chains are broken"):
        call_command("verify_log")
    assert capsys.readouterr().err.splitlines() == [
        "article/1, event 4: it was changed",
        "article/2, event 1: the chain ends here, but its head speaks of 1 events",
    ]


# Nothing else changes or deletes events


@pytest.mark.parametrize(
    "deed",
    [
        lambda _: Event.objects.update(kind="other"),
        lambda event: Event.objects.filter(pk=event.pk).update(kind="other"),
        lambda _: Event.objects.all().delete(),
        lambda event: event.chain.events.all().delete(),
        lambda event: Event.objects.bulk_update([event], ["kind"]),
        lambda event: Event.objects.bulk_create(
            [event], update_conflicts=True, unique_fields=["id"], update_fields=["kind"]
        ),
        lambda event: Event.objects.update_or_create(pk=event.pk, defaults={"kind": "other"}),
        lambda event: event.save(),
        lambda event: event.save(update_fields=["kind"]),
        lambda event: event.delete(),
    ],
    ids=[
        *("update", "filtered update", "delete", "delete of a chain's", "bulk update", "bulk create"),
        *("update or create", "save", "save of a field", "delete of one"),
    ],
)
def test_events_refuse_to_be_changed_or_deleted(events, deed):
    event = events[2]
    event.kind = "other"
    with pytest.raises(AppendOnly):
        deed(event)
    assert Event.objects.get(pk=event.pk).kind == "test.3"
    assert breaks() == []


def test_neither_a_chain_nor_a_person_goes_while_there_are_events_of_them(events):
    with pytest.raises(ProtectedError):
        Chain.objects.get(name="article/1").delete()
    with pytest.raises(ProtectedError):
        events[0].actor.delete()
