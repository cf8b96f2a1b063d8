from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class Team(models.Model):
    """Reviewers, leads and observers who share articles."""

    name = models.CharField(max_length=120)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="reviews.Membership", related_name="teams")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="reviews_team_name_once")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person's part in one team."""

    class Role(models.TextChoices):
        """What a member may do there."""

        OBSERVER = "observer", "observer"
        REVIEWER = "reviewer", "reviewer"
        LEAD = "lead", "lead"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["team", "person"]
        constraints = [
            models.UniqueConstraint(fields=["team", "person"], name="reviews_membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["observer", "reviewer", "lead"]), name="reviews_membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role} of {self.team}"
