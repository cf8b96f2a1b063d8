"""Plans of 200 random desks: as even as the fractional optimum and one article allow, nothing left that has a place.

The optimum is a linear programme under the same eligibility, articles split at will; what can be placed is an exact
maximum flow on the same desk. And: 1,000 articles and 50 people are planned within 2 seconds.

Run: python -m pytest -s tests/benchmarks/bench_planning.py
"""

import random
import time
from datetime import date, timedelta

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from reviews.core.planning import ArticleWork, Reviewer, obstacle, plan

LIMIT = 2.0
TODAY = date(2026, 3, 2)


def desk(seed, *, articles=None, people=None):
    """Return a random desk: two teams, three languages, conflicts, absences, open work, articles of all lengths."""
    chance = random.Random(seed)  # noqa: S311 - desks to measure on
    articles, people = articles or chance.randint(50, 500), people or chance.randint(5, 40)
    spread, conflict, busy = chance.uniform(0.2, 1.2), chance.choice([0.02, 0.2, 0.6, 0.9]), chance.uniform(0, 1.5)
    works = [
        ArticleWork(
            number,
            hours=chance.lognormvariate(0.7, spread),
            wanted=chance.choice([None, None, None, 1, 3]),
            language=chance.choice(["en", "en", "es", "fr", ""]),
            team=chance.choice([None, None, "north", "south"]),
            due=TODAY + timedelta(chance.randint(1, 21)),
        )
        for number in range(articles)
    ]
    reviewers = []
    for number in range(people):
        capacity, gone = chance.choice([4, 8, 16, 20, 38]), TODAY + timedelta(chance.randint(-5, 10))
        reviewers.append(
            Reviewer(
                number,
                capacity=capacity,
                load=capacity * chance.uniform(0, busy),
                languages={language for language in ("en", "es", "fr") if chance.random() < 0.6},
                teams={team for team in ("north", "south") if chance.random() < 0.7},
                away=[(gone, gone + timedelta(chance.randint(3, 20)))] if chance.random() < 0.3 else [],
                conflicts={work.id: "" for work in works if chance.random() < conflict * chance.random()},
            )
        )
    return works, reviewers, chance.choice([1, 2, 3])


def eligible(works, reviewers):
    """Return who may review what: (articles, people)."""
    return np.array([[obstacle(work, reviewer, today=TODAY) is None for reviewer in reviewers] for work in works])


def placeable(may, places):
    """Return how many places can be filled: the maximum flow from articles to people, one of each to each."""
    articles, people = may.shape
    source, sink = articles + people, articles + people + 1
    rows, columns = np.nonzero(may)
    graph = csr_array(
        (
            np.r_[places, np.ones(len(rows)), np.full(people, articles)].astype(np.int32),
            (
                np.r_[np.full(articles, source), rows, articles + np.arange(people)],
                np.r_[np.arange(articles), articles + columns, np.full(people, sink)],
            ),
        ),
        shape=(sink + 1, sink + 1),
    )
    return maximum_flow(graph, source, sink).flow_value


def optimum(works, reviewers, may, places):
    """Return the least highest load by capacity if articles could be split among those who may review them."""
    hours, capacity = np.array([w.hours for w in works]), np.array([r.capacity for r in reviewers])
    rows, columns = np.nonzero(may)
    count, people = len(rows), len(reviewers)
    filled = csr_array((np.ones(count), (rows, np.arange(count))), shape=(len(works), count + 1))
    loads = csr_array(
        (
            np.r_[hours[rows] / capacity[columns], -np.ones(people)],
            (np.r_[columns, np.arange(people)], np.r_[np.arange(count), np.full(people, count)]),
        ),
        shape=(people, count + 1),
    )
    solved = linprog(
        np.r_[np.zeros(count), 1],
        A_ub=loads,
        b_ub=-np.array([r.load for r in reviewers]) / capacity,
        A_eq=filled,
        b_eq=np.minimum(places, may.sum(axis=1)),
        bounds=[(0, 1)] * count + [(0, None)],
        method="highs",
    )
    assert solved.status == 0
    return solved.fun


def test_two_hundred_desks():
    above, slack, spent = [], [], []
    for seed in range(200):
        works, reviewers, wanted = desk(seed)
        began = time.perf_counter()
        made = plan(works, reviewers, wanted=wanted, today=TODAY, seed=seed)
        spent.append(time.perf_counter() - began)
        may = eligible(works, reviewers)
        places = np.array([wanted if work.wanted is None else work.wanted for work in works])
        assert len(made.placements) == placeable(may, places), seed
        assert sum(gap.missing for gap in made.unplaced) == places.sum() - len(made.placements), seed
        assert all(may[placement.article, placement.reviewer] for placement in made.placements), seed
        least, busiest = optimum(works, reviewers, may, places), max(made.loads, key=lambda load: load.ratio)
        assert made.unavoidable <= least + 1e-6, seed
        longest = max(work.hours for work in works) / busiest.capacity
        assert busiest.ratio <= least + longest + 1e-6, seed
        above.append(busiest.ratio / least - 1)
        slack.append((busiest.ratio - least) / longest)
    print(  # noqa: T201
        f"\n200 desks: the busiest is {np.median(above):.2%} above the fractional optimum (median; at most"
        f" {max(above):.1%}), at most {max(slack):.2f} longest articles; {max(spent):.2f} s at most"
    )


@pytest.mark.parametrize("seed", range(5))
def test_a_thousand_articles_and_fifty_people(seed):
    works, reviewers, _ = desk(seed, articles=1_000, people=50)
    began = time.perf_counter()
    plan(works, reviewers, wanted=2, today=TODAY)
    spent = time.perf_counter() - began
    print(f"\n1,000 articles, 50 people: {spent:.2f} s, {LIMIT / spent:.0f} times as fast as wanted")  # noqa: T201
    assert spent < LIMIT
