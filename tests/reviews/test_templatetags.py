"""How moments, shares and quotes are told on the desk's pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.templatetags.desk import percent, relative, unquoted


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(seconds=-20), "just now"),
        (timedelta(minutes=5, seconds=1), "5 minutes ago"),
        (timedelta(days=-2, seconds=-1), "in 2 days"),
    ],
)
def test_a_moment_is_told_from_now(ago, told):
    assert relative(timezone.now() - ago).replace("\xa0", " ") == told


def test_all_and_none_are_said_of_all_and_none_only():
    shares = (0, 0.001, 0.004, 0.5, 0.985, 0.999, 1)
    assert [percent(share) for share in shares] == ["0 %", "1 %", "1 %", "50 %", "98 %", "99 %", "100 %"]


def test_the_marks_around_a_whole_quote_are_the_pages_to_set():
    assert unquoted("“What is written down can be found.”") == "What is written down can be found."
    for words in ("“One” and “two”", "“begins", "plain", ""):
        assert unquoted(words) == words
