"""Cut a text at every boundary of the spans on it, so that overlapping marks can be printed as plain runs."""

from bisect import bisect_left, insort
from collections.abc import Hashable, Iterable
from typing import NamedTuple


class Segment(NamedTuple):
    """A run `[start, end)` of code points and the keys of the spans over the whole of it."""

    start: int
    end: int
    over: tuple[Hashable, ...]


def segments(length: int, spans: Iterable[tuple[Hashable, int, int]]) -> list[Segment]:
    """Tile `[0, length)` with the longest runs that no span boundary falls into.

    `spans` are (key, start, end). Each run names the spans over it in the order they were given, one entry per span;
    runs under no span are there too, with none. O(n log n) for n spans, and the size of what is returned.
    Raises ValueError for a span that is empty, reversed or outside the text.
    """
    if length < 0:
        raise ValueError(f"A text has no length of {length}.")
    given = list(spans)
    edges = []
    for order, (key, start, end) in enumerate(given):
        if not 0 <= start < end <= length:
            raise ValueError(f"Span {key!r}: {start} to {end} is empty or outside a text of {length} code points.")
        edges += [(start, order), (end, ~order)]  # an end is told from a start by its sign
    edges.sort()

    runs: list[Segment] = []
    active: list[int] = []
    reached = 0
    for at, order in edges:
        if at > reached:
            runs.append(Segment(reached, at, tuple(given[i][0] for i in active)))
            reached = at
        if order < 0:
            del active[bisect_left(active, ~order)]
        else:
            insort(active, order)
    if reached < length:
        runs.append(Segment(reached, length, ()))
    return runs
