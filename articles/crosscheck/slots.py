"""What several texts put into the same slot: the same answer, or answers that cannot well both hold."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from articles.crosscheck.entities import Entities, is_part
from articles.crosscheck.facts import Fact
from articles.crosscheck.lexicon import EXCLUSIVE
from articles.crosscheck.model import Aspect
from articles.crosscheck.speech import Quote
from articles.names import Span

Where = tuple[str, int, Span]

#: How sure a difference in a slot is a contradiction, and how the slot reads.
_SLOTS = {
    "plays": (0.95, "whom {} plays"),
    "is played by": (0.88, "who plays {}"),
    "rests on": (0.92, "what it is based on"),
    "husband": (0.9, "the husband of {}"),
    "wife": (0.9, "the wife of {}"),
    "mother": (0.8, "the mother of {}"),
    "father": (0.8, "the father of {}"),
    "child": (0.72, "the children of {}"),
    "is about": (0.6, "whom it is about"),
    "cause": (0.65, "the cause"),
    "age": (0.85, "how old {} is"),
    "fate": (0.85, "whether {} lives"),
    "stay": (0.8, "whether {} stays"),
    "candidate of": (0.75, "for whom {} stands"),
    "is": (0.6, "who {} is"),
    "direct": (0.65, "the director"),
    "lead": (0.6, "who leads"),
    "write": (0.55, "the author"),
    "found": (0.65, "the founder"),
}
_OFFICE = 0.78
_MANY = frozenset({"brother", "sister", "cousin", "uncle", "aunt", "lawyer", "doctor", "partner", "sibling", "lover"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What texts say in one slot: per side, words and where they stand. One side: they agree."""

    aspect: Aspect
    about: str
    entity: int | None
    strength: float
    sides: tuple[tuple[str, Sequence[Where]], ...]


@dataclass(slots=True)
class _Said:
    """What one text puts into a slot: its values and where each stands."""

    values: dict[object, list[Where]]
    weight: float

    @property
    def where(self) -> list[Where]:
        return list(dict.fromkeys(where for places in self.values.values() for where in places))


class Slots:
    """The facts of all texts, by slot and subject."""

    def __init__(self, entities: Entities, facts: Mapping[str, Sequence[Fact]]) -> None:
        self.entities = entities
        self.said: dict[tuple[str, object], dict[str, _Said]] = defaultdict(dict)
        self.aspects: dict[str, Aspect] = {}
        for text, found in facts.items():
            for fact in found:
                self._file(text, fact)
        self._join_nameless()

    def _entity(self, text: str, value: object) -> object:
        return self.entities.of[text, value] if isinstance(value, int) else value

    def _file(self, text: str, fact: Fact) -> None:
        subject = self._entity(text, fact.subject)
        values = {self._entity(text, value) for value in fact.values} - {subject}
        if not values:
            return
        self.aspects[fact.slot] = fact.aspect  # type: ignore[assignment]
        said = self.said[fact.slot, subject].setdefault(text, _Said({}, fact.weight))
        said.weight = max(said.weight, fact.weight)
        for index, raw in enumerate(fact.values):
            value = self._entity(text, raw)
            if value != subject:
                # Either each value has words of its own, or all stand in the same words.
                spans = fact.spans[index : index + 1] if len(fact.spans) == len(fact.values) else fact.spans
                said.values.setdefault(value, []).extend((text, fact.row, span) for span in spans)

    def _join_nameless(self) -> None:
        """Join what is said of `the director` with what is said of the director of X, where there is only one X."""
        owners: dict[str, list[object]] = defaultdict(list)
        for slot, subject in self.said:
            if subject is not None:
                owners[slot].append(subject)
        for slot, subjects in owners.items():
            nameless = self.said.get((slot, None))
            if not nameless:
                continue
            if len(subjects) == 1:
                table = self.said[slot, subjects[0]]
                for text, said in nameless.items():
                    if text not in table and len(said.values) == 1:
                        table[text] = said
            del self.said[slot, None]

    def answers(self) -> list[Answer]:
        """Return what at least two texts say, slot by slot."""
        found = []
        for (slot, subject), table in self.said.items():
            if slot == "is":
                found += self._described(subject, table)
            elif len(table) > 1 and slot not in _MANY:
                found.append(self._answer(slot, subject, table))
        return [answer for answer in found if answer]

    def _described(self, subject: object, table: Mapping[str, _Said]) -> list[Answer | None]:
        """Compare what somebody is said to be, family by family of words that exclude each other."""
        found = []
        for family in EXCLUSIVE:
            part = {
                text: _Said({value: said.values[value] for value in said.values if value in family}, said.weight)
                for text, said in table.items()
                if not family.isdisjoint(said.values)
            }
            if len(part) > 1:
                self.aspects["is"] = "relation" if "brother" in family else "role"
                found.append(self._answer("is", subject, part))
        return found

    def _answer(self, slot: str, subject: object, table: Mapping[str, _Said]) -> Answer | None:
        sides: list[list[_Said]] = []
        for said in sorted(table.values(), key=lambda one: -len(one.values)):
            fitting = [side for side in sides if any(self._fit(slot, said, other) for other in side)]
            if fitting:
                fitting[0].append(said)
                for extra in fitting[1:]:
                    fitting[0].extend(extra)
                    sides.remove(extra)
            else:
                sides.append([said])
        sides.sort(key=lambda side: -len(side))
        strength, about = self._sure(slot, subject)
        if len(sides) > 1:
            weights = [max(said.weight for said in side) for side in sides]
            strength *= 0.5 + 0.5 * min(weights) / 0.9
            if slot == "age":
                strength *= self._gap(sides)
        entity = subject if isinstance(subject, int) else None
        labelled = tuple((self._words(side[0]), [where for said in side for where in said.where]) for side in sides)
        return Answer(self.aspects[slot], about, entity, strength, labelled)

    def _words(self, said: _Said) -> str:
        texts = {key: reading.text for key, reading in self.entities.readings.items()}
        return ", ".join(dict.fromkeys(texts[text][slice(*span)] for text, _, span in said.where))

    def _sure(self, slot: str, subject: object) -> tuple[float, str]:
        label = self.entities.all[subject].label if isinstance(subject, int) else "it"
        if slot in _SLOTS:
            strength, about = _SLOTS[slot]
        elif slot.startswith("whose "):
            strength, about = 0.55, f"whose {slot[6:]} it was"
        elif slot.startswith("trend "):
            strength, about = 0.8, f"what {slot[6:]} did"
        else:
            strength, about = _OFFICE, f"the {slot}" + (" of {}" if isinstance(subject, int) else "")
        return strength, about.format(label)

    def _fit(self, slot: str, one: _Said, other: _Said) -> bool:
        """Whether two answers can both hold."""
        if one.values.keys() & other.values.keys():
            return True
        names = [{v for v in said.values if isinstance(v, int)} for said in (one, other)]
        if slot == "rests on":
            works = [said.values.keys() - mine for said, mine in zip((one, other), names, strict=True)]
            # A work without a name may be by anybody: only another kind of work differs.
            return not (all(names) or all(works))
        if slot.startswith("whose ") and not all(names):
            return not self._other_kin(one, other)
        return False

    def _other_kin(self, one: _Said, other: _Said) -> bool:
        """Whether `the mother's` and `Samuel's` cannot be the same, by what else is said of Samuel."""
        kin = [set().union(*(self._is(value) for value in said.values)) for said in (one, other)]
        return any(family & kin[0] and family & kin[1] and not family & kin[0] & kin[1] for family in EXCLUSIVE)

    def _is(self, value: object) -> set[object]:
        if not isinstance(value, int):
            return {value}
        table = self.said.get(("is", value), {})
        return {kin for said in table.values() for kin in said.values}

    @staticmethod
    def _gap(sides: Sequence[Sequence[_Said]]) -> float:
        ages = [float(str(age)) for side in sides for said in side for age in said.values]
        return 0.5 if max(ages) - min(ages) <= 1 else 1.0

    def place_fits(self, one: tuple[str, int], other: tuple[str, int]) -> bool:
        """Whether two place names may be one place within the other."""
        readings = self.entities.readings
        return is_part(readings[one[0]].names[one[1]], readings[other[0]].names[other[1]])


def same_quotes(quotes: Mapping[str, Iterable[Quote]]) -> list[list[tuple[str, Quote]]]:
    """Group the quotations that several texts give in the same words, more or less."""
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    groups: list[list[tuple[str, Quote]]] = []
    for text, found in quotes.items():
        for quote in found:
            counts: dict[int, int] = defaultdict(int)
            for gram in quote.grams:
                for number in index[gram]:
                    counts[number] += 1
            best = max(counts, key=lambda n: counts[n], default=None)
            least = (
                min(len(quote.grams), min((len(q.grams) for _, q in groups[best]), default=0))
                if best is not None
                else 0
            )
            if best is not None and counts[best] >= 0.7 * least:
                groups[best].append((text, quote))
            else:
                best = len(groups)
                groups.append([(text, quote)])
            for gram in quote.grams:
                if best not in index[gram]:
                    index[gram].append(best)
    return [group for group in groups if len({text for text, _ in group}) > 1]
