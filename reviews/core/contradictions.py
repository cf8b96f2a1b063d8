"""Claims that contradict each other cannot both stand as verified (DESIGN.md, last rule on stories)."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from reviews.core.consensus import Outcome
from reviews.core.verdicts import OutcomeKind, Verdict

K = TypeVar("K", bound=Hashable)


def contradicted(outcomes: Mapping[K, Outcome], pairs: Iterable[tuple[K, K]]) -> dict[K, Outcome]:
    """Return the outcomes with contradicting claims no longer both verified.

    `pairs` link two claims each. Where both stand as verified, a ruling outweighs votes, and evidence from outside the
    story outweighs none: the stronger claim stands, the other is undetermined. Where they are equally strong, both
    are. Every pair is judged by the outcomes as given, so the order of the pairs never matters. The action that rules
    refuses a second ruling; should two stand all the same, both claims are undetermined.
    """
    found = dict(outcomes)
    for one, other in pairs:
        first, second = outcomes[one], outcomes[other]
        if first.stands_as == second.stands_as == Verdict.VERIFIED:
            if _strength(first) <= _strength(second):
                found[one] = _undetermined(first)
            if _strength(second) <= _strength(first):
                found[other] = _undetermined(second)
    return found


def _strength(outcome: Outcome) -> tuple[bool, bool]:
    return outcome.kind == OutcomeKind.RULED, outcome.has_evidence


def _undetermined(outcome: Outcome) -> Outcome:
    return replace(
        outcome,
        kind=OutcomeKind.UNDETERMINED,
        verdict=None,
        explanation=f"{outcome.explanation} It contradicts another claim that stands as verified, so it cannot.",
    )
