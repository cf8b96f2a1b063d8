"""Which sentences of an article hold something to check, and which words make it so.

No model and no network: a sentence is worth checking when it holds words that can be looked up. Each such word or
phrase (a figure, a date, a name, a quotation, an attribution, a superlative, a comparison) carries a weight, how sure
one can be that there is a fact behind it; a sentence's score is the chance that at least one of them is one,
`1 - Π(1 - weight)`, lowered for questions, advice and forecasts. English and Spanish have words of their own; in any
other language figures, dates in digits, quotations and names are still found.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Literal

from articles.names import WORD, Names, Span, folded
from articles.vocabulary import ENGLISH, words_of

Kind = Literal["figure", "date", "name", "quotation", "attribution", "superlative", "comparison"]

#: Below this a sentence is left alone; from `STRONG` on it is shown however many there are.
THRESHOLD = 0.2
STRONG = 0.5
#: Weaker sentences fill up the list, best first, to so many and this share of the sentences.
FIRST_FEW = 6
SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Why:
    """The words at `[start, end)` of the text that make a sentence worth checking."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Checkable:
    """A sentence worth checking: its interval, a score in 0..1 by which sentences rank, and the words that made it."""

    start: int
    end: int
    score: float
    why: tuple[Why, ...]


def checkable(
    text: str, sentences: Sequence[Span], *, language: str = "en", limit: int | None = None
) -> list[Checkable]:
    """Return those of `sentences` (intervals of `text`) that hold something to check, in the order of the text.

    `limit` keeps the strongest so many. Without it all strong sentences are returned, and the weaker ones, best
    first, until a fair share of the text is shown. Takes time linear in the text.
    Raises ValueError where a sentence does not lie within the text.
    """
    if any(not 0 <= start <= end <= len(text) for start, end in sentences):
        raise ValueError("A sentence lies outside the text.")
    finder = _Finder(text, sentences, language)
    found = [item for number, (start, end) in enumerate(sentences) if (item := finder.judge(number, start, end))]
    ranked = sorted(range(len(found)), key=lambda i: (-found[i].score, i))
    if limit is None:
        room = FIRST_FEW + ceil(SHARE * len(sentences))
        limit = max(room, sum(item.score >= STRONG for item in found))
    return [found[i] for i in sorted(ranked[: max(limit, 0)])]


# Every figure but one that is part of a word (B12, 3D); thousands and decimals with point or comma.
_FIGURE = r"(?:[$€£¥₹]\s?)?(?<!\w)\d+(?:[.,:]\d+)*(?:\s?[%‰°]|(?!\w)|(?=(?:st|nd|rd|th|ers?|[kKmM]n?|bn|km|kg)\b))"
_DATE_DIGITS = r"(?<!\w)(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})(?!\w)"
_YEAR = r"(?<![\w.,$€£])(?:1[0-9]|20)\d{2}(?:[’']?s)?(?![\w%]|[.,]\d)"


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The compiled words of one language."""

    dates: re.Pattern[str]
    loose_dates: re.Pattern[str]
    figures: re.Pattern[str]
    number_words: re.Pattern[str]
    attribution: re.Pattern[str]
    superlative: re.Pattern[str]
    comparison: re.Pattern[str]
    forecast: re.Pattern[str]
    advice: re.Pattern[str]


@cache
def _patterns(language: str) -> _Patterns:
    """Compile the words of `language` (a BCP 47 tag); unknown languages have none."""
    words = words_of(language)

    def whole(alternatives: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", flags)

    # May and March are words too: a month counts with a number beside it, or where it stands with its capital.
    months, between = words["months"], words["between"]
    day_month = rf"\d{{1,2}}(?:st|nd|rd|th)?{between}(?:{months})(?:,?{between}\d{{4}})?"
    month_day = rf"(?:{months})\s+(?:\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{4}})(?!\d)"
    month_year = rf"(?:{months}){between}\d{{4}}"
    capital_flags = re.NOFLAG if words is ENGLISH else re.IGNORECASE
    return _Patterns(
        dates=re.compile(
            rf"{_DATE_DIGITS}|(?<!\w)(?:{day_month}|{month_day}|{month_year})(?!\w)|{_YEAR}", capital_flags
        ),
        loose_dates=whole(f"{words['relative']}|{words['century']}|{words['days']}"),
        figures=re.compile(_FIGURE),
        number_words=re.compile(rf"(?<!\w)(?:{words['numbers']}|{words['ordinals']})(?=[\s-]\w)", re.IGNORECASE),
        attribution=whole(words["attribution"]),
        superlative=whole(words["superlative"]),
        comparison=whole(words["comparison"]),
        forecast=whole(words["forecast"]),
        advice=whole(words["advice"]),
    )


# How sure one can be, of each kind of words, that there is a fact behind them.
_DATE, _LOOSE_DATE = 0.5, 0.25
_FIGURE_WEIGHT, _NUMBER_WORD = 0.45, 0.3
_ATTRIBUTED, _ATTRIBUTION = 0.4, 0.2
_SUPERLATIVE, _COMPARISON = 0.25, 0.25
_LABEL = 0.08
#: Names by whether they are of several words, and new, known or on every lip.
_NAME = {(True, "new"): 0.5, (True, "known"): 0.35, (True, "frequent"): 0.15}
_NAME |= {(False, "new"): 0.3, (False, "known"): 0.2, (False, "frequent"): 0.08}
_QUESTION, _ADVICE, _FORECAST = 0.6, 0.75, 0.9


class _Finder:
    """What one article knows of its own words: which are names, and how often each is spoken of."""

    def __init__(self, text: str, sentences: Sequence[Span], language: str) -> None:
        self.text = text
        self.patterns = _patterns(language)
        self.count = len(sentences)
        self.names = Names(text, sentences, language)
        self.quotes = self.names.quotes
        self.met: set[str] = set()

    def judge(self, number: int, start: int, end: int) -> Checkable | None:
        """Say whether the sentence at `[start, end)` is worth checking, and why; sentences come in their order."""
        found: list[tuple[float, Why]] = []
        taken = bytearray(end - start)
        patterns = self.patterns

        def all_of(pattern: re.Pattern[str]) -> Iterator[Span]:
            return (match.span() for match in pattern.finditer(self.text, start, end))

        def add(kind: Kind, weight: float, spans: Iterable[Span], *, alone: bool = False) -> None:
            """Note the words; `alone`: only where no words so noted before stand, so a year is no figure."""
            for first, last in spans:
                if not alone or not any(taken[first - start : last - start]):
                    found.append((weight, Why(kind, first, last)))
                    if alone:
                        taken[first - start : last - start] = b"\1" * (last - first)

        add("date", _DATE, all_of(patterns.dates), alone=True)
        add("date", _LOOSE_DATE, all_of(patterns.loose_dates), alone=True)
        for weight, span in self._names(number):
            add("name", weight, [span], alone=True)
        add("superlative", _SUPERLATIVE, all_of(patterns.superlative), alone=True)
        add("figure", _FIGURE_WEIGHT, all_of(patterns.figures), alone=True)
        add("figure", _NUMBER_WORD, all_of(patterns.number_words), alone=True)
        for span in self.quotes[number]:
            add("quotation", _quote_weight(self.text[slice(*span)]), [span])
        kinds = {why.kind for _, why in found}
        tied = _ATTRIBUTED if kinds & {"name", "quotation"} else _ATTRIBUTION
        add("attribution", tied, all_of(patterns.attribution))
        add("comparison", _COMPARISON, all_of(patterns.comparison))
        score = _together(found) * self._doubt(number, start, end)
        if score < THRESHOLD:
            return None
        why = tuple(sorted((why for _, why in found), key=lambda why: (why.start, why.end, why.kind)))
        return Checkable(start, end, round(score, 4), why)

    def _names(self, number: int) -> Iterator[tuple[float, Span]]:
        """Find the runs of capitalised words that are names, with their weights."""
        for run in self.names.runs(number):
            keys = [folded(word.text) for word in run if word.capital]
            own = self.names.own(run)
            if not own and not any(len(word.text) > 1 and word.text.isupper() for word in run):
                weight = 0.0 if len(keys) == 1 else _LABEL
            elif self.names.titled[number]:
                weight = _LABEL
            else:
                weight = _NAME[len(keys) > 1, self._familiarity(own or keys)]
            self.met.update(keys)
            # A language unknown here may give a capital to every noun.
            if weight and not (len(keys) == 1 and self.patterns is _patterns("und")):
                yield weight, (run[0].start, run[-1].bare_end)

    def _familiarity(self, keys: list[str]) -> str:
        rarest = min(self.names.upper[key] for key in keys)
        if rarest >= max(4, 0.06 * self.count):
            return "frequent"
        return "known" if self.met.issuperset(keys) else "new"

    def _doubt(self, number: int, start: int, end: int) -> float:
        """By how much the wording lowers the score: questions, advice to the reader, what may or will be."""
        own = [self.text[a:b] for a, b in _outside(start, end, self.quotes[number])]
        doubt = _QUESTION if self.text[start:end].rstrip(" ”’\"'»)").endswith("?") else 1.0
        if any(self.patterns.advice.search(part) for part in own):
            doubt *= _ADVICE
        if any(self.patterns.forecast.search(part) for part in own):
            doubt *= _FORECAST
        return doubt


def _quote_weight(quote: str) -> float:
    count = len(WORD.findall(quote))
    return 0.4 if count >= 5 else 0.25 if count >= 3 else 0.1


def _together(found: Sequence[tuple[float, Why]]) -> float:
    """Return the chance that at least one of the words holds a fact; the next of a kind counts half of the last."""
    none, seen = 1.0, Counter[str]()
    for weight, why in sorted(found, key=lambda item: -item[0]):
        none *= 1 - weight / 2 ** min(seen[why.kind], 20)
        seen[why.kind] += 1
    return 1 - none


def _outside(start: int, end: int, holes: Sequence[Span]) -> Iterator[Span]:
    for hole_start, hole_end in holes:
        yield start, hole_start
        start = hole_end
    yield start, end
