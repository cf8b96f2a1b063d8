"""From the lines of a plain text to its pieces: one line, or several that were wrapped at a width."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex

from articles.reading.draft import Piece

# A bullet, or a number or letter with its stop, and the white space behind it.
MARKER = regex.compile(r"(?:[•‣⁃◦▪▫●○■□·*+\-–➤►✓✔]|\d{1,3}[.)]|\(?[a-z\d]\))\s+(?=\S)")
_QUOTED = regex.compile(r">+\s?")
_NARROW, _WIDE = 45, 120  # columns between which text is wrapped by hand or program


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    words: str
    apart: bool

    @property
    def begins_anew(self) -> bool:
        return bool(self.apart or MARKER.match(self.words) or "\t" in self.words)


def pieces_of(text: str) -> list[Piece]:
    """The text's paragraphs in order, each where it begins; nothing is decided about their kind.

    Lines are joined only where the text is wrapped: where nearly every line break stands because the next word would
    not have fitted. A shorter line ends its paragraph then.
    """
    lines = list(_lines(text))
    width = _wrap_width(lines)
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _continues(groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_piece(group) for group in groups]


def _piece(group: list[_Line]) -> Piece:
    first, *rest = group
    words = " ".join([first.words, *(_QUOTED.sub("", line.words, count=1) for line in rest)])
    marker = MARKER.match(words)
    return Piece(words, start=first.start, apart=first.apart, marker=marker.group() if marker else "")


def _lines(text: str) -> Iterator[_Line]:
    """The lines that hold anything, without the white space around them."""
    position, apart = 0, True
    for raw in text.split("\n"):
        words = raw.strip()
        if words:
            yield _Line(position + raw.index(words[0]), words, apart)
        apart = not words
        position += len(raw) + 1


def _wrap_width(lines: list[_Line]) -> int:
    """The column at which the text is wrapped; 0 if each of its lines is a paragraph."""
    width = max((len(line.words) for line in lines if " " in line.words), default=0)
    if not _NARROW <= width <= _WIDE:
        return 0
    breaks = [pair for pair in pairwise(lines) if not pair[1].begins_anew]
    full = sum(_is_full(line, following, width) for line, following in breaks)
    return width if breaks and full >= 0.75 * len(breaks) else 0


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    return len(line.words) + 1 + len(following.words.split(maxsplit=1)[0]) > width


def _continues(line: _Line, following: _Line, width: int) -> bool:
    if line.words.startswith(">") and following.words.startswith(">"):
        return not following.apart
    return bool(width) and not following.begins_anew and _is_full(line, following, width)
