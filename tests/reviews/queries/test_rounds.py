"""Who may be asked, by whom, for which team."""

import pytest

from reviews.models import Team
from reviews.queries.rounds import reviewers_for, rounds_of, teams_to_open_for
from tests.factories import COST, Desk, finished, make_article, make_person, make_team, open_round_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def test_rounds_come_newest_first_with_their_reviewers(desk, django_assert_num_queries):
    finished(desk, (COST, "verified", "verified"))
    open_round_for(desk, [desk.spare])
    with django_assert_num_queries(2):
        found = [
            (round_.number, [a.reviewer.name for a in round_.assignments.all()]) for round_ in rounds_of(desk.article)
        ]
    assert found == [(2, ["Spare reviewer"]), (1, ["Reviewer 1", "Reviewer 2"])]


def test_an_editor_opens_for_any_team_and_a_lead_for_their_own(desk):
    other, fresh = make_team(lead=make_person()), make_article()
    assert set(teams_to_open_for(desk.editor, fresh)) == {desk.team, other}
    assert list(teams_to_open_for(desk.lead, fresh)) == [desk.team]
    assert list(teams_to_open_for(desk.lead, desk.article)) == [desk.team]
    for person in (desk.spare, desk.observer, make_person(role="moderator"), make_person()):
        assert not teams_to_open_for(person, fresh).exists()


def test_a_lead_of_another_team_opens_none_on_an_article_that_has_an_owner(desk):
    lead = make_person()
    make_team(lead=lead)
    desk.refresh()
    assert not teams_to_open_for(lead, desk.article).exists()


def test_reviewers_are_each_named_once_with_the_teams_they_review_for(desk):
    other = make_team(reviewers=[desk.spare], observer=desk.lead)
    gone = make_person("Gone")
    other.memberships.create(person=gone, role="reviewer")
    gone.is_active = False
    gone.save()
    found = {
        person.name: sorted(membership.team_id for membership in person.reviews_for)
        for person in reviewers_for(Team.objects.all())
    }
    assert found == {
        "Reviewer 1": [desk.team.pk],
        "Reviewer 2": [desk.team.pk],
        "Samira the lead": [desk.team.pk],
        "Spare reviewer": [desk.team.pk, other.pk],
    }
    assert [person.name for person in reviewers_for(Team.objects.filter(pk=other.pk))] == ["Spare reviewer"]
