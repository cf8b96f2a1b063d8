"""`manage.py import_articles PATH…`: make articles of files, whole folders, or standard input."""

import io
import logging
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from articles.actions import create_story, import_article
from articles.models import Story
from articles.reading import MAX_TEXT_BYTES, UnreadableArticle, read
from articles.reading.formats import MAX_BYTES

logger = logging.getLogger(__name__)

STANDARD_INPUT = "-"
#: The --verbosity at which doubts are spelled out.
TALKATIVE = 2
#: Files of a folder that are taken for articles. A file that is named itself is read whatever it is called.
SUFFIXES = {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".pdf"}
#: Bytes by which a file's kind is told.
BEGINNING = 1024
#: What would move a terminal's cursor, begin a line or turn the direction of one.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class NotRead(Exception):  # noqa: N818 - says what it is
    """A path gave no bytes to read; `str()` is the reason."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What stands in the list for a path that leads to no file: its name as typed, and the reason."""

    name: str
    reason: str


class Command(BaseCommand):
    help = (
        "Import articles from files, from folders (every article in them and below, in order of name) or, for -, "
        "from standard input. What is here already is not imported again. Exit status 1 if any file failed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="A file, a folder, or - for standard input.")
        parser.add_argument("--story", metavar="TITLE", help="Put new articles into this story, made if it is new.")
        parser.add_argument("--publication", metavar="NAME", help="Who published the files that do not say so.")

    def handle(
        self,
        *args: object,  # noqa: ARG002
        paths: list[str],
        story: str | None,
        publication: str | None,
        verbosity: int,
        **options: object,  # noqa: ARG002
    ) -> None:
        tolerate_odd_characters()
        self.publication = publication or ""
        self.story_title = story or ""
        self.verbosity = verbosity
        self.story: Story | None = None
        files = list(every_file(paths))
        if not files:
            raise CommandError(f"No article there. In folders, {', '.join(sorted(SUFFIXES))} are read.")
        counts: Counter[str] = Counter()
        with tqdm(files, unit="file", file=sys.stderr, disable=None) as bar:
            for item in bar:
                what, line = self.outcome(item)
                counts[what] += 1
                with tqdm.external_write_mode(file=sys.stdout):
                    self.stdout.write(line)
        self.finish(counts)

    def outcome(self, item: Path | str | Failure) -> tuple[str, str]:
        """Import one file; return what became of it and the line that says so."""
        name = shown(item)
        if isinstance(item, Failure):
            return "failed", f"{name}: failed: {item.reason}"
        try:
            return self.imported(name, contents(item))
        except (NotRead, UnreadableArticle) as error:
            return "failed", f"{name}: failed: {error}"
        except Exception as error:  # one file's surprise must not keep the others out
            logger.exception("%s could not be imported", name)
            return "failed", f"{name}: failed: a defect of Editorial, {type(error).__name__} (traceback above)."

    def imported(self, name: str, data: bytes) -> tuple[str, str]:
        """Read and import one file."""
        own_name = "" if name == STANDARD_INPUT else Path(name).name
        draft = read(data, name=own_name)
        if self.publication and not draft.publication:
            draft = replace(draft, publication=self.publication)
        now = timezone.now()
        if self.story_title and self.story is None:
            self.story = create_story(title=self.story_title, by=None, right="system", now=now)
        result = import_article(
            draft=draft,
            actor=None,
            right="system",
            now=now,
            source_name=own_name or "standard input",
            story=self.story,
        )
        if not result.created:
            return "already here", f"{name}: already here: {result.article}"
        words = len(draft.text.split())
        proposed = " [title proposed]" if result.article.title_proposed else ""
        line = f"{name}: imported: {result.article}{proposed}, {words:,} {'word' if words == 1 else 'words'}"
        if draft.warnings and self.verbosity < TALKATIVE:
            return "imported", f"{line}, {len(draft.warnings)} doubtful (--verbosity 2 says what)"
        return "imported", "".join([line, *(f"\n    doubtful: {warning}" for warning in draft.warnings)])

    def finish(self, counts: Counter[str]) -> None:
        """Say the totals; fail if a file failed."""
        parts = [f"{counts[what]} {what}" for what in ("imported", "already here", "failed") if counts[what]]
        totals = f"{counts.total()} {'file' if counts.total() == 1 else 'files'}: {', '.join(parts)}."
        if counts["failed"]:
            raise CommandError(totals)
        self.stdout.write(self.style.SUCCESS(totals))


def every_file(paths: list[str]) -> Iterator[Path | str | Failure]:
    """Yield the files that the paths lead to, "-" for standard input, a Failure for a path that leads nowhere."""
    for name in paths:
        if name == STANDARD_INPUT:
            yield STANDARD_INPUT
            continue
        try:
            is_folder = stat.S_ISDIR(Path(name).stat().st_mode)
        except FileNotFoundError:
            yield Failure(name, "There is no such file or folder.")
        except (OSError, ValueError) as error:
            yield Failure(name, f"It cannot be reached: {getattr(error, 'strerror', error)}.")
        else:
            yield from files_in(Path(name)) if is_folder else [Path(name)]


def files_in(folder: Path) -> Iterator[Path | Failure]:
    """Yield the text files of a folder and those below it, sorted; hidden ones and linked folders are passed over."""
    unreadable: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                yield Path(place) / name
    for error in unreadable:
        yield Failure(str(error.filename), f"The folder cannot be read: {error.strerror}.")


def contents(item: Path | str) -> bytes:
    """Return the bytes of a file or of standard input. What is too long is refused before it is in memory."""
    if item == STANDARD_INPUT:
        return bounded(sys.stdin.buffer)
    try:
        found = Path(item).stat()
        if not stat.S_ISREG(found.st_mode):
            raise NotRead("It is no ordinary file.")
        with Path(item).open("rb") as file:
            most = most_bytes(file.read(BEGINNING))
            if found.st_size > most:
                raise NotRead(too_long(found.st_size, most))
            file.seek(0)
            return bounded(file)
    except OSError as error:
        raise NotRead(f"It cannot be read: {error.strerror}.") from error


def bounded(file: BinaryIO) -> bytes:
    """Return what a stream holds, unless it is more than its kind may have."""
    data = file.read(MAX_TEXT_BYTES + 1)
    most = most_bytes(data[:BEGINNING])
    if most >= len(data) > MAX_TEXT_BYTES:
        data += file.read(most + 1 - len(data))
    if len(data) > most:
        raise NotRead(too_long(None, most))
    return data


def most_bytes(beginning: bytes) -> int:
    """Return how much a file that begins so may hold: packed ones (Word, PDF) bring pictures along, texts do not."""
    packed = beginning.startswith(b"PK\x03\x04") or b"%PDF-" in beginning
    return MAX_BYTES if packed else MAX_TEXT_BYTES


def too_long(size: int | None, most: int) -> str:
    """Return the sentence for a file of so many bytes, or of nobody knows how many."""
    what = f"The file has {megabytes(size)}" if size else f"There is more than {megabytes(most)}"
    return f"{what}; {'a text' if most == MAX_TEXT_BYTES else 'a file of its kind'} may have at most {megabytes(most)}."


def megabytes(size: int) -> str:
    """Return a size in words: "50 MB"."""
    return f"{size / 1e6:.0f} MB"


def shown(item: Path | str | Failure) -> str:
    """Return a file's name fit for a terminal and for the database: no bytes that are no characters, no controls."""
    name = os.fsencode(item.name if isinstance(item, Failure) else str(item)).decode("utf-8", "replace")
    return CONTROLS.sub("\ufffd", name)


def tolerate_odd_characters() -> None:
    """Let a terminal that cannot show a character show its number instead of ending the import."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
