"""Articles with their standing, counted and narrowed down as a person may see them."""

import pytest

from reviews.queries.dashboard import (
    articles_with_standing,
    counts_by,
    needing_a_ruling,
    short_of_a_reviewer,
    with_nobody_assigned,
)
from tests.factories import COST, FERRY, TOLL, Desk, finished, make_article, make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    """Five articles: contested, undetermined, thin, under review, and one nobody has looked at."""
    split, short, thin = Desk(), Desk(), Desk()
    finished(split, (COST, "verified", "disputed"))
    finished(short, (FERRY, "verified", ""), (TOLL, "verified", "verified"))
    finished(thin, (TOLL, "verified", "verified"))
    return {"split": split, "short": short, "thin": thin, "open": Desk(), "fresh": make_article()}


def test_counts_are_of_what_is_shown(desks):
    assert counts_by(articles_with_standing(make_editor()), "shown_status") == {
        "contested": 1,
        "undetermined": 1,
        "thin": 1,
        "unreviewed": 2,
    }
    reviewer = desks["split"].first.reviewer
    assert counts_by(articles_with_standing(reviewer), "shown_status") == {"contested": 1}


def test_counts_give_nothing_away_to_whoever_is_blind(desks):
    reviewer = desks["open"].first.reviewer
    assert counts_by(articles_with_standing(reviewer), "shown_status") == {"in_review": 1}


def test_articles_are_found_by_what_they_need(desks):
    every = articles_with_standing(make_editor())
    assert list(every.filter(needing_a_ruling())) == [desks["split"].article]
    assert list(every.filter(short_of_a_reviewer())) == [desks["short"].article]
    assert list(every.filter(with_nobody_assigned())) == [desks["fresh"]]


def test_a_page_of_articles_costs_one_query(desks, django_assert_num_queries):
    editor = make_editor()
    with django_assert_num_queries(1):
        for article in articles_with_standing(editor):
            assert article.publication.name
            assert getattr(article, "standing", None) is None or article.standing.team.name
