import json
from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.core.agreement import UnitizingAlpha, unitizing_alpha
from tests.shared import shared


@st.composite
def marked(draw, length=24):
    """Draw disjoint units of up to three raters on a continuum of that length."""
    units = {}
    for rater in "ABC"[: draw(st.integers(2, 3))]:
        units[rater] = []
        for category in "kc":
            cuts = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
            units[rater] += [(a, b, category) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return units


def by_the_book(units, length, category):
    """Observed and expected disagreement as Krippendorff (2004) writes them, over all segments, gaps among them."""
    segments = {}
    for rater, rows in units.items():
        mine = sorted((a, b) for a, b, name in rows if name == category)
        edges = sorted({0, length, *(at for unit in mine for at in unit)})
        segments[rater] = [(a, b - a, (a, b) in mine) for a, b in pairwise(edges)]

    def difference(g, h):
        (b_g, l_g, v_g), (b_h, l_h, v_h) = g, h
        if v_g and v_h and -l_g < b_g - b_h < l_h:
            return (b_g - b_h) ** 2 + (b_g + l_g - b_h - l_h) ** 2
        if v_g and not v_h and l_h - l_g >= b_g - b_h >= 0:
            return l_g**2
        if v_h and not v_g and l_g - l_h >= b_h - b_g >= 0:
            return l_h**2
        return 0

    raters = len(segments)
    pairs = [(g, h) for i, j in permutations(segments.values(), 2) for g in i for h in j]
    observed = Fraction(sum(difference(g, h) for g, h in pairs), raters * (raters - 1) * length**2)
    everything = [segment for rows in segments.values() for segment in rows]
    lengths = [size for _, size, is_unit in everything if is_unit]
    gaps = [size for _, size, is_unit in everything if not is_unit]
    total = sum(
        Fraction(len(lengths) - 1, 3) * (2 * size**3 - 3 * size**2 + size)
        + size**2 * sum(gap - size + 1 for gap in gaps if gap >= size)
        for size in lengths
    )
    places = raters * length * (raters * length - 1) - sum(size * (size - 1) for size in lengths)
    return observed, Fraction(2, length) * total / places


def test_it_is_the_published_figure():
    example = json.loads(shared("agreement/published.json").read_text())["krippendorff_2004_unitizing"]
    found = unitizing_alpha(example["units"], example["continuum"])
    assert found.overall == pytest.approx(example["alpha"], abs=5e-4)
    assert found.by_category == pytest.approx(example["alpha_by_category"], abs=5e-5)


@settings(max_examples=200)
@given(marked(), st.integers(0, 50))
def test_it_is_what_its_definition_says(units, shift):
    length = 24
    found = unitizing_alpha(
        {rater: [(a + shift, b + shift, name) for a, b, name in rows] for rater, rows in units.items()},
        (shift, length + shift),
    )
    used = {name for rows in units.values() for *_, name in rows}
    assert set(found.by_category) == used
    parts = {name: by_the_book(units, length, name) for name in used}
    for name, (observed, expected) in parts.items():
        assert found.by_category[name] == (pytest.approx(float(1 - observed / expected)) if expected else None)
    expected = sum(part[1] for part in parts.values())
    if expected:
        assert found.overall == pytest.approx(float(1 - sum(part[0] for part in parts.values()) / expected))
    else:
        assert found.overall is None


def test_the_same_units_agree_fully_and_disjoint_ones_less_than_chance():
    same = unitizing_alpha({"A": [(5, 9, "v")], "B": [(5, 9, "v")]}, (0, 40))
    assert (same.overall, same.by_category) == (1.0, {"v": 1.0})
    apart = unitizing_alpha({"A": [(0, 20, "v")], "B": [(20, 40, "v")]}, (0, 40))
    assert apart.overall < 0


def test_whoever_marked_nothing_counts():
    assert unitizing_alpha({"A": [(0, 10, "v")], "B": []}, (0, 40)).overall < 0.1


def test_units_that_only_meet_do_not_overlap():
    assert unitizing_alpha({"A": [(0, 5, "v"), (5, 9, "v")], "B": [(0, 9, "v")]}, (0, 20)).overall < 1


@pytest.mark.parametrize(
    ("units", "reason"),
    [
        ({}, "at least two raters"),
        ({"A": [(0, 4, "v")]}, "at least two raters"),
        ({"A": [], "B": []}, "Nobody marked anything"),
    ],
)
def test_what_cannot_be_said_is_none_with_its_reason(units, reason):
    found = unitizing_alpha(units, (0, 10))
    assert isinstance(found, UnitizingAlpha)
    assert found.overall is None
    assert reason in found.reasons[None]


def test_a_category_that_could_not_differ_is_none_with_its_reason():
    found = unitizing_alpha({"A": [(0, 1, "v")], "B": [(0, 1, "v")]}, (0, 1))
    assert found.by_category == {"v": None}
    assert "by chance" in found.reasons["v"]


@pytest.mark.parametrize("rows", [[(0, 5, "v"), (4, 9, "v")], [(0, 9, "v"), (2, 3, "v")]])
def test_overlapping_units_of_one_rater_and_category_are_refused(rows):
    with pytest.raises(ValueError, match="overlap; unite them first"):
        unitizing_alpha({"A": rows, "B": []}, (0, 10))


def test_overlapping_units_of_two_categories_are_not():
    assert unitizing_alpha({"A": [(0, 5, "v"), (4, 9, "d")], "B": []}, (0, 10)).overall is not None


@pytest.mark.parametrize("unit", [(-1, 3, "v"), (3, 3, "v"), (8, 11, "v")])
def test_a_unit_outside_the_continuum_is_refused(unit):
    with pytest.raises(ValueError, match="empty or outside 0 to 10"):
        unitizing_alpha({"A": [unit], "B": []}, (0, 10))


def test_a_continuum_without_length_is_refused():
    with pytest.raises(ValueError, match="length"):
        unitizing_alpha({"A": [], "B": []}, (4, 4))
