"""Who is in a team: leads decide about the reviewers and observers of their own, admins about everybody."""

import pytest

from editorial.accounts.actions import change_person
from editorial.accounts.models import User
from editorial.record.models import Event
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.members import add_member, hand_over, leave_team, remove_member
from reviews.models import Assignment, Membership, Notice, Standing
from tests.factories import FERRY, NOW, OPENED, Desk, again, answer_all, hand_in, make_person, make_team, mark, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    return make_person("Kenji", role=User.Role.ADMIN)


def role_of(person, team) -> str | None:
    return Membership.objects.filter(team=team, person=person).values_list("role", flat=True).first()


def test_a_lead_runs_their_own_team():
    lead, reviewer, newcomer = (make_person(name) for name in ("Lead", "Reviewer", "Newcomer"))
    team = make_team(lead=lead, reviewers=[reviewer])
    with recorded() as kinds:
        add_member(team=team, person=newcomer, role="observer", by=lead, now=NOW)
        add_member(team=team, person=newcomer, role="reviewer", by=lead, now=NOW)
        add_member(team=team, person=newcomer, role="reviewer", by=lead, now=NOW)
        remove_member(team=team, person=reviewer, by=lead, now=NOW)
    assert kinds == ["team.member"] * 3
    assert role_of(newcomer, team) == "reviewer"
    assert role_of(reviewer, team) is None
    assert Event.objects.order_by("pk").last().right == f"lead of {team}"


def test_a_lead_makes_and_removes_no_lead():
    lead, other, reviewer = (make_person() for _ in range(3))
    team = make_team(lead=lead, reviewers=[reviewer])
    Membership.objects.create(team=team, person=other, role="lead")
    with recorded() as kinds:
        for person, role in ((reviewer, "lead"), (other, "reviewer")):
            with pytest.raises(NotAllowed, match="handing over"):
                add_member(team=team, person=person, role=role, by=lead, now=NOW)
        with pytest.raises(NotAllowed, match="handing over"):
            remove_member(team=team, person=other, by=lead, now=NOW)
    assert kinds == []


@pytest.mark.parametrize("who", ["member", "editor", "moderator", "observer", "reviewer", "other lead"])
def test_nobody_else_changes_members(who):
    desk = Desk()
    people = {"observer": desk.observer, "reviewer": desk.reviewers[0]}
    person = people.get(who) or make_person(role=who if who in {"editor", "moderator"} else "member")
    if who == "other lead":
        make_team(lead=person)
    with recorded() as kinds:
        with pytest.raises(NotAllowed, match="Only an admin"):
            add_member(team=desk.team, person=person, role="reviewer", by=person, now=NOW)
        with pytest.raises(NotAllowed, match="Only an admin"):
            remove_member(team=desk.team, person=desk.spare, by=person, now=NOW)
        with pytest.raises(NotAllowed):
            hand_over(team=desk.team, lead=desk.lead, to=desk.spare, by=person, now=NOW)
    assert kinds == []


def test_who_leaves_gives_back_what_was_open_and_keeps_the_rest(boss):
    desk = Desk()
    mark(desk.first, OPENED, "verified")
    hand_in(desk.first)
    mark(desk.second, FERRY, "verified")
    with recorded() as kinds:
        for person in desk.reviewers:
            leave_team(team=desk.team, person=person, now=NOW)
            leave_team(team=desk.team, person=person, now=NOW)
    assert kinds == ["team.member", "team.member", "assignment.withdrawn"]
    assert again(desk.first).state == "submitted"
    assert again(desk.second).state == "withdrawn"
    assert desk.second.annotations.count() == 1
    assert Standing.objects.get(article=desk.article).assigned == 1
    event = Event.objects.get(kind="assignment.withdrawn")
    assert event.payload["before"] == "started"
    assert event.payload["why"] == f"Reviewer 2 has left {desk.team}."
    told = Notice.objects.get(kind="returned")
    assert (told.person, told.article) == (desk.lead, desk.article)


def test_answers_that_are_owed_stay_theirs(boss):
    desk = Desk()
    mark(desk.first, OPENED, "verified")
    mark(desk.second, FERRY, "verified")
    hand_in(desk.first, desk.second)
    remove_member(team=desk.team, person=desk.reviewers[0], by=boss, now=NOW)
    assert again(desk.first).state == "submitted"
    answer_all(*desk.assignments)
    desk.refresh()
    assert desk.round.stage == "closed"


def test_another_team_keeps_what_is_its_own(boss):
    desk = Desk()
    person = desk.reviewers[0]
    other = make_team(reviewers=[person])
    leave_team(team=other, person=person, now=NOW)
    assert again(desk.first).state == "assigned"


def test_who_becomes_an_observer_gives_back_what_was_open(boss):
    desk = Desk()
    add_member(team=desk.team, person=desk.reviewers[0], role="observer", by=desk.lead, now=NOW)
    assert again(desk.first).state == "withdrawn"
    assert "observes" in Event.objects.get(kind="assignment.withdrawn").payload["why"]


def test_the_only_lead_hands_over_before_leaving():
    desk = Desk()
    with pytest.raises(Refused, match="Hand over"):
        leave_team(team=desk.team, person=desk.lead, now=NOW)
    with recorded() as kinds:
        hand_over(team=desk.team, lead=desk.lead, to=desk.spare, by=desk.lead, now=NOW)
    assert kinds == ["team.member", "team.member"]
    assert (role_of(desk.spare, desk.team), role_of(desk.lead, desk.team)) == ("lead", "reviewer")
    leave_team(team=desk.team, person=desk.lead, now=NOW)
    assert role_of(desk.lead, desk.team) is None


def test_what_cannot_be_handed_over(boss):
    desk, stranger = Desk(), make_person()
    with recorded() as kinds:
        with pytest.raises(Refused, match="no member"):
            hand_over(team=desk.team, lead=desk.lead, to=stranger, by=boss, now=NOW)
        with pytest.raises(Refused, match="already"):
            hand_over(team=desk.team, lead=desk.lead, to=desk.lead, by=boss, now=NOW)
        with pytest.raises(Stale):
            hand_over(team=desk.team, lead=desk.spare, to=desk.reviewers[0], by=boss, now=NOW)
    assert kinds == []


def test_who_leaves_the_desk_gives_back_everything_open(boss):
    desk, other = Desk(), Desk()
    Membership.objects.create(team=other.team, person=desk.spare, role="reviewer")
    Assignment.objects.filter(pk=other.first.pk).update(reviewer=desk.reviewers[0])
    with recorded() as kinds:
        change_person(person=desk.reviewers[0], changes={"is_active": False}, by=boss, now=NOW)
    assert kinds == ["person.changed", "assignment.withdrawn", "assignment.withdrawn"]
    assert again(desk.first).state == again(other.first).state == "withdrawn"
    assert Event.objects.filter(kind="assignment.withdrawn", right="admin", actor=boss).count() == 2


def test_who_has_left_the_desk_joins_no_team(boss):
    desk, gone = Desk(), make_person()
    gone = change_person(person=gone, changes={"is_active": False}, by=boss, now=NOW)
    with pytest.raises(Refused, match="has left the desk"):
        add_member(team=desk.team, person=gone, role="reviewer", by=boss, now=NOW)


@pytest.mark.parametrize("role", ["", "boss", "LEAD"])
def test_a_role_is_one_of_three(boss, role):
    with pytest.raises(Refused, match="Role"):
        add_member(team=make_team(), person=make_person(), role=role, by=boss, now=NOW)
