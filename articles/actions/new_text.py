"""A text that is about to become a revision: everything that takes time is done before the transaction begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from articles.actions.compare_story import keep_extract, read_for_comparison
from articles.actions.index_passages import Passages, index_passages, passages_in
from articles.checkable import checkable
from articles.kinship import names_of
from articles.models import Article, BlockCorrection, Extract, KeyName, Original, Revision, Shingle
from articles.one_line import one_line
from articles.queries.duplicates import origin_of
from articles.reading import ArticleDraft
from articles.text import Block, BlockKind, fingerprint, sentences, sha256

_NOT_CHECKED = {BlockKind.FURNITURE, BlockKind.HEADLINE, BlockKind.HEADING}
_WHOLE = {BlockKind.HEADLINE, BlockKind.HEADING, BlockKind.TABLE_ROW}


@dataclass(frozen=True, slots=True)
class NewText:
    """A revision without article or number, with its fingerprint and what was corrected of its blocks.

    `passages` are its sentences with the words they are found by, `read` what it brings to the comparison of its
    story, if it has one.
    """

    revision: Revision
    fingerprint: tuple[int, ...]
    names: tuple[str, ...]
    corrections: list[BlockCorrection]
    passages: Passages
    read: Extract | None

    def save(self, *, article: Article, number: int, actor: object | None, now: datetime) -> Revision:
        """Write it as a text of this article. Part of an action's transaction."""
        revision = self.revision
        revision.article, revision.number = article, number
        revision.imported_at, revision.imported_by = now, actor
        revision.save()
        Shingle.objects.bulk_create([Shingle(revision=revision, value=value) for value in self.fingerprint])
        KeyName.objects.bulk_create([KeyName(revision=revision, name=name) for name in self.names])
        for correction in self.corrections:
            correction.revision, correction.by, correction.at = revision, actor, now
        BlockCorrection.objects.bulk_create(self.corrections)
        index_passages(revision, self.passages, first=number == 1)
        if self.read:
            keep_extract(revision, self.read)
        return revision

    def index(self, revision: Revision) -> None:
        """Let passages be found in a revision that has this text and becomes current again."""
        index_passages(revision, self.passages)


def new_text(
    draft: ArticleDraft,
    *,
    kinds: Mapping[int, BlockKind],
    source_name: str,
    original: Original | None,
    in_story: bool,
) -> NewText:
    """Return the draft's text, cut into sentences. `kinds` corrects blocks: by the first code point, what it is.

    `in_story`: it is read for comparison, too.
    """
    blocks = corrected_blocks(draft.blocks, kinds)
    revision = Revision(
        text=draft.text,
        length=len(draft.text),
        sha256=sha256(draft.text),
        origin=origin_of(draft),
        blocks=[as_stored(block) for block in blocks],
        sentences=sentences_of(draft.text, blocks, draft.language),
        warnings=list(draft.warnings),
        source_name=one_line(source_name)[:500],
        original=original,
    )
    corrections = [
        BlockCorrection(start=read.start, read_as=read.kind, read_level=read.level, kind=corrected.kind)
        for read, corrected in zip(draft.blocks, blocks, strict=True)
        if read.kind is not corrected.kind
    ]
    names = key_names(draft.text, blocks, draft.language)
    read = read_for_comparison(revision, draft.language[:8]) if in_story else None
    passages = passages_in(draft.text, revision.sentences, draft.language[:8])
    return NewText(revision, fingerprint(draft.text), names, corrections, passages, read)


def key_names(text: str, blocks: Sequence[Block], language: str) -> tuple[str, ...]:
    """Return what a text speaks of much, as rows keep it: no name twice once it is cut to what a row takes."""
    length = KeyName._meta.get_field("name").max_length
    return tuple(dict.fromkeys(name[:length] for name in names_of(text, blocks, language)))


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
        for interval in _sentences_within(text, block, language)
    ]
    candidates = [(start, end) for block, start, end in every if block.kind not in _NOT_CHECKED]
    why = {
        (found.start, found.end): sorted({reason.kind for reason in found.why})
        for found in checkable(text, candidates, language=language or "en")
    }
    return [{"start": start, "end": end, "why": why.get((start, end), [])} for _, start, end in every]


def _sentences_within(text: str, block: Block, language: str) -> list[tuple[int, int]]:
    """Return the sentences of one block; a headline, heading or table row is one by itself."""
    if block.kind in _WHOLE:
        start, end = block.content_span(text)
        return [(start, end)] if start < end else []
    return sentences(text, block.start, block.end, language or "en")
