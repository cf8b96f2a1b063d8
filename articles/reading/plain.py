"""Plain text: paragraphs, headings, lists, tables and furniture told apart by general rules."""

from collections.abc import Callable, Sequence

import regex

from articles.blocks import Block, BlockKind
from articles.reading.assembling import draft_of, is_visible
from articles.reading.draft import ArticleDraft, Facts, Piece, UnreadableArticle
from articles.reading.furniture import ends_in_stop, mark_furniture
from articles.reading.header import read_header
from articles.reading.lines import pieces_of
from articles.text import normalise

_MAX_LINES = 200_000
_HEADING_LEVEL = 2  # plain text does not say more
_GLUED = regex.compile(r"^(?P<label>\p{Lu}[\p{L} ]{1,38}?\p{Ll})(?P<value>(?:\p{Lu}|\d)[^\n]{1,160})$")
_NUMBERED = regex.compile(r"\d+")


def read_plain(characters: str, *, url: str = "") -> ArticleDraft:
    """The draft of a plain text. Its text is the file's own, normalised, without the blank lines around it."""
    text = normalise(characters).strip("\n").rstrip()
    if not is_visible(text):
        raise UnreadableArticle("The file holds nothing but white space.")
    if (lines := text.count("\n")) > _MAX_LINES:
        raise UnreadableArticle(f"The file has {lines:,} lines; an article may have at most {_MAX_LINES:,}.")
    pieces = pieces_of(text)
    mark_furniture(pieces)
    facts = read_header(pieces)
    mark_kinds(pieces, facts)
    return draft_of(text, _blocks(text, pieces), facts, url=url)


def mark_kinds(pieces: Sequence[Piece], facts: Facts) -> None:
    """Decide the kind of each piece that has none yet."""
    mark_tables(pieces, facts)
    mark_lists(pieces)
    following = None  # the next piece that is no furniture
    for piece in reversed(pieces):
        if piece.kind is None and piece.text.startswith(">"):
            piece.kind = BlockKind.QUOTATION
        elif piece.kind is None and following and _is_heading(piece, following):
            piece.kind, piece.level = BlockKind.HEADING, _HEADING_LEVEL
        piece.kind = piece.kind or BlockKind.PARAGRAPH
        following = following if piece.kind is BlockKind.FURNITURE else piece


def mark_tables(pieces: Sequence[Piece], facts: Facts) -> None:
    """Rows with tabs or bars between cells, and rows whose cells were glued together ("Full NameJane Doe")."""
    for run in _runs(pieces, lambda piece: piece.kind is None and _cells(piece.text) > 1):
        if len(run) > 1:
            _mark(run, BlockKind.TABLE_ROW)
    for run in _runs(pieces, lambda piece: piece.kind is None and not piece.marker and _is_glued(piece.text)):
        spaced = sum(" " in piece.text for piece in run)
        if len(run) >= 3 and 2 * spaced >= len(run):
            _mark(run, BlockKind.TABLE_ROW)
        elif len(run) > 1:
            facts.warnings.append(f"“{run[0].text}” may be the first row of a table whose cells were run together.")


def _runs(pieces: Sequence[Piece], belongs: Callable[[Piece], bool]) -> list[list[Piece]]:
    runs: list[list[Piece]] = [[]]
    for piece in pieces:
        if belongs(piece):
            runs[-1].append(piece)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _cells(words: str) -> int:
    if words.startswith("|") and words.endswith("|"):
        return words.count("|") - 1
    return len([cell for cell in words.split("\t") if cell.strip()])


def _is_glued(words: str) -> bool:
    return bool(_GLUED.match(words)) and not ends_in_stop(words)


def _mark(pieces: Sequence[Piece], kind: BlockKind) -> None:
    for piece in pieces:
        piece.kind = kind


def mark_lists(pieces: Sequence[Piece]) -> None:
    """Bullets are items; numbers are where the next or the one before counts on, else they number headings."""
    for index, piece in enumerate(pieces):
        if piece.kind is not None or not piece.marker:
            continue
        number = _NUMBERED.search(piece.marker)
        if number is None:
            piece.kind, piece.level = BlockKind.LIST_ITEM, 1
            continue
        beside = [pieces[other] for other in (index - 1, index + 1) if 0 <= other < len(pieces)]
        numbers = {int(found.group()) for other in beside if (found := _NUMBERED.search(other.marker))}
        if numbers & {int(number.group()) - 1, int(number.group()) + 1}:
            piece.kind, piece.level = BlockKind.LIST_ITEM, 1


def _is_heading(piece: Piece, following: Piece) -> bool:
    """A short line without a stop above the article's running text."""
    words = piece.after_marker or piece.text
    if len(words) > 140:
        return False
    count = len(words.split())
    if count > 20 or words[0].islower() or "\t" in words:
        return False
    if words.endswith(":"):
        return count <= 5 and piece.apart and following.apart and ":" not in words[:-1]
    if words.endswith("?") and not regex.search(r"[,:;.?!]\s", words):
        return count <= 12 and len(following.text) > len(words)
    return not ends_in_stop(words) and not words.endswith((",", ";", "–", "—", "-"))


def _blocks(text: str, pieces: Sequence[Piece]) -> tuple[Block, ...]:
    starts = [0, *(piece.start for piece in pieces[1:])]
    # A block begins at its line, so that the indent before a bullet is its own.
    starts = [text.rfind("\n", 0, start) + 1 for start in starts]
    ends = [*starts[1:], len(text)]
    return tuple(
        Block(piece.kind or BlockKind.PARAGRAPH, start, end, piece.level)
        for piece, start, end in zip(pieces, starts, ends, strict=True)
    )
