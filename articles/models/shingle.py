from django.db import models

from articles.models.revision import Revision


class Shingle(models.Model):
    """One number of a revision's fingerprint (`articles.text.fingerprint`), by which nearly same texts are found."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="shingles")
    value = models.BigIntegerField()

    class Meta:
        ordering = ["revision", "value"]
        constraints = [
            models.UniqueConstraint(fields=["value", "revision"], name="articles_shingle_once"),
        ]

    def __str__(self) -> str:
        return str(self.value)
