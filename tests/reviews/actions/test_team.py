"""Teams, members and policies are an admin's to change, and a policy is never changed but followed by the next."""

from fractions import Fraction

import pytest

from editorial.record.models import Event
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.members import add_member
from reviews.actions.team import create_team, policy_in_force, set_policy
from reviews.core.policy import Policy as Numbers
from reviews.core.verdicts import Verdict
from reviews.models import Membership, Policy, Team
from tests.factories import NOW, make_person, make_team, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_person(role="admin")


def test_an_admin_makes_a_team(admin):
    with recorded() as kinds:
        team = create_team(name="  Culture ", by=admin, now=NOW)
    assert kinds == ["team.created"]
    assert team.name == "Culture"


@pytest.mark.parametrize("role", ["member", "editor", "moderator"])
def test_nobody_else_does(role):
    person, team = make_person(role=role), make_team()
    with recorded() as kinds:
        with pytest.raises(NotAllowed, match="Only an admin"):
            create_team(name="Culture", by=person, now=NOW)
        with pytest.raises(NotAllowed, match="Only an admin"):
            add_member(team=team, person=person, role="lead", by=person, now=NOW)
        with pytest.raises(NotAllowed, match="Only an admin"):
            set_policy(numbers=Numbers(), by=person, now=NOW)
    assert kinds == []


@pytest.mark.parametrize(
    ("name", "why"), [("  ", "Name: a team needs one."), ("CULTURE", "Name: there is a team called CULTURE already.")]
)
def test_a_team_needs_a_name_of_its_own(admin, name, why):
    create_team(name="Culture", by=admin, now=NOW)
    with recorded() as kinds, pytest.raises(Refused) as refused:
        create_team(name=name, by=admin, now=NOW)
    assert (str(refused.value), refused.value.field) == (why, "name")
    assert kinds == []
    assert Team.objects.count() == 1


def test_a_member_changes_role_and_stays_one(admin):
    team, person = make_team(), make_person()
    with recorded() as kinds:
        add_member(team=team, person=person, role="observer", by=admin, now=NOW)
        add_member(team=team, person=person, role="lead", by=admin, now=NOW)
    assert kinds == ["team.member", "team.member"]
    assert Membership.objects.get(team=team).role == "lead"
    assert Event.objects.order_by("pk").last().payload == {
        "team": team.pk,
        "person": person.pk,
        "before": "observer",
        "after": "lead",
    }


def test_a_role_that_is_none_is_refused(admin):
    with pytest.raises(Refused, match="Role: choose observer, reviewer or lead"):
        add_member(team=make_team(), person=make_person(), role="owner", by=admin, now=NOW)


def test_the_desks_first_policy_is_written_when_it_is_needed():
    team = make_team()
    with recorded() as kinds:
        first = policy_in_force(team=team, now=NOW)
        assert policy_in_force(team=team, now=NOW) == first
    assert kinds == ["policy.set"]
    assert (first.team, first.version, first.made_by) == (None, 1, None)
    assert first.numbers() == Numbers()


def test_a_teams_own_policy_comes_before_the_desks_and_the_newest_before_all(admin):
    team, other = make_team(), make_team()
    own = Numbers(wanted=3, quorum=3, majority=Fraction(3, 4), evidence_for=frozenset({Verdict.FABRICATED}))
    set_policy(numbers=Numbers(quorum=1, wanted=1), by=admin, now=NOW)
    set_policy(numbers=Numbers(), by=admin, now=NOW, team=team)
    written = set_policy(numbers=own, by=admin, now=NOW, team=team)
    assert written.version == 2
    assert policy_in_force(team=team, now=NOW).numbers() == own
    assert policy_in_force(team=other, now=NOW).numbers() == Numbers(quorum=1, wanted=1)
    assert Policy.objects.count() == 3
