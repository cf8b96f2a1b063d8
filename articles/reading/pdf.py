"""PDF files with a text layer: lines gathered into paragraphs by where they stand and how large they are."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

import regex
from pypdf import PdfReader, apply_configuration
from pypdf.errors import LimitReachedError

from articles.blocks import BlockKind
from articles.reading.assembling import draft_with_properties
from articles.reading.draft import ArticleDraft, Facts, Piece, UnreadableArticle
from articles.reading.furniture import ends_in_stop
from articles.reading.lines import MARKER
from articles.reading.plain import mark_lists, mark_tables
from articles.text import normalise

MAX_PAGES = 500
MAX_OPERATIONS = 1_000_000  # drawing operations over all pages; a page of prose has some hundreds
# What pypdf may unpack and parse of one stream, in bytes and tokens.
_LIMITS = {
    "zlib_maximum_output_length": 10_000_000,
    "lzw_maximum_output_length": 10_000_000,
    "run_length_maximum_output_length": 10_000_000,
    "array_based_stream_maximum_output_length": 10_000_000,
    "stream_parsing_work_maximum_count": 1_000_000,
    "xform_maximum_invocations_per_extraction": 500,
}
_TOO_MUCH = "The PDF unpacks to more than a document holds; it is refused."
_DIGITS = regex.compile(r"\d+")
_PARTED = regex.compile(r"(\p{L}{2,})([-\u2010\u00ad])$")
_COMPOUND = regex.compile(r"\p{L}+-\p{L}+")
_FIRST = regex.compile(r"\p{L}+")
_JOINED = "Words parted by hyphens at the ends of lines were joined; a hyphen that belongs to a word may be gone."
_EDGE = 2  # lines at the head and foot of a page that may repeat on each


@dataclass(slots=True)
class _Line:
    """A line of a page: its words, left edge and base line in points from the lower left, and its type."""

    words: str
    left: float
    base: float
    size: float
    page: int
    bold: bool


def read_pdf(data: bytes, *, url: str = "") -> ArticleDraft:
    """The draft of a PDF's text layer, in the order in which the file writes it.

    Lines that stand on every page are furniture, after the text. Words parted by a hyphen at the end of a line are
    joined, and a warning says so. Raises UnreadableArticle for what is encrypted, damaged, too long, or without a text
    layer (scans).
    """
    lines, title, creator = _opened(data)
    running = _running(lines)
    body = [line for line in lines if id(line) not in running]
    if not body:
        raise UnreadableArticle("The PDF has no text layer: it holds images only. Recognise its text first.")
    facts = Facts()
    pieces = _paragraphs(body, facts)
    mark_tables(pieces, facts)
    mark_lists(pieces)
    shown = dict.fromkeys(line.words for line in lines if id(line) in running)
    pieces += [Piece(words, BlockKind.FURNITURE) for words in shown]
    return draft_with_properties(pieces, title, creator, url=url, warnings=facts.warnings)


def _opened(data: bytes) -> tuple[list[_Line], str, str]:
    """All lines in reading order, and title and author as the file's properties have them."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    lines: list[_Line] = []
    budget = _Budget()
    try:
        with apply_configuration(**_LIMITS):
            reader = PdfReader(BytesIO(data))
            _admit(reader)
            for number, page in enumerate(reader.pages):
                gathered = _Gathered(number)
                page.extract_text(visitor_operand_before=budget.spend, visitor_text=gathered.add)
                budget.check()
                lines += gathered.lines()
            properties = reader.metadata
            title, creator = (str(properties.get(name) or "") if properties else "" for name in ("/Title", "/Author"))
    except UnreadableArticle:
        raise
    except LimitReachedError as error:
        raise UnreadableArticle(_TOO_MUCH) from error
    except Exception as error:
        raise UnreadableArticle("The PDF is damaged or was cut off; its text cannot be read.") from error
    return lines, " ".join(title.split()), " ".join(creator.split())


class _Budget:
    """How many drawing operations a file may take, over all pages."""

    def __init__(self) -> None:
        self.left = MAX_OPERATIONS

    def spend(self, *_operation: object) -> None:
        """Count one; above the bound, raise, which pypdf may swallow within a form."""
        self.left -= 1
        self.check()

    def check(self) -> None:
        """Raise UnreadableArticle if there were too many."""
        if self.left < 0:
            raise UnreadableArticle(_TOO_MUCH)


def _admit(reader: PdfReader) -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableArticle("The PDF is encrypted; save it without a password.")
    if len(reader.pages) > MAX_PAGES:
        raise UnreadableArticle(f"The PDF has {len(reader.pages):,} pages; at most {MAX_PAGES} are read.")


class _Gathered:
    """The fragments of one page, as pypdf hands them out, put into lines."""

    def __init__(self, page: int) -> None:
        self._page = page
        self._lines: list[_Line] = []
        self._open: _Line | None = None

    def add(self, text: str, outer: list[float], inner: list[float], font: dict | None, size: float) -> None:
        """Take a fragment with its matrices (current transformation and text)."""
        left = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        base = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        height = abs(size * (inner[3] or inner[0] or 1) * (outer[3] or 1))
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        if self._open is not None and text.strip() and abs(self._open.base - base) > 0.6 * max(height, self._open.size):
            self._open = None
        for index, part in enumerate(text.split("\n")):
            if index:
                self._open = None
            if not part.strip() and self._open is None:
                continue
            if self._open is None:
                self._open = _Line(part, left, base, height, self._page, bold)
                self._lines.append(self._open)
            else:
                self._open.words += part
                self._open.bold = self._open.bold and (bold or not part.strip())

    def lines(self) -> list[_Line]:
        """The lines with words in them."""
        for line in self._lines:
            line.words = " ".join(normalise(line.words).split())
        return [line for line in self._lines if line.words]


def _running(lines: Sequence[_Line]) -> set[int]:
    """Identities of lines at the head or foot that stand, but for their numbers, on most pages."""
    pages: dict[int, list[_Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges: dict[tuple[str, int], list[_Line]] = {}
    for page in pages.values():
        ordered = sorted(page, key=lambda line: line.base)
        for line in {id(line): line for line in (*ordered[:_EDGE], *ordered[-_EDGE:])}.values():
            edges.setdefault((_DIGITS.sub("#", line.words), round(line.base / 4)), []).append(line)
    often = [same for same in edges.values() if len(same) >= 2 and len({line.page for line in same}) > len(pages) / 2]
    return {id(line) for same in often for line in same}


def _paragraphs(lines: Sequence[_Line], facts: Facts) -> list[Piece]:
    """Lines joined into paragraphs and headings; larger or bold type makes a heading."""
    weights = Counter[float]()
    for line in lines:
        weights[round(line.size, 1)] += len(line.words)
    body = weights.most_common(1)[0][0]
    large = sorted({round(line.size) for line in lines if line.size > 1.12 * body}, reverse=True)
    spacing, width = _spacing(lines), _width(lines)
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, spacing, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    compounds = set(_COMPOUND.findall(" ".join(line.words for line in lines)))
    pieces = []
    for group in groups:
        words = _joined(group, compounds, facts)
        marker = MARKER.match(words)
        piece = Piece(words, marker=marker.group() if marker else "")
        if len(words.split()) <= 30:
            if group[0].size > 1.12 * body and (not marker or marker.group()[0].isdigit()):
                piece.kind, piece.level = BlockKind.HEADING, min(6, large.index(round(group[0].size)) + 1)
            elif all(line.bold for line in group) and not marker and not ends_in_stop(words):
                piece.kind, piece.level = BlockKind.HEADING, min(6, len(large) + 1)
        pieces.append(piece)
    return pieces


def _spacing(lines: Sequence[_Line]) -> float:
    """The distance between lines of a paragraph, in sizes of type: a small one of those that occur."""
    same = ((one, other) for one, other in pairwise(lines) if one.page == other.page and one.size == other.size > 0)
    steps = sorted(step for one, other in same if 0.8 < (step := (one.base - other.base) / one.size) < 2.5)
    return steps[len(steps) // 10] if steps else 1.2


def _width(lines: Sequence[_Line]) -> int:
    """How many characters a full line has."""
    lengths = sorted(len(line.words) for line in lines)
    return lengths[int(0.8 * (len(lengths) - 1))]


def _continues(group: Sequence[_Line], line: _Line, spacing: float, width: int) -> bool:
    """Whether a line goes on with the paragraph of the lines before it."""
    last = group[-1]
    size = max(last.size, 1)
    if abs(line.size - last.size) > 0.08 * size or line.bold != last.bold or MARKER.match(line.words):
        return False
    step = (last.base - line.base) / size
    if line.page != last.page or step < 0:  # the next page or column
        return not ends_in_stop(last.words) and len(last.words) > 0.6 * width and last.size <= 16
    indented = line.left > last.left + 0.6 * size and (len(group) > 1 or not MARKER.match(last.words))
    short = ends_in_stop(last.words) and len(last.words) < 0.75 * width
    return step < 1.25 * spacing and not indented and not short


def _joined(group: Sequence[_Line], compounds: set[str], facts: Facts) -> str:
    """The words of lines; words parted at a line's end made whole, but for compounds that the text has elsewhere."""
    words = group[0].words
    for line in group[1:]:
        parted = _PARTED.search(words)
        if parted is None or not line.words[:1].islower():
            words += " " + line.words
            continue
        rest = _FIRST.match(line.words)
        if f"{parted[1]}-{rest.group() if rest else ''}" in compounds and parted[2] == "-":
            words += line.words
        else:
            words = words[: -len(parted[2])] + line.words
            if _JOINED not in facts.warnings:
                facts.warnings.append(_JOINED)
    return words
