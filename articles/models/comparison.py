from django.db import models
from django.utils import timezone

from articles.models.story import Story


class Comparison(models.Model):
    """What the articles of a story say of the same things, as it follows from their extracts; written anew as a whole.

    `articles` maps an article's number to the revision that was compared. `topics` are the topics with their conflicts
    and corroborations, the surest conflict first (`articles.crosscheck.compared`). `notes` say what was left out,
    each an article's number (None: of no one article) and why. `conflicts` counts those that nobody dismissed.
    """

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="comparison")
    articles = models.JSONField(default=dict)
    topics = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    conflicts = models.PositiveIntegerField(default=0)
    corroborations = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["story"]

    def __str__(self) -> str:
        return f"comparison of {self.story}"
