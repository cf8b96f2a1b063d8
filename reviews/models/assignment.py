from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from reviews.models.guidelines import Guidelines
from reviews.models.round import NOTE_AT_MOST, Round


class Assignment(models.Model):
    """One reviewer's part in a round."""

    class State(models.TextChoices):
        """From being asked to having submitted, or not."""

        ASSIGNED = "assigned", "assigned"
        STARTED = "started", "started"
        SUBMITTED = "submitted", "submitted"
        DECLINED = "declined", "declined"
        WITHDRAWN = "withdrawn", "withdrawn"

    #: States in which somebody still owes, or has given, a review.
    ACTIVE = (State.ASSIGNED, State.STARTED, State.SUBMITTED)
    #: States in which somebody owes a review.
    OPEN = (State.ASSIGNED, State.STARTED)

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="assignments")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField(max_length=10, choices=State, default=State.ASSIGNED)
    due = models.DateTimeField(null=True, blank=True)
    assigned_at = models.DateTimeField(default=timezone.now)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(max_length=NOTE_AT_MOST, blank=True, help_text="What this reviewer is told.")
    taken = models.BooleanField(default=False, help_text="From the pool, by the reviewer.")
    accepted_at = models.DateTimeField(null=True, blank=True)
    returns_at = models.DateTimeField(
        null=True, blank=True, help_text="When it goes back to the pool unless it is begun or accepted by then."
    )
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was declined or withdrawn.")
    why_ended = models.TextField("why", max_length=NOTE_AT_MOST, blank=True)
    guidelines = models.ForeignKey(
        Guidelines,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        help_text="The version that its team had when the review was begun.",
    )
    responded_at = models.DateTimeField(null=True, blank=True, help_text="When the last claim owed was answered.")
    set_aside_by = models.ForeignKey(
        "reviews.Suspension",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="set_aside",
        help_text="The suspension for which these votes do not count.",
    )

    class Meta:
        ordering = ["round", "assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "reviewer"], name="reviews_assignment_reviewer_once_per_round"),
            models.CheckConstraint(
                condition=Q(state="submitted", submitted_at__isnull=False)
                | (~Q(state="submitted") & Q(submitted_at=None)),
                name="reviews_assignment_submitted_has_its_date",
            ),
        ]
        indexes = [
            models.Index(fields=["reviewer", "state"], name="reviews_assignment_queue"),
            models.Index(fields=["returns_at"], condition=Q(state="assigned"), name="reviews_assignment_returning"),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.round}"
