"""What somebody says of articles of a batch that look like one story."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from articles.actions.create_story import create_story
from articles.actions.errors import Refused
from articles.actions.regroup import move_articles
from articles.models import Article, Batch, BatchItem, Story
from articles.one_line import one_line
from articles.rules import may_arrange, right_to_import
from editorial.record import log

State = BatchItem.State


@transaction.atomic
def make_story(
    *, batch: Batch, items: Sequence[int], articles: Sequence[Article], title: str, by: object, now: datetime
) -> Story:
    """Put items of a batch, and articles of the desk, into the story of this title, which is made if it is new.

    What is saved already moves now, the rest goes there when it is saved. Raises Refused.
    """
    if not one_line(title):
        raise Refused("The story needs a title.")
    chosen = BatchItem.objects.select_for_update(of=("self",)).filter(
        batch=batch, pk__in=items, state__in=[State.READY, State.SAVING, State.DONE]
    )
    chosen = list(chosen.select_related("article"))
    if not chosen:
        raise Refused("Choose at least one article of the batch.")
    moved = [*(item.article for item in chosen if item.article), *articles]
    if not all(may_arrange(by, article) for article in moved):
        raise Refused("Some of these articles belong to another team. An editor can arrange them.")
    right = right_to_import(by)
    story = create_story(title=title, by=by, right=right, now=now)
    for item in chosen:
        if item.draft is not None and item.article is None:
            item.draft["story"] = story.title
            item.save(update_fields=["draft"])
    move_articles(articles=moved, story=story, by=by, right=right, now=now)
    return story


@transaction.atomic
def decline_story(*, batch: Batch, items: Sequence[int], by: object, now: datetime) -> None:
    """Remember that these items of a batch are no one story."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    own = sorted(BatchItem.objects.filter(batch=batch, pk__in=items).values_list("pk", flat=True))
    if own and own not in batch.declined:
        batch.declined.append(own)
        batch.save(update_fields=["declined"])
        log.append(
            chain=log.DESK,
            kind="story.declined",
            actor=by,
            right=right_to_import(by),
            at=now,
            payload={"batch": batch.pk, "items": own},
        )
