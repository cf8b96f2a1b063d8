"""What waits for a person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from articles.models import Article
from reviews import rules
from reviews.core.verdicts import OutcomeKind
from reviews.models import Annotation, Assignment, Claim, Membership, Response, Round
from reviews.queries.dashboard import articles_with_standing, with_nobody_assigned
from reviews.queries.visible import claims_for

#: Entries of a list on the desk page; the whole list is one click away.
SHOWN = 6


def to_mark(person: object) -> QuerySet[Assignment]:
    """Return the reviews that a person has begun or been given, those begun first, then by due date."""
    return (
        _mine(person)
        .filter(state__in=[Assignment.State.ASSIGNED, Assignment.State.STARTED], round__stage=Round.Stage.MARKING)
        .annotate(
            marks=Count("annotations", filter=Q(annotations__deleted_at=None)),
            begun=Case(When(state=Assignment.State.STARTED, then=0), default=1, output_field=IntegerField()),
        )
        .order_by("begun", F("due").asc(nulls_last=True), "pk")
    )


def to_respond(person: object) -> QuerySet[Assignment]:
    """Return the reviews whose claims a person still owes answers, each with `owed`, by due date."""
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
    return (
        _mine(person)
        .filter(state=Assignment.State.SUBMITTED, round__stage=Round.Stage.RESPONDING, responded_at=None)
        .annotate(owed=Coalesce(Subquery(owed), Value(0)))
        .filter(owed__gt=0)
        .order_by(F("due").asc(nulls_last=True), "pk")
    )


def submitted_and_waiting(person: object) -> QuerySet[Assignment]:
    """Return the reviews that a person has handed in while the round waits for others."""
    return (
        _mine(person)
        .filter(state=Assignment.State.SUBMITTED)
        .exclude(round__stage=Round.Stage.CLOSED)
        .filter(Q(round__stage=Round.Stage.MARKING) | Q(responded_at__isnull=False))
        .order_by("-submitted_at")
    )


def settled_lately(person: object) -> QuerySet[Article]:
    """Return the articles whose rounds were closed last, each with `closed_at`, as far as the person sees what came.

    Newest first, cut short.
    """
    closed = Q(rounds__stage=Round.Stage.CLOSED)
    return (
        articles_with_standing(person)
        .filter(blind=False)
        .annotate(closed_at=Max("rounds__closed_at", filter=closed))
        .filter(closed_at__isnull=False)
        .order_by("-closed_at", "-pk")[:SHOWN]
    )


def _mine(person: object) -> QuerySet[Assignment]:
    """Return a person's assignments with what a line of the queue shows."""
    return Assignment.objects.filter(reviewer=person, round__article__hidden_at=None).select_related(
        "round__article__publication", "round__article__story", "round__team", "round__article__standing"
    )


@dataclass(frozen=True, slots=True)
class Decisions:
    """What waits for an editor or lead: lists cut short, with how many there are in all."""

    to_rule: list[Claim]
    to_rule_count: int
    short: list[Claim]
    short_count: int
    overdue: list[Assignment]
    overdue_count: int
    unassigned: list[Article]
    unassigned_count: int


def decisions(person: object, now: datetime) -> Decisions | None:
    """Return what waits for a person's decision, or None if they decide nothing."""
    if not rules.may_edit_desk(person):
        return None
    claims = decidable(person)
    split = claims.filter(outcome=OutcomeKind.SPLIT)
    short = claims.filter(outcome=OutcomeKind.SHORT)
    overdue = _overdue(person, now)
    unassigned = articles_with_standing(person).filter(with_nobody_assigned()).order_by("imported_at", "pk")
    return Decisions(
        *(list(split[:SHOWN]), split.count()),
        *(list(short[:SHOWN]), short.count()),
        *(list(overdue[:SHOWN]), overdue.count()),
        *(list(unassigned[:SHOWN]), unassigned.count()),
    )


def decidable(person: object) -> QuerySet[Claim]:
    """Return the claims on current texts that a person could decide: of closed rounds of their teams, not voted on.

    Gravest first, then the most divided, then the oldest.
    """
    if not rules.may_edit_desk(person):
        return Claim.objects.none()
    claims = claims_for(person).filter(round__stage=Round.Stage.CLOSED, revision=F("round__article__current"))
    if not rules.sees_every_article(person):
        teams = Membership.objects.filter(person=person, role=Membership.Role.LEAD).values("team")
        claims = claims.filter(round__team__in=teams)
    marked = Annotation.objects.filter(claim=OuterRef("pk"), assignment__reviewer=person, deleted_at=None)
    answered = Response.objects.filter(claim=OuterRef("pk"), assignment__reviewer=person)
    return (
        claims.exclude(Exists(marked))
        .exclude(Exists(answered))
        .select_related("round__article__publication", "round__article__story")
        .order_by("-fabricated", "-disputed", "made_at", "pk")
    )


def _overdue(person: object, now: datetime) -> QuerySet[Assignment]:
    """Return reviews that should have been in, longest first."""
    late = Assignment.objects.filter(due__lt=now, round__article__hidden_at=None).filter(
        Q(state__in=[Assignment.State.ASSIGNED, Assignment.State.STARTED], round__stage=Round.Stage.MARKING)
        | Q(state=Assignment.State.SUBMITTED, round__stage=Round.Stage.RESPONDING, responded_at=None)
    )
    if not rules.sees_every_article(person):
        late = late.filter(
            round__team__in=Membership.objects.filter(person=person, role=Membership.Role.LEAD).values("team")
        )
    return late.select_related("round__article", "reviewer").order_by("due", "pk")
