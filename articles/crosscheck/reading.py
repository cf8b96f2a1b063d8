"""One text, read once: its names, figures and dates, and each sentence as a row of tokens that patterns can match.

A row is a string of tokens with one space between them: `@12` is the text's name number 12, `#3` a figure, `~4` a
date; a word of the lexicon carries its concepts before it (`[j:mayor]mayor`), phrases are joined (`set_up`), the
possessive stands alone (`'s`), and everything else is the folded word or the sign itself.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from articles.crosscheck import dates, figures, language
from articles.crosscheck.dates import PartialDate
from articles.crosscheck.figures import Figure
from articles.crosscheck.language import listed
from articles.crosscheck.lexicon import CONCEPTS, LONGEST
from articles.names import Names, Span, Word, folded

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'](?=[^\W\d_])[^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_POSSESSIVE = re.compile(r"[’']s?$")
_OWNING = re.compile(r"[’']s(?!\w)")
_HONORIFICS = listed(
    "mr mrs ms miss dr prof professor sir dame lord lady sr sra srta don dona doctor doctora senor senora capt "
    "captain lt sgt gen general col colonel rev judge justice king queen prince princess pope mayor president "
    "senator governor minister officer detective inspector sheriff former ex acting"
)
_ORGANISATIONS = listed(
    "inc ltd llc plc ag gmbh sa corp corporation company group industries holdings bank university college "
    "council committee union alliance party association agency ministry department institute court police club fc "
    "federation league partido universidad banco ministerio ayuntamiento consejo grupo empresa agencia tribunal "
    "policia union list greens marine times post herald house hotel hospital museum museo church iglesia "
    "theatre theater teatro stadium airport school escuela bridge library"
)
_PLACE_WORDS = re.compile(
    r"(?:^|\s)(?:in|at|near|outside|en|cerca de)(?: the| el| la| early| late|,? (?:1[0-9]|20)\d\ds?| los años \d+)*\s$",
    re.I,
)

#: After a place comes a sign or a small word: `in Mexican cinema` is no place.
_SMALL_WORDS = sorted(
    listed(
        "and or but so on in at for with when where who which that while after before to as is are was were has had "
        "will would can by from until since during over under about between through near because if against around "
        "across along within without into it he she they we not also then just only more than again later earlier "
        "last next this said says told y e o pero el la los las un una con por para cuando donde tras que se su a de "
        "desde hasta del en sin sobre entre no es fue era ha segun mientras dijo"
    )
)
_PLACE_ENDS = re.compile(rf"\s*(?:[^\w\s’']|$|(?:{'|'.join(_SMALL_WORDS)})\b)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as one text writes it once: its words folded, without titles before it."""

    keys: tuple[str, ...]
    start: int
    end: int
    sentence: int
    placed: bool
    titled: bool


class Token(NamedTuple):
    """A token of a row: its form there, its interval in the text, its concepts by family.

    `sign` is `@`, `#` or `~` for a name, a figure or a date, else nothing; `number` says which of them.
    """

    form: str
    start: int
    end: int
    concepts: dict[str, str] = {}
    sign: str = ""
    number: int = -1

    @property
    def word(self) -> str:
        """The folded word, without its concepts."""
        return self.form.rpartition("]")[2]


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence as tokens; `quotes` are the intervals of its quotations."""

    number: int
    span: Span
    tokens: tuple[Token, ...]
    line: str
    starts: tuple[int, ...]
    quotes: tuple[Span, ...]
    titled: bool

    def at(self, offset: int) -> int:
        """Return the index of the token at an offset of `line`."""
        return bisect_right(self.starts, offset) - 1

    def span_of(self, start: int, end: int) -> Span:
        """Return the interval of the text for an interval of `line`."""
        return self.tokens[self.at(start)].start, self.tokens[self.at(max(start, end - 1))].end


@dataclass(slots=True)
class Reading:
    """What one text holds, for comparing it with others. Nothing in it depends on any other text."""

    text: str
    language: str
    sentences: list[Span]
    names: list[Name] = field(default_factory=list)
    figures: list[tuple[Span, Figure]] = field(default_factory=list)
    dates: list[tuple[Span, PartialDate]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def read(text: str, sentences: Sequence[Span] | None = None, *, tongue: str | None = None) -> Reading:
    """Read one text. `sentences` are those to compare (all, if not given); `tongue` is `en`, `es` or anything else."""
    tongue = tongue or language.guess(text)
    if sentences is None:
        spans = language.sentences(text)
    else:
        spans = [piece for span in sentences for piece in language.pieces(text, *span)]
    reading = Reading(text, tongue, spans)
    names = Names(text, spans, tongue)
    for number, span in enumerate(spans):
        reading.rows.append(_row(reading, names, number, span))
    return reading


def _row(reading: Reading, names: Names, number: int, span: Span) -> Row:
    text = reading.text
    marks: list[Token] = []
    named = list(_names_in(text, names, number))
    # A weekday within a longer name is part of it (the Sunday Times); any other date is a date.
    dated = [
        (at, date)
        for at, date in dates.find(text, *span, reading.language)
        if not any(name.start <= at[0] and at[1] <= name.end and at != (name.start, name.end) for name in named)
    ]
    named = [name for name in named if not _within((name.start, name.end), [at for at, _ in dated])]
    for at, date in dated:
        marks.append(_mark("~", len(reading.dates), *at))
        reading.dates.append((at, date))
    for name in named:
        marks.append(_mark("@", len(reading.names), name.start, name.end))
        reading.names.append(name)
    taken = [at for at, _ in dated] + [(name.start, name.end) for name in named]
    for at, figure in figures.find(text, *span, reading.language):
        if not _within(at, taken):
            marks.append(_mark("#", len(reading.figures), *at))
            reading.figures.append((at, figure))
    tokens = tuple(_joined(list(_tokens(text, span, sorted(marks, key=lambda mark: mark.start))), reading.language))
    starts, length = [], 0
    for token in tokens:
        starts.append(length)
        length += len(token.form) + 1
    line = " ".join(token.form for token in tokens)
    return Row(number, span, tokens, line, tuple(starts), tuple(names.quotes[number]), names.titled[number])


def _within(span: Span, others: Iterable[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _names_in(text: str, names: Names, number: int) -> Iterator[Name]:
    for run in (part for whole in names.runs(number) for part in _parted(whole)):
        while len(run) > 1 and folded(run[0].text).rstrip(".") in _HONORIFICS:
            run.pop(0)
        while len(run) > 1 and not run[0].capital:
            run.pop(0)
        own = names.own(run)
        acronym = any(len(word.text) > 1 and word.text.isupper() for word in run)
        if names.titled[number] and not any(names.upper[key] for key in own):
            continue
        if not own and not acronym and len(run) == 1:
            continue
        start, end = run[0].start, run[-1].bare_end
        keys = tuple(folded(word.text).strip(".") for word in run)
        plain = any(key in names.plain and key not in names.small for key in keys) or (not own and not acronym)
        quoted = any(a < start and end < b and end - start > 0.6 * (b - a) for a, b in names.quotes[number])
        placed = bool(_PLACE_WORDS.search(text, max(0, start - 20), start) and _PLACE_ENDS.match(text, end))
        yield Name(keys, start, end, number, placed, (plain and len(keys) > 2) or quoted)


def _parted(run: list[Word]) -> Iterator[list[Word]]:
    """Part `Ruben Castellane of the Civic Union` into two names, but not `University of the Arts`."""
    for index, word in enumerate(run):
        capitals = [part for part in run[:index] if part.capital]
        if word.text == "of" and len(capitals) > 1 and not looks_like_organisation([folded(p.text) for p in capitals]):
            rest = run[index + 1 :]
            while rest and not rest[0].capital:
                rest = rest[1:]
            yield run[:index]
            yield rest
            return
    yield list(run)


def _mark(sign: str, number: int, start: int, end: int) -> Token:
    return Token(f"{sign}{number}", start, end, {}, sign, number)


def _tokens(text: str, span: Span, marks: Sequence[Token]) -> Iterator[Token]:
    """Cut a sentence into tokens, with the names, figures and dates in it (`marks`, in order) as one token each."""
    at = span[0]
    for mark in marks:
        yield from _words(text, at, mark.start)
        yield mark
        at = mark.end
        if tail := _OWNING.match(text, at, span[1]):
            yield Token("'s", at, tail.end())
            at = tail.end()
    yield from _words(text, at, span[1])


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        word, at = match[0], match.start()
        if word.isascii() and word.isalpha():
            yield Token(word.casefold(), at, match.end())
        elif not word[0].isalpha():
            yield Token("-" if word in "—–-" else word, at, match.end())
        elif (tail := _POSSESSIVE.search(word)) and tail.start():
            yield Token(folded(word), at, at + tail.start())
            yield Token("'s", at + tail.start(), match.end())
        else:
            yield Token(folded(word), at, match.end())


def _joined(tokens: list[Token], tongue: str) -> Iterator[Token]:
    """Join the phrases of the lexicon, longest first, and give words their concepts."""
    concepts = CONCEPTS.get(tongue, {})
    index = 0
    while index < len(tokens):
        token = tokens[index]
        longest = LONGEST.get(token.form, 0) if concepts and not token.sign else 0
        for size in range(min(longest, len(tokens) - index), 0, -1):
            part = tokens[index : index + size]
            if found := concepts.get(tuple(piece.form for piece in part)):
                tags = "".join(f"[{family}:{concept}]" for family, concept in found.items())
                form = tags + "_".join(piece.form for piece in part)
                yield Token(form, token.start, part[-1].end, found)
                index += size
                break
        else:
            yield token
            index += 1


def commonest(names: Iterable[Name]) -> Counter[tuple[str, ...]]:
    """Count the names of a text by their words."""
    return Counter(name.keys for name in names)


def looks_like_organisation(keys: Sequence[str]) -> bool:
    """Whether a word of the name says that it is no person."""
    return not _ORGANISATIONS.isdisjoint(keys)
