"""How well reviewers agree on which passages of a text to mark, and as what.

Krippendorff's alpha for unitizing, as in Krippendorff, K. (2004), Content Analysis: An Introduction to Its Methodology,
2nd ed., section 11.6; first in Krippendorff (1995), On the reliability of unitizing continuous data, Sociological
Methodology 25. Computed in whole numbers, rounded once at the end.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, combinations, pairwise

Unit = tuple[int, int, Hashable]
Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class UnitizingAlpha:
    """Alpha over all categories together and for each that somebody used; None where it is undefined.

    `reasons` says why, by category; the reason for `overall` is under None.
    """

    overall: float | None
    by_category: dict[Hashable, float | None]
    reasons: dict[Hashable | None, str] = field(default_factory=dict)


def unitizing_alpha(units: Mapping[Hashable, Iterable[Unit]], continuum: Interval) -> UnitizingAlpha:
    """Return alpha for units marked on a continuum.

    `units` maps each rater to their (start, end, category), half-open intervals of whole numbers (code points) within
    `continuum`; whoever marked nothing is there with nothing. For each category, what a rater did not mark as it is
    gap. Raises ValueError for a unit that is empty or outside the continuum, and where units of one rater and category
    overlap: the caller unites them.
    """
    begin, end = continuum
    if not begin < end:
        raise ValueError(f"A continuum needs a length; {begin} to {end} has none.")
    marked = {category: _Category(rows, begin, end) for category, rows in _by_category(units, begin, end).items()}
    reasons: dict[Hashable | None, str] = {}
    by_category = {
        category: _alpha(category, [rows], len(units), end - begin, reasons) for category, rows in marked.items()
    }
    overall = _alpha(None, list(marked.values()), len(units), end - begin, reasons)
    return UnitizingAlpha(overall, by_category, reasons)


def _by_category(
    units: Mapping[Hashable, Iterable[Unit]], begin: int, end: int
) -> dict[Hashable, list[list[Interval]]]:
    """Return, for each category, the sorted units of every rater in turn."""
    rows: dict[Hashable, list[list[Interval]]] = defaultdict(lambda: [[] for _ in units])
    for at, (rater, marks) in enumerate(units.items()):
        for first, last, category in marks:
            if not begin <= first < last <= end:
                raise ValueError(f"{rater!r}: the unit {first} to {last} is empty or outside {begin} to {end}.")
            rows[category][at].append((first, last))
        for category, by_rater in rows.items():
            by_rater[at].sort()
            if any(later[0] < earlier[1] for earlier, later in pairwise(by_rater[at])):
                raise ValueError(f"{rater!r}: units of category {category!r} overlap; unite them first.")
    return rows


def _alpha(
    name: Hashable | None, categories: Sequence["_Category"], raters: int, length: int, reasons: dict
) -> float | None:
    """Return 1 - observed/expected disagreement, summed over the categories, or note why there is none."""
    expected = sum(category.expected(raters, length) for category in categories)
    if raters < 2:
        reasons[name] = "Agreement needs at least two raters."
    elif not categories:
        reasons[name] = "Nobody marked anything."
    elif not expected:
        reasons[name] = "No disagreement could be expected by chance."
    else:
        return float(1 - sum(category.observed(raters, length) for category in categories) / expected)
    return None


class _Category:
    """The units of one category by rater, sorted and disjoint, and the gaps between them."""

    def __init__(self, by_rater: Sequence[Sequence[Interval]], begin: int, end: int) -> None:
        self.by_rater = by_rater
        self.gaps = sorted(
            later - earlier
            for units in by_rater
            for (_, earlier), (later, _) in pairwise([(begin, begin), *units, (end, end)])
            if earlier < later
        )

    def observed(self, raters: int, length: int) -> Fraction:
        """Return the observed disagreement: squared differences over all ordered pairs of raters."""
        total = sum(_difference(ours, theirs) for ours, theirs in combinations(self.by_rater, 2))
        return Fraction(2 * total, raters * (raters - 1) * length**2)

    def expected(self, raters: int, length: int) -> Fraction:
        """Return the disagreement that units of these lengths would have, were they thrown anywhere.

        Each unit is held against all units (the term in 2l³ - 3l² + l) and against every gap that could hold it, at
        each of the gap - l + 1 places in it.
        """
        lengths = [last - first for units in self.by_rater for first, last in units]
        gap_sums = list(accumulate(reversed(self.gaps), initial=0))  # of the longest, of the two longest, ...
        total = Fraction(0)
        for size in lengths:
            holding = len(self.gaps) - bisect_left(self.gaps, size)
            total += Fraction((len(lengths) - 1) * (2 * size**3 - 3 * size**2 + size), 3)
            total += size**2 * (gap_sums[holding] - holding * (size - 1))
        points = raters * length
        places = points * (points - 1) - sum(size * (size - 1) for size in lengths)
        return Fraction(2, length) * total / places if places else Fraction(0)


def _difference(ours: Sequence[Interval], theirs: Sequence[Interval]) -> int:
    """Return the sum of squared differences between two raters' units of one category.

    Two units that intersect differ by the squares of the distances between their starts and between their ends; a unit
    that lies within a gap differs by the square of its length.
    """
    total = 0
    lonely = set(range(len(theirs)))
    for first, last in ours:
        meeting = range(
            bisect_right(theirs, first, key=lambda unit: unit[1]), bisect_left(theirs, last, key=lambda unit: unit[0])
        )
        lonely.difference_update(meeting)
        total += sum((first - theirs[i][0]) ** 2 + (last - theirs[i][1]) ** 2 for i in meeting)
        total += 0 if meeting else (last - first) ** 2
    return total + sum((theirs[i][1] - theirs[i][0]) ** 2 for i in lonely)
