"""How far reviewers agree beyond chance: the field's own coefficients.

`ratings` maps each unit (a claim) to {rater: value}; a missing rating is simply absent (None is taken as missing too).
A figure that has no value is None, never 1 or 0; `why_undefined(krippendorff_alpha, ratings)` says the reason.

Sources. Krippendorff, K. (2004), Content Analysis, 2nd ed., ch. 11 (alpha, in the computation of Krippendorff 2011,
Computing Krippendorff's Alpha-Reliability). Fleiss, J. L. (1971), Measuring nominal scale agreement among many raters.
Cohen, J. (1960), A coefficient of agreement for nominal scales. Gwet, K. L. (2014), Handbook of Inter-Rater
Reliability, 4th ed. (percent agreement with missing ratings). Efron & Tibshirani (1993), An Introduction to the
Bootstrap, ch. 13 (percentile interval).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from fractions import Fraction
from itertools import chain
from operator import itemgetter
from typing import Any, Literal

import numpy as np

from reviews.core.undefined import UndefinedError, none_if_undefined, why_undefined
from reviews.core.unitizing import UnitizingAlpha, unitizing_alpha

__all__ = [
    "UnitizingAlpha",
    "bootstrap_interval",
    "cohen_kappa",
    "fleiss_kappa",
    "krippendorff_alpha",
    "pairable_units",
    "percent_agreement",
    "unitizing_alpha",
    "why_undefined",
]

Ratings = Mapping[Hashable, Mapping[Hashable, Any]]
Level = Literal["nominal", "interval"]
Rows = Counter[tuple[Hashable, ...]]

#: Cells of a table of rows by values up to which it is simply written out.
_DENSE = 1 << 20
_ALL_THE_SAME = "All ratings are the same, so no disagreement could be expected by chance."


@none_if_undefined
def krippendorff_alpha(ratings: Ratings, level: Level = "nominal") -> float | None:
    """Return Krippendorff's alpha: 1 - observed/expected disagreement over all pairs of ratings of one unit.

    Units with fewer than two ratings are left out. `level`: "nominal" (values differ or not) or "interval" (numbers,
    squared difference); ValueError for another level or for values that are no finite numbers. Undefined where no unit
    has two ratings, or where all those ratings are the same value.
    """
    table = _Table(_rows(ratings), level)
    return table.alpha(table.times)


@none_if_undefined
def percent_agreement(ratings: Ratings) -> float | None:
    """Return the share (0 to 1) of agreeing pairs of ratings, in the mean over the units with two ratings or more."""
    table = _Table(_rows(ratings), "nominal")
    return table.percent(table.times)


def pairable_units(ratings: Ratings) -> int:
    """Return on how many units agreement rests: those with two ratings or more."""
    return _rows(ratings).total()


@none_if_undefined
def bootstrap_interval(
    ratings: Ratings,
    statistic: Callable[..., float | None] = krippendorff_alpha,
    *,
    level: Level = "nominal",
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
) -> tuple[float, float] | None:
    """Return the percentile bootstrap interval of `krippendorff_alpha` or `percent_agreement`, resampling units.

    The units with two ratings or more are drawn with replacement, as many as there are. The same ratings and seed give
    the same interval, in whatever order they come. Resamples without a value are dropped; more than a twentieth of
    them makes the interval undefined, as does a single unit.
    """
    figures = {krippendorff_alpha: _Table.alpha, percent_agreement: _Table.percent}
    if statistic not in figures:
        raise ValueError("An interval is known for krippendorff_alpha and percent_agreement only.")
    if resamples < 1 or not 0 < confidence < 1:
        raise ValueError("An interval needs resamples, and a confidence between 0 and 1.")
    table = _Table(_ordered(_rows(ratings)), level)
    units = int(table.times.sum())
    if units < 2:
        raise UndefinedError("One unit is too few to say how sure a figure is.")
    figures[statistic](table, table.times)
    chance = np.random.default_rng(seed)
    found = []
    for _ in range(resamples):
        try:
            found.append(figures[statistic](table, chance.multinomial(units, table.times / units)))
        except UndefinedError:
            continue
    dropped = resamples - len(found)
    if dropped * 20 > resamples:
        raise UndefinedError(f"Too few to say: {dropped} of {resamples} resamples have no value.")
    low, high = np.quantile(found, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


@none_if_undefined
def fleiss_kappa(counts: Iterable[Iterable[int]]) -> float | None:
    """Return Fleiss' kappa of a table of units x categories that holds how many raters chose each.

    Raises ValueError where units have different numbers of raters, which the formula does not know (alpha does).
    Undefined without units, with fewer than two raters, or where one category took all.
    """
    counts = [list(row) for row in counts]
    if len({len(row) for row in counts}) > 1 or any(count < 0 or count % 1 for row in counts for count in row):
        raise ValueError("Fleiss' kappa needs a table: as many categories in each row, whole numbers from 0.")
    counts = [[int(count) for count in row] for row in counts]
    totals = {sum(row) for row in counts}
    if len(totals) > 1:
        raise ValueError("Fleiss' kappa needs the same number of raters for each unit.")
    if not totals or max(totals) < 2:
        raise UndefinedError("No unit has two ratings.")
    raters = totals.pop()
    ratings = len(counts) * raters
    observed = Fraction(sum(n * (n - 1) for row in counts for n in row), ratings * (raters - 1))
    expected = Fraction(sum(sum(column) ** 2 for column in zip(*counts, strict=True)), ratings**2)
    return _beyond_chance(observed, expected)


@none_if_undefined
def cohen_kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> float | None:
    """Return Cohen's kappa of two raters: `pairs` are their values for the same units, first rater first.

    A unit that one of them left out (None) is not among those both rated. Undefined without such units, or where both
    used one and the same value throughout.
    """
    given = [(one, other) for one, other in pairs if one is not None and other is not None]
    if not given:
        raise UndefinedError("There is no unit that both rated.")
    first, second = (Counter(values) for values in zip(*given, strict=True))
    observed = Fraction(sum(a == b for a, b in given), len(given))
    expected = Fraction(sum(first[value] * second[value] for value in first), len(given) ** 2)
    return _beyond_chance(observed, expected)


def _beyond_chance(observed: Fraction, expected: Fraction) -> float:
    """Return (observed - expected) / (1 - expected), the form both kappas share."""
    if expected == 1:
        raise UndefinedError(_ALL_THE_SAME)
    return float((observed - expected) / (1 - expected))


def _rows(ratings: Ratings) -> Rows:
    """Return how often each row of values occurs, of the units with two ratings or more.

    Reviewers choose among few values, so thousands of units share some dozens of rows, and counting them first is what
    makes the figures fast. `dict.values` spares a look-up per unit; other mappings take the plain way.
    """
    try:
        rows = Counter(map(tuple, map(dict.values, ratings.values())))
    except TypeError:
        rows = Counter(tuple(unit.values()) for unit in ratings.values())
    if min(map(len, rows), default=2) < 2 or None in set(chain.from_iterable(rows)):
        kept: Rows = Counter()
        for row, times in rows.items():
            given = tuple(value for value in row if value is not None)
            if len(given) >= 2:
                kept[given] += times
        return kept
    return rows


def _ordered(rows: Rows) -> Rows:
    """Return the rows freed from the order in which units and raters came."""
    ordered: Rows = Counter()
    for row, times in rows.items():
        ordered[tuple(sorted(row, key=repr))] += times
    return Counter(dict(sorted(ordered.items(), key=repr)))


class _Table:
    """Distinct rows of ratings, with what each contributes to a figure.

    `disagreement` is the sum of squared differences over the ordered pairs of ratings in a row, by the number of
    ratings less one. Figures take how often each row occurs (`times`, or a resample of it).
    """

    def __init__(self, rows: Rows, level: Level) -> None:
        if level not in {"nominal", "interval"}:
            raise ValueError(f"Level: nominal or interval, not {level!r}.")
        if not rows:
            raise UndefinedError("No unit has two ratings.")
        values = list(chain.from_iterable(rows))
        index = {value: code for code, value in enumerate(set(values))}
        self.times = np.fromiter(rows.values(), np.int64, len(rows))
        self.size = np.fromiter(map(len, rows), np.int64, len(rows))
        self.row = np.repeat(np.arange(len(rows)), self.size)
        self.code = np.fromiter(itemgetter(*values)(index), np.int64, len(values))
        if level == "nominal":
            self.numbers = None
            self.disagreement = (self.size**2 - self._alike(len(index))) / (self.size - 1)
        else:
            self.numbers = _numbers(index)
            given = self.numbers[self.code]
            mean = np.bincount(self.row, given, len(rows)) / self.size
            squares = np.bincount(self.row, (given - mean[self.row]) ** 2, len(rows))
            self.disagreement = 2 * self.size * squares / (self.size - 1)

    def _alike(self, values: int) -> np.ndarray:
        """Return, for each row, the sum over values of its squared count."""
        rows = len(self.size)
        cell = self.row * values + self.code
        if rows * values <= _DENSE:
            counts = np.bincount(cell, minlength=rows * values).reshape(rows, values)
            return np.einsum("rv,rv->r", counts, counts)
        used, count = np.unique(cell, return_counts=True)
        return np.bincount(used // values, count**2, rows)

    def alpha(self, times: np.ndarray) -> float:
        """Return Krippendorff's alpha of the rows, each so many times."""
        count = np.bincount(self.code, times[self.row])
        if np.count_nonzero(count) < 2:
            raise UndefinedError(_ALL_THE_SAME)
        ratings = count.sum()
        if self.numbers is None:
            spread = ratings**2 - (count**2).sum()
        else:
            mean = (count @ self.numbers) / ratings
            spread = 2 * ratings * (count @ (self.numbers - mean) ** 2)
        if not spread:  # Numbers of several kinds that are the same one as a float.
            raise UndefinedError(_ALL_THE_SAME)
        return float(1 - (ratings - 1) * (times @ self.disagreement) / spread)

    def percent(self, times: np.ndarray) -> float:
        """Return the share of agreeing pairs of ratings, in the mean over rows, each so many times."""
        return float(1 - times @ (self.disagreement / self.size) / times.sum())


def _numbers(index: Mapping[Any, int]) -> np.ndarray:
    """Return the values as numbers, by code, between -1 and 1: alpha knows neither unit nor origin of a scale.

    Their mean is taken off and their reach made one, so that squares keep their digits and never overflow.
    """
    if any(isinstance(value, str | bytes) for value in index):
        raise ValueError("Level interval needs numbers, not words.")
    try:
        numbers = np.array([float(value) for value in index])
    except (TypeError, ValueError, OverflowError):
        raise ValueError("Level interval needs finite numbers.") from None
    if not np.isfinite(numbers).all():
        raise ValueError("Level interval needs finite numbers.")
    for _ in range(2):
        numbers = numbers / (np.abs(numbers).max() or 1.0)
        numbers -= numbers.mean()
    return numbers
