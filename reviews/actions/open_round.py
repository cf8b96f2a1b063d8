from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from articles.models import Article
from editorial.record import log
from reviews import rules
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.notify import notify_assigned
from reviews.actions.settle import settle
from reviews.actions.team import policy_in_force
from reviews.models import Assignment, Policy, Round, Standing, Team
from reviews.models.round import NOTE_AT_MOST
from reviews.queries.eligible import why_not_now
from reviews.queries.people import profiles


@transaction.atomic
def open_round(
    *,
    article: Article,
    team: Team,
    reviewers: Sequence[object],
    by: object,
    now: datetime,
    due: datetime | None = None,
    wanted: int | None = None,
    priority: int = Round.Priority.NORMAL,
    note: str = "",
) -> Round:
    """Open a review of the article's current revision and assign its reviewers.

    Places that nobody is named for are open to the team: its pool. The team becomes the article's owner if it has none.
    Raises NotAllowed, or Refused with the field and the reason, and then changes nothing.
    """
    right = rules.right_over(by, team)
    if not rules.may_open_round(by, article, team):
        raise NotAllowed("Only an editor, an admin or the team's lead opens a round for it.")
    policy = policy_in_force(team=team, now=now)
    wanted = wanted or max(policy.wanted, len(reviewers))
    _check(article, team, reviewers, now=now, due=due, wanted=wanted, quorum=policy.quorum)
    check_telling(note, priority)
    return begin_round(
        article=article,
        team=team,
        policy=policy,
        wanted=wanted,
        reviewers=reviewers,
        by=by,
        right=right,
        now=now,
        due=due,
        priority=priority,
        note=note,
    )


def begin_round(
    *,
    article: Article,
    team: Team,
    policy: Policy,
    wanted: int,
    reviewers: Sequence[object],
    by: object,
    right: str,
    now: datetime,
    due: datetime | None,
    about: int | None = None,
    priority: int = Round.Priority.NORMAL,
    note: str = "",
) -> Round:
    """Write a round that has been checked, its assignments and its event. Runs inside its caller's transaction.

    `about` is the claim for which another reviewer was asked, if that is what the round is for.
    """
    last = Round.objects.filter(article=article).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            round_ = Round.objects.create(
                article=article,
                revision=article.current,
                number=last + 1,
                team=team,
                policy=policy,
                wanted=wanted,
                due=due,
                priority=priority,
                note=note.strip(),
                opened_at=now,
                opened_by=by,
            )
    except IntegrityError as error:
        raise Refused(
            "Article: it is under review already; a round has to be closed before the next.", field="article"
        ) from error
    assignments = Assignment.objects.bulk_create(
        Assignment(
            round=round_,
            reviewer=person,
            due=due,
            assigned_at=now,
            assigned_by=by,
            returns_at=now + settings.UNTOUCHED_RETURNS_AFTER,
        )
        for person in reviewers
    )
    log.append(
        chain=log.article_chain(article.pk),
        kind="round.opened",
        actor=by,
        right=right,
        at=now,
        payload={
            "round": round_.pk,
            "number": round_.number,
            "revision": round_.revision_id,
            "team": team.pk,
            "policy": policy.pk,
            "wanted": wanted,
            "reviewers": [person.pk for person in reviewers],
            "due": due.isoformat() if due else None,
            **({"priority": int(priority)} if priority != Round.Priority.NORMAL else {}),
            **({"note": note.strip()} if note.strip() else {}),
            **({"claim": about} if about else {}),
        },
    )
    # After the log, like every action: what two of them lock, they lock in one order.
    standing, _ = Standing.objects.get_or_create(article=article)
    if standing.team_id is None:
        standing.team = team
        standing.save(update_fields=["team"])
    settle(article=article, now=now)
    notify_assigned(assignments=assignments, by=by, now=now)
    return round_


def _check(
    article: Article,
    team: Team,
    reviewers: Sequence[object],
    *,
    now: datetime,
    due: datetime | None,
    wanted: int,
    quorum: int,
) -> None:
    """Refuse what could not become a fair review."""
    if article.current_id is None:
        raise Refused("Article: it has no text to review.", field="article")
    if len({person.pk for person in reviewers}) != len(reviewers):
        raise Refused("Reviewers: the same person was named twice.", field="reviewers")
    if len(reviewers) > wanted:
        raise Refused(f"Reviewers: {len(reviewers)} named, but only {wanted} wanted.", field="reviewers")
    if wanted < quorum:
        raise Refused(f"Reviewers wanted: at least {quorum}, the quorum of the policy.", field="wanted")
    refuse_past(due, now)
    refuse_unassignable(article, team, reviewers, now=now, due=due)


def refuse_unassignable(
    article: Article, team: Team, reviewers: Sequence[object], *, now: datetime, due: datetime | None
) -> None:
    """Refuse whoever could not review the article for the team until then, blind and fairly."""
    known = profiles(reviewers)
    for person in reviewers:
        why = why_not_now(person, article, team, profile=known[person.pk], now=now, due=due)
        if why:
            raise Refused(f"Reviewers: {why}", field="reviewers")


def refuse_past(due: datetime | None, now: datetime) -> None:
    """Refuse a due date that has passed."""
    if due and due <= now:
        raise Refused("Due: that moment has passed.", field="due")


def check_telling(note: str, priority: int = Round.Priority.NORMAL) -> None:
    """Refuse a note that is too long, and a priority that there is not."""
    if len(note) > NOTE_AT_MOST:
        raise Refused(f"Note: at most {NOTE_AT_MOST:,} characters.", field="note")
    if priority not in Round.Priority.values:
        raise Refused("Priority: choose low, normal, high or urgent.", field="priority")
