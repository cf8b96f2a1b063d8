"""Where texts are set: the place that each names most, where other texts never name it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from articles.crosscheck.entities import Entities
from articles.crosscheck.reading import Name, Reading
from articles.crosscheck.slots import Answer, Where

#: How often a text must name a place to be set there, and what share of the mentions must say `in` it.
_OFTEN = 3
_PLACED = 0.2
_STRENGTH = 0.5


@dataclass(slots=True)
class _Side:
    names: set[frozenset[str]]
    where: list[Where]
    texts: list[str]


def answers(readings: Mapping[str, Reading], entities: Entities) -> list[Answer]:
    """Compare where texts mostly are; nothing, if they are all in one place or know each other's."""
    sides: list[_Side] = []
    for text, reading in readings.items():
        names = _mostly_in(reading, entities.shorts[text])
        if not names:
            continue
        keys = {frozenset(name.keys) for name in names}
        where = [(text, name.sentence, (name.start, name.end)) for name in names]
        same = next((side for side in sides if _overlap(keys, side.names)), None)
        if same:
            same.where += where
            same.texts.append(text)
        else:
            sides.append(_Side(keys, where, [text]))
    named = {text: {frozenset(name.keys) for name in reading.names} for text, reading in readings.items()}
    apart = [
        side
        for side in sides
        if not any(_overlap(side.names, named[text]) for other in sides if other is not side for text in other.texts)
    ]
    if len(apart) < 2:
        return []
    apart.sort(key=lambda side: (-len(side.texts), side.texts))
    labelled = tuple((_words(readings, side.where[0]), side.where) for side in apart)
    return [Answer("place", "where it is set", None, _STRENGTH, labelled)]


def _words(readings: Mapping[str, Reading], where: Where) -> str:
    text, _, span = where
    return readings[text].text[slice(*span)]


def _mostly_in(reading: Reading, shorts: Mapping[tuple[str, ...], tuple[str, ...]]) -> list[Name]:
    counts = Counter(name.keys for name in reading.names)
    placed = Counter(name.keys for name in reading.names if name.placed)
    # `in Heller` is no place if Heller is somebody's surname.
    places = {
        keys
        for keys in placed
        if placed[keys] >= _PLACED * counts[keys] and (keys not in shorts or shorts[keys][-1] != keys[-1])
    }
    families = Counter[str]()
    for keys in places:
        families[keys[0]] += counts[keys]
    most = max(families, key=lambda key: (families[key], key), default=None)
    if most is None or families[most] < _OFTEN:
        return []
    return [name for name in reading.names if name.keys in places and name.keys[0] == most]


def _overlap(some: set[frozenset[str]], others: set[frozenset[str]]) -> bool:
    return any(one <= other or other <= one for one in some for other in others)
