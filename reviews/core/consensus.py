"""What the votes on a claim come to (DESIGN.md, Outcome of a claim)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from reviews.core.evidence import asked_for
from reviews.core.policy import Policy
from reviews.core.verdicts import VOTES, OutcomeKind, Verdict
from reviews.core.wording import counted, listed, share


@dataclass(frozen=True, slots=True)
class Vote:
    """One submitted reviewer's answer to a claim: a vote, or undetermined.

    `has_evidence`: they attached what the policy asks for their answer. `has_refuting` matters for fabricated alone:
    whether they attached what disputed asks for, should the vote count as that (a search that found nothing is evidence
    for fabricated, not for disputed). Left out, it is as `has_evidence` says.
    """

    reviewer: Any
    answer: Verdict
    has_evidence: bool
    has_refuting: bool | None = None

    def shows(self, verdict: Verdict) -> bool:
        """Say whether the voter attached the evidence asked for the verdict that the vote counts as."""
        if self.answer == Verdict.FABRICATED and verdict == Verdict.DISPUTED and self.has_refuting is not None:
            return self.has_refuting
        return self.has_evidence


@dataclass(frozen=True, slots=True)
class Ruling:
    """An editor's or lead's decision; None is "no finding", which removes the claim from the status."""

    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers by what they say, fabricated apart from disputed even where it counts as that."""

    verified: int = 0
    disputed: int = 0
    fabricated: int = 0
    undetermined: int = 0

    @property
    def votes(self) -> int:
        """Return how many answers are votes."""
        return self.verified + self.disputed + self.fabricated

    @property
    def answers(self) -> int:
        """Return how many answers there are, undetermined among them."""
        return self.votes + self.undetermined

    def __str__(self) -> str:
        """Say it in words: "2 verified and 1 disputed", or "none"."""
        return listed(f"{getattr(self, verdict)} {verdict}" for verdict in Verdict if getattr(self, verdict)) or "none"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a claim comes to, and what that rests on.

    `verdict`: as which it is settled or ruled, else None. `backing`: how many votes count for that verdict. `missing`:
    the evidence that alone keeps the claim from being settled, else "".
    """

    kind: OutcomeKind
    verdict: Verdict | None
    counts: Counts
    explanation: str
    missing: str = ""
    backing: int = 0
    has_evidence: bool = False

    @property
    def stands_as(self) -> Verdict | None:
        """Return the verdict that the claim has in the status of its article: its ruling or its settled verdict."""
        return self.verdict

    @property
    def is_dropped(self) -> bool:
        """Say whether a ruling of "no finding" removed the claim from the status."""
        return self.kind == OutcomeKind.RULED and self.verdict is None


def outcome(votes: Iterable[Vote], policy: Policy, *, is_open: bool = False, ruling: Ruling | None = None) -> Outcome:
    """Return what a claim comes to: the first that holds of ruled, open, settled, undetermined, short, split.

    `votes` are the answers of submitted reviewers that are neither hidden nor set aside, one per reviewer (ValueError
    otherwise). Their order never matters. Where a verdict has the votes and only the evidence it asks for is missing,
    the claim is what the remaining lines make of it: undetermined if most answers are, else split, "the rest";
    `missing` says what would settle it.
    """
    given = list(votes)
    if len({vote.reviewer for vote in given}) < len(given):
        raise ValueError("A reviewer has one vote on a claim.")
    counts = Counts(**Counter(Verdict(vote.answer).value for vote in given))
    if ruling is not None:
        return _ruled(ruling, counts)
    if is_open:
        explanation = f"The round is not closed: {counted(counts.answers, 'answer')} so far."
        return Outcome(OutcomeKind.OPEN, None, counts, explanation)
    majorities = _majorities(given, counts, policy)
    for majority in majorities:
        if majority.has_evidence or majority.verdict not in policy.evidence_for:
            return majority.settled(counts, policy)
    return _unsettled(majorities, counts, policy)


@dataclass(frozen=True, slots=True)
class _Majority:
    """A verdict that has the votes to settle a claim, with those who back it."""

    verdict: Verdict
    backers: tuple[Vote, ...]

    @property
    def has_evidence(self) -> bool:
        return any(vote.shows(self.verdict) for vote in self.backers)

    def votes_for_it(self, counts: Counts) -> str:
        """Say how many votes count for the verdict, and as which they were given."""
        counting = ""
        if self.verdict == Verdict.DISPUTED and counts.fabricated:
            counting = f", counting {counts.fabricated} for fabricated"
        say = "says" if len(self.backers) == 1 else "say"
        return f"{len(self.backers)} of {counted(counts.votes, 'vote')} {say} {self.verdict}{counting}"

    def settled(self, counts: Counts, policy: Policy) -> Outcome:
        """Return the claim as settled by this majority."""
        needed = (
            f"{policy.quorum} {'is' if policy.quorum == 1 else 'are'} needed, and {share(policy.majority)} of the votes"
        )
        least = ceil(policy.majority * policy.quorum)
        if self.verdict == Verdict.FABRICATED and policy.fabricated_minimum > least:
            needed += f", at least {policy.fabricated_minimum} of them for fabricated"
        return Outcome(
            OutcomeKind.SETTLED,
            self.verdict,
            counts,
            f"{self.votes_for_it(counts)}; {needed}.",
            backing=len(self.backers),
            has_evidence=self.has_evidence,
        )


def _majorities(votes: Sequence[Vote], counts: Counts, policy: Policy) -> list[_Majority]:
    """Return the verdicts with votes enough to settle, gravest first; fabricated votes also back disputed."""
    if counts.votes < policy.quorum:
        return []
    found = []
    for verdict in reversed(VOTES):
        backers = tuple(vote for vote in votes if vote.answer in _counts_as(verdict))
        least = policy.fabricated_minimum if verdict == Verdict.FABRICATED else 1
        if len(backers) >= max(least, policy.majority * counts.votes):
            found.append(_Majority(verdict, backers))
    return found


def _counts_as(verdict: Verdict) -> tuple[Verdict, ...]:
    """Return the answers that count for a verdict, once fabricated has been found not to settle it."""
    return (Verdict.DISPUTED, Verdict.FABRICATED) if verdict == Verdict.DISPUTED else (verdict,)


def _ruled(ruling: Ruling, counts: Counts) -> Outcome:
    decision = ruling.verdict or "“no finding”, which leaves it out of the status"
    explanation = f"Ruled: {decision}. Answers: {counts}."
    return Outcome(OutcomeKind.RULED, ruling.verdict, counts, explanation)


def _unsettled(majorities: Sequence[_Majority], counts: Counts, policy: Policy) -> Outcome:
    """Return the claim as undetermined, short or split, in this order."""
    missing = _missing(majorities[0]) if majorities else ""
    if counts.answers >= policy.quorum and counts.undetermined > Fraction(counts.answers, 2):
        explanation = (
            f"{counts.undetermined} of {counted(counts.answers, 'answer')} are undetermined. Answers: {counts}."
        )
        return Outcome(OutcomeKind.UNDETERMINED, None, counts, explanation, missing)
    if counts.votes < policy.quorum:
        explanation = f"{counted(counts.votes, 'vote')} of the {policy.quorum} needed. Answers: {counts}."
        return Outcome(OutcomeKind.SHORT, None, counts, explanation)
    if majorities:
        explanation = f"{majorities[0].votes_for_it(counts)}, but without the evidence it asks for."
        return Outcome(OutcomeKind.SPLIT, None, counts, explanation, missing)
    explanation = f"No verdict has {share(policy.majority)} of {counted(counts.votes, 'vote')}. Answers: {counts}."
    return Outcome(OutcomeKind.SPLIT, None, counts, explanation)


def _missing(majority: _Majority) -> str:
    given = {vote.answer for vote in majority.backers}
    voters = " or ".join(answer for answer in VOTES if answer in given)
    return f"{asked_for(majority.verdict)} Nobody who voted {voters} has attached it."
