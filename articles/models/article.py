from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.publication import Publication
from articles.models.story import Story


class Article(models.Model):
    """One published piece; its text lives in revisions, `current` is the newest."""

    title = models.CharField(max_length=300)
    title_proposed = models.BooleanField(
        default=False,
        help_text="The file had no headline; this title was proposed from the text and is not part of it.",
    )
    byline = models.CharField(max_length=300, blank=True)
    published = models.DateField(null=True, blank=True)
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, blank=True, related_name="articles"
    )
    story = models.ForeignKey(Story, on_delete=models.SET_NULL, null=True, blank=True, related_name="articles")
    language = models.CharField(max_length=8, blank=True)
    url = models.URLField("address", max_length=2000, blank=True)
    canonical = models.CharField(
        max_length=500,
        blank=True,
        editable=False,
        help_text="The address as addresses are compared (`articles.addresses`).",
    )
    current = models.OneToOneField(
        "articles.Revision", on_delete=models.PROTECT, null=True, editable=False, related_name="current_of"
    )
    imported_at = models.DateTimeField(default=timezone.now, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    hidden_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When a moderator hid it.")

    class Meta:
        ordering = ["-imported_at", "-pk"]
        indexes = [
            models.Index(fields=["-imported_at", "-id"], name="articles_article_newest"),
            models.Index(fields=["canonical"], condition=~models.Q(canonical=""), name="articles_article_by_address"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="articles_article_has_title"),
        ]

    def __str__(self) -> str:
        return self.title
