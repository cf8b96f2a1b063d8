"""How much two contexts have in common, part by part."""

from dataclasses import dataclass

from articles.crosscheck.contexts import Context
from articles.crosscheck.lexicon import OF_PEOPLE


@dataclass(frozen=True, slots=True)
class Said:
    """A context of one text, its names resolved to entities."""

    text: str
    context: Context
    near: frozenset[int]
    names: frozenset[int]
    topic: frozenset[int]
    general: bool
    weight: float
    #: What happens: the two nearest, and all.
    two: frozenset[str]
    events: frozenset[str]


def unit_score(one: Said, other: Said) -> float:
    """Return how much it says that both count the same; 0 if they do not, which rules a match out."""
    a, b = one.context, other.context
    if a.kind != "figure":
        return 0.25 if a.units == b.units else 0.0
    shared = a.units & b.units
    if shared:
        score = 0.3 if one.general or other.general else 0.5
        return score - (0.4 if {a.share, b.share} == {"part", "total"} else 0.1 if a.share != b.share else 0.0)
    return 0.42 if a.units & set(b.events[:2]) or b.units & set(a.events[:2]) else 0.0


def event_score(one: Said, other: Said) -> float:
    """Return how much it says that the same happens in both; below 0 where something else does."""
    a, b = one.context, other.context
    if not (a.events and b.events):
        return 0.0
    first, near = a.events[0] == b.events[0], not one.two.isdisjoint(other.two)
    # A date is that of all that a sentence tells.
    dated = a.kind == "date" and set(a.events[:3]) & set(b.events[:3]) and min(len(a.events), len(b.events)) == 1
    if first or dated:
        return 0.32 if first else 0.3
    if a.events[0] in OF_PEOPLE and b.events[0] in OF_PEOPLE:
        return -0.35
    if near:
        return 0.2
    return -0.35 if one.events.isdisjoint(other.events) else -0.1


def year_score(a: Context, b: Context) -> float:
    """Return how much it says that figures are of the same year, or of different ones."""
    if a.years and b.years:
        return 0.1 if a.years & b.years else -0.35
    return -0.15 if a.years or b.years else 0.0


def name_score(one: Said, other: Said) -> float:
    """Return how much it says that both are said of the same people and things."""
    figure = one.context.kind == "figure"
    score = 0.05 * min(2, len(one.names & other.names - (one.near & other.near)))
    if one.near & other.near:
        return score + 0.2
    if one.near and other.near:
        # A figure is said of somebody; beside a date or a place anybody may be named.
        apart = 0.3 if figure else 0.15
        return score - (0.1 if one.near & other.names or other.near & one.names else apart)
    left, right = one.near | one.topic, other.near | other.topic
    if not (left and right):
        return score
    apart = 0.15 if figure and (one.near or other.near) else 0.05
    return score + (0.05 if left & right else -apart)
