from datetime import datetime

from django.db import transaction

from articles.actions.compare_story import compare_stories
from articles.actions.errors import Refused
from articles.actions.followers import tell_followers
from articles.actions.index_passages import index_passages, passages_in
from articles.actions.new_text import as_stored, sentences_of
from articles.models import Article, BlockCorrection, Revision
from articles.text import Block, BlockKind
from editorial.record import log


@transaction.atomic
def set_block_kind(
    *, revision: Revision, start: int, kind: BlockKind, by: object | None, right: str, now: datetime
) -> Revision:
    """Say what a block is: text or furniture, or any other kind; the kind it has already changes nothing.

    `start` is the block's first code point. The text stays; the block's sentences go or come with it, and those of the
    other blocks stay as they are. Whoever counts by sentences is told. Raises Refused where no block begins.
    """
    article = Article.objects.select_for_update(of=("self",)).get(pk=revision.article_id)
    revision = Revision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
    place = next((n for n, stored in enumerate(revision.blocks) if stored["start"] == start), None)
    if place is None:
        raise Refused("No block of this text begins there. Reload the page to see how it stands.")
    before = Block(**revision.blocks[place] | {"kind": BlockKind(revision.blocks[place]["kind"])})
    if before.kind is kind:
        return revision
    after = _corrected(revision, before, kind, by, now)
    revision.blocks[place] = as_stored(after)
    blocks = [Block(**stored | {"kind": BlockKind(stored["kind"])}) for stored in revision.blocks]
    elsewhere = [s for s in revision.sentences if not after.start <= s["start"] < after.end]
    here = [s for s in sentences_of(revision.text, blocks, article.language) if after.start <= s["start"] < after.end]
    revision.sentences = sorted([*elsewhere, *here], key=lambda sentence: sentence["start"])
    revision.save(update_fields=["blocks", "sentences"])
    if article.current_id == revision.pk:
        index_passages(revision, passages_in(revision.text, revision.sentences, article.language))
    log.append(
        chain=log.article_chain(article.pk),
        kind="block.corrected",
        actor=by,
        right=right,
        at=now,
        payload={
            "revision": revision.number,
            "start": after.start,
            "end": after.end,
            "before": before.kind.value,
            "after": after.kind.value,
        },
    )
    tell_followers([article], now=now)
    if article.current_id == revision.pk:
        compare_stories([article.story_id], now=now)
    return revision


def other_kind(revision: Revision, start: int) -> BlockKind:
    """Return what one key makes of a block: furniture of text, and of furniture what was read, else a paragraph."""
    stored = next((block for block in revision.blocks if block["start"] == start), None)
    if stored is None or stored["kind"] != BlockKind.FURNITURE:
        return BlockKind.FURNITURE
    correction = revision.block_corrections.filter(start=start).first()
    return BlockKind(correction.read_as) if correction else BlockKind.PARAGRAPH


def _corrected(revision: Revision, before: Block, kind: BlockKind, by: object | None, now: datetime) -> Block:
    """Write the correction, or take the one that stood back where it says again what was read."""
    correction = revision.block_corrections.filter(start=before.start).first()
    if correction is None:
        BlockCorrection.objects.create(
            revision=revision,
            start=before.start,
            read_as=before.kind,
            read_level=before.level,
            kind=kind,
            by=by,
            at=now,
        )
        return Block(kind, before.start, before.end)
    if correction.read_as == kind:
        correction.delete()
        return Block(kind, before.start, before.end, correction.read_level)
    correction.kind, correction.by, correction.at = kind, by, now
    correction.save(update_fields=["kind", "by", "at"])
    return Block(kind, before.start, before.end)
