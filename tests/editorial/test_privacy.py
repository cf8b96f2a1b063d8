"""One's own data, being named outside, and erasure."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from editorial.accounts.actions import change_person
from editorial.accounts.models import User
from editorial.accounts.privacy import erase_person, name_outside
from editorial.record import log
from editorial.record.models import Event
from reviews.models import Annotation
from tests.factories import NOW, OPENED, Desk, hand_in, make_person, make_source, mark, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    return make_person("Kenji the admin", role=User.Role.ADMIN)


@pytest.fixture
def desk(boss) -> Desk:
    made = Desk()
    person = made.first.reviewer
    change_person(person=person, changes={"name": "Zoé Quillfeather"}, by=boss, now=NOW)
    mark(made.first, OPENED, "fabricated", rationale="Zoé Quillfeather asked at the archive.")
    make_source(made.first, title="Talk with the whistleblower", url="", kind="person", confidential=True)
    hand_in(made.first)
    made.first.reviewer.refresh_from_db()
    return made


def test_an_erased_person_is_a_pseudonym_everywhere_and_the_log_holds(desk, boss):
    person = desk.first.reviewer
    marks = list(Annotation.objects.values_list("uuid", "verdict"))
    with recorded() as kinds:
        erased = erase_person(person=person, by=boss, why="They asked by letter.", now=NOW)
    assert kinds == ["person.erased"]
    assert (erased.name, erased.is_active, erased.has_usable_password()) == (f"Erased person {person.pk}", False, False)
    assert "desk.test" not in erased.email
    told = json.dumps(list(Event.objects.values_list("payload", flat=True)), ensure_ascii=False)
    assert "Quillfeather" not in told
    assert list(Annotation.objects.values_list("uuid", "verdict")) == marks
    assert list(log.verify()) == []
    assert erase_person(person=erased, by=boss, why="Again.", now=NOW).email == erased.email


def test_who_erases_whom(desk, boss):
    person = desk.first.reviewer
    with pytest.raises(PermissionDenied):
        erase_person(person=person, by=desk.editor, why="They asked.", now=NOW)
    with pytest.raises(ValidationError):
        erase_person(person=person, by=boss, why=" ", now=NOW)
    with pytest.raises(ValidationError):
        erase_person(person=boss, by=boss, why="I asked.", now=NOW)
    assert User.objects.filter(erased_at=None).count() == User.objects.count()


def test_people_are_named_outside_only_if_they_say_so(desk):
    person = desk.first.reviewer
    assert person.outside_name == f"reviewer {person.pk}"
    named = name_outside(person=person, named=True, now=NOW)
    assert named.outside_name == "Zoé Quillfeather"


def test_ones_own_data_holds_ones_work_and_no_confidential_source(client, desk, boss):
    person = desk.first.reviewer
    where = reverse("take-data", args=[person.pk])
    client.force_login(desk.editor)
    assert client.post(where).status_code == 403
    for who in (person, boss):
        client.force_login(who)
        response = client.post(where)
        data = json.loads(response.content)
        assert data["person"]["name"] == "Zoé Quillfeather"
        assert [row["verdict"] for row in data["marks"]] == ["fabricated"]
        assert data["confidential_sources"] == 1
        assert "whistleblower" not in response.content.decode()
    assert Event.objects.filter(kind="person.data_exported").count() == 2


def test_the_pages(client, desk, boss):
    person = desk.first.reviewer
    client.force_login(person)
    assert client.get(reverse("my-data")).status_code == 200
    assert client.post(reverse("my-data"), {"named": "on"}).status_code == 302
    assert User.objects.get(pk=person.pk).named_outside
    erase = reverse("erase-person", args=[person.pk])
    assert client.get(erase).status_code == 403
    client.force_login(boss)
    assert client.get(erase).status_code == 200
    assert client.post(erase, {"why": "They asked."}).status_code == 422
    assert client.post(erase, {"why": "They asked.", "sure": "on"}).status_code == 302
    assert User.objects.get(pk=person.pk).erased_at
