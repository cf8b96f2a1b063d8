"""What a plan is made from: articles, people and what is known of both, read once and as it is now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from articles.models import Article
from reviews import rules
from reviews.core.planning import ArticleWork, Obstacle, Plan, Reviewer, capacity_between, obstacle, plan
from reviews.models import Assignment, Membership, Round, Team
from reviews.queries.dashboard import articles_with_standing
from reviews.queries.effort import hours_of
from reviews.queries.eligible import day_of, unfair_pairs
from reviews.queries.load import TO_MARK, open_hours
from reviews.queries.people import profiles

#: Articles that are planned at once on the page.
AT_ONCE = 100
#: A plan looks at least so far ahead: with less, nobody would have hours.
AHEAD = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class State:
    """Who reviews an article now: its text, its open round and whether it is answered already, its reviewers' names."""

    revision: int | None
    round: int | None
    is_answering: bool
    reviewers: Mapping[int, str]

    @property
    def token(self) -> str:
        """What stands for it in a form, so that a change meanwhile is noticed."""
        return ".".join(map(str, [self.revision or 0, self.round or 0, *sorted(self.reviewers)]))


@dataclass(frozen=True, slots=True)
class Basis:
    """What a plan is made from. Everything is by number.

    `teams` says for which team each article would be reviewed; `states` who reviews it now; `busy` how many open
    reviews each person has. `works` and `reviewers` are as `core.planning` takes them.
    """

    articles: Mapping[int, Article]
    people: Mapping[int, object]
    teams: Mapping[int, Team]
    states: Mapping[int, State]
    busy: Mapping[int, int]
    works: Sequence[ArticleWork]
    reviewers: Sequence[Reviewer]
    now: datetime

    def made(self, *, wanted: int, seed: int) -> Plan:
        """Return the plan that these make."""
        return plan(self.works, self.reviewers, wanted=wanted, today=day_of(self.now), seed=seed)

    def obstacles(self, work: ArticleWork) -> Mapping[int, Obstacle | None]:
        """Return what keeps each person from an article."""
        return {r.id: obstacle(work, r, today=day_of(self.now)) for r in self.reviewers}


def plannable(person: object) -> QuerySet[Article]:
    """Return the articles that a person may give out: all for editors and admins; their teams' and unowned for leads.

    Of these, the ones that they may see.
    """
    articles = articles_with_standing(person).filter(current__isnull=False)
    if rules.right_over(person, None):
        return articles
    led = Membership.objects.filter(person=person, role=Membership.Role.LEAD).values("team")
    return articles.filter(Q(standing__team__in=led) | Q(standing__team=None))


def teams_to_plan_for(person: object) -> QuerySet[Team]:
    """Return the teams whose reviewers a person may give work to."""
    if rules.right_over(person, None):
        return Team.objects.all()
    return Team.objects.filter(memberships__person=person, memberships__role=Membership.Role.LEAD)


def basis_of(
    articles: Iterable[Article],
    people: Collection[object],
    *,
    team: Team,
    wanted: int,
    now: datetime,
    due: datetime | None = None,
) -> Basis:
    """Read what a plan for these articles and people is made from; articles that no team owns would be `team`'s.

    `wanted` reviewers are wanted per article, those of an open round counted in. A fixed number of queries.
    """
    by_number = {article.pk: article for article in articles}
    persons = {person.pk: person for person in people}
    owners = {article.pk: _owner(article) or team for article in by_number.values()}
    states = states_of(by_number)
    hours, unfair = hours_of(by_number), unfair_pairs(list(by_number), list(persons))
    works = [
        ArticleWork(
            article.pk,
            hours=hours[article.pk],
            wanted=0 if states[article.pk].is_answering else max(0, wanted - len(states[article.pk].reviewers)),
            language=article.language,
            team=owners[article.pk].pk,
            due=day_of(due) if due else None,
            already=frozenset(states[article.pk].reviewers),
        )
        for article in by_number.values()
    ]
    return Basis(
        articles=by_number,
        people=persons,
        teams=owners,
        states=states,
        busy=busy(persons),
        works=works,
        reviewers=_reviewers(persons, by_number, unfair, now=now, due=due),
        now=now,
    )


def _owner(article: Article) -> Team | None:
    """Return the team that an article belongs to."""
    standing = getattr(article, "standing", None)
    return standing.team if standing else None


def _reviewers(
    people: Mapping[int, object],
    articles: Mapping[int, Article],
    unfair: Mapping[int, Mapping[int, str]],
    *,
    now: datetime,
    due: datetime | None,
) -> list[Reviewer]:
    """Return people as the plan takes them: their hours until it is due, their open work, what keeps them."""
    known, load, teams = profiles(people.values()), open_hours(people), _teams(people.values())
    today = day_of(now)
    last = max(day_of(due or now), today + AHEAD)
    reviewers = []
    for number, person in people.items():
        profile = known[number]
        conflicts = {pk: "has a conflict of interest" for pk, one in articles.items() if profile.conflict_with(one)}
        reviewers.append(
            Reviewer(
                number,
                capacity=capacity_between(profile.capacity_hours, profile.absences, today, last),
                load=load.get(number, 0.0),
                name=str(person),
                languages=profile.languages,
                teams=teams[number],
                away=profile.absences,
                conflicts=conflicts | unfair.get(number, {}),
            )
        )
    return reviewers


def _teams(people: Iterable[object]) -> Mapping[int, frozenset[int]]:
    """Return the teams that each person may review for; editors and their like for all."""
    people = list(people)
    every = frozenset(Team.objects.values_list("pk", flat=True))
    reviewing = Membership.objects.filter(person__in=people).exclude(role=Membership.Role.OBSERVER)
    of: dict[int, set[int]] = defaultdict(set)
    for person, team in reviewing.values_list("person", "team"):
        of[person].add(team)
    return {p.pk: every if rules.sees_every_article(p) else frozenset(of[p.pk]) for p in people}


def states_of(articles: Iterable[int]) -> dict[int, State]:
    """Return who reviews each of these articles now."""
    numbers = list(articles)
    active = Assignment.objects.filter(state__in=Assignment.ACTIVE).select_related("reviewer").order_by("pk")
    rounds = (
        Round.objects.filter(article__in=numbers)
        .exclude(stage=Round.Stage.CLOSED)
        .prefetch_related(Prefetch("assignments", queryset=active, to_attr="active"))
    )
    open_rounds = {round_.article_id: round_ for round_ in rounds}
    states = {}
    for article, revision in Article.objects.filter(pk__in=numbers).values_list("pk", "current"):
        round_ = open_rounds.get(article)
        reviewers = {part.reviewer_id: str(part.reviewer) for part in round_.active} if round_ else {}
        answering = round_ is not None and round_.stage == Round.Stage.RESPONDING
        states[article] = State(revision, round_.pk if round_ else None, answering, reviewers)
    return states


def busy(people: Iterable[int]) -> dict[int, int]:
    """Return how many reviews each person has to mark."""
    counts = dict.fromkeys(people, 0)
    for person in Assignment.objects.filter(TO_MARK, reviewer__in=list(counts)).values_list("reviewer", flat=True):
        counts[person] += 1
    return counts
