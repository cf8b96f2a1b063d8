from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from articles.actions.compare_story import compare_stories
from articles.actions.new_text import NewText, new_text
from articles.actions.publication import publication_called
from articles.addresses import canonical, domain_of, linkable
from articles.models import Article, Original, Publication, Revision, Story
from articles.one_line import one_line
from articles.reading import ArticleDraft
from articles.text import BlockKind
from editorial.record import log

#: Characters that the desk keeps of a title; a longer headline is shortened there, never in the text.
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
    article. All or nothing is written. `kinds` are what the importer said of blocks (by their first code point),
    `corrected` what else was changed by hand, for the log; `original` is what it was read from.
    """
    # Cutting a long text takes seconds, and on the embedded database a transaction keeps every other writer waiting.
    text = new_text(draft, kinds=kinds or {}, source_name=source_name, original=original, in_story=story is not None)
    known = _known(text)
    if known:
        return Imported(known, created=False)
    try:
        with transaction.atomic():
            return _create(draft, text, actor=actor, right=right, now=now, story=story, corrected=corrected or {})
    except IntegrityError:
        known = _known(text)
        if known is None:
            raise
        return Imported(known, created=False)


def _known(text: NewText) -> Article | None:
    """Return the article that has this text from this origin."""
    key = {"revisions__sha256": text.revision.sha256, "revisions__origin": text.revision.origin}
    return Article.objects.filter(**key).first()


def _create(
    draft: ArticleDraft,
    text: NewText,
    *,
    actor: object | None,
    right: str,
    now: datetime,
    story: Story | None,
    corrected: Mapping[str, object],
) -> Imported:
    """Write the article, its first revision and the event."""
    title, proposed = title_of(draft)
    article = Article.objects.create(
        title=title,
        title_proposed=proposed,
        byline=one_line(draft.byline, 300),
        published=draft.published,
        publication=_publication(draft),
        story=story,
        language=draft.language[:8],
        url=linkable(draft.url),
        canonical=canonical(linkable(draft.url)),
        imported_at=now,
        imported_by=actor,
    )
    article.current = revision = text.save(article=article, number=1, actor=actor, now=now)
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
            "source": revision.source_name,
            "publication": article.publication_id,
            "story": article.story_id,
            "revision": 1,
            "copy_of": same.article_id if same else None,
            **by_hand(text, corrected),
        },
    )
    compare_stories([article.story_id], now=now)
    return Imported(article, created=True, copy_of=same.article if same else None)


def title_of(draft: ArticleDraft) -> tuple[str, bool]:
    """Return the title as the desk keeps it, and whether it was proposed: one of invisible signs alone is none."""
    title = one_line(draft.title, TITLE_AT_MOST)
    return title or one_line(draft.text[:1000], 90) or "Untitled", draft.title_proposed or not title


def by_hand(text: NewText, corrected: Mapping[str, object]) -> dict[str, object]:
    """Return what the log says of an import's original and of what was corrected by hand."""
    original = text.revision.original
    blocks = {str(correction.start): correction.kind.value for correction in text.corrections}
    return {
        "original": original.sha256 if original else None,
        "corrected": dict(corrected) | ({"blocks": blocks} if blocks else {}),
    }


def _publication(draft: ArticleDraft) -> Publication | None:
    """Return the publication that the draft names, by its address or its name, made if it is new."""
    name, domain = one_line(draft.publication, 200), domain_of(linkable(draft.url))
    return publication_called(name=name, domain=domain) if name or domain else None
