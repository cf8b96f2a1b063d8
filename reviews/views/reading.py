"""An article's text as the pages show it: blocks of flat runs, cut at every boundary of a mark."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from articles.models import Revision
from articles.text import Block, BlockKind
from reviews.core.segments import segments

#: What stands for a verdict where a note to self is drawn. Under a mark as well, it leaves the mark as it is.
NOTE = "note"


@dataclass(frozen=True, slots=True)
class Shown:
    """A mark or claim as it is drawn: its key, its interval, and the verdict ("" is to check).

    `card` is the id of what the page says of it elsewhere, "" where it says nothing; `note` stands in the margin.
    """

    key: str
    start: int
    end: int
    verdict: str
    card: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text under the same marks. `card` is where it leads, `begins` are those with a card that begin here."""

    text: str
    keys: tuple[str, ...] = ()
    classes: str = ""
    card: str = ""
    begins: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockView:
    """One block: its place, its kind, its runs, and its sentences.

    `checkable` are those worth checking as the client reads them, by their number in the block: "0:open:a date, a
    name", for one that is dismissed followed by its kind and its UUID. `gap` is the white space before it where that is
    anything but line ends, so that the client can quote across blocks.
    """

    number: int
    kind: str
    level: int
    start: int
    end: int
    runs: list[Run]
    sentences: list[tuple[int, int]] = field(default_factory=list)
    checkable: list[str] = field(default_factory=list)
    gap: str = ""

    @property
    def furniture(self) -> bool:
        """Whether it is shown dimmed."""
        return self.kind == BlockKind.FURNITURE


def blocks_of(
    revision: Revision,
    marks: Iterable[Shown],
    *,
    touching: Sequence[tuple[int, int]] | None = None,
    dealt: Mapping[tuple[int, int], str] | None = None,
    dismissed: Mapping[tuple[int, int], str] | None = None,
) -> list[BlockView]:
    """Return the blocks of a text with the marks on them.

    `touching` keeps only the blocks that these intervals touch: what has to be drawn again after a change. `dealt` says
    what has become of each checkable sentence (open, checked, dismissed); without it none is pointed out. `dismissed`
    holds the kind and the UUID of one's own dismissals.
    """
    dealt = dealt or {}
    coming = sorted(marks, key=lambda mark: (mark.start, mark.end, mark.key), reverse=True)
    here: list[Shown] = []
    sentence_starts = [sentence["start"] for sentence in revision.sentences]
    begun: set[str] = set()
    views = []
    before = 0
    for number, raw in enumerate(revision.blocks):
        block = Block(BlockKind(raw["kind"]), raw["start"], raw["end"], raw["level"])
        start, end = block.content_span(revision.text)
        gap, before = revision.text[before:start], end
        while coming and coming[-1].start < end:
            here.append(coming.pop())
        here = [mark for mark in here if mark.end > start]
        if start == end or (touching is not None and not any(s < end and start < e for s, e in touching)):
            continue
        first, last = bisect_left(sentence_starts, start), bisect_left(sentence_starts, end)
        sentences = revision.sentences[first:last]
        views.append(
            BlockView(
                number=number,
                kind=block.kind.value,
                level=block.level,
                start=start,
                end=end,
                runs=_runs(revision.text, start, end, here, begun),
                sentences=[(s["start"], s["end"]) for s in sentences],
                checkable=_pointed_out(sentences, dealt, dismissed or {}),
                gap=gap if gap.strip("\n") else "",
            )
        )
    return views


def _pointed_out(
    sentences: list[dict], dealt: Mapping[tuple[int, int], str], dismissed: Mapping[tuple[int, int], str]
) -> list[str]:
    """Return the checkable sentences, each with its state and what makes it worth checking."""
    pointed_out = []
    for number, sentence in enumerate(sentences):
        span = sentence["start"], sentence["end"]
        if state := dealt.get(span):
            why = ", ".join(f"an {kind}" if kind[0] in "aeiou" else f"a {kind}" for kind in sentence["why"])
            of_mine = f":{dismissed[span]}" if span in dismissed else ""
            pointed_out.append(f"{number}:{state}:{why}{of_mine}")
    return pointed_out


def _runs(text: str, start: int, end: int, marks: list[Shown], begun: set[str]) -> list[Run]:
    """Return the runs of one block under `marks`, which all touch it.

    `begun` collects the marks with a card that have begun so far.
    """
    if not marks:
        return [Run(text[start:end])]
    by_key = {mark.key: mark for mark in marks}
    cut = segments(
        end - start, [(mark.key, max(mark.start, start) - start, min(mark.end, end) - start) for mark in marks]
    )
    runs = []
    for segment in cut:
        over = [by_key[key] for key in segment.over]
        leading = [mark for mark in over if mark.card]
        runs.append(
            Run(
                text[start + segment.start : start + segment.end],
                tuple(segment.over),
                _classes(over, start + segment.start, start + segment.end),
                # Of several the last to begin: the others can be reached where they stand alone.
                card=leading[-1].card if leading else "",
                begins=tuple(mark for mark in leading if mark.key not in begun),
            )
        )
        begun.update(mark.key for mark in leading)
    return runs


def _classes(marks: list[Shown], start: int, end: int) -> str:
    """Return how a run is drawn: by its verdict, or mixed; and whether its marks began before or go on after it."""
    verdicts = {mark.verdict or "tocheck" for mark in marks if mark.verdict != NOTE}
    classes = ["v-mixed" if len(verdicts) > 1 else f"v-{verdicts.pop()}" if verdicts else "v-note"]
    if all(mark.start < start for mark in marks):
        classes.append("m-continued")
    if all(mark.end > end for mark in marks):
        classes.append("m-continues")
    return " ".join(classes)


@dataclass(frozen=True, slots=True)
class Around:
    """A passage with the words before and after it."""

    before: str
    passage: str
    after: str


def context_around(revision: Revision, claim: object) -> Around | None:
    """Return a claim's passage within the blocks that it touches, or None for a claim about the whole article."""
    return None if claim.start is None else passage_around(revision, claim.start, claim.end)


def passage_around(revision: Revision, start: int, end: int) -> Around:
    """Return a passage within the blocks that it touches."""
    touched = [b for b in revision.blocks if b["start"] < end and start < b["end"]]
    first, last = touched[0]["start"], touched[-1]["end"]
    text = revision.text
    return Around(text[first:start].lstrip(), text[start:end], text[end:last].rstrip())
