from django.conf import settings
from django.db import models
from django.utils import timezone


class Batch(models.Model):
    """What somebody brought in at once; its items are read one by one, whoever is looking or not."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return self.name
