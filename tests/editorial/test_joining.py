"""Joining by a link: with a new account, with one's own, and why a link does not work."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from editorial.accounts.models import User
from editorial.post.models import Letter
from reviews.actions.invite import LASTS, invite, revoke_invitation
from reviews.models import Invitation, Membership
from tests.factories import make_person, make_team, recorded

pytestmark = pytest.mark.django_db

ACCOUNT = {"name": "Leila Haddad", "password": "correct horse battery", "again": "correct horse battery"}


@pytest.fixture(autouse=True)
def no_attempts_before():
    cache.clear()


@pytest.fixture
def boss() -> User:
    return make_person("Kenji", role="admin")


def asked(boss, *, now=None, email="leila@desk.test", team=None, role="reviewer", **options) -> str:
    """Invite somebody and return the address of their link."""
    team = team if team is not None or not role else make_team(name="Culture")
    invite(email=email, team=team, role=role, by=boss, now=now or timezone.now(), **options)
    letter = Letter.objects.filter(text__contains="/join/").latest("pk")
    return reverse("join", args=[re.search(r"/join/([\w-]+)/", letter.text)[1]])


def test_somebody_new_chooses_a_password_and_is_in(client, boss):
    link = asked(boss)
    assert "reviewer of Culture" in client.get(link).content.decode()
    with recorded() as kinds:
        answer = client.post(link, ACCOUNT)
    assert kinds == ["person.added", "team.member", "invitation.accepted"]
    leila = User.objects.get(email="leila@desk.test")
    assert (leila.name, leila.role, leila.check_password(ACCOUNT["password"])) == ("Leila Haddad", "member", True)
    membership = Membership.objects.get(person=leila)
    assert answer.url == reverse("team", args=[membership.team_id])
    assert client.get(answer.url).status_code == 200
    client.logout()
    assert client.get(link).status_code == 410


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"password": "short", "again": "short"}, "password"),
        ({"password": "password123", "again": "password123"}, "password"),
        ({"again": "something else"}, "again"),
    ],
)
def test_what_is_no_account(client, boss, change, field):
    link = asked(boss)
    answer = client.post(link, ACCOUNT | change)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not User.objects.filter(email="leila@desk.test").exists()
    assert Invitation.objects.get().accepted_at is None


def test_who_has_an_account_signs_in_and_joins_with_it(client, boss):
    leila = make_person("Leila")
    link = asked(boss, email=leila.email)
    page = client.get(link).content.decode()
    assert f"{reverse('sign-in')}?next={link}" in page
    assert client.post(link, ACCOUNT).status_code == 200
    assert not Membership.objects.filter(person=leila).exists()
    client.force_login(leila)
    assert "You are signed in as Leila" in client.get(link).content.decode()
    assert client.post(link).status_code == 302
    assert Membership.objects.get(person=leila).role == "reviewer"


def test_looking_accepts_nothing(client, boss):
    link = asked(boss)
    client.force_login(make_person())
    client.get(link)
    client.head(link)
    assert Invitation.objects.get().accepted_at is None


def test_a_role_on_the_desk_comes_with_the_account(client, boss):
    link = asked(boss, role="", desk_role="moderator")
    assert client.post(link, ACCOUNT).url == reverse("desk")
    assert User.objects.get(email="leila@desk.test").role == "moderator"


def test_a_role_on_the_desk_lowers_nobody(client, boss):
    link = asked(boss, role="", desk_role="moderator")
    client.force_login(boss)
    client.post(link)
    boss.refresh_from_db()
    assert boss.role == "admin"


def test_links_that_do_not_work(client, boss):
    ended = asked(boss, now=timezone.now() - LASTS - timedelta(seconds=1))
    taken = asked(boss, email="b@desk.test", team=make_team(name="News"))
    revoke_invitation(invitation=Invitation.objects.latest("pk"), by=boss, now=timezone.now())
    for link, why in ((ended, "has ended"), (taken, "taken back"), (reverse("join", args=["x"]), "no link")):
        for answer in (client.get(link), client.post(link, ACCOUNT)):
            assert answer.status_code == 410
            assert why in answer.content.decode()
    assert not User.objects.filter(name="Leila Haddad").exists()
