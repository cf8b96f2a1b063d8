from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Revision
from reviews.models.assignment import Assignment


class Note(models.Model):
    """A note to self on a passage: seen by its author alone, part of no claim, and never handed in.

    `uuid` and `version` as for a mark.
    """

    uuid = models.UUIDField(unique=True)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="notes")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="notes")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField(max_length=20_000, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["revision", "start", "end", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(start__gte=0, end__gt=F("start")), name="reviews_note_span"),
        ]
        indexes = [models.Index(fields=["assignment", "deleted_at"], name="reviews_note_of")]

    def __str__(self) -> str:
        return f"note, {self.start}–{self.end}"
