import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.core.segments import Segment, segments


@st.composite
def marked_texts(draw):
    length = draw(st.integers(1, 40))
    span = st.tuples(st.integers(0, length - 1), st.integers(1, length)).filter(lambda ends: ends[0] < ends[1])
    return length, [(f"mark {i}", *ends) for i, ends in enumerate(draw(st.lists(span, max_size=12)))]


def test_overlapping_marks_are_cut_at_every_boundary():
    assert segments(20, [("a", 2, 10), ("b", 5, 15)]) == [
        Segment(0, 2, ()),
        Segment(2, 5, ("a",)),
        Segment(5, 10, ("a", "b")),
        Segment(10, 15, ("b",)),
        Segment(15, 20, ()),
    ]


def test_keys_stand_in_the_order_they_were_given():
    assert segments(6, [("late", 3, 6), ("early", 0, 6)]) == [
        Segment(0, 3, ("early",)),
        Segment(3, 6, ("late", "early")),
    ]


def test_a_text_without_marks_is_one_run_and_no_text_is_none():
    assert segments(7, []) == [Segment(0, 7, ())]
    assert segments(0, []) == []


@pytest.mark.parametrize("span", [("x", 3, 3), ("x", 5, 4), ("x", -1, 4), ("x", 2, 11)])
def test_a_span_outside_the_text_is_refused(span):
    with pytest.raises(ValueError, match="outside a text of 10"):
        segments(10, [span])


@given(marked_texts())
def test_runs_tile_the_text_and_say_exactly_what_is_over_them(marked):
    length, spans = marked
    runs = segments(length, spans)
    assert [run.start for run in runs] == [0, *(run.end for run in runs[:-1])]
    assert runs[-1].end == length
    for run in runs:
        assert run.start < run.end
        for at in range(run.start, run.end):
            assert run.over == tuple(key for key, start, end in spans if start <= at < end)


@given(marked_texts())
def test_every_cut_is_a_boundary_of_a_span(marked):
    length, spans = marked
    boundaries = {0, length} | {at for _, *ends in spans for at in ends}
    assert {run.start for run in segments(length, spans)} | {length} == boundaries
