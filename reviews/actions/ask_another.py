from datetime import datetime

from django.conf import settings
from django.db import transaction

from articles.models import Article
from editorial.record import log
from reviews import rules
from reviews.actions.editing import claim_now, lock_rounds
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.notify import notify_assigned
from reviews.actions.open_round import begin_round, refuse_unassignable
from reviews.actions.settle import settle
from reviews.actions.team import policy_in_force
from reviews.core.verdicts import OutcomeKind
from reviews.models import Assignment, Claim, Round


@transaction.atomic
def ask_another(
    *, claim: Claim, reviewer: object | None, by: object, now: datetime, due: datetime | None = None
) -> Round:
    """Open a place for one more reviewer of a claim that is short or split: somebody who has seen nothing.

    They mark the whole text alone: what they mark joins the claims that are there or makes new ones, and they answer
    the others. Without a reviewer the place is open to the team. A round that is still being marked gets the place,
    otherwise a round of one is opened. Raises NotAllowed, or Refused with the field.
    """
    lock_rounds(claim.revision.article_id)
    claim = claim_now(claim.pk)
    article, team = claim.round.article, claim.round.team
    right = rules.right_over(by, team)
    why_not = rules.why_not_ask(by, claim)
    if why_not:
        raise NotAllowed(why_not)
    _check(claim, article, now, due)
    if reviewer is not None:
        refuse_unassignable(article, team, [reviewer], now=now, due=due)
    asked = [reviewer] if reviewer is not None else []
    open_round = Round.objects.filter(article=article).exclude(stage=Round.Stage.CLOSED).first()
    if open_round is None:
        policy = policy_in_force(team=team, now=now)
        return begin_round(
            article=article,
            team=team,
            policy=policy,
            wanted=1,
            reviewers=asked,
            by=by,
            right=right,
            now=now,
            due=due,
            about=claim.pk,
        )
    _add_place(open_round, claim, reviewer, by=by, right=right, now=now, due=due)
    return open_round


def _check(claim: Claim, article: Article, now: datetime, due: datetime | None) -> None:
    """Refuse where another reviewer would change nothing."""
    if not claim.is_living or claim.revision_id != article.current_id:
        raise Refused("This claim does not count any more: another reviewer would change nothing.")
    if claim.outcome not in {OutcomeKind.SHORT, OutcomeKind.SPLIT}:
        raise Refused(f"Another reviewer is asked about claims that are short or split; this one is {claim.outcome}.")
    if due and due <= now:
        raise Refused("Due: that moment has passed.", field="due")


def _add_place(
    round_: Round, claim: Claim, reviewer: object | None, *, by: object, right: str, now: datetime, due: datetime | None
) -> None:
    """Give a round that is being marked one place more, or fill the one that is open."""
    if round_.stage != Round.Stage.MARKING:
        raise Refused("A further round is being answered now. Wait until it is closed; it may settle this claim.")
    assigned = round_.assignments.filter(state__in=Assignment.ACTIVE).count()
    if reviewer is None and assigned < round_.wanted:
        raise Refused("A place is open already; it waits for a reviewer.", field="reviewer")
    if reviewer is not None:
        if round_.assignments.filter(reviewer=reviewer).exists():
            raise Refused(f"{reviewer} has been asked already.", field="reviewer")
        assignment = Assignment.objects.create(
            round=round_,
            reviewer=reviewer,
            due=due or round_.due,
            assigned_at=now,
            assigned_by=by,
            returns_at=now + settings.UNTOUCHED_RETURNS_AFTER,
        )
        assigned += 1
        notify_assigned(assignments=[assignment], by=by, now=now)
    round_.wanted = max(round_.wanted, assigned + (reviewer is None))
    round_.save(update_fields=["wanted"])
    log.append(
        chain=log.article_chain(round_.article_id),
        kind="round.place_added",
        actor=by,
        right=right,
        at=now,
        payload={
            "round": round_.pk,
            "claim": claim.pk,
            "reviewer": reviewer.pk if reviewer else None,
            "wanted": round_.wanted,
        },
    )
    settle(article=round_.article, now=now)
