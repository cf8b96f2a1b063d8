"""Correcting what the desk knows of articles, stories and publications."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from articles.actions import create_publication, create_story, edit_article, edit_publication, rename_story
from articles.models import Article, Publication
from editorial.record.models import Event
from tests.factories import NOW, make_article, make_editor, recorded

pytestmark = pytest.mark.django_db


def edit(article: Article, **changes: object) -> Article:
    return edit_article(article=article, changes=changes, by=None, right="system", now=NOW)


def test_what_changes_is_written_and_logged_and_nothing_else():
    article = make_article()
    editor = make_editor()
    with recorded() as kinds:
        edit_article(
            article=article,
            changes={"title": article.title, "published": date(2026, 2, 28), "byline": " Maria\u202e Lopez "},
            by=editor,
            right="editor",
            now=NOW,
        )
    assert kinds == ["article.edited"]
    article.refresh_from_db()
    assert (article.published, article.byline) == (date(2026, 2, 28), "Maria Lopez")
    event = Event.objects.get(kind="article.edited")
    assert (event.actor, event.right) == (editor, "editor")
    assert event.payload["after"] == {"published": "2026-02-28", "byline": "Maria Lopez"}


def test_the_same_facts_again_are_no_event():
    article = make_article()
    with recorded() as kinds:
        edit(article, title=f" {article.title}", publication=article.publication, story=None)
    assert kinds == []


@pytest.mark.parametrize("changes", [{"title": "\u200b"}, {"title": "x" * 301}, {"url": "javascript:alert(1)"}])
def test_facts_that_cannot_be_are_refused(changes):
    article = make_article()
    with recorded() as kinds, pytest.raises(ValidationError):
        edit(article, **changes)
    assert kinds == []
    assert Article.objects.get().title == article.title


@pytest.mark.parametrize("field", ["text", "current", "imported_by", "title_proposed"])
def test_nothing_else_can_be_changed(field):
    with pytest.raises(KeyError, match=field):
        edit(make_article(), **{field: 1})


def test_old_facts_that_are_wrong_do_not_keep_others_from_being_corrected():
    article = make_article()
    Article.objects.update(url="no address")
    assert edit(article, byline="Maria Lopez").byline == "Maria Lopez"


def test_a_story_is_renamed():
    story = create_story(title="The bridge", by=None, right="system", now=NOW)
    create_story(title="The ferry", by=None, right="system", now=NOW)
    with recorded() as kinds:
        rename_story(story=story, title=" The  toll bridge", by=None, right="system", now=NOW)
        rename_story(story=story, title="The toll bridge", by=None, right="system", now=NOW)
    assert kinds == ["story.renamed"]
    for taken in ("the FERRY", "\u200b"):
        with pytest.raises(ValidationError):
            rename_story(story=story, title=taken, by=None, right="system", now=NOW)


def test_a_story_needs_a_title():
    with pytest.raises(ValidationError, match="title"):
        create_story(title=" \u200b", by=None, right="system", now=NOW)


def test_a_publication_is_corrected():
    made = {"by": None, "right": "system", "now": NOW}
    gazette = create_publication(name="Gazette", domain="www.Gazette.example ", **made)
    create_publication(name="The Post", domain="post.example", **made)
    assert gazette.domain == "gazette.example"
    with recorded() as kinds:
        edit_publication(publication=gazette, name="The Gazette", domain="gazette.example", **made)
        edit_publication(publication=gazette, name="The Gazette", domain="GAZETTE.example", **made)
    assert kinds == ["publication.edited"]
    for name, domain in (("the post", ""), ("The Gazette", "POST.example"), ("", "a.example")):
        with pytest.raises(ValidationError):
            edit_publication(publication=gazette, name=name, domain=domain, **made)
    assert Publication.objects.get(pk=gazette.pk).name == "The Gazette"
