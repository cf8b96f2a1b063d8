"""Claims that cannot both be true."""

from datetime import datetime

from django.db import transaction

from editorial.record.models import Event
from reviews import rules
from reviews.actions.editing import EDITED, check_version, claim_now, lock_rounds, log_claim
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.settle import settle
from reviews.core.verdicts import Verdict
from reviews.models import Claim, Contradiction, Ruling


@transaction.atomic
def contradict(
    *,
    claim: Claim,
    other: Claim,
    by: object,
    version: int,
    other_version: int,
    now: datetime,
    undoes: Event | None = None,
) -> Contradiction:
    """Say that two claims, of one article or of two, cannot both be true: then both cannot stand as verified."""
    claim, other = _begin(claim, other, by=by, versions=(version, other_version))
    if claim.pk == other.pk:
        raise Refused("Claim: it cannot contradict itself.", field="other")
    if _ruled_verified(claim) and _ruled_verified(other):
        raise Refused("Both were ruled verified. Revise one of the rulings first.", field="other")
    one, two = sorted((claim, other), key=lambda c: c.pk)
    link, made = Contradiction.objects.get_or_create(one=one, other=two, defaults={"made_by": by, "made_at": now})
    if not made:
        raise Refused("The two are linked already.", field="other")
    _end(claim, other, kind="claim.contradicts", by=by, now=now, undoes=undoes)
    return link


@transaction.atomic
def take_back_contradiction(
    *,
    claim: Claim,
    other: Claim,
    by: object,
    version: int,
    other_version: int,
    now: datetime,
    undoes: Event | None = None,
) -> None:
    """Take back that two claims contradict each other."""
    claim, other = _begin(claim, other, by=by, versions=(version, other_version))
    taken, _ = Contradiction.objects.filter(one__in=[claim, other], other__in=[claim, other]).delete()
    if not taken:
        raise Refused("The two are not linked.", field="other")
    _end(claim, other, kind="claim.contradicts_no_more", by=by, now=now, undoes=undoes)


def _begin(claim: Claim, other: Claim, *, by: object, versions: tuple[int, int]) -> tuple[Claim, Claim]:
    """Return both claims as they stand, locked, if the person may change the first and direct the second."""
    lock_rounds(claim.revision.article_id, other.revision.article_id)
    claims = claim_now(claim.pk), claim_now(other.pk)
    for each, version in zip(claims, versions, strict=True):
        why_not = rules.why_not_edit(by, each)
        if why_not:
            raise NotAllowed(why_not)
        check_version(each, version)
    return claims


def _end(claim: Claim, other: Claim, *, kind: str, by: object, now: datetime, undoes: Event | None) -> None:
    """Write it in the log of both articles, and settle them; articles in one order for everybody."""
    articles = {each.round.article_id: each.round.article for each in (claim, other)}
    for each in (claim, other):
        each.version += 1
        each.save(update_fields=EDITED)
    for pk in sorted(articles):
        here, there = (claim, other) if claim.round.article_id == pk else (other, claim)
        payload = {"other": there.pk, "article": there.round.article_id}
        # An event undoes one of its own chain.
        own = undoes if undoes is not None and undoes.chain_id == f"article/{pk}" else None
        log_claim(here, kind=kind, by=by, now=now, payload=payload, undoes=own)
    for pk in sorted(articles):
        settle(article=articles[pk], now=now, changed=[c for c in (claim, other) if c.round.article_id == pk])


def _ruled_verified(claim: Claim) -> bool:
    """Whether the ruling in force says verified."""
    return Ruling.objects.filter(claim=claim, replaced_at=None, verdict=Verdict.VERIFIED).exists()


def ruled_verified_against(claim: Claim) -> Claim | None:
    """Return a claim that contradicts this one and was ruled verified, if there is one."""
    pairs = Contradiction.objects.filter(one=claim) | Contradiction.objects.filter(other=claim)
    others = {pk for pair in pairs.values_list("one", "other") for pk in pair} - {claim.pk}
    return next((c for c in Claim.objects.filter(pk__in=others).order_by("pk") if _ruled_verified(c)), None)
