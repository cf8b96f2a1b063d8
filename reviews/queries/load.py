"""What reviewers have to do, against the hours they have; and what they have done. For one team or for all."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from reviews import rules
from reviews.core.effort import answering_hours
from reviews.models import Annotation, Assignment, Claim, Membership, Response, Round, Team
from reviews.queries.agreement import first_answers
from reviews.queries.effort import hours_of
from reviews.queries.eligible import day_of
from reviews.queries.people import profiles
from reviews.queries.visible import articles_for

#: What can be listed of reviews: the word in the address, and on the screen.
WHAT = {
    "open": "to mark",
    "overdue": "overdue",
    "owed": "answers owed",
    "done": "submitted",
}


@dataclass(slots=True)
class Work:
    """One person's work: `hours` of it open, over all teams, against `capacity` hours a week.

    `open`, `overdue`, `owed` (reviews whose claims they still answer) and `done` count reviews; `answers` claims to
    answer; `weeks` is the reviews submitted per week, oldest first; `agreeing` of `judged` first votes agree with what
    their claims stand as.
    """

    person: object
    capacity: float
    hours: float = 0.0
    open: int = 0
    overdue: int = 0
    owed: int = 0
    answers: int = 0
    done: int = 0
    weeks: list[int] = field(default_factory=list)
    agreeing: int = 0
    judged: int = 0
    away: bool = False

    @property
    def ratio(self) -> float | None:
        """Open hours by the hours of a week; None without any."""
        return self.hours / self.capacity if self.capacity else None

    @property
    def percent(self) -> int | None:
        """The ratio in percent."""
        return None if self.ratio is None else round(100 * self.ratio)


@dataclass(frozen=True, slots=True)
class Range:
    """Weeks that end today: `first` and `last` day of the range, and the first day of each week."""

    first: date
    last: date
    weeks: tuple[date, ...]


def last_weeks(now: datetime, count: int) -> Range:
    """Return the last so many weeks of seven days, the last of them ending today."""
    last = day_of(now)
    weeks = tuple(last - timedelta(7 * number - 1) for number in range(count, 0, -1))
    return Range(weeks[0], last, weeks)


def seen_teams(person: object) -> QuerySet[Team]:
    """Return the teams whose work a person sees: all, for editors and admins; those they lead."""
    if rules.right_over(person, None):
        return Team.objects.all()
    return Team.objects.filter(memberships__person=person, memberships__role=Membership.Role.LEAD)


def seen_work(person: object) -> QuerySet[Assignment]:
    """Return the reviews that a person may see in lists of work: of the teams they see, and their own.

    Only on articles that they may see at all.
    """
    of_teams = Q(round__team__in=seen_teams(person).values("pk"))
    return Assignment.objects.filter(
        of_teams | Q(reviewer=person), round__article__in=articles_for(person).values("pk")
    )


def listed(work: QuerySet[Assignment], what: str, now: datetime, period: Range | None = None) -> QuerySet[Assignment]:
    """Return the reviews of a kind in `WHAT`; those done in a period, if one is given."""
    if what == "done":
        done = work.filter(state=Assignment.State.SUBMITTED)
        if period is None:
            return done.order_by("-submitted_at", "-pk")
        return done.filter(submitted_at__date__gte=period.first, submitted_at__date__lte=period.last).order_by(
            "-submitted_at", "-pk"
        )
    kinds = {"open": TO_MARK, "owed": OWING, "overdue": (TO_MARK | OWING) & Q(due__lt=now)}
    return work.filter(kinds[what]).order_by("due", "assigned_at", "pk")


TO_MARK = Q(state__in=Assignment.OPEN, round__stage=Round.Stage.MARKING)
OWING = Q(state=Assignment.State.SUBMITTED, round__stage=Round.Stage.RESPONDING, responded_at=None)


def work_of(people: Sequence[object], *, seen: QuerySet[Assignment], now: datetime, period: Range) -> list[Work]:
    """Return each person's work as far as it is among the `seen` reviews; hours and capacity are over all their teams.

    The same number of queries for few people and for many.
    """
    known = profiles(people)
    today = day_of(now)
    every = {
        person.pk: Work(
            person,
            known[person.pk].capacity_hours,
            weeks=[0] * len(period.weeks),
            away=known[person.pk].is_away(today),
        )
        for person in people
    }
    for person, hours in open_hours(every).items():
        every[person].hours = hours
    _count(every, seen, now, period)
    _agree(every)
    return list(every.values())


def open_hours(people: Iterable[int]) -> Mapping[int, float]:
    """Return the hours of open work of people, by number: reviews to mark, and claims to answer."""
    mine = Assignment.objects.filter(reviewer__in=list(people))
    to_mark = list(mine.filter(TO_MARK).values_list("reviewer", "round__article"))
    effort = hours_of(article for _, article in to_mark)
    hours: dict[int, float] = defaultdict(float)
    for person, article in to_mark:
        hours[person] += effort[article]
    for person, _, owed in _answers(mine):
        hours[person] += answering_hours(owed)
    return hours


def _answers(work: QuerySet[Assignment]) -> QuerySet:
    """Return (reviewer, assignment, claims owed) for the reviews in their second pass."""
    mine = {"claim": OuterRef("pk"), "assignment": OuterRef(OuterRef("pk"))}
    owed = (
        Claim.objects.filter(revision=OuterRef("round__revision"))
        .exclude(Exists(Annotation.objects.filter(**mine, deleted_at=None)))
        .exclude(Exists(Response.objects.filter(**mine)))
        .order_by()
        .values("revision")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return work.filter(OWING).annotate(owed=Coalesce(Subquery(owed), Value(0))).values_list("reviewer", "pk", "owed")


def _count(every: Mapping[int, Work], seen: QuerySet[Assignment], now: datetime, period: Range) -> None:
    """Count what people have to do and have done, of the reviews that are seen."""
    theirs = seen.filter(reviewer__in=list(every))
    for name in ("open", "overdue", "owed"):
        for person, count in Counter(listed(theirs, name, now).order_by().values_list("reviewer", flat=True)).items():
            setattr(every[person], name, count)
    for person, _, owed in _answers(theirs):
        every[person].answers += owed
    done = listed(theirs, "done", now, period).values_list("reviewer", "submitted_at")
    for person, submitted in done:
        every[person].done += 1
        every[person].weeks[min((day_of(submitted) - period.first).days // 7, len(period.weeks) - 1)] += 1


def _agree(every: Mapping[int, Work]) -> None:
    """Count how first votes agree with what their claims stand as, over everything that is settled."""
    stands = dict(Claim.objects.exclude(stands_as="").values_list("pk", "stands_as"))
    for answer in first_answers():
        if answer.reviewer in every and answer.claim in stands:
            every[answer.reviewer].judged += 1
            every[answer.reviewer].agreeing += answer.verdict == stands[answer.claim]
