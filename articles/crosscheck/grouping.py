"""Put together what texts say of the same figure, date or place: groups that agree, and groups that differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from articles.crosscheck.matching import SAME, Matcher

#: A partner that agrees, and fits nearly as well as the one that differs, is the right one.
_NEARLY = 0.15


@dataclass(slots=True)
class Group:
    """What is said of one thing: members that agree (numbers of `Matcher.said`); rivals, and how surely."""

    members: list[int]
    rivals: dict[int, float] = field(default_factory=dict)


def groups(matcher: Matcher) -> list[Group]:
    """Group what agrees; then link the groups that speak of the same thing and differ. Rivals are places in it."""
    leader = list(range(len(matcher.said)))

    def lead(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    for first, second in _agreeing(matcher):
        leader[lead(second)] = lead(first)
    found: list[Group] = []
    places: dict[int, int] = {}
    for number in range(len(matcher.said)):
        place = places.setdefault(lead(number), len(found))
        if place == len(found):
            found.append(Group([]))
        found[place].members.append(number)
    for first, second, strength in _differing(matcher):
        one, other = places[lead(first)], places[lead(second)]
        if one != other:
            strongest = max(strength, found[one].rivals.get(other, 0.0))
            found[one].rivals[other] = found[other].rivals[one] = strongest
    return found


def _agreeing(matcher: Matcher) -> list[tuple[int, int]]:
    pairs = [(score, pair) for pair, (score, agree) in matcher.pairs.items() if agree and matcher.equal(*pair)]
    return [pair for _, pair in sorted(pairs, key=lambda item: (-item[0], item[1]))]


def _differing(matcher: Matcher) -> Iterator[tuple[int, int, float]]:
    """Find the pairs that differ, where neither finds a better partner, or one that agrees, in the other's text."""
    differing: dict[tuple[int, str], float] = {}
    agreeing: dict[tuple[int, str], float] = {}
    for pair, (score, agree) in matcher.pairs.items():
        for here, there in (pair, pair[::-1]):
            table = agreeing if agree else differing
            key = here, matcher.said[there].text
            table[key] = max(table.get(key, 0.0), score)
    for (first, second), (score, agree) in matcher.pairs.items():
        if agree or score < SAME:
            continue
        keys = ((first, matcher.said[second].text), (second, matcher.said[first].text))
        if all(differing[key] <= score and agreeing.get(key, 0.0) < score - _NEARLY for key in keys):
            yield first, second, _strength(matcher, first, second, score)


def _strength(matcher: Matcher, first: int, second: int, score: float) -> float:
    """Return how sure it is that two contexts that differ cannot both hold, by how well they match."""
    a, b = matcher.said[first].context, matcher.said[second].context
    strength = 0.8 * min(score, 1.1)
    if set(a.events[:2]) & set(b.events[:2]) or (a.kind == "figure" and not a.general and not b.general):
        return strength
    return strength * 0.7


def sides(matcher: Matcher, linked: Sequence[Group]) -> list[list[int]]:
    """Return the members of groups that differ, those of one value together, what most texts say first."""
    found: list[list[int]] = []
    for group in sorted(linked, key=lambda one: -len(one.members)):
        first = group.members[0]
        same = next((side for side in found if matcher.agree(side[0], first) and matcher.equal(side[0], first)), None)
        if same:
            same += group.members
        else:
            found.append(list(group.members))
    return sorted(found, key=lambda members: -len({matcher.said[m].text for m in members}))


def together(matcher: Matcher, found: Sequence[Group]) -> Iterator[tuple[list[Group], float]]:
    """Return each group with those that differ from it, and how surely; the most said first, every group once.

    Not with those that differ from these in turn: chains of unlike things would have no end.
    """

    def rank(number: int) -> tuple[int, str, int, int]:
        members = found[number].members
        first = min(
            (matcher.said[m].text, matcher.said[m].context.row, matcher.said[m].context.span[0]) for m in members
        )
        return -len({matcher.said[m].text for m in members}), *first

    used: set[int] = set()
    for number in sorted(range(len(found)), key=rank):
        if number not in used:
            rivals = sorted((rival for rival in found[number].rivals if rival not in used), key=rank)
            used.update((number, *rivals))
            surest = max((found[number].rivals[rival] for rival in rivals), default=0.0)
            yield [found[number], *(found[rival] for rival in rivals)], surest
