"""The rules of outcomes and statuses in words, with the numbers of a policy: what every page that explains says."""

from fractions import Fraction

from reviews.core.consensus import Outcome
from reviews.core.evidence import asked_for
from reviews.core.policy import Policy
from reviews.core.verdicts import VOTES, OutcomeKind, Status, Verdict
from reviews.core.wording import counted, listed, share


def numbers(policy: Policy) -> str:
    """Return a policy's numbers for outcomes in one line: "quorum 2, majority 2/3, 2 votes for fabricated"."""
    return (
        f"quorum {policy.quorum}, majority {share(policy.majority)}, "
        f"{counted(policy.fabricated_minimum, 'vote')} for fabricated, coverage floor {percent(policy.coverage_floor)}"
    )


def percent(fraction: Fraction) -> str:
    """Return a fraction as percent without decimals that say nothing: "60 %", "66.7 %"."""
    return f"{float(fraction * 100):.1f}".removesuffix(".0") + " %"


def rule_of_outcomes(policy: Policy) -> list[tuple[OutcomeKind, str]]:
    """Return what a claim comes to, line by line: the first line that holds."""
    needed = listed(str(verdict) for verdict in VOTES if verdict in policy.evidence_for)
    evidence = f"; for {needed} the evidence it asks for is attached by somebody who voted it" if needed else ""
    return [
        (OutcomeKind.RULED, "An editor or lead, who had no vote in it, has decided it and said why."),
        (OutcomeKind.OPEN, "Its round is not closed: answers can still come in."),
        (
            OutcomeKind.SETTLED,
            (
                f"There are at least {counted(policy.quorum, 'vote')}, {_majority(policy)} say the same, "
                f"for fabricated at least {policy.fabricated_minimum}{evidence}. "
                "Votes for fabricated that do not settle it count as disputed."
            ),
        ),
        (
            OutcomeKind.UNDETERMINED,
            (
                f"At least {counted(policy.quorum, 'reviewer')} answered, and most of them could not tell; or it "
                "contradicts another claim that stands as verified just as well."
            ),
        ),
        (OutcomeKind.SHORT, f"There are fewer than {counted(policy.quorum, 'vote')}: another reviewer is wanted."),
        (OutcomeKind.SPLIT, "The rest: the votes differ, or lack the evidence. Another reviewer, then a ruling."),
    ]


def rule_of_statuses(policy: Policy) -> list[tuple[Status, str]]:
    """Return what an article's status is, line by line: the first line that holds."""
    return [
        (Status.UNREVIEWED, "Nobody has submitted a review."),
        (Status.IN_REVIEW, "The first round is not closed."),
        (Status.FABRICATED, "A central claim stands as fabricated: the article contains a fabricated claim."),
        (Status.DISPUTED, "A central claim stands as disputed, or an incidental one as fabricated."),
        (Status.CONTESTED, "A central claim is split."),
        (Status.UNDETERMINED, "A central claim is undetermined, or short of votes."),
        (Status.MINOR_ERRORS, "An incidental claim stands as disputed."),
        (
            Status.VERIFIED,
            (
                "There is a claim, every central one stands as verified, and at least "
                f"{percent(policy.coverage_floor)} of the checkable sentences were dealt with."
            ),
        ),
        (Status.THIN, "The rest: what was checked holds, but too little was checked."),
    ]


def rule_of_evidence(policy: Policy) -> list[tuple[Verdict, str]]:
    """Return what each verdict asks for: before it may be submitted, and before it settles a claim."""
    return [
        (verdict, asked_for(verdict) if verdict in policy.evidence_for else f"{verdict.capitalize()} asks for none.")
        for verdict in VOTES
    ]


def wanting(outcome: Outcome, policy: Policy) -> str:
    """Return what a claim still wants before it settles, one sentence; "" where it wants nothing."""
    if outcome.missing:
        return outcome.missing
    missing = policy.quorum - outcome.counts.votes
    sentences = {
        OutcomeKind.OPEN: "It is decided when its round is closed.",
        OutcomeKind.SHORT: f"{counted(missing, 'more vote')} from another reviewer, or a ruling.",
        OutcomeKind.SPLIT: f"{_majority(policy).capitalize()} must say the same: another reviewer, then a ruling.",
        OutcomeKind.UNDETERMINED: "Evidence that lets more reviewers tell, or a ruling.",
    }
    return sentences.get(outcome.kind, "")


def _majority(policy: Policy) -> str:
    """Return the majority as it is said of votes."""
    return "all of them" if policy.majority == 1 else f"at least {share(policy.majority)} of them"
