from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from articles.actions.compare_story import compare_stories
from articles.actions.errors import Refused
from articles.actions.followers import tell_followers
from articles.actions.import_article import by_hand, title_of
from articles.actions.new_text import NewText, new_text
from articles.models import Article, Original, Revision
from articles.one_line import one_line
from articles.reading import ArticleDraft
from articles.text import BlockKind
from editorial.record import log


@dataclass(frozen=True, slots=True)
class Revised:
    """What a revision came to: the revision that is current now, and whether it is new."""

    revision: Revision
    created: bool


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
    # As at import: what takes long is done before anybody has to wait.
    text = new_text(
        draft,
        kinds=kinds or {},
        source_name=source_name,
        original=original,
        in_story=article.story_id is not None,
    )
    with transaction.atomic():
        article = Article.objects.select_for_update(of=("self",)).select_related("current").get(pk=article.pk)
        return _revise(article, draft, text, actor=actor, right=right, now=now, corrected=corrected or {})


def _revise(
    article: Article,
    draft: ArticleDraft,
    text: NewText,
    *,
    actor: object | None,
    right: str,
    now: datetime,
    corrected: Mapping[str, object],
) -> Revised:
    """Write the revision, what it changes of the article, and the event."""
    before = article.current
    revision = _of_this_text(article, text)
    if before and revision and revision.pk == before.pk:
        return Revised(before, created=False)
    created = revision is None
    if created:
        newest = article.revisions.order_by("-number").values_list("number", flat=True).first() or 0
        revision = text.save(article=article, number=newest + 1, actor=actor, now=now)
    else:
        text.index(revision)
    changes = _facts_of(article, draft)
    article.current = revision
    for field, (_, after) in changes.items():
        setattr(article, field, after)
    article.save(update_fields=["current", *changes])
    old = {field: _plain(was) for field, (was, _) in changes.items()}
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
            "source": text.revision.source_name,
            "before": {"revision": before.number if before else None} | old,
            "after": {field: _plain(new) for field, (_, new) in changes.items()},
            **by_hand(text, corrected),
        },
    )
    tell_followers([article], now=now)
    compare_stories([article.story_id], now=now)
    return Revised(revision, created=created)


def _of_this_text(article: Article, text: NewText) -> Revision | None:
    """Return the revision that has this text already: the article's own, from wherever it came."""
    digest, origin = text.revision.sha256, text.revision.origin
    own = article.revisions.filter(sha256=digest).order_by("-number").first()
    if own is None and Revision.objects.filter(sha256=digest, origin=origin).exists():
        raise Refused("This text from the same place is another article of the desk already.")
    return own


def _facts_of(article: Article, draft: ArticleDraft) -> dict[str, tuple[object, object]]:
    """Return what the draft knows better than the article: field, before, after."""
    title, proposed = title_of(draft)
    facts = {
        "title": title,
        "title_proposed": proposed,
        "byline": one_line(draft.byline, 300),
        "published": draft.published,
    }
    if proposed and not article.title_proposed:  # no headline was found: that takes none away
        del facts["title"], facts["title_proposed"]
    return {
        field: (getattr(article, field), value)
        for field, value in facts.items()
        if value not in {"", None} and value != getattr(article, field)
    }


def _plain(value: object) -> object:
    """Return a value as the log keeps it."""
    return value.isoformat() if isinstance(value, date) else value
