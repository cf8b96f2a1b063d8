"""What a verdict must be shown with (DESIGN.md, Policy defaults), and what a mark still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass

from reviews.core.policy import Policy
from reviews.core.verdicts import REASONS, Reason, Stance, Verdict

_ASKED = {
    Verdict.VERIFIED: "a source from outside the story that supports it",
    Verdict.DISPUTED: "a source from outside the story that refutes it",
    Verdict.FABRICATED: "a source from outside the story that refutes it, or a recorded search that found nothing",
}


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A source or a recorded search, as attached to one mark.

    `from_story`: it is an article of the story under review. Articles of one story never prove each other, so such an
    item is context, whatever stance its finder gave it.
    """

    stance: Stance
    is_search: bool = False
    found_nothing: bool = False
    from_story: bool = False

    def is_source(self, stance: Stance) -> bool:
        """Say whether this is a source from outside the story with that stance; a search is none."""
        return self.stance == stance and not self.is_search and not self.from_story

    @property
    def is_vain_search(self) -> bool:
        """Say whether this is a recorded search that found nothing."""
        return self.is_search and self.found_nothing


def satisfies(verdict: Verdict, items: Iterable[EvidenceItem]) -> bool:
    """Say whether the items are the evidence that a verdict asks for; undetermined asks for none."""
    match verdict:
        case Verdict.VERIFIED:
            return any(item.is_source(Stance.SUPPORTS) for item in items)
        case Verdict.DISPUTED:
            return any(item.is_source(Stance.REFUTES) for item in items)
        case Verdict.FABRICATED:
            return any(item.is_source(Stance.REFUTES) or item.is_vain_search for item in items)
        case _:
            return True


def asked_for(verdict: Verdict) -> str:
    """Return the sentence that says what evidence a verdict asks for."""
    return f"{verdict.capitalize()} asks for {_ASKED.get(verdict, 'no evidence')}."


def missing_for_submission(
    verdict: Verdict | None, reason: Reason | None, rationale: str, items: Iterable[EvidenceItem], policy: Policy
) -> list[str]:
    """Return what the policy still asks of one mark before it may be submitted, a few words each: "a reason".

    `verdict` is None while the mark is still "to check". An empty list: the mark is complete.
    """
    if verdict is None:
        return ["a verdict, or undetermined"]
    items = list(items)
    missing = []
    reasons = REASONS[verdict]
    if reason is not None and reason not in reasons:
        missing.append(f"a reason for {verdict}: “{reason.replace('_', ' ')}” is none")
    elif reason is None and reasons and verdict in policy.reason_for:
        missing.append("a reason")
    if verdict in policy.rationale_for and not rationale.strip():
        missing.append("a rationale")
    if verdict in policy.evidence_for and not satisfies(verdict, items):
        missing.append(_evidence_for(verdict, items))
    return missing


def _evidence_for(verdict: Verdict, items: list[EvidenceItem]) -> str:
    """Return the evidence that is missing, in a few words; where what is there is of the story, that it must not be."""
    stance = Stance.SUPPORTS if verdict == Verdict.VERIFIED else Stance.REFUTES
    outside = " from outside the story" if any(item.from_story and item.stance == stance for item in items) else ""
    search = ", or a search that found nothing" if verdict == Verdict.FABRICATED else ""
    return f"a source{outside} that {stance} it{search}"
