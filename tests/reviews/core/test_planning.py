from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.core.planning import (
    ArticleWork,
    Kind,
    Placement,
    Reviewer,
    capacity_between,
    days_present,
    is_away,
    obstacle,
    plan,
)

TODAY = date(2026, 3, 2)


def day(number):
    return TODAY + timedelta(number)


def by_article(made):
    """Return who has a place on which article."""
    return {
        article: {placement.reviewer for placement in made.placements if placement.article == article}
        for article in dict.fromkeys(placement.article for placement in made.placements)
    }


def loads(made):
    return {load.reviewer: load.after for load in made.loads}


@st.composite
def desks(draw):
    """Return up to 7 articles and 5 reviewers, with every obstacle there is; hours as whole quarters of one."""
    people = range(draw(st.integers(1, 5)))
    quarters = st.integers(1, 24).map(lambda number: number / 4)
    articles = [
        ArticleWork(
            number,
            hours=draw(quarters),
            wanted=draw(st.sampled_from([None, None, 0, 1, 3])),
            language=draw(st.sampled_from(["", "en", "es", "es-MX"])),
            team=draw(st.sampled_from([None, None, "north"])),
            due=draw(st.sampled_from([None, day(3), day(9)])),
            already=draw(st.sets(st.sampled_from(people), max_size=1)),
        )
        for number in range(draw(st.integers(0, 7)))
    ]
    absences = st.lists(st.sampled_from([(day(-1), day(4)), (day(5), day(20)), (day(2), day(2))]), max_size=2)
    reviewers = [
        Reviewer(
            number,
            capacity=draw(st.sampled_from([0, 1, 4, 8, 10])),
            load=draw(st.sampled_from([0, 0, 2, 9])),
            languages=draw(st.sets(st.sampled_from(["en", "es"]))),
            teams=draw(st.sets(st.sampled_from(["north", "south"]))),
            away=draw(absences),
            conflicts=dict.fromkeys(draw(st.sets(st.integers(0, 6), max_size=3)), "knows the author"),
        )
        for number in people
    ]
    return articles, reviewers, draw(st.integers(1, 3))


def least_possible(articles, reviewers, wanted):
    """Return the least highest ratio if articles could be split: the fullest group of reviewers decides (max-flow
    min-cut). A group holds at least what is left of an article when all others who may have taken theirs.
    """
    able = [r for r in reviewers if r.capacity > 0]
    worst = 0.0
    for group in chain.from_iterable(combinations(able, size) for size in range(1, len(able) + 1)):
        hours = sum(r.load for r in group)
        for article in articles:
            may = {r.id for r in able if obstacle(article, r, today=TODAY) is None}
            places = min(len(may), wanted if article.wanted is None else article.wanted)
            hours += article.hours * max(0, places - len(may - {r.id for r in group}))
        worst = max(worst, hours / sum(r.capacity for r in group))
    return worst


@given(desks())
def test_every_place_that_somebody_may_have_is_filled_and_no_other(desk):
    articles, reviewers, wanted = desk
    made = plan(articles, reviewers, wanted=wanted, today=TODAY)
    assert len(set(made.placements)) == len(made.placements)
    held, missing = by_article(made), {gap.article: gap.missing for gap in made.unplaced}
    for article in articles:
        may = {r.id for r in reviewers if obstacle(article, r, today=TODAY) is None}
        places = wanted if article.wanted is None else article.wanted
        assert held.get(article.id, set()) <= may
        assert len(held.get(article.id, ())) == min(places, len(may))
        assert missing.get(article.id, 0) == max(0, places - len(may))


@given(desks())
def test_the_busiest_is_no_busier_than_the_least_possible_and_their_longest_article(desk):
    articles, reviewers, wanted = desk
    made = plan(articles, reviewers, wanted=wanted, today=TODAY)
    least = least_possible(articles, reviewers, wanted)
    hours = {article.id: article.hours for article in articles}
    for load in made.loads:
        if load.capacity:
            longest = max((hours[p.article] for p in made.placements if p.reviewer == load.reviewer), default=0)
            assert load.ratio <= least + longest / load.capacity + 1e-6
    assert made.unavoidable <= least + 1e-6
    assert made.unavoidable <= max((load.ratio for load in made.loads if load.capacity), default=0) + 1e-6


@given(desks())
def test_loads_are_what_was_there_and_what_was_placed(desk):
    articles, reviewers, wanted = desk
    made = plan(articles, reviewers, wanted=wanted, today=TODAY)
    hours = {article.id: article.hours for article in articles}
    for load, reviewer in zip(made.loads, reviewers, strict=True):
        placed = sum(hours[p.article] for p in made.placements if p.reviewer == reviewer.id)
        assert load.before == reviewer.load
        assert load.after == pytest.approx(reviewer.load + placed)


@given(desks(), st.integers(0, 5), st.randoms(use_true_random=False))
def test_a_seed_makes_one_plan_in_whatever_order_articles_and_reviewers_come(desk, seed, chance):
    articles, reviewers, wanted = desk
    made = plan(articles, reviewers, wanted=wanted, today=TODAY, seed=seed)
    mixed = plan(
        chance.sample(articles, len(articles)),
        chance.sample(reviewers, len(reviewers)),
        wanted=wanted,
        today=TODAY,
        seed=seed,
    )
    assert set(made.placements) == set(mixed.placements)


def test_another_seed_deals_equals_otherwise():
    articles, reviewers = [ArticleWork("toll", 2)], [Reviewer(name, 10) for name in ("Ada", "Ben", "Cem")]
    chosen = {plan(articles, reviewers, wanted=1, seed=seed).placements[0].reviewer for seed in range(40)}
    assert chosen == {"Ada", "Ben", "Cem"}


def test_work_goes_by_hours_and_not_by_count():
    articles = [ArticleWork("long", 6), *(ArticleWork(f"short {number}", 1) for number in range(6))]
    made = plan(articles, [Reviewer("Ada", 10), Reviewer("Ben", 10)], wanted=1)
    assert loads(made) == {"Ada": 6, "Ben": 6}


def test_capacity_and_open_load_are_counted_in():
    articles = [ArticleWork(number, 1) for number in range(12)]
    made = plan(articles, [Reviewer("Ada", 20, load=2), Reviewer("Ben", 10, load=4)], wanted=1)
    assert loads(made) == {"Ada": 12, "Ben": 6}
    assert [load.ratio for load in made.loads] == [0.6, 0.6]
    assert [load.ratio_before for load in made.loads] == [0.1, 0.4]


def test_a_chain_of_people_is_relieved_where_no_hand_over_alone_would_do():
    """Ada's article can only go to Ben, whose own can only go to Cem, whose own only to Dea, who has nothing."""
    people = ["Ada", "Ben", "Cem", "Dea"]
    articles = [ArticleWork(number, 4) for number in range(6)]
    may = {0: "Ada", 1: "Ada Ben", 2: "Ada Ben", 3: "Ben Cem", 4: "Cem Dea", 5: "Cem Dea"}
    reviewers = [Reviewer(name, 10, conflicts={n: "" for n in may if name not in may[n].split()}) for name in people]
    made = plan(articles, reviewers, wanted=1)
    assert max(loads(made).values()) == 8


@pytest.mark.parametrize(
    ("article", "reviewer", "kind", "words"),
    [
        ({}, {"conflicts": {"toll": "wrote for The Gazette"}}, Kind.CONFLICT, "wrote for The Gazette"),
        ({}, {"conflicts": {"toll": ""}}, Kind.CONFLICT, "has a conflict"),
        ({"already": ["Ada"]}, {}, Kind.ALREADY, "reviews it already"),
        ({"team": "north"}, {"teams": ["south"]}, Kind.TEAM, "is not in its team"),
        ({"language": "es-MX"}, {"languages": ["en"]}, Kind.LANGUAGE, "does not read Spanish"),
        ({"language": "tlh"}, {"languages": ["en"]}, Kind.LANGUAGE, "does not read tlh"),
        ({"due": day(3)}, {"away": [(day(-5), day(1)), (day(2), day(8))]}, Kind.AWAY, "is away until it is due"),
        ({}, {"away": [(day(0), day(0))]}, Kind.AWAY, "is away"),
        ({}, {"capacity": 0}, Kind.HOURS, "has no hours"),
    ],
)
def test_what_keeps_a_reviewer_from_an_article(article, reviewer, kind, words):
    work = replace(ArticleWork("toll", 1), **article)
    met = obstacle(work, replace(Reviewer("Ada", 10), **reviewer), today=TODAY)
    assert (met.kind, met.words) == (kind, words)


@pytest.mark.parametrize(
    ("article", "reviewer"),
    [
        ({"team": "north"}, {"teams": ["south", "north"]}),
        ({"language": "es"}, {"languages": ["ES-mx"]}),
        ({"language": "es"}, {}),
        ({"language": "und"}, {"languages": ["en"]}),
        ({"due": day(3)}, {"away": [(day(0), day(2))]}),
        ({"due": day(3)}, {"away": [(day(1), day(30))]}),
        ({}, {"away": [(day(1), day(30))]}),
    ],
)
def test_what_does_not_keep_a_reviewer_from_an_article(article, reviewer):
    work = replace(ArticleWork("toll", 1), **article)
    assert obstacle(work, replace(Reviewer("Ada", 10), **reviewer), today=TODAY) is None


def test_absences_are_not_asked_without_a_day():
    ada = Reviewer("Ada", 10, away=[(day(-9), day(9))])
    assert obstacle(ArticleWork("toll", 1), ada) is None
    assert plan([ArticleWork("toll", 1)], [ada], wanted=1).placements == (Placement("toll", "Ada"),)


spans = st.tuples(st.integers(-3, 12), st.integers(0, 6)).map(lambda span: (day(span[0]), day(span[0] + span[1])))


@given(st.lists(spans, max_size=4), st.integers(0, 9), st.integers(0, 9))
def test_days_present_are_those_that_no_absence_covers(absences, first, length):
    days = [day(first + number) for number in range(length + 1)]
    present = sum(not any(start <= one <= end for start, end in absences) for one in days)
    assert days_present(absences, days[0], days[-1]) == present
    assert is_away(absences, days[0], days[-1]) is (present == 0)
    assert capacity_between(14, absences, days[0], days[-1]) == 2 * present


def test_the_plan_is_explained():
    articles = [ArticleWork("toll", 4, language="es"), ArticleWork("ferry", 2, language="en")]
    reviewers = [
        Reviewer(1, 10, load=1, name="Ada", languages=["es", "en"]),
        Reviewer(2, 5, name="Ben", languages=["en"], conflicts={"ferry": "wrote for its publication"}),
        Reviewer(3, 0, name="Cem"),
    ]
    made = plan(articles, reviewers, wanted=2)
    assert made.explanation == (
        "2 of 4 places can be filled: 2 articles, 3 reviewers.",
        "2 of 3 reviewers read Spanish.",
        "1 reviewer has a conflict with some of the articles, or knows their reviews.",
        "1 reviewer has no hours.",
        "The busiest, Ada, would be at 70% of their hours (now 10%).",
        "No plan with these people could keep everybody below 70%.",
    )
    assert [(gap.article, gap.missing, gap.reason) for gap in made.unplaced] == [
        ("toll", 1, "2 reviewers wanted, 1 of 3 may review it: 1 does not read Spanish and 1 has no hours."),
        ("ferry", 1, "2 reviewers wanted, 1 of 3 may review it: 1 wrote for its publication and 1 has no hours."),
    ]


def test_too_much_work_is_planned_and_said():
    made = plan([ArticleWork(number, 4) for number in range(4)], [Reviewer("Ada", 4), Reviewer("Ben", 8)], wanted=2)
    assert "2 reviewers would have more work than hours." in made.explanation
    assert made.explanation[0] == "All 8 places are filled: 4 articles, 2 reviewers."


@pytest.mark.parametrize(
    ("articles", "reviewers", "words"),
    [
        ([], [Reviewer("Ada", 5)], "There are no places to fill."),
        ([ArticleWork("toll", 1, wanted=0)], [], "There are no places to fill."),
        ([ArticleWork("toll", 1)], [], "0 of 2 places can be filled: 1 article, 0 reviewers."),
    ],
)
def test_a_plan_of_nothing_is_a_plan(articles, reviewers, words):
    made = plan(articles, reviewers)
    assert made.placements == ()
    assert made.explanation[0] == words


def test_with_nobody_chosen_the_reason_says_so():
    (gap,) = plan([ArticleWork("toll", 1)], []).unplaced
    assert gap.reason == "2 reviewers wanted, nobody was chosen."


@pytest.mark.parametrize(
    ("articles", "reviewers", "options", "words"),
    [
        ([ArticleWork(1, 1), ArticleWork(1, 2)], [], {}, "article 1 is there twice"),
        ([], [Reviewer(1, 1), Reviewer(1, 2)], {}, "reviewer 1 is there twice"),
        ([ArticleWork(1, 0)], [], {}, "0 hours is none"),
        ([ArticleWork(1, float("nan"))], [], {}, "nan hours is none"),
        ([], [Reviewer(1, -1)], {}, "at least no hours"),
        ([], [Reviewer(1, 1, load=float("inf"))], {}, "at least no hours"),
        ([], [], {"wanted": -1}, "at least none"),
        ([ArticleWork(1, 1, wanted=-2)], [], {}, "at least none"),
    ],
)
def test_nonsense_is_refused(articles, reviewers, options, words):
    with pytest.raises(ValueError, match=words):
        plan(articles, reviewers, **options)
