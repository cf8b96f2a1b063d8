"""What comparing several texts comes to."""

from dataclasses import dataclass
from typing import Literal

from articles.names import Span, folded

Kind = Literal["name", "date", "figure", "title", "place"]
Aspect = Literal["role", "name", "relation", "figure", "date", "place", "source"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of one text: its key, the interval of the sentence, and that of the words."""

    text: str
    sentence: Span
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Side:
    """What some of the texts say: their keys, in few words what it is, and the words with their sentences."""

    texts: tuple[str, ...]
    words: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What cannot well both hold. `about` says of what, `strength` in 0..1 how sure one can be that it cannot."""

    aspect: Aspect
    about: str
    strength: float
    sides: tuple[Side, ...]

    @property
    def key(self) -> str:
        """What it is known by when the story is compared again: the same while the same words differ."""
        words = sorted(" ".join(folded(word) for word in side.words.split()) for side in self.sides)
        return "|".join((self.aspect, self.about, *words))


@dataclass(frozen=True, slots=True)
class Corroboration:
    """What at least two texts say that do not copy each other."""

    aspect: Aspect
    about: str
    side: Side


@dataclass(frozen=True, slots=True)
class Topic:
    """A name, date, figure, title or place that at least two texts mention, and what they say of it."""

    label: str
    kind: Kind
    mentions: tuple[Mention, ...]
    conflicts: tuple[Conflict, ...] = ()
    corroborations: tuple[Corroboration, ...] = ()
