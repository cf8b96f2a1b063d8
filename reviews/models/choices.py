"""The scales of reviews/core/verdicts.py as Django offers them, and a helper for constraints on them."""

from enum import StrEnum

from django.db import models

from reviews.core import verdicts


def choices(scale: type[StrEnum]) -> list[tuple[str, str]]:
    """Return a scale as (value, words on the screen)."""
    return [(step.value, step.value.replace("_", " ")) for step in scale]


def within(field: str, scale: type[StrEnum], *, blank: bool = False) -> models.Q:
    """Return the condition that a column holds a step of the scale, or with `blank` nothing."""
    allowed = [step.value for step in scale]
    return models.Q(**{f"{field}__in": ["", *allowed] if blank else allowed})


VERDICTS = choices(verdicts.Verdict)
REASONS = choices(verdicts.Reason)
BEARINGS = choices(verdicts.Bearing)
STANCES = choices(verdicts.Stance)
DISMISSALS = choices(verdicts.DismissalKind)
ANSWERS = choices(verdicts.Answer)
OUTCOMES = choices(verdicts.OutcomeKind)
STATUSES = choices(verdicts.Status)
