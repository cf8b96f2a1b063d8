"""Articles with their standing, as a person may see it."""

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from articles.models import Article
from reviews.core.verdicts import OutcomeKind, Status
from reviews.models import Claim, Round
from reviews.queries.visible import articles_for, blinding_rounds


def articles_with_standing(person: object) -> QuerySet[Article]:
    """Return the articles that a person may see, each with `blind` and `shown_status`.

    To whoever is blind, an article under review is in review and nothing more: no status, counts or passages.
    """
    return (
        articles_for(person)
        .select_related("publication", "story", "standing__team")
        .annotate(blind=Exists(blinding_rounds(person).filter(article=OuterRef("pk"))))
        .annotate(
            shown_status=Case(
                When(blind=True, then=Value(Status.IN_REVIEW.value)),
                default=Coalesce("standing__status", Value(Status.UNREVIEWED.value)),
                output_field=CharField(),
            )
        )
    )


def counts_by(articles: QuerySet[Article], field: str) -> dict[object, int]:
    """Return how many of the articles have each value of a field, in one query."""
    return dict(articles.order_by().values_list(field).annotate(n=Count("pk", distinct=True)).values_list(field, "n"))


def needing_a_ruling() -> Q:
    """Return the condition that one of an article's claims is split, so that somebody has to rule."""
    return Q(Exists(Claim.objects.filter(revision=OuterRef("current"), outcome=OutcomeKind.SPLIT)))


def short_of_a_reviewer() -> Q:
    """Return the condition that a claim has too few votes, so that another reviewer is wanted."""
    return Q(Exists(Claim.objects.filter(revision=OuterRef("current"), outcome=OutcomeKind.SHORT)))


def with_nobody_assigned() -> Q:
    """Return the condition that nobody has been asked to review an article, or fewer than are wanted."""
    return (
        Q(standing=None)
        | Q(standing__wanted=0)
        | Q(Exists(Round.objects.filter(article=OuterRef("pk"), stage=Round.Stage.MARKING)), standing__assigned=0)
    )
