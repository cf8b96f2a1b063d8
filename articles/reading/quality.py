"""How well pages are read, against what people say should be read: the numbers that `import_quality` prints."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from articles.reading import UnreadableArticle, read
from articles.reading.page import fold


@dataclass(frozen=True, slots=True)
class PageQuality:
    """One page: segments found and missing that should be in the text, unwanted ones found; which facts are right.

    A fact is None where nobody said what it should be.
    """

    name: str
    found: int
    missing: tuple[str, ...]
    unwanted: tuple[str, ...]
    title: bool | None
    author: bool | None
    published: bool | None
    seconds: float
    got: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True, slots=True)
class Quality:
    """All pages of a folder."""

    pages: tuple[PageQuality, ...]

    @property
    def precision(self) -> float:
        """Wanted among all segments found, 0 to 1."""
        found = sum(page.found for page in self.pages)
        return found / max(1, found + sum(len(page.unwanted) for page in self.pages))

    @property
    def recall(self) -> float:
        """Found among all wanted segments, 0 to 1."""
        found = sum(page.found for page in self.pages)
        return found / max(1, found + sum(len(page.missing) for page in self.pages))

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def right(self, fact: str) -> tuple[int, int]:
        """How many of the pages with that fact ("title", "author", "published") have it right, and of how many."""
        judged = [value for page in self.pages if (value := getattr(page, fact)) is not None]
        return sum(judged), len(judged)

    def lines(self) -> list[str]:
        """The table as it is printed: a line per page, then the sums."""
        rows = [f"{'page':<52} {'segments':>9} {'title':>6} {'author':>6} {'date':>6} {'ms':>6}"]
        signs = {True: "✓", False: "✕", None: "–"}
        for page in self.pages:
            wanted = page.found + len(page.missing)
            unwanted = f"+{len(page.unwanted)}" if page.unwanted else ""
            rows.append(
                f"{page.name[:52]:<52} {f'{page.found}/{wanted}{unwanted}':>9} {signs[page.title]:>6} "
                f"{signs[page.author]:>6} {signs[page.published]:>6} {page.seconds * 1000:>6.0f}"
            )
        facts = ", ".join("{} {} of {}".format(fact, *self.right(fact)) for fact in ("title", "author", "published"))
        mean = sum(page.seconds for page in self.pages) / max(1, len(self.pages))
        rows.append(f"segments F1 {self.f1:.3f} (precision {self.precision:.3f}, recall {self.recall:.3f}); {facts}")
        rows.append(f"{mean * 1000:.1f} ms per page, {len(self.pages)} pages")
        return rows


def measure(folder: Path, names: Sequence[str] = ()) -> Quality:
    """Read the pages that `expected.json` in the folder describes, or those named, and compare.

    Titles and authors are compared after folding letter case and punctuation, accents kept; dates as days.
    """
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    return Quality(tuple(_page(folder / name, facts) for name, facts in expected.items() if not names or name in names))


def _page(path: Path, facts: dict[str, object]) -> PageQuality:
    data = path.read_bytes()
    began = time.perf_counter()
    try:
        draft = read(data, name=path.name, url=str(facts.get("url") or ""))
    except UnreadableArticle:
        draft = None
    seconds = time.perf_counter() - began
    text = " ".join(draft.text.split()) if draft else ""
    title, byline = (draft.title, draft.byline) if draft else ("", "")
    published = draft.published.isoformat() if draft and draft.published else ""
    wanted, unwanted = ([" ".join(str(one).split()) for one in facts.get(key) or ()] for key in ("with", "without"))
    return PageQuality(
        name=path.name,
        found=sum(segment in text for segment in wanted),
        missing=tuple(segment for segment in wanted if segment not in text),
        unwanted=tuple(segment for segment in unwanted if segment in text),
        title=_same(title, facts.get("title")),
        author=_same(byline, facts.get("author")),
        published=_same(published, facts.get("date")),
        seconds=seconds,
        got=(title, byline, published),
    )


def _same(got: str, wanted: object) -> bool | None:
    return fold(got) == fold(str(wanted)) if wanted else None
