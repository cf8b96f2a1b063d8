"""Which figures, dates and places of several texts are said of the same thing, and which of those differ."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from articles.crosscheck import dates, figures
from articles.crosscheck.contexts import Context
from articles.crosscheck.entities import Entities, is_part
from articles.crosscheck.reading import Reading

#: From this score on, two contexts are taken to be about the same thing.
SAME = 0.55
#: From this on, if they give the same value.
ALIKE = 0.35
_PER_KEY = 4
_RARE = 2
#: What shared words can add to a score, and below what nothing can save it.
_WORDS = 0.35
_HOPELESS = -0.1


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


@dataclass(slots=True)
class Group:
    """What is said of one thing: members that agree, and whom they disagree with, with the score of the match."""

    members: list[int]
    rivals: dict[int, float]


class Matcher:
    """Finds pairs of contexts about the same thing, through keys they share, so that no text is read twice."""

    def __init__(
        self, readings: Mapping[str, Reading], entities: Entities, contexts: Mapping[str, Sequence[Context]]
    ) -> None:
        self.readings = readings
        rows = {key: {context.row: context.words for context in found} for key, found in contexts.items()}
        words = Counter(word for found in rows.values() for row in found.values() for word in row)
        count = 1 + sum(len(found) for found in rows.values())
        self.weight = {word: log(1 + count / df) for word, df in words.items()}
        self.places = {key: {name.keys for name in reading.names} for key, reading in readings.items()}
        self.said = [self._said(entities, text, context) for text, found in contexts.items() for context in found]
        #: The figures of each sentence: where all of them differ, so may the year.
        self.counted: dict[tuple[str, int], list[Said]] = defaultdict(list)
        for said in self.said:
            if isinstance(said.context.value, figures.Figure):
                self.counted[said.text, said.context.row].append(said)
        self.pairs: dict[tuple[int, int], tuple[float, bool]] = {}
        self._pair()

    def _said(self, entities: Entities, text: str, context: Context) -> Said:
        near, names, topic = (
            frozenset(entities.of[text, number] for number in numbers)
            for numbers in (context.near, context.names, context.topic)
        )
        weight = sum(self.weight[word] for word in context.words)
        return Said(text, context, near, names, topic, context.general, weight)

    def _keys(self, said: Said) -> Iterator[tuple[str, ...]]:
        context = said.context
        units = context.units or {"?"}
        if context.kind == "figure" and not context.general:
            units = units | set(context.events[:1])
        rare = sorted(context.words, key=lambda word: (-self.weight.get(word, 0), word))[:_RARE]
        for unit in units:
            if context.kind == "figure" and context.units and not context.general:
                yield context.kind, unit
            if isinstance(context.value, figures.Figure):
                yield context.kind, unit, f"={context.value.low:g}"
            for event in context.events[:2]:
                yield context.kind, unit, event
            for near in sorted(said.near):
                yield context.kind, unit, f"@{near}"
            for word in rare:
                yield context.kind, unit, word

    def _pair(self) -> None:
        index: dict[tuple[str, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, said in enumerate(self.said):
            for key in self._keys(said):
                for text, others in index[key].items():
                    if text != said.text:
                        for other in others:
                            self._judge(other, number)
                mine = index[key][said.text]
                if len(mine) < _PER_KEY:
                    mine.append(number)

    def _judge(self, first: int, second: int) -> None:
        if (first, second) in self.pairs:
            return
        one, other = self.said[first], self.said[second]
        score = self._score(one, other)
        if score < _HOPELESS or (agree := self._agree(one, other)) is None or (not agree and score < SAME - _WORDS):
            return
        score += _WORDS * self._likeness(one, other)
        if agree:
            # That two texts give the same figure is itself a sign that they mean the same.
            score += self._coincidence(first, second)
        if score >= (ALIKE if agree else SAME) and (agree or not self._another_event(one, other)):
            self.pairs[first, second] = score, agree

    def _coincidence(self, first: int, second: int) -> float:
        """Return how much it says that two texts count the same and come to the same figure."""
        a, b = self.said[first].context, self.said[second].context
        clash = a.events and b.events and not set(a.events) & set(b.events)
        if not isinstance(a.value, figures.Figure) or clash or not self._equal(first, second):
            return 0.0
        telling = a.value.low == a.value.high and len(f"{a.value.low:g}".strip("0").replace(".", "")) > 2
        if telling:
            return 0.4
        return 0.0 if a.general or b.general else 0.3

    def _agree(self, one: Said, other: Said) -> bool | None:
        a, b = one.context.value, other.context.value
        if isinstance(a, figures.Figure) and isinstance(b, figures.Figure):
            if a.sign != b.sign:
                return None
            if figures.agree(a, b):
                return True
            return None if a.elsewhen or b.elsewhen else False
        if isinstance(a, dates.PartialDate) and isinstance(b, dates.PartialDate):
            return dates.agree(a, b)
        if isinstance(a, int) and isinstance(b, int):
            left, right = self.readings[one.text].names[a], self.readings[other.text].names[b]
            if is_part(left, right):
                return True
            # Who names both places likely means another thing by each.
            known = self.places[one.text] & self.places[other.text]
            return None if left.keys in known or right.keys in known else False
        return None

    def _another_event(self, one: Said, other: Said) -> bool:
        """Whether two sentences with other dates give other figures too: then they tell of two events."""
        if one.context.kind != "date":
            return False
        pairs = [
            figures.agree(a.context.value, b.context.value)  # type: ignore[arg-type]
            for a in self.counted[one.text, one.context.row]
            for b in self.counted[other.text, other.context.row]
            if a.context.units & b.context.units
        ]
        return bool(pairs) and not any(pairs)

    def _score(self, one: Said, other: Said) -> float:
        a, b = one.context, other.context
        if a.kind != b.kind:
            return -1.0
        score = _unit_score(one, other)
        if not score:
            return -1.0
        score += _event_score(a, b)
        shared = one.near & other.near
        if shared:
            score += 0.15
        elif one.near and other.near:
            score -= 0.1 if one.near & other.names or other.near & one.names else 0.3
        elif (left := one.near | one.topic) and (right := other.near | other.topic):
            score += 0.05 if left & right else -0.15 if one.near or other.near else -0.05
        if a.kind == "figure":
            score += _year_score(a, b)
        return score

    def _likeness(self, one: Said, other: Said) -> float:
        """Return how much of the words of the shorter sentence the other shares, rare words counting more; 0..1."""
        weight = self.weight
        shared = sum([weight[word] for word in one.context.words & other.context.words])
        return shared / max(min(one.weight, other.weight), 8.0)

    def groups(self) -> list[Group]:
        """Group what agrees; then link the groups that speak of the same thing and differ."""
        leader = list(range(len(self.said)))

        def lead(number: int) -> int:
            while leader[number] != number:
                leader[number] = leader[leader[number]]
                number = leader[number]
            return number

        best: dict[tuple[int, str], float] = {}
        agreeing: dict[tuple[int, str], float] = {}
        for (first, second), (score, agree) in self.pairs.items():
            for here, there in ((first, second), (second, first)):
                table = agreeing if agree else best
                key = here, self.said[there].text
                table[key] = max(table.get(key, 0.0), score)
        for (first, second), (score, agree) in sorted(self.pairs.items(), key=lambda item: -item[1][0]):
            if agree and self._equal(first, second):
                leader[lead(second)] = lead(first)
        groups: dict[int, Group] = {}
        for number in range(len(self.said)):
            groups.setdefault(lead(number), Group([], {})).members.append(number)
        for (first, second), (score, agree) in self.pairs.items():
            if not agree and score >= SAME and self._is_best(first, second, score, best, agreeing):
                one, other = lead(first), lead(second)
                if one != other:
                    groups[one].rivals[other] = max(score, groups[one].rivals.get(other, 0.0))
                    groups[other].rivals[one] = groups[one].rivals[other]
        return self._numbered(groups)

    def sides(self, groups: Sequence[Group]) -> list[list[int]]:
        """Return the members of groups that differ, those of one value together, the most said first."""
        found: list[list[int]] = []
        for group in sorted(groups, key=lambda one: -len(one.members)):
            for side in found:
                one, other = self.said[side[0]], self.said[group.members[0]]
                if self._agree(one, other) and self._equal(side[0], group.members[0]):
                    side += group.members
                    break
            else:
                found.append(list(group.members))
        return sorted(found, key=lambda members: -len({self.said[m].text for m in members}))

    def _equal(self, first: int, second: int) -> bool:
        """Whether two values that agree are also nearly the same: `at least three` agrees with five."""
        a, b = self.said[first].context.value, self.said[second].context.value
        if isinstance(a, figures.Figure) and isinstance(b, figures.Figure):
            return max(a.high, b.high) - min(a.low, b.low) <= 0.35 * max(a.low, b.low)
        if isinstance(a, dates.PartialDate) and isinstance(b, dates.PartialDate):
            return (a.decade is None) == (b.decade is None)
        return True

    @staticmethod
    def _numbered(groups: dict[int, Group]) -> list[Group]:
        places = {leader: index for index, leader in enumerate(groups)}
        return [
            Group(group.members, {places[rival]: score for rival, score in group.rivals.items()})
            for group in groups.values()
        ]

    def _is_best(
        self, first: int, second: int, score: float, best: dict[tuple[int, str], float],
        agreeing: dict[tuple[int, str], float],
    ) -> bool:  # fmt: skip
        """Whether neither finds a better partner, or one that agrees nearly as well, in the other's text."""
        for here, there in ((first, second), (second, first)):
            key = here, self.said[there].text
            if best[key] > score + 1e-9 or agreeing.get(key, 0.0) >= score - 0.15:
                return False
        return True


def _unit_score(one: Said, other: Said) -> float:
    a, b = one.context, other.context
    if a.kind != "figure":
        return 0.25 if a.units == b.units else 0.0
    shared = a.units & b.units
    if shared:
        score = 0.3 if one.general or other.general else 0.5
        return score - (0.4 if {a.share, b.share} == {"part", "total"} else 0.1 if a.share != b.share else 0.0)
    return 0.42 if a.units & set(b.events[:2]) or b.units & set(a.events[:2]) else 0.0


def _event_score(a: Context, b: Context) -> float:
    if a.events and b.events:
        if a.events[0] == b.events[0]:
            return 0.32
        if set(a.events[:2]) & set(b.events[:2]):
            return 0.2
        return -0.1 if set(a.events) & set(b.events) else -0.35
    return 0.0


def _year_score(a: Context, b: Context) -> float:
    if a.years and b.years:
        return 0.1 if a.years & b.years else -0.35
    return -0.15 if a.years or b.years else 0.0
