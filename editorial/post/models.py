"""The outbox: an e-mail is a row before it is a message, so that none is lost and none stops an action."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Letter(models.Model):
    """One e-mail. Its text, which may hold a link that signs in, is blanked when it has been sent.

    `next_try` is when it goes out, or out again; empty when it was sent or given up.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    next_try = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["next_try"], condition=Q(next_try__isnull=False), name="post_letter_waiting"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(sent_at=None) | Q(next_try=None), name="post_letter_sent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.to})"
