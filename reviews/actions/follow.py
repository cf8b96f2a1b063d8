from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from articles.models import Article
from reviews.actions.give_back import give_back
from reviews.actions.settle import settle
from reviews.models import Round, Standing


@transaction.atomic
def follow_articles(*, articles: Sequence[Article], now: datetime) -> None:
    """Settle reviewed articles anew whose story, text or furniture has changed, and those that rest on one of them.

    Furniture is outside coverage, and evidence from within the story is context. The actions of `articles` call this
    (`ARTICLES_FOLLOWED_BY`), in their own transaction.
    """
    changed = [article.pk for article in articles]
    citing = Q(revisions__annotations__evidence__source__same_as_article__in=changed)
    reviewed = Exists(Round.objects.filter(article=OuterRef("pk")))
    found = Article.objects.filter(Q(pk__in=changed) | citing).filter(reviewed).distinct()
    touched = list(found.select_related("current").order_by("pk"))
    # All at once and in order, as every settlement locks: two of them never wait for each other.
    list(Standing.objects.select_for_update().filter(article__in=touched).order_by("article_id"))
    for article in touched:
        settle(article=article, now=now)


def follow_leaver(*, person: object, by: object | None, now: datetime) -> None:
    """Put back what somebody who leaves the desk had still to mark.

    The action of accounts that ends their access calls this (`LEAVERS_FOLLOWED_BY`), in its own transaction.
    """
    give_back(person=person, by=by, now=now, why=f"{person} has left the desk.")
