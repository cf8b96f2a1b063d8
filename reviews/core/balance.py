"""Who takes which article, so that the busiest is as little busy as can be: the arithmetic under `core/planning`.

Scheduling on related machines with restricted assignment: no fast method finds the very best plan. This one deals out
the longest articles first (Graham 1969), then hands over and exchanges articles as long as that relieves the busier of
two people, and then pushes articles along chains of people as in Gairing, Lücking, Mavronicolas and Monien (2004), The
price of anarchy for restricted parallel links. It stops where whoever is busiest would, without the longest article
they hold, be below a load that no plan can avoid (`unavoidable`).
"""

from collections import deque
from dataclasses import dataclass
from math import isfinite

import numpy as np

#: What counts as less busy: differences below it are noise of the arithmetic.
_LESS = 1e-9
#: An exchange has to make the busiest less busy by at least this share: below it, nobody would feel it.
_WORTH = 2e-3
#: Chains that begin with so many hand-overs are tried for the busiest, each of at most so many people.
_TRIES, _CHAIN = 200, 6
#: Pushes per article at most: many times what desks need, so that it always ends.
_PUSHES = 8


@dataclass(slots=True)
class Balance:
    """Articles × people in play. `load` is in hours and changes with `held`; all else is given.

    Shapes: `hours` and `wanted` (articles,), `capacity` and `load` (people,), `allowed` and `held` (articles, people).
    `capacity` is above zero.
    """

    hours: np.ndarray
    wanted: np.ndarray
    capacity: np.ndarray
    load: np.ndarray
    allowed: np.ndarray
    held: np.ndarray

    @property
    def ratios(self) -> np.ndarray:
        """The load of each person by their capacity."""
        return self.load / self.capacity

    def move(self, article: int, giver: int, taker: int) -> None:
        """Hand an article over."""
        self.held[article, giver], self.held[article, taker] = False, True
        self.load[giver] -= self.hours[article]
        self.load[taker] += self.hours[article]


def balanced(
    *, hours: np.ndarray, wanted: np.ndarray, capacity: np.ndarray, load: np.ndarray, allowed: np.ndarray
) -> Balance:
    """Place each article with as many of those allowed as it wants, or with all of them where they are fewer.

    The order of the rows and columns decides between equals.
    """
    desk = Balance(hours, wanted, capacity, load.astype(float), allowed, np.zeros_like(allowed))
    _deal(desk)
    _even_out(desk)
    _push(desk)
    _even_out(desk)
    return desk


def unavoidable(desk: Balance) -> np.ndarray:
    """Return for each person a load by capacity that no plan, not even one of split articles, keeps somebody below.

    Take a person, and all to whom their work could be handed on, step by step. Whatever this group holds, everybody
    outside who may do it is doing already: the group cannot have less, and somebody in it has at least the mean.
    """
    group = _reached(_handovers(desk)).astype(float)
    return (group @ desk.load) / (group @ desk.capacity)


def _deal(desk: Balance) -> None:
    """Place the articles one by one, the longest first, each with those who will be least busy with it."""
    for article in np.argsort(-desk.hours, kind="stable"):
        may = np.flatnonzero(desk.allowed[article])
        after = (desk.load[may] + desk.hours[article]) / desk.capacity[may]
        chosen = may[np.argsort(after, kind="stable")[: desk.wanted[article]]]
        desk.held[article, chosen] = True
        desk.load[chosen] += desk.hours[article]


def _even_out(desk: Balance) -> None:
    """Relieve the busiest by a hand-over or an exchange, then the next busiest, until nobody can be relieved."""
    stuck = np.zeros(len(desk.capacity), dtype=bool)
    while not stuck.all():
        ratios = desk.ratios
        giver = int(np.argmax(np.where(stuck, -np.inf, ratios)))
        is_busiest = ratios[giver] == ratios.max()
        if _hand_over(desk, giver) or (is_busiest and (_exchange(desk, giver) or _pass_on(desk, giver))):
            stuck[:] = False
        else:
            stuck[giver] = True


def _hand_over(desk: Balance, giver: int) -> bool:
    """Hand one of their articles to whoever makes the busier of the two least busy; False if that relieves nobody."""
    busier, article, taker = _best_hand_over(desk, giver, np.zeros(len(desk.capacity), dtype=bool))
    if busier >= desk.ratios[giver] * (1 - _LESS):
        return False
    desk.move(article, giver, taker)
    return True


def _best_hand_over(desk: Balance, giver: int, met: np.ndarray) -> tuple[float, int, int]:
    """Return the article and taker that leave the busier of giver and taker least busy, and how busy that is.

    Nobody `met` takes it. Infinitely busy where there is nothing to hand over.
    """
    theirs = np.flatnonzero(desk.held[:, giver])
    if not len(theirs):
        return np.inf, -1, -1
    hours = desk.hours[theirs]
    free = desk.allowed[theirs] & ~desk.held[theirs] & ~met
    givers = (desk.load[giver] - hours) / desk.capacity[giver]
    takers = (desk.load + hours[:, None]) / desk.capacity
    busier = np.where(free, np.maximum(takers, givers[:, None]), np.inf)
    row, taker = np.unravel_index(np.argmin(busier), busier.shape)
    return float(busier[row, taker]), int(theirs[row]), int(taker)


def _pass_on(desk: Balance, giver: int) -> bool:
    """Hand one of their articles to somebody who hands on another, and so on, until all of them are less busy.

    The takers who would be least busy are tried first. False, and nothing moved, where no chain was found.
    """
    bearable = desk.ratios[giver] * (1 - _WORTH)
    if bearable <= unavoidable(desk)[giver]:
        return False
    theirs = np.flatnonzero(desk.held[:, giver] & (desk.load[giver] - desk.hours < bearable * desk.capacity[giver]))
    free = desk.allowed[theirs] & ~desk.held[theirs]
    takers = np.where(free, (desk.load + desk.hours[theirs][:, None]) / desk.capacity, np.inf)
    for first in np.argsort(takers, axis=None, kind="stable")[: min(_TRIES, int(free.sum()))]:
        row, taker = np.unravel_index(first, takers.shape)
        met = np.zeros(len(desk.capacity), dtype=bool)
        met[giver], step, moved = True, (int(theirs[row]), giver, int(taker)), []
        while step:
            desk.move(*step)
            moved.append(step)
            here = step[2]
            met[here] = True
            if desk.ratios[here] < bearable:
                return True
            busier, article, there = _best_hand_over(desk, here, met)
            eased = (desk.load[here] - desk.hours[article]) / desk.capacity[here] < bearable
            step = (article, here, there) if isfinite(busier) and eased and len(moved) < _CHAIN else None
        for article, gave, took in reversed(moved):
            desk.move(article, took, gave)
    return False


def _exchange(desk: Balance, giver: int) -> bool:
    """Exchange one of their articles for a shorter one, where the busier of the two is then least busy."""
    theirs = np.flatnonzero(desk.held[:, giver])
    could_take = desk.allowed[:, giver] & ~desk.held[:, giver]
    best, found = desk.ratios[giver] * (1 - _WORTH), None
    for taker in range(len(desk.capacity)):
        gives = theirs[desk.allowed[theirs, taker] & ~desk.held[theirs, taker]]
        takes = np.flatnonzero(could_take & desk.held[:, taker])
        if not (len(gives) and len(takes)):
            continue
        shift = desk.hours[gives][:, None] - desk.hours[takes]
        busier = np.maximum(
            (desk.load[giver] - shift) / desk.capacity[giver], (desk.load[taker] + shift) / desk.capacity[taker]
        )
        give, take = np.unravel_index(np.argmin(busier), busier.shape)
        if busier[give, take] < best:
            best, found = busier[give, take], (int(gives[give]), int(takes[take]), taker)
    if found is None:
        return False
    given, taken, taker = found
    desk.move(given, giver, taker)
    desk.move(taken, taker, giver)
    return True


def _push(desk: Balance) -> None:
    """Relieve whoever is busier than the unavoidable plus their longest article, through others where need be.

    Along the shortest chain to somebody at or below what is unavoidable, its last link moves: nobody is overloaded by
    it, and the chain becomes shorter. What is known to be unavoidable only rises, and whoever is being relieved stays
    it until they are: without the two, articles can go round in circles.
    """
    floor, start = 0.0, None
    for _ in range(_PUSHES * len(desk.hours) if len(desk.capacity) else 0):
        floor = max(floor, float(unavoidable(desk).max()) * (1 + _LESS))
        longest = (desk.held * desk.hours[:, None]).max(axis=0, initial=0)
        excess = desk.ratios - longest / desk.capacity - floor
        if start is None or excess[start] <= _LESS:
            start = int(np.argmax(excess))
        if excess[start] <= _LESS:
            return
        giver, taker = _last_link(_handovers(desk), start, desk.ratios <= floor)
        may = np.flatnonzero(desk.held[:, giver] & desk.allowed[:, taker] & ~desk.held[:, taker])
        givers = (desk.load[giver] - desk.hours[may]) / desk.capacity[giver]
        takers = (desk.load[taker] + desk.hours[may]) / desk.capacity[taker]
        desk.move(int(may[np.argmin(np.maximum(givers, takers))]), giver, taker)


def _last_link(links: np.ndarray, start: int, ends: np.ndarray) -> tuple[int, int]:
    """Return the last link of a shortest chain from a person to one of `ends`; there is one among those reached."""
    queue, seen = deque([start]), {start}
    while queue:
        here = queue.popleft()
        for there in np.flatnonzero(links[here]).tolist():
            if ends[there] and there != start:
                return here, there
            if there not in seen:
                seen.add(there)
                queue.append(there)
    raise AssertionError("Whoever is above the mean of their group reaches somebody below it.")


def _handovers(desk: Balance) -> np.ndarray:
    """Return who could hand something to whom: (givers, takers)."""
    free = (desk.allowed & ~desk.held).astype(np.float32)
    return desk.held.T.astype(np.float32) @ free > 0


def _reached(links: np.ndarray) -> np.ndarray:
    """Return whom each reaches in any number of steps, themselves included."""
    reached = links | np.eye(len(links), dtype=bool)
    while True:
        further = reached.astype(np.float32) @ reached.astype(np.float32) > 0
        if (further == reached).all():
            return reached
        reached = further
