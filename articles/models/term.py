from django.db import models

from articles.models.revision import Revision


class Term(models.Model):
    """A word of a sentence by which the sentence is found (`articles.passages`), of an article's current text only."""

    value = models.BigIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="terms", db_index=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["revision", "start", "pk"]
        indexes = [
            models.Index(fields=["value", "revision"], name="articles_term_by_value"),
            models.Index(fields=["revision"], name="articles_term_by_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.value}, {self.start}–{self.end}"
