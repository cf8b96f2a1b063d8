"""Teams are renamed and members leave; of two policies written at one moment one is refused, and none is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from editorial.accounts.models import User
from editorial.record.models import Event
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.members import remove_member
from reviews.actions.team import policy_in_force, rename_team, set_policy
from reviews.core import policy as core
from reviews.models import Annotation, Assignment, Membership, Policy, Team
from tests.factories import NOW, OPENED, Desk, hand_in, make_person, make_team, mark, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    return make_person("Kenji", role=User.Role.ADMIN)


def test_a_team_is_renamed(boss):
    team = make_team(name="News")
    make_team(name="Culture")
    with recorded() as kinds:
        rename_team(team=team, name=" Newsroom ", by=boss, now=NOW)
        rename_team(team=team, name="Newsroom", by=boss, now=NOW)
        for name in ("culture", " "):
            with pytest.raises(Refused, match="Name: "):
                rename_team(team=team, name=name, by=boss, now=NOW)
    assert kinds == ["team.renamed"]
    assert Team.objects.get(pk=team.pk).name == "Newsroom"
    assert Event.objects.get(kind="team.renamed").payload == {"team": team.pk, "before": "News", "after": "Newsroom"}


def test_whoever_leaves_a_team_keeps_what_they_did_and_gives_back_what_was_open(boss):
    desk = Desk()
    mark(desk.first, OPENED, "verified")
    hand_in(desk.first)
    with recorded() as kinds:
        for _ in range(2):
            for person in desk.reviewers:
                remove_member(team=desk.team, person=person, by=boss, now=NOW)
    assert kinds == ["team.member", "team.member", "assignment.withdrawn"]
    assert not Membership.objects.filter(team=desk.team, person__in=desk.reviewers).exists()
    assert Annotation.objects.count() == 1
    assert set(Assignment.objects.values_list("state", flat=True)) == {"submitted", "withdrawn"}


@pytest.mark.parametrize("role", [User.Role.MEMBER, User.Role.EDITOR, User.Role.MODERATOR])
def test_only_admins_rename_teams(role):
    person = make_person(role=role)
    team = make_team(lead=person)
    with recorded() as kinds, pytest.raises(NotAllowed):
        rename_team(team=team, name="Mine", by=person, now=NOW)
    assert kinds == []


def at_once(*jobs) -> list:
    """Run the jobs in threads that begin together; return what each returned or refused with."""
    begin = Barrier(len(jobs))

    def run(job):
        try:
            begin.wait(10)
            return job()
        except Refused as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [done.result(30) for done in [pool.submit(run, job) for job in jobs]]


@pytest.mark.django_db(transaction=True)
def test_policies_written_at_one_moment_are_versions_or_refused():
    boss = make_person(role=User.Role.ADMIN)
    results = at_once(*[lambda: set_policy(numbers=core.Policy(), by=boss, now=NOW)] * 3)
    written = [result.version for result in results if isinstance(result, Policy)]
    assert written
    assert all("look at theirs" in str(result) for result in results if not isinstance(result, Policy))
    assert (
        sorted(written)
        == list(range(1, len(written) + 1))
        == list(Policy.objects.order_by("pk").values_list("version", flat=True))
    )
    assert Event.objects.filter(kind="policy.set").count() == len(written)


@pytest.mark.django_db(transaction=True)
def test_the_desks_first_policy_is_written_once_however_many_need_it():
    team = make_team()
    results = at_once(*[lambda: policy_in_force(team=team, now=NOW)] * 3)
    assert {result.pk for result in results} <= set(Policy.objects.values_list("pk", flat=True))
    assert {result.numbers() for result in results} == {core.Policy()}
