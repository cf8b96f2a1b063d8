"""Invitations: who may ask whom to what, and links that work once and for a while."""

import re
from datetime import timedelta

import pytest

from editorial.accounts.actions import change_person
from editorial.post.models import Letter
from editorial.record.models import Event
from reviews.actions.errors import NotAllowed, NotDone, Refused
from reviews.actions.invite import (
    LASTS,
    accept_invitation,
    digest_of,
    invitation_of,
    invite,
    resend_invitation,
    revoke_invitation,
)
from reviews.actions.members import remove_member
from reviews.models import Invitation, Membership
from tests.factories import NOW, Desk, make_person, make_team, recorded

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def ask(team, *, by, role="reviewer", email="Leila@Desk.test", now=NOW, **options):
    return invite(email=email, team=team, role=role, by=by, now=now, **options)


def letters() -> list[Letter]:
    return list(Letter.objects.filter(text__contains="/join/").order_by("pk"))


def token(number=-1) -> str:
    """Return what the n-th letter's link carries."""
    return re.search(r"/join/([\w-]+)/", letters()[number].text)[1]


def test_a_lead_asks_a_reviewer_who_joins():
    desk, leila = Desk(), make_person("Leila")
    with recorded() as kinds:
        asked = ask(desk.team, by=desk.lead)
        (letter,) = letters()
        assert letter.to == "leila@desk.test"
        assert f"Samira the lead invites you to join the Editorial desk as reviewer of {desk.team}." in letter.text
        assert invitation_of(token(), now=LATER) == asked
        accept_invitation(token=token(), person=leila, now=LATER)
    assert kinds == ["invitation.sent", "team.member", "invitation.accepted"]
    assert Membership.objects.get(team=desk.team, person=leila).role == "reviewer"
    assert Event.objects.get(kind="team.member", actor=leila).right == "invited by Samira the lead"
    assert "leila@" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_only_the_digest_of_a_link_is_kept():
    desk = Desk()
    asked = ask(desk.team, by=desk.lead)
    assert asked.token_digest == digest_of(token())
    assert token() not in str(Invitation.objects.values().get())


def test_a_link_works_once():
    desk, leila = Desk(), make_person()
    ask(desk.team, by=desk.lead)
    accept_invitation(token=token(), person=leila, now=LATER)
    with recorded() as kinds, pytest.raises(NotDone, match="accepted already"):
        accept_invitation(token=token(), person=make_person(), now=LATER)
    assert [kind for kind in kinds if kind != "person.added"] == []


def test_a_link_works_for_a_week():
    desk = Desk()
    ask(desk.team, by=desk.lead)
    assert invitation_of(token(), now=NOW + LASTS - timedelta(seconds=1))
    with pytest.raises(NotDone, match="has ended"):
        invitation_of(token(), now=NOW + LASTS)
    ask(desk.team, by=desk.lead, now=NOW + LASTS)
    assert invitation_of(token(), now=NOW + LASTS)
    assert Invitation.objects.filter(revoked_at__isnull=False).count() == 1


def test_sent_again_only_the_new_link_works():
    desk = Desk()
    asked = ask(desk.team, by=desk.lead)
    with recorded() as kinds:
        resend_invitation(invitation=asked, by=desk.lead, now=LATER)
    assert kinds == ["invitation.sent_again"]
    assert token(0) != token(1)
    assert invitation_of(token(1), now=NOW + LASTS)
    with pytest.raises(NotDone, match="newest e-mail"):
        invitation_of(token(0), now=LATER)


def test_taken_back_no_link_works():
    desk = Desk()
    asked = ask(desk.team, by=desk.lead)
    with recorded() as kinds:
        for _ in range(2):
            revoke_invitation(invitation=asked, by=desk.lead, now=LATER)
    assert kinds == ["invitation.revoked"]
    with pytest.raises(NotDone, match="taken back"):
        invitation_of(token(), now=LATER)
    with pytest.raises(Refused, match="taken back"):
        resend_invitation(invitation=asked, by=desk.lead, now=LATER)
    ask(desk.team, by=desk.lead, now=LATER)


def test_who_was_asked_is_not_asked_twice():
    desk = Desk()
    ask(desk.team, by=desk.lead)
    with recorded() as kinds, pytest.raises(Refused, match="invited already"):
        ask(desk.team, by=desk.lead, email="leila@DESK.test")
    assert kinds == []
    assert len(letters()) == 1


def test_leads_ask_no_leads_and_for_no_other_team():
    desk, other = Desk(), make_team()
    for team, options in (
        (desk.team, {"role": "lead"}),
        (other, {}),
        (desk.team, {"desk_role": "editor"}),
        (None, {"role": "", "desk_role": "editor"}),
    ):
        with recorded() as kinds, pytest.raises(NotAllowed):
            ask(team, by=desk.lead, **options)
        assert kinds == []


@pytest.mark.parametrize("who", ["editor", "moderator", "observer", "reviewer", "stranger"])
def test_nobody_else_asks(who):
    desk = Desk()
    asked = ask(desk.team, by=desk.lead)
    person = {
        "editor": desk.editor,
        "moderator": make_person(role="moderator"),
        "observer": desk.observer,
        "reviewer": desk.reviewers[0],
        "stranger": make_person(),
    }[who]
    with recorded() as kinds:
        for deed in (
            lambda: ask(desk.team, by=person, email="b@desk.test"),
            lambda: resend_invitation(invitation=asked, by=person, now=NOW),
            lambda: revoke_invitation(invitation=asked, by=person, now=NOW),
        ):
            with pytest.raises(NotAllowed):
                deed()
    assert kinds == []


def test_an_admin_asks_anybody_to_anything():
    boss, team = make_person(role="admin"), make_team()
    ask(team, by=boss, role="lead", email="a@desk.test")
    ask(None, by=boss, role="", email="b@desk.test", desk_role="moderator")
    both = ask(team, by=boss, email="c@desk.test", desk_role="editor")
    assert both.offered == f"editor and reviewer of {team}"


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": ""}, "email"),
        ({"role": "boss"}, "role"),
        ({"team": None, "role": ""}, "team"),
        ({"team": None}, "team"),
    ],
)
def test_what_cannot_be(options, field):
    boss, team = make_person(role="admin"), make_team()
    with recorded() as kinds, pytest.raises(Refused) as refused:
        ask(options.pop("team", team), by=boss, **options)
    assert refused.value.field == field
    assert kinds == []


def test_who_is_there_is_not_asked():
    desk, boss = Desk(), make_person(role="admin")
    person = desk.reviewers[0]
    with pytest.raises(Refused, match="is reviewer of"):
        ask(desk.team, by=boss, email=person.email)
    with pytest.raises(Refused, match="is on this desk already"):
        ask(None, by=boss, email=person.email, role="", desk_role="editor")
    ask(make_team(), by=boss, email=person.email)
    change_person(person=person, changes={"is_active": False}, by=boss, now=NOW)
    with pytest.raises(Refused, match="has left the desk"):
        ask(make_team(), by=boss, email=person.email)


def test_an_invitation_ends_with_the_right_of_whoever_sent_it():
    desk, leila = Desk(), make_person()
    Membership.objects.create(team=desk.team, person=desk.editor, role="lead")
    ask(desk.team, by=desk.lead)
    remove_member(team=desk.team, person=desk.lead, by=make_person(role="admin"), now=NOW)
    with pytest.raises(NotDone, match="may not invite any more"):
        accept_invitation(token=token(), person=leila, now=LATER)
    assert not Membership.objects.filter(person=leila).exists()


def test_accepting_takes_no_higher_role_away():
    desk = Desk()
    ask(desk.team, by=desk.lead, role="observer")
    with recorded() as kinds:
        accept_invitation(token=token(), person=desk.reviewers[0], now=LATER)
    assert kinds == ["invitation.accepted"]
    assert Membership.objects.get(team=desk.team, person=desk.reviewers[0]).role == "reviewer"
