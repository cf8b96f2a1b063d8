"""What the command line names: files, folders, standard input, addresses. Each is opened only when its turn comes."""

import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from articles.reading import MAX_TEXT_BYTES
from articles.unpacking.tables import looks_like_jsonl

STANDARD_INPUT = "-"
#: Files of a folder that are taken for articles. A file that is named itself is read whatever it is called.
SUFFIXES = {
    *(".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".pdf"),
    *(".jsonl", ".ndjson", ".csv", ".tsv", ".zip"),
}
#: Bytes of a document that is more than its text.
DOCUMENT_AT_MOST = 100_000_000
#: Tables are read row by row and archives file by file: how long they are is nobody's concern but the disk's.
_MANY = {".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".zip"}
_DOCUMENTS = {".pdf", ".docx"}
#: What would move a terminal's cursor, begin a line or turn the direction of one.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_CHUNK = 1_000_000
_IN_MEMORY = 20_000_000


class NotRead(Exception):  # noqa: N818 - says what it is
    """A path gave no bytes to read; `str()` is the reason."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What stands in the list for a path that leads to no file: its name as typed, and the reason."""

    name: str
    reason: str


Source = Path | str | Failure


def every_source(paths: list[str]) -> Iterator[Source]:
    """Yield the files that the paths lead to, "-" and addresses, and a Failure for a path that leads nowhere."""
    for name in paths:
        if name == STANDARD_INPUT or is_address(name):
            yield name
            continue
        try:
            is_folder = stat.S_ISDIR(Path(name).stat().st_mode)
        except FileNotFoundError:
            yield Failure(name, "There is no such file or folder.")
        except (OSError, ValueError) as error:
            yield Failure(name, f"It cannot be reached: {getattr(error, 'strerror', error)}.")
        else:
            yield from files_in(Path(name)) if is_folder else [Path(name)]


def is_address(name: object) -> bool:
    """Whether it is an address of the web."""
    return isinstance(name, str) and name.startswith(("http://", "https://"))


def files_in(folder: Path) -> Iterator[Path | Failure]:
    """Yield the articles of a folder and those below it, sorted; hidden ones and linked folders are passed over."""
    unreadable: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                yield Path(place) / name
    for error in unreadable:
        yield Failure(str(error.filename), f"The folder cannot be read: {error.strerror}.")


@contextmanager
def opened(source: Path | str) -> Iterator[BinaryIO]:
    """Open a file, or standard input. What is too long is refused before it is in memory. Raises NotRead."""
    try:
        with _standard_input() if source == STANDARD_INPUT else _file(Path(source)) as file:
            yield file
    except OSError as error:
        raise NotRead(f"It cannot be read: {error.strerror}.") from error


def _file(path: Path) -> BinaryIO:
    """Return a file that is open, if it is one and not too long."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise NotRead("It is no ordinary file.")
    suffix = path.suffix.lower()
    bound = DOCUMENT_AT_MOST if suffix in _DOCUMENTS else MAX_TEXT_BYTES
    if suffix not in _MANY and found.st_size > bound:
        what = "document" if suffix in _DOCUMENTS else "text"
        raise NotRead(f"The file has {_megabytes(found.st_size)}; a {what} may have at most {_megabytes(bound)}.")
    return path.open("rb")


def _standard_input() -> BinaryIO:
    """Return standard input as a file that can be gone back in; what is long goes to disk meanwhile."""
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by `opened`
    file.write(sys.stdin.buffer.read(_CHUNK))
    file.seek(0)
    start = file.read(4)
    document = start in {b"%PDF", b"PK\x03\x04"}
    bound = None if looks_like_jsonl(file) else DOCUMENT_AT_MOST if document else MAX_TEXT_BYTES
    file.seek(0, os.SEEK_END)
    while chunk := sys.stdin.buffer.read(_CHUNK):
        file.write(chunk)
        if bound and file.tell() > bound:
            file.close()
            raise NotRead(f"There is more than the {_megabytes(bound)} that a text may have.")
    file.seek(0)
    return file


def shown(source: object) -> str:
    """Return a file's name fit for a terminal and for the database: no bytes that are no characters, no controls."""
    name = os.fsencode(source.name if isinstance(source, Failure) else str(source)).decode("utf-8", "replace")
    return _CONTROLS.sub("\ufffd", name)


def _megabytes(size: int) -> str:
    """Return a size in words: "50 MB"."""
    return f"{size / 1e6:.0f} MB"
