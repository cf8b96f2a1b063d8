"""The pool: places in rounds that are open to a team's reviewers, the most urgent first."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from reviews.models import Assignment, Membership, Round, Ruling, Sighting
from reviews.queries.eligible import hindrance
from reviews.queries.people import profiles


def open_places() -> QuerySet[Round]:
    """Return the rounds being marked that have a place which nobody has, each with `places`, the most urgent first:

    by priority, then by due date (those with none last), then by how long they have been open.
    """
    active = Count("assignments", filter=Q(assignments__state__in=Assignment.ACTIVE))
    return (
        Round.objects.filter(stage=Round.Stage.MARKING, revision=F("article__current"))
        .annotate(places=F("wanted") - active)
        .filter(places__gt=0)
        .select_related("article__publication", "article__story", "team")
        .order_by("-priority", F("due").asc(nulls_last=True), "opened_at", "pk")
    )


def pool_of(person: object) -> QuerySet[Round]:
    """Return the open places of the teams that a person reviews for, but for what they could not review blind.

    Nor what they had a part in: who gave a place back, or did not begin it in time, may still be asked by name.
    """
    if not person.is_active:
        return open_places().none()
    teams = Membership.objects.filter(person=person, role=Membership.Role.REVIEWER).values("team")
    mine = Assignment.objects.filter(reviewer=person)
    article = OuterRef("article")
    return (
        open_places()
        .filter(team__in=teams)
        .exclude(Exists(mine.filter(round=OuterRef("pk"))))
        .exclude(Exists(mine.filter(round__article=article, submitted_at__isnull=False)))
        .exclude(Exists(Sighting.objects.filter(article=article, person=person)))
        .exclude(Exists(Ruling.objects.filter(claim__round__article=article, by=person)))
    )


def may_take(person: object, rounds: Iterable[Round], now: datetime) -> list[Round]:
    """Return those of the rounds that no conflict of interest, language or absence keeps the person from."""
    rounds = list(rounds)
    if not rounds:
        return []
    profile = profiles([person])[person.pk]
    return [round_ for round_ in rounds if not hindrance(profile, round_.article, now=now, due=round_.due)]


def due_back(now: datetime) -> QuerySet[Assignment]:
    """Return the reviews that should go back to the pool by then: given, not begun, and their time is over."""
    return Assignment.objects.filter(
        state=Assignment.State.ASSIGNED, round__stage=Round.Stage.MARKING, returns_at__lte=now
    ).select_related("round__article", "reviewer")
