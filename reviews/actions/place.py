"""Where an article belongs. Its story decides which sources come from outside, so votes are weighed anew by it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from articles.actions import edit_article
from articles.models import Article
from reviews.actions.settle import settle
from reviews.models import Standing


@transaction.atomic
def edit_and_settle(
    *, article: Article, changes: Mapping[str, object], by: object, right: str, now: datetime
) -> Article:
    """Change what the desk knows of an article; if that moves it to another story, settle every article it bears on.

    Raises ValidationError as `edit_article` does.
    """
    former = Article.objects.values_list("story", flat=True).get(pk=article.pk)
    article = edit_article(article=article, changes=changes, by=by, right=right, now=now)
    if article.story_id != former:
        citing = Q(revisions__annotations__evidence__source__same_as_article=article.pk)
        touched = list(Article.objects.filter(Q(pk=article.pk) | citing).distinct().order_by("pk"))
        # All at once and in order, as every settlement locks: two of them never wait for each other.
        list(Standing.objects.select_for_update().filter(article__in=touched).order_by("article_id"))
        for each in touched:
            settle(article=each, now=now)
    return article
