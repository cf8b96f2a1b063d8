"""The accuracy status of an article, its coverage, and the sentence both rest on (DESIGN.md, Accuracy status)."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from reviews.core.consensus import Outcome
from reviews.core.policy import Policy
from reviews.core.verdicts import VOTES, OutcomeKind, Status, Verdict
from reviews.core.wording import counted

#: A mark on more sentences than this checks none of them.
WIDEST_MARK = 3


@dataclass(frozen=True, slots=True)
class ClaimStanding:
    """One claim as the status sees it: `stands_as` is its ruling or its settled verdict, else None."""

    kind: OutcomeKind
    stands_as: Verdict | None
    central: bool

    @property
    def is_dropped(self) -> bool:
        """Say whether a ruling of "no finding" removed it."""
        return self.kind == OutcomeKind.RULED and self.stands_as is None

    @property
    def is_unknown(self) -> bool:
        """Say whether it is undetermined, by its answers or by a ruling, or short of votes."""
        return self.kind in {OutcomeKind.UNDETERMINED, OutcomeKind.SHORT} or self.stands_as == Verdict.UNDETERMINED


def accuracy_status(
    claims: Iterable[ClaimStanding],
    *,
    submitted: bool,
    first_round_closed: bool,
    covered: Fraction | None,
    policy: Policy,
) -> Status:
    """Return the status of an article: the first line of the table that holds.

    `submitted`: a reviewer has submitted. `covered`: the share of checkable sentences dealt with; None, where nothing
    is checkable, reaches no coverage floor above 0.
    """
    counting = [claim for claim in claims if not claim.is_dropped]
    central = [claim for claim in counting if claim.central]
    stands = {claim.stands_as for claim in central}
    incidental = {claim.stands_as for claim in counting if not claim.central}
    table = (
        (Status.UNREVIEWED, not submitted),
        (Status.IN_REVIEW, not first_round_closed),
        (Status.FABRICATED, Verdict.FABRICATED in stands),
        (Status.DISPUTED, Verdict.DISPUTED in stands or Verdict.FABRICATED in incidental),
        (Status.CONTESTED, any(claim.kind == OutcomeKind.SPLIT for claim in central)),
        (Status.UNDETERMINED, any(claim.is_unknown for claim in central)),
        (Status.MINOR_ERRORS, Verdict.DISPUTED in incidental),
        (Status.VERIFIED, bool(counting) and stands <= {Verdict.VERIFIED} and (covered or 0) >= policy.coverage_floor),
    )
    return next((status for status, holds in table if holds), Status.THIN)


class Dealt(StrEnum):
    """What has become of a checkable sentence."""

    CHECKED = "checked"
    DISMISSED = "dismissed"
    UNTOUCHED = "untouched"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many checkable sentences were checked, dismissed, and left untouched."""

    checked: int
    dismissed: int
    untouched: int

    @property
    def total(self) -> int:
        """Return how many sentences were checkable."""
        return self.checked + self.dismissed + self.untouched

    @property
    def dealt_with(self) -> int:
        """Return how many were checked or dismissed."""
        return self.checked + self.dismissed

    @property
    def share(self) -> Fraction | None:
        """Return the share dealt with; None where nothing is checkable."""
        return Fraction(self.dealt_with, self.total) if self.total else None

    def __str__(self) -> str:
        """Say it in words: "11 of 14 checkable sentences dealt with"."""
        if not self.total:
            return "No checkable sentences"
        return f"{self.dealt_with} of {counted(self.total, 'checkable sentence')} dealt with"


def coverage(
    sentences: Iterable[tuple[int, int]],
    marks: Iterable[tuple[int, int]],
    dismissals: Iterable[tuple[Hashable, int, int]],
    *,
    quorum: int,
    all_sentences: Iterable[tuple[int, int]] | None = None,
) -> Coverage:
    """Count the checkable sentences by what has become of them; arguments as for `dealings`."""
    found = dealings(sentences, marks, dismissals, quorum=quorum, all_sentences=all_sentences)
    return Coverage(*(found.count(dealt) for dealt in Dealt))


def dealings(
    sentences: Iterable[tuple[int, int]],
    marks: Iterable[tuple[int, int]],
    dismissals: Iterable[tuple[Hashable, int, int]],
    *,
    quorum: int,
    all_sentences: Iterable[tuple[int, int]] | None = None,
) -> list[Dealt]:
    """Say of each checkable sentence, in order of the text, what has become of it.

    `sentences`: the checkable ones outside furniture, disjoint, as half-open intervals of code points. `marks`:
    submitted ones; marks on the article as a whole have no span and are left out. A mark checks the sentences it
    touches if it touches at most three of `all_sentences`, which is the whole text: leave it out only where every
    sentence is checkable, for a mark is wide by what it spans, not by what could be checked there.
    `dismissals`: (reviewer, start, end); one counts for the sentences that lie wholly within it, and a sentence is
    dismissed when as many reviewers as `quorum` say so. Checked comes before dismissed.
    """
    checkable = sorted(sentences)
    asked = _Ordered(checkable)
    everything = asked if all_sentences is None else _Ordered(sorted(all_sentences))
    checked: set[int] = set()
    for start, end in marks:
        if len(everything.touched(start, end)) <= WIDEST_MARK:
            checked.update(asked.touched(start, end))
    dismissed_by: dict[int, set[Hashable]] = defaultdict(set)
    for reviewer, start, end in dismissals:
        for i in asked.touched(start, end):
            if start <= checkable[i][0] and checkable[i][1] <= end:
                dismissed_by[i].add(reviewer)
    return [
        Dealt.CHECKED if i in checked else Dealt.DISMISSED if len(dismissed_by[i]) >= quorum else Dealt.UNTOUCHED
        for i in range(len(checkable))
    ]


class _Ordered:
    """Disjoint intervals in their order."""

    def __init__(self, intervals: Sequence[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in intervals]
        self._ends = [end for _, end in intervals]

    def touched(self, start: int, end: int) -> range:
        """Return the places of the intervals that share a code point with `[start, end)`."""
        first = bisect_right(self._ends, start)
        return range(first, max(first, bisect_left(self._starts, end)))


def explain(covered: Coverage, outcomes: Iterable[Outcome]) -> str:
    """Return what a status rests on: "11 of 14 checkable sentences dealt with; 9 claims: 7 verified, 2 split".

    Claims that stand as disputed or fabricated name the votes behind them, unless there are more than three. Claims
    ruled "no finding" are named apart, for they are not in the status.
    """
    given = list(outcomes)
    counting = [outcome for outcome in given if not outcome.is_dropped]
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in counting:
        groups[outcome.stands_as or outcome.kind].append(outcome)
    words = [word for word in (*VOTES, *OutcomeKind) if word in groups]
    parts = [f"{len(groups[word])} {word}{_tallies(groups[word])}" for word in words]
    text = f"{covered}; {counted(len(counting), 'claim')}" + (f": {', '.join(parts)}" if parts else "")
    dropped = len(given) - len(counting)
    return f"{text}; {dropped} ruled “no finding”" if dropped else text


def _tallies(outcomes: Collection[Outcome]) -> str:
    """Return the votes behind settled charges: " (3 of 3)", " (2 of 2, ruled)"; "" for other outcomes."""
    if len(outcomes) > 3 or any(o.stands_as not in {Verdict.DISPUTED, Verdict.FABRICATED} for o in outcomes):
        return ""
    tallies = ("ruled" if o.kind == OutcomeKind.RULED else f"{o.backing} of {o.counts.votes}" for o in outcomes)
    return f" ({', '.join(tallies)})"
