"""Dates as publications write them above their articles."""

from datetime import date
from typing import NamedTuple

import regex

_NAMES = (
    "jan january januar jänner janvier enero ene gennaio gen janeiro januari января січня stycznia ledna ocak ianuarie",
    (
        "feb february februar février févr fév febrero febbraio fevereiro fev februari "
        "февраля лютого lutego února şubat februarie"
    ),
    "mar march märz mär mars marzo março maart mrt марта березня marca března mart martie",
    "apr april avril avr abril abr aprile апреля квітня kwietnia dubna nisan aprilie",
    "may mai mayo maggio mag maio mei maj мая травня maja května mayıs",
    "jun june juni juin junio giugno giu junho июня червня czerwca června haziran iunie",
    "jul july juli juillet juil julio luglio lug julho июля липня lipca července temmuz iulie",
    "aug august août agosto ago augustus augusti августа серпня sierpnia srpna ağustos",
    "sep sept september septembre septiembre settembre set setembro сентября вересня września září eylül septembrie",
    "oct october oktober okt octobre octubre ottobre ott outubro out октября жовтня października října ekim octombrie",
    "nov november novembre noviembre novembro ноября листопада listopada listopadu kasım noiembrie",
    (
        "dec december dezember dez décembre déc diciembre dic dicembre dezembro desember "
        "декабря грудня grudnia prosince aralık decembrie"
    ),
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    regex.compile(rf"^(?:{form})$", regex.I)
    for form in (
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})",
        rf"{_DAY},?\s*(?:de\s+|of\s+)?{_MONTH}(?:,?\s*(?:del?\s+)?{_YEAR})?",
        rf"{_MONTH}\s*{_DAY}(?:,?\s*{_YEAR})?",
        rf"(?P<day>\d{{1,2}})[.](?P<month>\d{{1,2}})[.]{_YEAR}",
        rf"(?P<first>\d{{1,2}})[/-](?P<second>\d{{1,2}})[/-]{_YEAR}",
        rf"(?:{_YEAR}\s*年\s*)?(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日",
        r"(?:\d{1,2}|an?|one)\s+(?:minute|hour|day|week|month|year)s?\s+ago|yesterday|today",
        r"(?:vor|hace|il y a)\s+\S+\s+\p{L}+",
    )
)
_AROUND = regex.compile(
    r"""(?:(?:first\s+|last\s+)?(?:published|updated|posted|modified|date|created)(?:\s+(?:on|at))?\b
    |(?:veröffentlicht|erschienen|aktualisiert|stand|datum)(?:\s+am)?\b
    |(?:publicado|actualizado|fecha|atualizado)(?:\s+(?:el|em))?\b|(?:publié|mis\ à\ jour|modifié)(?:\s+le)?\b
    |(?:pubblicato|aggiornato)(?:\s+il)?\b|(?:gepubliceerd|bijgewerkt)(?:\s+op)?\b
    |\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?
    |\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)\b
    |\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b
    |\b(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b
    |\b(?:luned|marted|mercoled|gioved|venerd)ì\b|\b(?:sabato|domenica)\b
    |\b(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?\b
    |\b(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)\b
    |T?(?<!\d)\d{1,2}[:h]\d\d(?::\d\d(?:\.\d+)?)?\s*(?:a\.?m\.?|p\.?m\.?|(?:uhr|hs?|hrs)\b)?
    |(?<=\s)\d{1,2}\.\d\d(?=\s*(?:uhr|[a-z]{3,4})?$)|\b\d{1,2}\s*(?:a\.?m\.?|p\.?m\.?)(?=\s|$)
    |Z$|[+-]\d\d:?\d\d$|\b(?:UTC|GMT|BST|CES?T|MES?Z|E[SD]?T|P[SD]?T|C[SD]T)\b
    |\b(?:at|on|um|às|à|ore|alle|kl|a\ las?|as)(?=\s|$)
    |\d{1,2}時(?:\d{1,2}分)?|[|·•:,()\[\]\s]+)""",
    regex.I | regex.X,
)
_PUBLISHED = regex.compile(
    r"\b(?:first\s+)?(?:published|posted|veröffentlicht|erstellt|publié|publicado|pubblicato|gepubliceerd)\b", regex.I
)
_UPDATED = regex.compile(
    r"\b(?:last\s+)?(?:updated|modified|aktualisiert|geändert|mise?\s+à\s+jour|modifié|actualizado|atualizado|"
    r"aggiornato|bijgewerkt)\b",
    regex.I,
)
_EDGES = regex.compile(rf"^(?:{_AROUND.pattern})+|(?:{_AROUND.pattern})+$", regex.I | regex.X)


class DateLine(NamedTuple):
    """What a line that is a date says; 0 where it does not say, or not for certain."""

    year: int = 0
    month: int = 0
    day: int = 0

    @property
    def whole(self) -> date | None:
        """The day, if the line says all of it."""
        return date(self.year, self.month, self.day) if self.year and self.month else None


def is_update(line: str) -> bool:
    """Whether the line says when something was changed, not when it was published."""
    return bool(_UPDATED.match(_of_publication(line.strip())))


def _of_publication(line: str) -> str:
    """What of a line with two dates is of the publication: behind "first published", before "updated"."""
    if published := _PUBLISHED.search(line, 1):
        line = line[published.start() :]
    if (update := _UPDATED.search(line)) and any(character.isdigit() for character in line[: update.start()]):
        line = line[: update.start()]
    return line


def read_date(line: str, *, first: str = "") -> DateLine | None:
    """What the line says if it is a date and nothing else, otherwise None.

    Labels ("Published"), weekdays, times and time zones around it are passed over, and an update behind it. Day and
    month written with slashes count only where one of them is above 12, or where it is known which comes `first`:
    "day" or "month". "3 days ago" is a date that says nothing.
    """
    line = _of_publication(line)
    if len(line) > 80 or not any(character.isdigit() or character.isalpha() for character in line):
        return None
    bare = _EDGES.sub("", line.strip())
    match = next((found for form in _FORMS if (found := form.match(bare))), None)
    if match is None:
        return None
    parts = {name: value or "" for name, value in match.groupdict().items()}
    year = int(parts.get("year") or 0)
    if parts.get("first"):
        one, other = int(parts["first"]), int(parts["second"])
        if max(one, other) <= 12 and one != other and not first:
            return DateLine(year)
        ordered = (one, other) if first == "day" and other <= 12 else (other, one)
        day, month = ordered if first and max(one, other) <= 12 else (max(one, other), min(one, other))
        parts["day"], parts["month"] = str(day), str(month)
    name = parts.get("month", "").lower()
    if not name:
        return DateLine()
    month, day = MONTHS.get(name) or int(name), int(parts["day"])
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None
    return DateLine(year, month, day)
