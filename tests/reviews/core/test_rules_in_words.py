"""The rules in words name every line, in the order in which they hold, with the policy's own numbers."""

from fractions import Fraction

from reviews.core.consensus import Vote, outcome
from reviews.core.policy import Policy
from reviews.core.rules_in_words import numbers, rule_of_evidence, rule_of_outcomes, rule_of_statuses, wanting
from reviews.core.verdicts import OutcomeKind, Status, Verdict

V, D, F, U = Verdict.VERIFIED, Verdict.DISPUTED, Verdict.FABRICATED, Verdict.UNDETERMINED
STRICT = Policy(wanted=4, quorum=3, majority=Fraction(1), fabricated_minimum=3, coverage_floor=Fraction(3, 4))


def votes(*answers, evidence=True):
    return [Vote(number, answer, has_evidence=evidence) for number, answer in enumerate(answers)]


def test_every_line_is_there_in_its_order():
    assert [kind for kind, _ in rule_of_outcomes(Policy())] == list(OutcomeKind)
    assert [status for status, _ in rule_of_statuses(Policy())] == list(Status)


def test_the_numbers_are_the_policys():
    assert numbers(Policy()) == "quorum 2, majority 2/3, 2 votes for fabricated, coverage floor 60 %"
    assert numbers(STRICT) == "quorum 3, majority all, 3 votes for fabricated, coverage floor 75 %"
    settled = dict(rule_of_outcomes(STRICT))[OutcomeKind.SETTLED]
    assert "at least 3 votes, all of them say the same, for fabricated at least 3;" in settled
    assert "at least 75 % of the checkable sentences" in dict(rule_of_statuses(STRICT))[Status.VERIFIED]
    assert numbers(Policy(coverage_floor=Fraction(2, 3))).endswith("66.7 %")


def test_evidence_is_named_where_it_is_asked_for():
    policy = Policy(evidence_for=frozenset({F}))
    assert dict(rule_of_evidence(policy))[V] == "Verified asks for none."
    assert dict(rule_of_evidence(policy))[F].startswith("Fabricated asks for a source from outside the story")
    assert "for fabricated the evidence it asks for" in dict(rule_of_outcomes(policy))[OutcomeKind.SETTLED]
    without = dict(rule_of_outcomes(Policy(evidence_for=frozenset())))[OutcomeKind.SETTLED]
    assert "evidence" not in without


def test_what_a_claim_still_wants():
    policy = Policy()
    cases = [
        (votes(V), "1 more vote from another reviewer, or a ruling."),
        (votes(V, D), "At least 2/3 of them must say the same: another reviewer, then a ruling."),
        (votes(U, U), "Evidence that lets more reviewers tell, or a ruling."),
        (votes(V, V), ""),
    ]
    for given, sentence in cases:
        assert wanting(outcome(given, policy), policy) == sentence
    bare = wanting(outcome(votes(V, V, evidence=False), policy), policy)
    assert bare.endswith("Nobody who voted verified has attached it.")
    assert wanting(outcome(votes(V, V), policy, is_open=True), policy) == "It is decided when its round is closed."
