"""Suspending people, and letting them act again."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet

from editorial.record import log
from reviews import rules
from reviews.actions.editing import lock_rounds
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.moderate import Deed, Why, begin, end, settle_all
from reviews.models import Assignment, Case, ModerationEntry, Suspension


@transaction.atomic
def suspend(*, case: Case, version: int, why: Why, until: datetime, votes_count: bool) -> ModerationEntry:
    """Let the author of a thing read and appeal, and do nothing else, until a moment.

    `votes_count` says whether what they voted before goes on counting; if not, all of it is set aside, and every
    article that it bears on is worked out anew in the same transaction.
    """
    case = begin(case, version=version, why=why)
    whom = _person(case)
    why_not = rules.why_not_suspend(why.by, whom)
    if why_not:
        raise NotAllowed(why_not)
    if until <= why.now:
        raise Refused("Until: a moment that is still to come.", field="until")
    _end_what_is_over(whom, why)
    made = Suspension.objects.create(
        person=whom, case=case, until=until, votes_count=votes_count, by=why.by, at=why.now
    )
    _set_until(whom, until)
    told = {"until": until.isoformat(), "votes_count": votes_count}
    moved = Assignment.objects.filter(reviewer=whom, state=Assignment.State.SUBMITTED, set_aside_by=None)
    articles = set() if votes_count else _move(moved, made, "votes.set_aside", why)
    entry = end(case, Deed.SUSPEND, why, told=told)
    _log(whom, "person.suspended", why, told)
    settle_all(articles, why.now)
    return entry


@transaction.atomic
def lift(*, case: Case, version: int, why: Why, votes_count: bool) -> ModerationEntry:
    """Let somebody act again; with `votes_count`, all votes that were set aside count again as they did before.

    Where the time of a suspension is over already, it lets the votes count again.
    """
    case = begin(case, version=version, why=why)
    whom = _person(case)
    suspension = Suspension.objects.select_for_update().filter(person=whom, lifted_at=None).first()
    aside = Assignment.objects.filter(reviewer=whom, set_aside_by__isnull=False)
    if suspension is None and not (votes_count and aside.exists()):
        raise Refused(f"{whom} is not suspended.")
    if suspension is not None:
        suspension.lifted_at, suspension.lifted_by = why.now, why.by
        suspension.save(update_fields=["lifted_at", "lifted_by"])
    _set_until(whom, None)
    told = {"votes_count": votes_count}
    articles = _move(aside, None, "votes.counted_again", why) if votes_count else set()
    entry = end(case, Deed.LIFT, why, told=told)
    _log(whom, "person.suspension_lifted", why, told)
    settle_all(articles, why.now)
    return entry


def _person(case: Case) -> object:
    """Return whose work a case is about, locked."""
    if case.person_id is None:
        raise Refused("Nobody on the desk is its author, so there is nobody to suspend.")
    return get_user_model().objects.select_for_update().get(pk=case.person_id)


def _end_what_is_over(whom: object, why: Why) -> None:
    """Refuse a second suspension beside the first; one whose time is over makes room."""
    former = Suspension.objects.filter(person=whom, lifted_at=None).first()
    if former is None:
        return
    if former.until > why.now:
        raise Refused(f"{whom} is suspended already, until {former.until:%-d %B %Y}.")
    former.lifted_at = former.until
    former.save(update_fields=["lifted_at"])


def _set_until(whom: object, until: datetime | None) -> None:
    """Write on the person until when they are suspended: every request reads it there."""
    get_user_model().objects.filter(pk=whom.pk).update(suspended_until=until)


def _move(parts: QuerySet[Assignment], to: Suspension | None, kind: str, why: Why) -> set[int]:
    """Set parts in rounds aside, or let them count again; return the articles, whose logs then say so."""
    articles = sorted(set(parts.order_by().values_list("round__article", flat=True)))
    lock_rounds(*articles)
    rows = list(parts.select_related("round").order_by("round__article", "pk"))
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(set_aside_by=to)
    for article in articles:
        log.append(
            chain=log.article_chain(article),
            kind=kind,
            actor=why.by,
            right=why.by.role,
            at=why.now,
            payload={"assignments": [row.pk for row in rows if row.round.article_id == article]},
        )
    return set(articles)


def _log(whom: object, kind: str, why: Why, told: dict) -> None:
    """Append to the desk's chain."""
    payload = {"person": whom.pk, "why": why.reason, "note": why.note.strip(), **told}
    log.append(chain=log.DESK, kind=kind, actor=why.by, right=why.by.role, at=why.now, payload=payload)
