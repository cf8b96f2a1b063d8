from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from reviews.models.claim import Claim


class Contradiction(models.Model):
    """That two claims, of one article or of two, cannot both be true. `one` is the claim with the lower number."""

    one = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["one", "other"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="reviews_contradiction_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="reviews_contradiction_one_before_other"),
        ]

    def __str__(self) -> str:
        return f"“{self.one}” and “{self.other}”"
