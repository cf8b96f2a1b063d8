"""What is said around a figure, a date or a place: what is counted, what happened, of whom, in which other words.

Two texts speak of the same count or day when their surroundings agree; the figures themselves are compared after.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from articles.crosscheck.dates import PartialDate
from articles.crosscheck.facts import People
from articles.crosscheck.figures import Figure
from articles.crosscheck.lexicon import GENERAL_UNITS
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
_PREPOSITIONS = frozenset("in at near outside from to en a desde hacia".split())
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
    total: bool = False

    @property
    def general(self) -> bool:
        """Whether what is counted is counted everywhere (people, years, percent)."""
        return all(unit in GENERAL_UNITS or unit in "%$€£¥" for unit in self.units)


def find(reading: Reading, people: People, taken: frozenset[Span]) -> list[Context]:
    """Find all contexts of a text but those of the figures at `taken` (ages, which are compared as such)."""
    found: list[Context] = []
    for row in reading.rows:
        if not row.titled and any(token.sign for token in row.tokens):
            found += _in_row(reading, row, people, taken)
    return found


def _in_row(reading: Reading, row: Row, people: People, taken: frozenset[Span]) -> Iterator[Context]:
    words = frozenset(stem for token in row.tokens if (stem := stem_of(token)))
    names = tuple(token.number for token in row.tokens if token.sign == "@")
    dated = [reading.dates[token.number][1].year for token in row.tokens if token.sign == "~"]
    years = frozenset(year for year in dated if year)
    before: Context | None = None
    for index, token in enumerate(row.tokens):
        span = (token.start, token.end)
        if token.sign == "#" and span not in taken:
            figure = reading.figures[token.number][1]
            units, figure = _units(reading, row, index, figure)
            if not units and before is not None and not figure.sign:
                units = before.units
                figure = _signed(figure, units)
            low, high = _walls(row, index, "#")
            near = _near(row, index, low, high)
            events = _events(row, index, low, high, comma=2)
            before = Context("figure", figure, row.number, span, units, events, near, names, words, years,
                             _is_total(row, index))  # fmt: skip
            yield before
        elif token.sign == "~":
            date = reading.dates[token.number][1]
            low, high = _walls(row, index, "~")
            events = _events(row, index, low, high, comma=3)
            near = _near(row, index, low, high)
            yield Context("date", date, row.number, span, frozenset({date.sort}), events, near, names, words, years)
        elif token.sign == "@" and people.kind(token.number) in {"place", "single", "organisation", "person"}:
            yield from _place(reading, row, index, people, words, names, years)
        elif zero := _none_of(row, index):
            low, high = _walls(row, index, "#")
            events = _events(row, index, low, high, comma=2)
            near = _near(row, index, low, high)
            yield Context("figure", Figure(0, 0), row.number, zero[1], zero[0], events, near, names, words, years)


def stem_of(token: Token) -> str:
    """Return the concept of a word, or the word without its ending; nothing for signs and words without content."""
    if token.sign:
        return ""
    for family in "eujokbs":
        if concept := token.concepts.get(family):
            return concept
    word = token.word
    if len(word) < 3 or word in _STOPS or not word[0].isalpha():
        return ""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word


def _units(reading: Reading, row: Row, index: int, figure: Figure) -> tuple[frozenset[str], Figure]:
    """Return what a figure counts (the nouns after it) and the figure in that unit."""
    if figure.sign:
        return frozenset({figure.sign}), figure
    units: list[str] = []
    steps = 0
    for token in row.tokens[index + 1 : index + 7]:
        # `17 of the 31 seats`: both are seats.
        if token.word in {"of", "de", "the", "los", "las", "its", "sus", "-", "more", "other", "mas", "otras", "otros"}:
            continue
        if token.sign == "#" and steps == 0:
            continue
        stem = "" if token.sign else token.concepts.get("u") or stem_of(token)
        if not stem:
            break
        units.append(stem)
        if (event := token.concepts.get("e")) and event != stem:
            units.append(event)
        steps += 1
        # After a noun that is counted, what follows is no longer counted.
        if steps == 3 or "u" in token.concepts:
            break
    factor = next((_CONVERTED[unit] for unit in units if unit in _CONVERTED), None)
    if factor:
        return frozenset({factor[0]}), figure.times(factor[1])
    sign = next((_SIGNS[unit] for unit in units if unit in _SIGNS), "")
    if sign:
        return frozenset({sign}), Figure(figure.low, figure.high, sign, figure.elsewhen)
    return frozenset(units), figure


def _signed(figure: Figure, units: frozenset[str]) -> Figure:
    sign = next((unit for unit in units if unit in "%$€£¥"), "")
    return Figure(figure.low, figure.high, sign, figure.elsewhen)


def _is_total(row: Row, index: int) -> bool:
    """Whether it is the whole that another figure is part of: `17 of the 31`."""
    words = [token.word for token in row.tokens[max(0, index - 2) : index]]
    return bool({"of", "de"}.intersection(words)) and index >= 2 and any(
        token.sign == "#" for token in row.tokens[max(0, index - 3) : index]
    )


def _walls(row: Row, index: int, sign: str) -> tuple[int, int]:
    """Return the stretch of tokens around `index` up to the next figure (date) on either side."""
    low, high = index, index + 1
    while low > 0 and row.tokens[low - 1].sign != sign and row.tokens[low - 1].form not in {";", "-"}:
        low -= 1
    while high < len(row.tokens) and row.tokens[high].sign != sign and row.tokens[high].form != ";":
        high += 1
    return low, high


def _events(row: Row, index: int, low: int, high: int, *, comma: int) -> tuple[str, ...]:
    """Return what happens, nearest first, commas counting as distance."""
    found: list[tuple[int, str]] = []
    for direction, stop in ((-1, low - 1), (1, high)):
        distance = 0
        for at in range(index + direction, stop, direction):
            token = row.tokens[at]
            distance += 1 + comma * (token.form in {",", "(", ")", "and", "y", "-", "while", "whose"})
            if distance > _REACH:
                break
            if event := token.concepts.get("e"):
                found.append((distance, event))
    return tuple(dict.fromkeys(event for _, event in sorted(found)))


def _near(row: Row, index: int, low: int, high: int) -> tuple[int, ...]:
    """Return the names that the figure is likely said of: those before it, and the one right after `of`."""
    before = [token.number for token in row.tokens[low:index] if token.sign == "@"]
    after = [
        token.number
        for at, token in enumerate(row.tokens[index:high], index)
        if token.sign == "@" and row.tokens[at - 1].word in {"of", "for", "in", "de", "en", "the", "to", "como", "by"}
    ]
    return tuple(before + after[:1])


def _place(
    reading: Reading, row: Row, index: int, people: People, words: frozenset[str], names: tuple[int, ...],
    years: frozenset[int],
) -> Iterator[Context]:  # fmt: skip
    token = row.tokens[index]
    back = row.tokens[max(0, index - 3) : index]
    named = reading.names[token.number].placed
    event = back[-1].concepts.get("e") if back else None
    direct = event in _BEFORE_PLACE or any(
        t.concepts.get("e") in _BEFORE_PLACE and back[-1].word in {"of", "de", "in", "at", "the", "from", "en"} for t in back
    )
    if not (direct or (named and people.kind(token.number) != "person")):
        return
    low, high = max(0, index - _REACH), min(len(row.tokens), index + 4)
    events = _events(row, index, low, high, comma=3)
    near = tuple(n for n in _near(row, index, 0, high) if n != token.number)
    yield Context("place", token.number, row.number, (token.start, token.end), frozenset({"place"}), events, near,
                  names, words, years)  # fmt: skip


def _none_of(row: Row, index: int) -> tuple[frozenset[str], Span] | None:
    """Read `no job cuts`, `sin heridos` as none of them."""
    token = row.tokens[index]
    if token.form not in {"no", "sin", "ningun", "ninguna"} or index + 1 >= len(row.tokens):
        return None
    after = row.tokens[index + 1]
    units = frozenset(after.concepts[family] for family in "ueo" if family in after.concepts)
    if not units or not after.word.endswith("s"):
        return None
    return units, (token.start, after.end)
