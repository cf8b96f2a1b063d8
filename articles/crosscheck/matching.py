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
_PER_KEY = 6
_RARE = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A context of one text, its names resolved to entities."""

    text: str
    context: Context
    near: frozenset[int]
    names: frozenset[int]


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
        self.said = [
            Said(text, context, self._resolved(entities, text, context.near), self._resolved(entities, text, context.names))
            for text, found in contexts.items()
            for context in found
        ]
        rows = Counter(word for found in contexts.values() for row in _rows(found).values() for word in row)
        count = 1 + sum(len(_rows(found)) for found in contexts.values())
        self.weight = {word: log(1 + count / df) for word, df in rows.items()}
        self.pairs: dict[tuple[int, int], tuple[float, bool]] = {}
        self._pair()

    @staticmethod
    def _resolved(entities: Entities, text: str, names: Sequence[int]) -> frozenset[int]:
        return frozenset(entities.of[text, number] for number in names)

    def _keys(self, said: Said) -> Iterator[tuple[str, ...]]:
        context = said.context
        units = context.units or {"?"}
        if context.kind == "figure" and not context.general:
            units = units | set(context.events[:1])
        rare = sorted(context.words, key=lambda word: (-self.weight.get(word, 0), word))[:_RARE]
        for unit in units:
            if context.kind == "figure" and context.units and not context.general:
                yield context.kind, unit
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
        if score >= SAME - 0.1 and (agree := self._agree(one, other)) is not None:
            self.pairs[first, second] = score, agree

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
            return is_part(left, right)
        return None

    def _score(self, one: Said, other: Said) -> float:
        a, b = one.context, other.context
        if a.kind != b.kind:
            return 0.0
        score = _unit_score(a, b)
        if not score:
            return 0.0
        score += _event_score(a, b)
        shared = one.near & other.near
        if shared:
            score += 0.15
        elif one.near and other.near:
            score -= 0.1 if one.near & other.names or other.near & one.names else 0.3
        if a.kind == "figure":
            score += _year_score(a, b)
        return score + 0.35 * self._likeness(a, b)

    def _likeness(self, a: Context, b: Context) -> float:
        shared = sum(self.weight[word] for word in a.words & b.words)
        least = min(sum(self.weight[word] for word in a.words), sum(self.weight[word] for word in b.words))
        return shared / max(least, 8.0)

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
            if agree and score >= SAME - 0.05:
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


def _rows(contexts: Sequence[Context]) -> dict[int, frozenset[str]]:
    return {context.row: context.words for context in contexts}


def _unit_score(a: Context, b: Context) -> float:
    if a.kind != "figure":
        return 0.25 if a.units == b.units else 0.0
    shared = a.units & b.units
    if shared:
        score = 0.3 if a.general or b.general else 0.45
        return score - 0.3 * (a.total != b.total)
    if a.units & set(b.events[:2]) or b.units & set(a.events[:2]):
        return 0.3 - 0.2 * (a.total != b.total)
    return 0.0


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
