"""What admins do to people: added, changed, given a password; the desk never loses its last admin."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections

from editorial.accounts.actions import add_person, change_person, is_last_admin, set_password
from editorial.accounts.models import User
from editorial.record.models import Event
from tests.factories import NOW, make_person, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    return make_person("Kenji", role=User.Role.ADMIN)


@pytest.mark.parametrize("role", [User.Role.MEMBER, User.Role.EDITOR, User.Role.MODERATOR])
def test_only_admins_change_people(boss, role):
    person = make_person(role=role)
    acts = [
        lambda: add_person(name="New", email="new@desk.test", by=person, now=NOW),
        lambda: change_person(person=person, changes={"role": "admin"}, by=person, now=NOW),
        lambda: set_password(person=boss, password="staple correct 9", by=person, now=NOW),
    ]
    with recorded() as kinds:
        for act in acts:
            with pytest.raises(PermissionDenied):
                act()
    assert kinds == []
    assert User.objects.get(pk=person.pk).role == role


def test_an_admin_who_has_left_changes_nobody(boss):
    other = make_person(role=User.Role.ADMIN)
    change_person(person=other, changes={"is_active": False}, by=boss, now=NOW)
    other.refresh_from_db()
    with pytest.raises(PermissionDenied):
        change_person(person=boss, changes={"name": "Nobody"}, by=other, now=NOW)


def test_what_is_given_unchanged_is_no_event(boss):
    with recorded() as kinds:
        change_person(person=boss, changes={"name": boss.name, "role": boss.role}, by=boss, now=NOW)
    assert kinds == []


@pytest.mark.parametrize("change", [{"role": "editor"}, {"is_active": False}])
def test_the_desk_keeps_an_admin(boss, change):
    former = make_person(role=User.Role.ADMIN)
    change_person(person=former, changes={"is_active": False}, by=boss, now=NOW)
    assert is_last_admin(boss)
    with recorded() as kinds, pytest.raises(ValidationError, match="without an admin"):
        change_person(person=boss, changes=change, by=boss, now=NOW)
    assert kinds == []
    assert change_person(person=boss, changes={"name": "Kenji Morioka"}, by=boss, now=NOW).name == "Kenji Morioka"


@pytest.mark.parametrize("changes", [{"email": "none"}, {"email": "TAKEN@desk.test"}, {"name": ""}, {"role": "owner"}])
def test_facts_that_cannot_be_are_refused(boss, changes):
    add_person(name="Taken", email="taken@desk.test", by=boss, now=NOW)
    before = User.objects.filter(pk=boss.pk).values().get()
    with recorded() as kinds, pytest.raises(ValidationError):
        change_person(person=boss, changes=changes, by=boss, now=NOW)
    assert kinds == []
    assert User.objects.filter(pk=boss.pk).values().get() == before


@pytest.mark.parametrize("field", ["password", "last_login", "pk"])
def test_nothing_else_is_changed(boss, field):
    with pytest.raises(KeyError, match=field):
        change_person(person=boss, changes={field: "x"}, by=boss, now=NOW)


def test_a_password_is_set_and_taken_away_and_never_told(boss):
    person = make_person()
    set_password(person=person, password="staple correct 9", by=boss, now=NOW)
    assert User.objects.get(pk=person.pk).check_password("staple correct 9")
    set_password(person=person, password=None, by=boss, now=NOW)
    assert not User.objects.get(pk=person.pk).has_usable_password()
    told = [event.payload for event in Event.objects.filter(kind="person.password_set").order_by("pk")]
    assert told == [{"person": person.pk, "usable": True}, {"person": person.pk, "usable": False}]


@pytest.mark.django_db(transaction=True)
def test_two_admins_cannot_end_each_others_access_at_one_moment():
    pair = [make_person(role=User.Role.ADMIN) for _ in range(2)]
    begin = Barrier(2)

    def end(by: User, whom: User) -> bool:
        try:
            begin.wait(10)
            change_person(person=whom, changes={"is_active": False}, by=by, now=NOW)
        except ValidationError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(end, pair[0], pair[1]), pool.submit(end, pair[1], pair[0])]
        assert sorted(result.result(30) for result in done) == [False, True]
    assert User.objects.filter(role=User.Role.ADMIN, is_active=True).count() == 1
