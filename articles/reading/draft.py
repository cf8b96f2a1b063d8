"""What reading a file comes to: a draft of an article, or the reason why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from articles.blocks import Block, BlockKind
from articles.text import normalise


class UnreadableArticle(Exception):  # noqa: N818 - says what it is in the desk's words
    """The bytes hold no article that could be read; `str()` is the reason, one sentence for an editor."""


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """One article as it was read, before anybody has looked at it.

    `text` is normalised and complete; `blocks` tile it (see `articles.blocks`). `title_proposed` says that the source
    has no title and this one was made from the text, where it is no block. `language` is a two-letter code or "".
    `published` is None where the source gives no whole date. `warnings` are sentences about what is doubtful.
    """

    title: str
    title_proposed: bool
    text: str
    blocks: tuple[Block, ...]
    byline: str = ""
    published: date | None = None
    publication: str = ""
    language: str = ""
    url: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Piece:
    """A block in the making: its words on one line, and what is known of it. `kind` is None until decided.

    `start` is its first code point where the text exists already (plain text). `apart` says that a blank line stands
    before it, `marker` is the bullet or number it begins with, and `after_marker` its words without that.
    """

    text: str
    kind: BlockKind | None = None
    level: int = 0
    start: int = -1
    apart: bool = True
    marker: str = ""

    @property
    def after_marker(self) -> str:
        """The words behind the bullet or number."""
        return self.text[len(self.marker) :].strip()


@dataclass(slots=True)
class Facts:
    """What a source says about itself; empty where it says nothing."""

    title: str = ""
    byline: str = ""
    published: date | None = None
    publication: str = ""
    url: str = ""
    language: str = ""
    warnings: list[str] = field(default_factory=list)


_CLOSE = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})


def compose(pieces: Sequence[Piece]) -> tuple[str, tuple[Block, ...]]:
    """Text and blocks of pieces that have no text yet: a blank line between blocks, none within lists and tables."""
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    shown = [(piece, words) for piece in pieces if (words := normalise(piece.text).strip())]
    for index, (piece, words) in enumerate(shown):
        following = shown[index + 1][0] if index + 1 < len(shown) else None
        kind = piece.kind or BlockKind.PARAGRAPH
        close = following is not None and kind in _CLOSE and following.kind is kind
        gap = "" if following is None else "\n" if close else "\n\n"
        parts.append(words + gap)
        end = position + len(words) + len(gap)
        blocks.append(Block(kind, position, end, piece.level))
        position = end
    return "".join(parts), tuple(blocks)
