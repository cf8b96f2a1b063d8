from django.db import models
from django.utils import timezone

from articles.models import Article
from reviews.core.verdicts import Status
from reviews.models.choices import STATUSES, within
from reviews.models.team import Team


class Standing(models.Model):
    """An article's stored summary: stage, accuracy status, counts, coverage and owning team.

    Written by `actions.settle` only; `manage.py rebuild_standings` computes it afresh.
    """

    class Stage(models.TextChoices):
        """Where the article's newest round is."""

        WAITING = "waiting", "no review yet"
        MARKING = "marking", "marking"
        RESPONDING = "responding", "responding"
        CLOSED = "closed", "closed"

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="standing", primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="standings")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.WAITING)
    status = models.CharField(max_length=12, choices=STATUSES, default=Status.UNREVIEWED)
    under_further_review = models.BooleanField(default=False)
    rests_on = models.TextField(blank=True)
    gravest_quote = models.TextField(blank=True)
    claims = models.PositiveIntegerField(default=0)
    verified = models.PositiveIntegerField(default=0, help_text="Claims that stand as verified.")
    disputed = models.PositiveIntegerField(default=0, help_text="Claims that stand as disputed.")
    fabricated = models.PositiveIntegerField(default=0, help_text="Claims that stand as fabricated.")
    split = models.PositiveIntegerField(default=0)
    fabricated_so_far = models.PositiveIntegerField(
        default=0, help_text="While the first round is open: places that a submitted reviewer called fabricated."
    )
    undecided = models.PositiveIntegerField(default=0, help_text="Claims that are undetermined, short or open.")
    checkable = models.PositiveIntegerField(default=0, help_text="Checkable sentences.")
    checked = models.PositiveIntegerField(default=0)
    dismissed = models.PositiveIntegerField(default=0)
    wanted = models.PositiveSmallIntegerField(default=0)
    assigned = models.PositiveSmallIntegerField(default=0)
    submitted = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["article"]
        constraints = [
            models.CheckConstraint(condition=within("status", Status), name="reviews_standing_status"),
            models.CheckConstraint(
                condition=models.Q(checkable__gte=models.F("checked") + models.F("dismissed")),
                name="reviews_standing_coverage",
            ),
        ]
        indexes = [models.Index(fields=["status"], name="reviews_standing_by_status")]

    def __str__(self) -> str:
        return f"{self.article}: {self.get_status_display()}"

    @property
    def settled(self) -> int:
        """Claims that stand as something."""
        return self.verified + self.disputed + self.fabricated

    @property
    def untouched(self) -> int:
        """Checkable sentences that nobody dealt with."""
        return self.checkable - self.checked - self.dismissed

    @property
    def consensus(self) -> str:
        """How far the claims have come, in words: "7 of 9 settled, 1 split"."""
        words = f"{self.settled} of {self.claims} settled"
        return f"{words}, {self.split} split" if self.split else words
