"""Which texts are about the same: those that share names which few texts have.

PURE. A name counts by its words, so that `Trottner` is found in `Tamara Trottner`; letter case and accents say nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from articles.blocks import Block, BlockKind
from articles.names import WORD, Names, folded
from articles.text import sentences
from articles.vocabulary import words_of

#: Names that are kept of one text, those most spoken of.
NAMES = 40
#: Names that two texts have to share, and the share of the shorter list that they have to be.
SHARED, SHARE = 4, 0.25
#: A name that more than so many texts have, and more than this part of all, is rare no more.
_RARE, _RARE_SHARE = 6, 0.1
#: How often a phrase is said again and again, and how many of them are kept.
_AGAIN, _PHRASES = 3, 20
_READ = 60_000  # code points: who a text is about is said at its beginning


@dataclass(frozen=True, slots=True)
class Kin:
    """Texts that are about the same, in the order given, and the names they share, most shared first."""

    keys: tuple[Hashable, ...]
    names: tuple[str, ...]


def names_of(text: str, blocks: Iterable[Block], language: str) -> tuple[str, ...]:
    """Return what a text is about: the words of the names it speaks of most, the most spoken of first, then phrases.

    All folded, furniture apart. A phrase is four words in a row that are said again and again: what a work or a case is
    called counts also where it is written small.
    """
    spans = [
        span
        for block in blocks
        if block.kind is not BlockKind.FURNITURE and block.start < _READ
        for span in sentences(text, block.start, min(block.end, _READ), language or "en")
    ]
    names = Names(text, spans, language or "en")
    words = words_of(language or "en")
    dated = re.compile(f"(?:{words['months']}|{words['days']})", re.IGNORECASE)
    counts = Counter(
        word
        for number in range(len(spans))
        for run in names.runs(number)
        for word in names.own(run)
        if len(word) > 2 and not dated.fullmatch(word)
    )
    first = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:NAMES]
    said = Counter(phrase for start, end in spans for phrase in _phrases(text[start:end], names.plain))
    phrases = [phrase for phrase, number in sorted(said.items()) if number >= _AGAIN]
    return (*(word for word, _ in first), *phrases[:_PHRASES])


def kin(names: Mapping[Hashable, Sequence[str]], *, common: Iterable[str] = ()) -> list[Kin]:
    """Group texts by the names they share: whoever shares enough with any of a group belongs to it.

    `names` are each text's by `names_of`; `common` are names that so many other texts have that they say nothing.
    The result does not depend on the order of the texts but for the order within it.
    """
    passed = set(common)
    holders: dict[str, list[Hashable]] = defaultdict(list)
    for key, own in names.items():
        for name in dict.fromkeys(own):
            if name not in passed:
                holders[name].append(key)
    shared = _shared(holders, max(_RARE, _RARE_SHARE * len(names)))
    group = {key: key for key in names}
    for (one, other), number in shared.items():
        if number >= max(SHARED, SHARE * min(len(names[one]), len(names[other]), NAMES)):
            _join(group, one, other)
    members: dict[Hashable, list[Hashable]] = defaultdict(list)
    for key in names:
        members[_head(group, key)].append(key)
    return [Kin(tuple(keys), _shared_names(keys, holders)) for keys in members.values() if len(keys) > 1]


def _shared(holders: Mapping[str, Sequence[Hashable]], bound: float) -> Counter[tuple[Hashable, Hashable]]:
    """Return how many rare names each two texts share; what a work is called is enough by itself."""
    shared: Counter[tuple[Hashable, Hashable]] = Counter()
    for name, found in holders.items():
        if 1 < len(found) <= bound:
            for pair in combinations(found, 2):
                shared[pair] += NAMES if " " in name else 1
    return shared


def _phrases(words: str, plain: frozenset[str]) -> list[str]:
    """Return four words in a row, folded, wherever two of them are more than the small change of the language."""
    found = [folded(match[0]) for match in WORD.finditer(words)]
    fours = (found[start : start + 4] for start in range(len(found) - 3))
    return [" ".join(four) for four in fours if sum(word not in plain for word in four) > 1]


def _join(group: dict[Hashable, Hashable], one: Hashable, other: Hashable) -> None:
    group[_head(group, one)] = _head(group, other)


def _head(group: dict[Hashable, Hashable], key: Hashable) -> Hashable:
    while group[key] != key:
        group[key] = group[group[key]]
        key = group[key]
    return key


def _shared_names(keys: Sequence[Hashable], holders: Mapping[str, Sequence[Hashable]]) -> tuple[str, ...]:
    """Return what at least two of these texts have, what most have first; words of a phrase are not said again."""
    among = set(keys)
    counts = {name: sum(key in among for key in found) for name, found in holders.items()}
    shared = sorted((name for name, count in counts.items() if count > 1), key=lambda name: (-counts[name], name))
    said = {word for name in shared if " " in name for word in name.split()}
    return tuple(name for name in shared if name not in said)[:12]
