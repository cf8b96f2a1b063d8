from django.db import models

from articles.models.revision import Revision


class KeyName(models.Model):
    """A name or phrase that a revision speaks of much (`articles.kinship`), to find those of one story."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="key_names")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["revision", "pk"]
        constraints = [models.UniqueConstraint(fields=["name", "revision"], name="articles_key_name_once")]

    def __str__(self) -> str:
        return self.name
