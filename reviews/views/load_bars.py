"""Loads as bars: hours before and after against the hours that somebody has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviews.core.planning import Load

#: Units across a bar.
WIDTH = 1000


@dataclass(frozen=True, slots=True)
class LoadBar:
    """One person's bar, in units of `WIDTH`: what there is, what is added, and where all their hours are taken."""

    person: int
    name: str
    before: int
    after: int
    full: int
    hours_before: float
    hours_after: float
    capacity: float
    percent_before: int | None
    percent: int | None

    @property
    def added(self) -> int:
        """How wide the added part is."""
        return max(0, self.after - self.before)

    @property
    def is_over(self) -> bool:
        """Whether there is more work than hours."""
        return self.percent is None or self.percent > 100


def bars_of(loads: Sequence[Load], names: Mapping[int, str]) -> list[LoadBar]:
    """Return a bar for each load, on one scale, the busiest first."""
    top = max([1.0, *(load.ratio for load in loads if load.ratio is not None)])
    bars = [
        LoadBar(
            person=load.reviewer,
            name=names[load.reviewer],
            before=_units(load.ratio_before, top),
            after=_units(load.ratio, top),
            full=_units(1.0, top),
            hours_before=load.before,
            hours_after=load.after,
            capacity=load.capacity,
            percent_before=_percent(load.ratio_before),
            percent=_percent(load.ratio),
        )
        for load in loads
    ]
    return sorted(bars, key=lambda bar: (-bar.after, bar.name))


def _units(ratio: float | None, top: float) -> int:
    return 0 if ratio is None else round(WIDTH * ratio / top)


def _percent(ratio: float | None) -> int | None:
    return None if ratio is None else round(100 * ratio)
