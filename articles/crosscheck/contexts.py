"""What is said around a figure, a date or a place: what is counted, what happened, of whom, in which other words.

Two texts speak of the same count or day when their surroundings agree; the figures themselves are compared after.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from articles.crosscheck.dates import PartialDate
from articles.crosscheck.figures import Figure
from articles.crosscheck.lexicon import GENERAL_UNITS, OF_PEOPLE, SAYING
from articles.crosscheck.people import People
from articles.crosscheck.reading import Reading, Row
from articles.crosscheck.surroundings import (
    REACH,
    events_near,
    names_near,
    none_of,
    share_of,
    stem_of,
    told_after,
    units_after,
    units_before,
    walls,
)
from articles.names import Span

_CLOSE = 4
_CONVERTED = {"mile": ("kilometre", 1.609344), "foot": ("metre", 0.3048)}
_SIGNS = {"percent": "%", "dollar": "$", "euro": "€"}
_NONE = frozenset({"no", "sin", "ningun", "ninguna", "nobody", "nadie"})
_WHOLE = frozenset({"whole", "entire", "full", "enteros", "enteras", "completos", "completas"})
_ANOTHER = frozenset({"another", "other", "otro", "otra"})
#: Concepts that name a place right after them: `based in Leeds`, `had left Leeds`, `hospital of Leeds`.
_BEFORE_PLACE = frozenset({"headquarters", "depart", "set", "treat", "born", "celebrate"})


@dataclass(frozen=True, slots=True)
class Context:
    """A figure, date or place with its surroundings: names by their numbers, words and events as concepts."""

    kind: str
    value: Figure | PartialDate | int
    row: int
    span: Span
    units: frozenset[str]
    events: tuple[str, ...]
    near: tuple[int, ...]
    names: tuple[int, ...]
    words: frozenset[str]
    years: frozenset[int]
    #: The words close by, without what is counted.
    close: frozenset[str] = frozenset()
    #: Names spoken of just before, where none stands near.
    topic: tuple[int, ...] = ()
    #: Of `17 of the 31`, 17 is `part` and 31 `total`.
    share: str = ""
    #: Whether it is said of a second one, another.
    another: bool = False
    #: The words after a figure that say what is counted.
    told: Span | None = None

    @property
    def general(self) -> bool:
        """Whether what is counted is counted everywhere (people, years, percent)."""
        return all(unit in GENERAL_UNITS or unit in "%$€£¥" or unit in {"th", "result"} for unit in self.units)


def find(reading: Reading, people: People, taken: frozenset[Span]) -> list[Context]:
    """Find all contexts of a text but those of the figures at `taken` (ages, which are compared as such)."""
    found: list[Context] = []
    around = _Around(reading, people, frozenset(start for start, _ in taken))
    for row in reading.rows:
        if not row.titled:
            around.enter(row)
            if any(token.sign or token.form in _NONE for token in row.tokens):
                found += around.contexts(taken)
    return found


class _Around:
    """The sentence at hand, and what the sentences before it leave in mind."""

    def __init__(self, reading: Reading, people: People, ages: frozenset[int]) -> None:
        self.reading = reading
        self.ages = ages
        self.people = people
        self.row: Row
        self.topic: tuple[int, ...] = ()
        self.said_events: tuple[str, ...] = ()
        self.own_events: tuple[str, ...] = ()

    def enter(self, row: Row) -> None:
        """Go on to the next sentence."""
        self.row = row
        self.names = tuple(token.number for token in row.tokens if token.sign == "@")
        self.words = frozenset(stem for token in row.tokens if (stem := stem_of(token)))
        dated = [self.reading.dates[token.number][1].year for token in row.tokens if token.sign == "~"]
        self.years = frozenset(year for year in dated if year)
        self.said_events = self.own_events or self.said_events
        events = [token.concepts["e"] for token in row.tokens if "e" in token.concepts]
        self.happens = "happen" in events
        self.own_events = tuple(event for event in events if event != "happen")
        if self.names:
            self.topic = self.names

    def contexts(self, taken: frozenset[Span]) -> Iterator[Context]:
        """Find the contexts of this sentence."""
        before: _Counted | None = None
        for index, token in enumerate(self.row.tokens):
            span = (token.start, token.end)
            if token.sign == "#" and span not in taken and not self._extent(index):
                counted = self._counted(index, before)
                before = counted
                share = share_of(self.row, index)
                yield self._context("figure", counted.figure, index, span, counted.units, share=share)
            elif token.sign == "~" and not self._numbered(index):
                date = self.reading.dates[token.number][1]
                yield self._context("date", date, index, span, frozenset({date.sort}))
            elif token.sign == "@":
                yield from self._place(index)
            elif token.form in _NONE and (zero := none_of(self.row, index)):
                yield self._context("figure", Figure(0, 0), index, zero[1], zero[0])

    def _context(
        self, kind: str, value: Figure | PartialDate | int, index: int, span: Span, units: frozenset[str], *,
        share: str = "", direct: str = "",
    ) -> Context:  # fmt: skip
        sign = {"figure": "#", "date": "~"}.get(kind, "")
        low, high = walls(self.row, index, sign, self.ages) if sign else (0, len(self.row.tokens))
        reach = REACH + 4 * (kind == "place")
        found = events_near(self.row, index, low, high, comma=2 if kind == "figure" else 3, reach=reach)
        verbs = {token.word.partition("_")[0] for token in self.row.tokens[max(0, index - 2) : index]}
        said = "announce" if kind == "date" and SAYING & verbs else ""
        events = tuple(event for event in dict.fromkeys([direct, said, *found]) if event and event not in units)
        # `It happened on Tuesday`: what the sentence before tells of.
        if self.happens and not events and not self.own_events:
            events = self.said_events[:1]
        near = names_near(self.row, index, low, high, speakers=kind == "date")
        if kind == "place":
            near = tuple(n for n in near if n != value)
        beside = self.row.tokens[max(low, index - _CLOSE) : min(high, index + _CLOSE + 1)]
        close = frozenset(stem for token in beside if (stem := stem_of(token)))
        topic = () if near else self.names or self.topic
        return Context(
            kind=kind, value=value, row=self.row.number, span=span, units=units, events=events, near=near,
            names=self.names, words=self.words, years=self.years, close=close - units, topic=topic, share=share,
            another=self._another(index), told=told_after(self.row, index, units) if kind == "figure" else None,
        )  # fmt: skip

    def _extent(self, index: int) -> bool:
        """Whether a figure says how much of something a thing takes, not how much there is: `two whole chapters`."""
        return any(token.form in _WHOLE for token in self.row.tokens[index + 1 : index + 2])

    def _numbered(self, index: int) -> bool:
        """Whether a year only tells which paper it is: `case 114 of 1972`."""
        back = self.row.tokens[max(0, index - 2) : index]
        return len(back) == 2 and back[0].sign == "#" and back[1].word in {"of", "de"}

    def _another(self, index: int) -> bool:
        """Whether it is said of a second one, another."""
        return any(
            token.form in _ANOTHER or (token.sign == "#" and self.reading.figures[token.number][1].sign == "th")
            for token in self.row.tokens[max(0, index - 4) : index]
        )

    def _counted(self, index: int, before: "_Counted | None") -> "_Counted":
        """Read what a figure counts: the nouns after it, or what the figure before it counts."""
        figure = self.reading.figures[self.row.tokens[index].number][1]
        if figure.sign and figure.sign != "th":
            return _Counted(figure, frozenset({figure.sign}), "")
        units = units_after(self.row, index) or units_before(self.row, index)
        low, high = walls(self.row, index, "#", self.ages)
        if any(unit in OF_PEOPLE for unit in units) or (
            not units and OF_PEOPLE.intersection(events_near(self.row, index, low, high, comma=2)[:1])
        ):
            return _Counted(figure, frozenset({"people"}), "")
        of = index > 0 and self.row.tokens[index - 1].word in {"of", "de"}
        if not units and before is not None and not of and (names_near(self.row, index, low, high) or high - low < 12):
            return (
                _Counted(*_in_unit(figure, before.noun), before.noun)
                if before.noun
                else _Counted(figure, before.units, "")
            )
        noun = next((unit for unit in units if unit in _CONVERTED or unit in _SIGNS), "")
        if noun:
            return _Counted(*_in_unit(figure, noun), noun)
        return _Counted(figure, frozenset(units), "")

    def _place(self, index: int) -> Iterator[Context]:
        row, token = self.row, self.row.tokens[index]
        back = row.tokens[max(0, index - 3) : index]
        links = {"of", "de", "in", "at", "the", "from", "en", "del"}
        leading = [t.concepts["e"] for t in back if t.concepts.get("e") in _BEFORE_PLACE]
        direct = leading[-1] if leading and (back[-1].word in links or "e" in back[-1].concepts) else ""
        placed = self.reading.names[token.number].placed and self.people.kind(token.number) != "person"
        if direct or placed:
            span = (token.start, token.end)
            yield self._context("place", token.number, index, span, frozenset({"place"}), direct=direct)


@dataclass(frozen=True, slots=True)
class _Counted:
    figure: Figure
    units: frozenset[str]
    #: The noun of a unit that is converted or written as a sign, for figures after it that leave it out.
    noun: str


def _in_unit(figure: Figure, noun: str) -> tuple[Figure, frozenset[str]]:
    if noun in _CONVERTED:
        unit, factor = _CONVERTED[noun]
        return figure.times(factor), frozenset({unit})
    sign = _SIGNS[noun]
    return Figure(figure.low, figure.high, sign, figure.elsewhen), frozenset({sign})
