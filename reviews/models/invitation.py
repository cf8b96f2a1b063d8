from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from reviews.models.team import Membership, Team

_OPEN = Q(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """That somebody was asked by e-mail to join: a team in a role, or (by an admin) the desk in a role of its own.

    The link holds a token of which only the SHA-256 is kept. Sent again, it has a new token and a new end.
    """

    class DeskRole(models.TextChoices):
        """Desk-wide roles that an admin may invite to; `member` is for those who join a team."""

        MEMBER = "member", "member"
        EDITOR = "editor", "editor"
        MODERATOR = "moderator", "moderator"
        ADMIN = "admin", "admin"

    email = models.EmailField("e-mail")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    role = models.CharField("role in the team", max_length=10, choices=Membership.Role, blank=True)
    desk_role = models.CharField("role on the desk", max_length=12, choices=DeskRole, default=DeskRole.MEMBER)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), "team", condition=_OPEN & Q(team__isnull=False), name="reviews_invitation_team_once"
            ),
            models.UniqueConstraint(
                Lower("email"), condition=_OPEN & Q(team=None), name="reviews_invitation_desk_once"
            ),
            models.CheckConstraint(
                condition=Q(team=None, role="") | Q(team__isnull=False, role__in=["observer", "reviewer", "lead"]),
                name="reviews_invitation_role_in_team",
            ),
            models.CheckConstraint(
                condition=Q(desk_role__in=["member", "editor", "moderator", "admin"]),
                name="reviews_invitation_desk_role_known",
            ),
            models.CheckConstraint(
                condition=Q(team__isnull=False) | ~Q(desk_role="member"), name="reviews_invitation_to_something"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, revoked_at=None),
                name="reviews_invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.offered}"

    @property
    def offered(self) -> str:
        """What it offers, in words: "reviewer of Culture"."""
        words = f"{self.role} of {self.team}" if self.team_id else ""
        desk = self.desk_role if self.desk_role != self.DeskRole.MEMBER else ""
        return " and ".join(filter(None, [desk, words]))

    def is_open(self, now: datetime) -> bool:
        """Whether its link still works."""
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at
