"""Which marks of several reviewers speak of the same passage (DESIGN.md, Claims).

Average-link agglomeration (Sokal & Michener 1958, "group average") over intersection over union: the two groups with
the highest mean overlap of their spans merge, as long as that mean reaches the threshold and no reviewer would be in
the group twice. Equal means are decided by what is marked, never by the order of the input: the group that begins
first, by position, then reviewer, then key.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

#: Means are compared to this many decimals, so that 1/3 + 1/6 is a half whatever the machine makes of it.
_DECIMALS = 10
#: Candidate pairs looked at in one go; bounds the memory where everything overlaps everything.
_CHUNK = 1 << 20


class MarkedSpan(NamedTuple):
    """One reviewer's mark on the code points `[start, end)`. Keys are unique; keys and reviewers can be sorted."""

    key: Any
    reviewer: Any
    start: int
    end: int


def cluster(spans: Iterable[MarkedSpan | tuple], *, threshold: float = 0.5) -> list[frozenset[Hashable]]:
    """Group marks by passage: sets of keys in order of their first span, every mark in exactly one.

    Marks may be plain tuples of key, reviewer, start and end. The result is the same for every order of the input.
    Raises ValueError for a key that comes twice, an empty span, or a threshold outside (0, 1].
    """
    marks = _canonical(spans, threshold)
    layers = _layers(marks)
    groups = _Agglomeration(marks, layers, threshold).run()
    return [frozenset(marks[i].key for layer in group for i in layers[layer]) for group in groups]


def join(
    groups: Sequence[Collection[MarkedSpan]], late: Iterable[MarkedSpan], *, threshold: float = 0.5
) -> list[frozenset[Hashable]]:
    """Let late marks join frozen groups, or make new ones.

    Returns the given groups in their order, each with the keys that joined it, then the new groups in order of their
    first span. A mark joins the group whose members it overlaps most in the mean, if that is at least the threshold
    and the group has no mark of that reviewer. Best fits first, a reviewer at most once per group. Means are taken
    over the frozen members only, so several late reviewers may come in any order, one by one or together. What joins
    none is clustered among itself.
    """
    marks = _canonical(late, threshold)
    groups = [[MarkedSpan(*member) for member in group] for group in groups]
    fits = sorted(
        (-mean, i, at) for i, mark in enumerate(marks) for at, mean in _mean_overlaps(groups, mark) if mean >= threshold
    )
    taken = {(at, member.reviewer) for at, group in enumerate(groups) for member in group}
    grown = [{member.key for member in group} for group in groups]
    if any(mark.key in keys for keys in grown for mark in marks):
        raise ValueError("A late mark is in a frozen group already.")
    placed: set[int] = set()
    for _, i, at in fits:
        if i not in placed and (at, marks[i].reviewer) not in taken:
            placed.add(i)
            taken.add((at, marks[i].reviewer))
            grown[at].add(marks[i].key)
    rest = [mark for i, mark in enumerate(marks) if i not in placed]
    return [frozenset(keys) for keys in grown] + cluster(rest, threshold=threshold)


def _canonical(spans: Iterable[MarkedSpan], threshold: float) -> list[MarkedSpan]:
    """Sort the marks by content, having checked them."""
    if not 0 < threshold <= 1:
        raise ValueError(f"Threshold: it must lie above 0 and be at most 1, not {threshold}.")
    given = (MarkedSpan(*span) for span in spans)
    marks = sorted(given, key=lambda mark: (mark.start, mark.end, mark.reviewer, mark.key))
    if len({mark.key for mark in marks}) < len(marks):
        raise ValueError("Two marks have the same key.")
    for mark in marks:
        if not 0 <= mark.start < mark.end:
            raise ValueError(f"Mark {mark.key!r}: a span needs 0 <= start < end.")
    return marks


def _layers(marks: Sequence[MarkedSpan]) -> list[list[int]]:
    """Merge what is marked exactly alike, in one pass: a mean overlap of 1 comes before all others.

    The nth mark of every reviewer on one span makes the nth layer, which is what merging pair by pair in canonical
    order comes to. Returned in canonical order of their first marks.
    """
    layers: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    seen: dict[tuple[int, int, Hashable], int] = defaultdict(int)
    for i, mark in enumerate(marks):
        span_by = (mark.start, mark.end, mark.reviewer)
        layers[mark.start, mark.end, seen[span_by]].append(i)
        seen[span_by] += 1
    return sorted(layers.values())


def _mean_overlaps(groups: Sequence[Collection[MarkedSpan]], mark: MarkedSpan) -> Iterator[tuple[int, float]]:
    """Yield (index, mean overlap with the mark) of the groups that have members."""
    for at, group in enumerate(groups):
        if group:
            yield at, round(sum(_overlap(mark, member) for member in group) / len(group), _DECIMALS)


def _overlap(a: MarkedSpan, b: MarkedSpan) -> float:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared / (a.end - a.start + b.end - b.start - shared) if shared > 0 else 0.0


class _Agglomeration:
    """Greedy merging of layers, best mean overlap first.

    A group goes by its lowest layer. Only pairs of layers whose own overlap reaches the threshold are ever looked at:
    the mean of a merged pair is at most the better of the two, so groups that reach the threshold contain such a pair,
    and what waits under an older, higher mean is looked at too early and put back, never too late. What waits is
    (-mean, low, high, size of low, size of high); sizes only grow, so they tell whether the mean still holds.
    """

    def __init__(self, marks: Sequence[MarkedSpan], layers: Sequence[Sequence[int]], threshold: float) -> None:
        bits: dict[Hashable, int] = {}
        for mark in marks:
            bits.setdefault(mark.reviewer, 1 << len(bits))
        self.threshold = round(threshold, _DECIMALS)
        self.layers = layers
        self.start = np.array([marks[layer[0]].start for layer in layers], dtype=np.int64)
        self.end = np.array([marks[layer[0]].end for layer in layers], dtype=np.int64)
        self.weight = np.array([len(layer) for layer in layers], dtype=np.int64)
        self.reviewers = [sum(bits[marks[i].reviewer] for i in layer) for layer in layers]
        alone = {mask: code for code, mask in enumerate(bits.values(), start=1)}
        self.alone = np.array([alone.get(mask, -i) for i, mask in enumerate(self.reviewers)], dtype=np.int64)
        self.size = [len(layer) for layer in layers]
        self.group = list(range(len(layers)))  # layer -> its group
        self.members = [[layer] for layer in self.group]
        self.waiting: list[tuple[float, int, int, int, int]] = []
        self.looked_at: set[tuple[int, int, int, int]] = set()

    def run(self) -> list[list[int]]:
        """Merge until no mean reaches the threshold; return the groups as lists of layers, in canonical order."""
        for fresh in self._pairs():
            while self.waiting and self.waiting[0] < fresh:
                self._meet(*heappop(self.waiting)[1:])
            _, low, high = fresh
            if not self.reviewers[self.group[low]] & self.reviewers[self.group[high]]:
                self._meet(low, high, len(self.layers[low]), len(self.layers[high]))
        while self.waiting:
            self._meet(*heappop(self.waiting)[1:])
        return [self.members[layer] for layer, group in enumerate(self.group) if layer == group]

    def _meet(self, low: int, high: int, size_low: int, size_high: int) -> None:
        """Merge the two groups of an entry, or put the entry back under what its mean has become."""
        a, b = sorted((self.group[low], self.group[high]))
        if self.reviewers[a] & self.reviewers[b]:  # one group by now, or two that one reviewer is in
            return
        state = (a, b, self.size[a], self.size[b])
        if state == (low, high, size_low, size_high):
            self._merge(a, b)
        elif state not in self.looked_at:
            self.looked_at.add(state)
            mean = self._mean(a, b)
            if mean >= self.threshold:
                heappush(self.waiting, (-mean, *state))

    def _merge(self, a: int, b: int) -> None:
        for layer in self.members[b]:
            self.group[layer] = a
        self.members[a] += self.members[b]
        self.reviewers[a] |= self.reviewers[b]
        self.size[a] += self.size[b]

    def _mean(self, a: int, b: int) -> float:
        """Return the mean overlap over all pairs of marks of two groups."""
        ours, theirs = self.members[a], self.members[b]
        overlap = self._overlaps(np.repeat(ours, len(theirs)), np.tile(theirs, len(ours)))
        pairs = np.outer(self.weight[ours], self.weight[theirs]).ravel()
        return round(float(overlap @ pairs) / (self.size[a] * self.size[b]), _DECIMALS)

    def _overlaps(self, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        """Return the overlap ratio of the layers i with the layers j, elementwise."""
        shared = np.minimum(self.end[i], self.end[j]) - np.maximum(self.start[i], self.start[j])
        shared = np.maximum(shared, 0)
        return shared / (self.end[i] - self.start[i] + self.end[j] - self.start[j] - shared)

    def _pairs(self) -> Iterator[tuple[float, int, int]]:
        """Yield (-overlap, low, high) of every two layers whose own overlap reaches the threshold, best first.

        Layers of one span share a reviewer, so only later spans are candidates. A later start can reach the threshold
        only up to the point where what is left of the earlier span is the threshold's share of it: one binary search
        per layer bounds them.
        """
        if len(self.start) < 2:
            return
        reach = self.end - self.threshold * (self.end - self.start)
        last = np.searchsorted(self.start, reach + 1e-6, side="right")
        count = len(self.start)
        changes = np.flatnonzero((np.diff(self.start) != 0) | (np.diff(self.end) != 0)) + 1
        first = np.append(changes, count)[np.searchsorted(changes, np.arange(count), side="right")]
        parts = [self._near(slice(*cut), first, last) for cut in _chunks(last - first)]
        low, high, mean = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.lexsort((high, low, -mean))
        for begin in range(0, len(order), _CHUNK):
            part = order[begin : begin + _CHUNK]
            columns = (-mean[part], low[part], high[part])
            yield from zip(*(column.tolist() for column in columns), strict=True)

    def _near(self, lows: slice, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return low, high and overlap of the pairs that reach the threshold, for a range of lower layers.

        Where one and the same reviewer is alone on both, the pair is left out here already.
        """
        counts = np.maximum(last - first, 0)[lows]
        low = np.repeat(np.arange(len(first))[lows], counts)
        high = first[low] + np.arange(len(low)) - np.repeat(np.cumsum(counts) - counts, counts)
        mean = np.round(self._overlaps(low, high), _DECIMALS)
        near = (mean >= self.threshold) & (self.alone[low] != self.alone[high])
        return low[near], high[near], mean[near]


def _chunks(counts: np.ndarray) -> Iterator[tuple[int, int]]:
    """Cut the layers into ranges with about `_CHUNK` candidate pairs each."""
    total = np.cumsum(np.maximum(counts, 0))
    cuts = np.searchsorted(total, np.arange(0, total[-1], _CHUNK)[1:]).tolist()
    edges = sorted({0, *cuts, len(counts)})
    return pairwise(edges)
