"""Means over texts or people, with how sure they are."""

from collections.abc import Sequence

import numpy as np

from reviews.core.undefined import UndefinedError, none_if_undefined


@none_if_undefined
def mean_interval(
    values: Sequence[float], *, resamples: int = 1000, confidence: float = 0.95, seed: int = 0
) -> tuple[float, float] | None:
    """Return the percentile bootstrap interval of a mean (Efron & Tibshirani 1993, ch. 13), resampling the values.

    The same values and seed give the same interval, in whatever order they come. Undefined for fewer than two.
    """
    if len(values) < 2:
        raise UndefinedError("One value is too few to say how sure a mean is.")
    given = np.sort(np.asarray(values, dtype=float))
    chance = np.random.default_rng(seed)
    means = given[chance.integers(len(given), size=(resamples, len(given)))].mean(axis=1)
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
