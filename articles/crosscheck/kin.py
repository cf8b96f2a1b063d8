"""Who is whose husband, sister, child: what a text says in words of kin."""

import re
from collections.abc import Iterator

from articles.crosscheck.fact import AND, NAME, TAG, THE, WORD, Fact, Value, span_of
from articles.crosscheck.people import People
from articles.crosscheck.reading import Row

_KIN = rf"{TAG}\[k:(\w+)\]\S*"
_OWNED_KIN = [
    # Valeria's (late) husband, Leo
    (re.compile(rf"{NAME} 's {WORD}{{0,2}}?{_KIN} (?:, )?{NAME}{AND}"), "XKYZ"),
    # Samuel, Valeria's husband
    (re.compile(rf"{NAME} , {NAME} 's {WORD}{{0,2}}?{_KIN}(?! (?:, )?@)"), "YXK"),
    # Leo, (the) husband of Valeria
    (re.compile(rf"{NAME} , {THE}?{WORD}{{0,2}}?{_KIN} (?:of|de|del) {NAME}"), "YKX"),
    # the husband of Valeria, Leo
    (re.compile(rf"{_KIN} (?:of|de|del) {NAME} , {NAME}{AND}"), "KXYZ"),
    # her husband, Leo; their two small children — Tamara and Isaac
    (re.compile(rf"(?<!\S)(?:her|his|their|su|sus) (?:#\d+ )?{WORD}{{0,3}}?{_KIN} (?:[,(:-] )?{NAME}{AND}"), "pKYZ"),
    # Elna has a daughter and a son, Kaja and Nils
    (
        re.compile(
            rf"{NAME} (?:has|had|tiene|tenia) {WORD}{{0,3}}?{_KIN} (?:(?:and|y) {WORD}{{0,2}}?{TAG}\[k:child\]\S* )?"
            rf"[,(:-] {NAME}{AND}"
        ),
        "XKYZ",
    ),
    # the children, Eli and Sofi; the children in the series are Eli and Sofi
    (
        re.compile(
            rf"(?<!\S)(?:the|los|las) {WORD}{{0,1}}?({TAG}\[k:child\]\S*) (?:(?:in|en) {WORD}{{1,3}}?)?"
            rf"(?:[,(:-]|are|were|son|eran) {NAME}{AND}"
        ),
        "nYZ",
    ),
    # a mother of two young children, Eli and Sofi
    (re.compile(rf"\[k:(?:mother|father)\]\S* (?:of|de) (?:#\d+ )?{WORD}{{0,3}}?{_KIN} [,(:-] {NAME}{AND}"), "pKYZ"),
    # Peter, her husband; Peter, the mayor's brother
    (re.compile(rf"{NAME} , (?:her|his|their|su) {WORD}{{0,2}}?{_KIN}(?! (?:, )?@)"), "YpK"),
    (re.compile(rf"{NAME} , the {WORD}{{0,3}}(?:- {WORD})?'s {WORD}{{0,1}}?{_KIN}(?! (?:, )?@)"), "YpK"),
]
_PLAYS = re.compile(rf"{NAME} (?:, )?(?:plays|played|playing|portrays|portrayed|embodies|as|interpreta|encarna) $")
_POSSESSED = re.compile(
    rf"(?:{NAME}|{_KIN}) 's (?:(?!@|#|~|is |was |isn|wasn|just |not |\S*\[[kjo]:)(?:[^\s,;:.()]+) ){{0,3}}?"
    rf"{TAG}\[e:(affair|marry|divorce|die|kidnap|resign|arrest)\]\S*"
)


def find(row: Row, people: People) -> Iterator[Fact]:
    """Find what a sentence says of kin, and of whose affair or marriage it was."""
    yield from _possessed(row)
    if "[k:" in row.line:
        yield from _related(row, people)


def _related(row: Row, people: People) -> Iterator[Fact]:
    for pattern, order in _OWNED_KIN:
        for match in pattern.finditer(row.line):
            groups = dict(zip(order.replace("p", ""), range(1, 9), strict=False))
            kin = match[groups["K"]] if "K" in groups else "child"
            named = [group for letter in "YZ" if (group := groups.get(letter)) and match[group]]
            values = tuple(int(match[group]) for group in named)
            owners = _owners(row, match, groups, values, people)
            spans = tuple(span_of(row, match, group) for group in named)
            aspect = "name" if len(values) > 1 or kin == "child" else "relation"
            for owner in owners:
                if owner not in values:
                    yield Fact(aspect, kin, owner, values, row.number, spans, 0.85 if "X" in groups else 0.75)
            if len(values) == 1:
                at = span_of(row, match, groups["K" if "K" in groups else "n"])
                yield Fact("relation", "is", values[0], (kin,), row.number, (at,), 0.7)
            elif kin == "child":
                for value, group in zip(values, named, strict=True):
                    yield Fact("relation", "is", value, (kin,), row.number, (span_of(row, match, group),), 0.6)


def _owners(
    row: Row, match: re.Match[str], groups: dict[str, int], values: tuple[int, ...], people: People
) -> list[int | None]:
    """Return whose kin it is: by name, nobody's in particular (`the children`), or whom the pronoun means."""
    if "X" in groups:
        return [int(match[groups["X"]])]
    if "n" in groups:
        return [None] if len(values) > 1 else []
    besides = values + _playing(row, match.start())
    count = 2 if match[0].startswith("their") else 1
    found = people.meant(row, row.at(match.start()), besides=besides, count=count)
    keys = people.reading.names
    if not found and people.main is not None and keys[people.main].keys not in {keys[n].keys for n in besides}:
        return [people.main]
    return list(found)


def _playing(row: Row, before: int) -> tuple[int, ...]:
    """Return who plays the part that comes next: `Ana plays her husband, Leo` speaks of no husband of Ana's."""
    found = _PLAYS.search(row.line, 0, before)
    return (int(found[1]),) if found else ()


def _possessed(row: Row) -> Iterator[Fact]:
    for match in _POSSESSED.finditer(row.line):
        owner: Value = int(match[1]) if match[1] else match[2]
        span = span_of(row, match, 1 if match[1] else 2)
        yield Fact("relation", f"whose {match[3]}", None, (owner,), row.number, (span,), 0.5)
