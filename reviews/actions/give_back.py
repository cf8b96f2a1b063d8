from datetime import datetime

from django.db import transaction

from articles.models import Article
from editorial.record import log
from reviews import rules
from reviews.actions.editing import lock_rounds
from reviews.actions.notify import notify_leads
from reviews.actions.settle import settle
from reviews.models import Assignment, Round, Team

_OPEN = (Assignment.State.ASSIGNED, Assignment.State.STARTED)


@transaction.atomic
def give_back(*, person: object, by: object | None, now: datetime, why: str, team: Team | None = None) -> int:
    """Put back what a person still had to mark (for one team, or for all): their places are free again.

    What they drafted is kept, what they submitted stays, and answers that they owe stay theirs. Returns how many
    reviews were put back. For actions that end somebody's part; they have checked who may.
    """
    mine = Assignment.objects.filter(reviewer=person, state__in=_OPEN, round__stage=Round.Stage.MARKING)
    if team is not None:
        mine = mine.filter(round__team=team)
    articles = sorted(set(mine.values_list("round__article", flat=True)))
    lock_rounds(*articles)
    # Locked, and looked at again: what was submitted meanwhile stays.
    open_now = list(mine.select_for_update(of=("self",)).select_related("round__team").order_by("round__article", "pk"))
    for assignment in open_now:
        assignment.state, assignment.ended_at, assignment.why_ended = Assignment.State.WITHDRAWN, now, why
        assignment.returns_at = None
        assignment.save(update_fields=["state", "ended_at", "why_ended", "returns_at"])
        log.append(
            chain=log.article_chain(assignment.round.article_id),
            kind="assignment.withdrawn",
            actor=by,
            right=(rules.right_over(by, assignment.round.team) or "themselves") if by else "system",
            at=now,
            payload={
                "assignment": assignment.pk,
                "round": assignment.round_id,
                "reviewer": person.pk,
                "before": "started" if assignment.started_at else "assigned",
                "why": why,
            },
        )
    for article in Article.objects.filter(pk__in=articles).select_related("current").order_by("pk"):
        settle(article=article, now=now)
    for assignment in open_now:
        notify_leads(team=assignment.round.team, article=assignment.round.article, why=why, by=by, now=now)
    return len(open_now)
