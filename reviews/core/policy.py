"""The desk's numbers by which marks become outcomes and outcomes a status (DESIGN.md, Policy defaults)."""

from dataclasses import dataclass, field
from fractions import Fraction

from reviews.core.verdicts import Verdict

_BOTH_CHARGES = frozenset({Verdict.DISPUTED, Verdict.FABRICATED})
_ALL_VOTES = frozenset({Verdict.VERIFIED, Verdict.DISPUTED, Verdict.FABRICATED})


@dataclass(frozen=True, slots=True)
class Policy:
    """What a round asks of its reviewers and of their votes.

    `majority` is a fraction above one half, kept exact; `coverage_floor` a fraction in 0..1. The three sets name the
    verdicts that need a reason, a rationale, and evidence before they may be submitted (evidence: before they settle).
    Raises ValueError, one sentence, where the numbers make no sense.
    """

    wanted: int = 2
    quorum: int = 2
    majority: Fraction = Fraction(2, 3)
    fabricated_minimum: int = 2
    coverage_floor: Fraction = Fraction(3, 5)
    reason_for: frozenset[Verdict] = field(default=_BOTH_CHARGES)
    rationale_for: frozenset[Verdict] = field(default=_BOTH_CHARGES)
    evidence_for: frozenset[Verdict] = field(default=_ALL_VOTES)

    def __post_init__(self) -> None:
        """Refuse numbers by which no claim could ever be settled, or any could."""
        if self.quorum < 1:
            raise ValueError("Quorum: at least one vote is needed to settle a claim.")
        if self.wanted < self.quorum:
            raise ValueError("Reviewers wanted: fewer than the quorum could never settle a claim.")
        if not Fraction(1, 2) < self.majority <= 1:
            raise ValueError("Majority: it must lie above one half and be at most 1.")
        if self.fabricated_minimum < 1:
            raise ValueError("Fabricated minimum: at least one vote is needed.")
        if not 0 <= self.coverage_floor <= 1:
            raise ValueError("Coverage floor: it must lie between 0 and 1.")
