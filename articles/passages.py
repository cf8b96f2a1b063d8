"""By which words a passage is found again among many: the few that say most of what it is about.

PURE. Which words are rare on a desk is not known when one text comes in, so it is guessed from the word itself: figures
first, then names, then long words. Two passages that say much the same share some of these; how alike they are is for
whoever compares the words.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from articles.names import WORD, Span, folded
from articles.vocabulary import words_of

#: Words kept of one sentence, and sentences of one text.
TERMS, SENTENCES = 6, 3_000
#: A sentence that says less is no passage to be found.
_LEAST = 3
#: Words are one by their beginning: `ferry`, `ferries`; what is longer makes no difference.
_STEM = 9


def passages_of(text: str, sentences: Iterable[Span], language: str) -> list[tuple[Span, tuple[int, ...]]]:
    """Return the sentences of a text that say something, each with the numbers of the words that it is found by."""
    found = []
    for span, _ in zip(sentences, range(SENTENCES), strict=False):
        terms = terms_of(text[slice(*span)], language, TERMS)
        if len(terms) >= _LEAST:
            found.append((span, terms))
    return found


def terms_of(words: str, language: str, at_most: int) -> tuple[int, ...]:
    """Return the numbers of the words that say most, the likely rarest first."""
    plain = _plain(language[:2] or "en")
    ranked: dict[str, tuple[int, int]] = {}
    for place, match in enumerate(WORD.finditer(words)):
        word = match[0]
        key = folded(word).strip(".-")
        if key in plain or (len(key) < 3 and not key.isdigit()):
            continue
        rank = _rank(word, first=place == 0)
        ranked.setdefault(_stem(key), (-rank, place))
    rarest = sorted(ranked, key=lambda stem: ranked[stem])[:at_most]
    return tuple(_number(stem) for stem in rarest)


def _rank(word: str, *, first: bool) -> int:
    """Return how much a word likely says: a long figure, a name, then by its length."""
    if word.isdigit():
        return 30 if len(word) > 2 else 8
    return min(len(word), 16) + (12 if word[0].isupper() and not first else 0)


def _stem(key: str) -> str:
    if key.isdigit():
        return key
    for ending in ("ies", "es", "s", "y"):
        if key.endswith(ending) and len(key) - len(ending) > 3:
            return key[: -len(ending)][:_STEM]
    return key[:_STEM]


@lru_cache(maxsize=8)
def _plain(language: str) -> frozenset[str]:
    words = words_of(language)
    return frozenset(folded(word) for word in f"{words['plain']}|{words['small']}".split("|"))


@lru_cache(maxsize=65536)
def _number(stem: str) -> int:
    return int.from_bytes(hashlib.blake2b(stem.encode(), digest_size=8).digest()) >> 1
