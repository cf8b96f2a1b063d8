from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from reviews.models.claim import Claim


class ClaimLink(models.Model):
    """What somebody says of two claims of different articles: the same, similar, or unrelated. Nothing follows from it.

    `one` is the claim with the lower number. `one_stood` and `other_stood` are what each came to when they were linked,
    so that it is noticed when that is so no more.
    """

    class Kind(models.TextChoices):
        """How two claims go together."""

        SAME = "same", "the same claim"
        SIMILAR = "similar", "a similar claim"
        UNRELATED = "unrelated", "unrelated"

    one = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    one_stood = models.CharField(max_length=12)
    other_stood = models.CharField(max_length=12)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["one", "other"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="reviews_claim_link_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="reviews_claim_link_one_before_other"),
            models.CheckConstraint(
                condition=Q(kind__in=["same", "similar", "unrelated"]), name="reviews_claim_link_kind"
            ),
        ]
        indexes = [models.Index(fields=["other"], name="reviews_claim_link_by_other")]

    def __str__(self) -> str:
        return f"“{self.one}” and “{self.other}”: {self.kind}"
