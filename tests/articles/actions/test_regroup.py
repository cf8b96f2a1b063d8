import pytest
from django.core.exceptions import ValidationError

from articles.actions import create_story, merge_stories, move_articles, rename_story, split_story
from articles.actions.errors import Refused
from articles.models import Story
from editorial.record.models import Event
from reviews.models import Standing
from tests.factories import COST, NOW, OPENED, Desk, finished, make_article, make_editor, mark, recorded, show

pytestmark = pytest.mark.django_db


def by():
    return {"by": make_editor(), "right": "editor", "now": NOW}


def make_story(title="The bridge", articles=2):
    story = create_story(title=title, **by())
    return story, [make_article(f"{title}. Text number {n} of the story.", story=story) for n in range(articles)]


def titles(*articles):
    for article in articles:
        article.refresh_from_db()
    return [article.story.title if article.story else None for article in articles]


def test_articles_are_moved_into_a_story_and_out():
    story, _ = make_story(articles=0)
    one, other = make_article("One text."), make_article("Other text.")
    who = by()
    with recorded() as kinds:
        move_articles(articles=[one, other], story=story, **who)
    assert kinds == ["article.edited"] * 2
    assert titles(one, other) == ["The bridge"] * 2
    move_articles(articles=[one], story=None, **who)
    assert titles(one, other) == [None, "The bridge"]


def test_merging_moves_the_articles_and_leads_on():
    (story, articles), (into, others) = make_story(), make_story("The toll")
    who = by()
    with recorded() as kinds:
        merge_stories(story=story, into=into, **who)
    assert kinds == ["article.edited"] * 2 + ["story.merged"]
    assert titles(*articles, *others) == ["The toll"] * 4
    assert create_story(title="the BRIDGE", **by()) == into
    third, _ = make_story("The ferry")
    merge_stories(story=into, into=third, **by())
    assert create_story(title="The bridge", **by()) == third
    assert {s.title: s.merged_into_id for s in Story.objects.all()} == {
        "The bridge": third.pk,
        "The toll": third.pk,
        "The ferry": None,
    }


def test_what_cannot_be_merged():
    (story, _), (into, _) = make_story(articles=1), make_story("The toll", articles=1)
    with pytest.raises(Refused, match="itself"):
        merge_stories(story=story, into=story, **by())
    merge_stories(story=story, into=into, **by())
    for pair in ({"story": story, "into": into}, {"story": into, "into": story}):
        with pytest.raises(Refused, match="already"):
            merge_stories(**pair, **by())


def test_splitting_takes_articles_out():
    story, (one, two, three) = make_story(articles=3)
    who = by()
    with recorded() as kinds:
        made = split_story(story=story, articles=[one, two], title="The ferry", **who)
    assert kinds == ["story.created", "article.edited", "article.edited", "story.split"]
    assert titles(one, two, three) == ["The ferry", "The ferry", "The bridge"]
    assert Event.objects.get(kind="story.split").payload == {
        "story": story.pk,
        "into": made.pk,
        "articles": [one.pk, two.pk],
    }


def test_what_cannot_be_split():
    story, articles = make_story()
    stranger = make_article("A stranger.")
    for chosen, title in (
        ([], "x"),
        (articles, "x"),
        ([stranger], "x"),
        (articles[:1], " "),
        (articles[:1], "the bridge"),
    ):
        with recorded() as kinds, pytest.raises((Refused, ValidationError)):
            split_story(story=story, articles=chosen, title=title, by=None, right="system", now=NOW)
        assert kinds == []


def test_renaming():
    story, _ = make_story(articles=0)
    assert rename_story(story=story, title="The old bridge", **by()).title == "The old bridge"


def test_what_rests_on_a_story_is_worked_out_anew():
    """Evidence that is an article of the same story proves nothing; taken out of the story, it does again."""
    story, _ = make_story(articles=1)
    other = make_article("Another paper's text.")
    desk = Desk(story=story)
    for assignment in desk.assignments:
        made = mark(assignment, OPENED, "verified")
        made.evidence.all().delete()
        show(made, "supports", same_as_article=other)
    finished(desk, (COST, "disputed", "disputed"))
    verified = [Standing.objects.get(article=desk.article).verified]
    move_articles(articles=[other], story=story, **by())
    verified.append(Standing.objects.get(article=desk.article).verified)
    split_story(story=story, articles=[other], title="Elsewhere", **by())
    verified.append(Standing.objects.get(article=desk.article).verified)
    merge_stories(story=Story.objects.get(title="Elsewhere"), into=story, **by())
    verified.append(Standing.objects.get(article=desk.article).verified)
    assert verified == [1, 0, 1, 0]
