from datetime import datetime

from django.db import transaction

from articles.models import Article
from editorial.record import log
from reviews.actions.editing import lock_rounds
from reviews.actions.errors import NotAllowed
from reviews.actions.settle import settle
from reviews.models import Round, Standing
from reviews.queries.policies import outdated_rounds


@transaction.atomic
def recompute(*, article: Article, by: object, now: datetime) -> list[Round]:
    """Judge what an article's closed rounds came to by the policy in force now, and return the rounds that changed.

    Nobody is asked again: the same votes and rulings, other numbers. The event keeps both policies and both statuses.
    """
    if not (by.is_active and by.is_superuser):
        raise NotAllowed("Only an admin recomputes what was decided under another policy.")
    lock_rounds(article.pk)
    rounds = list(outdated_rounds().filter(article=article).order_by("number"))
    if not rounds:
        return []
    before = Standing.objects.get(article=article).status
    judged = [(round_.number, round_.judged_by.pk, round_.in_force) for round_ in rounds]
    for round_ in rounds:
        round_.recomputed_under_id = None if round_.in_force == round_.policy_id else round_.in_force
        round_.save(update_fields=["recomputed_under"])
    after = settle(article=article, now=now).status
    log.append(
        chain=log.article_chain(article.pk),
        kind="round.recomputed",
        actor=by,
        right="admin",
        at=now,
        payload={
            "rounds": [{"number": number, "before": old, "after": new} for number, old, new in judged],
            "before": before,
            "after": after,
        },
    )
    return rounds
