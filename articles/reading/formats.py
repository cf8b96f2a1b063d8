"""Which format bytes are in, and the reader for it."""

import re
from pathlib import PurePath

from articles.reading.draft import ArticleDraft, UnreadableArticle
from articles.reading.plain import read_plain
from articles.text import decode

MAX_BYTES = 100_000_000
MAX_TEXT_BYTES = 20_000_000
_PDF = b"%PDF-"
# What other files begin with, and what to say of them.
_OTHER = (
    (b"\xd0\xcf\x11\xe0", "The file is an old or encrypted Office file; save it as .docx without a password."),
    (b"{\\rtf", "The file is RTF; save it as .docx."),
    (b"\x89PNG", "The file is an image, not a text."),
    (b"\xff\xd8\xff", "The file is an image, not a text."),
    (b"GIF8", "The file is an image, not a text."),
    (b"RIFF", "The file is sound, video or an image, not a text."),
    (b"\x1f\x8b", "The file is compressed (gzip); unpack it first."),
    (b"7z\xbc\xaf", "The file is a 7-Zip archive; unpack it first, or pack it as ZIP."),
    (b"Rar!", "The file is a RAR archive; unpack it first, or pack it as ZIP."),
    (b"PK\x05\x06", "The file is an empty ZIP archive."),
    (b"%!PS", "The file is PostScript; save it as PDF."),
    (b"SQLite format 3", "The file is a database, not a text."),
)
_ZIPPED = (
    ("xl/", "The file is a spreadsheet; save its rows as CSV."),
    ("ppt/", "The file is a presentation; save its text as .docx."),
    ("META-INF/container.xml", "The file is an e-book (EPUB); save its text as .docx or HTML."),
    ("content.xml", "The file is an OpenDocument file; save it as .docx."),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_HTML = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--(?:(?!-->).)*+-->\s*)*)<(?:!doctype\s+html|html|head|body|"
    r"(?:article|b|blockquote|div|em|font|h[1-6]|i|main|meta|ol|p|section|span|strong|table|ul)(?=[\s>/]).*</\w+>)",
    re.I | re.S,
)
_XML = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--(?:(?!-->).)*+-->\s*|<\?(?:(?!\?>).)*+\?>\s*)*)"
    r"(?P<type><!doctype\s[^\[>]{0,500}[\[>])?",
    re.I | re.S,
)
_ROOT = re.compile(r"<(?:[\w.-]{1,20}:)?(?P<name>svg|rss|feed|rdf)[\s>]", re.I)
_ENTITIES = re.compile(r"<!ENTITY\s", re.I)
_SAVED = re.compile(r"(?:[\w-]+:[^\n]*\n){0,20}content-type:\s*multipart/related", re.I)
_TAG = re.compile(r"<[a-z!/][^<>]*>", re.IGNORECASE)
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd"})


def read(data: bytes, *, name: str = "", content_type: str = "", url: str = "") -> ArticleDraft:
    """Read one article. Its format is told by its content, then by `name` and `content_type`.

    `url` is the address it was found at. Raises UnreadableArticle, with a sentence for an editor, for whatever cannot
    be read.
    """
    if not data:
        raise UnreadableArticle("The file is empty.")
    if len(data) > MAX_BYTES:
        raise UnreadableArticle(f"The file has {len(data) / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read.")
    if data.startswith(b"PK\x03\x04"):
        return _read_zipped(data, url)
    if _PDF in data[:1024]:
        from articles.reading.pdf import read_pdf  # noqa: PLC0415 - plain text does not wait for it

        return read_pdf(data, url=url)
    for start, what in _OTHER:
        if data.startswith(start):
            raise UnreadableArticle(what)
    if len(data) > MAX_TEXT_BYTES:
        raise UnreadableArticle(
            f"The file has {len(data) / 1e6:.0f} MB; a text may have at most {MAX_TEXT_BYTES / 1e6:.0f} MB."
        )
    charset = _CHARSET.search(content_type)
    try:
        characters = decode(data, charset[1] if charset else _declared_in(data))
    except ValueError as error:
        raise UnreadableArticle(str(error)) from error
    return _read_text(characters, name, content_type, url)


def _read_zipped(data: bytes, url: str) -> ArticleDraft:
    from articles.reading.docx import DOCUMENT, read_docx  # noqa: PLC0415 - plain text does not wait for it
    from articles.reading.packed import Package  # noqa: PLC0415

    names = Package(data).names
    if DOCUMENT in names:
        return read_docx(data, url=url)
    for part, what in _ZIPPED:
        if any(name.startswith(part) for name in names):
            raise UnreadableArticle(what)
    raise UnreadableArticle("The file is a ZIP archive, not one article; import it as an archive.")


def _read_text(characters: str, name: str, content_type: str, url: str) -> ArticleDraft:
    if what := _no_article(characters):
        raise UnreadableArticle(what)
    if _is_page(characters, name, content_type):
        from articles.reading.html import read_page  # noqa: PLC0415 - plain text does not wait for it

        return read_page(characters, url=url)
    if PurePath(name).suffix.lower() in _MARKDOWN or content_type.lower().startswith("text/markdown"):
        from articles.reading.markdown import read_markdown  # noqa: PLC0415 - plain text does not wait for it

        return read_markdown(characters, url=url)
    return read_plain(characters, url=url)


def _no_article(characters: str) -> str:
    """The sentence for drawings, feeds and other data in XML, and for pages saved as mail; "" for all else."""
    if _SAVED.match(characters):
        return "The file is a page saved as one file (MHTML); save it as HTML."
    begun = _XML.match(characters)
    root = _ROOT.match(characters, begun.end()) or (begun["type"] and _ROOT.search(characters, begun.end(), 100_000))
    declared = characters.lstrip("\ufeff \t\r\n").startswith("<?xml") or begun["type"] or root
    if not declared or _HTML.match(characters) or (begun["type"] or "")[10:14].lower() == "html":
        return ""
    if _ENTITIES.search(characters, 0, 100_000):
        return "The file declares entities of its own, by which small files fill a memory; it is refused."
    if root and root["name"].lower() == "svg":
        return "The file is a drawing (SVG), not a text."
    if root:
        return "The file is a feed, not one article; import it by itself, and its articles are fetched."
    return "The file is XML that holds data; save its text as HTML, .docx or plain text."


def _is_page(characters: str, name: str, content_type: str) -> bool:
    """Whether the text is HTML by its first tag, or is said to be and has tags."""
    if _HTML.match(characters):
        return True
    said = PurePath(name).suffix.lower() in _PAGES or "html" in content_type.lower()
    return said and bool(_TAG.search(characters))


def _declared_in(data: bytes) -> str:
    """The charset that a page declares in its first bytes."""
    match = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]+)", data[:4096], re.I)
    return match[1].decode("ascii", "replace") if match else ""
