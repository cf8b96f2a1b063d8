from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class Story(models.Model):
    """Articles about the same events, compared with each other."""

    title = models.CharField(max_length=200)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        help_text="The story that its articles went to; its title then leads there.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "stories"
        constraints = [models.UniqueConstraint(Lower("title"), name="articles_story_title_once")]

    def __str__(self) -> str:
        return self.title
