"""Which format bytes are in, and the reader for it."""

import re
from pathlib import PurePath

from articles.reading.draft import ArticleDraft, UnreadableArticle
from articles.reading.plain import read_plain
from articles.text import decode

MAX_TEXT_BYTES = 20_000_000
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_HTML = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|"
    r"(?:article|b|blockquote|div|em|font|h[1-6]|i|main|meta|ol|p|section|span|strong|table|ul)(?=[\s>/]).*</\w+>)",
    re.I | re.S,
)
_TAG = re.compile(r"<[a-z!/][^<>]*>", re.IGNORECASE)
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd"})


def read(data: bytes, *, name: str = "", content_type: str = "", url: str = "") -> ArticleDraft:
    """Read one article. Its format is told by its content, then by `name` and `content_type`.

    Raises UnreadableArticle, with a sentence for an editor, for whatever cannot be read.
    """
    if not data:
        raise UnreadableArticle("The file is empty.")
    if len(data) > MAX_TEXT_BYTES:
        raise UnreadableArticle(
            f"The file has {len(data) / 1e6:.0f} MB; a text may have at most {MAX_TEXT_BYTES / 1e6:.0f} MB."
        )
    charset = _CHARSET.search(content_type)
    try:
        characters = decode(data, charset[1] if charset else _declared_in(data))
    except ValueError as error:
        raise UnreadableArticle(str(error)) from error
    if _is_page(characters, name, content_type):
        from articles.reading.html import read_page  # noqa: PLC0415 - plain text does not wait for it

        return read_page(characters, url=url)
    if PurePath(name).suffix.lower() in _MARKDOWN or content_type.lower().startswith("text/markdown"):
        from articles.reading.markdown import read_markdown  # noqa: PLC0415 - plain text does not wait for it

        return read_markdown(characters, url=url)
    return read_plain(characters, url=url)


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
