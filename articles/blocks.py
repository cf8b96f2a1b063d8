"""What a text is made of: blocks that tile it, each with its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """Kinds of block. Standfirst and captions are paragraphs; furniture is whatever the article itself is not."""

    HEADLINE = "headline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTATION = "quotation"
    TABLE_ROW = "table_row"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text: the half-open interval [start, end) of code points, and what it is.

    Blocks tile their text: a block owns the line ends and blank lines behind it, and the first also those before it.
    What a reader sees is `content_span(text)`, without white space at either end. `level` is 1 to 6 for headings,
    the depth (1 is outermost) for list items, otherwise 0.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0

    def content_span(self, text: str) -> tuple[int, int]:
        """The interval without the white space around it; empty, at `start`, if there is nothing else."""
        start, end = self.start, self.end
        while end > start and text[end - 1].isspace():
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        return (start, end) if start < end else (self.start, self.start)

    def content(self, text: str) -> str:
        """The words of the block, without the white space around them."""
        return text[self.start : self.end].strip()


def tiles(blocks: Sequence[Block], text: str) -> bool:
    """Whether the blocks cover the text from 0 to its end, in order, without gap, overlap or an empty block."""
    position = 0
    for block in blocks:
        if block.start != position or block.end <= block.start:
            return False
        position = block.end
    return position == len(text)
