"""JSONL and CSV: one article per row, columns by name."""

import codecs
import csv
import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from charset_normalizer import from_bytes

from articles.decoding import decode
from articles.unpacking.part import PART_AT_MOST, ROWS_AT_MOST, NotOpened, Part
from articles.unpacking.row import field_of

_SAMPLE = 200_000
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
#: An article fits into one cell; the limit is the interpreter's, and 128 kB unless told.
csv.field_size_limit(PART_AT_MOST)


def looks_like_jsonl(file: BinaryIO) -> bool:
    """Whether the first line is a JSON object. Leaves the file at its start."""
    file.seek(0)
    line = file.readline(1_000_000).removeprefix(codecs.BOM_UTF8).strip()
    file.seek(0)
    if not line.startswith(b"{") or not line.endswith(b"}"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def jsonl_rows(file: BinaryIO, name: str) -> Iterator[Part]:
    """Yield the lines of a JSONL file; each has to be a JSON object. Empty lines are passed over."""
    number = 0
    while line := file.readline(PART_AT_MOST + 1):
        if len(line) > PART_AT_MOST:
            raise NotOpened(f"Line {number + 1} is longer than {PART_AT_MOST / 1e6:.0f} MB; the rest was not read.")
        line = line.removeprefix(codecs.BOM_UTF8).strip()
        if not line:
            continue
        number += 1
        _check_count(number)
        yield _json_row(line, _name(name, number), first=number == 1)
    if not number:
        raise NotOpened("The file holds no rows.")


def csv_rows(file: BinaryIO, name: str) -> Iterator[Part]:
    """Yield the rows of a CSV file as JSON; its first line names the columns."""
    encoding = _encoding(file)
    characters = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from _csv_rows(characters, name)
    except UnicodeDecodeError as error:
        raise NotOpened(f"The file is not in one encoding ({encoding} up to byte {error.start}).") from error
    finally:
        characters.detach()


def _csv_rows(characters: io.TextIOWrapper, name: str) -> Iterator[Part]:
    """Yield the rows of a decoded CSV."""
    first = characters.readline(1_000_000)
    characters.seek(0)
    rows = csv.reader(characters, delimiter=_delimiter(first), strict=False)
    number = 0
    try:
        columns = [column.strip() for column in next(rows, [])]
        _check_columns(columns)
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            number += 1
            _check_count(number)
            yield _csv_row(columns, cells, _name(name, number))
    except csv.Error as error:
        raise NotOpened(f"After row {number} the file is no CSV: {error}.") from error
    if not number:
        raise NotOpened("The file holds no rows below its line of column names.")


def _csv_row(columns: list[str], cells: list[str], name: str) -> Part:
    """Return one row as JSON, or why it is refused."""
    if len(cells) > len(columns):
        return Part(name, is_row=True, refused=f"The row has {len(cells)} cells for {len(columns)} columns.")
    row = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    return Part(name, json.dumps(row, ensure_ascii=False).encode(errors="replace"), is_row=True)


def _json_row(line: bytes, name: str, *, first: bool) -> Part:
    """Return one line, or why it is refused; where the first is no JSON the file is no JSONL."""
    try:
        row = json.loads(decode(line))
    except (ValueError, RecursionError) as error:
        if first:
            raise NotOpened("The file is no JSONL: its first line is no JSON object.") from error
        return Part(name, is_row=True, refused="The line is no JSON.")
    if not isinstance(row, dict):
        if first:
            raise NotOpened("The file is no JSONL: one JSON object per line is wanted, one article each.")
        return Part(name, is_row=True, refused="The line is no JSON object.")
    return Part(name, line, is_row=True)


def _check_columns(columns: list[str]) -> None:
    """Refuse a table that names no column for the text."""
    fields = [field_of(column) for column in columns]
    if "text" not in fields and "html" not in fields:
        named = ", ".join(f"“{column[:40]}”" for column in columns[:12]) or "none"
        raise NotOpened(f"No column is called “text” or “html”. The first line names: {named}.")
    twice = {field for field in fields if field and fields.count(field) > 1}
    if twice:
        raise NotOpened(f"Two columns mean the same: {', '.join(sorted(twice))}.")


def _check_count(number: int) -> None:
    """Stop where a file goes on for ever."""
    if number > ROWS_AT_MOST:
        raise NotOpened(f"Only the first {ROWS_AT_MOST} rows were taken. Split the file and import the rest.")


def _delimiter(line: str) -> str:
    """Return the sign that parts the most column names."""
    return max(",;\t|", key=line.count)


def _encoding(file: BinaryIO) -> str:
    """Return the encoding of a table, by its beginning. Leaves the file at its start."""
    sample = file.read(_SAMPLE)
    file.seek(0)
    marked = next((encoding for mark, encoding in _BOMS if sample.startswith(mark)), None)
    if marked:
        return marked
    if b"\0" in sample:
        raise NotOpened("The file holds binary data, no table.")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        found = from_bytes(sample).best()
        return found.encoding if found else "cp1252"
    return "utf-8"


def _name(name: str, number: int) -> str:
    """Return the name of a row."""
    return f"{name}, row {number}" if name else f"row {number}"
