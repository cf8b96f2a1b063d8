"""What a reviewer makes of a conflict between articles of a story: a mark of their own, still to check."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from articles.models import Article
from reviews.actions.annotate import annotate
from reviews.actions.attach import add_source, attach
from reviews.actions.put_beside import facts_of
from reviews.core.verdicts import Stance
from reviews.models import Annotation, Assignment


@transaction.atomic
def mark_conflict(
    *,
    assignment: Assignment,
    uuid: UUID,
    span: tuple[int, int],
    quote: str,
    others: Sequence[tuple[Article, str]],
    now: datetime,
) -> Annotation:
    """Mark a passage "to check" in one's own review, with what the other articles say as context.

    `others` are articles of the story with what they say. A mark on just these words is taken as it is. Raises as
    `annotate` does.
    """
    known = Annotation.objects.filter(assignment=assignment, start=span[0], end=span[1], deleted_at=None).first()
    if known is not None:
        return known
    mark = annotate(
        assignment=assignment,
        uuid=uuid,
        version=0,
        revision=assignment.round.revision_id,
        span=span,
        quote=quote,
        changes={"verdict": ""},
        now=now,
    )
    for article, says in others:
        source = add_source(
            assignment=assignment,
            uuid=uuid5(uuid, f"article/{article.pk}"),
            now=now,
            **facts_of(article, says, now),
        )
        attach(assignment=assignment, annotation=mark, source=source, stance=Stance.CONTEXT, now=now)
    return mark
