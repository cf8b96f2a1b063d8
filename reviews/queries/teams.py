"""Teams as their pages show them."""

from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.db.models import Case, Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from reviews import rules
from reviews.models import Absence, Assignment, Guidelines, Invitation, Membership, Round, Team

_MARKING = Q(state__in=[Assignment.State.ASSIGNED, Assignment.State.STARTED], round__stage=Round.Stage.MARKING)
_ANSWERING = Q(state=Assignment.State.SUBMITTED, round__stage=Round.Stage.RESPONDING, responded_at=None)


def teams_for(person: object) -> QuerySet[Team]:
    """Return the teams that a person may see: all, or those that they are in."""
    if rules.sees_every_article(person):
        return Team.objects.all()
    return Team.objects.filter(pk__in=_teams_of(person)) if person.is_active else Team.objects.none()


def people_for(person: object) -> QuerySet:
    """Return the people whose profiles a person may see: all; else themselves and the members of teams they lead."""
    people = get_user_model().objects.all()
    if rules.sees_every_article(person):
        return people
    if not person.is_active:
        return people.none()
    led = Membership.objects.filter(person=person, role=Membership.Role.LEAD).values("team")
    members = Membership.objects.filter(team__in=led).values("person")
    return people.filter(Q(pk=person.pk) | Q(pk__in=members))


def with_work(teams: QuerySet[Team]) -> QuerySet[Team]:
    """Return teams with `leads` and how much there is: members, open rounds, reviews owed, places free."""
    leads = Membership.objects.filter(role=Membership.Role.LEAD).select_related("person")
    owed = Assignment.objects.filter(_MARKING | _ANSWERING, round__team=OuterRef("pk"))
    rounds = Round.objects.filter(team=OuterRef("pk")).exclude(stage=Round.Stage.CLOSED)
    return teams.annotate(
        member_count=_count(Membership.objects.filter(team=OuterRef("pk"), person__is_active=True), "team"),
        open_rounds=_count(rounds, "team"),
        owed=_count(owed, "round__team"),
        free=_free_places(),
    ).prefetch_related(Prefetch("memberships", queryset=leads, to_attr="leads"))


def members_of(team: Team, on_day: date, now: datetime) -> QuerySet[Membership]:
    """Return a team's members, leads first, each with the reviews they owe it, how many are late, and if away."""
    mine = Assignment.objects.filter(_MARKING | _ANSWERING, round__team=team, reviewer=OuterRef("person"))
    away = Absence.objects.filter(person=OuterRef("person"), first__lte=on_day, last__gte=on_day)
    ranks = {Membership.Role.LEAD: 0, Membership.Role.REVIEWER: 1}
    rank = Case(*(When(role=role, then=at) for role, at in ranks.items()), default=2, output_field=IntegerField())
    return (
        Membership.objects.filter(team=team, person__is_active=True)
        .select_related("person")
        .annotate(
            owed=_count(mine, "reviewer"),
            late=_count(mine.filter(due__lt=now), "reviewer"),
            away_until=Subquery(away.order_by("-last").values("last")[:1]),
        )
        .order_by(rank, "person__name", "pk")
    )


def newest_guidelines(team: Team) -> Guidelines | None:
    """Return what a team tells its reviewers now; None where it has said nothing, or taken it back."""
    newest = Guidelines.objects.filter(team=team).select_related("made_by").order_by("-version").first()
    return newest if newest is not None and newest.text else None


def open_invitations(team: Team | None) -> QuerySet[Invitation]:
    """Return a team's invitations (None: those to the desk) that were neither accepted nor revoked, newest first."""
    return Invitation.objects.filter(team=team, accepted_at=None, revoked_at=None).select_related("made_by", "team")


def _teams_of(person: object) -> QuerySet:
    """Return the numbers of a person's teams."""
    return Membership.objects.filter(person=person).values("team")


def _count(rows: QuerySet, group: str) -> Coalesce:
    """Return how many rows there are, as a subquery."""
    counted = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _free_places() -> Combinable:
    """Return how many places of a team's rounds wait for somebody while marking goes on. No round has too many."""
    marking = Round.objects.filter(team=OuterRef("pk"), stage=Round.Stage.MARKING).order_by().values("team")
    wanted = Subquery(marking.annotate(n=Sum("wanted")).values("n"), output_field=IntegerField())
    taken = Assignment.objects.filter(
        round__team=OuterRef("pk"), round__stage=Round.Stage.MARKING, state__in=Assignment.ACTIVE
    )
    return Coalesce(wanted, Value(0)) - _count(taken, "round__team")
