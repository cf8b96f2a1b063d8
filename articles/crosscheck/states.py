"""What a text says of how somebody or something is: how old, alive or dead, rising or falling, staying or leaving."""

import re
from collections.abc import Iterator

from articles.crosscheck.fact import Fact
from articles.crosscheck.lexicon import OPPOSITES
from articles.crosscheck.people import People
from articles.crosscheck.reading import Reading, Row
from articles.names import Span

_NAME = r"@(?P<who>\d+)"
_AGES = [
    re.compile(rf"{_NAME} , (?:aged |de |who is )?#(?P<age>\d+)(?= (?:,|\.|\S*\[u:year\]|-))"),
    re.compile(rf"{_NAME} \( #(?P<age>\d+) \)"),
    re.compile(rf"#(?P<age>\d+) - \S*year_-_old (?:\S+ ){{0,3}}?{_NAME}"),
    re.compile(rf"{_NAME} (?:is|was|tiene|tenia) #(?P<age>\d+)(?= (?:,|\.|\S*\[u:year\]\S* (?:old|de)))"),
    re.compile(r"(?<!\S)(?:he|she|the \S+|el|ella) (?:is|was|tiene|tenia) #(?P<age>\d+)(?= (?:,|\.|and ))"),
    re.compile(rf"{_NAME} (?:[^\s@#;.]+ ){{0,8}}?(?:at the age of|aged|a los) #(?P<age>\d+)"),
    re.compile(r"(?<!\S)(?:at the age of|aged|a los) #(?P<age>\d+)"),
    re.compile(r"(?<!\S)the #(?P<age>\d+) - \S*year_-_old"),
]
_BETWEEN = (
    r"(?:(?:, [^,;]{1,60} ,|\( [^()]{1,60} \)|,|who|was|were|has|had|is|fue|ha|resulto|among|the|also|later|been|"
    r"will) )"
)
_AFTER = re.compile(rf"{_NAME} {_BETWEEN}{{0,5}}(?:\[\w:\w+\])*\[e:(?P<state>die|survive|stay|leave)\]")
_BEFORE = re.compile(rf"\[e:(?P<state>survive|die)\]\S+ (?:is|are|was|were|include|included) (?:\S+ ){{0,3}}?{_NAME}")
_MOVES = re.compile(
    r"\[e:(?P<thing>share|revenue|profit|turnout|cost|employ|loss)\]\S* (?:[^\s,;:.]+ ){0,5}?"
    r"(?:\[\w:\w+\])*\[e:(?P<state>grow|shrink)\]"
)


def find(reading: Reading, people: People) -> list[Fact]:
    """Find the states a text gives."""
    found: list[Fact] = []
    for row in reading.rows:
        if not row.titled:
            if "#" in row.line:
                found += _ages(reading, row, people)
            if "[e:" in row.line:
                found += _fates(row)
                found += _moves(row, people)
    return found


def _span(row: Row, match: re.Match[str], group: str) -> Span:
    return row.span_of(*match.span(group))


def _ages(reading: Reading, row: Row, people: People) -> Iterator[Fact]:
    for pattern in _AGES:
        for match in pattern.finditer(row.line):
            figure = reading.figures[int(match["age"])][1]
            if figure.sign or not 0 < figure.low <= figure.high < 120:
                continue
            if "who" in pattern.groupindex:
                who, weight = int(match["who"]), 0.9
            else:
                pronoun = match[0].split()[0] in {"he", "she", "el", "ella"}
                meant = people.meant(row, row.at(match.start())) if pronoun else []
                who, weight = (meant[0], 0.7) if meant else (people.main, 0.6)
            if who is not None and people.kind(who) in {"person", "single"}:
                age = f"{figure.low:g}"
                yield Fact("figure", "age", who, (age,), row.number, (_span(row, match, "age"),), weight)


def _fates(row: Row) -> Iterator[Fact]:
    for pattern in (_AFTER, _BEFORE):
        for match in pattern.finditer(row.line):
            slot, state = OPPOSITES[match["state"]]
            span = _span(row, match, "state")
            yield Fact("relation", slot, int(match["who"]), (state,), row.number, (span,), 0.7)


def _moves(row: Row, people: People) -> Iterator[Fact]:
    for match in _MOVES.finditer(row.line):
        at = row.at(match.start())
        mine = [
            t.number
            for t in row.tokens[: row.at(match.end()) + 1]
            if t.sign == "@" and people.kind(t.number) != "person"
        ]
        whose = mine[0] if mine else people.owner(row, at)
        span = _span(row, match, "state")
        yield Fact("figure", f"trend {match['thing']}", whose, (match["state"],), row.number, (span,), 0.6)
