"""How reliable each reviewer is, judged by all votes together, without a gold standard.

Dawid, A. P. & Skene, A. M. (1979), Maximum likelihood estimation of observer error-rates using the EM algorithm,
Applied Statistics 28(1). Shown on the methods page and in reviewers' records; never used to settle a claim.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

#: Estimated votes below which a row of a confusion matrix says nothing.
_NOTHING = 1e-9
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class DawidSkene:
    """What the votes say of units, raters and values; each inner mapping sums to 1.

    `posterior[unit][value]`: how probable it is that the value is the true one. `confusion[rater][true][given]`: how
    often the rater gives one value where another is true; a row is None where the rater met no such unit.
    `shares[value]`: how common each true value is. `iterations` that it took; `converged` or stopped before.
    """

    posterior: dict[Hashable, dict[Hashable, float]]
    confusion: dict[Hashable, dict[Hashable, dict[Hashable, float] | None]]
    shares: dict[Hashable, float]
    iterations: int
    converged: bool

    def most_probable(self, unit: Hashable) -> Hashable:
        """Return the most probable true value of a unit; the first in order of `shares` where several are."""
        return max(self.posterior[unit], key=self.posterior[unit].__getitem__)


def dawid_skene(
    votes: Iterable[tuple[Hashable, Hashable, Hashable]], *, tolerance: float = 1e-9, iterations: int = 5000
) -> DawidSkene:
    """Estimate true values and error rates from (unit, rater, value) by expectation maximisation.

    Starts from each unit's shares of votes, as the paper does, and stops when no posterior moves by more than
    `tolerance`. Nothing is smoothed: what was never seen has the rate nought. Without votes everything is empty; a
    value of None is no vote. Several votes of one rater on one unit are taken as repeated observations, as those of
    the paper's first observer are. The order of the votes decides only the order of the answer.
    """
    given = [vote for vote in votes if vote[2] is not None]
    units, raters, values = (list(dict.fromkeys(column)) for column in zip(*given, strict=True)) if given else ([],) * 3
    unit, rater, value = (
        np.array([places[vote[at]] for vote in given], dtype=np.intp)
        for at, places in enumerate({name: i for i, name in enumerate(names)} for names in (units, raters, values))
    )
    shape = len(units), len(raters), len(values)
    posterior = _summed(unit, np.eye(shape[2])[value], shape[0])
    posterior /= posterior.sum(axis=1, keepdims=True)
    taken, converged = 0, not given
    while not converged and taken < iterations:
        taken += 1
        shares, weight = _maximised(posterior, unit, rater, value, shape)
        before, posterior = posterior, _expected(shares, _rates(weight), unit, rater, value)
        converged = bool(np.abs(posterior - before).max() <= tolerance)
    shares, weight = _maximised(posterior, unit, rater, value, shape)
    return DawidSkene(
        posterior={name: _named(values, row) for name, row in zip(units, posterior, strict=True)},
        confusion={
            name: {true: _row(values, weight[at, of]) for of, true in enumerate(values)}
            for at, name in enumerate(raters)
        },
        shares=_named(values, shares),
        iterations=taken,
        converged=converged,
    )


def wilson_interval(successes: int, trials: int, *, confidence: float = 0.95) -> tuple[float, float] | None:
    """Return Wilson's score interval for a share (Wilson 1927), say of votes that agree with settled claims.

    None without trials. Raises ValueError for counts that are none.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no share.")
    if not trials:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / trials
    centre = share + z * z / (2 * trials)
    reach = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale)


def _summed(places: np.ndarray, rows: np.ndarray, count: int) -> np.ndarray:
    """Return the sums of the rows that have the same place: (votes, values) to (count, values)."""
    return np.stack([np.bincount(places, column, count) for column in rows.T], axis=1) if len(rows) else rows


def _maximised(
    posterior: np.ndarray, unit: np.ndarray, rater: np.ndarray, value: np.ndarray, shape: tuple[int, int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the shares of true values, and estimated votes by rater, true value and given value."""
    _, raters, values = shape
    cells = _summed(rater * values + value, posterior[unit], raters * values).reshape(raters, values, values)
    return posterior.sum(axis=0) / max(len(posterior), 1), cells.transpose(0, 2, 1)


def _rates(weight: np.ndarray) -> np.ndarray:
    """Return each row as shares; a row without weight says nothing, so every value is as likely."""
    total = weight.sum(axis=2, keepdims=True)
    return np.where(total > _NOTHING, weight / np.maximum(total, _NOTHING), 1 / weight.shape[2])


def _expected(
    shares: np.ndarray, rates: np.ndarray, unit: np.ndarray, rater: np.ndarray, value: np.ndarray
) -> np.ndarray:
    """Return the posterior of every unit, by Bayes' rule over its votes, in logarithms."""
    likelihood = np.log(np.maximum(rates, _TINY))[rater, :, value]
    logs = np.log(np.maximum(shares, _TINY)) + _summed(unit, likelihood, int(unit.max()) + 1)
    odds = np.exp(logs - logs.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


def _named(values: list[Hashable], row: np.ndarray) -> dict[Hashable, float]:
    return dict(zip(values, row.tolist(), strict=True))


def _row(values: list[Hashable], weight: np.ndarray) -> dict[Hashable, float] | None:
    total = weight.sum()
    return _named(values, weight / total) if total > _NOTHING else None
