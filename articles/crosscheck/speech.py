"""Who said what: the quotations of a text with the one to whom it gives them."""

from collections.abc import Iterator
from dataclasses import dataclass

from articles.crosscheck.lexicon import SAYING
from articles.crosscheck.people import People
from articles.crosscheck.reading import Reading, Row
from articles.names import WORD, Span, folded

#: Fewer words may be anybody's.
_LEAST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation's words, the name it is given to, where that name stands, and where the quotation does."""

    words: frozenset[str]
    grams: frozenset[tuple[str, ...]]
    speaker: int
    row: int
    who: Span
    span: Span


def find(reading: Reading, people: People) -> list[Quote]:
    """Find the quotations of a text whose speaker it names."""
    found: list[Quote] = []
    for row in reading.rows:
        for quote in row.quotes:
            words = [folded(match[0]) for match in WORD.finditer(reading.text, *quote)]
            speaker = _speaker(row, quote, people) if len(words) >= _LEAST_WORDS else None
            if speaker is None and found and len(words) >= _LEAST_WORDS and _follows(reading, found[-1], row):
                speaker = found[-1].speaker
            if speaker is not None:
                name = reading.names[speaker]
                grams = frozenset(zip(words, words[1:], words[2:], strict=False))
                found.append(Quote(frozenset(words), grams, speaker, row.number, (name.start, name.end), quote))
    return found


def _follows(reading: Reading, before: Quote, row: Row) -> bool:
    """Whether a quotation without a speaker goes on from the one before it, in the same paragraph."""
    return 0 <= row.number - before.row <= 1 and "\n" not in reading.text[before.span[1] : row.span[0]]


def _speaker(row: Row, quote: Span, people: People) -> int | None:
    outside = [t for t in row.tokens if not quote[0] <= t.start < quote[1]]
    verbs = [index for index, token in enumerate(outside) if token.word.partition("_")[0] in SAYING]
    names = list(_names(outside, people))
    if verbs and not names and any(token.form in {"he", "she", "ella"} for token in outside):
        return next(iter(people.meant(row, 0)), None)
    if not verbs or not names:
        return None
    # `Delgado, who runs Norvane, called it`: a person before anything else that bears a name.
    return min((people.kind(n) != "person", abs(at - verb), n) for verb in verbs for at, n in names)[2]


def _names(tokens: list, people: People) -> Iterator[tuple[int, int]]:
    for index, token in enumerate(tokens):
        if token.sign == "@" and people.kind(token.number) in {"person", "single"}:
            yield index, token.number
