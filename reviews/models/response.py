from django.db import models
from django.utils import timezone

from reviews.core.verdicts import Answer
from reviews.models.assignment import Assignment
from reviews.models.choices import ANSWERS, within
from reviews.models.claim import Claim


class Response(models.Model):
    """A reviewer's answer to a claim that they had not marked.

    `first_answer` is what they said before they saw the votes: agreement is computed on it, whatever they say later.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="responses")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="responses")
    answer = models.CharField(max_length=14, choices=ANSWERS)
    first_answer = models.CharField(max_length=14, choices=ANSWERS)
    rationale = models.TextField(max_length=20_000, blank=True)
    version = models.PositiveIntegerField(default=1)
    answered_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When a moderator hid it.")

    class Meta:
        ordering = ["claim", "answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "assignment"], name="reviews_response_once_per_claim"),
            models.CheckConstraint(condition=within("answer", Answer), name="reviews_response_answer"),
            models.CheckConstraint(condition=within("first_answer", Answer), name="reviews_response_first_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.answer} ({self.assignment.reviewer})"
