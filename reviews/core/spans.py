"""Half-open intervals of code points, and how two of them lie to each other."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """The code points `[start, end)` of a revision's text. Ordered by start, then by end.

    Raises ValueError where it is empty, reversed or begins before the text.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Hold the one condition every span is stored under."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"A span needs 0 <= start < end; {self.start} to {self.end} is none.")

    def __len__(self) -> int:
        return self.end - self.start


def touches(a: Span, b: Span) -> bool:
    """Say whether the two share at least one code point; spans that merely meet do not."""
    return a.start < b.end and b.start < a.end


def contains(outer: Span, inner: Span) -> bool:
    """Say whether every code point of `inner` is in `outer`; a span contains itself."""
    return outer.start <= inner.start and inner.end <= outer.end


def overlap_ratio(a: Span, b: Span) -> Fraction:
    """Return intersection over union (the Jaccard index) in code points, exact: 0 apart, 1 the same span."""
    shared = max(0, min(a.end, b.end) - max(a.start, b.start))
    return Fraction(shared, len(a) + len(b) - shared)
