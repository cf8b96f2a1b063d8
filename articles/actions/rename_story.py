from datetime import datetime

from django.db import transaction

from articles.models import Story
from articles.one_line import one_line
from editorial.record import log


@transaction.atomic
def rename_story(*, story: Story, title: str, by: object | None, right: str, now: datetime) -> Story:
    """Give a story another title; the same one changes nothing. Raises ValidationError for a title that is taken."""
    story = Story.objects.select_for_update().get(pk=story.pk)
    before, story.title = story.title, one_line(title)
    if story.title != before:
        story.full_clean()
        story.save(update_fields=["title"])
        log.append(
            chain=log.DESK,
            kind="story.renamed",
            actor=by,
            right=right,
            at=now,
            payload={"story": story.pk, "before": before, "after": story.title},
        )
    return story
