from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from reviews.models.claim import Claim


class Occurrence(models.Model):
    """A further place where a claim is asserted, added by an editor or brought along by a merged claim."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="occurrences")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["claim", "start", "end"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "start", "end"], name="reviews_occurrence_once"),
            models.CheckConstraint(condition=Q(start__gte=0, end__gt=F("start")), name="reviews_occurrence_span"),
        ]

    def __str__(self) -> str:
        return f"{self.claim}, {self.start}–{self.end}"
