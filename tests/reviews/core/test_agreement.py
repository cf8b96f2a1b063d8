import csv
import json
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.core.agreement import (
    bootstrap_interval,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    pairable_units,
    percent_agreement,
    why_undefined,
)
from tests.shared import shared


def published(name):
    return json.loads(shared("agreement/published.json").read_text())[name]


def ratings(*rows):
    return {
        unit: {rater: value for rater, value in enumerate(row) if value is not None} for unit, row in enumerate(rows)
    }


def alpha_by_the_book(table, difference):
    """Alpha from its definition: every ordered pair of ratings of a unit, against every ordered pair at all."""
    units = [list(unit.values()) for unit in table.values() if len(unit) > 1]
    values = [value for unit in units for value in unit]
    observed = sum(Fraction(difference(a, b), len(unit) - 1) for unit in units for a, b in permutations(unit, 2))
    expected = Fraction(sum(difference(a, b) for a, b in permutations(values, 2)), max(len(values) - 1, 1))
    return float(1 - observed / expected) if expected else None


def test_alpha_is_the_published_one_with_missing_ratings():
    example = published("krippendorff_missing_data")
    table = ratings(*zip(*example["raters"].values(), strict=True))
    assert krippendorff_alpha(table) == pytest.approx(example["alpha"]["nominal"], abs=5e-7)
    assert krippendorff_alpha(table, level="interval") == pytest.approx(example["alpha"]["interval"], abs=5e-7)
    assert pairable_units(table) == 12  # of 15: nobody coded the second and fourteenth, one coder the first


def test_alpha_is_the_published_one_of_a_large_crowd():
    example = published("snow_2008_rte")
    table = {}
    with shared("crowd/rte.tsv").open() as file:
        for row in csv.DictReader(file, delimiter="\t"):
            table.setdefault(row["orig_id"], {})[row["!amt_worker_ids"]] = row["response"]
    assert krippendorff_alpha(table) == pytest.approx(example["alpha_nominal"], abs=5e-5)
    low, high = bootstrap_interval(table)
    assert 0.2 < low < example["alpha_nominal"] < high < 0.28


def test_fleiss_kappa_is_the_published_one():
    example = published("fleiss_1971")
    assert fleiss_kappa(example["wikipedia_counts"]) == pytest.approx(example["kappa"], abs=example["tolerance"])


def test_cohen_kappa_is_the_published_one():
    example = published("cohen_contingency")
    pairs = [(i, j) for i, row in enumerate(example["table"]) for j, n in enumerate(row) for _ in range(n)]
    assert cohen_kappa(pairs) == pytest.approx(example["kappa"], abs=1e-12)


# Tables that are printed in the papers themselves.

KRIPPENDORFF_2011 = [  # Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units.
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
# The diagnoses of thirty patients by six psychiatrists each.
FLEISS_1971 = """
444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445
333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555
""".split()  # noqa: SIM905 - a table is read as a table
COHEN_1960 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]  # Two judges, 200 units.


@pytest.mark.parametrize(
    ("one", "other", "alpha"), [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)]
)
def test_alpha_of_two_observers_is_that_of_the_paper(one, other, alpha):
    assert krippendorff_alpha(ratings(*zip(one, other, strict=True))) == pytest.approx(alpha, abs=5e-4)


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("interval", 0.849)])
def test_alpha_of_four_observers_with_missing_ratings_is_that_of_the_paper(level, alpha):
    table = ratings(*zip(*KRIPPENDORFF_2011, strict=True))
    assert krippendorff_alpha(table, level) == pytest.approx(alpha, abs=5e-4)
    assert pairable_units(table) == 11  # The last was rated once.


def test_kappa_and_agreement_of_six_psychiatrists_are_those_of_the_paper():
    counts = [[patient.count(category) for category in "12345"] for patient in FLEISS_1971]
    assert fleiss_kappa(counts) == pytest.approx(0.430, abs=5e-4)
    assert percent_agreement(ratings(*FLEISS_1971)) == pytest.approx(0.5556, abs=5e-5)
    # Alpha takes the small sample into account: 1 - (1 - kappa) * (n - 1) / n, with n ratings.
    assert krippendorff_alpha(ratings(*FLEISS_1971)) == pytest.approx(1 - (1 - fleiss_kappa(counts)) * 179 / 180)


def test_kappa_of_two_judges_is_that_of_the_paper():
    pairs = [(i, j) for i, row in enumerate(COHEN_1960) for j, n in enumerate(row) for _ in range(n)]
    assert cohen_kappa(iter(pairs)) == pytest.approx(0.492, abs=5e-4)


def test_alpha_by_hand():
    assert krippendorff_alpha(ratings("vv", "vv", "dd")) == 1.0
    # Of 6 ordered pairs within the units 4 differ; of all 30 ordered pairs of 4 v and 2 d, 2 * 4 * 2 do.
    assert krippendorff_alpha(ratings("vv", "vd", "vd")) == pytest.approx(1 - (4 / 6) / (16 / 30))


values = st.integers(0, 3)
tables = st.dictionaries(st.integers(), st.dictionaries(st.sampled_from("ABCDE"), values, max_size=5), max_size=12)


@settings(max_examples=300)
@given(tables)
def test_alpha_is_what_its_definition_says(table):
    for level, difference in (("nominal", lambda a, b: a != b), ("interval", lambda a, b: (a - b) ** 2)):
        expected = alpha_by_the_book(table, difference)
        found = krippendorff_alpha(table, level)
        assert found == (None if expected is None else pytest.approx(expected, abs=1e-12))
        assert (found is None) == bool(why_undefined(krippendorff_alpha, table, level))


@given(tables)
def test_percent_agreement_is_the_mean_share_of_agreeing_pairs(table):
    shares = [
        Fraction(sum(a == b for a, b in permutations(unit.values(), 2)), len(unit) * (len(unit) - 1))
        for unit in table.values()
        if len(unit) > 1
    ]
    expected = float(sum(shares) / len(shares)) if shares else None
    assert percent_agreement(table) == (None if expected is None else pytest.approx(expected, abs=1e-12))


def test_many_values_and_numbers_with_a_large_offset_keep_their_digits():
    table = {unit: {"A": 1e9 + unit, "B": 1e9 + unit + unit % 2} for unit in range(1_200)}
    plain = {unit: {"A": unit, "B": unit + unit % 2} for unit in range(1_200)}
    assert krippendorff_alpha(table, "interval") == pytest.approx(krippendorff_alpha(plain, "interval"), abs=1e-12)
    assert krippendorff_alpha(plain) == pytest.approx(alpha_by_the_book(plain, lambda a, b: a != b), abs=1e-12)


@given(tables, st.floats(1e-150, 1e150), st.integers(-5, 5))
def test_alpha_knows_neither_unit_nor_origin_of_an_interval_scale(table, unit, origin):
    other = {key: {rater: (value + origin) * unit for rater, value in row.items()} for key, row in table.items()}
    expected = krippendorff_alpha(table, "interval")
    assert krippendorff_alpha(other, "interval") == (None if expected is None else pytest.approx(expected, abs=1e-9))


def test_full_agreement_is_one_to_the_last_digit_whatever_the_numbers():
    assert krippendorff_alpha(ratings((0.1, 0.1, 0.1), (0.7, 0.7, 0.7), (1e300, 1e300)), "interval") == 1.0


def test_values_may_be_of_any_kind_that_can_be_told_apart():
    for one, other in ((True, False), ("v", 1), (("v", 1), ("v", 2)), (b"v", Fraction(1, 3))):
        assert krippendorff_alpha(ratings((one, one), (other, other), (one, other))) == krippendorff_alpha(
            ratings("vv", "dd", "vd")
        )
    assert krippendorff_alpha(ratings((True, True), (False, 0), (1, False)), "interval") == krippendorff_alpha(
        ratings("vv", "dd", "vd")
    )


def test_numbers_that_are_one_number_leave_nothing_to_expect():
    table = ratings((Decimal("0.1"), 0.1), (0.1, 0.1))
    assert krippendorff_alpha(table, "interval") is None
    assert "All ratings are the same" in why_undefined(krippendorff_alpha, table, "interval")


def test_one_rater_alone_agrees_with_nobody():
    table = {unit: {"Ada": value} for unit, value in enumerate("vdv")}
    for figure in (krippendorff_alpha, percent_agreement, bootstrap_interval):
        assert figure(table) is None
        assert "No unit has two ratings" in why_undefined(figure, table)
    assert pairable_units(table) == 0


def test_missing_may_be_absent_or_none_and_units_any_mapping():
    absent = ratings("vv", "vd", ("d", None), "dd")
    with_none = {**absent, 2: {0: "d", 1: None}}
    assert krippendorff_alpha(with_none) == krippendorff_alpha(absent)
    assert krippendorff_alpha({unit: MappingProxyType(row) for unit, row in absent.items()}) == krippendorff_alpha(
        absent
    )


@pytest.mark.parametrize(
    ("table", "reason"),
    [({}, "No unit has two ratings"), (ratings("v", "d"), "No unit has two"), (ratings("vv", "vv"), "All ratings are")],
)
def test_alpha_that_cannot_be_said_is_none_with_its_reason(table, reason):
    assert krippendorff_alpha(table) is None
    assert reason in why_undefined(krippendorff_alpha, table)


def test_a_figure_that_can_be_said_has_no_reason_not_to_be():
    assert why_undefined(krippendorff_alpha, ratings("vv", "dd")) == ""


def test_full_agreement_on_one_value_is_full_in_percent_and_undefined_beyond_chance():
    assert percent_agreement(ratings("vv", "vv")) == 1.0
    assert percent_agreement({}) is None


@pytest.mark.parametrize("value", ["v", "3", b"3", (1, 2), float("nan"), float("inf"), 10**400])
def test_the_interval_level_needs_numbers(value):
    with pytest.raises(ValueError, match="numbers"):
        krippendorff_alpha(ratings((value, 1.0)), "interval")


def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match="nominal or interval"):
        krippendorff_alpha(ratings("vv"), "ordinal")


@pytest.mark.parametrize("counts", [[], [[1, 0], [0, 1]], [[3, 0], [3, 0]], [[0, 0]]])
def test_fleiss_kappa_that_cannot_be_said_is_none(counts):
    assert fleiss_kappa(counts) is None
    assert why_undefined(fleiss_kappa, counts)


def test_fleiss_kappa_takes_rows_as_they_come_and_whole_numbers_of_any_kind():
    rows = [[3, 0], [0, 3], [2, 1]]
    expected = fleiss_kappa(rows)
    assert fleiss_kappa(iter(row) for row in rows) == expected
    assert fleiss_kappa(np.array(rows)) == fleiss_kappa(np.array(rows, dtype=float)) == expected


@pytest.mark.parametrize(
    "counts", [[[2, 1], [1, 1]], [[2, 0], [1, 1, 0]], [[3, -1]], [[1.5, 1.5]], [[float("nan"), 1]]]
)
def test_fleiss_kappa_of_no_table_is_refused(counts):
    with pytest.raises(ValueError, match="needs"):
        fleiss_kappa(counts)


@pytest.mark.parametrize("pairs", [[], [("v", "v"), ("v", "v")]])
def test_cohen_kappa_that_cannot_be_said_is_none(pairs):
    assert cohen_kappa(pairs) is None
    assert why_undefined(cohen_kappa, pairs)


def test_cohen_kappa_leaves_out_what_one_of_the_two_did_not_rate():
    pairs = [("v", "v"), ("d", "d"), ("v", "d")]
    assert cohen_kappa([*pairs, ("v", None), (None, "d")]) == cohen_kappa(pairs)
    assert cohen_kappa([("v", None)]) is None


def test_cohen_kappa_is_nought_where_each_always_says_another_thing():
    assert cohen_kappa([("v", "d"), ("v", "d")]) == 0.0


def test_cohen_kappa_can_fall_below_chance():
    assert cohen_kappa([("v", "d"), ("d", "v")]) == -1.0


MIXED = ratings(*["vv", "vv", "vd", "dd", "dd", "vv", "fd", "ff", "vv", "dv"] * 3)


def test_the_interval_holds_the_figure_and_is_the_same_for_a_seed():
    low, high = bootstrap_interval(MIXED, seed=4)
    assert low < krippendorff_alpha(MIXED) < high
    assert (low, high) == bootstrap_interval(MIXED, seed=4)
    assert (low, high) != bootstrap_interval(MIXED, seed=5)


def test_the_interval_does_not_depend_on_the_order_of_units_and_raters():
    turned = {unit: dict(reversed(row.items())) for unit, row in reversed(MIXED.items())}
    assert bootstrap_interval(turned) == bootstrap_interval(MIXED)


def test_more_confidence_makes_a_wider_interval_and_more_units_a_narrower_one():
    width = {}
    for name, table, confidence in [("95", MIXED, 0.95), ("50", MIXED, 0.5)]:
        low, high = bootstrap_interval(table, confidence=confidence)
        width[name] = high - low
    more = {(copy, unit): row for copy in range(9) for unit, row in MIXED.items()}
    low, high = bootstrap_interval(more)
    assert width["50"] < width["95"]
    assert high - low == pytest.approx(width["95"] / 3, rel=0.2)


def test_the_interval_of_percent_agreement_is_the_binomial_one():
    table = ratings(*["vv"] * 80, *["vd"] * 20)
    low, high = bootstrap_interval(table, percent_agreement, resamples=4000)
    assert (low, high) == (pytest.approx(0.8 - 0.078, abs=0.015), pytest.approx(0.8 + 0.078, abs=0.015))


def test_too_many_resamples_without_a_value_make_no_interval():
    # Of three units one alone differs: (2/3)^3 of the resamples do not hold it, and have but one value.
    table = ratings("vv", "vv", "dd")
    assert krippendorff_alpha(table) == 1.0
    assert bootstrap_interval(table) is None
    assert "resamples have no value" in why_undefined(bootstrap_interval, table)


def test_a_few_resamples_without_a_value_are_dropped():
    table = ratings(*["vv"] * 96, *["dd"] * 4)  # e^-4 of the resamples, 1.8 %, are all v
    assert bootstrap_interval(table) == (1.0, 1.0)


@pytest.mark.parametrize(("table", "reason"), [({}, "two ratings"), (ratings("vd"), "One unit"), (MIXED, "")])
def test_an_interval_needs_units(table, reason):
    assert reason in why_undefined(bootstrap_interval, table)
    assert (bootstrap_interval(table) is None) == bool(reason)


def test_an_interval_of_what_is_not_known_is_refused():
    with pytest.raises(ValueError, match="is known for"):
        bootstrap_interval(MIXED, cohen_kappa)
    with pytest.raises(ValueError, match="needs resamples"):
        bootstrap_interval(MIXED, resamples=0)
    with pytest.raises(ValueError, match="confidence"):
        bootstrap_interval(MIXED, confidence=95)
