from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from reviews.models.claim import Claim


class Comment(models.Model):
    """One contribution to the discussion of a claim. `uuid` is made with the form: sent twice, it is there once."""

    uuid = models.UUIDField(unique=True)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(max_length=20_000)
    made_at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When a moderator hid it.")

    class Meta:
        ordering = ["claim", "made_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reviews_comment_text")]

    def __str__(self) -> str:
        return f"{self.author} on “{self.claim}”"
