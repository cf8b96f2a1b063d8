"""Furniture leaves the continuum, and overlapping marks of one reviewer and verdict are one unit."""

from hypothesis import given
from hypothesis import strategies as st

from reviews.core.continuum import Continuum, units
from reviews.core.unitizing import unitizing_alpha

TEXT = Continuum(100, ((10, 20), (50, 55)))


def test_places_close_up_behind_what_is_left_out():
    assert TEXT.size == 85
    cases = [(0, 0), (10, 10), (15, 10), (20, 10), (30, 20), (50, 40), (52, 40), (55, 40), (100, 85)]
    for position, place in cases:
        assert TEXT.place(position) == place, position


def test_marks_become_units():
    found = units(
        [("a", 5, 25, "v"), ("a", 24, 30, "v"), ("a", 30, 40, "v"), ("b", 11, 19, "v"), ("b", 0, 5, "d")], TEXT
    )
    assert found == {"a": [(5, 20, "v"), (20, 30, "v")], "b": [(0, 5, "d")]}


spans = st.tuples(st.integers(0, 99), st.integers(1, 40)).map(lambda s: (s[0], min(100, s[0] + s[1])))


@given(st.lists(st.tuples(st.sampled_from("abc"), spans, st.sampled_from("vd")), max_size=20))
def test_units_are_what_unitizing_takes(rows):
    found = units([(who, *span, what) for who, span, what in rows], TEXT)
    unitizing_alpha(found, (0, TEXT.size))  # It refuses overlaps, and units outside.


@given(st.integers(0, 100), st.integers(0, 100))
def test_places_keep_their_order(a, b):
    low, high = sorted((a, b))
    assert 0 <= TEXT.place(low) <= TEXT.place(high) <= TEXT.size
