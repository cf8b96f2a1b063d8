"""The pool: taking an open place, and giving back what nobody has begun."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as worded

from editorial.record import log
from reviews import rules
from reviews.actions.assign import give_place, locked
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.notify import notify, notify_leads
from reviews.actions.open_round import refuse_unassignable
from reviews.actions.settle import settle
from reviews.core.notices import Kind
from reviews.models import Assignment, Round
from reviews.queries.pool import due_back, may_take, pool_of

#: Why something went back to the pool, as the log and the reviewer read it.
UNTOUCHED = "Nobody had begun it in time."


@transaction.atomic
def take_next(*, person: object, now: datetime) -> Assignment:
    """Take the most urgent open place that a person may review. Nobody else gets the same place.

    Raises Refused where the pool holds nothing for them.
    """
    for round_ in may_take(person, pool_of(person), now):
        with_place = _still_open(round_)
        if with_place:
            return _take(with_place, person, now)
    raise Refused("The pool holds nothing that you may review now.")


@transaction.atomic
def take(*, round_: Round, person: object, now: datetime) -> Assignment:
    """Take an open place in one round of the pool.

    Raises NotAllowed for whoever is no reviewer of its team, Refused for what they may not review, Stale where the last
    place is gone.
    """
    if not rules.may_take_from_pool(person, round_.team):
        raise NotAllowed("Reviewers of the team take reviews from its pool.")
    with_place = _still_open(round_)
    if with_place is None:
        raise Stale("Somebody was quicker: this place is taken.", current=round_)
    if not pool_of(person).filter(pk=round_.pk).exists():
        refuse_unassignable(with_place.article, with_place.team, [person], now=now, due=with_place.due)
        raise Refused("You had a part in this review before. An editor or your lead may ask you again.")
    refuse_unassignable(with_place.article, with_place.team, [person], now=now, due=with_place.due)
    return _take(with_place, person, now)


@transaction.atomic
def return_untouched(*, assignment: Assignment, now: datetime) -> bool:
    """Give a place back to the pool that was neither begun nor accepted in time; False where it was meanwhile."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("article", "team").get(pk=assignment.round_id)
    part = due_back(now).filter(pk=assignment.pk).first()
    if part is None:
        return False
    part.state, part.ended_at, part.why_ended, part.returns_at = Assignment.State.WITHDRAWN, now, UNTOUCHED, None
    part.save(update_fields=["state", "ended_at", "why_ended", "returns_at"])
    log.append(
        chain=log.article_chain(round_.article_id),
        kind="assignment.returned",
        actor=None,
        right="system",
        at=now,
        payload={"assignment": part.pk, "reviewer": part.reviewer_id, "taken": part.taken},
    )
    settle(article=round_.article, now=now)
    notify(kind=Kind.RETURNED, people=[part.reviewer], now=now, article=round_.article, detail=UNTOUCHED)
    why = f"{part.reviewer} had not begun it in time."
    notify_leads(team=round_.team, article=round_.article, why=why, by=None, now=now)
    return True


def return_all_untouched(*, now: datetime) -> int:
    """Give back everything that was neither begun nor accepted in time, each on its own; return how many."""
    return sum(return_untouched(assignment=part, now=now) for part in due_back(now).order_by("round", "pk"))


@transaction.atomic
def warn_of_returning(*, now: datetime) -> int:
    """Tell reviewers what goes back to the pool soon unless they begin it, each once; return how many were told."""
    told = 0
    for part in due_back(now + settings.UNTOUCHED_NOTICE_BEFORE).filter(returns_at__gt=now):
        told += len(
            notify(
                kind=Kind.RETURNING,
                people=[part.reviewer],
                now=now,
                article=part.round.article,
                assignment=part,
                detail=f"on {worded(timezone.localtime(part.returns_at), 'j F, H:i')}",
                once=f"{Kind.RETURNING}:{part.pk}:{part.returns_at.timestamp():.0f}",
            )
        )
    return told


def _still_open(round_: Round) -> Round | None:
    """Return the round, locked, if nobody has one of its places. Who asks later waits here, and counts anew."""
    try:
        round_ = locked(round_)
    except Stale:
        return None
    taken = Assignment.objects.filter(round=round_, state__in=Assignment.ACTIVE).count()
    return round_ if taken < round_.wanted else None


def _take(round_: Round, person: object, now: datetime) -> Assignment:
    """Write that they have taken a place in a locked round."""
    part = give_place(round_, person, by=person, right="reviewer", now=now, due=round_.due, taken=True)
    settle(article=round_.article, now=now)
    return part
