"""What several articles of one story say of the same names, dates, figures, titles and places. PURE."""

from articles.crosscheck.compare import Extract, compare, compare_extracts, conflicts, extract
from articles.crosscheck.model import Conflict, Corroboration, Mention, Side, Topic

__all__ = [
    "Conflict",
    "Corroboration",
    "Extract",
    "Mention",
    "Side",
    "Topic",
    "compare",
    "compare_extracts",
    "conflicts",
    "extract",
]
