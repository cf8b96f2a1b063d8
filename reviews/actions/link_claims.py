"""Claims of different articles that say the same: linked for whoever comes to one of them. No verdict is copied."""

from datetime import datetime

from django.db import transaction

from reviews import rules
from reviews.actions.editing import claim_now, lock_rounds, log_claim
from reviews.actions.errors import NotAllowed, Refused
from reviews.models import Claim, ClaimLink


@transaction.atomic
def link_claims(*, claim: Claim, other: Claim, kind: str, by: object, now: datetime) -> ClaimLink:
    """Say that two claims are the same, similar or unrelated, or say otherwise than before. Again changes nothing."""
    one, two = _begin(claim, other, by)
    if kind not in set(ClaimLink.Kind):
        raise Refused("How they go together: same, similar or unrelated.", field="kind")
    known = ClaimLink.objects.filter(one=one, other=two).first()
    if known and known.kind == kind:
        return known
    stood = {"one_stood": came_to(one), "other_stood": came_to(two)}
    link, _ = ClaimLink.objects.update_or_create(
        one=one, other=two, defaults={"kind": kind, "made_by": by, "made_at": now, **stood}
    )
    _log(one, two, kind="claim.likened", by=by, now=now, after=kind, before=known.kind if known else None)
    return link


@transaction.atomic
def take_back_link(*, claim: Claim, other: Claim, by: object, now: datetime) -> None:
    """Take back what was said of two claims. Twice is harmless."""
    one, two = _begin(claim, other, by)
    known = ClaimLink.objects.filter(one=one, other=two).first()
    if known is not None:
        known.delete()
        _log(one, two, kind="claim.likened_no_more", by=by, now=now, before=known.kind)


def came_to(claim: Claim) -> str:
    """Return what a claim comes to: the verdict it stands as, else its outcome."""
    return claim.stands_as or claim.outcome


def _begin(claim: Claim, other: Claim, by: object) -> tuple[Claim, Claim]:
    """Return both claims as they stand, locked, the one of lower number first."""
    lock_rounds(claim.revision.article_id, other.revision.article_id)
    one, two = sorted((claim_now(claim.pk), claim_now(other.pk)), key=lambda each: each.pk)
    if one.round.article_id == two.round.article_id:
        raise Refused("Both are of one article: merge them, or link them as contradicting.", field="other")
    if not (one.is_living and two.is_living):
        raise Refused("One of the two was merged into another claim or withdrawn.", field="other")
    if not rules.may_link_claims(by, claim):
        raise NotAllowed("Reviewers of the team, its lead and editors say which claims are the same.")
    return one, two


def _log(one: Claim, two: Claim, *, kind: str, by: object, now: datetime, **payload: str | None) -> None:
    """Append to the chains of both articles, in one order for everybody."""
    for here, there in sorted(((one, two), (two, one)), key=lambda pair: pair[0].round.article_id):
        log_claim(here, kind=kind, by=by, now=now, payload={"other": there.pk, **payload})
