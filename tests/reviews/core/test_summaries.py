"""The interval of a mean: around it, the same each time, and undefined where one value is all there is."""

from reviews.core.summaries import mean_interval
from reviews.core.undefined import why_undefined


def test_the_interval_lies_around_the_mean_and_does_not_depend_on_order():
    values = [0.1, 0.4, 0.5, 0.6, 0.9, 0.2]
    low, high = mean_interval(values)
    assert low < sum(values) / len(values) < high
    assert mean_interval(values[::-1]) == (low, high)
    assert mean_interval([0.5] * 9) == (0.5, 0.5)


def test_one_value_says_nothing():
    assert mean_interval([0.5]) is None
    assert why_undefined(mean_interval, []) == "One value is too few to say how sure a mean is."
