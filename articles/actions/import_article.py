from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from articles.actions.write_revision import write_revision
from articles.addresses import canonical
from articles.models import Article, Original, Publication, Revision, Story
from articles.queries.duplicates import origin_of
from articles.queries.publications import named_by, publication_of
from articles.reading import ArticleDraft
from articles.text import BlockKind, sha256
from editorial.record import log

#: Characters of a title that the desk keeps; a longer headline is shortened there, never in the text.
TITLE_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to: the article, whether it is new, and which article has the same text from elsewhere."""

    article: Article
    created: bool
    copy_of: Article | None = None


def import_article(
    *,
    draft: ArticleDraft,
    actor: object | None,
    right: str,
    now: datetime,
    source_name: str = "",
    story: Story | None = None,
    kinds: Mapping[int, BlockKind] | None = None,
    corrected: Mapping[str, object] | None = None,
    original: Original | None = None,
) -> Imported:
    """Make an article of a draft, or return the one that the same text from the same origin made before.

    The unique key of text hash and origin decides, not a look first: two imports of one file at one moment make one
    article. `kinds` are what the importer said of blocks (by their first code point), `corrected` what else was
    changed by hand, for the log; `original` is what it was read from.
    """
    digest = sha256(draft.text)
    origin = origin_of(draft)
    known = _known(digest, origin)
    if known:
        return Imported(known, created=False)
    try:
        with transaction.atomic():
            return _create(
                draft,
                actor=actor,
                right=right,
                now=now,
                source_name=source_name,
                story=story,
                kinds=kinds or {},
                corrected=corrected or {},
                original=original,
            )
    except IntegrityError:
        known = _known(digest, origin)
        if known is None:
            raise
        return Imported(known, created=False)


def _known(digest: str, origin: str) -> Article | None:
    """Return the article that has this text from this origin."""
    return Article.objects.filter(revisions__sha256=digest, revisions__origin=origin).first()


def _create(
    draft: ArticleDraft,
    *,
    actor: object | None,
    right: str,
    now: datetime,
    source_name: str,
    story: Story | None,
    kinds: Mapping[int, BlockKind],
    corrected: Mapping[str, object],
    original: Original | None,
) -> Imported:
    """Write the article, its first revision and the event."""
    article = Article.objects.create(
        title=shortened(draft.title),
        title_proposed=draft.title_proposed,
        byline=draft.byline[:300],
        published=draft.published,
        publication=found_or_made(draft),
        story=story,
        language=draft.language[:8],
        url=draft.url[:2000],
        canonical=canonical(draft.url),
        imported_at=now,
        imported_by=actor,
    )
    article.current = revision = write_revision(
        article=article,
        number=1,
        draft=draft,
        kinds=kinds,
        actor=actor,
        now=now,
        source_name=source_name,
        original=original,
    )
    article.save(update_fields=["current"])
    same = Revision.objects.filter(sha256=revision.sha256).exclude(article=article).select_related("article").first()
    log.append(
        chain=log.article_chain(article.pk),
        kind="article.imported",
        actor=actor,
        right=right,
        at=now,
        payload={
            "title": article.title,
            "sha256": revision.sha256,
            "origin": revision.origin,
            "source": source_name,
            "original": original.sha256 if original else None,
            "revision": 1,
            "copy_of": same.article_id if same else None,
            "corrected": dict(corrected),
            "blocks": {str(start): kind.value for start, kind in sorted(kinds.items())},
        },
    )
    return Imported(article, created=True, copy_of=same.article if same else None)


def found_or_made(draft: ArticleDraft) -> Publication | None:
    """Return the publication that the draft names, made if it is new. Two who make it at one moment make one."""
    name, domain = named_by(draft)
    if not name and not domain:
        return None
    known = publication_of(draft)
    if known:
        return known
    try:
        with transaction.atomic():
            return Publication.objects.create(name=name or domain, domain=domain)
    except IntegrityError:
        known = publication_of(draft)
        if known is None:
            raise
        return known


def shortened(title: str) -> str:
    """Return the title, cut at a word if it is longer than the desk keeps."""
    if len(title) <= TITLE_AT_MOST:
        return title
    return title[: TITLE_AT_MOST - 1].rsplit(" ", 1)[0] + "…"
