"""HTML read whole, as it was pasted or written without a site around it: every visible word, in blocks."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex
from lxml.html import HtmlElement

from articles.blocks import BlockKind
from articles.reading.draft import Piece
from articles.reading.lines import MARKER

_BLOCK_NAMES = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre section summary table tbody td tfoot th
    thead tr ul
"""
_UNSEEN_NAMES = """
    audio button canvas embed head iframe math noscript object script select style svg template textarea video
"""
_BLOCKS, _UNSEEN = frozenset(_BLOCK_NAMES.split()), frozenset(_UNSEEN_NAMES.split())
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_HIDDEN = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", regex.I)
_BLANKS = regex.compile(r"[ \t\r\f\u00a0]*\n[ \t\r\f\u00a0]*|[ \t\r\f]*[ \t\r\f\u00a0][ \t\r\f\u00a0]+|[ \t\r\f]")
_BREAK = "\x00"  # a line break that was meant; control characters never come in


@dataclass(frozen=True, slots=True)
class _Place:
    """What surrounds the words: the kind and level of their block, and how deep in lists it is."""

    kind: BlockKind | None = None
    level: int = 0
    depth: int = 0


def pieces_in(element: HtmlElement) -> Iterator[Piece]:
    """The blocks of an element in the order of its text. All that can be seen; lists' numbers too."""
    for piece in _walk(element, _Place()):
        marker = MARKER.match(piece.text) if piece.kind is None else None
        if marker and not marker.group()[0].isdigit():
            piece.kind, piece.level, piece.marker = BlockKind.LIST_ITEM, 1, marker.group()
        yield piece


def is_seen(element: HtmlElement) -> bool:
    """Whether an element itself says that it can be seen."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or element.get("hidden") is not None:
        return False
    return not _HIDDEN.search(element.get("style") or "")


def _walk(element: HtmlElement, place: _Place) -> Iterator[Piece]:
    """The blocks within an element: runs of inline words, and what its block children hold."""
    words = [element.text or ""]
    for child in element:
        if is_seen(child):
            if _is_block(child):
                yield from _run(words, place)
                words = []
                yield from _block(child, place)
            else:
                words.append(_inline(child))
        words.append(child.tail or "")
    yield from _run(words, place)


def _block(element: HtmlElement, place: _Place) -> Iterator[Piece]:
    tag = element.tag
    if tag in _LISTS:
        inner = _Place(depth=place.depth + 1)
        for number, item in enumerate((child for child in element if is_seen(child)), 1):
            yield from _item(item, inner, f"{number}. " if tag == "ol" and item.tag == "li" else "")
    elif tag == "tr" and not _has_blocks(element):
        cells = [" ".join(_inline(cell).replace(_BREAK, " ").split()) for cell in element if is_seen(cell)]
        yield Piece("\t".join(cells) if len(cells) > 1 else "".join(cells), BlockKind.TABLE_ROW if cells[1:] else None)
    elif regex.fullmatch("h[1-6]", tag):
        yield from _walk(element, _Place(BlockKind.HEADING, int(tag[1])))
    elif tag == "p" and "MsoTitle" in (element.get("class") or ""):
        yield from _walk(element, _Place(BlockKind.HEADING, 1))
    elif tag == "blockquote":
        yield from _walk(element, _Place(BlockKind.QUOTATION))
    elif tag == "pre":
        yield Piece("".join(element.itertext()).strip("\n"), place.kind, place.level)
    else:
        yield from _walk(element, place)


def _item(item: HtmlElement, place: _Place, number: str) -> Iterator[Piece]:
    for index, piece in enumerate(_walk(item, place)):
        if index == 0 and piece.kind is None:
            piece.text, piece.kind, piece.level = number + piece.text, BlockKind.LIST_ITEM, place.depth
        yield piece


def _run(words: list[str], place: _Place) -> Iterator[Piece]:
    """One block of inline words; two line breaks on end part blocks, as writers without paragraphs use them."""
    whole = _BLANKS.sub(lambda found: " " if found.group() != "\u00a0" else "\u00a0", "".join(words))
    for part in regex.split(rf"(?:\s*{_BREAK}){{2,}}", whole):
        lines = [line.strip() for line in part.split(_BREAK)]
        text = "\n".join(line for line in lines if line)
        if text:
            text = " ".join(text.split()) if place.kind is BlockKind.HEADING else text
            yield Piece(text, place.kind, place.level)


def _inline(element: HtmlElement) -> str:
    if element.tag == "br":
        return _BREAK
    parts = [element.text or ""]
    for child in element:
        parts.append(_inline(child) if is_seen(child) and child.tag not in {"rt", "rp"} else "")
        parts.append(child.tail or "")
    return "".join(parts)


def _is_block(element: HtmlElement) -> bool:
    return element.tag in _BLOCKS or _has_blocks(element)


def _has_blocks(element: HtmlElement) -> bool:
    """Whether blocks lie within, other than the cells of a row."""
    return any(inner.tag in _BLOCKS and inner.tag not in {"td", "th"} for inner in element.iterdescendants())
