"""RSS and Atom: which articles a feed lists."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from articles.fetching.errors import NotFetched

#: Entries that are taken of one feed: the first, which are the newest.
ENTRIES_AT_MOST = 100
_ROOT = re.compile(
    rb"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<(?:\w+:)?(rss|feed|RDF)[\s>]", re.DOTALL
)
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a feed: its address and its title."""

    url: str
    title: str = ""


def is_feed(data: bytes) -> bool:
    """Whether the bytes are a feed, whatever type was declared."""
    return bool(_ROOT.match(data[:20_000].removeprefix(b"\xef\xbb\xbf")))


def read_feed(data: bytes, *, url: str = "") -> list[Entry]:
    """Return the articles of a feed in its order, each address once, at most `ENTRIES_AT_MOST`.

    `url` is the feed's own address, for relative links. Raises NotFetched, with a sentence. Entities are not
    expanded, and a feed that defines its own is refused: that is how small files are made to fill a memory.
    """
    if _ENTITY.search(data):
        raise NotFetched("The feed defines entities of its own, as no honest feed does; it was not read.")
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotFetched("The feed is damaged and could not be read.") from error
    if root is None:
        raise NotFetched("The feed is damaged and could not be read.")
    entries: dict[str, Entry] = {}
    for element in root.iter("{*}item", "{*}entry"):
        address = _absolute(url, _link(element))
        if address.startswith(("http://", "https://")):
            entries.setdefault(address, Entry(address, " ".join(_child(element, "title").split())[:300]))
        if len(entries) >= ENTRIES_AT_MOST:
            break
    if not entries:
        raise NotFetched("The feed lists no articles.")
    return list(entries.values())


def _absolute(base: str, link: str) -> str:
    """Return a link as an address of its own, or ""."""
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return ""


def _link(element: etree._Element) -> str:
    """Return an entry's address: RSS has it as text, Atom as an attribute of the link that is the article itself."""
    for link in element.iterchildren("{*}link"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return link.get("href").strip()
        if link.text and link.text.strip():
            return link.text.strip()
    guid = element.find("{*}guid")
    if guid is not None and guid.get("isPermaLink", "true") != "false" and guid.text:
        return guid.text.strip()
    return ""


def _child(element: etree._Element, name: str) -> str:
    """Return the text of a child element."""
    child = next(element.iterchildren(f"{{*}}{name}"), None)
    return "" if child is None else "".join(child.itertext())
