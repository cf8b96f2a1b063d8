from collections.abc import Mapping
from datetime import date, datetime

from django.db import models, transaction

from articles.actions.compare_story import compare_stories
from articles.actions.followers import tell_followers
from articles.addresses import canonical
from articles.models import Article
from articles.one_line import one_line
from editorial.record import log

#: What the desk knows of an article and may correct. Its text is in revisions and never changes.
EDITABLE = ("title", "byline", "published", "publication", "story", "language", "url")


#: What of it the comparison of its story rests on.
_COMPARED_BY = {"story", "publication", "language"}


@transaction.atomic
def edit_article(
    *,
    article: Article,
    changes: Mapping[str, object],
    by: object | None,
    right: str,
    now: datetime,
    compare: bool = True,
) -> Article:
    """Correct what the desk knows of an article. What is given unchanged changes nothing and makes no event.

    `changes` holds some of `EDITABLE` (KeyError for others). Raises ValidationError. A title or byline is one line,
    without what a reader does not see. Whoever keeps something by story is told where that changes. Its stories are
    compared anew; who edits several articles does so once at the end (`compare` False).
    """
    unknown = set(changes).difference(EDITABLE)
    if unknown:
        raise KeyError(f"Not editable: {', '.join(sorted(unknown))}.")
    article = Article.objects.select_for_update().get(pk=article.pk)
    before = {field: _plain(getattr(article, field)) for field in changes}
    for field, value in changes.items():
        setattr(article, field, one_line(str(value)) if field in {"title", "byline"} else value)
    if "url" in changes:
        article.canonical = canonical(article.url)
    article.full_clean(exclude={field.name for field in Article._meta.fields} - set(changes))
    after = {field: _plain(getattr(article, field)) for field in changes}
    changed = [field for field in changes if before[field] != after[field]]
    if changed:
        article.save(update_fields=[*changed, "canonical"])
        log.append(
            chain=log.article_chain(article.pk),
            kind="article.edited",
            actor=by,
            right=right,
            at=now,
            payload={"before": {f: before[f] for f in changed}, "after": {f: after[f] for f in changed}},
        )
        if "story" in changed:
            tell_followers([article], now=now)
        if compare and not _COMPARED_BY.isdisjoint(changed):
            compare_stories([before.get("story"), article.story_id], now=now)
    return article


def _plain(value: object) -> object:
    """Return a value as the log keeps it: rows by their number, dates in ISO 8601."""
    if isinstance(value, models.Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value
