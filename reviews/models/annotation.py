from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Revision
from reviews.core.verdicts import Bearing, Reason, Verdict
from reviews.models.assignment import Assignment
from reviews.models.choices import BEARINGS, REASONS, VERDICTS, within
from reviews.models.claim import Claim


class Annotation(models.Model):
    """One reviewer's mark on one span, or (without a span) on the article as a whole.

    `uuid` is made by the client, so that a repeated save is harmless; `version` counts the saves, so that a stale one
    is noticed. An empty verdict means "to check". `claim` is set at the reveal and frozen then.
    `same_as` is the mark of which this one is another occurrence: the same point at another place. Marks of one point
    say the same.
    """

    uuid = models.UUIDField(unique=True)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="annotations")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="annotations")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    verdict = models.CharField(max_length=12, choices=VERDICTS, blank=True)
    reason = models.CharField(max_length=20, choices=REASONS, blank=True)
    rationale = models.TextField(max_length=20_000, blank=True)
    bearing = models.CharField(max_length=10, choices=BEARINGS, default=Bearing.CENTRAL)
    reported = models.BooleanField(
        default=False, help_text="The passage reports what somebody said; the mark judges whether they said it."
    )
    same_as = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="occurrences")
    claim = models.ForeignKey(Claim, on_delete=models.SET_NULL, null=True, blank=True, related_name="annotations")
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When a moderator hid it.")

    #: Of a mark that was just changed: start, end and verdict before. Not stored.
    before: tuple[int | None, int | None, str] | None = None

    class Meta:
        ordering = ["revision", "start", "end", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(start__gte=0, end__gt=F("start")), name="reviews_annotation_span"
            ),
            models.CheckConstraint(condition=within("verdict", Verdict, blank=True), name="reviews_annotation_verdict"),
            models.CheckConstraint(condition=within("reason", Reason, blank=True), name="reviews_annotation_reason"),
            models.CheckConstraint(condition=within("bearing", Bearing), name="reviews_annotation_bearing"),
        ]
        indexes = [models.Index(fields=["assignment", "deleted_at"], name="reviews_annotation_of")]

    def __str__(self) -> str:
        return f"{self.verdict or 'to check'}, {self.start}–{self.end}"

    @property
    def point(self) -> int:
        """The number that this mark shares with the other occurrences of its point."""
        return self.same_as_id or self.pk
