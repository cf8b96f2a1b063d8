"""The head of an article: headline, byline, date, and what else stands above the first sentence."""

from collections.abc import Sequence

import regex

from articles.blocks import BlockKind
from articles.reading import phrases
from articles.reading.dates import MONTHS, read_date
from articles.reading.draft import Facts, Piece
from articles.reading.furniture import ends_in_stop

_OPEN = frozenset({None, BlockKind.LIST_ITEM})  # kinds in which byline and date may stand
_REACH = 10  # pieces above which a head ends at the latest
_NAME = r"\p{Lu}[\p{L}\p{M}'’.-]*"
_PARTICLE = r"(?:von|van|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ibn|zu|zum|ter|ten|af|av|y|e)"
PERSON = regex.compile(rf"^{_NAME}(?:\s+(?:{_PARTICLE}\s+)*{_NAME}){{0,4}}$")
_AND = regex.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\by\b|\bet\b|\be\b|\ben\b|\boch\b)\s*", regex.I)
_BY = regex.compile(
    r"^(?:(?:written|words|story|text|reporting|posted|report)\s+by|by|von|par|por|di|door|av|af|"
    r"(?:author|autor|autorin|auteur|autore|autora|text|texte|texto|testo)\s*:)\s*:?\s+(?P<names>\S.{2,80})$",
    regex.I,
)
_AFTER_NAME = regex.compile(
    r"^(?P<name>[^,|(·•–—]+?)(?:\s*[,|(·•–—]\s*|\s+(?:for|für|pour|para|per|at|in)\s+)(?P<rest>.{2,60})$"
)
_FULL_STOP = regex.compile(r"[.。][\"'”’»)\]]*(?:\s*\[\d+\])*$")
_ABBREVIATED = regex.compile(r"(?:\b\p{Lu}\.){2,}$|\b(?:Jr|Sr|Inc|Co|vs)\.$")
_PARTS = regex.compile(r"\s*[|·•●]\s*|\s+[–—/-]\s+|\t+")
_OFFICE = regex.compile(
    r"\b(?:editors?|correspondent|reporters?|writers?|staff|journalist|columnist|contributors?|producer|bureau|desk|chief|"
    r"redakt\p{L}*|korrespondent(?:in)?|journalistin|corresponsal|periodista|rédact\p{L}*|journaliste|redattore)\b",
    regex.I,
)
_KEYS = {
    "title": "title|headline|titel|titre|título|titolo",
    "byline": "author|authors|by|byline|autor|autorin|auteur|autore|writer",
    "published": "date|published|publication date|published on|datum|fecha|data",
    "publication": "source|publication|publisher|quelle|fuente|fonte|newspaper|site",
    "url": "url|link|address|web address",
    "language": "language|lang|sprache|idioma|langue",
}
_KEY_LINES = {name: regex.compile(rf"^(?:{keys})\s*:\s*(?P<value>\S.*)$", regex.I) for name, keys in _KEYS.items()}


def read_header(pieces: Sequence[Piece]) -> Facts:
    """Mark the headline and the furniture of the head, and say what they tell. Nothing of the body is touched."""
    facts = Facts()
    index = _key_lines(pieces, facts)
    known = next((other for other, piece in enumerate(pieces) if piece.kind is BlockKind.HEADLINE), None)
    while index < min(len(pieces), _REACH) and _is_above_headline(pieces, index, facts):
        pieces[index].kind = BlockKind.FURNITURE
        index += 1
    if known is not None and known >= index:
        index = known
    elif not facts.title and index + 1 < len(pieces) and pieces[index].kind is None and is_headline(pieces[index]):
        pieces[index].kind = BlockKind.HEADLINE
    if index < len(pieces) and pieces[index].kind is BlockKind.HEADLINE:
        facts.title = pieces[index].text
        index += 1
    if facts.title:
        _below_headline(pieces[index : index + _REACH], facts)
    return facts


def is_headline(piece: Piece) -> bool:
    """Whether a first piece can be a headline: one line, no list, no sentence that ends in a full stop."""
    words = piece.text
    if piece.marker or len(words) > 200 or "\t" in words or words.endswith((":", ",", ";", "…")):
        return False
    if len(regex.findall(r"[.!?]\s+\p{Lu}", words)) > 1:
        return False
    return not _FULL_STOP.search(words) or bool(_ABBREVIATED.search(words))


def person_names(words: str) -> list[str]:
    """The names in "Jane Doe, John Roe and Ana de la Cruz"; empty if a part is neither name nor office."""
    names = [name for name in _AND.split(words.strip()) if name]
    names = [name for index, name in enumerate(names) if not index or not _OFFICE.search(name)]
    if not names or len(names) > 8 or any(not PERSON.match(name) or name.lower() in MONTHS for name in names):
        return []
    return names


def byline_in(words: str) -> str:
    """The names in a line "By Jane Doe and John Roe, Science Editors", joined by ", "; "" if it is no byline."""
    match = _BY.match(words)
    return _byline(match["names"]) if match else ""


def _key_lines(pieces: Sequence[Piece], facts: Facts) -> int:
    """ "Title: …", "Author: …" as the first lines: how many, if two or more."""
    found: list[tuple[Piece, str, str]] = []
    for piece in pieces[:_REACH]:
        match = next(
            ((name, hit["value"]) for name, line in _KEY_LINES.items() if (hit := line.match(piece.text))), None
        )
        if match is None:
            break
        found.append((piece, *match))
    if len(found) < 2 or len({name for _, name, _ in found}) < 2:
        return 0
    for piece, name, value in found:
        piece.kind = BlockKind.HEADLINE if name == "title" else BlockKind.FURNITURE
        if name == "published":
            line = read_date(value)
            facts.published = line and line.whole
        else:
            setattr(facts, name, value)
    return len(found)


def _is_above_headline(pieces: Sequence[Piece], index: int, facts: Facts) -> bool:
    piece = pieces[index]
    if piece.kind not in _OPEN:
        return piece.kind is BlockKind.FURNITURE
    return index + 1 < len(pieces) and _tells(piece, facts)


def _below_headline(pieces: Sequence[Piece], facts: Facts) -> None:
    """Byline, date and reading time below a headline, also where a standfirst stands between."""
    paragraphs = 0
    for index, piece in enumerate(pieces):
        if piece.kind not in _OPEN:
            continue
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        if _tells(piece, facts) or (not facts.byline and _is_bare_byline(piece, following, facts)):
            piece.kind = BlockKind.FURNITURE
            continue
        paragraphs += 1
        if paragraphs > 1 or len(piece.text) > 400:
            return


def _tells(piece: Piece, facts: Facts) -> bool:
    """Whether the piece is nothing but byline, date and reading time; what it says goes into the facts."""
    words = piece.text if piece.marker[:1].isdigit() else piece.after_marker  # "21. Oktober" is no list
    if len(words) > 200:
        return False
    whole = Facts()
    if _is_fact(words, whole):
        parts_facts = whole
    else:
        parts_facts = Facts()
        parts = [part for part in _PARTS.split(words) if part]
        known = [_is_fact(part, parts_facts) for part in parts]
        names = [part for part, fact in zip(parts, known, strict=True) if not fact]
        if not any(known) or len(names) > 1 or (names and not person_names(names[0])):
            return False
        if names and not parts_facts.byline:
            parts_facts.byline = ", ".join(person_names(names[0]))
    facts.byline = facts.byline or parts_facts.byline
    facts.published = facts.published or parts_facts.published
    facts.warnings += [warning for warning in parts_facts.warnings if warning not in facts.warnings]
    return True


def _is_fact(words: str, facts: Facts) -> bool:
    if phrases.READING_TIME.match(words) or phrases.SHARE.match(words) or phrases.COMMENTS.match(words):
        return True
    line = read_date(words)
    if line:
        facts.published = facts.published or line.whole
        if line.whole is None:
            facts.warnings.append(f"The date “{words}” does not say which day of which year it is.")
        return True
    names = byline_in(words)
    facts.byline = facts.byline or names
    return bool(names)


def _byline(words: str) -> str:
    """The names after "By", without the office or paper behind them; "" if they are no names."""
    words = words.rstrip(". ")
    names = person_names(words)
    if names and " " in names[0]:
        names = [name for name in names if " " in name]  # "Anna Weber and Max Muster, Berlin"
    if not names and (match := _AFTER_NAME.match(words)) and not ends_in_stop(match["rest"]):
        names = person_names(match["name"])
    certain = names and (" " in names[0] or len(names) == 1)
    return ", ".join(names) if certain else ""


def _is_bare_byline(piece: Piece, following: Piece | None, facts: Facts) -> bool:
    """A name alone on its line, directly above a date or a reading time."""
    words = piece.after_marker
    names = person_names(words)
    if not names or following is None or not _tells(following, Facts()):
        return False
    facts.byline = ", ".join(names)
    if len(names) == 1 and regex.search(r"\p{Ll}\p{Lu}\p{L}*\p{Ll}", words) and " " not in words:
        facts.publication = facts.publication or words  # an account written as one word, as sites name themselves
    return True
