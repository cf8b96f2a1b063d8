"""What language a text is in, and where its sentences are, well enough to compare texts with each other."""

import re
from collections.abc import Iterator

from articles.names import Span


def listed(words: str) -> frozenset[str]:
    """Return the words of a list written with spaces between."""
    return frozenset(words.split())


_WORD = re.compile(r"[^\W\d_]+")
_COMMON = {
    "en": listed("the of and to in is was that for it on with as by at from his her their has had said not"),
    "es": listed("el la los las de del que y en un una por con se su al no es para fue según más lo como"),
}
_FEW = 30
_LINE = re.compile(r"[^\n]+")
_GAP = re.compile(
    r"(?:(?<=[.!?…])|(?<=[.!?…][”»\"’)]))\s+(?=[“«\"‘¿¡(•\-–—]?\s?[^\W\d_a-zà-öø-ÿ])|(?<=[.!?…][”»\"])(?=[A-ZÁÉÍÓÚÑ][a-zà-öø-ÿ])"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sr|Sra|Srta|Jr|St|Sgt|Gen|Gov|Sen|Rep|Capt|Lt|Col|Rev|Hon|No|vs|Inc|Ltd|Co|Corp|D|Dña|Dra"
    r"|Ud|Uds|EE|UU|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])\.$"
)
#: A "sentence" longer than this is cut: whatever it is, nobody says it in one breath.
LONGEST_SENTENCE = 1_500


def guess(text: str) -> str:
    """Return `en`, `es` or `und` by which language's commonest words the beginning of the text holds."""
    words = [match[0].casefold() for match in _WORD.finditer(text, 0, 20_000)]
    shares = {language: sum(word in common for word in words) for language, common in _COMMON.items()}
    best = max(shares, key=lambda language: shares[language])
    if shares[best] * 10 >= len(words) > 0:
        return best
    # A few words without any common one: too little to say, so the language most texts here are in.
    return "en" if 0 < len(words) < _FEW and text.isascii() and not any(shares.values()) else "und"


def sentences(text: str) -> list[Span]:
    """Cut a text into sentences, line by line; intervals without the space around them."""
    return [span for line in _LINE.finditer(text) for span in _in_line(text, *line.span())]


def _in_line(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for gap in _GAP.finditer(text, start, end):
        if not _ABBREVIATED.search(text, max(begin, gap.start() - 8), gap.start()):
            yield from pieces(text, begin, gap.start())
            begin = gap.end()
    yield from pieces(text, begin, end)


def pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Return a sentence without the space around it, cut where it is longer than any sentence."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield start, cut
        start = cut
    if start < end:
        yield start, end
