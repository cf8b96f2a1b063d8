"""Alpha over 10,000 claims x 5 reviewers, beside nltk's on the same table in the same run.

Run: python -m pytest -s tests/benchmarks/bench_agreement.py. Needs nltk, which only this benchmark uses.
"""

import random
import time

import pytest

from reviews.core.agreement import bootstrap_interval, krippendorff_alpha
from reviews.core.verdicts import VOTES

nltk_agreement = pytest.importorskip("nltk.metrics.agreement", reason="needs nltk to compare with")

UNITS, RATERS, AT_LEAST = 10_000, 5, 20


def best_of(times, function):
    """Return the shortest of several runs in seconds: what the code takes when nothing else is in its way."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        function()
        spent.append(time.perf_counter() - began)
    return min(spent)


def table(missing):
    chance = random.Random(11)  # noqa: S311 - a table to measure on
    found = {}
    for unit in range(UNITS):
        true = chance.choice(VOTES)
        found[unit] = {
            rater: true if chance.random() < 0.6 else chance.choice(VOTES)
            for rater in range(RATERS)
            if chance.random() >= missing
        }
    return found


@pytest.mark.parametrize("missing", [0, 0.2])
def test_alpha_is_twenty_times_as_fast_as_nltk(missing):
    ratings = table(missing)
    triples = [(rater, unit, value) for unit, row in ratings.items() for rater, value in row.items()]
    task = nltk_agreement.AnnotationTask(triples)
    assert krippendorff_alpha(ratings) == pytest.approx(task.alpha(), abs=1e-12)
    theirs, ours = best_of(5, task.alpha), best_of(20, lambda: krippendorff_alpha(ratings))
    print(  # noqa: T201 - a benchmark says what it measured
        f"\nalpha, {UNITS:,} units x {RATERS} raters, {missing:.0%} missing: nltk {theirs * 1e3:.1f} ms,"
        f" ours {ours * 1e3:.2f} ms, {theirs / ours:.1f} times as fast (wanted: {AT_LEAST})"
    )
    assert theirs / ours >= AT_LEAST


def test_the_interval_of_the_same_table():
    ratings = table(0.2)
    print(f"\ninterval, 1,000 resamples: {best_of(3, lambda: bootstrap_interval(ratings)) * 1e3:.0f} ms")  # noqa: T201
