"""People: one per e-mail whatever its case, and what their role opens in Django's admin."""

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from editorial.accounts.actions import add_person
from editorial.record.models import Event
from tests.factories import NOW, make_person, recorded

pytestmark = pytest.mark.django_db
User = get_user_model()


def test_the_user_model_is_our_own():
    assert User._meta.label == "accounts.User"
    assert User.USERNAME_FIELD == "email"


@pytest.mark.parametrize("typed", ["Asha@desk.test", "asha@desk.test", "ASHA@DESK.TEST"])
def test_a_person_signs_in_by_e_mail_whatever_its_case(typed):
    person = User.objects.create_user("Asha@Desk.test", "correct horse", name="Asha")
    assert authenticate(username=typed, password="correct horse") == person
    assert authenticate(username=typed, password="Correct horse") is None


def test_who_has_left_cannot_sign_in():
    User.objects.create_user("asha@desk.test", "correct horse", name="Asha", is_active=False)
    assert authenticate(username="asha@desk.test", password="correct horse") is None


def test_without_a_password_nobody_signs_in():
    User.objects.create_user("asha@desk.test", name="Asha")
    assert authenticate(username="asha@desk.test", password="") is None


def test_an_e_mail_is_taken_whatever_its_case():
    User.objects.create_user("Asha@desk.test", name="Asha")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("aSHA@desk.test", name="Another")
    with pytest.raises(ValidationError, match="Somebody has this e-mail already"):
        User(email="aSHA@desk.test", name="Another", password="x").full_clean()


def test_an_e_mail_is_needed():
    with pytest.raises(ValueError, match="E-mail"):
        User.objects.create_user("", "correct horse", name="Asha")


def test_a_role_that_is_none_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_person_with_role("owner")


def make_person_with_role(role: str) -> None:
    User.objects.create_user("asha@desk.test", name="Asha", role=role)


@pytest.mark.parametrize(
    ("role", "staff", "views", "changes"),
    [
        ("member", False, False, False),
        ("editor", False, False, False),
        ("moderator", True, True, False),
        ("admin", True, True, True),
    ],
)
def test_what_a_role_opens_in_the_admin(role, staff, views, changes):
    person = make_person(role=role)
    assert person.is_staff is staff
    assert person.has_module_perms("reviews") is staff
    assert person.has_perm("reviews.view_annotation") is views
    assert person.has_perm("reviews.change_annotation") is changes
    assert person.has_perms(["reviews.view_annotation", "reviews.change_annotation"]) is changes
    assert person.is_superuser is changes


@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_who_has_left_may_nothing(role):
    person = make_person(role=role)
    person.is_active = False
    assert not person.has_perm("reviews.view_annotation")
    assert not person.has_perms(["reviews.view_annotation"])
    assert not person.has_module_perms("reviews")


def test_create_superuser_makes_an_admin(monkeypatch, capsys):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct horse battery")
    call_command("createsuperuser", interactive=False, email="kenji@desk.test", name="Kenji")
    person = authenticate(username="kenji@desk.test", password="correct horse battery")
    assert (person.role, person.is_staff, person.is_superuser) == ("admin", True, True)
    with pytest.raises(CommandError, match="already taken"):
        call_command("createsuperuser", interactive=False, email="KENJI@desk.test", name="Kenji")


def test_adding_a_person_is_recorded():
    admin = make_person(role="admin")
    with recorded() as kinds:
        person = add_person(
            name="Asha", email="asha@DESK.test", by=admin, now=NOW, role="editor", password="correct horse"
        )
    assert kinds == ["person.added"]
    event = Event.objects.get(kind="person.added", actor=admin)
    assert (event.chain_id, event.right) == ("desk", "admin")
    assert event.payload == {"person": person.pk, "role": "editor"}
    assert authenticate(username="asha@desk.test", password="correct horse") == person


@pytest.mark.parametrize("email", ["", "asha", "kenji@desk.test", "KENJI@desk.test"])
def test_a_person_without_an_e_mail_of_their_own_is_refused(email):
    User.objects.create_user("kenji@desk.test", name="Kenji")
    with recorded() as kinds, pytest.raises(ValidationError):
        add_person(name="Asha", email=email, by=None, now=NOW)
    assert kinds == []
    assert User.objects.count() == 1
