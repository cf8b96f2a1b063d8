"""The small grammar of the sentences that explain a figure."""

from collections.abc import Iterable, Sequence
from fractions import Fraction


def counted(number: int, noun: str) -> str:
    """Return the number with its noun: "1 vote", "2 votes"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(parts: Iterable[str]) -> str:
    """Join as one speaks: "a", "a and b", "a, b and c"; "" for nothing."""
    words: Sequence[str] = list(parts)
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def share(fraction: Fraction) -> str:
    """Return a fraction as it is said of votes: "2/3", or "all"."""
    return "all" if fraction == 1 else str(fraction)
