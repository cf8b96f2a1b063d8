from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from articles.actions.errors import Refused
from articles.actions.import_article import shortened
from articles.actions.write_revision import write_revision
from articles.models import Article, Original, Revision
from articles.queries.duplicates import origin_of
from articles.reading import ArticleDraft
from articles.text import BlockKind, sha256
from editorial.record import log


@dataclass(frozen=True, slots=True)
class Revised:
    """What a revision came to: the revision that is current now, and whether it is new."""

    revision: Revision
    created: bool


@transaction.atomic
def revise(
    *,
    article: Article,
    draft: ArticleDraft,
    actor: object | None,
    right: str,
    now: datetime,
    source_name: str = "",
    kinds: Mapping[int, BlockKind] | None = None,
    corrected: Mapping[str, object] | None = None,
    original: Original | None = None,
) -> Revised:
    """Give an article a new text; what the draft says of title, byline and date goes with it.

    A text that the article had before becomes current again. Rounds and marks stay with the revision they are about.
    Raises Refused where the same text from the same origin is another article.
    """
    article = Article.objects.select_for_update(of=("self",)).select_related("current").get(pk=article.pk)
    before = article.current
    revision = _of_this_text(article, draft)
    if before and revision and revision.pk == before.pk:
        return Revised(before, created=False)
    created = revision is None
    if created:
        newest = article.revisions.order_by("-number").values_list("number", flat=True).first() or 0
        revision = write_revision(
            article=article,
            number=newest + 1,
            draft=draft,
            kinds=kinds or {},
            actor=actor,
            now=now,
            source_name=source_name,
            original=original,
        )
    changes = _facts_of(article, draft)
    article.current = revision
    for field, (_, after) in changes.items():
        setattr(article, field, after)
    article.save(update_fields=["current", *changes])
    log.append(
        chain=log.article_chain(article.pk),
        kind="article.revised",
        actor=actor,
        right=right,
        at=now,
        payload={
            "revision": revision.number,
            "sha256": revision.sha256,
            "origin": revision.origin,
            "source": source_name,
            "original": original.sha256 if original else None,
            "before": {"revision": before.number if before else None}
            | {field: _plain(old) for field, (old, _) in changes.items()},
            "after": {field: _plain(new) for field, (_, new) in changes.items()},
            "corrected": dict(corrected or {}),
            "blocks": {str(start): kind.value for start, kind in sorted((kinds or {}).items())},
        },
    )
    return Revised(revision, created=created)


def _of_this_text(article: Article, draft: ArticleDraft) -> Revision | None:
    """Return the revision that has the draft's text already: the article's own, from wherever it came."""
    digest = sha256(draft.text)
    own = article.revisions.filter(sha256=digest).order_by("-number").first()
    if own is None and Revision.objects.filter(sha256=digest, origin=origin_of(draft)).exists():
        raise Refused("This text from the same place is another article of the desk already.")
    return own


def _facts_of(article: Article, draft: ArticleDraft) -> dict[str, tuple[object, object]]:
    """Return what the draft knows better than the article: field, before, after."""
    facts = {
        "title": shortened(draft.title),
        "title_proposed": draft.title_proposed,
        "byline": draft.byline[:300],
        "published": draft.published,
    }
    if draft.title_proposed and not article.title_proposed:  # no headline was found: that takes none away
        del facts["title"], facts["title_proposed"]
    return {
        field: (getattr(article, field), value)
        for field, value in facts.items()
        if value not in {"", None} and value != getattr(article, field)
    }


def _plain(value: object) -> object:
    """Return a value as the log keeps it."""
    return value.isoformat() if isinstance(value, date) else value
