from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.story import Story


class DismissedConflict(models.Model):
    """That somebody looked at a conflict of a story and says that it is none.

    It is known again by what it is about and by what each side says, in folded words (`crosscheck.compared.covers`):
    so it stays dismissed when the story is compared again, and comes back when a side is new.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="dismissed_conflicts")
    aspect = models.CharField(max_length=20)
    about = models.CharField(max_length=300)
    sides = models.JSONField(help_text="Per side the words that were compared, folded.")
    words = models.CharField(max_length=500, help_text="The sides as they were shown.")
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["story", "-at", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="articles_dismissed_conflict_why")]

    def __str__(self) -> str:
        return f"{self.about}: {self.words}"
