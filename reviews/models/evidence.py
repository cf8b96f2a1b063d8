from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Article, Story
from reviews.core.verdicts import Stance
from reviews.models.annotation import Annotation
from reviews.models.choices import STANCES, within


class Source(models.Model):
    """What a reviewer found, on their shelf: a page, a document, a broadcast, a person asked, or a recorded search.

    A search has `title` (what was looked for), `place` (where), `accessed` (when), `passage` (what was found) and
    `found_nothing`. A source that is itself an article of the desk points to it: within one story it proves nothing.
    """

    class Kind(models.TextChoices):
        """What kind of thing it is."""

        PAGE = "page", "page"
        DOCUMENT = "document", "document"
        BROADCAST = "broadcast", "broadcast"
        PERSON = "person", "person asked"
        SEARCH = "search", "search"

    uuid = models.UUIDField(unique=True)
    finder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="shelf")
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="shelf", help_text="For which it was found first."
    )
    story = models.ForeignKey(Story, on_delete=models.SET_NULL, null=True, blank=True, related_name="shelf")
    same_as_article = models.ForeignKey(
        Article,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cited_as",
        help_text="If it is one of ours.",
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PAGE)
    title = models.CharField(max_length=300)
    url = models.URLField("address", max_length=2000, blank=True)
    archive_url = models.URLField("archived copy", max_length=2000, blank=True)
    place = models.CharField(max_length=300, blank=True, help_text="Where: an archive, a library, a timecode.")
    passage = models.TextField(max_length=20_000, blank=True, help_text="What it says there.")
    primary = models.BooleanField(default=False, help_text="First hand.")
    confidential = models.BooleanField(default=False, help_text="Never leaves the desk.")
    found_nothing = models.BooleanField(default=False)
    accessed = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When a moderator hid it.")

    class Meta:
        ordering = ["finder", "made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="reviews_source_has_title"),
            models.CheckConstraint(
                condition=Q(kind="search") | Q(found_nothing=False), name="reviews_source_only_searches_find_nothing"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["page", "document", "broadcast", "person", "search"]),
                name="reviews_source_kind_known",
            ),
        ]
        indexes = [models.Index(fields=["finder", "article"], name="reviews_source_shelf")]

    def __str__(self) -> str:
        return self.title


class Evidence(models.Model):
    """A source attached to a mark, with what it says of the passage."""

    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="evidence")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="attached")
    stance = models.CharField(max_length=10, choices=STANCES)
    attached_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["annotation", "attached_at", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["annotation", "source"], name="reviews_evidence_source_once"),
            models.CheckConstraint(condition=within("stance", Stance), name="reviews_evidence_stance"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.stance}"
