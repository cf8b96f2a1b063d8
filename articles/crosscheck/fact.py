"""A fact of a text, and the pieces from which the patterns that find facts are made."""

import re
from dataclasses import dataclass

from articles.crosscheck.reading import Row
from articles.names import Span

#: A name by its number, or a word or concept.
Value = int | str


@dataclass(frozen=True, slots=True)
class Fact:
    """A slot, whose it is (None: the story's), the values, and the words that say so. `weight`: how sure, in 0..1."""

    aspect: str
    slot: str
    subject: Value | None
    values: tuple[Value, ...]
    row: int
    spans: tuple[Span, ...]
    weight: float


# The pieces of patterns. Every piece but the last of a pattern ends with the space after its token.
TAG = r"(?:\[\w:\w+\])*"
WORD = rf"(?:{TAG}[^\s@#~,;:.()“”«»\"\[\]]+ )"
NAME = r"@(\d+)"
AND = r"(?: (?:and|y|e|,|&)(?: and| y)? @(\d+))?"
ASIDE = r"(?:\( [^()]{1,90} \) |, [^,;.]{1,110} , )?"
THE = r"(?:(?:the|a|an|its|their|his|her|our|el|la|los|las|un|una|su|sus) )"
OF = r"(?:of|at|for|from|de|del|en)"


def span_of(row: Row, match: re.Match[str], group: int | str = 0) -> Span:
    """Return the interval of the text for a group of a match in the row's line."""
    start, end = match.span(group)
    while end > start and row.line[end - 1] == " ":
        end -= 1
    # The number of a name, without its sign, is within its token.
    return row.span_of(start, end)
