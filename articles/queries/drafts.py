"""Drafts as items keep them, and as a person corrected them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from articles.models import BatchItem
from articles.reading import ArticleDraft
from articles.text import Block, BlockKind

#: What of a draft can be corrected by hand before it is saved.
CORRECTABLE = ("title", "byline", "published", "publication", "language", "url")


def stored_draft(draft: ArticleDraft) -> dict:
    """Return a draft as JSON."""
    return {
        "title": draft.title,
        "title_proposed": draft.title_proposed,
        "text": draft.text,
        "blocks": [[block.kind.value, block.start, block.end, block.level] for block in draft.blocks],
        "byline": draft.byline,
        "published": draft.published.isoformat() if draft.published else None,
        "publication": draft.publication,
        "language": draft.language,
        "url": draft.url,
        "warnings": list(draft.warnings),
    }


def draft_as_read(item: BatchItem) -> ArticleDraft:
    """Return an item's draft as the file has it."""
    stored = item.draft
    return ArticleDraft(
        title=stored["title"],
        title_proposed=stored["title_proposed"],
        text=stored["text"],
        blocks=tuple(Block(BlockKind(kind), start, end, level) for kind, start, end, level in stored["blocks"]),
        byline=stored["byline"],
        published=_day(stored["published"]),
        publication=stored["publication"],
        language=stored["language"],
        url=stored["url"],
        warnings=tuple(stored["warnings"]),
    )


def draft_corrected(item: BatchItem) -> ArticleDraft:
    """Return an item's draft with what a person corrected of it; its blocks have their kinds as read."""
    return replace(draft_as_read(item), **_corrections(item.corrections))


def kinds_of(item: BatchItem) -> dict[int, BlockKind]:
    """Return what a person said of blocks, by their first code point."""
    return {int(start): BlockKind(kind) for start, kind in item.kinds.items()}


def _corrections(stored: Mapping[str, str]) -> dict[str, object]:
    """Return corrections as a draft's fields."""
    return {field: _day(value) if field == "published" else value for field, value in stored.items()}


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None
