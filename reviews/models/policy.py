from fractions import Fraction

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from reviews.core import policy as core
from reviews.core.verdicts import Verdict
from reviews.models.team import Team

#: The fields that keep the numbers of the rule, where they are not called the same.
_FIELDS = {"majority": "majority_of", "coverage_floor": "coverage_floor_percent"}
_NUMBERS = ("wanted", "quorum", "majority_of", "majority_in", "fabricated_minimum", "coverage_floor_percent")


class Policy(models.Model):
    """One version of the desk's numbers, or of a team's own.

    A version is never changed: a round keeps the one it began under.
    """

    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, null=True, blank=True, related_name="policies", help_text="Empty: the desk's."
    )
    version = models.PositiveIntegerField(editable=False)
    wanted = models.PositiveSmallIntegerField("reviewers wanted", default=2)
    quorum = models.PositiveSmallIntegerField(default=2, help_text="Votes needed to settle a claim.")
    majority_of = models.PositiveSmallIntegerField("majority", default=2, help_text="So many votes …")
    majority_in = models.PositiveSmallIntegerField("out of", default=3, help_text="… out of so many; above one half.")
    fabricated_minimum = models.PositiveSmallIntegerField(default=2, help_text="Votes needed to settle “fabricated”.")
    coverage_floor_percent = models.PositiveSmallIntegerField(
        default=60,
        help_text="Percent of the checkable sentences to be dealt with before an article counts as verified.",
    )
    reason_for = models.JSONField(default=list, help_text="Verdicts that need a reason.")
    rationale_for = models.JSONField(default=list, help_text="Verdicts that need a rationale.")
    evidence_for = models.JSONField(default=list, help_text="Verdicts that need evidence.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["team", "-version"]
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint(fields=["team", "version"], name="reviews_policy_version_once_per_team"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(team=None), name="reviews_policy_version_once_for_the_desk"
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="reviews_policy_quorum"),
            models.CheckConstraint(condition=Q(wanted__gte=F("quorum")), name="reviews_policy_wanted"),
            models.CheckConstraint(
                condition=Q(majority_of__lte=F("majority_in")) & Q(majority_in__lt=F("majority_of") * 2),
                name="reviews_policy_majority",
            ),
            models.CheckConstraint(condition=Q(fabricated_minimum__gte=1), name="reviews_policy_fabricated"),
            models.CheckConstraint(condition=Q(coverage_floor_percent__lte=100), name="reviews_policy_floor"),
        ]

    def __str__(self) -> str:
        return f"{self.team or 'The desk'}, policy {self.version}"

    def clean(self) -> None:
        """Refuse numbers that make no sense, with the sentence of the rule beside each number that it is about."""
        if any(getattr(self, name) is None for name in _NUMBERS):
            return  # The field itself says that a number is wanted.
        if not self.majority_in:
            raise ValidationError({"majority_in": "Majority: so many votes out of at least one."})
        wrong = core.nonsense(
            wanted=self.wanted,
            quorum=self.quorum,
            majority=Fraction(self.majority_of, self.majority_in),
            fabricated_minimum=self.fabricated_minimum,
            coverage_floor=Fraction(self.coverage_floor_percent, 100),
        )
        if wrong:
            raise ValidationError({_FIELDS.get(name, name): sentence for name, sentence in wrong.items()})

    def numbers(self) -> core.Policy:
        """Return the numbers as the pure rules take them."""
        return core.Policy(
            wanted=self.wanted,
            quorum=self.quorum,
            majority=Fraction(self.majority_of, self.majority_in),
            fabricated_minimum=self.fabricated_minimum,
            coverage_floor=Fraction(self.coverage_floor_percent, 100),
            reason_for=frozenset(Verdict(value) for value in self.reason_for),
            rationale_for=frozenset(Verdict(value) for value in self.rationale_for),
            evidence_for=frozenset(Verdict(value) for value in self.evidence_for),
        )
