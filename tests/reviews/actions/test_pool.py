"""The pool: the most urgent place that one may review, never the same to two people, back when nobody begins."""

from datetime import timedelta

import pytest

from reviews.actions.assign import accept, decline
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.open_round import open_round
from reviews.actions.pool import return_untouched, take, take_next
from reviews.models import Absence, Assignment, Profile, Round, Standing
from reviews.queries.pool import due_back, open_places, pool_of
from reviews.queries.visible import annotations_for, is_blind
from tests.factories import (
    COST,
    NOW,
    Desk,
    again,
    hand_in,
    make_article,
    make_editor,
    make_person,
    make_team,
    mark,
    recorded,
)
from tests.reviews.actions.test_at_once import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def asha():
    return make_person("Asha")


@pytest.fixture
def team(asha):
    return make_team(name="Culture", reviewers=[asha, make_person("Tomas")], lead=make_person("Samira"))


def pooled(team, *, days=None, **options):
    """Open a round that names nobody."""
    due = NOW + days * DAY if days else None
    return open_round(article=make_article(), team=team, reviewers=[], by=make_editor(), now=NOW, due=due, **options)


def taken(person):
    return take_next(person=person, now=NOW).round_id


def test_the_most_urgent_is_taken_first(team, asha):
    rounds = [
        pooled(team),
        pooled(team, days=9),
        pooled(team, days=2),
        pooled(team, days=30, priority=Round.Priority.HIGH),
        pooled(team, days=1, priority=Round.Priority.LOW),
        pooled(team, priority=Round.Priority.URGENT),
    ]
    order = [rounds[n].pk for n in (5, 3, 2, 1, 0, 4)]
    assert [round_.pk for round_ in pool_of(asha)] == order
    assert [taken(asha) for _ in rounds] == order
    with pytest.raises(Refused, match="holds nothing"):
        take_next(person=asha, now=NOW)


def test_what_is_taken_is_a_review_like_any_other(team, asha):
    round_ = pooled(team, days=4)
    with recorded() as kinds:
        part = take_next(person=asha, now=NOW)
    assert kinds == ["assignment.taken"]
    assert (part.reviewer, part.round, part.due, part.taken, part.assigned_by) == (asha, round_, round_.due, True, asha)
    assert part.returns_at > NOW
    assert Standing.objects.get(article=round_.article).assigned == 1


def test_a_round_has_as_many_places_as_it_wants(team, asha):
    round_ = pooled(team)
    tomas = team.members.get(name="Tomas")
    spare = make_person()
    team.memberships.create(person=spare, role="reviewer")
    assert taken(asha) == taken(tomas) == round_.pk
    assert not open_places().exists()
    with pytest.raises(Refused):
        take_next(person=spare, now=NOW)
    with pytest.raises(Stale, match="quicker"):
        take(round_=round_, person=spare, now=NOW)


def test_the_pool_of_a_team_is_for_its_reviewers(team):
    round_ = pooled(team)
    others = [
        make_person(),
        make_editor(),
        team.members.get(name="Samira"),
        make_person(role="moderator"),
    ]
    observer, elsewhere, gone = make_person(), make_person(), make_person()
    team.memberships.create(person=observer, role="observer")
    team.memberships.create(person=gone, role="reviewer")
    gone.is_active = False
    gone.save()
    make_team(reviewers=[elsewhere])
    for person in (*others, observer, elsewhere, gone):
        assert not pool_of(person).exists()
        with pytest.raises(Refused):
            take_next(person=person, now=NOW)
        with pytest.raises(NotAllowed):
            take(round_=round_, person=person, now=NOW)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("hinder", ["sighting", "conflict", "language", "away", "declined", "reviewed"])
def test_what_one_may_not_review_is_left_to_others(team, asha, hinder):
    round_, other = pooled(team, days=2), pooled(team, days=3)
    if hinder == "sighting":
        round_.article.sightings.create(person=asha)
    elif hinder == "conflict":
        round_.article.byline = "Asha"
        round_.article.save()
    elif hinder == "language":
        Profile.objects.create(person=asha, languages=["es"])
        other.article.language = "es"
        other.article.save()
    elif hinder == "away":
        Absence.objects.create(person=asha, first=NOW.date(), last=(NOW + 2 * DAY).date())
    elif hinder == "declined":
        decline(assignment=take_next(person=asha, now=NOW), reason="ill", now=NOW)
    else:
        before = Round.objects.create(
            article=round_.article, revision=round_.revision, number=7, team=team, policy=round_.policy,
            wanted=1, stage="closed", revealed_at=NOW, closed_at=NOW,
        )  # fmt: skip
        before.assignments.create(reviewer=asha, state="submitted", submitted_at=NOW)
    with pytest.raises(Refused):
        take(round_=round_, person=asha, now=NOW)
    assert taken(asha) == other.pk


def test_members_of_the_pool_are_blind_from_then_on(team, asha):
    round_ = pooled(team)
    tomas = team.members.get(name="Tomas")
    part = take_next(person=tomas, now=NOW)
    mark(again(part), COST, "disputed")
    hand_in(part)
    assert is_blind(asha, round_.article)
    assert not annotations_for(asha).exists()
    assert annotations_for(team.members.get(name="Samira")).count() == 1
    assert taken(asha) == round_.pk


def test_an_article_with_a_newer_text_is_not_in_the_pool(team, asha):
    round_ = pooled(team)
    round_.article.current = make_article().current
    Round.objects.filter(pk=round_.pk).update(revision=make_article().current)
    assert not pool_of(asha).exists()


# Untouched


def test_what_nobody_begins_goes_back_to_the_pool(team, asha, settings):
    round_ = pooled(team)
    part = take_next(person=asha, now=NOW)
    late = NOW + settings.UNTOUCHED_RETURNS_AFTER
    assert not due_back(late - timedelta(seconds=1)).exists()
    assert list(due_back(late)) == [part]
    with recorded() as kinds:
        assert return_untouched(assignment=part, now=late)
        assert not return_untouched(assignment=part, now=late)
    assert kinds == ["assignment.returned"]
    part = again(part)
    assert (part.state, part.ended_at, part.why_ended) == ("withdrawn", late, "Nobody had begun it in time.")
    assert list(open_places()) == [round_]
    assert not pool_of(asha).exists()
    assert pool_of(team.members.get(name="Tomas")).exists()


def test_what_is_begun_or_accepted_stays(settings):
    desk = Desk()
    late = NOW + settings.UNTOUCHED_RETURNS_AFTER
    mark(desk.first, COST, "verified")
    accept(assignment=desk.second, now=NOW)
    assert not due_back(late).exists()
    assert not return_untouched(assignment=desk.first, now=late)


def test_what_an_editor_gave_goes_back_too(settings):
    desk = Desk(reviewers=1)
    assert return_untouched(assignment=desk.first, now=NOW + settings.UNTOUCHED_RETURNS_AFTER)


# At once


@pytest.mark.django_db(transaction=True)
def test_fifty_take_the_next_at_once_and_no_two_get_one_place():
    people = [make_person() for _ in range(50)]
    team = make_team(reviewers=people)
    rounds = [pooled(team, days=number + 1) for number in range(20)]
    raised = at_once(lambda person=person: take_next(person=person, now=NOW) for person in people)
    # Forty places, two in each round; ten people find the pool empty.
    assert sum(error is None for error in raised) == 40
    assert {type(error) for error in raised if error} == {Refused}
    for round_ in rounds:
        assert len(set(round_.assignments.values_list("reviewer", flat=True))) == round_.assignments.count() == 2


@pytest.mark.django_db(transaction=True)
def test_fifty_ask_for_the_last_place_and_one_gets_it():
    people = [make_person() for _ in range(50)]
    round_ = pooled(make_team(reviewers=people))
    open_round_part = Assignment.objects.create(round=round_, reviewer=make_person())
    raised = at_once(lambda person=person: take(round_=round_, person=person, now=NOW) for person in people)
    assert sum(error is None for error in raised) == 1
    assert {type(error) for error in raised if error} == {Stale}
    assert round_.assignments.exclude(pk=open_round_part.pk).count() == 1
