from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

from articles.models import Story
from articles.one_line import one_line
from editorial.record import log


@transaction.atomic
def create_story(*, title: str, by: object | None, right: str, now: datetime) -> Story:
    """Make a story, or return the one that has this title already, in whatever case.

    Raises ValidationError for a title of nothing. Of two at one moment one makes it and both get it.
    """
    title = one_line(title, 200)
    if not title:
        raise ValidationError({"title": "A story needs a title."})
    known = _called(title)
    if known:
        return known
    try:
        with transaction.atomic():
            story = Story.objects.create(title=title, created_at=now)
    except IntegrityError:
        known = _called(title)
        if known is None:
            raise
        return known
    log.append(
        chain=log.DESK,
        kind="story.created",
        actor=by,
        right=right,
        at=now,
        payload={"story": story.pk, "title": title},
    )
    return story


def _called(title: str) -> Story | None:
    """Return the story of this title, by the unique key's own rule."""
    return Story.objects.filter(Q(Exact(Lower(F("title")), Lower(Value(title))))).first()
