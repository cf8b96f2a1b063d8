"""Which pieces of an article are furniture: general rules for any format, careful with the article's own sentences."""

from collections.abc import Sequence

import regex

from articles.blocks import BlockKind
from articles.reading import phrases
from articles.reading.draft import Piece

_STOP = regex.compile(r"[.!?…。！？।؟][\"'”’»)\]]*(?:\s*\[\d+\])*$")
_SENTENCES_END = regex.compile(r"[.。!?][\"'”’»)]*(?:\s|$)")
# Kinds under which furniture hides: headings and items are formed as such also in boxes and link lists.
_DOUBTFUL = frozenset({None, BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM})
_BOX = 100  # pieces of the longest author box
_SHORT = 25  # words of a line that could be a title


def ends_in_stop(words: str) -> bool:
    """Whether the words end as a sentence does."""
    return bool(_STOP.search(words))


def is_item(piece: Piece) -> bool:
    """Whether the piece is an item of a list."""
    return bool(piece.marker) or piece.kind is BlockKind.LIST_ITEM


def is_title_like(piece: Piece) -> bool:
    """A line that could be a title or a link: short, and no sentence by its end."""
    words = piece.text
    return not is_item(piece) and len(words.split()) <= _SHORT and not words.endswith((".", ",", ";", "!", "。"))


def mark_furniture(pieces: Sequence[Piece]) -> None:
    """Set the kind of every piece that certainly is furniture; what is doubtful stays as it is."""
    for piece in pieces:
        if piece.kind in _DOUBTFUL and _is_furniture(piece):
            piece.kind = BlockKind.FURNITURE
    _mark_tail(pieces)
    _mark_lone_shares(pieces)


def _is_furniture(piece: Piece) -> bool:
    lines = piece.text.split("\n")
    if 1 < len(lines) < 10:
        return all(_is_furniture(Piece(line, piece.kind)) for line in lines)
    words = phrases.SIGNS.sub("", piece.text)
    if not words or len(words) > 600:
        return not words and len(piece.text) < 80 and piece.text.strip("*·•~-—–_=#. ") == ""
    if any(
        pattern.match(words)
        for pattern in (phrases.SHARE, phrases.COMMENTS, phrases.PROMOTION, phrases.PAGE_PARTS, phrases.READING_TIME)
    ):
        return not (is_item(piece) and len(words.split()) == 1)
    return _points_elsewhere(piece, words)


def _points_elsewhere(piece: Piece, words: str) -> bool:
    """ "Read more: Another story". With an emoji or arrow before it even where the other story ends in a stop."""
    match = phrases.CROSS_PROMOTION.match(words)
    if match is None:
        return False
    title = words[match.end() :]
    if len(title) > 250 or len(_SENTENCES_END.findall(title)) > 2:
        return False
    if phrases.EMOJI.match(piece.text):
        return True
    return bool(match["after"] or piece.apart) and not title.endswith((".", "。"))


def _mark_lone_shares(pieces: Sequence[Piece]) -> None:
    """Single names of networks, counts of likes: furniture beside furniture, words elsewhere."""
    for order in (pieces, pieces[::-1]):
        beside = False
        for piece in order:
            words = phrases.SIGNS.sub("", piece.text)
            if piece.kind in _DOUBTFUL and beside and phrases.LONE_SHARE.match(words):
                piece.kind = BlockKind.FURNITURE
            beside = piece.kind is BlockKind.FURNITURE


def _mark_tail(pieces: Sequence[Piece]) -> None:
    """What follows the last sentence of the article: author boxes, contact data, lists of links, tags."""
    for index in range(max(0, len(pieces) - _BOX), len(pieces)):
        piece, heading = pieces[index], pieces[index].text.rstrip(" :")
        if piece.kind in _DOUBTFUL and phrases.AUTHOR_HEADS.match(heading) and _is_author_box(pieces[index + 1 :]):
            _mark(pieces[index:])
            break
    first = _tail_start(pieces)
    tail = pieces[first:]
    contacts = _contact_start(tail)
    if contacts is not None:
        _mark(tail[contacts:])
        tail = tail[:contacts]
    if first and pieces[first - 1].text.endswith(":"):
        return  # the sentence before introduces what follows
    for index, piece in enumerate(tail):
        words = phrases.SIGNS.sub("", piece.text)
        following = tail[index + 1] if index + 1 < len(tail) else None
        if phrases.TAGS.match(words):
            piece.kind = BlockKind.FURNITURE
        elif phrases.LIST_HEADS.match(words.rstrip(" :")) or (
            following and is_title_like(piece) and _same(piece, following) and len(words.split()) > 2
        ):
            _mark(tail[index:])
            break


def _same(one: Piece, other: Piece) -> bool:
    return one.text.casefold() == other.text.casefold()


def _mark(pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        piece.kind = BlockKind.FURNITURE


def _is_author_box(rest: Sequence[Piece]) -> bool:
    """Whether what follows "About the author" to the end is short enough to be about the author only."""
    words = sum(len(piece.text.split()) for piece in rest if piece.kind is not BlockKind.FURNITURE)
    return bool(rest) and (words <= 150 or _contact_start(rest) is not None)


def _tail_start(pieces: Sequence[Piece]) -> int:
    """Index of the first piece behind the last sentence of the article; the length if a sentence ends it.

    Entries "key: value" are no sentences here, whatever their value.
    """
    index = len(pieces)
    while index and (
        pieces[index - 1].kind is BlockKind.FURNITURE
        or phrases.KEY_VALUE.match(pieces[index - 1].after_marker)
        or is_title_like(pieces[index - 1])
    ):
        index -= 1
    return index if index else len(pieces)  # without a single sentence there is nothing to be behind


def _contact_start(tail: Sequence[Piece]) -> int | None:
    """Where generated or printed contact data begins: three known keys or more, an address or number among them."""
    keys, proof, first = set(), False, None
    for index, piece in enumerate(tail):
        words = piece.after_marker
        match = phrases.KEY_VALUE.match(words)
        if match and phrases.CONTACT_KEY.match(match["key"]):
            keys.add(match["key"].casefold())
            proof = proof or bool(phrases.CONTACT_PROOF.search(words[:300]))
            first = index if first is None else first
    if first is None or len(keys) < 3 or not proof:
        return None
    introduced = first > 0 and (
        tail[first - 1].text.endswith(":") or phrases.AUTHOR_HEADS.match(tail[first - 1].text.rstrip(" :"))
    )
    return first - 1 if introduced else first
