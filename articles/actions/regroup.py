"""Which articles are one story: moved, merged, split."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from articles.actions.compare_story import compare_stories
from articles.actions.create_story import create_story
from articles.actions.edit_article import edit_article
from articles.actions.errors import Refused
from articles.models import Article, DismissedConflict, Story
from articles.one_line import one_line
from editorial.record import log


@transaction.atomic
def move_articles(
    *, articles: Sequence[Article], story: Story | None, by: object | None, right: str, now: datetime
) -> list[Article]:
    """Put articles into a story, or into none. Each is logged in its own chain; the stories are compared once."""
    before = set(Article.objects.filter(pk__in=[article.pk for article in articles]).values_list("story", flat=True))
    moved = _move(articles, story, by=by, right=right, now=now)
    compare_stories([*before, story], now=now)
    return moved


def _move(
    articles: Sequence[Article], story: Story | None, *, by: object | None, right: str, now: datetime
) -> list[Article]:
    """Put articles into a story without comparing it."""
    return [
        edit_article(article=article, changes={"story": story}, by=by, right=right, now=now, compare=False)
        for article in sorted(articles, key=lambda article: article.pk)
    ]


@transaction.atomic
def merge_stories(*, story: Story, into: Story, by: object | None, right: str, now: datetime) -> Story:
    """Move all articles of a story into another. Its title leads there from then on. Raises Refused."""
    stories = {each.pk: each for each in Story.objects.select_for_update().filter(pk__in=[story.pk, into.pk])}
    story, into = stories[story.pk], stories[into.pk]
    if story == into:
        raise Refused("A story cannot be merged into itself.")
    if story.merged_into_id or into.merged_into_id:
        raise Refused("One of the two has been merged into another story already.")
    moved = _move(list(story.articles.all()), into, by=by, right=right, now=now)
    Story.objects.filter(merged_into=story).update(merged_into=into)
    story.merged_into = into
    story.save(update_fields=["merged_into"])
    DismissedConflict.objects.filter(story=story).update(story=into)
    payload = {"story": story.pk, "into": into.pk, "articles": [article.pk for article in moved]}
    _log("story.merged", by, right, now, payload)
    compare_stories([story, into], now=now)
    return into


@transaction.atomic
def split_story(
    *, story: Story, articles: Sequence[Article], title: str, by: object | None, right: str, now: datetime
) -> Story:
    """Take some articles of a story out into one of their own, new or known by its title. Raises Refused."""
    own = set(story.articles.values_list("pk", flat=True))
    chosen = [article for article in articles if article.pk in own]
    if not chosen or len(chosen) != len(articles):
        raise Refused("Choose articles of this story.")
    if len(chosen) == len(own):
        raise Refused("That is the whole story. Give it another title instead.")
    if not one_line(title):
        raise Refused("The new story needs a title.")
    made = create_story(title=title, by=by, right=right, now=now)
    if made == story:
        raise Refused("The new story needs another title than this one.")
    moved = _move(chosen, made, by=by, right=right, now=now)
    _dismissed_there_too(story, made)
    payload = {"story": story.pk, "into": made.pk, "articles": [article.pk for article in moved]}
    _log("story.split", by, right, now, payload)
    compare_stories([story, made], now=now)
    return made


def _dismissed_there_too(story: Story, made: Story) -> None:
    """Let what was said to be no contradiction be none in the part that is split off either."""
    dismissed = list(DismissedConflict.objects.filter(story=story))
    for one in dismissed:
        one.pk, one.story = None, made
    DismissedConflict.objects.bulk_create(dismissed)


def _log(kind: str, by: object | None, right: str, now: datetime, payload: dict) -> None:
    """Append to the desk's chain."""
    log.append(chain=log.DESK, kind=kind, actor=by, right=right, at=now, payload=payload)
