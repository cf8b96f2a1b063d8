"""From a file of many articles to its parts, one at a time: ZIP, JSONL and CSV. `kind_of` and `unpack` are the doors.

PURE. Nothing is written to disk, and only one part is in memory at a time, whatever the number of parts.
"""

from collections.abc import Iterator
from typing import BinaryIO

from articles.unpacking.archive import is_archive, members
from articles.unpacking.part import Container, NotOpened, Part
from articles.unpacking.row import draft_of_row
from articles.unpacking.tables import csv_rows, jsonl_rows, looks_like_jsonl

__all__ = ["Container", "NotOpened", "Part", "draft_of_row", "kind_of", "unpack"]

_BY_NAME = {
    ".jsonl": Container.JSONL,
    ".ndjson": Container.JSONL,
    ".json": Container.JSONL,
    ".csv": Container.CSV,
    ".tsv": Container.CSV,
}
_BY_TYPE = {
    "application/jsonl": Container.JSONL,
    "application/x-ndjson": Container.JSONL,
    "application/x-jsonlines": Container.JSONL,
    "text/csv": Container.CSV,
    "text/tab-separated-values": Container.CSV,
}


def kind_of(file: BinaryIO, *, name: str = "", content_type: str = "") -> Container | None:
    """Which file of many articles it is, or None for one that is itself an article (or nothing that is known).

    A ZIP is told by its content, office documents (which are ZIPs) included among the articles; rows by the name or
    the type, and JSONL also by its first line.
    """
    if is_archive(file):
        return Container.ZIP
    if file.read(4) == b"PK\x03\x04":
        return None
    file.seek(0)
    known = _BY_NAME.get(name[name.rfind(".") :].lower()) or _BY_TYPE.get(
        content_type.partition(";")[0].strip().lower()
    )
    if known:
        return known
    return Container.JSONL if looks_like_jsonl(file) else None


def unpack(kind: Container, file: BinaryIO, *, name: str = "", skip: int = 0) -> Iterator[Part]:
    """Yield the parts of a file in order, without the first `skip`. A part that is refused says why in its place.

    Raises NotOpened, with a sentence, where the file as a whole cannot be opened, or not further.
    """
    file.seek(0)
    reader = {Container.ZIP: members, Container.JSONL: jsonl_rows, Container.CSV: csv_rows}[kind]
    for number, part in enumerate(reader(file, name)):
        if number >= skip:
            yield part
