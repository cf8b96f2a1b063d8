"""The only writer of outcomes and standings: from the votes and rulings as they stand, always the whole article."""

from datetime import datetime

from django.db import transaction

from articles.models import Article
from editorial.record import log
from reviews.models import Claim, Standing
from reviews.queries.settlement import CLAIM_FIELDS, STANDING_FIELDS, Difference, differences, settlement_of


@transaction.atomic
def settle(*, article: Article, now: datetime) -> Standing:
    """Work out the outcome of each claim of the article's current revision and its standing; write what changed."""
    standing, _ = Standing.objects.select_for_update().get_or_create(article=article)
    found = settlement_of(article)
    if found is None:
        return standing
    changed = [claim for claim, columns in found.claims if _set(claim, columns)]
    Claim.objects.bulk_update(changed, CLAIM_FIELDS, batch_size=500)
    _set(standing, found.standing)
    standing.settled_at = now
    standing.save(update_fields=[*STANDING_FIELDS, "settled_at"])
    return standing


def _set(row: Claim | Standing, columns: dict[str, object]) -> bool:
    """Set the columns of a row, and return whether one of them changed."""
    changed = any(getattr(row, field) != value for field, value in columns.items())
    for field, value in columns.items():
        setattr(row, field, value)
    return changed


@transaction.atomic
def confirmed_differences(*, article: Article) -> list[Difference]:
    """Return where what is stored of an article is wrong, at a moment when nobody is changing it."""
    Standing.objects.select_for_update().filter(article=article).first()
    article.refresh_from_db(fields=["current", "story"])
    return differences(article)


@transaction.atomic
def repair_standing(*, article: Article, now: datetime) -> list[Difference]:
    """Settle an article whose stored outcomes or standing are wrong, and return what was. No event if nothing was."""
    wrong = confirmed_differences(article=article)
    if wrong:
        settle(article=article, now=now)
        log.append(
            chain=log.article_chain(article.pk),
            kind="standing.repaired",
            actor=None,
            right="system",
            at=now,
            payload={"differences": [[d.of, d.field, str(d.stored), str(d.found)] for d in wrong]},
        )
    return wrong
