from django.db import models
from django.db.models import Q
from django.utils import timezone

from reviews.core.verdicts import Verdict
from reviews.models.assignment import Assignment
from reviews.models.choices import VERDICTS, within
from reviews.models.claim import Claim


class ChangeOfMind(models.Model):
    """That a reviewer, having seen the others' votes, now says otherwise of a claim, and why.

    The newest one is their vote. What they said first stays in their mark or response: agreement is computed on it.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="changes_of_mind")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="changes_of_mind")
    before = models.CharField(max_length=12, choices=VERDICTS)
    answer = models.CharField(max_length=12, choices=VERDICTS)
    why = models.TextField(max_length=20_000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["claim", "at", "pk"]
        verbose_name_plural = "changes of mind"
        constraints = [
            models.CheckConstraint(condition=within("before", Verdict), name="reviews_changeofmind_before"),
            models.CheckConstraint(condition=within("answer", Verdict), name="reviews_changeofmind_answer"),
            models.CheckConstraint(condition=~Q(why=""), name="reviews_changeofmind_why"),
        ]

    def __str__(self) -> str:
        return f"{self.before} to {self.answer} ({self.assignment.reviewer})"
