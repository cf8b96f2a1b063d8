"""Word documents (.docx): text, styles, lists, tables and notes, straight from their XML."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import regex
from lxml import etree

from articles.blocks import BlockKind
from articles.reading.assembling import draft_with_properties
from articles.reading.draft import ArticleDraft, Piece, UnreadableArticle
from articles.reading.furniture import ends_in_stop
from articles.reading.packed import Package

DOCUMENT = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", _FALLBACK})
_SIGNS = {
    f"{_W}tab": " ",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "",
}
_MAX_DEPTH = 40  # styles that rest on each other, tables within tables


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style means: its name, heading level (0: none), list it numbers."""

    name: str = ""
    level: int = 0
    numbering: str = ""


@dataclass(slots=True)
class _Document:
    """What paragraphs refer to, and how far their lists have counted."""

    styles: dict[str, _Style]
    formats: dict[tuple[str, int], str]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)


def read_docx(data: bytes, *, url: str = "") -> ArticleDraft:
    """The draft of a Word document. Deleted text and comments are no text; notes follow it, page heads are furniture.

    Raises UnreadableArticle for what is damaged, encrypted, too large or empty.
    """
    package = Package(data)
    root = package.tree(DOCUMENT)
    body = root.find(f"{_W}body") if root is not None else None
    if body is None:
        raise UnreadableArticle("The file is no Word document: it has no text part.")
    document = _Document(_styles(package), _formats(package))
    pieces = list(_pieces(body, document))
    pieces += _notes(package, document)
    pieces += _page_heads(package, document)
    title, creator = _properties(package)
    return draft_with_properties(pieces, title, creator, url=url)


def _pieces(parent: etree._Element, document: _Document, depth: int = 0) -> Iterator[Piece]:
    for element in parent:
        if element.tag == f"{_W}p":
            yield from _paragraph(element, document)
        elif element.tag == f"{_W}tbl" and depth < _MAX_DEPTH:
            for row in _rows(element):
                cells = [" ".join(_words(cell).split()) for cell in row.iterchildren(f"{_W}tc", f"{_W}sdt")]
                if any(cells):
                    yield Piece("\t".join(cells) if len(cells) > 1 else cells[0], _row_kind(cells))
        elif element.tag not in _SKIPPED and depth < _MAX_DEPTH:
            yield from _pieces(element, document, depth + 1)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Its own rows; those of a table within a cell are the cell's words."""
    for child in table.iterchildren(f"{_W}tr", f"{_W}sdt"):
        yield from (child,) if child.tag == f"{_W}tr" else child.iterfind(f"{_W}sdtContent/{_W}tr")


def _row_kind(cells: list[str]) -> BlockKind | None:
    return BlockKind.TABLE_ROW if len(cells) > 1 else None


def _paragraph(element: etree._Element, document: _Document) -> Iterator[Piece]:
    """The paragraph's block, and those of text boxes anchored in it."""
    words = "\n".join(" ".join(line.split()) for line in _words(element).split("\n")).strip()
    if words:
        properties = element.find(f"{_W}pPr")
        style = document.styles.get(_value(properties, "pStyle"), _Style())
        outline = _value(properties, "outlineLvl")
        level = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else style.level
        if style.name == "title":
            yield Piece(words, BlockKind.HEADLINE)
        elif level:
            yield Piece(words.replace("\n", " "), BlockKind.HEADING, min(level, 6))
        elif "quot" in style.name or "zitat" in style.name:
            yield Piece(words, BlockKind.QUOTATION)
        else:
            yield _listed(words, properties, style, document) or _plain(words, element)
    for box in element.iter(f"{_W}txbxContent"):
        if not any(above.tag in _SKIPPED for above in box.iterancestors()):
            yield from _pieces(box, document, _MAX_DEPTH - 2)


def _listed(words: str, properties: etree._Element | None, style: _Style, document: _Document) -> Piece | None:
    """The paragraph as an item, with its number if its list counts; None if it is in no list."""
    numbering = properties.find(f"{_W}numPr") if properties is not None else None
    number, depth = _value(numbering, "numId") or style.numbering, _value(numbering, "ilvl") or "0"
    if not number or number == "0" or not depth.isdigit():
        return None
    place = (number, int(depth))
    count = document.counts[place] = document.counts.get(place, 0) + 1
    for other in [key for key in document.counts if key[0] == number and key[1] > place[1]]:
        del document.counts[other]
    counts = document.formats.get(place, "bullet") not in {"bullet", "none"}
    return Piece(f"{count}. {words}" if counts else words, BlockKind.LIST_ITEM, place[1] + 1)


def _plain(words: str, element: etree._Element) -> Piece:
    """A paragraph; a heading if it is short, all bold and no sentence, as people without styles write them."""
    runs = [run for run in element.iter(f"{_W}r") if any((text.text or "").strip() for text in run.iter(f"{_W}t"))]
    bold = all(_is_on(run.find(f"{_W}rPr"), "b") for run in runs)
    if runs and bold and len(words.split()) <= 20 and not ends_in_stop(words) and not words.endswith((":", ",")):
        return Piece(words.replace("\n", " "), BlockKind.HEADING, 2)
    return Piece(words)


def _words(element: etree._Element) -> str:
    """The words of a paragraph or cell as they are shown: with insertions, without deletions and field codes."""
    if element.tag in _SKIPPED or element.tag == f"{_W}txbxContent":
        return ""
    if element.tag == f"{_W}t":
        return element.text or ""
    if element.tag in _SIGNS:
        return _SIGNS[element.tag]
    if element.tag in {f"{_W}footnoteReference", f"{_W}endnoteReference"}:
        return f" [{element.get(f'{_W}id')}]"
    return "".join(_words(child) for child in element) + ("\n" if element.tag == f"{_W}p" else "")


def _styles(package: Package) -> dict[str, _Style]:
    """Styles by their identifiers, what they inherit resolved."""
    root = package.tree("word/styles.xml")
    found = {} if root is None else {style.get(f"{_W}styleId") or "": style for style in root.iter(f"{_W}style")}
    return {identifier: _style(style, found) for identifier, style in found.items()}


def _style(style: etree._Element, others: dict[str, etree._Element]) -> _Style:
    name = _value(style, "name").lower()
    level, numbering, current = 0, "", style
    for _ in range(_MAX_DEPTH):
        properties = current.find(f"{_W}pPr")
        outline = _value(properties, "outlineLvl")
        named = regex.match(r"heading ([1-9])$", _value(current, "name").lower())
        level = level or (int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0)
        level = level or (int(named[1]) if named else 0)
        numbering = numbering or _value(properties.find(f"{_W}numPr") if properties is not None else None, "numId")
        following = others.get(_value(current, "basedOn"))
        if following is None:
            break
        current = following
    return _Style(name, level, numbering)


def _formats(package: Package) -> dict[tuple[str, int], str]:
    """How each list counts at each depth: "decimal", "bullet", …"""
    root = package.tree("word/numbering.xml")
    if root is None:
        return {}
    kinds = {
        abstract.get(f"{_W}abstractNumId"): [_value(level, "numFmt") for level in abstract.iterchildren(f"{_W}lvl")][:9]
        for abstract in root.iterchildren(f"{_W}abstractNum")
    }
    return {
        (number.get(f"{_W}numId") or "", depth): kind
        for number in root.iterchildren(f"{_W}num")
        for depth, kind in enumerate(kinds.get(_value(number, "abstractNumId"), ()))
    }


def _notes(package: Package, document: _Document) -> Iterator[Piece]:
    """Foot- and endnotes, after the text, by the number that stands in it."""
    for part in ("footnote", "endnote"):
        root = package.tree(f"word/{part}s.xml")
        for note in () if root is None else root.iter(f"{_W}{part}"):
            if note.get(f"{_W}type") in {None, "normal"}:
                words = " ".join(piece.text for piece in _pieces(note, document))
                yield Piece(f"[{note.get(f'{_W}id')}] {words}" if words else "")


def _page_heads(package: Package, document: _Document) -> Iterator[Piece]:
    """The lines at the head and foot of every page, each once."""
    seen = set()
    for name in sorted(package.names):
        if regex.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            root = package.tree(name)
            for piece in () if root is None else _pieces(root, document):
                if piece.text not in seen and any(character.isalpha() for character in piece.text):
                    seen.add(piece.text)
                    yield Piece(piece.text, BlockKind.FURNITURE)


def _properties(package: Package) -> tuple[str, str]:
    """Title and creator as the file's properties have them, often its template's or its owner's."""
    root = package.tree("docProps/core.xml")
    if root is None:
        return "", ""
    title, creator = (" ".join((root.findtext(f"{_DUBLIN}{name}") or "").split()) for name in ("title", "creator"))
    return title, creator


def _value(parent: etree._Element | None, name: str) -> str:
    """The `val` of a child element, "" if there is none."""
    child = parent.find(f"{_W}{name}") if parent is not None else None
    return (child.get(f"{_W}val") or "") if child is not None else ""


def _is_on(properties: etree._Element | None, name: str) -> bool:
    child = properties.find(f"{_W}{name}") if properties is not None else None
    return child is not None and child.get(f"{_W}val") not in {"0", "false", "off"}
