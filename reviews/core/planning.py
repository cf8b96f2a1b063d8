"""A plan of who reviews what: fair to everybody's hours, the same every time, and explained.

    plan([ArticleWork("toll", hours=2.5, language="es")], [Reviewer("ana", capacity=10, languages={"es"})], wanted=1)

Hours are the unit of everything: an article takes every reviewer the same number of them (`core/effort`), a reviewer
has `capacity` of them in the time that is planned, and `load` of them is spoken for already. A place is one reviewer's
part in one article. Nobody gets two places of one article, nor one that an `obstacle` keeps them from; of all other
places none stays empty. The load is never cut off at anybody's capacity: a desk with too much work sees in the plan by
how much. How even it is, and how that is proven, is in `core/balance`; the explanation's words in `core/plan_words`.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from math import isfinite
from random import Random

import numpy as np

from reviews.core.balance import balanced, unavoidable
from reviews.core.languages import language_name, reads
from reviews.core.plan_words import Explained, explanation, why_unplaced


class Kind(StrEnum):
    """What kinds of things keep a reviewer from an article."""

    CONFLICT = "conflict"
    ALREADY = "already"
    TEAM = "team"
    LANGUAGE = "language"
    AWAY = "away"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a reviewer from an article, as the end of a sentence about them: "does not read Spanish"."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class ArticleWork:
    """An article to be reviewed, taking each of its reviewers so many `hours` (above zero).

    `wanted` further reviewers; None: as many as the plan says. Only members of `team` may, None: anybody. `language` is
    a code like "es" or "es-MX", empty: unknown, so anybody reads it. `already`: who has a place on it, and gets no
    second one.
    """

    id: Hashable
    hours: float
    wanted: int | None = None
    language: str = ""
    team: Hashable | None = None
    due: date | None = None
    already: Collection[Hashable] = ()


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who may be given articles: `capacity` and `load` in hours, both for the time that is planned.

    `languages` they read, as codes; empty: they have not said, and may be given any. `teams` they review for. `away`:
    first and last days of absences, both included. `conflicts`: the ids of articles they must not review, each with the
    words of an obstacle (may be empty). Without capacity they are given nothing.
    """

    id: Hashable
    capacity: float
    load: float = 0.0
    name: str = ""
    languages: Collection[str] = ()
    teams: Collection[Hashable] = ()
    away: Collection[tuple[date, date]] = ()
    conflicts: Mapping[Hashable, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placement:
    """One place: this reviewer for this article, by their ids."""

    article: Hashable
    reviewer: Hashable


@dataclass(frozen=True, slots=True)
class Load:
    """A reviewer's hours before and after the plan. The ratios are by capacity; None without any."""

    reviewer: Hashable
    capacity: float
    before: float
    after: float

    @property
    def ratio_before(self) -> float | None:
        """The load that they have, by their capacity."""
        return self.before / self.capacity if self.capacity > 0 else None

    @property
    def ratio(self) -> float | None:
        """The load that they would have, by their capacity."""
        return self.after / self.capacity if self.capacity > 0 else None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """So many places of an article stay empty, with the reason as a sentence."""

    article: Hashable
    missing: int
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Placements in the order of the articles, loads in that of the reviewers, what is unplaced, and why it is so.

    `unavoidable`: in every plan for these articles and reviewers, even of articles that are split, somebody has at
    least this load by capacity. `explanation` is sentences for the editor.
    """

    placements: tuple[Placement, ...]
    loads: tuple[Load, ...]
    unplaced: tuple[Unplaced, ...]
    unavoidable: float
    explanation: tuple[str, ...]


def plan(
    articles: Sequence[ArticleWork],
    reviewers: Sequence[Reviewer],
    *,
    wanted: int = 2,
    today: date | None = None,
    seed: int = 0,
) -> Plan:
    """Place `wanted` distinct reviewers on each article, so that the busiest by capacity is as little busy as can be.

    The highest load by capacity is at most the least possible one if articles could be split, plus the longest article
    of whoever has it by their capacity. `today` is the first day that is planned; without it nobody counts as away.
    The `seed` decides between equals; the same seed gives the same plan, whatever the order of articles and reviewers.
    Raises ValueError for ids that occur twice, and for hours or numbers that are none.
    """
    _check(articles, reviewers, wanted)
    # Rows and columns in an order that depends on nothing but the ids and the seed.
    rows, columns = _shuffled(articles, seed), _shuffled(reviewers, seed)
    places = {a.id: wanted if a.wanted is None else a.wanted for a in rows}
    obstacles = {(a.id, r.id): obstacle(a, r, today=today) for a in rows for r in columns}
    people = [reviewer for reviewer in columns if reviewer.capacity > 0]
    allowed = [obstacles[a.id, r.id] is None for a in rows for r in people]
    desk = balanced(
        hours=np.array([a.hours for a in rows], dtype=float),
        wanted=np.array([places[a.id] for a in rows], dtype=int),
        capacity=np.array([r.capacity for r in people], dtype=float),
        load=np.array([r.load for r in people], dtype=float),
        allowed=np.array(allowed, dtype=bool).reshape(len(rows), len(people)),
    )
    taken = {rows[a].id: {people[r].id for r in np.flatnonzero(held)} for a, held in enumerate(desk.held)}
    after = dict(zip((r.id for r in people), desk.load.tolist(), strict=True))
    loads = tuple(Load(r.id, r.capacity, r.load, after.get(r.id, r.load)) for r in reviewers)
    floor = float(unavoidable(desk).max(initial=0))
    unplaced = tuple(
        Unplaced(a.id, places[a.id] - len(taken[a.id]), why_unplaced(a, reviewers, places[a.id], obstacles))
        for a in articles
        if len(taken[a.id]) < places[a.id]
    )
    told = Explained(articles, reviewers, loads, unplaced, obstacles, sum(places.values()), floor)
    return Plan(
        placements=tuple(Placement(a.id, r.id) for a in articles for r in reviewers if r.id in taken[a.id]),
        loads=loads,
        unplaced=unplaced,
        unavoidable=floor,
        explanation=tuple(explanation(told)),
    )


def obstacle(article: ArticleWork, reviewer: Reviewer, *, today: date | None = None) -> Obstacle | None:
    """Return what keeps a reviewer from an article, or None where nothing does.

    An absence keeps them from it if it lasts from `today` until the article is due, or for an article without a due
    date if they are away today. Without `today`, absences are not asked.
    """
    if article.id in reviewer.conflicts:
        return Obstacle(Kind.CONFLICT, reviewer.conflicts[article.id] or "has a conflict")
    if reviewer.id in article.already:
        return Obstacle(Kind.ALREADY, "reviews it already")
    if article.team is not None and article.team not in reviewer.teams:
        return Obstacle(Kind.TEAM, "is not in its team")
    if not reads(reviewer.languages, article.language):
        return Obstacle(Kind.LANGUAGE, f"does not read {language_name(article.language)}")
    if today and is_away(reviewer.away, today, article.due or today):
        return Obstacle(Kind.AWAY, "is away until it is due" if article.due else "is away")
    return None if reviewer.capacity > 0 else Obstacle(Kind.HOURS, "has no hours")


def is_away(absences: Collection[tuple[date, date]], first: date, last: date) -> bool:
    """Whether absences, first and last days included, cover every day from `first` to `last`."""
    return bool(absences) and days_present(absences, first, max(first, last)) == 0


def days_present(absences: Collection[tuple[date, date]], first: date, last: date) -> int:
    """Return on how many days from `first` to `last`, both included, no absence lies."""
    present, day = 0, first
    for start, end in sorted(absences):
        present += max(0, (min(start, last + timedelta(1)) - day).days)
        day = max(day, min(end, last) + timedelta(1))
    return present + max(0, (last - day).days + 1)


def capacity_between(hours_per_week: float, absences: Collection[tuple[date, date]], first: date, last: date) -> float:
    """Return the hours that somebody has from `first` to `last`, both included, without their absences."""
    return hours_per_week * days_present(absences, first, last) / 7


def _check(articles: Sequence[ArticleWork], reviewers: Sequence[Reviewer], wanted: int) -> None:
    """Raise ValueError for what no plan can be made of."""
    for what, ids in (("article", [a.id for a in articles]), ("reviewer", [r.id for r in reviewers])):
        twice = [id_ for id_, times in Counter(ids).items() if times > 1]
        if twice:
            raise ValueError(f"The {what} {twice[0]!r} is there twice.")
    if wanted < 0 or any(a.wanted is not None and a.wanted < 0 for a in articles):
        raise ValueError("Reviewers wanted: at least none.")
    for article in articles:
        if not (isfinite(article.hours) and article.hours > 0):
            raise ValueError(f"The article {article.id!r} takes some time; {article.hours} hours is none.")
    for reviewer in reviewers:
        if not (isfinite(reviewer.capacity) and isfinite(reviewer.load) and min(reviewer.capacity, reviewer.load) >= 0):
            raise ValueError(f"The reviewer {reviewer.id!r} has a capacity and a load of at least no hours.")


def _shuffled(things: Sequence, seed: int) -> list:
    """Return things in an order that their ids and the seed decide."""
    return sorted(things, key=lambda thing: (Random(f"{seed} {thing.id!r}").random(), repr(thing.id)))  # noqa: S311
