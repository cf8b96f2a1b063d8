from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article
from articles.models.original import Original


class Revision(models.Model):
    """One immutable text of an article, with its blocks and sentences, and where and when it came from.

    `blocks` is a list of {kind, level, start, end} that tiles the text; `sentences` a list of {start, end, why}, where
    `why` names what makes a sentence worth checking (empty: nothing does). All offsets are code points.

    The text never changes. `blocks` and `sentences` are what was read of it, with the editors' corrections
    (`BlockCorrection`) applied.

    `origin` is the address as addresses are compared, or else the publication, or else nothing: the same text from the
    same origin is the same article, from two origins it is two (and a copy).
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    length = models.PositiveIntegerField(help_text="Code points.")
    sha256 = models.CharField(max_length=64)
    origin = models.CharField(max_length=500, blank=True)
    blocks = models.JSONField()
    sentences = models.JSONField()
    warnings = models.JSONField(default=list)
    source_name = models.CharField(max_length=500, blank=True, help_text="The file or address that it was read from.")
    original = models.ForeignKey(
        Original, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="revisions"
    )
    imported_at = models.DateTimeField(default=timezone.now, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="articles_revision_number_once"),
            models.UniqueConstraint(fields=["sha256", "origin"], name="articles_revision_text_once_per_origin"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, length__gte=1), name="articles_revision_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}, revision {self.number}"
