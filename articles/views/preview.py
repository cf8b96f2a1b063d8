"""An article before it is saved, as the page shows it."""

from dataclasses import dataclass

from django.urls import reverse

from articles.forms import DraftForm
from articles.models import BatchItem, Publication, Revision
from articles.queries.drafts import draft_corrected, kinds_of
from articles.reading import ArticleDraft
from articles.text import Block, BlockKind

#: Blocks that a preview shows; nobody looks through more, and a book would fill the page.
BLOCKS = 400
#: Code points of one block that it shows.
BLOCK = 20_000


@dataclass(frozen=True, slots=True)
class PreviewBlock:
    """One block: its words, its kind, and whether a person said what it is."""

    start: int
    kind: str
    level: int
    words: str
    corrected: bool

    @property
    def furniture(self) -> bool:
        """Whether it is shown dimmed."""
        return self.kind == BlockKind.FURNITURE


def preview_of(item: BatchItem | None, form: DraftForm | None = None) -> dict[str, object]:
    """Return what the preview of an item shows; nothing where it has not been read."""
    if item is None or item.state != BatchItem.State.READY or item.draft is None:
        return {"draft": None}
    draft = draft_corrected(item)
    blocks = _blocks(item, draft)
    return {
        "draft": draft,
        "form": form or DraftForm(initial={field: getattr(draft, field) for field in DraftForm.base_fields}),
        "blocks": blocks[:BLOCKS],
        "turn_url": reverse("import-turn", args=[item.batch_id, item.pk]),
        "more_blocks": max(0, len(blocks) - BLOCKS),
        "words": len(draft.text.split()),
        "publications": Publication.objects.values_list("name", flat=True)[:500],
    }


def blocks_of(revision: Revision) -> list[PreviewBlock]:
    """Return the blocks of a saved text that have something to read."""
    corrected = {
        correction.start for correction in revision.block_corrections.all() if correction.kind != correction.read_as
    }
    found = [Block(**stored | {"kind": BlockKind(stored["kind"])}) for stored in revision.blocks]
    return [
        PreviewBlock(block.start, block.kind.value, block.level, words[:BLOCK], block.start in corrected)
        for block in found
        if (words := block.content(revision.text))
    ]


def _blocks(item: BatchItem, draft: ArticleDraft) -> list[PreviewBlock]:
    """Return the blocks that have something to read."""
    kinds = kinds_of(item)
    return [
        PreviewBlock(
            block.start, kinds.get(block.start, block.kind).value, block.level, words[:BLOCK], block.start in kinds
        )
        for block in draft.blocks
        if (words := block.content(draft.text))
    ]
