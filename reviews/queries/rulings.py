"""The claims that wait for a decision, in the order in which they are best decided."""

from dataclasses import dataclass

from django.db.models import (
    Case,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Greatest

from reviews.core.verdicts import Bearing, OutcomeKind
from reviews.models import Claim, Round
from reviews.queries.claims import with_passages
from reviews.queries.desk import decidable

#: What a claim may wait for, and the outcome that says so.
NEEDS = {"ruling": OutcomeKind.SPLIT, "reviewer": OutcomeKind.SHORT}


def queue(person: object, needs: str) -> QuerySet[Claim]:
    """Return the claims that wait for a person's decision: the most divided, then the gravest, then the oldest first.

    Divided is the share of votes that are not for the verdict with the most. Grave is fabricated before disputed,
    central before incidental. Claims for which another reviewer is at work already (`asked`) come last.
    """
    votes = F("verified") + F("disputed") + F("fabricated")
    most = Greatest("verified", "disputed", "fabricated")
    divided = ExpressionWrapper(Value(1.0) - Cast(most, FloatField()) / Cast(votes, FloatField()), FloatField())
    none = Value(0.0, FloatField())
    further = Round.objects.filter(article=OuterRef("round__article")).exclude(stage=Round.Stage.CLOSED)
    return (
        with_passages(decidable(person))
        .filter(outcome=NEEDS[needs])
        .annotate(
            asked=Exists(further),
            divided=Case(When(verified=0, disputed=0, fabricated=0, then=none), default=divided),
            severity=Case(
                When(fabricated__gt=0, then=2), When(disputed__gt=0, then=1), default=0, output_field=IntegerField()
            ),
            incidental=Case(When(bearing=Bearing.CENTRAL, then=0), default=1, output_field=IntegerField()),
        )
        .order_by("asked", "-divided", "-severity", "incidental", "made_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands in a queue, counted from 1 (0: not in it any more), and the claim that follows."""

    needs: str
    number: int
    total: int
    next: int | None


def place_in_queue(person: object, needs: str, claim: int) -> Place:
    """Return a claim's place in the queue; the first of the others follows one that is not in it."""
    waiting = list(queue(person, needs).values_list("pk", flat=True))
    number = waiting.index(claim) + 1 if claim in waiting else 0
    return Place(needs, number, len(waiting), next(iter(waiting[number:]), None))
