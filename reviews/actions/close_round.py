from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from editorial.record import log
from reviews import rules
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.settle import settle
from reviews.models import Assignment, Round
from reviews.queries.claims import claims_owed_by


@transaction.atomic
def close_round(*, round_: Round, by: object, now: datetime) -> Round:
    """End the second pass early; what was not answered is no vote."""
    round_ = Round.objects.select_for_update().get(pk=round_.pk)
    if not rules.may_close_round(by, round_):
        raise NotAllowed("Only an editor, an admin or the team's lead closes a round, and no reviewer of it.")
    if round_.stage != Round.Stage.RESPONDING:
        raise Refused("Only a round whose claims are being answered can be closed.")
    _close(round_, now, actor=by, right=rules.right_over(by, round_.team))
    return round_


def close_if_all_answered(*, round_: Round, now: datetime) -> bool:
    """Close the round if nobody owes an answer any more, and return whether it was closed."""
    owing = False
    for assignment in _submitted(round_).filter(responded_at=None):
        if claims_owed_by(assignment).exists():
            owing = True
        else:
            assignment.responded_at = now
            assignment.save(update_fields=["responded_at"])
    if not owing:
        _close(round_, now, actor=None, right="system")
    return not owing


def _submitted(round_: Round) -> QuerySet[Assignment]:
    """Return the reviewers who answer in the second pass."""
    return Assignment.objects.filter(round=round_, state=Assignment.State.SUBMITTED).select_related("round")


def _close(round_: Round, now: datetime, *, actor: object | None, right: str) -> None:
    """Close it, say so in the log, and work out what the article comes to."""
    round_.stage = Round.Stage.CLOSED
    round_.closed_at = now
    round_.save(update_fields=["stage", "closed_at"])
    log.append(
        chain=log.article_chain(round_.article_id),
        kind="round.closed",
        actor=actor,
        right=right,
        at=now,
        payload={"round": round_.pk, "number": round_.number},
    )
    settle(article=round_.article, now=now)
