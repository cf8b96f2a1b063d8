"""From the bytes of a file, page or paste to the draft of one article. `read` is the door."""

from articles.reading.draft import ArticleDraft, UnreadableArticle
from articles.reading.formats import MAX_TEXT_BYTES, read

__all__ = ["MAX_TEXT_BYTES", "ArticleDraft", "UnreadableArticle", "read"]
