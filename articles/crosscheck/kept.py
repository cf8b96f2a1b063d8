"""What was read of a text, as it is kept: plain lists and numbers, from which it can be compared again without reading.

Of the sentences' tokens only those are kept that a comparison asks for: around a cause that is given.
"""

import math
from typing import Any

from articles.crosscheck.compare import Extract
from articles.crosscheck.contexts import Context
from articles.crosscheck.dates import PartialDate
from articles.crosscheck.fact import Fact
from articles.crosscheck.figures import Figure
from articles.crosscheck.people import People
from articles.crosscheck.reading import Name, Reading, Row, Token
from articles.crosscheck.speech import Quote
from articles.names import Span

#: Raised whenever texts are read otherwise than before: what an older reader kept is read anew.
READER = 1
Kept = dict[str, Any]


def pack(extract: Extract) -> Kept:
    """Return an extract as JSON can hold it."""
    reading = extract.reading
    asked = {number for fact in extract.facts if fact.slot == "cause" for number in (fact.row, fact.row - 1)}
    words = {context.row: sorted(context.words) for context in extract.contexts}
    return {
        "reader": READER,
        "language": reading.language,
        "rows": [list(row.span) for row in reading.rows],
        "names": [[list(n.keys), n.start, n.end, n.sentence, int(n.placed), int(n.titled)] for n in reading.names],
        "tokens": [
            [number, [[t.form, t.start, t.end, t.concepts, t.sign, t.number] for t in reading.rows[number].tokens]]
            for number in sorted(asked)
            if number >= 0
        ],
        "facts": [
            [f.aspect, f.slot, f.subject, list(f.values), f.row, [list(span) for span in f.spans], f.weight]
            for f in extract.facts
        ],
        "words": [[row, found] for row, found in words.items()],
        "contexts": [_packed(context) for context in extract.contexts],
        "quotes": [
            [sorted(q.words), sorted(map(list, q.grams)), q.speaker, q.row, list(q.who), list(q.span)]
            for q in extract.quotes
        ],
        "prints": sorted(extract.prints),
    }


def unpack(text: str, kept: Kept) -> Extract:
    """Return the extract of this text that was kept; KeyError, TypeError or ValueError where it is none."""
    tokens = {number: tuple(Token(*token) for token in found) for number, found in kept["tokens"]}
    rows = [
        Row(number, (start, end), tokens.get(number, ()), "", (), (), titled=False)
        for number, (start, end) in enumerate(kept["rows"])
    ]
    names = [
        Name(tuple(keys), start, end, sentence, bool(placed), bool(titled))
        for keys, start, end, sentence, placed, titled in kept["names"]
    ]
    reading = Reading(text, kept["language"], [row.span for row in rows], names, rows=rows)
    facts = tuple(
        Fact(aspect, slot, subject, tuple(values), row, _spans(spans), weight)
        for aspect, slot, subject, values, row, spans, weight in kept["facts"]
    )
    words = {row: frozenset(found) for row, found in kept["words"]}
    contexts = tuple(_unpacked(context, words) for context in kept["contexts"])
    quotes = tuple(
        Quote(frozenset(said), frozenset(map(tuple, grams)), speaker, row, (who[0], who[1]), (span[0], span[1]))
        for said, grams, speaker, row, who, span in kept["quotes"]
    )
    return Extract(reading, People(reading), facts, contexts, quotes, frozenset(kept["prints"]))


def _packed(context: Context) -> list:
    value = context.value
    if isinstance(value, Figure):
        value = ["figure", _finite(value.low), _finite(value.high), value.sign, value.elsewhen]
    elif isinstance(value, PartialDate):
        value = ["date", *value]
    return [
        *(context.kind, value, context.row, list(context.span), sorted(context.units), list(context.events)),
        *(list(context.near), list(context.names), sorted(context.years), sorted(context.close)),
        *(list(context.topic), context.share, context.another, list(context.told) if context.told else None),
    ]


def _unpacked(kept: list, words: dict[int, frozenset[str]]) -> Context:
    kind, value, row, span, units, events, near, names, years, close, topic, share, another, told = kept
    if isinstance(value, list):
        sort, *parts = value
        value = _figure(*parts) if sort == "figure" else PartialDate(*parts)
    return Context(
        kind=kind, value=value, row=row, span=(span[0], span[1]), units=frozenset(units), events=tuple(events),
        near=tuple(near), names=tuple(names), words=words[row], years=frozenset(years), close=frozenset(close),
        topic=tuple(topic), share=share, another=another, told=(told[0], told[1]) if told else None,
    )  # fmt: skip


def _finite(bound: float) -> float | None:
    """Return a bound of a figure, or None for one that lies nowhere ("at least 40"): JSON has no infinity."""
    return bound if math.isfinite(bound) else None


def _figure(low: float | None, high: float | None, sign: str, elsewhen: bool) -> Figure:
    return Figure(-math.inf if low is None else low, math.inf if high is None else high, sign, elsewhen)


def _spans(spans: list[list[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in spans)
