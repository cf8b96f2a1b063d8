"""Another article of the story put beside a claim: context, which proves nothing."""

from datetime import datetime
from uuid import uuid4

from articles.models import Article
from reviews.models import Claim, ClaimSource, Source

#: Code points of a passage that are kept.
PASSAGE_AT_MOST = 2_000


def facts_of(article: Article, says: str, now: datetime) -> dict[str, object]:
    """Return an article of the desk as a source: what it is called, where it is, and what it says."""
    return {
        "kind": Source.Kind.PAGE,
        "title": article.title,
        "url": article.url,
        "passage": says[:PASSAGE_AT_MOST],
        "accessed": now.date(),
        "same_as_article": article,
    }


def put_beside(claim: Claim, other: Article, says: str, *, by: object, now: datetime) -> ClaimSource:
    """Put what another article says beside a claim, once. Part of an action's transaction, which logs it."""
    known = ClaimSource.objects.filter(claim=claim, source__same_as_article=other, source__passage=says).first()
    if known is not None:
        return known
    article = claim.round.article
    source = Source.objects.create(
        uuid=uuid4(), finder=by, article=article, story_id=article.story_id, made_at=now, **facts_of(other, says, now)
    )
    return ClaimSource.objects.create(claim=claim, source=source, put_by=by, put_at=now)
