"""Figures as articles give them: digits or words, about, at least, percent, money, and whether two agree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from articles.crosscheck.lexicon import NUMBERS, NUMBERS_ES, ORDINALS, SCALES, VAGUE, VAGUE_ES
from articles.names import Span, folded

_DIGITS = re.compile(
    r"(?P<money>(?:US)?[$€£¥]\s?)?(?<![\w.,/:–-])(?P<number>\d+(?:[.,]\d+)*)(?P<percent>\s?[%‰])?"
    r"(?P<scale>\s?(?:mil millones|thousand|million|billion|trillion|millones|millón|mil|bn|[mk])(?!\w))?"
    r"(?![\w/:]|[.,]\d|[–-]\d)"
)
#: A result, `3-1`; the number of a thing, `22nd`.
_RESULT = re.compile(r"(?<![\w.,/:–-])(\d{1,2})[-–](\d{1,2})(?![\w/:–-]|[.,]\d)")
_NTH = re.compile(r"(?<![\w.,/:-])(\d{1,3})(?:st|nd|rd|th|[ºª])(?!\w)")
_WORDS = re.compile(r"[^\W\d_]+")
_BEFORE = re.compile(r"[^\W\d_]+|[,;:.(]")
_ABOUT = {"about", "around", "roughly", "some", "approximately", "nearly", "almost", "unos", "unas", "casi",
          "aproximadamente", "alrededor", "cerca"}  # fmt: skip
_MORE, _LESS = {"more", "over", "mas"}, {"less", "fewer", "under", "menos"}
#: Words that say a figure is that of another time, or is just what is denied.
_ELSEWHEN = {"from", "previously", "initially", "earlier", "formerly", "compared", "instead", "not", "against",
             "frente", "antes", "inicialmente", "anterior"}  # fmt: skip
_EXACT_TO = 0.005


@dataclass(frozen=True, slots=True)
class Figure:
    """A value between two bounds.

    `sign` is `%`, a currency, `th`, `result` or nothing; `elsewhen` says that it speaks of another time.
    """

    low: float
    high: float
    sign: str = ""
    elsewhen: bool = False

    def times(self, factor: float) -> "Figure":
        """Return the figure in another unit, as wide as rounding in either unit makes it."""
        return replace(self, low=self.low * factor * 0.975, high=self.high * factor * 1.025)


def agree(one: Figure, other: Figure) -> bool:
    """Say whether two figures of the same thing can both be right: whether their bounds overlap."""
    slack = _EXACT_TO * min(abs(one.low), abs(other.low))
    return one.sign == other.sign and one.low <= other.high + slack and other.low <= one.high + slack


def find(text: str, start: int, end: int, language: str) -> Iterator[tuple[Span, Figure]]:
    """Find the figures in `text[start:end]`, in digits, then in words; neither overlaps the other."""
    for match in _DIGITS.finditer(text, start, end):
        value = _number(match["number"], language)
        scale = folded((match["scale"] or "").strip())
        factor = 1_000_000_000 if scale == "mil millones" else SCALES.get(scale, 1)
        sign = (match["money"] or match["percent"] or "").strip().removeprefix("US")
        yield match.span(), _bounded(text, start, match.start(), value * factor, sign)
    for match in _RESULT.finditer(text, start, end):
        value = int(match[1]) * 100.0 + int(match[2])
        yield match.span(), Figure(value, value, "result")
    for match in _NTH.finditer(text, start, end):
        yield match.span(), Figure(float(match[1]), float(match[1]), "th")
    if language in {"en", "es"}:
        yield from _in_words(text, start, end, language)


def _number(digits: str, language: str) -> float:
    point = "," if language == "es" else "."
    groups = re.split(r"[.,]", digits)
    marks = re.findall(r"[.,]", digits)
    thousands = len(groups) > 1 and all(len(group) == 3 for group in groups[1:]) and 0 < len(groups[0]) <= 3
    if not marks:
        return float(digits)
    if thousands and (len(marks) > 1 or marks[0] != point):
        return float("".join(groups))
    return float("".join(groups[:-1]) + "." + groups[-1])


def _bounded(text: str, floor: int, at: int, value: float, sign: str) -> Figure:
    before = [folded(match[0]) for match in _BEFORE.finditer(text, max(floor, at - 40), at)]
    if before and max(floor, at - 40) > floor:
        before = before[1:]
    last = before[-3:]
    for index in range(len(last) - 1, -1, -1):
        if last[index] in {",", ";", ":", ".", "("}:
            last = last[index + 1 :]
            break
    while last and last[-1] in {"a", "an", "un", "una"}:
        last = last[:-1]
    elsewhen = bool(_ELSEWHEN.intersection(last))
    pair = last[-2:]
    if _MORE.intersection(pair) or pair in (["at", "least"], ["al", "menos"], ["lo", "menos"]):
        return Figure(value, float("inf"), sign, elsewhen)
    if _LESS.intersection(pair) or pair in (["at", "most"], ["up", "to"]):
        return Figure(0, value, sign, elsewhen)
    if _ABOUT.intersection(last):
        return Figure(value * 0.92, value * 1.08, sign, elsewhen)
    return Figure(value, value, sign, elsewhen)


def _in_words(text: str, start: int, end: int, language: str) -> Iterator[tuple[Span, Figure]]:
    numbers, vague = (NUMBERS_ES, VAGUE_ES) if language == "es" else (NUMBERS, VAGUE)
    words = [(folded(match[0]), match.start(), match.end()) for match in _WORDS.finditer(text, start, end)]
    index = 0
    while index < len(words):
        word, first, last = words[index]
        index += 1
        if word in {"dozen", "docena"}:
            yield (first, last), _bounded(text, start, first, 12, "")
        elif word in ORDINALS:
            yield (first, last), Figure(ORDINALS[word], ORDINALS[word], "th")
        elif word in vague and text[last : last + 1] != "-":
            yield (first, last), Figure(*vague[word])
        elif word in numbers:
            value, last, index = _composed(text, words, index, numbers)
            yield (first, last), _bounded(text, start, first, value, "")


def _composed(
    text: str, words: list[tuple[str, int, int]], index: int, numbers: dict[str, int]
) -> tuple[float, int, int]:
    """Put together what one number needs several words for: forty-one, cincuenta y dos, two hundred, tres mil."""
    word, _, last = words[index - 1]
    value = float(numbers[word])
    while index < len(words):
        following, begins, after = words[index]
        gap = text[last:begins]
        tens = value >= 20 and value % 10 == 0
        if tens and gap == "-" and (ones := _ones(following, numbers)):
            value += ones
        elif tens and gap == " " and following == "y" and index + 1 < len(words):
            ones = _ones(words[index + 1][0], numbers)
            if not ones:
                break
            value, after, index = value + ones, words[index + 1][2], index + 1
        elif gap == " " and following in SCALES and len(following) > 2:
            value *= SCALES[following]
        else:
            break
        last, index = after, index + 1
    return value, last, index


def _ones(word: str, numbers: dict[str, int]) -> int:
    """Return a number below ten by its word; 0 for any other word."""
    value = 1 if word in {"one", "uno", "un", "una"} else numbers.get(word, 0)
    return value if value < 10 else 0
