"""What stands on a shelf, what is attached, and what a review still lacks."""

import pytest

from articles.models import Story
from reviews.core.evidence import EvidenceItem
from reviews.core.policy import Policy
from reviews.core.verdicts import Stance, Verdict
from reviews.models import Source
from reviews.queries.coverage import coverage_by
from reviews.queries.evidence import items, marks_of, shelf_of, still_asked
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    OPENED,
    TOLL,
    Desk,
    again,
    assignments_of,
    delete_mark,
    draft,
    finished,
    make_article,
    make_source,
    mark,
    open_round_for,
    show,
    wave_through,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def test_marks_come_in_order_of_the_text_with_their_evidence_in_two_queries(desk, django_assert_num_queries):
    late, whole, early = (
        mark(desk.first, CAFE, "verified"),
        draft(desk.first, None),
        mark(desk.first, OPENED, "verified"),
    )
    delete_mark(desk.first, draft(desk.first, TOLL))
    mark(desk.second, FERRY, "verified")
    with django_assert_num_queries(2):
        marks = marks_of(desk.first, with_evidence=True)
        assert [evidence.source.title for made in marks for evidence in made.evidence.all()] == ["The register"] * 2
    assert set(marks) == {early, late, whole}
    assert [made for made in marks if made.start is not None] == [early, late]


def test_an_article_of_the_story_is_context_whatever_its_stance():
    story = Story.objects.create(title="The bridge")
    desk = Desk(story=story)
    made = draft(desk.first, COST, "verified")
    same, elsewhere = make_article("One.", story=story), make_article("Two.")
    for article in (None, desk.article, same, elsewhere):
        show(made, "supports", same_as_article=article)
    found = items(made.evidence.all(), article_id=desk.article.pk, story_id=story.pk)
    assert [item.from_story for item in found] == [False, True, True, False]
    assert [item.is_source(Stance.SUPPORTS) for item in found] == [True, False, False, True]


def test_two_articles_without_a_story_are_not_of_one(desk):
    made = draft(desk.first, COST, "verified")
    show(made, "supports", same_as_article=make_article("Another text."))
    assert [item.from_story for item in items(made.evidence.all(), article_id=desk.article.pk, story_id=None)] == [
        False
    ]


def test_a_search_is_told_from_a_source(desk):
    made = draft(desk.first, COST, "fabricated")
    show(made, "refutes", kind=Source.Kind.SEARCH, title="12 million", found_nothing=True)
    assert items(made.evidence.all(), article_id=desk.article.pk, story_id=None) == [
        EvidenceItem(Stance.REFUTES, is_search=True, found_nothing=True, from_story=False)
    ]


def test_what_is_asked_follows_the_policy(desk):
    complete = mark(desk.first, OPENED, "disputed")
    bare = draft(desk.first, COST, "disputed")
    marks = marks_of(desk.first)
    lenient = Policy(reason_for=frozenset(), rationale_for=frozenset(), evidence_for=frozenset())
    strict = Policy(rationale_for=frozenset(Verdict))
    assert still_asked(desk.first, marks, lenient) == []
    assert [(made, len(asked)) for made, asked in still_asked(desk.first, marks, strict)] == [(bare, 3)]
    assert complete in marks


def test_a_shelf_is_ones_own_and_reaches_over_the_story(desk):
    story = Story.objects.create(title="The bridge")
    one, other = Desk(story=story), Desk(story=story)
    other.first.reviewer = one.first.reviewer
    other.first.save()
    here, there = make_source(one.first, title="Here"), make_source(again(other.first), title="There")
    make_source(one.second, title="Somebody else's")
    desk.first.reviewer = one.first.reviewer
    desk.first.save()
    apart = make_source(again(desk.first), title="Apart")
    assert shelf_of(one.first) == [here, there]
    assert shelf_of(again(other.first)) == [here, there]
    assert shelf_of(again(desk.first)) == [apart]


def test_coverage_is_of_the_reviews_asked_about(desk):
    revision = desk.article.current
    mark(desk.first, COST, "verified")
    mark(desk.second, TOLL, "verified")
    draft(desk.second, FERRY)  # Still to check: it checks nothing.
    draft(desk.second, None, "disputed")  # On the whole: it touches no sentence.
    wave_through(desk.first, 3)
    wave_through(desk.second, 3)
    one, both = coverage_by([desk.first], revision, quorum=2), coverage_by(desk.assignments, revision, quorum=2)
    assert (one.checked, one.dismissed, one.untouched) == (1, 0, 3)
    assert (both.checked, both.dismissed, both.untouched) == (2, 1, 1)
    assert coverage_by(desk.assignments, revision, quorum=1).dismissed == 1
    assert coverage_by([], revision, quorum=1).dealt_with == 0


@pytest.mark.parametrize(("last", "checked"), [("2031.", 2), ("Sad.", 2), ("the port says.", 0)])
def test_a_mark_on_more_than_three_sentences_checks_none(desk, last, checked):
    words = desk.text[desk.text.index("The bridge") : desk.text.index(last) + len(last)]
    draft(desk.first, words, "verified")
    assert coverage_by(desk.assignments, desk.article.current, quorum=2).checked == checked


def test_a_later_round_has_marks_of_its_own(desk):
    finished(desk, (COST, "verified", "verified"))
    third = assignments_of(open_round_for(desk, [desk.spare]))[0]
    assert marks_of(third) == []
