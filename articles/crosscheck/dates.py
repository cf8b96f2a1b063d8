"""Dates as articles give them: some of year, month, day, weekday, quarter and time of day, and whether two agree."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from articles.names import Span, folded

_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12, "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5,
    "junio": 6, "julio": 7, "agosto": 8, "septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11,
    "diciembre": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_DAYS = {
    "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7, "lunes": 1,
    "martes": 2, "miercoles": 3, "jueves": 4, "viernes": 5, "sabado": 6, "domingo": 7,
}  # fmt: skip
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "primer": 1, "segundo": 2, "tercer": 3, "cuarto": 4}
_HOURS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


class PartialDate(NamedTuple):
    """What is known of a date; `decade` is its first year, `minute` counts from midnight, `half` if a.m. or p.m."""

    year: int | None = None
    decade: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    quarter: int | None = None
    minute: int | None = None
    half: bool = False

    @property
    def sort(self) -> str:
        """Which kind of date it is; only dates of a kind contradict each other."""
        if self.minute is not None:
            return "time"
        if self.month is not None or self.weekday is not None:
            return "day"
        return "quarter" if self.quarter else "year"


#: The fields that are compared one by one: year, month, day, weekday, quarter.
_PARTS = (0, 2, 3, 4, 5)


def agree(one: PartialDate, other: PartialDate) -> bool | None:
    """Say whether two dates can be the same; None where they have nothing in common to compare."""
    if one.minute is not None and other.minute is not None:
        day = 24 * 60 if one.half and other.half else 12 * 60
        return one.minute % day == other.minute % day
    shared = None
    for part in _PARTS:
        if one[part] is not None and other[part] is not None:
            if one[part] != other[part]:
                return False
            shared = True
    if one.decade is not None or other.decade is not None:
        first, second = _decade(one), _decade(other)
        if first is not None and second is not None:
            return first == second
    return shared


def _decade(date: PartialDate) -> int | None:
    if date.decade is not None:
        return date.decade
    return date.year // 10 * 10 if date.year is not None else None


@cache
def _pattern(language: str) -> re.Pattern[str]:
    months = "|".join(sorted(_MONTHS, key=len, reverse=True))
    days = "|".join(_DAYS) + "|miércoles|sábado"
    year = r"(?<![\w.,$€£#-])(?:1[0-9]|20)\d{2}(?![\w%]|[.,:]\d)"
    nth = r"(?:[12]?\d|3[01])"
    part_of_day = "de la (?:mañana|tarde|noche)"
    half = r"[ap]\.? ?m\b\.?"
    clocks = (
        rf"\d{{1,2}}[.:]\d{{2}} ?(?:{half}|horas|h\b|{part_of_day})",
        rf"\d{{1,2}} ?{half}",
        rf"(?<=las )\d{{1,2}} {part_of_day}",
        rf"(?i:half past (?:{'|'.join(_HOURS)})|midnight|noon|medianoche|mediodía)",
        rf"(?<=las )\d{{1,2}}[.:]\d{{2}}(?: {part_of_day}| horas)?",
        rf"(?<=at )\d{{1,2}}[.:]\d{{2}}(?: ?{half})?",
    )
    alternatives = [
        r"(?P<iso>\d{4}-\d{2}-\d{2})",
        rf"(?P<md>(?i:{months})\.? {nth}(?:st|nd|rd|th)?(?!\d|[.:]\d)(?:,? \d{{4}})?)",
        rf"(?P<dm>{nth}(?:st|nd|rd|th)?(?: of| de)? (?i:{months})(?:,? (?:de(?:l)? )?\d{{4}})?)",
        rf"(?P<my>(?i:{months})(?: de| of)? \d{{4}})",
        rf"(?P<clock>{'|'.join(clocks)})",
        r"(?P<decade>(?:1[0-9]|20)\d0(?:[’']?s)|(?:la década de|los años) (?:\d{4}|\d0))",
        rf"(?P<quarter>(?i:{'|'.join(_QUARTERS)}) (?:quarter|trimestre))",
        rf"(?P<weekday>(?i:{days}))",
        rf"(?P<month>(?<=in )(?:{'|'.join(m.capitalize() for m in _MONTHS)})\b|(?<=en )(?:{months})\b)",
        rf"(?P<year>{year})",
    ]
    if language not in {"en", "es"}:
        alternatives = [alternatives[0], alternatives[-1]]
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def find(text: str, start: int, end: int, language: str) -> Iterator[tuple[Span, PartialDate]]:
    """Find the dates in `text[start:end]`."""
    for match in _pattern(language if language in {"en", "es"} else "und").finditer(text, start, end):
        if date := _read(match.lastgroup or "", match[0]):
            yield match.span(), date


def _read(group: str, words: str) -> PartialDate | None:
    numbers = [int(digits) for digits in re.findall(r"\d+", words)]
    names = [folded(word) for word in re.findall(r"[^\W\d_]+", words)]
    month = next((_MONTHS[name] for name in names if name in _MONTHS), None)
    readers: dict[str, Callable[[], PartialDate | None]] = {
        "iso": lambda: PartialDate(year=numbers[0], month=numbers[1], day=numbers[2]),
        "md": lambda: PartialDate(month=month, day=numbers[0], year=numbers[1] if len(numbers) > 1 else None),
        "my": lambda: PartialDate(month=month, year=numbers[0]),
        "clock": lambda: _clock(numbers, names, words),
        "decade": lambda: PartialDate(decade=numbers[0] if numbers[0] > 999 else 1900 + numbers[0]),
        "quarter": lambda: PartialDate(quarter=_QUARTERS[names[0]]),
        "weekday": lambda: PartialDate(weekday=_DAYS[names[0]]),
        "month": lambda: PartialDate(month=month),
        "year": lambda: PartialDate(year=numbers[0]),
    }
    return readers["md" if group == "dm" else group]()


def _clock(numbers: list[int], names: list[str], words: str) -> PartialDate | None:
    if not numbers:
        if names[0] in {"midnight", "medianoche"}:
            return PartialDate(minute=0, half=True)
        if names[0] in {"noon", "mediodia"}:
            return PartialDate(minute=12 * 60, half=True)
        return PartialDate(minute=(_HOURS.index(names[-1]) + 1) % 12 * 60 + 30)
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    if hour > 24 or minute > 59:
        return None
    after = re.search(r"p\.? ?m\b|tarde|noche", words) is not None
    before = re.search(r"a\.? ?m\b|mañana|horas", words) is not None
    return PartialDate(
        minute=(hour % 12 + 12 * after if after or hour <= 12 else hour) * 60 + minute, half=after or before
    )
