from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from reviews.models.team import Team

#: Characters of a team's guidelines that the desk keeps.
GUIDELINES_AT_MOST = 50_000


class Guidelines(models.Model):
    """One version of what a team tells its reviewers, in Markdown.

    A version is never changed: an assignment remembers the one it was begun under. An empty text takes them back.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="guidelines")
    version = models.PositiveIntegerField(editable=False)
    text = models.TextField(max_length=GUIDELINES_AT_MOST, blank=True)
    what_changed = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["team", "-version"]
        verbose_name_plural = "guidelines"
        constraints = [
            models.UniqueConstraint(fields=["team", "version"], name="reviews_guidelines_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="reviews_guidelines_version"),
        ]

    def __str__(self) -> str:
        return f"{self.team}, guidelines {self.version}"
