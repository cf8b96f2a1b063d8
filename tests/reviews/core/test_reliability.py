import csv
import json
import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.core.reliability import dawid_skene, wilson_interval
from tests.shared import shared


def test_it_finds_the_truth_in_a_crowd_as_published():
    example = json.loads(shared("agreement/published.json").read_text())["snow_2008_rte"]
    with shared("crowd/rte.tsv").open() as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    gold = {row["orig_id"]: row["gold"] for row in rows}
    found = dawid_skene((row["orig_id"], row["!amt_worker_ids"], row["response"]) for row in rows)
    right = sum(found.most_probable(unit) == value for unit, value in gold.items())
    assert found.converged
    assert right / len(gold) == pytest.approx(example["dawid_skene_accuracy"], abs=example["tolerance"])


# Table 1 of Dawid & Skene 1979: 45 patients, each by the first observer three times, then by four others.
ANAESTHETISTS = """
1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 2223343 1111111 2223212 1211111
1112111 1111111 1111111 2222221 2221322 2222222 2222221 2223222 2212222 1111111 1111111 2322222 1111111 1111111 1121121
1111111 3333233 1111111 2222222 2223232 4334343 2212232 2323233 3333432 1111111 1111111 1212111 2322222 1211111 2222222
""".split()  # noqa: SIM905 - a table is read as a table
OBSERVERS = [1, 1, 1, 2, 3, 4, 5]


def anaesthetists():
    for patient, row in enumerate(ANAESTHETISTS, start=1):
        for observer, given_class in zip(OBSERVERS, row, strict=True):
            yield patient, observer, given_class


def test_the_error_rates_are_those_of_the_paper():
    found = dawid_skene(anaesthetists())
    assert {c: round(share, 2) for c, share in found.shares.items()} == {"1": 0.4, "2": 0.42, "3": 0.11, "4": 0.07}
    rates = {of: [[round(found.confusion[of][t][g], 2) for g in "1234"] for t in "1234"] for of in (1, 2)}
    assert rates[1] == [[0.89, 0.11, 0, 0], [0.07, 0.88, 0.05, 0], [0, 0.34, 0.66, 0], [0, 0, 0.56, 0.44]]
    assert rates[2] == [[0.83, 0.17, 0, 0], [0.05, 0.63, 0.31, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    # Two patients' classes are in some doubt.
    assert {patient for patient, row in found.posterior.items() if max(row.values()) < 0.98} == {35, 38}


def log_likelihood(found, given_votes):
    """Of the votes, under the shares and rates that were found."""
    units = {}
    for unit, rater, value in given_votes:
        units.setdefault(unit, []).append((rater, value))

    def of(true, said):
        return found.shares[true] * math.prod((found.confusion[r][true] or {}).get(v, 1) for r, v in said)

    return sum(math.log(sum(of(true, said) for true in found.shares)) for said in units.values())


def test_every_step_makes_the_votes_likelier():
    given_votes = list(anaesthetists())
    steps = [log_likelihood(dawid_skene(given_votes, iterations=n), given_votes) for n in range(1, 31)]
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(steps))
    assert steps[-1] > steps[0] + 1


def test_what_it_stops_at_is_where_it_would_stay():
    given_votes = list(anaesthetists())
    found, longer = dawid_skene(given_votes), dawid_skene(given_votes, tolerance=0, iterations=300)
    assert found.converged
    for unit, row in found.posterior.items():
        assert row == pytest.approx(longer.posterior[unit], abs=1e-8)


def crowd():
    """Make 40 units, half of them v; three careful raters, and one who turns everything round."""
    for unit in range(40):
        true, other = ("v", "d") if unit % 2 else ("d", "v")
        for rater in ("Ada", "Ben", "Cem"):
            yield unit, rater, other if rater == "Cem" and unit % 10 == 3 else true
        yield unit, "Dea", other


def test_who_is_always_wrong_is_as_telling_as_who_is_right():
    found = dawid_skene(crowd())
    assert found.confusion["Dea"]["v"]["d"] == pytest.approx(1, abs=1e-3)
    assert found.confusion["Ada"]["v"]["v"] == pytest.approx(1, abs=1e-3)
    assert found.confusion["Cem"]["v"]["v"] == pytest.approx(16 / 20, abs=1e-3)
    assert all(found.most_probable(unit) == ("v" if unit % 2 else "d") for unit in range(40))


def test_one_step_by_hand():
    # One unit, two votes against one: the start is 2/3 and 1/3, and those are the shares. Every rater's rows are then
    # what they said, so both values explain the votes alike but for the shares, and nothing moves.
    found = dawid_skene([("u", "Ada", "v"), ("u", "Ben", "v"), ("u", "Cem", "d")])
    assert found.posterior["u"] == pytest.approx({"v": 2 / 3, "d": 1 / 3})
    assert found.shares == pytest.approx({"v": 2 / 3, "d": 1 / 3})
    assert found.confusion["Cem"] == {"v": {"v": 0.0, "d": 1.0}, "d": {"v": 0.0, "d": 1.0}}


def test_a_row_that_nothing_is_known_of_is_none():
    votes = [(unit, rater, value) for unit, value in enumerate("vvdd") for rater in ("Ada", "Ben")]
    found = dawid_skene([*votes, (0, "Cem", "v")])
    assert found.confusion["Cem"]["d"] is None
    assert found.confusion["Cem"]["v"] == {"v": 1.0, "d": 0.0}


def test_without_votes_there_is_nothing_to_say():
    found = dawid_skene([])
    assert (found.posterior, found.confusion, found.shares, found.converged) == ({}, {}, {}, True)


def test_no_vote_is_none_and_votes_may_come_from_a_generator():
    votes = [("u", "Ada", "v"), ("u", "Ben", None), ("w", "Ada", "d")]
    found = dawid_skene(vote for vote in votes)
    assert (set(found.confusion), set(found.shares)) == ({"Ada"}, {"v", "d"})
    assert dawid_skene([("u", "Ada", None)]).posterior == {}


def test_where_all_say_the_same_that_is_the_truth():
    found = dawid_skene((unit, rater, True) for unit in range(3) for rater in "AB")
    assert (found.shares, found.posterior[0], found.confusion["A"]) == ({True: 1.0}, {True: 1.0}, {True: {True: 1.0}})


def test_it_says_when_it_stopped_before_it_was_done():
    found = dawid_skene(crowd(), iterations=1)
    assert (found.iterations, found.converged) == (1, False)


votes = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from("ABC"), st.sampled_from("vdf")),
    min_size=1,
    max_size=18,
    unique_by=lambda vote: vote[:2],
)


@settings(max_examples=60, deadline=None)
@given(votes, st.randoms(use_true_random=False))
def test_probabilities_sum_to_one_whatever_the_order_of_the_votes(given_votes, chance):
    found = dawid_skene(given_votes, iterations=20)
    rows = [found.shares, *found.posterior.values()]
    rows += [row for rater in found.confusion.values() for row in rater.values() if row is not None]
    assert all(sum(row.values()) == pytest.approx(1) for row in rows)
    shuffled = list(given_votes)
    chance.shuffle(shuffled)
    again = dawid_skene(shuffled, iterations=20)
    for unit, row in found.posterior.items():
        assert again.posterior[unit] == pytest.approx(row, abs=1e-6)


def test_wilson_interval_by_hand():
    # z = 1.96, 8 of 10: (0.8 + 0.19208) / 1.38416 -+ 1.96 * sqrt(0.016 + 0.009604) / 1.38416
    assert wilson_interval(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson_interval(0, 10)[0] == pytest.approx(0, abs=1e-12)
    assert wilson_interval(10, 10)[1] == pytest.approx(1)
    assert wilson_interval(8, 10, confidence=0.5) == pytest.approx((0.7025, 0.8714), abs=1e-4)


def test_a_share_of_nothing_has_no_interval():
    assert wilson_interval(0, 0) is None
    with pytest.raises(ValueError, match="no share"):
        wilson_interval(3, 2)
