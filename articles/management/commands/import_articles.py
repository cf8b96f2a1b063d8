"""`manage.py import_articles PATH…`: make articles of files, folders, standard input, addresses and feeds."""

import io
import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import reset_queries
from django.utils import timezone
from tqdm import tqdm

from articles.actions.bring_in import Arrival, Outcome, bring_in
from articles.actions.errors import Refused
from articles.actions.keep_original import keep_original
from articles.fetching import Fetcher, NotFetched, is_feed, read_feed
from articles.management.sources import (
    STANDARD_INPUT,
    SUFFIXES,
    Failure,
    NotRead,
    Source,
    every_source,
    is_address,
    opened,
    shown,
)
from articles.models import BatchItem
from articles.reading import ArticleDraft, UnreadableArticle, read
from articles.unpacking import Container, NotOpened, Part, draft_of_row, kind_of, unpack

logger = logging.getLogger(__name__)

#: The --verbosity at which doubts are spelled out.
TALKATIVE = 2
_HEAD = 20_000
_REFUSALS = (NotRead, NotFetched, NotOpened, UnreadableArticle, Refused)
_Match, _Decision = BatchItem.Match, BatchItem.Decision
#: What became of one article, and the line that says so.
Said = tuple[str, str]


class Command(BaseCommand):
    help = (
        "Import articles from files, from folders (every article in them and below, in order of name), from standard "
        "input (-), from addresses and feeds (https://…). Tables (CSV, JSONL) hold one article per row, in columns "
        "called title, text or html, byline, published, publication, language, url, story; a ZIP holds any of these. "
        "What is here already is not imported again; another text of an address that is here becomes a new revision. "
        "Exit status 1 if anything failed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="A file, a folder, -, or an address.")
        parser.add_argument("--story", metavar="TITLE", help="Put new articles into this story, made if it is new.")
        parser.add_argument("--publication", metavar="NAME", help="Who published what does not say so.")
        parser.add_argument(
            "--skip-similar",
            action="store_true",
            help="Leave out what shares more than 90 %% of its words in a row with an article that is here.",
        )

    def handle(
        self,
        *args: object,  # noqa: ARG002
        paths: list[str],
        story: str | None,
        publication: str | None,
        skip_similar: bool,
        verbosity: int,
        **options: object,  # noqa: ARG002
    ) -> None:
        tolerate_odd_characters()
        self.publication, self.story, self.skip_similar = publication or "", story or "", skip_similar
        self.verbosity = verbosity
        self.fetcher = Fetcher()
        self.counts: Counter[str] = Counter()
        sources = list(every_source(paths))
        if not sources:
            raise CommandError(f"No article there. In folders, {', '.join(sorted(SUFFIXES))} are read.")
        with tqdm(sources, unit="file", file=sys.stderr, disable=None) as bar:
            for source in bar:
                for line in self.outcomes(source):
                    with tqdm.external_write_mode(file=sys.stdout):
                        self.stdout.write(line)
        self.finish(len(sources))

    def outcomes(self, source: Source) -> Iterator[str]:
        """Import what a source holds; yield the lines that say what became of it."""
        name = shown(source)
        if isinstance(source, Failure):
            yield self.counted(name, ("failed", f"failed: {source.reason}"))
            return
        try:
            if is_address(source):
                yield from self.fetched(source)
                return
            with opened(source) as file:
                own_name = "" if source == STANDARD_INPUT else Path(name).name
                yield from self.read(name, own_name, file)
        except _REFUSALS as error:
            yield self.counted(name, ("failed", f"failed: {error}"))

    def fetched(self, address: str, *, within: str = "") -> Iterator[str]:
        """Import what is at an address, or what a feed there lists."""
        found = self.fetcher.fetch(address)
        if is_feed(found.data[:_HEAD]) and not within:
            for entry in read_feed(found.data, url=found.url):
                try:
                    yield from self.fetched(entry.url, within=address)
                except _REFUSALS as error:
                    yield self.counted(entry.url, ("failed", f"failed: {error}"))
            return
        file = io.BytesIO(found.data)
        yield from self.read(address, "", file, content_type=found.content_type, url=found.url)

    def read(self, name: str, own_name: str, file: BinaryIO, *, content_type: str = "", url: str = "") -> Iterator[str]:
        """Import an open file: one article, or many."""
        kind = kind_of(file, name=own_name, content_type=content_type)
        if kind is Container.ZIP:
            for part in unpack(kind, file, name=own_name):
                yield from self.member(name, part)
        elif kind:
            yield from self.rows(name, unpack(kind, file, name=own_name))
        else:
            data = file.read()
            yield self.counted(
                name,
                self.attempted(
                    name,
                    lambda: (read(data, name=own_name, content_type=content_type, url=url), ""),
                    data,
                    own_name or url or "standard input",
                ),
            )

    def member(self, archive: str, part: Part) -> Iterator[str]:
        """Import one file of an archive; a table is opened, an archive within is refused by who unpacks."""
        name = f"{archive}: {shown(part.name)}"
        if part.refused:
            yield self.counted(name, ("failed", f"failed: {part.refused}"))
            return
        try:
            yield from self.read(name, Path(shown(part.name)).name, io.BytesIO(part.data))
        except _REFUSALS as error:
            yield self.counted(name, ("failed", f"failed: {error}"))

    def rows(self, name: str, parts: Iterator[Part]) -> Iterator[str]:
        """Import the rows of a table: a line for each that failed, and one for the table."""
        before = self.counts.copy()
        broken = ""
        with tqdm(desc=name, unit="row", file=sys.stderr, disable=None, leave=False) as bar:
            try:
                for part in parts:
                    said = self.row(part)
                    self.counts[said[0]] += 1
                    bar.update()
                    if said[0] == "failed" or self.verbosity >= TALKATIVE:
                        yield f"{name}, {part.name.rpartition(', ')[2]}: {said[1]}"
            except NotOpened as error:
                broken = str(error)
        did = self.counts - before
        if broken:
            yield self.counted(name, ("failed", f"failed: {broken}"))
        if did:
            yield f"{name}: {in_words(did, 'row')}"

    def row(self, part: Part) -> Said:
        """Import one row."""
        if part.refused:
            return "failed", f"failed: {part.refused}"
        return self.attempted(part.name, lambda: draft_of_row(part.data), part.data, shown(part.name))

    def attempted(
        self, name: str, reading: Callable[[], tuple[ArticleDraft, str]], data: bytes, source_name: str
    ) -> Said:
        """Read and import one article; return what became of it, whatever happens."""
        try:
            draft, story = reading()
            return self.brought_in(draft, self.story or story, data, source_name)
        except _REFUSALS as error:
            return "failed", f"failed: {error}"
        except Exception as error:  # one file's surprise must not keep the others out
            logger.exception("%s could not be imported", name)
            return "failed", f"failed: a defect of Editorial, {type(error).__name__} (traceback above)."
        finally:
            reset_queries()  # with DEBUG, Django remembers thousands, texts and all

    def brought_in(self, draft: ArticleDraft, story: str, data: bytes, source_name: str) -> Said:
        """Import a draft, deciding as the options say."""
        if self.publication and not draft.publication:
            draft = replace(draft, publication=self.publication)
        now = timezone.now()
        how = {
            "draft": draft,
            "actor": None,
            "right": "system",
            "now": now,
            "story": story,
            "source_name": source_name,
            "original": keep_original(io.BytesIO(data), now=now),
        }
        arrival = bring_in(**how)
        if arrival.outcome == Outcome.NONE and arrival.match.kind == _Match.REVISION:
            arrival = bring_in(**how, decision=_Decision.REVISION, chosen=arrival.match.article)
        elif arrival.outcome == Outcome.NONE and not self.skip_similar:
            arrival = bring_in(**how, decision=_Decision.ARTICLE)
        return self.said(arrival, draft)

    def said(self, arrival: Arrival, draft: ArticleDraft) -> Said:
        """Return what became of a draft and the line that says so."""
        if arrival.outcome == Outcome.KNOWN:
            return "already here", f"already here: {arrival.article}"
        if arrival.outcome == Outcome.NONE:
            return "left out", f"left out: looks like {arrival.match.article} ({likeness(arrival)})"
        if arrival.outcome == Outcome.REVISION:
            return "revised", f"new revision {arrival.revision.number} of {arrival.article}"
        words = len(draft.text.split())
        line = f"imported: {arrival.article}{' [title proposed]' if arrival.article.title_proposed else ''}"
        line += f", {words:,} {'word' if words == 1 else 'words'}"
        if arrival.match.kind == _Match.SIMILAR:
            line += f"; looks like {arrival.match.article} ({likeness(arrival)})"
        if arrival.match.kind == _Match.COPY:
            line += f"; a copy of {arrival.match.article} from {arrival.match.article.publication or 'elsewhere'}"
        if draft.warnings and self.verbosity < TALKATIVE:
            return "imported", f"{line}, {len(draft.warnings)} doubtful (--verbosity 2 says what)"
        return "imported", "".join([line, *(f"\n    doubtful: {warning}" for warning in draft.warnings)])

    def counted(self, name: str, said: Said) -> str:
        """Count what became of one article; return its line."""
        self.counts[said[0]] += 1
        return f"{name}: {said[1]}"

    def finish(self, files: int) -> None:
        """Say the totals; fail if anything failed."""
        many = f"{files} {'file' if files == 1 else 'files'}"
        number = self.counts.total()
        totals = in_words(self.counts, "article")
        totals = f"{many}: {totals.partition(': ')[2]}." if number == files else f"{many}, {totals}."
        if self.counts["failed"]:
            raise CommandError(totals)
        self.stdout.write(self.style.SUCCESS(totals))


def likeness(arrival: Arrival) -> str:
    """Return how much of a text is in another: "94 %"."""
    return f"{int((arrival.match.share or 0) * 100)} %"


def in_words(counts: Counter[str], what: str) -> str:
    """Return counts in words: "12 rows: 11 imported, 1 failed"."""
    order = ("imported", "revised", "already here", "left out", "failed")
    parts = [f"{counts[kind]:,} {kind}" for kind in order if counts[kind]]
    number = counts.total()
    return f"{number:,} {what if number == 1 else f'{what}s'}: {', '.join(parts)}"


def tolerate_odd_characters() -> None:
    """Let a terminal that cannot show a character show its number instead of ending the import."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
