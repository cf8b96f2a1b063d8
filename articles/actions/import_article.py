from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.db.models import Q

from articles.checkable import checkable
from articles.models import Article, Publication, Revision, Story
from articles.reading import ArticleDraft
from articles.text import Block, BlockKind, sentences, sha256
from editorial.record import log

#: Characters of a title that the desk keeps; a longer headline is shortened there, never in the text.
TITLE_AT_MOST = 300
_NOT_CHECKED = {BlockKind.FURNITURE, BlockKind.HEADLINE, BlockKind.HEADING}


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
    article.
    """
    digest = sha256(draft.text)
    origin = origin_of(draft)
    known = _known(digest, origin)
    if known:
        return Imported(known, created=False)
    try:
        with transaction.atomic():
            article = _create(
                draft, digest, origin, actor=actor, right=right, now=now, source_name=source_name, story=story
            )
    except IntegrityError:
        known = _known(digest, origin)
        if known is None:
            raise
        return Imported(known, created=False)
    return Imported(article, created=True)


def origin_of(draft: ArticleDraft) -> str:
    """Return where a text is from: its address, else its publication, else nothing."""
    return (draft.url or draft.publication or "").strip().casefold()[:500]


def _known(digest: str, origin: str) -> Article | None:
    """Return the article that has this text from this origin."""
    return Article.objects.filter(revisions__sha256=digest, revisions__origin=origin).first()


def _create(
    draft: ArticleDraft,
    digest: str,
    origin: str,
    *,
    actor: object | None,
    right: str,
    now: datetime,
    source_name: str,
    story: Story | None,
) -> Article:
    """Write the article, its first revision and the event."""
    article = Article.objects.create(
        title=_shortened(draft.title),
        title_proposed=draft.title_proposed,
        byline=draft.byline[:300],
        published=draft.published,
        publication=_publication(draft),
        story=story,
        language=draft.language[:8],
        url=draft.url[:2000],
        imported_at=now,
        imported_by=actor,
    )
    article.current = Revision.objects.create(
        article=article,
        number=1,
        text=draft.text,
        length=len(draft.text),
        sha256=digest,
        origin=origin,
        blocks=[
            {"kind": block.kind.value, "level": block.level, "start": block.start, "end": block.end}
            for block in draft.blocks
        ],
        sentences=_sentences(draft),
        warnings=list(draft.warnings),
        source_name=source_name[:500],
        imported_at=now,
        imported_by=actor,
    )
    article.save(update_fields=["current"])
    log.append(
        chain=log.article_chain(article.pk),
        kind="article.imported",
        actor=actor,
        right=right,
        at=now,
        payload={"title": article.title, "sha256": digest, "origin": origin, "source": source_name, "revision": 1},
    )
    return article


def _publication(draft: ArticleDraft) -> Publication | None:
    """Return the publication that the draft names, made if it is new.

    A publication is found by its domain or by its name; the address gives the domain where there is one.
    """
    name = draft.publication.strip()[:200]
    domain = (urlsplit(draft.url).hostname or "").removeprefix("www.")
    if not name and not domain:
        return None
    matches = Q(name__iexact=name or domain)
    if domain:
        matches |= Q(domain__iexact=domain)
    known = Publication.objects.filter(matches).order_by("pk").first()
    return known or Publication.objects.create(name=name or domain, domain=domain)


def _shortened(title: str) -> str:
    """Return the title, cut at a word if it is longer than the desk keeps."""
    if len(title) <= TITLE_AT_MOST:
        return title
    return title[: TITLE_AT_MOST - 1].rsplit(" ", 1)[0] + "…"


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
    return sentences(draft.text, block.start, block.end, draft.language or "en")
