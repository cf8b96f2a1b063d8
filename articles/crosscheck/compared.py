"""A comparison as it is kept: topics, conflicts and corroborations as plain data, and which conflict is which.

PURE. Texts are known by their articles' numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import permutations

from articles.crosscheck import Conflict, Corroboration, Mention, Side, Topic
from articles.names import Span, folded

#: What is kept at most: topics, mentions of a topic or side in one text.
TOPICS, MENTIONS = 400, 12
_COUNTED = {"figure", "date", "place"}
#: Of so many sides every one is held against every other.
_SIDES = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Words of an article's text: the interval of their sentence, and their own."""

    article: int
    sentence: Span
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SaidSide:
    """What some articles say: in few words, where, and the words that were compared, folded."""

    words: str
    places: tuple[Place, ...]
    values: frozenset[str]

    @property
    def articles(self) -> tuple[int, ...]:
        """The articles that say it, in the order of their places."""
        return tuple(dict.fromkeys(place.article for place in self.places))


@dataclass(frozen=True, slots=True)
class Said:
    """What articles say of one thing: several sides contradict each other, one side is agreed. `key` names it."""

    key: str
    aspect: str
    about: str
    strength: float
    sides: tuple[SaidSide, ...]


@dataclass(frozen=True, slots=True)
class KeptTopic:
    """A topic of a story with what is said of it."""

    key: str
    label: str
    kind: str
    places: tuple[Place, ...]
    conflicts: tuple[Said, ...]
    corroborations: tuple[Said, ...]


def kept(topics: Iterable[Topic], texts: Mapping[str, str]) -> list[dict]:
    """Return the topics as a comparison keeps them; `texts` are the compared ones by their keys, articles' numbers."""
    return [_topic(topic, texts) for topic, _ in zip(topics, range(TOPICS), strict=False)]


def opened(topics: Iterable[dict]) -> list[KeptTopic]:
    """Return the topics that were kept."""
    return [
        KeptTopic(
            topic["key"],
            topic["label"],
            topic["kind"],
            _places(topic["places"]),
            tuple(_said(said) for said in topic["conflicts"]),
            tuple(_said(said) for said in topic["corroborations"]),
        )
        for topic in topics
    ]


def covers(aspect: str, about: str, sides: Sequence[Iterable[str]], conflict: Said) -> bool:
    """Whether a conflict is one that was dismissed: of the same thing, each side says what one dismissed side said.

    Names grow as articles are added (`Zurita` becomes `Emiliano Zurita`), so what it is about may be told in more
    words or fewer. A side that says something new makes it another conflict.
    """
    if aspect != conflict.aspect or len(conflict.sides) > len(sides):
        return False
    one, other = _words(about), _words(conflict.about)
    # What a figure counts is told in the words of any of the texts.
    if not (one <= other or other <= one or (aspect in _COUNTED and one & other)):
        return False
    dismissed = [frozenset(side) for side in sides]
    if len(dismissed) > _SIDES:
        return all(any(side.values & known for known in dismissed) for side in conflict.sides)
    return any(
        all(side.values & known for side, known in zip(conflict.sides, order, strict=False))
        for order in permutations(dismissed, len(conflict.sides))
    )


def _topic(topic: Topic, texts: Mapping[str, str]) -> dict:
    return {
        "key": _key(topic.kind, topic.label),
        "label": topic.label,
        "kind": topic.kind,
        "places": _few(topic.mentions),
        "conflicts": [_kept_said(topic, conflict, conflict.sides, texts) for conflict in topic.conflicts],
        "corroborations": [_kept_said(topic, found, [found.side], texts) for found in topic.corroborations],
    }


def _kept_said(topic: Topic, found: Conflict | Corroboration, sides: Iterable[Side], texts: Mapping[str, str]) -> dict:
    told = [(side, _values(side, texts)) for side in sides]
    return {
        "key": _key(topic.label, found.aspect, found.about, *(" ".join(values) for _, values in told)),
        "aspect": found.aspect,
        "about": found.about,
        "strength": getattr(found, "strength", 0.0),
        "sides": [{"words": side.words, "places": _few(side.mentions), "values": values} for side, values in told],
    }


def _values(side: Side, texts: Mapping[str, str]) -> list[str]:
    """Return the words that a side puts where another puts others, folded."""
    said = {texts[mention.text][mention.start : mention.end] for mention in side.mentions}
    return sorted({" ".join(folded(word) for word in words.split()) for words in said})


def _few(mentions: Iterable[Mention]) -> list[list[int]]:
    """Return the first mentions of each text as article, sentence, start and end."""
    counts: dict[str, int] = {}
    found = []
    for mention in mentions:
        counts[mention.text] = counts.get(mention.text, 0) + 1
        if counts[mention.text] <= MENTIONS:
            found.append([int(mention.text), *mention.sentence, mention.start, mention.end])
    return found


def _places(kept: Iterable[Sequence[int]]) -> tuple[Place, ...]:
    return tuple(Place(article, (first, last), start, end) for article, first, last, start, end in kept)


def _said(said: dict) -> Said:
    sides = tuple(SaidSide(side["words"], _places(side["places"]), frozenset(side["values"])) for side in said["sides"])
    return Said(said["key"], said["aspect"], said["about"], said["strength"], sides)


def _key(*words: str) -> str:
    """Return what it is called in an address."""
    return blake2b("|".join(words).encode(), digest_size=6).hexdigest()


def _words(about: str) -> frozenset[str]:
    return frozenset(folded(word) for word in about.split())


def every_conflict(topics: Iterable[KeptTopic]) -> Iterator[tuple[KeptTopic, Said]]:
    """Yield all conflicts with their topics, the surest first."""
    found = [(topic, conflict) for topic in topics for conflict in topic.conflicts]
    yield from sorted(found, key=lambda pair: -pair[1].strength)
