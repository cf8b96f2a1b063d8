from dataclasses import dataclass
from enum import StrEnum

#: Bytes that one part may have.
PART_AT_MOST = 20_000_000
#: Rows of one file.
ROWS_AT_MOST = 100_000


class Container(StrEnum):
    """Files that hold many articles."""

    ZIP = "zip"
    JSONL = "jsonl"
    CSV = "csv"


class NotOpened(Exception):  # noqa: N818 - says what it is in the desk's words
    """A file of many articles cannot be opened, or not further; `str()` is the reason, one sentence for an editor."""


@dataclass(frozen=True, slots=True)
class Part:
    """One article of many: its name and its bytes, or why it was refused. A row is JSON, whatever it came from."""

    name: str
    data: bytes = b""
    is_row: bool = False
    refused: str = ""
