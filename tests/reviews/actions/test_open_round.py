"""A round opens whole, or not at all and with a sentence that says why."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from articles.models import Article
from editorial.record.models import Event
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.open_round import open_round
from reviews.actions.rule import rule
from reviews.actions.sight import note_sighting
from reviews.actions.team import set_policy
from reviews.core.policy import Policy
from reviews.models import Assignment, Round, Standing
from tests.factories import (
    COST,
    NOW,
    OPENED,
    Desk,
    assignments_of,
    claim_on,
    finished,
    make_article,
    make_editor,
    make_person,
    make_team,
    open_round_for,
    recorded,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asha():
    return make_person("Asha")


@pytest.fixture
def tomas():
    return make_person("Tomas")


@pytest.fixture
def samira():
    return make_person("Samira")


@pytest.fixture
def team(asha, tomas, samira):
    return make_team(name="Culture", reviewers=[asha, tomas], lead=samira)


@pytest.fixture
def article():
    return make_article()


def test_an_editor_opens_a_round(team, asha, tomas, article):
    editor, due = make_editor(), NOW + timedelta(days=3)
    with recorded() as kinds:
        round_ = open_round(article=article, team=team, reviewers=[asha, tomas], by=editor, now=NOW, due=due)
    assert kinds == ["policy.set", "round.opened"]
    assert (round_.number, round_.stage, round_.wanted, round_.due) == (1, "marking", 2, due)
    assert round_.revision == article.current
    assert [(a.reviewer, a.state, a.due, a.assigned_by) for a in assignments_of(round_)] == [
        (asha, "assigned", due, editor),
        (tomas, "assigned", due, editor),
    ]
    standing = Standing.objects.get(article=article)
    assert (standing.team, standing.stage, standing.status, standing.assigned) == (team, "marking", "unreviewed", 2)
    event = Event.objects.get(kind="round.opened")
    assert (event.chain_id, event.actor, event.right) == (f"article/{article.pk}", editor, "editor")
    assert event.payload["reviewers"] == [asha.pk, tomas.pk]


def test_the_teams_lead_opens_a_round_by_that_right(team, samira, asha, tomas, article):
    open_round(article=article, team=team, reviewers=[asha, tomas], by=samira, now=NOW)
    assert Event.objects.get(kind="round.opened").right == "lead of Culture"


def test_a_round_may_wait_for_reviewers(team, asha, article):
    round_ = open_round(article=article, team=team, reviewers=[asha], by=make_editor(), now=NOW)
    assert (round_.wanted, round_.assignments.count()) == (2, 1)


def test_more_reviewers_than_the_policy_wants_are_wanted(team, asha, tomas, samira, article):
    round_ = open_round(article=article, team=team, reviewers=[asha, tomas, samira], by=make_editor(), now=NOW)
    assert round_.wanted == 3


def test_a_round_keeps_the_policy_it_began_under(team, asha, tomas, article):
    round_ = open_round(article=article, team=team, reviewers=[asha, tomas], by=make_editor(), now=NOW)
    set_policy(numbers=Policy(wanted=5, quorum=5), by=make_person(role="admin"), now=NOW)
    assert Round.objects.get(pk=round_.pk).policy.numbers() == Policy()


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_who_neither_edits_nor_leads_opens_none(team, asha, tomas, article, role):
    person = make_person(role=role)
    with recorded() as kinds, pytest.raises(NotAllowed, match="Only an editor, an admin or the team's lead"):
        open_round(article=article, team=team, reviewers=[asha, tomas], by=person, now=NOW)
    assert kinds == []
    assert not Round.objects.exists()


def test_a_reviewer_opens_none(team, asha, tomas, article):
    with pytest.raises(NotAllowed):
        open_round(article=article, team=team, reviewers=[tomas], by=asha, now=NOW)


def test_a_lead_opens_none_for_another_team(samira, team, article):
    other = make_team(reviewers=[make_person()])
    with pytest.raises(NotAllowed):
        open_round(article=article, team=other, reviewers=[], by=samira, now=NOW)


def test_a_lead_opens_none_on_an_article_of_another_team(samira, team, asha):
    desk = Desk()
    finished(desk, (OPENED, "verified", "verified"))
    with pytest.raises(NotAllowed):
        open_round(article=desk.article, team=team, reviewers=[asha], by=samira, now=NOW)
    opened = open_round(article=desk.article, team=team, reviewers=[asha], by=desk.editor, now=NOW)
    assert opened.number == 2
    desk.refresh()
    assert desk.article.standing.team == desk.team  # It stays the owner.


def observer_of(team):
    person = make_person("Mikael")
    team.memberships.create(person=person, role="observer")
    return person


def gone(team):
    person = make_person("Ngozi")
    team.memberships.create(person=person, role="reviewer")
    person.is_active = False
    person.save()
    return person


def has_seen(team):
    person = make_person("Ruth")
    team.memberships.create(person=person, role="reviewer")
    note_sighting(article=Article.objects.get(), person=person, now=NOW)
    return person


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (observer_of, "Reviewers: Mikael is no reviewer of Culture."),
        (lambda _: make_person("Daniel"), "Reviewers: Daniel is no reviewer of Culture."),
        (gone, "Reviewers: Ngozi has left the desk."),
        (has_seen, "Reviewers: Ruth has seen marks on this article and could not review it blind."),
    ],
    ids=["observer", "stranger", "gone", "has seen"],
)
def test_who_could_be_no_fair_reviewer_is_refused(team, asha, article, make, why):
    reviewers = [asha, make(team)]
    assert_refused(why, "reviewers", article=article, team=team, reviewers=reviewers)


@pytest.mark.parametrize("role", ["editor", "moderator", "admin"])
def test_who_sees_every_article_may_be_assigned(team, article, role):
    person = make_person(role=role)
    round_ = open_round(article=article, team=team, reviewers=[person], by=make_editor(), now=NOW)
    assert round_.assignments.get().reviewer == person


def test_nobody_reviews_twice_in_one_round(team, asha, article):
    assert_refused(
        "Reviewers: the same person was named twice.", "reviewers", article=article, team=team, reviewers=[asha, asha]
    )


def test_no_more_reviewers_than_wanted(team, asha, tomas, samira, article):
    assert_refused(
        "Reviewers: 3 named, but only 2 wanted.",
        "reviewers",
        article=article,
        team=team,
        reviewers=[asha, tomas, samira],
        wanted=2,
    )


def test_no_fewer_wanted_than_the_quorum(team, asha, article):
    assert_refused(
        "Reviewers wanted: at least 2, the quorum of the policy.",
        "wanted",
        article=article,
        team=team,
        reviewers=[asha],
        wanted=1,
    )


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1)])
def test_a_date_that_has_passed_is_refused(team, asha, article, late):
    assert_refused("Due: that moment has passed.", "due", article=article, team=team, reviewers=[asha], due=NOW - late)


def test_an_article_without_text_is_refused(team, asha):
    article = Article.objects.create(title="Not read yet")
    assert_refused("Article: it has no text to review.", "article", article=article, team=team, reviewers=[asha])


def test_one_round_at_a_time(team, asha, tomas, article):
    open_round(article=article, team=team, reviewers=[asha], by=make_editor(), now=NOW)
    why = "Article: it is under review already; a round has to be closed before the next."
    assert_refused(why, "article", article=article, team=team, reviewers=[tomas])


def test_one_round_at_a_time_whoever_writes_it(team, asha, article):
    round_ = open_round(article=article, team=team, reviewers=[asha], by=make_editor(), now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.create(
            article=article, revision=article.current, number=2, team=team, policy=round_.policy, wanted=2
        )


def test_who_has_reviewed_the_article_is_refused_in_its_next_round():
    desk = Desk()
    finished(desk, (OPENED, "verified", "disputed"))
    with pytest.raises(Refused, match="Reviewers: Reviewer 1 has reviewed this article already"):
        open_round_for(desk, desk.reviewers[:1])


def test_who_has_ruled_on_the_article_is_refused_in_its_next_round():
    desk = Desk()
    finished(desk, (COST, "verified", "disputed"))
    rule(
        claim=claim_on(desk.article, COST),
        by=desk.lead,
        verdict="verified",
        reason="The contract names the sum.",
        now=NOW,
    )
    with pytest.raises(Refused, match="Samira the lead has ruled on a claim of this article"):
        open_round_for(desk, [desk.lead])


def assert_refused(why: str, field: str, **arguments: object) -> None:
    """Assert that the round is refused with this sentence for this field, and that nothing at all was written."""
    editor = make_editor()
    rounds, standings = Round.objects.count(), Standing.objects.count()
    assignments = Assignment.objects.count()
    with recorded() as kinds, pytest.raises(Refused) as refused:
        open_round(by=editor, now=NOW, **arguments)
    assert (str(refused.value), refused.value.field) == (why, field)
    assert kinds == []
    assert (Round.objects.count(), Standing.objects.count()) == (rounds, standings)
    assert Assignment.objects.count() == assignments
