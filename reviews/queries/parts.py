"""Parts in rounds as their reviewers and those who direct them see them."""

from django.db.models import Prefetch, QuerySet

from reviews.models import Assignment, Round
from reviews.queries.visible import articles_for


def rounds_seen(person: object) -> QuerySet[Round]:
    """Return the rounds of the articles that a person may see, with team, article and reviewers."""
    return (
        Round.objects.filter(article__in=articles_for(person).values("pk"))
        .select_related("team", "article__publication", "article__story", "article__standing", "policy")
        .prefetch_related(Prefetch("assignments", queryset=Assignment.objects.select_related("reviewer")))
    )


def parts_of(person: object) -> QuerySet[Assignment]:
    """Return a person's own parts in rounds, also those that have ended."""
    return Assignment.objects.filter(reviewer=person).select_related(
        "round__article__publication", "round__team", "reviewer", "assigned_by"
    )


def parts_seen(person: object) -> QuerySet[Assignment]:
    """Return everybody's parts in the rounds of the articles that a person may see."""
    return Assignment.objects.filter(round__article__in=articles_for(person).values("pk")).select_related(
        "round__article", "round__team", "reviewer"
    )
