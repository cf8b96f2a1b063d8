"""Which format bytes are in, and the reader for it."""

import re
from pathlib import PurePath

from articles.reading.draft import ArticleDraft, UnreadableArticle
from articles.reading.plain import read_plain
from articles.text import decode

MAX_TEXT_BYTES = 20_000_000
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
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
        characters = decode(data, charset[1] if charset else "")
    except ValueError as error:
        raise UnreadableArticle(str(error)) from error
    if PurePath(name).suffix.lower() in _MARKDOWN or content_type.lower().startswith("text/markdown"):
        from articles.reading.markdown import read_markdown  # noqa: PLC0415 - plain text does not wait for it

        return read_markdown(characters, url=url)
    return read_plain(characters, url=url)
