"""Which figures, dates and places of several texts are said of the same thing, and which of those differ."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import fsum, log

from rapidfuzz.distance import Levenshtein

from articles.crosscheck import dates, figures
from articles.crosscheck.contexts import Context
from articles.crosscheck.entities import Entities, is_part
from articles.crosscheck.reading import Reading
from articles.crosscheck.scores import Said, event_score, name_score, unit_score, year_score

#: From this score on, two contexts are taken to be about the same thing.
SAME = 0.5
#: From this on, if they give the same value.
ALIKE = 0.35
_EXONYM = 0.5
#: Sentences of fewer, commoner words are not alike because they share them all.
_LEAST_WEIGHT = 6.0
_PER_KEY = 3
_RARE = 2
#: What shared words can add to a score; below what nothing but the same value can save it, and below what nothing can.
_WORDS = 0.35
_HOPELESS = 0.05
_IMPOSSIBLE = -0.5


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
        weight = fsum([self.weight[word] for word in context.words])
        two, events = frozenset(context.events[:2]), frozenset(context.events)
        return Said(text, context, near, names, topic, context.general, weight, two, events)

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
            for word in sorted(
                context.close - context.words.intersection(rare), key=lambda word: (-self.weight.get(word, 0), word)
            )[:_RARE]:
                yield context.kind, unit, word

    def _pair(self) -> None:
        index: dict[tuple[str, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, said in enumerate(self.said):
            others: set[int] = set()
            for key in self._keys(said):
                by_text = index[key]
                for text, found in by_text.items():
                    if text != said.text:
                        others.update(found)
                mine = by_text[said.text]
                if len(mine) < _PER_KEY and number not in mine:
                    mine.append(number)
            for other in sorted(others):
                self._judge(other, number)

    def _judge(self, first: int, second: int) -> None:
        one, other = self.said[first], self.said[second]
        score = self._thing(one.context, other.context, one, other)
        if score < _HOPELESS and (score < _IMPOSSIBLE or one.context.value != other.context.value):
            return
        score += name_score(one, other) + self._closeness(one.context, other.context)
        if (agree := self.agree(first, second)) is None or (not agree and score < SAME - _WORDS):
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
        if not isinstance(a.value, figures.Figure) or clash or not self.equal(first, second):
            return 0.0
        telling = a.value.low == a.value.high and len(f"{a.value.low:g}".strip("0").replace(".", "")) > 2
        if telling:
            return 0.4
        return 0.0 if a.general or b.general else 0.3

    def agree(self, first: int, second: int) -> bool | None:
        """Say whether two contexts can both hold; None where they cannot be compared."""
        one, other = self.said[first], self.said[second]
        a, b = one.context.value, other.context.value
        if one.context.another != other.context.another:
            return None
        if isinstance(a, figures.Figure) and isinstance(b, figures.Figure):
            if a.sign != b.sign:
                return None
            return figures.agree(a, b) or (None if a.elsewhen or b.elsewhen else False)
        if isinstance(a, dates.PartialDate) and isinstance(b, dates.PartialDate):
            return dates.agree(a, b)
        return self._same_place(one, other)

    def _same_place(self, one: Said, other: Said) -> bool | None:
        a, b = one.context.value, other.context.value
        if not (isinstance(a, int) and isinstance(b, int)):
            return None
        left, right = self.readings[one.text].names[a], self.readings[other.text].names[b]
        tongues = {self.readings[one.text].language, self.readings[other.text].language}
        if is_part(left.keys, right.keys):
            return True
        # A place may have another name in another language: Bruges, Brujas.
        if len(tongues) > 1 and Levenshtein.normalized_similarity(left.keys[-1], right.keys[-1]) >= _EXONYM:
            return None
        # Who names both places likely means another thing by each.
        known = self.places[one.text] & self.places[other.text]
        return None if left.keys in known or right.keys in known else False

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

    @staticmethod
    def _thing(a: Context, b: Context, one: Said, other: Said) -> float:
        """Return how much it says that both speak of the same thing, by what is counted and what happens."""
        if a.kind != b.kind or not (score := unit_score(one, other)):
            return -1.0
        return score + event_score(one, other) + (year_score(a, b) if a.kind == "figure" else 0.0)

    def _closeness(self, a: Context, b: Context) -> float:
        """Return what it says that the same rare words stand close by; only before a place, where its noun stands."""
        shared = fsum([self.weight[word] for word in a.close & b.close if word not in a.events[:1]])
        return 0.25 * min(1.0, shared / 4)

    def _likeness(self, one: Said, other: Said) -> float:
        """Return how much of the words of the shorter sentence the other shares, rare words counting more; 0..1."""
        weight = self.weight
        shared = fsum([weight[word] for word in one.context.words & other.context.words])
        return shared / max(min(one.weight, other.weight), _LEAST_WEIGHT)

    def equal(self, first: int, second: int) -> bool:
        """Whether two values that agree are also nearly the same: `at least three` agrees with five."""
        a, b = self.said[first].context.value, self.said[second].context.value
        if isinstance(a, figures.Figure) and isinstance(b, figures.Figure):
            return max(a.high, b.high) - min(a.low, b.low) <= 0.35 * max(a.low, b.low)
        if isinstance(a, dates.PartialDate) and isinstance(b, dates.PartialDate):
            return (a.decade is None) == (b.decade is None)
        return True
