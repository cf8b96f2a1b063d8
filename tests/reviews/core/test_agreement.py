import csv
import json
from fractions import Fraction
from itertools import permutations
from types import MappingProxyType

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


@pytest.mark.parametrize("value", ["v", float("nan"), float("inf")])
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


@pytest.mark.parametrize("counts", [[[2, 1], [1, 1]], [[2, 0], [1, 1, 0]], [[3, -1]]])
def test_fleiss_kappa_of_no_table_is_refused(counts):
    with pytest.raises(ValueError, match="needs"):
        fleiss_kappa(counts)


@pytest.mark.parametrize("pairs", [[], [("v", "v"), ("v", "v")]])
def test_cohen_kappa_that_cannot_be_said_is_none(pairs):
    assert cohen_kappa(pairs) is None
    assert why_undefined(cohen_kappa, pairs)


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
