"""What people have to do and have done; each number is the length of the list behind it."""

from datetime import timedelta

import pytest

from reviews.models import Absence, Assignment, Profile, Round
from reviews.queries.effort import hours_of, past_reviews
from reviews.queries.load import WHAT, last_weeks, listed, open_hours, seen_teams, seen_work, work_of
from tests.factories import (
    COST,
    FERRY,
    NOW,
    OPENED,
    Desk,
    answer_all,
    finished,
    hand_in,
    make_article,
    make_person,
    make_team,
    mark,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PERIOD = last_weeks(NOW, 4)


def work(desk, person, **options):
    """Return one person's work as the desk's editor sees it."""
    wished = {"seen": seen_work(desk.editor), "now": NOW, "period": PERIOD} | options
    (found,) = work_of([person], **wished)
    return found


def test_a_range_is_whole_weeks_that_end_today():
    period = last_weeks(NOW, 2)
    assert (period.first, period.last) == (NOW.date() - 13 * DAY, NOW.date())
    assert period.weeks == (NOW.date() - 13 * DAY, NOW.date() - 6 * DAY)


def test_open_reviews_are_hours_against_the_capacity():
    desk = Desk(reviewers=1)
    Profile.objects.create(person=desk.reviewers[0], capacity_hours=4)
    found = work(desk, desk.reviewers[0])
    effort = hours_of([desk.article.pk])[desk.article.pk]
    assert 0.4 < effort < 2
    assert (found.open, found.hours, found.capacity) == (1, pytest.approx(effort), 4)
    assert found.percent == round(100 * effort / 4)
    assert work(desk, desk.spare).percent == 0


def test_whoever_has_no_hours_has_no_ratio():
    desk = Desk(reviewers=1)
    Profile.objects.create(person=desk.reviewers[0], capacity_hours=0)
    found = work(desk, desk.reviewers[0])
    assert (found.ratio, found.percent) == (None, None)


def test_overdue_answers_owed_and_done_are_counted_and_listed():
    desk = Desk(due=NOW + DAY)
    mark(desk.first, COST, "disputed")
    mark(desk.second, FERRY, "verified")
    person = desk.reviewers[0]
    late = NOW + 2 * DAY
    assert (work(desk, person, now=late).open, work(desk, person, now=late).overdue) == (1, 1)
    hand_in(desk.first, desk.second)
    found = work(desk, person, now=late)
    assert (found.open, found.overdue, found.owed, found.answers, found.done) == (0, 1, 1, 1, 1)
    assert found.hours == pytest.approx(5 / 60)
    for what, count in (("open", 0), ("overdue", 1), ("owed", 1), ("done", 1)):
        rows = listed(seen_work(desk.editor).filter(reviewer=person), what, late, PERIOD)
        assert rows.count() == count, what
    answer_all(*desk.assignments)
    assert work(desk, person, now=late).owed == 0


def test_done_is_counted_by_week_and_only_in_the_range():
    desk = Desk()
    finished(desk, (COST, "verified", "verified"))
    moments = [NOW, NOW - 6 * DAY, NOW - 7 * DAY, NOW - 27 * DAY, NOW - 28 * DAY]
    for moment in moments:
        round_ = Round.objects.create(
            article=make_article(), revision=desk.article.current, number=1, team=desk.team,
            policy=desk.round.policy, wanted=1, stage="closed", revealed_at=NOW, closed_at=NOW,
        )  # fmt: skip
        round_.assignments.create(reviewer=desk.spare, state="submitted", submitted_at=moment)
    found = work(desk, desk.spare)
    assert (found.weeks, found.done) == ([1, 0, 1, 2], 4)


def test_agreement_is_of_first_votes_with_what_claims_stand_as():
    desk = Desk(reviewers=3)
    finished(desk, (OPENED, "verified", "verified", "disputed"), (COST, "verified", "verified", "verified"))
    assert [(work(desk, p).agreeing, work(desk, p).judged) for p in desk.reviewers] == [(2, 2), (2, 2), (1, 2)]


def test_who_is_away_today_is_said_to_be():
    desk = Desk(reviewers=1)
    Absence.objects.create(person=desk.spare, first=NOW.date(), last=NOW.date())
    assert work(desk, desk.spare).away
    assert not work(desk, desk.reviewers[0]).away


def test_a_lead_sees_the_work_of_their_team_and_a_reviewer_their_own():
    desk, other = Desk(), Desk()
    everything = set(Assignment.objects.all())
    of_desk = set(desk.round.assignments.all())
    assert set(seen_work(desk.editor)) == everything
    assert set(seen_work(desk.lead)) == of_desk
    assert set(seen_work(desk.reviewers[0])) == {desk.first}
    for nobody in (desk.observer, make_person(), make_person(role="moderator")):
        assert not seen_work(nobody).exists()
    assert list(seen_teams(other.lead)) == [other.team]
    assert not seen_teams(desk.observer).exists()


def test_hours_are_over_all_teams_and_counts_over_those_that_are_seen():
    desk = Desk(reviewers=1)
    other = make_team(reviewers=desk.reviewers)
    desk.article, desk.team = make_article(), other
    from tests.factories import open_round_for

    open_round_for(desk, desk.reviewers)
    person = desk.reviewers[0]
    whole = work(desk, person)
    part = work(desk, person, seen=seen_work(desk.editor).filter(round__team=other))
    assert (whole.open, part.open) == (2, 1)
    assert whole.hours == part.hours == pytest.approx(open_hours([person.pk])[person.pk])


def test_what_articles_took_corrects_what_they_are_thought_to_take():
    desk = Desk()
    before = hours_of([desk.article.pk])[desk.article.pk]
    finished(desk, (COST, "verified", "verified"))
    began = NOW - timedelta(hours=9)
    Assignment.objects.update(started_at=began)
    for part in desk.assignments:
        part.annotations.update(made_at=began + timedelta(minutes=15), changed_at=began + timedelta(minutes=30))
    assert [past.took for past in past_reviews()] == [0.5, 0.5]
    after = hours_of([desk.article.pk])[desk.article.pk]
    assert before / 4 < after < before


def test_it_takes_as_many_queries_for_many_people_as_for_one(django_assert_max_num_queries):
    desk = Desk(reviewers=4)
    finished(desk, (COST, "verified", "verified", "verified", "verified"))
    Desk()

    def read(people):
        return work_of(people, seen=seen_work(desk.editor), now=NOW, period=PERIOD)

    read(desk.reviewers[:1])
    with django_assert_max_num_queries(25) as few:
        read(desk.reviewers[:1])
    with django_assert_max_num_queries(len(few.captured_queries)):
        read(desk.reviewers)


def test_every_list_has_its_words():
    assert set(WHAT) == {"open", "overdue", "owed", "done"}
