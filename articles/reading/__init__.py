"""From the bytes of a file, page or paste to the draft of one article. `read` is the door."""

import re

from articles.reading.draft import ArticleDraft, UnreadableArticle
from articles.reading.plain import read_plain
from articles.text import decode

__all__ = ["MAX_TEXT_BYTES", "ArticleDraft", "UnreadableArticle", "read"]

MAX_TEXT_BYTES = 20_000_000
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def read(data: bytes, *, name: str = "", content_type: str = "", url: str = "") -> ArticleDraft:  # noqa: ARG001
    """Read one article. Its format is told by its content, then by `name` and `content_type`.

    Raises UnreadableArticle, with a sentence for an editor, for whatever cannot be read.
    """
    if not data:
        raise UnreadableArticle("The file is empty.")
    if len(data) > MAX_TEXT_BYTES:
        raise UnreadableArticle(
            f"The file has {len(data) / 1e6:.0f} MB; a text may have at most {MAX_TEXT_BYTES / 1e6:.0f} MB."
        )
    try:
        charset = _CHARSET.search(content_type)
        characters = decode(data, charset[1] if charset else "")
    except ValueError as error:
        raise UnreadableArticle(str(error)) from error
    return read_plain(characters, url=url)
