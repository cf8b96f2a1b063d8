"""Signing in: by e-mail, with a code where there is a second factor, not too often, and not after one has left."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from editorial import settings as desk
from editorial.accounts.actions import change_person, take_second_factor
from editorial.accounts.adapters import has_second_factor
from editorial.accounts.models import User
from editorial.post.models import Letter
from editorial.record.models import Event
from reviews.actions.guidelines import set_guidelines
from tests.factories import NOW, make_person, make_team, recorded

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def no_attempts_before():
    """Begin with no attempt counted."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def asha() -> User:
    person = make_person("Asha Raman")
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client, person, password=PASSWORD, **options):
    return client.post(reverse("sign-in"), {"login": person.email, "password": password, **options})


def is_in(client) -> bool:
    return client.get(reverse("desk")).status_code == 200


def code_of(secret: str) -> str:
    """Return what an authenticator app shows now (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    offset = digest[-1] & 15
    return f"{(struct.unpack_from('>I', digest, offset)[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_by_e_mail_and_password_and_on_to_the_page_asked_for(client, asha):
    asked = client.get(reverse("teams"))
    assert asked.url == f"{reverse('sign-in')}?next={reverse('teams')}"
    assert sign_in(client, asha, "wrong").status_code == 200
    assert not is_in(client)
    answer = sign_in(client, asha, next=reverse("teams"))
    assert answer.url == reverse("teams")
    assert is_in(client)


def test_never_to_another_site(client, asha):
    assert sign_in(client, asha, next="https://evil.example/").url == reverse("desk")


def test_what_is_wrong_is_not_told(client, asha):
    nobody = User(email="nobody@desk.test")
    answers = [sign_in(client, person, "wrong").content.decode() for person in (asha, nobody)]
    assert all("do not belong together" in answer for answer in answers)


def test_too_many_wrong_passwords_close_the_door_for_a_while(client, asha):
    for _ in range(6):
        answer = sign_in(client, asha, "wrong")
    assert "Too many attempts" in answer.content.decode()
    assert "Too many attempts" in sign_in(client, asha).content.decode()
    assert not is_in(client)
    cache.clear()  # the while has passed
    sign_in(client, asha)
    assert is_in(client)


def test_attempts_are_counted_where_all_processes_see_them(client, asha, settings):
    settings.CACHES = desk.CACHES
    cache.clear()
    for _ in range(6):
        sign_in(client, asha, "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_cache")
        assert cursor.fetchone()[0] > 0
    assert "Too many attempts" in sign_in(Client(), asha).content.decode()


def test_nobody_signs_up(client, db):
    page = client.get(reverse("account_signup"))
    assert "by invitation" in page.content.decode()
    data = {"email": "me@desk.test", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), data)
    assert not User.objects.exists()


def test_the_admin_has_no_door_of_its_own(client, db):
    answer = client.get(reverse("admin:login"), {"next": reverse("admin:index")})
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("sign-in"))


def test_a_fragment_asked_for_after_the_session_is_401(client, db):
    assert client.get(reverse("notices-bell"), headers={"HX-Request": "true"}).status_code == 401


# --- Leaving --------------------------------------------------------------------------------------------------------


def test_who_leaves_is_out_at_once_everywhere_and_stays_out(asha):
    boss = make_person(role="admin")
    clients = [Client(), Client()]
    for client in clients:
        sign_in(client, asha)
        assert is_in(client)
    change_person(person=asha, changes={"is_active": False}, by=boss, now=NOW)
    assert not any(map(is_in, clients))
    assert "closed" in sign_in(Client(), asha, follow=True).url
    change_person(person=asha, changes={"is_active": True}, by=boss, now=NOW)
    assert not any(map(is_in, clients))


def test_sessions_are_listed_and_ended(asha):
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, asha)
    firefox = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    third = Client(headers=firefox)
    sign_in(third, asha)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert page.count("<tr>") == 4
    assert "Firefox on Linux" in page
    here.post(reverse("usersessions_list"))
    assert is_in(here)
    assert not is_in(there)
    assert not is_in(third)


# --- Passwords ------------------------------------------------------------------------------------------------------


def letters() -> list[Letter]:
    return list(Letter.objects.order_by("pk"))


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(client, asha):
    sign_in(there := Client(), asha)
    assert client.post(reverse("account_reset_password"), {"email": asha.email.upper()}).status_code == 302
    (letter,) = letters()
    assert letter.to == asha.email
    link = re.search(r"http://\S+", letter.text)[0].removeprefix("http://testserver")
    form = client.get(link, follow=True)
    new = {"password1": "another good horse", "password2": "another good horse"}
    answer = client.post(form.redirect_chain[-1][0], new)
    assert answer.url == reverse("account_reset_password_from_key_done")
    assert not is_in(there)
    assert "does not work any more" in Client().get(link, follow=True).content.decode()
    assert sign_in(client, asha).status_code == 200
    assert sign_in(client, asha, "another good horse").status_code == 302
    assert [letter.subject for letter in letters()][1:] == ["Your password was changed"]


def test_an_address_that_nobody_has_is_answered_alike_and_gets_no_letter(client, db):
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@desk.test"})
    assert answer.url == reverse("account_reset_password_done")
    assert letters() == []


def test_a_link_to_a_former_address_works_no_more(client, asha):
    boss, former = make_person(role="admin"), asha.email
    client.post(reverse("account_reset_password"), {"email": former})
    link = re.search(r"http://testserver(\S+)", letters()[0].text)[1]
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD + "2", "password2": PASSWORD + "2"})
    change_person(person=asha, changes={"email": "asha.new@desk.test"}, by=boss, now=NOW)
    Letter.objects.all().delete()
    client.post(reverse("account_reset_password"), {"email": former})
    assert letters() == []


def test_changing_the_password_ends_the_other_sessions(asha):
    here, there = Client(), Client()
    sign_in(here, asha)
    sign_in(there, asha)
    new = {"oldpassword": PASSWORD, "password1": "another good horse", "password2": "another good horse"}
    assert here.post(reverse("account_change_password"), new | {"oldpassword": "wrong"}).status_code == 200
    assert here.post(reverse("account_change_password"), new).status_code == 302
    assert is_in(here)
    assert not is_in(there)


# --- The second factor ----------------------------------------------------------------------------------------------


def test_the_second_factor_from_switching_on_to_off(client, asha, django_capture_on_commit_callbacks):
    sign_in(client, asha)
    again = client.get(reverse("mfa_activate_totp")).url
    assert again.startswith(reverse("account_reauthenticate"))
    assert client.post(again, {"password": "wrong"}).status_code == 200
    assert client.post(again, {"password": PASSWORD}).url == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    assert not has_second_factor(asha)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    codes = re.findall(r"<code>(\w+)</code>", answer.content.decode())
    assert len(codes) == 10
    stored = Authenticator.objects.get(user=asha, type="totp").data["secret"]
    assert secret not in stored

    other = Client()
    assert sign_in(other, asha).url == reverse("mfa_authenticate")
    assert not is_in(other)
    assert other.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert other.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    assert is_in(other)
    third = Client()
    sign_in(third, asha)
    third.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert not is_in(third)  # a recovery code works once

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_deactivate_totp"))
    assert not has_second_factor(asha)
    assert sign_in(fourth := Client(), asha).url == reverse("desk")
    assert is_in(fourth)
    assert [letter.subject for letter in letters()] == ["Your second factor is on", "Your second factor is off"]


def test_an_admin_takes_a_lost_second_factor_away(client, asha):
    TOTP.activate(asha, SECRET)
    RecoveryCodes.activate(asha)
    boss = make_person(role="admin")
    for person in (asha, make_person(role="moderator"), make_person(role="editor")):
        client.force_login(person)
        assert client.post(reverse("take-second-factor", args=[asha.pk])).status_code == 403
    client.force_login(boss)
    with recorded() as kinds:
        client.post(reverse("take-second-factor", args=[asha.pk]))
        take_second_factor(person=asha, by=boss, now=NOW)
    assert kinds == ["person.second_factor_taken"]
    assert sign_in(Client(), asha).url == reverse("desk")


def test_secrets_are_in_no_page_of_the_admin(client, asha):
    TOTP.activate(asha, SECRET)
    client.force_login(make_person(role="admin"))
    page = client.get(reverse("admin:index")).content.decode()
    assert "authenticator" not in page.lower()
    assert "usersession" not in page.lower()


# --- One's own account ----------------------------------------------------------------------------------------------


def test_a_person_changes_their_name_and_time_zone(client, asha):
    client.force_login(asha)
    wished = {"name": "Asha R. Raman", "time_zone": "Pacific/Auckland"}
    with recorded() as kinds:
        assert client.post(reverse("account"), wished).status_code == 302
        client.post(reverse("account"), wished)
        assert client.post(reverse("account"), wished | {"time_zone": "Mars/Olympus"}).status_code == 422
        assert client.post(reverse("account"), wished | {"name": " "}).status_code == 422
    assert kinds == ["person.changed_themselves"]
    assert Event.objects.order_by("pk").last().payload["before"] == {"name": "Asha Raman", "time_zone": ""}


def test_times_are_told_in_ones_own_zone(client):
    lead = make_person()
    team = make_team(lead=lead)
    set_guidelines(team=team, text="Read it first.", version=0, by=lead, now=NOW)
    page = reverse("guidelines", args=[team.pk])
    client.force_login(lead)
    for zone, told in (("Pacific/Auckland", "22:30 NZDT"), ("", "09:30 UTC"), ("Gone/Nowhere", "09:30 UTC")):
        lead.time_zone = zone
        lead.save()
        assert told in client.get(page).content.decode()


@pytest.mark.parametrize(
    "name",
    [
        *("account", "account_change_password", "mfa_index", "mfa_activate_totp", "usersessions_list"),
        *("account_reauthenticate", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    ],
)
def test_pages_of_ones_own_look_like_the_desk(client, asha, name):
    RecoveryCodes.activate(asha)
    sign_in(client, asha)
    page = client.get(reverse(name), follow=True)
    assert page.status_code == 200
    assert "wordmark" in page.content.decode()
    assert client.logout() is None
    assert client.get(reverse(name)).url.startswith(reverse("sign-in"))


@pytest.mark.parametrize("name", ["account_inactive", "account_reset_password", "account_reset_password_done"])
def test_pages_before_signing_in_look_like_the_desk(client, db, name):
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert "wordmark" in page.content.decode()
