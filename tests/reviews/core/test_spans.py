from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.core.spans import Span, contains, overlap_ratio, touches

spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 60), st.integers(1, 60))


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 3)])
def test_a_span_that_is_none_is_refused(start, end):
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


def test_spans_sort_as_they_are_read():
    assert sorted([Span(4, 9), Span(0, 5), Span(0, 3)]) == [Span(0, 3), Span(0, 5), Span(4, 9)]


def test_spans_that_only_meet_do_not_touch():
    assert not touches(Span(0, 4), Span(4, 8))
    assert touches(Span(0, 5), Span(4, 8))


def test_a_span_contains_itself_and_what_lies_within():
    assert contains(Span(2, 8), Span(2, 8))
    assert contains(Span(2, 8), Span(3, 8))
    assert not contains(Span(2, 8), Span(3, 9))


def test_overlap_is_intersection_over_union():
    assert overlap_ratio(Span(0, 10), Span(5, 15)) == Fraction(5, 15)
    assert overlap_ratio(Span(0, 10), Span(0, 5)) == Fraction(1, 2)
    assert overlap_ratio(Span(0, 10), Span(10, 20)) == 0


@given(spans, spans)
def test_overlap_is_what_counting_code_points_gives(a, b):
    ours, theirs = set(range(a.start, a.end)), set(range(b.start, b.end))
    assert overlap_ratio(a, b) == Fraction(len(ours & theirs), len(ours | theirs)) == overlap_ratio(b, a)
    assert touches(a, b) == bool(ours & theirs)
    assert contains(a, b) == (theirs <= ours)
