from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Revision
from reviews.core.verdicts import DismissalKind
from reviews.models.assignment import Assignment
from reviews.models.choices import DISMISSALS, within


class Dismissal(models.Model):
    """A checkable sentence that a reviewer says holds nothing to check."""

    uuid = models.UUIDField(unique=True)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="dismissals")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="dismissals")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=DISMISSALS, default=DismissalKind.NOTHING)
    made_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["revision", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(start__gte=0, end__gt=F("start")), name="reviews_dismissal_span"),
            models.CheckConstraint(condition=within("kind", DismissalKind), name="reviews_dismissal_kind"),
            models.UniqueConstraint(
                fields=["assignment", "start", "end"],
                condition=Q(deleted_at=None),
                name="reviews_dismissal_sentence_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.start}–{self.end}"
