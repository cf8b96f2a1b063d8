from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from articles.checkable import checkable
from articles.models import Article, BlockCorrection, Original, Revision, Shingle
from articles.queries.duplicates import origin_of
from articles.reading import ArticleDraft
from articles.text import Block, BlockKind, fingerprint, sentences, sha256

_NOT_CHECKED = {BlockKind.FURNITURE, BlockKind.HEADLINE, BlockKind.HEADING}


def write_revision(
    *,
    article: Article,
    number: int,
    draft: ArticleDraft,
    kinds: Mapping[int, BlockKind],
    actor: object | None,
    now: datetime,
    source_name: str,
    original: Original | None,
) -> Revision:
    """Write one text of an article, with its fingerprint and what the importer said of its blocks.

    `kinds` are corrections: by a block's first code point, what it is. Part of an action, never one by itself.
    """
    blocks = corrected_blocks(draft.blocks, kinds)
    revision = Revision.objects.create(
        article=article,
        number=number,
        text=draft.text,
        length=len(draft.text),
        sha256=sha256(draft.text),
        origin=origin_of(draft),
        blocks=[as_stored(block) for block in blocks],
        sentences=sentences_of(draft.text, blocks, draft.language),
        warnings=list(draft.warnings),
        source_name=source_name[:500],
        original=original,
        imported_at=now,
        imported_by=actor,
    )
    Shingle.objects.bulk_create([Shingle(revision=revision, value=value) for value in fingerprint(draft.text)])
    BlockCorrection.objects.bulk_create(
        [
            BlockCorrection(
                revision=revision,
                start=read.start,
                read_as=read.kind,
                read_level=read.level,
                kind=corrected.kind,
                by=actor,
                at=now,
            )
            for read, corrected in zip(draft.blocks, blocks, strict=True)
            if read.kind is not corrected.kind
        ]
    )
    return revision


def corrected_blocks(blocks: Sequence[Block], kinds: Mapping[int, BlockKind]) -> tuple[Block, ...]:
    """Return the blocks with their kinds corrected; what becomes another kind loses its level."""
    return tuple(
        block if kinds.get(block.start, block.kind) is block.kind else replace(block, kind=kinds[block.start], level=0)
        for block in blocks
    )


def as_stored(block: Block) -> dict:
    """Return a block as revisions keep it."""
    return {"kind": block.kind.value, "level": block.level, "start": block.start, "end": block.end}


def sentences_of(text: str, blocks: Sequence[Block], language: str) -> list[dict]:
    """Return the sentences of the article proper as revisions keep them, with what makes each worth checking."""
    every = [
        (block, *interval)
        for block in blocks
        if block.kind is not BlockKind.FURNITURE
        for interval in sentences(text, block.start, block.end, language or "en")
    ]
    candidates = [(start, end) for block, start, end in every if block.kind not in _NOT_CHECKED]
    why = {
        (found.start, found.end): sorted({reason.kind for reason in found.why})
        for found in checkable(text, candidates, language=language or "en")
    }
    return [{"start": start, "end": end, "why": why.get((start, end), [])} for _, start, end in every]
