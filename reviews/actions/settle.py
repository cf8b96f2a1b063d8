"""The only writer of outcomes and standings: from the votes and rulings as they stand."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from articles.models import Article
from editorial.record import log
from reviews.models import Claim, Standing
from reviews.queries.outcomes import links_of
from reviews.queries.settlement import CLAIM_FIELDS, STANDING_FIELDS, Difference, differences, settlement_of


@transaction.atomic
def settle(*, article: Article, now: datetime, changed: Iterable[Claim] | None = None) -> Standing:
    """Work out the outcomes of the article's claims and its standing, and write what changed.

    `changed` names the claims whose votes, ruling, bearing, links or wording changed, where nothing else did: the
    others are then taken as they stand, with the same result. Articles with a claim that contradicts one of these are
    settled too, for what it comes to depends on it.
    """
    claims = list(Claim.objects.filter(revision=article.current_id) if changed is None else changed)
    linked = _linked(claims)
    Standing.objects.get_or_create(article=article)
    touched = {article.pk, *(claim.revision.article_id for claim in linked)}
    # In one order for everybody, so that two settlements of linked articles never wait for each other.
    standings = {
        standing.article_id: standing
        for standing in Standing.objects.select_for_update().filter(article__in=touched).order_by("article_id")
    }
    near = {claim.pk for claim in linked if claim.revision_id == article.current_id}
    anew = None if changed is None else near | {claim.pk for claim in claims}
    _settle_one(standings[article.pk], article, anew, now)
    for pk in sorted(touched - {article.pk}):
        theirs = [claim for claim in linked if claim.revision.article_id == pk]
        _settle_one(standings[pk], theirs[0].revision.article, {claim.pk for claim in theirs}, now)
    return standings[article.pk]


def _linked(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims that contradict one of these, in this article or another."""
    pairs = links_of(claims)
    if not pairs:
        return []
    linked = {pk for pair in pairs for pk in pair}
    return list(Claim.objects.filter(pk__in=linked).select_related("revision__article__current").order_by("pk"))


def _settle_one(standing: Standing, article: Article, changed: set[int] | None, now: datetime) -> None:
    """Write what one article's claims and standing come to; its standing is locked."""
    found = settlement_of(article, changed=changed, stored=standing)
    if found is None:
        return
    differing = [claim for claim, columns in found.claims if _set(claim, columns)]
    if differing:
        Claim.objects.bulk_update(differing, CLAIM_FIELDS, batch_size=500)
        # Whoever decides on a claim decides on what they saw: a new outcome makes their page stale.
        Claim.objects.filter(pk__in=[claim.pk for claim in differing]).update(version=F("version") + 1)
    _set(standing, found.standing)
    standing.settled_at = now
    standing.save(update_fields=[*STANDING_FIELDS, "settled_at"])


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
