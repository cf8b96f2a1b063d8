"""Where a passage is in a new text of the same article (DESIGN.md, Re-import).

A verdict never moves silently onto other words. Only a passage that is there word for word is kept or moved; which of
several equal passages it is, is decided by the words around it, never by order or nearness; and a passage that belongs
rather to another part of the old text is nobody else's.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import groupby, takewhile

from rapidfuzz.distance import Indel, LCSseq

from reviews.core.folding import FoldedText

#: How much of two passages' words must be common for one to be the other in other words (Dice's coefficient).
ALIKE = 0.5
#: Words that turn a statement round, in the languages the desk reads most.
_NEGATION = re.compile(
    r"not?|never|none|nobody|nothing|nor|neither|without|cannot|\w+n't"
    r"|nicht|nie|niemals|kein\w*|ohne|ne|pas|jamais|aucune?|sans|nunca|jamás|sin|non|mai|senza",
    re.IGNORECASE,
)


class CarriedState(StrEnum):
    """What became of a passage."""

    KEPT = "kept"
    MOVED = "moved"
    CHANGED = "changed"
    AMBIGUOUS = "ambiguous"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True)
class Carried:
    """A passage in the new text: `[start, end)` in code points, None where it sits on none."""

    state: CarriedState
    start: int | None = None
    end: int | None = None


def carry(old: str, new: str, start: int, end: int) -> Carried:
    """Find the passage `old[start:end]` in `new`.

    kept: word for word at the same place, whatever became of the typography. moved: word for word elsewhere. changed:
    there in other words, so its verdict is to be reopened. ambiguous: several places are equally good, or one place is
    as good for another passage of the old text. orphaned: gone. Carrying many passages between the same two texts
    costs the reading of both only once. Raises ValueError for a span outside `old`.
    """
    if not 0 <= start < end <= len(old):
        raise ValueError(f"{start} to {end} is empty or outside a text of {len(old)} code points.")
    before, after = _read(old), _read(new)
    passage = before.fold(start, end)
    if passage[0] == passage[1]:
        return Carried(CarriedState.ORPHANED)
    state, place = _carry(before, after, passage)
    return Carried(state, *after.unfold(*place)) if place else Carried(state)


Place = tuple[int, int]
Words = tuple[str, ...]
Found = tuple[CarriedState, Place | None]


@lru_cache(maxsize=4)
def _read(text: str) -> FoldedText:
    return FoldedText(text)


def _carry(before: FoldedText, after: FoldedText, passage: Place) -> Found:
    """Weigh what is there word for word against what its sentence has become."""
    same = _word_for_word(before, after, passage)
    if same is None:
        return _in_other_words(before, after, passage) or (CarriedState.ORPHANED, None)
    state, place = same
    if place is None or _sentence(before, passage) == _sentence(after, place):
        return same
    other = _in_other_words(before, after, passage)
    if other and (other[1] is None or not _overlap(other[1], place)):
        return other  # the same words, but the sentence they were said in is another one now
    if _negations(before, passage) != _negations(after, place):
        return CarriedState.CHANGED, place
    return state, place


def _word_for_word(before: FoldedText, after: FoldedText, passage: Place) -> Found | None:
    """Return where the passage is word for word; None where it is not, or only where it belongs to others."""
    claimants = _occurrences(before, before, passage)
    left = _occurrences(before, after, passage)
    while left:
        ours, places = _best(before, after, passage, left)
        if len(places) > 1:
            return CarriedState.AMBIGUOUS, None
        near = [(_common_context(before, after, other, places[0]), other) for other in claimants if other != passage]
        theirs = [score for score, other in near if score >= ours and score == _best(before, after, other, left)[0]]
        if not theirs:
            return (CarriedState.KEPT if places[0] == passage else CarriedState.MOVED), places[0]
        if max(theirs) == ours:
            return CarriedState.AMBIGUOUS, None
        left.remove(places[0])
    return None


def _occurrences(before: FoldedText, text: FoldedText, passage: Place) -> list[Place]:
    """Return where a passage of the text before is word for word, never inside a word, a figure or a grapheme."""
    tokens = before.tokens_at(*passage)
    first, last = before.tokens[tokens.start].start, before.tokens[tokens.stop - 1].end
    needle = before.folded[first:last]
    found = []
    at = text.folded.find(needle)
    while at >= 0:
        there = text.tokens_at(at, at + len(needle))
        if text.tokens[there.start].start == at and text.tokens[there.stop - 1].end == at + len(needle):
            found.append((at + passage[0] - first, at + passage[1] - first))
        at = text.folded.find(needle, at + 1)
    return found


def _best(before: FoldedText, after: FoldedText, passage: Place, places: Sequence[Place]) -> tuple[int, list[Place]]:
    """Return the longest context that a passage has in common with any of the places, and the places that have it."""
    scores = [_common_context(before, after, passage, place) for place in places]
    return max(scores), [place for place, score in zip(places, scores, strict=True) if score == max(scores)]


def _common_context(before: FoldedText, after: FoldedText, passage: Place, place: Place) -> int:
    """Return how many tokens in a row, outwards on both sides, surround the passage and the place alike."""
    here, there = before.tokens_at(*passage), after.tokens_at(*place)
    leading = zip(range(here.start - 1, -1, -1), range(there.start - 1, -1, -1), strict=False)
    trailing = zip(range(here.stop, len(before.tokens)), range(there.stop, len(after.tokens)), strict=False)
    return sum(
        1
        for side in (leading, trailing)
        for _ in takewhile(lambda pair: before.tokens[pair[0]].form == after.tokens[pair[1]].form, side)
    )


def _in_other_words(before: FoldedText, after: FoldedText, passage: Place) -> Found | None:
    """Return where the passage is in other words; None where its sentence is gone, or the passage from it.

    Looked for among the sentences of the new text that are not word for word another sentence of the old one.
    """
    tokens = before.tokens_at(*passage)
    ours = [i for i, sentence in enumerate(before.sentences) if _meet(sentence, tokens)]
    unit = range(before.sentences[ours[0]].start, before.sentences[ours[-1]].stop)
    others = Counter(_words(before, s) for i, s in enumerate(before.sentences) if i not in ours)
    window, contested = _most_alike(after, _words(before, unit), others, len(ours))
    if contested:
        return CarriedState.AMBIGUOUS, None
    there = _counterpart(before, after, unit, window, tokens)
    if not there or not _is_same_in_other_words(_signs(before, tokens), _signs(after, there)):
        return None
    return CarriedState.CHANGED, (after.tokens[there.start].start, after.tokens[there.stop - 1].end)


def _most_alike(after: FoldedText, words: Words, others: Counter[Words], sentences: int) -> tuple[range, bool]:
    """Return the run of new sentences that is most like the words, and whether another is, or fits another, as well.

    Runs that are more like one of the other sentences are theirs. The run is empty where none is alike enough.
    """
    windows = [(_alike(words, _words(after, window)), window) for window in _windows(after, others, sentences)]
    windows = sorted((pair for pair in windows if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    for score, group in groupby(windows, key=lambda pair: pair[0]):
        rivals = [(max((_alike(other, _words(after, w)) for other in +others), default=0), w) for _, w in group]
        ours = [(rival, window) for rival, window in rivals if rival <= score]
        if ours:
            window = ours[0][1]
            return window, any(rival == score or not _meet(window, other) for rival, other in ours)
    return range(0), False


def _windows(after: FoldedText, others: Counter[Words], sentences: int) -> Iterator[range]:
    """Yield runs of about so many new sentences, shortest first, that are no other sentence of the old text.

    `others` are the words of those; what is found again is taken off.
    """
    free = []
    for i, sentence in enumerate(after.sentences):
        words = _words(after, sentence)
        if others[words] > 0:
            others[words] -= 1
        elif words:
            free.append(i)
    for size in range(max(1, sentences - 1), sentences + 2):
        for run in zip(*(free[offset:] for offset in range(size)), strict=False):
            if run[-1] - run[0] == size - 1:
                yield range(after.sentences[run[0]].start, after.sentences[run[-1]].stop)


def _counterpart(before: FoldedText, after: FoldedText, unit: range, window: range, tokens: range) -> range:
    """Return the tokens of the window that stand for some tokens of the unit; an empty range if none does."""
    first, last = tokens.start - unit.start, tokens.stop - unit.start
    found: list[int] = []
    matcher = SequenceMatcher(None, _signs(before, unit), _signs(after, window), autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        low, high = max(i, first), min(i_end, last)
        if low < high and tag != "delete":
            # Of a replaced stretch that lies partly outside, the same share; what is equal is of one length anyway.
            scale = (j_end - j) / (i_end - i)
            found += [j + round((low - i) * scale), j + round((high - i) * scale)]
    return range(window.start + min(found), window.start + max(found)) if found else range(0)


def _is_same_in_other_words(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether a passage can be another one: by its words, its letters, or as a figure or a name for another."""
    if _alike(one, other) >= ALIKE or Indel.normalized_similarity(" ".join(one), " ".join(other)) > ALIKE:
        return True
    kinds = (any(c.isdigit() for word in words for c in word) for words in (one, other))
    names = (all(word[0].isupper() for word in words) for words in (one, other))
    return all(kinds) or all(names)


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how much of two sequences is common, in order: Dice's coefficient, 0 to 1."""
    return 2 * LCSseq.similarity(one, other) / max(len(one) + len(other), 1)


def _sentence(text: FoldedText, place: Place) -> Words:
    """Return the words of the sentences that a place touches."""
    tokens = text.tokens_at(*place)
    return tuple(word for sentence in text.sentences if _meet(sentence, tokens) for word in _words(text, sentence))


def _negations(text: FoldedText, place: Place) -> int:
    """Return how many negations stand right at a place: up to two words before it or one after, in its sentence."""
    tokens = text.tokens_at(*place)
    around = [sentence for sentence in text.sentences if _meet(sentence, tokens)]
    leading = _words(text, range(around[0].start, tokens.start))[-2:]
    trailing = _words(text, range(tokens.stop, around[-1].stop))[:1]
    return sum(_NEGATION.fullmatch(word) is not None for word in leading + trailing)


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _signs(text: FoldedText, tokens: range) -> list[str]:
    return [token.form for token in text.tokens[tokens.start : tokens.stop]]


def _words(text: FoldedText, tokens: range) -> Words:
    return tuple(token.form for token in text.tokens[tokens.start : tokens.stop] if token.is_word)
