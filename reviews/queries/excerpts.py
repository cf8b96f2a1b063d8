"""What an article says in a few words: the passages that are compared, cut from their sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.crosscheck.compared import Place
from articles.names import Span

#: Code points kept around the words in a cell, and around the sentence where it is read in its context.
AROUND, CONTEXT = 46, 280
#: Passages of one article in a cell.
SHOWN = 2
#: No word is longer; scripts without blanks are cut anywhere.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; `said` are those that are compared."""

    text: str
    said: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence, or the part of it around the compared words; `before` and `after` is its context, `span` its place.

    `passage` is the stretch from the thing that it is about to what is said of it.
    """

    pieces: tuple[Piece, ...]
    span: Span
    passage: Span
    before: str = ""
    after: str = ""


def excerpts(text: str, places: Sequence[Place], about: Sequence[Place]) -> list[Excerpt]:
    """Return what a cell shows of an article: for each sentence its words with a little around them."""
    found = []
    for sentence, said in list(_by_sentence(places).items())[:SHOWN]:
        passage = passage_of(sentence, said, about)
        start = _word_start(text, max(sentence[0], passage[0] - AROUND // 2), sentence[0])
        end = _word_end(text, min(sentence[1], passage[1] + AROUND), sentence[1])
        pieces = _pieces(text, (start, end), said)
        lead = (Piece("… "),) if start > sentence[0] else ()
        tail = (Piece(" …"),) if end < sentence[1] else ()
        found.append(Excerpt((*lead, *pieces, *tail), (start, end), passage))
    return found


def in_context(text: str, places: Sequence[Place], about: Sequence[Place]) -> list[Excerpt]:
    """Return whole sentences with what stands around them in their paragraph."""
    found = []
    for sentence, said in list(_by_sentence(places).items())[:SHOWN]:
        start = max(text.rfind("\n", 0, sentence[0]) + 1, _word_start(text, sentence[0] - CONTEXT, 0))
        line_end = text.find("\n", sentence[1])
        end = min(line_end if line_end >= 0 else len(text), _word_end(text, sentence[1] + CONTEXT, len(text)))
        before, after = text[start : sentence[0]], text[sentence[1] : end]
        pieces = _pieces(text, sentence, said)
        found.append(Excerpt(pieces, sentence, passage_of(sentence, said, about), before, after))
    return found


def passage_of(sentence: Span, said: Iterable[Place], about: Iterable[Place]) -> Span:
    """Return the stretch of a sentence from the thing that is spoken of to what is said of it; what to mark or raise.

    Where the sentence does not name the thing, it is the sentence.
    """
    said = list(said)
    article = said[0].article
    named = [place for place in about if place.article == article and place.sentence == sentence]
    apart = [place for place in named if not any(one.start < place.end and place.start < one.end for one in said)]
    if not apart:
        return sentence
    first, last = min(one.start for one in said), max(one.end for one in said)
    nearest = min(apart, key=lambda place: min(abs(place.end - first), abs(place.start - last)))
    return min(first, nearest.start), max(last, nearest.end)


def _by_sentence(places: Iterable[Place]) -> dict[Span, list[Place]]:
    found: dict[Span, list[Place]] = {}
    for place in places:
        found.setdefault(place.sentence, []).append(place)
    return found


def _pieces(text: str, span: Span, said: Iterable[Place]) -> tuple[Piece, ...]:
    pieces, at = [], span[0]
    for start, end in sorted({(place.start, place.end) for place in said}):
        if start < at or end > span[1]:
            continue
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], said=True))
        at = end
    if at < span[1]:
        pieces.append(Piece(text[at : span[1]]))
    return tuple(pieces)


def _word_start(text: str, at: int, least: int) -> int:
    """Return where the word at a place begins."""
    at = max(at, least)
    least = max(least, at - _LONGEST)
    while at > least and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int, most: int) -> int:
    """Return where the word at a place ends."""
    at = min(at, most)
    most = min(most, at + _LONGEST)
    while at < most and not text[at].isspace():
        at += 1
    return at
