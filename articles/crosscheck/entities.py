"""Which names in several texts are the same person, place or thing, and which only look alike."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from articles.crosscheck.language import listed
from articles.crosscheck.people import People
from articles.crosscheck.reading import Reading

Keys = tuple[str, ...]
#: Of so many who share a name, it is tried whether two are one.
_BEARERS = 40
_SMALL = listed("the of de del la las los el y and van von der & a")


@dataclass(slots=True)
class Entity:
    """One bearer of names: how it is called most fully, what it likely is, and its mentions as (text, name number)."""

    label: str
    kind: str
    mentions: list[tuple[str, int]] = field(default_factory=list)
    #: Spellings that differ between texts, when they are hardly two people.
    spellings: dict[Keys, set[str]] = field(default_factory=dict)

    @property
    def texts(self) -> set[str]:
        """The texts that name it."""
        return {text for text, _ in self.mentions}


class Entities:
    """All bearers of names in a story, and which name of which text means whom."""

    def __init__(self, readings: Mapping[str, Reading], people: Mapping[str, People]) -> None:
        self.readings = readings
        self.people = people
        #: Full names -> the form they are filed under; per text, short forms -> that form.
        self.forms: dict[Keys, Keys] = {}
        self._file_full()
        self.shorts = {text: self._short_forms(text) for text in readings}
        self.all: list[Entity] = []
        self.of: dict[tuple[str, int], int] = {}
        self._gather()

    def _file_full(self) -> None:
        counts: Counter[Keys] = Counter()
        texts: dict[Keys, set[str]] = defaultdict(set)
        for text, reading in self.readings.items():
            for name in reading.names:
                if len(bare := _bare(name.keys)) > 1:
                    counts[bare] += 1
                    texts[bare].add(text)
        by_end: dict[str, list[Keys]] = defaultdict(list)
        for keys in sorted(counts, key=lambda k: (-len(k), -counts[k], k)):
            self.forms[keys] = keys
            # `Then Ana Ruiz`, `Actress Ana Ruiz` at the start of a sentence.
            if len(keys) > 2 and counts[keys[1:]] > counts[keys]:
                self.forms[keys] = keys[1:]
                continue
            for other in (*by_end[keys[0]][:_BEARERS], *by_end[keys[-1]][:_BEARERS]):
                if _is_shortened(keys, other) or (not texts[keys] & texts[other] and _is_misspelt(keys, other)):
                    self.forms[keys] = self.forms[other]
                    break
            else:
                by_end[keys[0]].append(keys)
                if keys[-1] != keys[0]:
                    by_end[keys[-1]].append(keys)

    def _short_forms(self, text: str) -> dict[Keys, Keys]:
        """Say whom a text means by a single word: who bears it in this text, or else the only one in any."""
        here = self._bearers([text])
        anywhere = self._bearers(self.readings)
        found: dict[Keys, Keys] = {}
        for name in self.readings[text].names:
            keys = _bare(name.keys)
            if len(keys) != 1 or keys in found:
                continue
            mine, all_of_them = here.get(keys[0], []), anywhere.get(keys[0], [])
            if mine:
                # Of two with that name, the one introduced first is the one spoken of.
                found[keys] = mine[0]
            elif len(set(all_of_them)) == 1:
                found[keys] = all_of_them[0]
        return found

    def _bearers(self, texts: Sequence[str] | Mapping[str, Reading]) -> dict[str, list[Keys]]:
        found: dict[str, list[Keys]] = defaultdict(list)
        for text in texts:
            people = self.people[text]
            for number, name in enumerate(self.readings[text].names):
                keys = _bare(name.keys)
                kind = people.kind(number)
                if len(keys) > 1 and kind != "place":
                    form = self.forms[keys]
                    ends = (keys[0],) if kind in {"organisation", "title"} else (keys[0], keys[-1])
                    for end in ends:
                        if form not in found[end] and not (kind == "title" and len(keys) > 2):
                            found[end].append(form)
        return found

    def _gather(self) -> None:
        numbers: dict[Keys, int] = {}
        kinds: list[Counter[str]] = []
        labels: list[Counter[str]] = []
        for text, reading in self.readings.items():
            for number, name in enumerate(reading.names):
                keys = _bare(name.keys)
                form = self.forms.get(keys) or self.shorts[text].get(keys, keys)
                index = numbers.setdefault(form, len(numbers))
                if index == len(self.all):
                    self.all.append(Entity("", ""))
                    kinds.append(Counter())
                    labels.append(Counter())
                entity = self.all[index]
                entity.mentions.append((text, number))
                entity.spellings.setdefault(keys, set()).add(text)
                kinds[index][self.people[text].kind(number)] += 1
                labels[index][reading.text[name.start : name.end]] += 1
                self.of[text, number] = index
        for entity, kind, label in zip(self.all, kinds, labels, strict=True):
            kind.pop("single", None) if len(kind) > 1 else None
            entity.kind = kind.most_common(1)[0][0]
            entity.label = max(label, key=lambda words: (" " in words, label[words], words))

    def misspelt(self, entity: Entity) -> dict[Keys, set[str]]:
        """Return the full names of an entity, with their texts, if texts disagree on how it is written."""
        full = {keys: texts for keys, texts in entity.spellings.items() if len(keys) > 1}
        forms = list(full)
        return {
            keys: full[keys]
            for keys in forms
            if any(_is_misspelt(keys, other) and not full[keys] & full[other] for other in forms)
        }


@lru_cache(maxsize=65536)
def _bare(keys: Keys) -> Keys:
    """Leave out the article before a name, and small words in it."""
    return tuple(key for key in keys if key not in _SMALL) or keys


def _is_shortened(short: Keys, full: Keys) -> bool:
    """Whether one name is another with words left out: Juan Bernal, J. Bernal, Ana Ruiz (Gómez)."""
    if len(short) > len(full) or short == full:
        return False
    if len(short) < len(full) and full[: len(short)] == short:
        return True
    if short[-1] != full[-1]:
        return False
    if short[0] != full[0] and not (len(short[0]) == 1 and full[0].startswith(short[0])):
        return False
    rest = iter(full[1:])
    return all(key in rest for key in short[1:])


def _is_misspelt(one: Keys, other: Keys) -> bool:
    """Whether two names are likely one name in two spellings: one of the words differs, in a letter or two."""
    if len(one) != len(other):
        return False
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if len(pairs) != 1:
        return False
    a, b = (key.removesuffix("s") for key in pairs[0])
    return a != b and min(len(a), len(b)) >= 4 and Levenshtein.distance(a, b) <= (1 if min(len(a), len(b)) < 6 else 2)


@lru_cache(maxsize=65536)
def is_part(one: Keys, other: Keys) -> bool:
    """Whether a place's name holds the other's: Mexico and Mexico City."""
    left, right = set(_bare(one)), set(_bare(other))
    return left <= right or right <= left
