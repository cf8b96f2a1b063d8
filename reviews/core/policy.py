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
    Raises ValueError, a sentence for each number that makes no sense.
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
        wrong = nonsense(
            wanted=self.wanted,
            quorum=self.quorum,
            majority=self.majority,
            fabricated_minimum=self.fabricated_minimum,
            coverage_floor=self.coverage_floor,
        )
        if wrong:
            raise ValueError(" ".join(wrong.values()))


def nonsense(
    *, wanted: int, quorum: int, majority: Fraction, fabricated_minimum: int, coverage_floor: Fraction
) -> dict[str, str]:
    """Return what makes no sense in the numbers of a policy: a sentence by the name of the number it is about."""
    rules = (
        ("quorum", quorum < 1, "Quorum: at least one vote is needed to settle a claim."),
        ("wanted", wanted < quorum, "Reviewers wanted: fewer than the quorum could never settle a claim."),
        ("majority", not Fraction(1, 2) < majority <= 1, "Majority: it must lie above one half and be at most 1."),
        ("fabricated_minimum", fabricated_minimum < 1, "Fabricated minimum: at least one vote is needed."),
        ("coverage_floor", not 0 <= coverage_floor <= 1, "Coverage floor: it must lie between 0 and 1."),
    )
    return {name: sentence for name, broken, sentence in rules if broken}
