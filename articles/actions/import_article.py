from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from articles.actions.one_line import one_line
from articles.actions.publication import publication_called
from articles.checkable import checkable
from articles.models import Article, Publication, Revision, Story
from articles.reading import ArticleDraft
from articles.text import Block, BlockKind, sentences, sha256
from editorial.record import log

#: Characters that the desk keeps of a title; a longer headline is shortened there, never in the text.
TITLE_AT_MOST = 300
_NOT_CHECKED = {BlockKind.FURNITURE, BlockKind.HEADLINE, BlockKind.HEADING}
_WHOLE = {BlockKind.HEADLINE, BlockKind.HEADING, BlockKind.TABLE_ROW}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to: the article, and whether it is new."""

    article: Article
    created: bool


def import_article(
    *,
    draft: ArticleDraft,
    actor: object | None,
    right: str,
    now: datetime,
    source_name: str = "",
    story: Story | None = None,
) -> Imported:
    """Make an article of a draft, or return the one that the same text from the same origin made before.

    The unique key of text hash and origin decides, not a look first: two imports of one file at one moment make one
    article. All or nothing is written.
    """
    digest = sha256(draft.text)
    origin = origin_of(draft)
    known = _known(digest, origin)
    if known:
        return Imported(known, created=False)
    # Cutting a long text takes seconds, and on the embedded database a transaction keeps every other writer waiting.
    cut = _sentences(draft)
    try:
        with transaction.atomic():
            revision = _unsaved_revision(draft, cut, digest, origin, one_line(source_name)[:500])
            article = _create(draft, revision, actor=actor, right=right, now=now, story=story)
    except IntegrityError:
        known = _known(digest, origin)
        if known is None:
            raise
        return Imported(known, created=False)
    return Imported(article, created=True)


def origin_of(draft: ArticleDraft) -> str:
    """Return where a text is from: its address, else its publication, else nothing."""
    return (address_of(draft) or one_line(draft.publication)).casefold()[:500]


def address_of(draft: ArticleDraft) -> str:
    """Return the draft's web address if it is one that a page may link to, else nothing."""
    address = draft.url.strip()
    return address if _host(address) and len(address) <= 2000 else ""


def _host(address: str) -> str:
    """Return the host of a web address, or nothing if it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in {"http", "https"} else ""


def _known(digest: str, origin: str) -> Article | None:
    """Return the article that has this text from this origin."""
    return Article.objects.filter(revisions__sha256=digest, revisions__origin=origin).first()


def _unsaved_revision(draft: ArticleDraft, cut: list[dict], digest: str, origin: str, source_name: str) -> Revision:
    """Return the draft's text as the first revision of an article that is yet to be made."""
    return Revision(
        number=1,
        text=draft.text,
        length=len(draft.text),
        sha256=digest,
        origin=origin,
        blocks=[
            {"kind": block.kind.value, "level": block.level, "start": block.start, "end": block.end}
            for block in draft.blocks
        ],
        sentences=cut,
        warnings=list(draft.warnings),
        source_name=source_name,
    )


def _create(
    draft: ArticleDraft,
    revision: Revision,
    *,
    actor: object | None,
    right: str,
    now: datetime,
    story: Story | None,
) -> Article:
    """Write the article, its first revision and the event."""
    title = one_line(draft.title, TITLE_AT_MOST)
    article = Article.objects.create(
        # A title of nothing but invisible signs is none.
        title=title or one_line(draft.text[:1000], 90) or "Untitled",
        title_proposed=draft.title_proposed or not title,
        byline=one_line(draft.byline, 300),
        published=draft.published,
        publication=_publication(draft),
        story=story,
        language=draft.language[:8],
        url=address_of(draft),
        imported_at=now,
        imported_by=actor,
    )
    revision.article, revision.imported_at, revision.imported_by = article, now, actor
    revision.save()
    article.current = revision
    article.save(update_fields=["current"])
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
            "source": revision.source_name,
            "publication": article.publication_id,
            "story": article.story_id,
            "revision": 1,
        },
    )
    return article


def _publication(draft: ArticleDraft) -> Publication | None:
    """Return the publication that the draft names, by its address or its name, made if it is new."""
    name, domain = one_line(draft.publication, 200), _host(address_of(draft))
    return publication_called(name=name, domain=domain) if name or domain else None


def _sentences(draft: ArticleDraft) -> list[dict]:
    """Return the sentences of the article proper as the revision keeps them, with what makes each worth checking."""
    every = [
        (block, *interval)
        for block in draft.blocks
        if block.kind is not BlockKind.FURNITURE
        for interval in _sentences_of(draft, block)
    ]
    candidates = [(start, end) for block, start, end in every if block.kind not in _NOT_CHECKED]
    why = {
        (found.start, found.end): sorted({reason.kind for reason in found.why})
        for found in checkable(draft.text, candidates, language=draft.language or "en")
    }
    return [{"start": start, "end": end, "why": why.get((start, end), [])} for _, start, end in every]


def _sentences_of(draft: ArticleDraft, block: Block) -> list[tuple[int, int]]:
    """Return the sentences of one block; a headline, heading or table row is one by itself."""
    if block.kind in _WHOLE:
        start, end = block.content_span(draft.text)
        return [(start, end)] if start < end else []
    return sentences(draft.text, block.start, block.end, draft.language or "en")
