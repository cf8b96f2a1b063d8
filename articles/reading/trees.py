"""HTML parsed into a tree, within bounds."""

import regex
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from articles.reading.draft import UnreadableArticle

HEAD = 20_000  # code points in which a document type and the program that wrote it stand
MAX_LENGTH = 10_000_000  # code points of a page
MAX_ELEMENTS = 100_000
_PARSER_OPTIONS = {"remove_comments": True, "remove_pis": True, "encoding": "utf-8", "huge_tree": False}
_SUBSET = regex.compile(r"(<!doctype[^\[<>]{0,200})\[.*?\]\s*>", regex.I | regex.S)  # entities are never read
# What no tree can hold: control characters, as bytes or as references, and noncharacters.
_CONTROLS = bytes(range(9)) + b"\x0b" + bytes(range(14, 32)) + b"\x7f"
_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_REFERENCES = regex.compile(
    r"&#(?:x0*(?:[0-8bef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef])|0*(?:[0-8]|11|1[4-9]|2\d|3[01]|6553[45]))(?![0-9a-f]);?",
    regex.I,
)


def parse(characters: str) -> HtmlElement:
    """The tree of a page, whatever it declares as its encoding. Nothing outside it is ever loaded."""
    if len(characters) > MAX_LENGTH:
        raise UnreadableArticle(f"The page has {len(characters):,} characters; at most {MAX_LENGTH:,} are read.")
    head = _SUBSET.sub(r"\1>", characters[:HEAD], count=1)
    data = _REFERENCES.sub("", head + characters[HEAD:]).encode("utf-8", "replace").translate(None, _CONTROLS)
    for noncharacter in _NONCHARACTERS:
        data = data.replace(noncharacter, b"")
    try:
        tree = document_fromstring(data, parser=HTMLParser(**_PARSER_OPTIONS))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableArticle("The page holds no text.") from error
    if (count := sum(1 for _ in tree.iter())) > MAX_ELEMENTS:
        raise UnreadableArticle(f"The page has {count:,} elements; at most {MAX_ELEMENTS:,} are read.")
    return tree
