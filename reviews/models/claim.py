from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models import Revision
from reviews.core.verdicts import Bearing, OutcomeKind, Verdict
from reviews.models.choices import BEARINGS, OUTCOMES, VERDICTS, within
from reviews.models.round import Round


class Claim(models.Model):
    """What is asserted in one place or several of one revision, marked by one or more reviewers or raised by an editor.

    `start` and `end` are its first occurrence (empty: the article as a whole). The lower half is written by `settle`
    only.
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

    outcome = models.CharField(max_length=12, choices=OUTCOMES, default=OutcomeKind.OPEN)
    stands_as = models.CharField(max_length=12, choices=VERDICTS, blank=True)
    verified = models.PositiveSmallIntegerField(default=0)
    disputed = models.PositiveSmallIntegerField(default=0)
    fabricated = models.PositiveSmallIntegerField(default=0)
    undetermined = models.PositiveSmallIntegerField(default=0)
    explanation = models.TextField(blank=True)

    class Meta:
        ordering = ["revision", "start", "end", "pk"]
        constraints = [
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
