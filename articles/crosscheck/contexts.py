"""What is said around a figure, a date or a place: what is counted, what happened, of whom, in which other words.

Two texts speak of the same count or day when their surroundings agree; the figures themselves are compared after.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from articles.crosscheck.dates import PartialDate
from articles.crosscheck.facts import People
from articles.crosscheck.figures import Figure
from articles.crosscheck.lexicon import GENERAL_UNITS, OF_PEOPLE, SAYING
from articles.crosscheck.reading import Reading, Row, Token
from articles.names import Span

_REACH = 8
_STOPS = frozenset(
    "a an the this that these those of and or but to in on at by with from as is was were are be been being has have had "
    "it its he she they his her their who which when where while than then not no also only just about around more less "
    "over under after before since until during per out up so if into will would could can may might did do does said "
    "says say el la los las un una unos unas de del al y e o u que en con por para como es son fue fueron era ser ha han "
    "se su sus no mas menos segun tras desde hasta entre sobre cuando donde quien lo le les ya muy tambien dijo there "
    "what all some other others one per each last next year".split()
)
_CONVERTED = {"mile": ("kilometre", 1.609344), "foot": ("metre", 0.3048)}
_SIGNS = {"percent": "%", "dollar": "$", "euro": "€"}
_NONE = frozenset({"no", "sin", "ningun", "ninguna"})
_PASSED = frozenset("of de the los las its sus - more other mas otras otros".split())
_HAPPENS = re.compile(r"(?<!\S)(?:happened|occurred|took place|came|ocurrio|se produjo|sucedio|tuvo lugar)(?!\S)")
#: Concepts that name a place right after them: `based in Leeds`, `had left Leeds`, `hospital of Leeds`.
_BEFORE_PLACE = frozenset({"headquarters", "depart", "set", "treat", "born", "celebrate"})


@dataclass(frozen=True, slots=True)
class Context:
    """A figure, date or place with its surroundings. Names are numbers of the reading; words and events are concepts."""

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
    #: Names spoken of just before, where none stands near.
    topic: tuple[int, ...] = ()
    #: Of `17 of the 31`, 17 is `part` and 31 `total`.
    share: str = ""

    @property
    def general(self) -> bool:
        """Whether what is counted is counted everywhere (people, years, percent)."""
        return all(unit in GENERAL_UNITS or unit in "%$€£¥" for unit in self.units)


def find(reading: Reading, people: People, taken: frozenset[Span]) -> list[Context]:
    """Find all contexts of a text but those of the figures at `taken` (ages, which are compared as such)."""
    found: list[Context] = []
    around = _Around(reading, people)
    for row in reading.rows:
        if not row.titled:
            around.enter(row)
            if any(token.sign or token.form in _NONE for token in row.tokens):
                found += around.contexts(taken)
    return found


class _Around:
    """The sentence at hand, and what the sentences before it leave in mind."""

    def __init__(self, reading: Reading, people: People) -> None:
        self.reading = reading
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
        self.own_events = tuple(token.concepts["e"] for token in row.tokens if "e" in token.concepts)
        if self.names:
            self.topic = self.names

    def contexts(self, taken: frozenset[Span]) -> Iterator[Context]:
        """Find the contexts of this sentence."""
        before: _Counted | None = None
        for index, token in enumerate(self.row.tokens):
            span = (token.start, token.end)
            if token.sign == "#" and span not in taken:
                counted = self._counted(index, before)
                before = counted
                yield self._context("figure", counted.figure, index, span, counted.units, share=_share(self.row, index))
            elif token.sign == "~":
                date = self.reading.dates[token.number][1]
                yield self._context("date", date, index, span, frozenset({date.sort}))
            elif token.sign == "@":
                yield from self._place(index)
            elif token.form in _NONE and (zero := _none_of(self.row, index)):
                yield self._context("figure", Figure(0, 0), index, zero[1], zero[0])

    def _context(
        self, kind: str, value: Figure | PartialDate | int, index: int, span: Span, units: frozenset[str], *,
        share: str = "", direct: str = "",
    ) -> Context:  # fmt: skip
        sign = {"figure": "#", "date": "~"}.get(kind, "")
        low, high = _walls(self.row, index, sign) if sign else (0, len(self.row.tokens))
        reach = _REACH + 4 * (kind == "place")
        found = _events(self.row, index, low, high, comma=2 if kind == "figure" else 3, reach=reach)
        beside = {token.word.partition("_")[0] for token in self.row.tokens[max(0, index - 2) : index]}
        said = "announce" if kind == "date" and SAYING & beside else ""
        events = tuple(event for event in dict.fromkeys([direct, said, *found]) if event and event not in units)
        if not events and kind == "date" and not self.own_events and _HAPPENS.search(self.row.line):
            events = self.said_events[:1]
        near = _near(self.row, index, low, high, speakers=kind == "date")
        if kind == "place":
            near = tuple(n for n in near if n != value)
        topic = () if near else self.names or self.topic
        return Context(
            kind, value, self.row.number, span, units, events, near, self.names, self.words, self.years, topic, share
        )  # fmt: skip

    def _counted(self, index: int, before: "_Counted | None") -> "_Counted":
        """Read what a figure counts: the nouns after it, or what the figure before it counts."""
        figure = self.reading.figures[self.row.tokens[index].number][1]
        if figure.sign:
            return _Counted(figure, frozenset({figure.sign}), "")
        units = _units(self.row, index)
        low, high = _walls(self.row, index, "#")
        if any(unit in OF_PEOPLE for unit in units) or (
            not units and OF_PEOPLE.intersection(_events(self.row, index, low, high, comma=2)[:1])
        ):
            return _Counted(figure, frozenset({"people"}), "")
        of = index > 0 and self.row.tokens[index - 1].word in {"of", "de"}
        if not units and before is not None and not of and (_near(self.row, index, low, high) or high - low < 12):
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
            found = self._context("place", token.number, index, span, frozenset({"place"}), direct=direct)
            # Where nothing is said to be or to happen, two places do not contradict each other.
            if found.events:
                yield found


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


def stem_of(token: Token) -> str:
    """Return the concept of a word, or the word without its ending; nothing for signs and words without content."""
    if token.sign:
        return ""
    return next((token.concepts[family] for family in "eujokbs" if family in token.concepts), "") or _stem(token.form)


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    if len(word) < 3 or word in _STOPS or not word[0].isalpha():
        return ""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word


def _units(row: Row, index: int) -> list[str]:
    """Return what a figure counts: the nouns after it, up to the first word that is none."""
    units: list[str] = []
    steps = 0
    for token in row.tokens[index + 1 : index + 7]:
        # `17 of the 31 seats`: both are seats.
        if token.word in _PASSED or (token.sign == "#" and steps == 0):
            continue
        stem = "" if token.sign else token.concepts.get("u") or stem_of(token)
        if not stem:
            break
        units.append(stem)
        steps += 1
        if steps == 3 or "u" in token.concepts:
            break
    return units


def _share(row: Row, index: int) -> str:
    """Say whether a figure is part of another, or the whole: `17 of the 31`, `of its four carriages two`."""
    tokens = row.tokens
    ahead = [token.sign == "#" for token in tokens[index + 1 : index + 4]]
    behind = [token.sign == "#" for token in tokens[max(0, index - 3) : index]]
    linked = {token.word for token in tokens[max(0, index - 2) : index]} & {"of", "de"}
    if linked and (any(behind) or (index <= 2 and any(ahead))):
        return "total"
    after = [token.word for token in tokens[index + 1 : index + 2]]
    return "part" if after and after[0] in {"of", "de"} and any(ahead) else ""


def _walls(row: Row, index: int, sign: str) -> tuple[int, int]:
    """Return the stretch of tokens around `index` up to the next figure (date) on either side."""
    low, high = index, index + 1
    while low > 0 and row.tokens[low - 1].sign != sign and row.tokens[low - 1].form not in {";", "-"}:
        low -= 1
    while high < len(row.tokens) and row.tokens[high].sign != sign and row.tokens[high].form != ";":
        high += 1
    return low, high


def _events(row: Row, index: int, low: int, high: int, *, comma: int, reach: int = _REACH) -> tuple[str, ...]:
    """Return what happens, nearest first, commas counting as distance."""
    found: list[tuple[int, str]] = []
    # Nearest first; at the same distance the word before.
    for direction, stop in ((-1, low - 1), (1, high)):
        distance = 0
        for at in range(index + direction, stop, direction):
            token = row.tokens[at]
            distance += 1 + comma * (token.form in {",", "(", ")", "and", "y", "-", "while", "whose"})
            if distance > reach:
                break
            if event := token.concepts.get("e"):
                found.append((distance, event))
    return tuple(dict.fromkeys(event for _, event in sorted(found, key=lambda pair: pair[0])))


def _near(row: Row, index: int, low: int, high: int, *, speakers: bool = False) -> tuple[int, ...]:
    """Return the names that the figure is likely said of: those before it, and the one right after `of`."""
    before = [
        token.number
        for at, token in enumerate(row.tokens[low:index], low)
        # Whoever says it is not whom it is said of.
        if token.sign == "@"
        and (speakers or not any(t.word.partition("_")[0] in SAYING for t in row.tokens[at + 1 : at + 3]))
    ]
    after = [
        token.number
        for at, token in enumerate(row.tokens[index:high], index)
        if token.sign == "@" and row.tokens[at - 1].word in {"of", "for", "in", "de", "en", "the", "to", "como", "by"}
    ]
    return tuple(before + after[:1])


def _none_of(row: Row, index: int) -> tuple[frozenset[str], Span] | None:
    """Read `no job cuts`, `sin heridos` as none of them."""
    token = row.tokens[index]
    if index + 1 >= len(row.tokens):
        return None
    after = row.tokens[index + 1]
    units = frozenset(after.concepts[family] for family in "ueo" if family in after.concepts)
    if not units or not after.word.endswith("s"):
        return None
    return units, (token.start, after.end)
