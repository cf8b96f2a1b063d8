"""How many hours an article takes a reviewer: a first guess from its text, corrected by what such articles took."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import exp, log

#: Reading once to understand and once to mark, with words per minute of attentive reading (Brysbaert 2019: 238).
_READINGS, _WORDS_PER_MINUTE = 2, 238
#: Finding, reading and noting the evidence of one checkable sentence: a first guess, which the past corrects.
_MINUTES_PER_SENTENCE = 6.0
#: Opening, submitting and answering others' claims.
_MINUTES_PER_ARTICLE = 10.0
#: Reading a claim of somebody else with its sources, and answering it.
_MINUTES_PER_ANSWER = 5.0
#: The first guess counts as much as this many articles of the past.
_TRUST = 4.0
#: One past article moves the guess by no more than this factor: a review left open overnight is no long review.
_FACTOR = 4.0
#: Past articles within about this factor of the guess are "such articles"; others count less and less.
_ALIKE = 2.0
#: A pause longer than this is no work.
PAUSE = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Past:
    """A finished review: the guess for its text, and the hours it really took. Both are above zero."""

    guess: float
    took: float


def guessed_hours(*, words: int, checkable: int) -> float:
    """Return the first guess in hours, from the words of the text and how many of its sentences can be checked."""
    minutes = _MINUTES_PER_ARTICLE + _READINGS * words / _WORDS_PER_MINUTE + _MINUTES_PER_SENTENCE * checkable
    return minutes / 60


def expected_hours(guess: float, past: Iterable[Past] = ()) -> float:
    """Return the guess corrected by finished reviews of articles alike: a weighted geometric mean of took/guess.

    Reviews of articles much longer or shorter count little, the guess itself as `_TRUST` reviews, and a single review
    says at most that articles take `_FACTOR` times as long or as little. Raises ValueError for hours not above zero.
    """
    if guess <= 0:
        raise ValueError(f"A guess of {guess} hours is none.")
    weights, logs = _TRUST, 0.0
    for review in past:
        if review.guess <= 0 or review.took <= 0:
            raise ValueError(f"A review takes some time; {review} says otherwise.")
        weight = exp(-((log(review.guess / guess) / log(_ALIKE)) ** 2) / 2)
        weights += weight
        logs += weight * max(-log(_FACTOR), min(log(_FACTOR), log(review.took / review.guess)))
    return guess * exp(logs / weights)


def hours_at_work(moments: Iterable[datetime], *, pause: timedelta = PAUSE) -> float:
    """Return the hours between the first and last moment at which somebody did something, without the pauses."""
    gaps = (after - before for before, after in pairwise(sorted(moments)))
    return sum((gap for gap in gaps if gap <= pause), timedelta()).total_seconds() / 3600


def answering_hours(owed: int) -> float:
    """Return the hours that answering so many claims of others takes: a first guess of five minutes each."""
    return _MINUTES_PER_ANSWER * owed / 60
