from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Article, Revision
from reviews.models.policy import Policy
from reviews.models.team import Team

#: Characters of what an editor tells reviewers.
NOTE_AT_MOST = 2_000


class Round(models.Model):
    """One review of one revision: its team, its policy, how many reviewers it wants.

    Marking, then responding, then closed. While it is being marked, the places that nobody has are its team's pool.
    """

    class Stage(models.TextChoices):
        """The two passes, and their end."""

        MARKING = "marking", "marking"
        RESPONDING = "responding", "responding"
        CLOSED = "closed", "closed"

    class Priority(models.IntegerChoices):
        """How soon it is wanted: what is urgent is taken from the pool first."""

        LOW = 0, "low"
        NORMAL = 1, "normal"
        HIGH = 2, "high"
        URGENT = 3, "urgent"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="rounds")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="rounds")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="rounds")
    recomputed_under = models.ForeignKey(
        Policy,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The version that its claims are judged by now, if an admin recomputed them.",
    )
    wanted = models.PositiveSmallIntegerField("reviewers wanted")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.MARKING)
    due = models.DateTimeField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    note = models.TextField(max_length=NOTE_AT_MOST, blank=True, help_text="What its reviewers are told.")
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    revealed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="reviews_round_number_once"),
            models.UniqueConstraint(
                fields=["article"], condition=~Q(stage="closed"), name="reviews_round_one_open_per_article"
            ),
            models.CheckConstraint(condition=Q(wanted__gte=1), name="reviews_round_wanted"),
            models.CheckConstraint(condition=Q(priority__lte=3), name="reviews_round_priority"),
            models.CheckConstraint(
                condition=Q(stage="marking", revealed_at=None, closed_at=None)
                | Q(stage="responding", revealed_at__isnull=False, closed_at=None)
                | Q(stage="closed", revealed_at__isnull=False, closed_at__isnull=False),
                name="reviews_round_stage_has_its_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}, round {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether answers can still come in."""
        return self.stage != self.Stage.CLOSED

    @property
    def judged_by(self) -> Policy:
        """The policy that its claims are judged by: the one it began under, unless it was recomputed since."""
        return self.recomputed_under or self.policy
