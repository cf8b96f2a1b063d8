"""Paragraphs of a page that belong to its article and that the extraction passed over: standfirsts above all."""

from collections.abc import Sequence

from lxml.html import HtmlElement

from articles.blocks import BlockKind
from articles.reading.authors import is_elsewhere
from articles.reading.draft import Piece
from articles.reading.furniture import ends_in_stop
from articles.reading.page import fold, words_of

CAPTION = "data-caption"  # the attribute of a paragraph that was a picture's caption
_LENGTH = 60  # code points of a paragraph that is worth its place


def with_lost(pieces: Sequence[Piece], tree: HtmlElement, heading: HtmlElement | None) -> list[Piece]:
    """The pieces, and the paragraphs of the page that stand between them, or between the headline and the first.

    Behind the last one only those in the same kind of element as paragraphs that were found. Only whole sentences of
    some length and captions, few of them links, outside navigation, teasers, comments and the like; nothing twice.
    """
    keys = [_key(piece.text) for piece in pieces]
    everything = " ".join(keys)
    places = {key: index for index, key in reversed(list(enumerate(keys)))}
    before: dict[int, list[Piece]] = {}
    waiting: list[tuple[Piece, str]] = []
    frames: set[str] = set()
    current, begun = -1, heading is None
    for element in tree.iter("p", "h1", "h2", "h3", "h4", "li", "blockquote"):
        begun = begun or element is heading
        words = words_of(element)
        place = places.get(_key(words))
        if place is not None and place > current:
            before.setdefault(place, []).extend(piece for piece, _ in waiting if begun)
            current, waiting, begun = place, [], True
            frames.add(_frame(element))
            if pieces[place].kind is None and element.tag == "p" and _is_link(element, words):
                pieces[place].kind = BlockKind.FURNITURE
        elif begun and element.tag == "p" and _is_prose(element, words) and _key(words) not in everything:
            waiting.append((Piece(words), _frame(element)))
            everything += " " + _key(words)
    behind = [piece for piece, frame in waiting if frame and frame in frames] if current == len(pieces) - 1 else []
    return [piece for index, old in enumerate(pieces) for piece in (*before.get(index, ()), old)] + behind


def _key(words: str) -> str:
    return fold(words).replace(" ", "")


def _frame(element: HtmlElement) -> str:
    """The classes around a paragraph, if there are any: what the page's author calls its place."""
    parent = element.getparent()
    own = element.get("class") or ""
    return f"{own}/{parent.get('class') or ''}" if parent is not None and (own or parent.get("class")) else ""


def _is_prose(element: HtmlElement, words: str) -> bool:
    if element.get(CAPTION):
        return bool(words) and not is_elsewhere(element, pictures=False)
    if len(words) < _LENGTH or not ends_in_stop(words) or is_elsewhere(element):
        return False
    return _linked(element) < 0.3 * len(words)


def _is_link(element: HtmlElement, words: str) -> bool:
    """A paragraph that is a link and no sentence: it points to another piece."""
    return len(words.split()) > 2 and not ends_in_stop(words) and _linked(element) > 0.9 * len(words)


def _linked(element: HtmlElement) -> int:
    return sum(len(words_of(link)) for link in element.iter("a"))
