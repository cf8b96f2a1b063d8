from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.core.effort import Past, expected_hours, guessed_hours, hours_at_work

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
hours = st.floats(0.1, 20)


def at(*minutes):
    return [NINE + timedelta(minutes=minute) for minute in minutes]


def test_the_guess_is_reading_twice_and_minutes_for_each_sentence_to_check():
    assert guessed_hours(words=0, checkable=0) == pytest.approx(10 / 60)
    assert guessed_hours(words=1190, checkable=14) == pytest.approx((10 + 10 + 84) / 60)


def test_without_a_past_the_guess_holds():
    assert expected_hours(2.0) == 2.0


def test_such_articles_took_twice_as_long():
    assert expected_hours(2.0, [Past(2.0, 4.0)] * 4) == pytest.approx(2.0 * 2**0.5)
    assert expected_hours(2.0, [Past(2.0, 4.0)] * 400) == pytest.approx(4.0, rel=0.01)


def test_articles_of_another_length_hardly_count():
    long_ago = [Past(0.2, 0.8)] * 20
    assert expected_hours(0.2, long_ago) > 0.5
    assert expected_hours(6.4, long_ago) == pytest.approx(6.4, rel=0.01)


def test_one_review_left_open_overnight_says_little():
    assert expected_hours(1.0, [Past(1.0, 900.0)]) == pytest.approx(4 ** (1 / 5))


@given(hours, st.lists(st.builds(Past, hours, hours), max_size=8))
def test_the_correction_stays_within_its_factor(guess, past):
    assert guess / 4 <= expected_hours(guess, past) * (1 + 1e-9)
    assert expected_hours(guess, past) <= guess * 4 * (1 + 1e-9)


@pytest.mark.parametrize(("guess", "past"), [(0, []), (1, [Past(0, 1)]), (1, [Past(1, 0)])])
def test_hours_that_are_none_are_refused(guess, past):
    with pytest.raises(ValueError):  # noqa: PT011 - which of the three is said by the parameters
        expected_hours(guess, past)


def test_pauses_are_no_work():
    assert hours_at_work(at(0, 10, 20, 300, 315)) == pytest.approx(35 / 60)


@given(st.lists(st.integers(0, 600), max_size=12))
def test_work_is_never_longer_than_the_time_it_took_and_needs_no_order(minutes):
    worked = hours_at_work(at(*minutes))
    assert worked == hours_at_work(at(*reversed(minutes)))
    assert 0 <= worked * 60 <= max(minutes, default=0) - min(minutes, default=0) + 1e-9


def test_nothing_or_one_moment_is_no_time():
    assert hours_at_work([]) == 0
    assert hours_at_work(at(5)) == 0
