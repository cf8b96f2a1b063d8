from datetime import datetime

from django.db import transaction

from editorial.record import log
from reviews import rules
from reviews.actions.annotate import checked_words
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.settle import settle
from reviews.core.verdicts import VOTES
from reviews.models import Claim, Round, Ruling
from reviews.models.ruling import REASON_AT_LEAST


@transaction.atomic
def rule(*, claim: Claim, by: object, verdict: str, reason: str, now: datetime, replaces: int | None = None) -> Ruling:
    """Decide a claim. An empty verdict is "no finding" and removes it from the status.

    `replaces` is the ruling that the person saw in force, if any: a ruling made meanwhile raises Stale. The former is
    kept.
    """
    Round.objects.select_for_update().get(pk=claim.round_id)
    claim = Claim.objects.select_related("round__article", "round__team").get(pk=claim.pk)
    if claim.round.is_open:
        raise Refused("The round is still open: a claim is ruled on after its reviewers have answered.")
    if rules.voted_on(by, claim):
        raise NotAllowed("You voted on this claim, so somebody else has to rule on it.")
    if rules.reviews_now(by, claim.round.article):
        raise NotAllowed("You review this article yourself now, so somebody else has to rule on its claims.")
    if not rules.may_rule(by, claim):
        raise NotAllowed("Only an editor, an admin or the team's lead rules on a claim.")
    if verdict and verdict not in VOTES:
        raise Refused("Verdict: verified, disputed, fabricated, or no finding.", field="verdict")
    reason = checked_words(reason, "reason").strip()
    if len(reason) < REASON_AT_LEAST:
        raise Refused(f"Reason: at least {REASON_AT_LEAST} characters; it has {len(reason)}.", field="reason")
    former = claim.rulings.filter(replaced_at=None).first()
    if (former.pk if former else None) != replaces:
        raise Stale("Somebody ruled on this claim meanwhile.", current=former)
    if former:
        former.replaced_at = now
        former.save(update_fields=["replaced_at"])
    ruling = Ruling.objects.create(claim=claim, verdict=verdict, reason=reason, by=by, at=now)
    log.append(
        chain=log.article_chain(claim.round.article_id),
        kind="claim.ruled",
        actor=by,
        right=rules.right_over(by, claim.round.team),
        at=now,
        payload={
            "claim": claim.pk,
            "before": (former.verdict or "no finding") if former else None,
            "after": verdict or "no finding",
            "why": reason,
        },
    )
    settle(article=claim.round.article, now=now)
    return ruling
