"""What several texts put into the same slot: the same answer, or answers that cannot well both hold."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from articles.crosscheck.entities import Entities
from articles.crosscheck.fact import Fact
from articles.crosscheck.lexicon import EXCLUSIVE, LABELS
from articles.crosscheck.model import Aspect
from articles.crosscheck.speech import Quote
from articles.crosscheck.surroundings import stem_of
from articles.names import Span

#: What share of a quotation's words, three by three, another must have to be the same.
_SAME_QUOTE = 0.7
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
    "lawyer": (0.65, "the lawyer of {}"),
    "child": (0.72, "the children of {}"),
    "is about": (0.6, "whom it is about"),
    "cause": (0.65, "the cause"),
    "in": (0.7, "where {} is"),
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
#: Slots where it takes nothing away that a text knows the other answer too.
_SURE = frozenset(
    {"plays", "is played by", "husband", "wife", "rests on", "is", "age", "fate", "stay", "child", "is about"}
)
#: A text that gives more words in its causes gives several.
_CAUSE_WORDS = 3
_MANY = frozenset({"brother", "sister", "cousin", "uncle", "aunt", "doctor", "partner", "sibling", "lover"})


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
        found: dict[frozenset[object], Answer | None] = {}
        for family in EXCLUSIVE:
            part = {
                text: _Said({value: said.values[value] for value in said.values if value in family}, said.weight)
                for text, said in table.items()
                if not family.isdisjoint(said.values)
            }
            if len(part) > 1:
                self.aspects["is"] = "relation" if "brother" in family else "role"
                values = frozenset(value for said in part.values() for value in said.values)
                found.setdefault(values, self._answer("is", subject, part))
        return list(found.values())

    def _answer(self, slot: str, subject: object, table: Mapping[str, _Said]) -> Answer | None:
        if slot == "cause":
            table = {text: said for text, said in table.items() if len(said.values) <= _CAUSE_WORDS}
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
        if slot == "cause":
            sides = self._of_one_matter(self._in_one_language(sides))
        strength, about = self._sure(slot, subject)
        if len(sides) > 1:
            weights = [max(said.weight for said in side) for side in sides]
            strength *= 0.5 + 0.5 * min(weights) / 0.9
            if slot == "age":
                strength *= self._gap(sides)
            if slot not in _SURE and not slot.startswith("whose ") and self._known_to_all(table):
                strength *= 0 if slot.startswith("named ") else 0.7
        entity = subject if isinstance(subject, int) else None
        if not sides:
            return None
        labelled = tuple((self._words(side[0]), [where for said in side for where in said.where]) for side in sides)
        return Answer(self.aspects[slot], about, entity, strength, labelled)

    def _in_one_language(self, sides: list[list[_Said]]) -> list[list[_Said]]:
        """Leave out sides in another language than the first: in common words, one cause may read like two."""
        tongues = [
            {self.entities.readings[text].language for said in side for text, *_ in said.where} for side in sides
        ]
        return [side for side, spoken in zip(sides, tongues, strict=True) if spoken & tongues[0]]

    def _of_one_matter(self, sides: list[list[_Said]]) -> list[list[_Said]]:
        """Leave out sides whose sentences share nothing with the first side's: another thing has another cause."""
        around = [set().union(*(self._around(where) for said in side for where in said.where)) for side in sides]
        return [side for side, told in zip(sides, around, strict=True) if len(told & around[0]) > 1]

    def _around(self, where: Where) -> set[object]:
        """Return names and words of a sentence and the one before."""
        text, row, _ = where
        rows = self.entities.readings[text].rows[max(0, row - 1) : row + 1]
        tokens = [token for one in rows for token in one.tokens]
        return {self.entities.of[text, t.number] if t.sign == "@" else stem_of(t) for t in tokens} - {""}

    def _known_to_all(self, table: Mapping[str, _Said]) -> bool:
        """Whether a text that gives one answer also knows somebody whom another text gives: then both may be right."""
        return any(
            isinstance(value, int) and value not in said.values and text in self.entities.all[value].texts
            for text, said in table.items()
            for other in table.values()
            for value in other.values
        )

    def _words(self, said: _Said) -> str:
        texts = {key: reading.text for key, reading in self.entities.readings.items()}
        return ", ".join(dict.fromkeys(texts[text][slice(*span)] for text, _, span in said.where))

    def _sure(self, slot: str, subject: object) -> tuple[float, str]:
        label = self.entities.all[subject].label if isinstance(subject, int) else "it"
        if slot in _SLOTS:
            strength, about = _SLOTS[slot]
        elif slot.startswith("whose "):
            strength, about = 0.55, f"whose {LABELS.get(slot[6:], slot[6:])} it was"
        elif slot.startswith("named "):
            strength, about = 0.6, f"which {slot[6:].removesuffix(' of')}"
        elif slot.startswith("trend "):
            strength, about = 0.8, f"what the {LABELS.get(slot[6:], slot[6:])} did"
        else:
            time, _, office = slot.rpartition(" ")
            named = f"the {time} {LABELS.get(office, office)}".replace("  ", " ")
            strength, about = _OFFICE, named + (" of {}" if isinstance(subject, int) else "")
        return strength, about.format(label)

    def _fit(self, slot: str, one: _Said, other: _Said) -> bool:
        """Whether two answers can both hold."""
        if one.values.keys() & other.values.keys():
            # Who names as many and another among them names other ones: Liv and Nils, Kaja and Nils.
            return slot != "child" or len(one.values) != len(other.values) or one.values.keys() == other.values.keys()
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


def same_quotes(quotes: Mapping[str, Iterable[Quote]]) -> list[list[tuple[str, Quote]]]:
    """Group the quotations that several texts give in the same words, more or less."""
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    groups: list[list[tuple[str, Quote]]] = []
    shortest: list[int] = []
    for text, found in quotes.items():
        for quote in found:
            shared = Counter(number for gram in quote.grams for number in index[gram])
            best = max(shared, key=lambda number: shared[number], default=None)
            if best is None or shared[best] < _SAME_QUOTE * min(len(quote.grams), shortest[best]):
                best = len(groups)
                groups.append([])
                shortest.append(len(quote.grams))
            groups[best].append((text, quote))
            shortest[best] = min(shortest[best], len(quote.grams))
            for gram in quote.grams:
                if best not in index[gram]:
                    index[gram].append(best)
    return [group for group in groups if len({text for text, _ in group}) > 1]
