from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone

from reviews.core.verdicts import Verdict
from reviews.models.choices import VERDICTS
from reviews.models.claim import Claim

#: Characters that the reason of a ruling has at least.
REASON_AT_LEAST = 20

models.TextField.register_lookup(Length)


class Ruling(models.Model):
    """An editor's or lead's decision on a claim. Empty verdict: "no finding", which removes it from the status.

    A revised ruling replaces the former one, which is kept: `replaced_at` is empty for the one in force.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="rulings")
    verdict = models.CharField(max_length=12, choices=VERDICTS, blank=True)
    reason = models.TextField(max_length=20_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rulings")
    at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["claim", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(replaced_at=None), name="reviews_ruling_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["", *[v.value for v in Verdict if v is not Verdict.UNDETERMINED]]),
                name="reviews_ruling_verdict",
            ),
            models.CheckConstraint(condition=Q(reason__length__gte=REASON_AT_LEAST), name="reviews_ruling_reason"),
        ]

    def __str__(self) -> str:
        return self.verdict or "no finding"
