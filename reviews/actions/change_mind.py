from datetime import datetime

from django.db import transaction
from django.db.models import F

from reviews import rules
from reviews.actions.annotate import checked_words
from reviews.actions.editing import EDITED, check_version, claim_now, lock_rounds, log_claim
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.settle import settle
from reviews.core.verdicts import Verdict
from reviews.models import Assignment, ChangeOfMind, Claim, Response
from reviews.queries.votes import answers_by_reviewer


@transaction.atomic
def change_mind(*, claim: Claim, by: object, answer: str, why: str, version: int, now: datetime) -> ChangeOfMind:
    """Say otherwise of a claim than one has said before, and why: until it is ruled on.

    Only who marked or answered it can, and only to another verdict or to undetermined. What they said first stays;
    agreement is computed on that. Raises Refused, NotAllowed or Stale.
    """
    lock_rounds(claim.revision.article_id)
    claim = claim_now(claim.pk)
    check_version(claim, version)
    why_not = rules.why_not_change_mind(by, claim)
    before = answers_by_reviewer(claim).get(by.pk)
    if why_not or before is None:
        raise NotAllowed(why_not or "What you said of this claim does not count now.")
    why = checked_words(why, "why").strip()
    _check(answer, before, why)
    assignment = _part_in(claim, by)
    change = ChangeOfMind.objects.create(
        claim=claim, assignment=assignment, before=before, answer=answer, why=why, at=now
    )
    Response.objects.filter(claim=claim, assignment=assignment).update(
        answer=answer, version=F("version") + 1, changed_at=now
    )
    claim.version += 1
    claim.save(update_fields=EDITED)
    payload = {"assignment": assignment.pk, "before": before, "after": answer, "why": why}
    log_claim(claim, kind="claim.mind_changed", by=by, now=now, payload=payload)
    settle(article=claim.round.article, now=now, changed=[claim])
    return change


def _check(answer: str, before: str, why: str) -> None:
    """Pass only another answer, with its reason."""
    if answer not in set(Verdict):
        raise Refused("Answer: verified, disputed, fabricated or undetermined.", field="answer")
    if answer == before:
        raise Refused(f"Answer: {answer} is what you say already.", field="answer")
    if not why:
        raise Refused("Why: say what changed your mind.", field="why")


def _part_in(claim: Claim, person: object) -> Assignment:
    """Return the part in a round in which they marked or answered the claim; marks go before answers."""
    mine = Assignment.objects.filter(reviewer=person, state=Assignment.State.SUBMITTED)
    marked = mine.filter(annotations__claim=claim, annotations__deleted_at=None).first()
    return marked or mine.filter(responses__claim=claim).first()
