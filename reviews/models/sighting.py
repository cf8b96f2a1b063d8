from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models import Article


class Sighting(models.Model):
    """That a person has seen other people's marks on an article: they can no longer be a blind reviewer of it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sightings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sightings")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["article", "at"]
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="reviews_sighting_once")]

    def __str__(self) -> str:
        return f"{self.person} has seen the marks on {self.article}"
