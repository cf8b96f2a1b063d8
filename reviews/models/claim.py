from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models import Revision
from reviews.core.verdicts import Bearing, OutcomeKind, Verdict
from reviews.models.choices import BEARINGS, OUTCOMES, VERDICTS, within
from reviews.models.round import Round


class LivingClaims(models.Manager):
    """The claims that count: neither merged into another nor withdrawn."""

    def get_queryset(self) -> models.QuerySet["Claim"]:
        """Leave out what an editor took away; it keeps its row, its number and its history."""
        return super().get_queryset().filter(merged_into=None, withdrawn_at=None)


class Claim(models.Model):
    """What is asserted in one place or several of one revision, marked by one or more reviewers or raised by an editor.

    `start` and `end` are its first occurrence (empty: the article as a whole); others are in `occurrences`. `version`
    counts what happened to it, so that a decision on what stood before is noticed. The lower half is written by
    `settle` only. `objects` are the claims that count, `every` also those merged into another or withdrawn.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="claims", help_text="That formed it.")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="claims")
    statement = models.TextField()
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    bearing = models.CharField(max_length=10, choices=BEARINGS, default=Bearing.CENTRAL)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, editable=False, related_name="absorbed"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    outcome = models.CharField(max_length=12, choices=OUTCOMES, default=OutcomeKind.OPEN)
    stands_as = models.CharField(max_length=12, choices=VERDICTS, blank=True)
    verified = models.PositiveSmallIntegerField(default=0)
    disputed = models.PositiveSmallIntegerField(default=0)
    fabricated = models.PositiveSmallIntegerField(default=0)
    undetermined = models.PositiveSmallIntegerField(default=0)
    explanation = models.TextField(blank=True)

    every = models.Manager()
    objects = LivingClaims()

    class Meta:
        default_manager_name = "objects"
        ordering = ["revision", "start", "end", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(statement=""), name="reviews_claim_statement"),
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("pk")), name="reviews_claim_not_itself"),
            models.CheckConstraint(
                condition=models.Q(start=None, end=None) | models.Q(start__gte=0, end__gt=models.F("start")),
                name="reviews_claim_span",
            ),
            models.CheckConstraint(condition=within("outcome", OutcomeKind), name="reviews_claim_outcome"),
            models.CheckConstraint(condition=within("stands_as", Verdict, blank=True), name="reviews_claim_stands_as"),
            models.CheckConstraint(condition=within("bearing", Bearing), name="reviews_claim_bearing"),
        ]
        indexes = [models.Index(fields=["outcome"], name="reviews_claim_by_outcome")]

    def __str__(self) -> str:
        return self.statement

    @property
    def is_living(self) -> bool:
        """Whether it counts: neither merged into another claim nor withdrawn."""
        return self.merged_into_id is None and self.withdrawn_at is None

    @property
    def is_quote(self) -> bool:
        """Whether its statement is the passage itself, which `with_passages` brings; else an editor has worded it."""
        return self.start is not None and getattr(self, "passage", self.statement) == self.statement

    @property
    def places(self) -> list[tuple[int, int]]:
        """Every place of the text where it is asserted, in order; none for a claim about the article as a whole."""
        first = [] if self.start is None else [(self.start, self.end)]
        return sorted({*first, *((place.start, place.end) for place in self.occurrences.all())})
