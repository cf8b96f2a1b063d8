from django.conf import settings
from django.db import models
from django.utils import timezone

from reviews.models.claim import Claim
from reviews.models.evidence import Source


class ClaimSource(models.Model):
    """A source that an editor put beside a claim as context: it is nobody's evidence and counts for no vote."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="context")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="beside")
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["claim", "put_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["claim", "source"], name="reviews_claim_source_once")]

    def __str__(self) -> str:
        return f"{self.source} beside “{self.claim}”"
