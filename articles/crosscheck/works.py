"""Who plays whom, what a work rests on and whom it is about; and what was the cause."""

import re
from collections.abc import Iterator

from articles.crosscheck.fact import ASIDE, NAME, WORD, Fact, Value, span_of
from articles.crosscheck.language import listed
from articles.crosscheck.reading import Row, Token

_PLAYING = (
    r"(?:plays|played|playing|portrays|portrayed|portraying|embodies|embodied|interpreta|interpreto|encarna|encarno|"
    r"(?:stars?|starred|starring|appears|appeared|appearing|shines|returns|cast|cast here|seen) as|"
    rf"takes? on {WORD}{{0,4}}?role of|in the role of|(?:delivers|gives|offers|turns in) {WORD}{{1,7}}?as|"
    r"da vida a|en el papel de|hace de|como)"
)
_PLAYED = r"(?:played|portrayed|embodied|interpretad[oa]|encarnad[oa]|brought to life) (?:by|por)"
_PLAYS = [
    re.compile(rf"{NAME} {ASIDE}{_PLAYING} {WORD}{{0,4}}?{NAME}(?!\d)"),
    re.compile(rf"{NAME} {ASIDE}as {NAME}(?!\d)"),
    # Ana Ruiz is Marta, the mother
    re.compile(rf"{NAME} (?:is|es) {NAME} , (?:the|el|la|her|his|their|su) "),
]
_PLAYED_BY = re.compile(rf"{NAME} (?:[(,-] )?(?:(?:is|was|es|fue) )?{_PLAYED} {WORD}{{0,4}}?{NAME}(?!\d)")
_BASED = re.compile(
    r"(?<!\S)(?:based|inspired|adapted|drawn|basad[oa]s?|inspirad[oa]s?|adaptad[oa]|adaptacion) "
    r"(?:up)?(?:on|by|from|en|por|de) ((?:(?![;.] |- |that |which |que )\S+ ){1,14})"
)
_ABOUT = re.compile(
    r"(?<!\S)(?:follows|centers on|centres on|centers around|revolves around|focuses on|tells the story of|"
    r"sigue a|se centra en|gira en torno a|cuenta la historia de)"
    rf" {WORD}{{0,4}}?(?:{NAME}|(#\d+ {WORD}{{0,2}}?[^\s@#~,;:.()]+))"
)
_CAUSE = [
    re.compile(
        r"(?<!\S)(?:because of|due to(?! be)|caused by|blamed|blames|blame|owing to|attributed to|debido a|a causa de|"
        r"provocad[oa] por|causad[oa] por|atribuyo a|la causa (?:\S+ ){0,4}?fue)"
        r" ((?:(?:a|an|the|el|la|los|un|una|de|of) )*(?:[^\s@#~,;:.()]+ ?){1,5})"
    ),
    re.compile(
        r"\[e:die\]\S+ (?:of|from|de|por|tras) ((?:(?:a|an|the|el|la|un|una|long|larga) )*(?:[^\s@#~,;:.()]+ ?){1,3})"
    ),
    re.compile(r"(?<!\S)((?:[^\s@#~,;:.()]+ ){1,4})(?:was the (?:reason|cause)|fue la causa|fue el motivo)"),
]
_NO_CONTENT = listed(
    "a an the of de del el la los las un una in on en y and for to by that was were it his her its their this"
)
_MOST_WORDS = 3
_ENDING = listed("on in en for by that which")


def find(row: Row) -> Iterator[Fact]:
    """Find what a sentence says of parts in a work, of works and of causes."""
    if "@" in row.line:
        yield from _plays(row)
    yield from _sources(row)
    yield from _causes(row)


def _plays(row: Row) -> Iterator[Fact]:
    pairs = [(match, 1, 2) for pattern in _PLAYS for match in pattern.finditer(row.line)]
    pairs += [(match, 2, 1) for match in _PLAYED_BY.finditer(row.line)]
    for match, by, of in pairs:
        actor, part = int(match[by]), int(match[of])
        yield Fact("role", "plays", actor, (part,), row.number, (span_of(row, match, of),), 0.9)
        yield Fact("role", "is played by", part, (actor,), row.number, (span_of(row, match, by),), 0.8)


def _sources(row: Row) -> Iterator[Fact]:
    for match in _BASED.finditer(row.line + " "):
        first = row.at(match.start(1))
        last = row.at(match.end(1) - 1)
        values: list[Value] = []
        spans = []
        for token in row.tokens[first : last + 1]:
            if token.sign == "@" or "s" in token.concepts:
                values.append(token.number if token.sign else token.concepts["s"])
                spans.append((token.start, token.end))
        if values:
            yield Fact("source", "rests on", None, tuple(values), row.number, tuple(spans), 0.9)
    for match in _ABOUT.finditer(row.line):
        group = 1 if match[1] else 2
        value: Value = int(match[1]) if match[1] else row.tokens[row.at(match.end(2) - 1)].word
        yield Fact("role", "is about", None, (value,), row.number, (span_of(row, match, group),), 0.55)


def _causes(row: Row) -> Iterator[Fact]:
    for pattern in _CAUSE:
        for match in pattern.finditer(row.line):
            start, end = span_of(row, match, 1)
            tokens = [token for token in row.tokens if start <= token.start and token.end <= end]
            telling = [t for t in _phrase(tokens) if t.word not in _NO_CONTENT and t.word.isalpha()]
            # Who gives many words gives no cause that could be held against another.
            if 0 < len(telling) <= _MOST_WORDS:
                causes = tuple(token.concepts.get("e", token.word) for token in telling)
                span = (telling[0].start, telling[-1].end)
                yield Fact("relation", "cause", None, causes, row.number, (span,), 0.6)


def _phrase(tokens: list[Token]) -> Iterator[Token]:
    """Return the tokens up to where something else begins: a name, a preposition after the first word."""
    told = False
    for token in tokens:
        if token.sign or (told and token.word in _ENDING):
            return
        told = told or token.word not in _NO_CONTENT
        yield token
