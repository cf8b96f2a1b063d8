from datetime import datetime

from django.db import transaction

from editorial.record import log
from editorial.record.models import Event
from reviews import rules
from reviews.actions.annotate import checked_words
from reviews.actions.contradict import ruled_verified_against
from reviews.actions.editing import check_version, claim_now, lock_rounds
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.notify import notify_voters
from reviews.actions.settle import settle
from reviews.core.verdicts import VOTES, Verdict
from reviews.models import Claim, Ruling
from reviews.models.ruling import REASON_AT_LEAST

#: What a ruling without a verdict says.
NO_FINDING = "no finding"


@transaction.atomic
def rule(
    *,
    claim: Claim,
    by: object,
    verdict: str,
    reason: str,
    now: datetime,
    replaces: int | None = None,
    version: int | None = None,
) -> Ruling:
    """Decide a claim. An empty verdict is "no finding" and removes it from the status.

    `replaces` is the ruling that the person saw in force, if any, and `version` the claim as they saw it: where it was
    ruled on or changed meanwhile, Stale is raised. A former ruling is kept.
    """
    lock_rounds(claim.revision.article_id)
    claim = claim_now(claim.pk)
    _check_person(claim, by)
    if version is not None or not claim.is_living:
        check_version(claim, version or 0)
    reason = checked_words(reason, "reason").strip()
    _check(claim, verdict, reason)
    former = claim.rulings.filter(replaced_at=None).first()
    if (former.pk if former else None) != replaces:
        raise Stale("Somebody ruled on this claim meanwhile.", current=former)
    if former:
        former.replaced_at = now
        former.save(update_fields=["replaced_at"])
    claim.version += 1
    claim.save(update_fields=["version"])
    ruling = Ruling.objects.create(claim=claim, verdict=verdict, reason=reason, by=by, at=now)
    log.append(
        chain=log.article_chain(claim.round.article_id),
        kind="claim.ruled",
        actor=by,
        right=rules.right_over(by, claim.round.team),
        at=now,
        payload={
            "claim": claim.pk,
            "before": (former.verdict or NO_FINDING) if former else None,
            "after": verdict or NO_FINDING,
            "why": reason,
            "ruling": ruling.pk,
            "replaces": former.pk if former else None,
        },
    )
    settle(article=claim.round.article, now=now, changed=[claim])
    notify_voters(claim=claim, by=by, now=now)
    return ruling


def _check_person(claim: Claim, by: object) -> None:
    """Pass only where it is time to rule, and for those who may."""
    why_not = rules.why_not_rule(by, claim)
    if why_not:
        raise NotAllowed(why_not)
    if claim.round.is_open:
        raise Refused("The round is still open: a claim is ruled on after its reviewers have answered.")


def _check(claim: Claim, verdict: str, reason: str) -> None:
    """Pass only a verdict that the claim can have, with a reason that says something."""
    if verdict and verdict not in VOTES:
        raise Refused("Verdict: verified, disputed, fabricated, or no finding.", field="verdict")
    if len(reason) < REASON_AT_LEAST:
        raise Refused(f"Reason: at least {REASON_AT_LEAST} characters; it has {len(reason)}.", field="reason")
    contradicting = ruled_verified_against(claim) if verdict == Verdict.VERIFIED else None
    if contradicting is not None:
        raise Refused(
            f"Verdict: “{contradicting}” contradicts this claim and was ruled verified. Both cannot be.",
            field="verdict",
        )


@transaction.atomic
def take_back_ruling(*, claim: Claim, event: Event, by: object, version: int, now: datetime) -> Claim:
    """Undo a ruling: the one that it replaced is in force again, or none. `event` is the ruling's.

    Raises Refused where another ruling was built upon it, and what ruling raises.
    """
    lock_rounds(claim.revision.article_id)
    claim = claim_now(claim.pk)
    _check_person(claim, by)
    check_version(claim, version)
    rulings = {ruling.pk: ruling for ruling in claim.rulings.select_related("by").order_by("at", "pk")}
    ruling = rulings.get(event.payload["ruling"])
    former = rulings.get(event.payload["replaces"])
    if ruling is None or ruling.replaced_at is not None:
        raise Refused("Another ruling was made since, or this one was taken back. Undo that first.")
    if former and former.verdict == Verdict.VERIFIED and ruled_verified_against(claim):
        raise Refused("A claim that contradicts this one has been ruled verified since. Both cannot be.")
    ruling.replaced_at = now
    ruling.save(update_fields=["replaced_at"])
    if former:
        former.replaced_at = None
        former.save(update_fields=["replaced_at"])
    claim.version += 1
    claim.save(update_fields=["version"])
    log.append(
        chain=log.article_chain(claim.round.article_id),
        kind="claim.ruling_taken_back",
        actor=by,
        right=rules.right_over(by, claim.round.team),
        at=now,
        payload={
            "claim": claim.pk,
            "before": ruling.verdict or NO_FINDING,
            "after": (former.verdict or NO_FINDING) if former else None,
            "undoes": event.position,
        },
    )
    settle(article=claim.round.article, now=now, changed=[claim])
    return claim
