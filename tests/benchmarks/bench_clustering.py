"""Clustering of 5,000 marks on one article: under a second, also where 500 of them are the same.

Run: python -m pytest -s tests/benchmarks/bench_clustering.py
"""

import random
import time

import pytest

from reviews.core.clustering import MarkedSpan, cluster

LIMIT = 1.0


def scattered(count, *, length, longest, reviewers):
    chance = random.Random(3)  # noqa: S311 - marks to measure on
    starts = [chance.randrange(length) for _ in range(count)]
    return [MarkedSpan(i, i % reviewers, start, start + chance.randint(1, longest)) for i, start in enumerate(starts)]


def the_same(count, *, reviewers):
    return [MarkedSpan(100_000 + i, 1_000 + i % reviewers, 900, 1_020) for i in range(count)]


CASES = {
    "5 reviewers, 20,000 code points": scattered(5_000, length=20_000, longest=300, reviewers=5),
    "50 reviewers, 10,000 code points": scattered(5_000, length=10_000, longest=200, reviewers=50),
    "marks of up to 2,000 code points": scattered(5_000, length=10_000, longest=2_000, reviewers=5),
    "500 the same, of 500 reviewers": [
        *scattered(4_500, length=10_000, longest=200, reviewers=8),
        *the_same(500, reviewers=500),
    ],
    "500 the same, of 5 reviewers": [
        *scattered(4_500, length=10_000, longest=200, reviewers=8),
        *the_same(500, reviewers=5),
    ],
    "500 the same, of 1 reviewer": [
        *scattered(4_500, length=10_000, longest=200, reviewers=8),
        *the_same(500, reviewers=1),
    ],
    "all the same, of 1 reviewer": the_same(5_000, reviewers=1),
}


@pytest.mark.parametrize("name", CASES)
def test_five_thousand_marks_cluster_within_a_second(name):
    spent = []
    for _ in range(3):
        began = time.perf_counter()
        groups = cluster(CASES[name])
        spent.append(time.perf_counter() - began)
    spent = min(spent)
    ratio = LIMIT / spent
    print(f"\n{name}: {spent:.2f} s, {len(groups):,} claims, {ratio:.0f} times as fast as wanted")  # noqa: T201
    assert spent < LIMIT
