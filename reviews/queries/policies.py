"""Policies: the versions, which is in force for whom, and what was or would be decided under another."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from articles.models import Article
from reviews.core import policy as core
from reviews.models import Policy, Round, Team
from reviews.queries.dashboard import articles_with_standing
from reviews.queries.outcomes import numbers_in_force
from reviews.queries.settlement import settlement_of


def in_force(team: Team | None) -> Policy | None:
    """Return the policy that a new round of the team begins under: its own, else the desk's; None before the first."""
    own = Policy.objects.filter(team=team).order_by("-version").first() if team else None
    return own or Policy.objects.filter(team=None).order_by("-version").first()


def outdated_rounds() -> QuerySet[Round]:
    """Return the closed rounds of current texts that are judged by another policy than the one `in_force` for them."""
    own = Policy.objects.filter(team=OuterRef("team")).order_by("-version").values("pk")[:1]
    desk = Policy.objects.filter(team=None).order_by("-version").values("pk")[:1]
    return (
        Round.objects.filter(stage=Round.Stage.CLOSED, revision=F("article__current"))
        .annotate(in_force=Coalesce(Subquery(own), Subquery(desk)), judged=Coalesce("recomputed_under", "policy"))
        .exclude(judged=F("in_force"))
        .select_related("policy", "recomputed_under")
    )


def is_outdated(round_: Round) -> Policy | None:
    """Return the policy in force if a closed round is judged by another one."""
    if round_.is_open:
        return None
    now = in_force(round_.team)
    return now if now is not None and now.pk != round_.judged_by.pk else None


@dataclass(frozen=True, slots=True)
class Change:
    """What would become of an article under other numbers."""

    article: Article
    before: str
    after: str
    claims: int

    @property
    def changes_status(self) -> bool:
        """Whether its status would be another."""
        return self.before != self.after


def preview(numbers: core.Policy, *, team: Team | None, person: object) -> Iterator[Change]:
    """Yield the reviewed articles for which something would change if they were recomputed under these numbers.

    For a team's own policy those of its rounds, for the desk's those of teams without one. Articles to whose marks the
    person is blind are left out. One article is in memory at a time.
    """
    own = set(Policy.objects.filter(team__isnull=False).values_list("team", flat=True))

    def judged(round_: Round) -> core.Policy:
        affected = round_.team_id == team.pk if team else round_.team_id not in own
        return numbers if affected and not round_.is_open else numbers_in_force(round_)

    closed = Round.objects.filter(stage=Round.Stage.CLOSED, revision=F("article__current"))
    closed = closed.filter(team=team) if team else closed.exclude(team__in=own)
    articles = articles_with_standing(person).filter(blind=False, pk__in=closed.values("article"))
    for pk in articles.order_by("pk").values_list("pk", flat=True):
        article = articles.get(pk=pk)
        found = settlement_of(article, numbers=judged)
        claims = sum(
            (claim.outcome, claim.stands_as) != (columns["outcome"], columns["stands_as"])
            for claim, columns in found.claims
        )
        change = Change(article, article.standing.status, found.standing["status"], claims)
        if change.changes_status or change.claims:
            yield change
