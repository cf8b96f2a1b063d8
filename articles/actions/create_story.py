from datetime import datetime

from django.db import transaction

from articles.models import Story
from editorial.record import log


@transaction.atomic
def create_story(*, title: str, by: object | None, right: str, now: datetime) -> Story:
    """Make a story, or return the one that has this title already."""
    title = title.strip()[:200]
    known = Story.objects.filter(title__iexact=title).first()
    if known:
        return known
    story = Story.objects.create(title=title, created_at=now)
    log.append(
        chain=log.DESK,
        kind="story.created",
        actor=by,
        right=right,
        at=now,
        payload={"story": story.pk, "title": title},
    )
    return story
