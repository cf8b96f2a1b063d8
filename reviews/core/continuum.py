"""A text without its furniture, as unitizing takes it: one continuum, and each reviewer's marks as units on it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Continuum:
    """A text of `length` code points with intervals left out, sorted and disjoint."""

    length: int
    left_out: tuple[tuple[int, int], ...]
    _before: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Add up what is left out before each interval."""
        before = [0]
        for start, end in self.left_out:
            before.append(before[-1] + end - start)
        object.__setattr__(self, "_before", before)

    @property
    def size(self) -> int:
        """Code points that are not left out."""
        return self.length - self._before[-1]

    def place(self, position: int) -> int:
        """Return where a position of the text lies on the continuum; within what is left out, where that was cut."""
        passed = bisect_right(self.left_out, position, key=lambda interval: interval[1])
        place = position - self._before[passed]
        if passed < len(self.left_out) and self.left_out[passed][0] < position:
            place -= position - self.left_out[passed][0]
        return place


def units(
    marks: Iterable[tuple[Hashable, int, int, Hashable]], continuum: Continuum
) -> dict[Hashable, list[tuple[int, int, Hashable]]]:
    """Return each reviewer's marks as units: (reviewer, start, end, category) to reviewer: [(start, end, category)].

    Overlapping marks of one reviewer and category are one unit; a mark on furniture alone is none.
    """
    spans: dict[tuple[Hashable, Hashable], list[tuple[int, int]]] = defaultdict(list)
    found: dict[Hashable, list[tuple[int, int, Hashable]]] = {}
    for reviewer, start, end, category in marks:
        found.setdefault(reviewer, [])
        spans[reviewer, category].append((continuum.place(start), continuum.place(end)))
    for (reviewer, category), placed in spans.items():
        found[reviewer] += [(start, end, category) for start, end in _united(placed)]
    return found


def _united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans with those that overlap made one, and without empty ones."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if united and start < united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united
