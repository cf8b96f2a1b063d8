"""Teams, people, invitations and notices: what each role gets to see, and may do, page by page.

404 for whoever may not see, 403 for whoever sees and may not do, a redirect to the sign-in for whoever is nobody.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.actions.guidelines import set_guidelines
from reviews.actions.invite import invite
from reviews.actions.people import add_absence, add_conflict
from reviews.core.notices import Kind
from reviews.models import Absence, Conflict, Guidelines, Invitation, Membership, Profile
from tests.factories import NOW, Desk, make_person, make_team

pytestmark = pytest.mark.django_db

ROLES = ("outsider", "observer", "reviewer", "lead", "other lead", "editor", "moderator", "admin")
SEES_ALL = {"editor", "moderator", "admin"}
IN_TEAM = {"observer", "reviewer", "lead"}


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.member = desk.spare
    set_guidelines(team=desk.team, text="Read it first.", version=0, by=desk.lead, now=NOW)
    today = timezone.now()
    invite(email="new@desk.test", team=desk.team, role="reviewer", by=desk.lead, now=today)
    person = desk.member
    add_absence(person=person, first=today.date(), last=today.date() + timedelta(3), by=person, now=today)
    add_conflict(person=person, byline="Tom Berg", by=person, now=today)
    return desk


def somebody(desk, role):
    """Return a person of the role; "other lead" and "outsider" have nothing to do with the desk's team."""
    known = {"observer": desk.observer, "reviewer": desk.reviewers[0], "lead": desk.lead, "editor": desk.editor}
    if role in known:
        return known[role]
    person = make_person(role=role if role in SEES_ALL else "member")
    if role == "other lead":
        make_team(lead=person)
    return person


def answer(client, desk, role, method, name, *args, data=None) -> int:
    if role != "nobody":
        client.force_login(somebody(desk, role))
    return getattr(client, method)(reverse(name, args=args), data or {}).status_code


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["team", "guidelines", "guidelines-version"])
def test_who_sees_a_team(client, desk, role, name):
    args = [desk.team.pk, *([1] if name == "guidelines-version" else [])]
    assert answer(client, desk, role, "get", name, *args) == (200 if role in IN_TEAM | SEES_ALL else 404)


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_a_person(client, desk, role):
    sees = SEES_ALL | {"lead"}
    assert answer(client, desk, role, "get", "person", desk.member.pk) == (200 if role in sees else 404)
    client.force_login(person := somebody(desk, role))
    assert client.get(reverse("person", args=[person.pk])).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_a_list_of_teams_with_theirs_on_it(client, desk, role):
    client.force_login(somebody(desk, role))
    page = client.get(reverse("teams"))
    assert page.status_code == 200
    shown = reverse("team", args=[desk.team.pk]) in page.content.decode()
    assert shown == (role in IN_TEAM | SEES_ALL)


RUN = {"lead", "admin"}
#: Posts: name, further arguments, data, who may, who sees what it belongs to.
DEEDS = [
    ("team-invite", [], {"email": "b@desk.test", "role": "reviewer"}, RUN),
    ("member-role", ["member"], {"role": "observer"}, RUN),
    ("member-remove", ["member"], {}, RUN),
    ("guidelines", [], {"version": 1, "text": "Another."}, RUN),
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("name", "more", "data", "may"), DEEDS, ids=[deed[0] for deed in DEEDS])
def test_who_runs_a_team(client, desk, role, name, more, data, may):
    before = state(desk)
    args = [desk.team.pk, *(getattr(desk, which).pk for which in more)]
    status = answer(client, desk, role, "post", name, *args, data=data)
    expected = 302 if role in may else 403 if role in IN_TEAM | SEES_ALL else 404
    assert status == expected
    assert (state(desk) != before) == (role in may)


def state(desk) -> list:
    """Return everything that these deeds change."""
    rows = (Membership, Invitation, Guidelines, Absence, Conflict, Profile)
    found = {model: model.objects.all() for model in rows}
    found[Membership] = Membership.objects.filter(team=desk.team)
    return [sorted(rows.values_list(*_fields(model))) for model, rows in found.items()]


def _fields(model) -> list[str]:
    return {
        Membership: ["person", "role"],
        Invitation: ["pk", "revoked_at", "token_digest"],
        Profile: ["person", "capacity_hours"],
    }.get(model, ["pk"])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["invitation-again", "invitation-revoke"])
def test_who_changes_an_invitation(client, desk, role, name):
    before = Invitation.objects.values().get()
    status = answer(client, desk, role, "post", name, before["id"])
    assert status == (302 if role in RUN else 403 if role in IN_TEAM | SEES_ALL else 404)
    assert (Invitation.objects.values().get() != before) == (role in RUN)


@pytest.mark.parametrize("role", ROLES)
def test_only_admins_invite_to_the_desk_make_teams_and_lead_makers(client, desk, role):
    admin = role == "admin"
    assert answer(client, desk, role, "get", "invitations") == (200 if admin else 403)
    new = {"email": "c@desk.test", "desk_role": "editor"}
    assert answer(client, desk, role, "post", "invitations", data=new) == (302 if admin else 403)
    assert answer(client, desk, role, "post", "teams", data={"name": "Sports"}) == (302 if admin else 403)
    asked = answer(client, desk, role, "post", "team-invite", desk.team.pk, data={"email": "d@x.test", "role": "lead"})
    assert asked == (302 if admin else 422 if role == "lead" else 403 if role in IN_TEAM | SEES_ALL else 404)


@pytest.mark.parametrize("role", [*ROLES, "themselves"])
def test_who_keeps_what_of_a_person(client, desk, role):
    person = desk.member
    keeps = {"lead", "editor", "admin", "themselves"}
    client.force_login(person if role == "themselves" else somebody(desk, role))
    sees = role in SEES_ALL | {"lead", "themselves"}
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    posts = [
        ("person-absence", [], {"away-first": day, "away-last": day}, keeps),
        ("person-conflict", [], {"conflict-byline": "Eva Sol"}, keeps),
        ("absence-remove", [Absence.objects.get().pk], {}, keeps),
        ("conflict-remove", [Conflict.objects.get().pk], {}, keeps),
        ("person-profile", [], {"capacity_hours": 3}, {"themselves", "admin"}),
        ("person-mail", [], mail_choices(), {"themselves"}),
    ]
    for name, more, data, may in posts:
        before = state(desk)
        status = client.post(reverse(name, args=[person.pk, *more]), data).status_code
        assert status == (302 if role in may else 403 if sees else 404), name
        assert (state(desk) != before) == (role in may and name != "person-mail"), name


def mail_choices() -> dict[str, str]:
    return dict.fromkeys(Kind, "digest")


def test_who_is_nobody_is_asked_to_sign_in(client, desk):
    for name, args in (
        ("teams", []),
        ("team", [desk.team.pk]),
        ("guidelines", [desk.team.pk]),
        ("person", [desk.member.pk]),
        ("invitations", []),
        ("notices", []),
        ("notices-bell", []),
        ("account", []),
    ):
        assert client.get(reverse(name, args=args)).url.startswith(reverse("sign-in")), name


def test_rows_of_somebody_else_are_not_theirs_to_remove(client, desk):
    """An address names a person and a row: both have to belong together."""
    client.force_login(desk.reviewers[0])
    mine = desk.reviewers[0].pk
    for name, row in (("absence-remove", Absence.objects.get()), ("conflict-remove", Conflict.objects.get())):
        assert client.post(reverse(name, args=[mine, row.pk])).status_code == 404
    stranger = make_person()
    client.force_login(desk.lead)
    for name in ("member-role", "member-remove"):
        assert client.post(reverse(name, args=[desk.team.pk, stranger.pk]), {"role": "lead"}).status_code == 404


def test_who_leaves_and_who_hands_over(client, desk):
    client.force_login(desk.lead)
    assert client.post(reverse("team-leave", args=[desk.team.pk])).status_code == 422
    over = {"lead": desk.lead.pk, "to": desk.member.pk}
    assert client.post(reverse("team-hand-over", args=[desk.team.pk]), over).status_code == 302
    assert client.post(reverse("team-hand-over", args=[desk.team.pk]), over).status_code == 422
    assert client.post(reverse("team-leave", args=[desk.team.pk])).status_code == 302
    assert client.get(reverse("team", args=[desk.team.pk])).status_code == 404
    assert Membership.objects.get(team=desk.team, role="lead").person == desk.member


@pytest.mark.parametrize("role", ROLES)
def test_guidelines_in_the_workspace(client, desk, role):
    status = answer(client, desk, role, "get", "review-guidelines", desk.article.pk)
    sees = role in IN_TEAM | SEES_ALL
    assert status == (200 if role == "reviewer" else 403 if sees else 404)
