"""Rounds, and who could be asked to review in them."""

from django.contrib.auth import get_user_model
from django.db.models import Prefetch, QuerySet

from articles.models import Article
from reviews.models import Assignment, Membership, Round, Ruling, Sighting, Team


def rounds_of(article: Article) -> QuerySet[Round]:
    """Return an article's rounds with their reviewers, newest first."""
    return (
        Round.objects.filter(article=article)
        .select_related("team", "policy", "opened_by")
        .prefetch_related(Prefetch("assignments", queryset=Assignment.objects.select_related("reviewer")))
        .order_by("-number")
    )


def teams_to_open_for(person: object, article: Article) -> QuerySet[Team]:
    """Return the teams that a person may open a round of this article for.

    Any team for editors and admins; for leads their own, on articles that no other team owns.
    """
    if person.role in {"editor", "admin"}:
        return Team.objects.all()
    led = Team.objects.filter(memberships__person=person, memberships__role=Membership.Role.LEAD)
    standing = getattr(article, "standing", None)
    return led.filter(pk=standing.team_id) if standing and standing.team_id else led


def reviewers_for(teams: QuerySet[Team]) -> QuerySet:
    """Return the people who may review for any of the teams, with their memberships there."""
    roles = [Membership.Role.REVIEWER, Membership.Role.LEAD]
    memberships = Membership.objects.filter(team__in=teams, role__in=roles)
    return (
        get_user_model()
        .objects.filter(is_active=True, memberships__in=memberships)
        .distinct()
        .prefetch_related(Prefetch("memberships", queryset=memberships.select_related("team"), to_attr="reviews_for"))
        .order_by("name", "pk")
    )


def fresh_reviewers(article: Article, team: Team) -> QuerySet:
    """Return the team's reviewers who have seen nothing of an article's review and have no part in it."""
    involved = Assignment.objects.filter(round__article=article).exclude(
        state__in=[Assignment.State.DECLINED, Assignment.State.WITHDRAWN], submitted_at=None
    )
    open_round = Assignment.objects.filter(round__article=article).exclude(round__stage=Round.Stage.CLOSED)
    return (
        reviewers_for(Team.objects.filter(pk=team.pk))
        .exclude(pk__in=involved.values("reviewer"))
        .exclude(pk__in=open_round.values("reviewer"))
        .exclude(pk__in=Sighting.objects.filter(article=article).values("person"))
        .exclude(pk__in=Ruling.objects.filter(claim__round__article=article).values("by"))
    )
