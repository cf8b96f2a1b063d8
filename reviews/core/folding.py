"""A text without its typography: what remains when quotes, dashes and spaces are written in one way.

Two texts that differ only in these fold to the same string. Every folded character knows which code points of the text
it stands for, so places can be carried from one text to another.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import regex

_PLAIN = {
    **dict.fromkeys("‘’‚‛′´`‹›ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    "…": "...",
}
_DASH = "-‐‑‒–—―−"
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
#: What is invisible; dashes, with the space on both sides of them; space; a sign with a plain form; all the rest.
_PIECE = regex.compile(
    rf"(?P<nothing>[{_INVISIBLE}]+)|\s+(?P<dash>[{_DASH}]+)\s+|(?P<dash>[{_DASH}]+)|(?P<space>\s+)"
    rf"|(?P<sign>[{''.join(_PLAIN)}])|(?P<rest>[^\s{_DASH}{_INVISIBLE}{''.join(_PLAIN)}]+)"
)
#: Figures with their separators, words with their apostrophes, dots in a row, else one grapheme.
_TOKEN = regex.compile(r"(?P<word>\d+(?:[.,:/]\d+)+\w*|\w+(?:'\w+)*)|\.+|(?!\s)\X")
_SENTENCE_END = regex.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or figure, or else a sign, at `[start, end)` of the folded text."""

    form: str
    start: int
    end: int
    is_word: bool


class FoldedText:
    """A text, its folded form, and the way back: places are half-open intervals in the one or the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        characters: list[str] = []
        self._begins: list[int] = []
        self._ends: list[int] = []
        for piece in _PIECE.finditer(text):
            kind = piece.lastgroup
            start, end = piece.span(kind)
            if kind == "rest":
                characters += piece[kind]
                self._begins += range(start, end)
                self._ends += range(start + 1, end + 1)
            else:
                plain = {"nothing": "", "dash": "-", "space": " "}.get(kind) or _PLAIN.get(piece[kind], "")
                characters += plain
                self._begins += [start] * len(plain)
                self._ends += [end] * len(plain)
        self.folded = "".join(characters)

    @cached_property
    def tokens(self) -> list[Token]:
        """Return the tokens in order."""
        found = _TOKEN.finditer(self.folded)
        return [Token(token[0], *token.span(), token["word"] is not None) for token in found]

    @cached_property
    def sentences(self) -> list[range]:
        """Return the sentences as ranges of tokens that tile them; split at signs and line ends, no more is needed."""
        starts = [self._begins[token.start] for token in self.tokens]
        breaks = {bisect_left(starts, found.end()) for found in _SENTENCE_END.finditer(self.text)}
        edges = sorted(breaks | {0, len(self.tokens)})
        return [range(a, b) for a, b in pairwise(edges)]

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def fold(self, start: int, end: int) -> tuple[int, int]:
        """Return the folded place of a place in the text, without space at its ends; empty if there is nothing else."""
        first = bisect_right(self._ends, start)
        last = max(first, bisect_left(self._begins, end))
        kept = self.folded[first:last]
        begin = first + len(kept) - len(kept.lstrip())
        return begin, max(begin, first + len(kept.rstrip()))

    def unfold(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text of a folded place that is not empty."""
        return self._begins[start], self._ends[end - 1]

    def tokens_at(self, start: int, end: int) -> range:
        """Return which tokens a folded place touches."""
        first = bisect_right(self._token_starts, start) - 1
        if first < 0 or self.tokens[first].end <= start:
            first += 1
        return range(first, max(first, bisect_left(self._token_starts, end)))
