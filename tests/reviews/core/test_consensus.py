from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.core.consensus import Counts, Outcome, Ruling, Vote, outcome
from reviews.core.policy import Policy
from reviews.core.verdicts import OutcomeKind, Verdict

V, D, F, U = Verdict.VERIFIED, Verdict.DISPUTED, Verdict.FABRICATED, Verdict.UNDETERMINED
SETTLED, UNDETERMINED, SHORT, SPLIT = (
    OutcomeKind.SETTLED,
    OutcomeKind.UNDETERMINED,
    OutcomeKind.SHORT,
    OutcomeKind.SPLIT,
)
DEFAULT = Policy()
THREE = Policy(wanted=3, quorum=3)


def votes(*answers, evidence=True):
    return [Vote(f"reviewer {i}", answer, evidence) for i, answer in enumerate(answers)]


@st.composite
def policies(draw):
    quorum = draw(st.integers(1, 4))
    return Policy(
        wanted=quorum,
        quorum=quorum,
        majority=draw(st.sampled_from([Fraction(51, 100), Fraction(2, 3), Fraction(3, 4), Fraction(1)])),
        fabricated_minimum=draw(st.integers(1, 4)),
        evidence_for=draw(st.frozensets(st.sampled_from([V, D, F]))),
    )


ballots = st.lists(
    st.builds(Vote, st.uuids(), st.sampled_from(Verdict), st.booleans(), st.none() | st.booleans()),
    max_size=8,
    unique_by=lambda vote: vote.reviewer,
)


@pytest.mark.parametrize(
    ("answers", "policy", "kind", "verdict"),
    [
        # Settled: quorum, majority, and for fabricated the minimum.
        ((V, V), DEFAULT, SETTLED, V),
        ((D, D), DEFAULT, SETTLED, D),
        ((F, F), DEFAULT, SETTLED, F),
        ((V, V, D), DEFAULT, SETTLED, V),
        ((V, V, V, D, D), DEFAULT, SPLIT, None),
        ((V, V, V, V, D, F), DEFAULT, SETTLED, V),
        ((F, F, V), DEFAULT, SETTLED, F),
        ((V, V, U, U, U), DEFAULT, SETTLED, V),
        ((V, V, D), Policy(majority=Fraction(1)), SPLIT, None),
        ((V,), Policy(wanted=1, quorum=1), SETTLED, V),
        # Votes for fabricated that do not settle it count as disputed.
        ((D, F), DEFAULT, SETTLED, D),
        ((D, D, F), DEFAULT, SETTLED, D),
        ((F, F, D), DEFAULT, SETTLED, F),
        ((F, F, D, D), DEFAULT, SETTLED, D),
        ((F, F), Policy(fabricated_minimum=3), SETTLED, D),
        ((F,), Policy(wanted=1, quorum=1), SETTLED, D),
        ((V, V, D, F), DEFAULT, SPLIT, None),
        # Undetermined: quorum answers, most of them undetermined.
        ((U, U), DEFAULT, UNDETERMINED, None),
        ((U, U, V), DEFAULT, UNDETERMINED, None),
        ((V, D, U, U, U), DEFAULT, UNDETERMINED, None),
        # Short: fewer than quorum votes.
        ((), DEFAULT, SHORT, None),
        ((V,), DEFAULT, SHORT, None),
        ((U,), DEFAULT, SHORT, None),
        ((V, U), DEFAULT, SHORT, None),
        ((V, V), THREE, SHORT, None),
        # Split: the rest.
        ((V, D), DEFAULT, SPLIT, None),
        ((V, F), DEFAULT, SPLIT, None),
        ((V, D, U, U), DEFAULT, SPLIT, None),
        ((V, D, F), DEFAULT, SETTLED, D),
        ((V, V, D, D), DEFAULT, SPLIT, None),
    ],
)
def test_each_line_of_the_rule(answers, policy, kind, verdict):
    found = outcome(votes(*answers), policy)
    assert (found.kind, found.stands_as) == (kind, verdict)


def test_while_the_round_is_open_nothing_is_settled():
    found = outcome(votes(F, F), DEFAULT, is_open=True)
    assert (found.kind, found.stands_as) == (OutcomeKind.OPEN, None)
    assert found.explanation == "The round is not closed: 2 answers so far."


def test_a_ruling_comes_before_everything():
    found = outcome(votes(F, F), DEFAULT, is_open=True, ruling=Ruling(V))
    assert (found.kind, found.stands_as, found.is_dropped) == (OutcomeKind.RULED, V, False)
    assert found.explanation == "Ruled: verified. Answers: 2 fabricated."


def test_no_finding_leaves_the_claim_out_of_the_status():
    found = outcome(votes(D, V), DEFAULT, ruling=Ruling(None))
    assert (found.kind, found.stands_as, found.is_dropped) == (OutcomeKind.RULED, None, True)
    assert found.explanation == (
        "Ruled: “no finding”, which leaves it out of the status. Answers: 1 verified and 1 disputed."
    )


@pytest.mark.parametrize("verdict", [V, D, F])
def test_without_the_evidence_asked_for_a_claim_cannot_be_settled(verdict):
    found = outcome(votes(verdict, verdict, evidence=False), DEFAULT)
    assert (found.kind, found.stands_as) == (SPLIT, None)
    assert found.missing.startswith(f"{verdict.capitalize()} asks for a source from outside the story that ")
    assert found.missing.endswith(f"Nobody who voted {verdict} has attached it.")
    assert "without the evidence" in found.explanation


def test_the_evidence_of_one_voter_is_enough_and_of_the_other_side_is_none():
    one = [Vote("Ada", V, has_evidence=True), Vote("Ben", V, has_evidence=False)]
    assert outcome(one, DEFAULT).stands_as is V
    other = [*votes(V, V, evidence=False), Vote("Cem", D, has_evidence=True)]
    assert outcome(other, DEFAULT).kind is SPLIT


def test_evidence_is_asked_for_where_the_policy_asks():
    lenient = Policy(evidence_for=frozenset({F}))
    assert outcome(votes(V, V, evidence=False), lenient).stands_as is V
    assert outcome(votes(F, F, evidence=False), lenient).stands_as is D


def test_whoever_voted_fabricated_can_bring_the_evidence_for_disputed():
    source = [Vote("Ada", F, has_evidence=True), Vote("Ben", D, has_evidence=False)]
    assert outcome(source, DEFAULT).stands_as is D
    vain_search = [Vote("Ada", F, has_evidence=True, has_refuting=False), Vote("Ben", D, has_evidence=False)]
    found = outcome(vain_search, DEFAULT)
    assert found.kind is SPLIT
    assert found.missing.endswith("Nobody who voted disputed or fabricated has attached it.")


def test_most_answers_undetermined_and_evidence_missing_is_undetermined_and_says_what_is_missing():
    found = outcome(votes(V, V, U, U, U, evidence=False), DEFAULT)
    assert found.kind is UNDETERMINED
    assert found.missing.startswith("Verified asks for")


def test_a_settled_or_plainly_split_claim_misses_no_evidence():
    assert outcome(votes(V, V), DEFAULT).missing == ""
    assert outcome(votes(V, D, evidence=False), DEFAULT).missing == ""


@pytest.mark.parametrize(
    ("answers", "policy", "explanation"),
    [
        ((F, F, F), DEFAULT, "3 of 3 votes say fabricated; 2 are needed, and 2/3 of the votes."),
        (
            (F, F, F),
            Policy(fabricated_minimum=3),
            "3 of 3 votes say fabricated; 2 are needed, and 2/3 of the votes, at least 3 of them for fabricated.",
        ),
        (
            (D, D, F),
            DEFAULT,
            "3 of 3 votes say disputed, counting 1 for fabricated; 2 are needed, and 2/3 of the votes.",
        ),
        ((V,), Policy(1, 1, Fraction(1)), "1 of 1 vote says verified; 1 is needed, and all of the votes."),
        ((U, U, V), DEFAULT, "2 of 3 answers are undetermined. Answers: 1 verified and 2 undetermined."),
        ((), DEFAULT, "0 votes of the 2 needed. Answers: none."),
        ((V, U), DEFAULT, "1 vote of the 2 needed. Answers: 1 verified and 1 undetermined."),
        ((V, D), DEFAULT, "No verdict has 2/3 of 2 votes. Answers: 1 verified and 1 disputed."),
    ],
)
def test_each_outcome_says_what_it_rests_on(answers, policy, explanation):
    assert outcome(votes(*answers), policy).explanation == explanation


def test_answers_are_counted_as_they_were_given():
    found = outcome(votes(D, F, U), DEFAULT)
    assert found.counts == Counts(verified=0, disputed=1, fabricated=1, undetermined=1)
    assert (found.counts.votes, found.counts.answers, found.backing) == (2, 3, 2)


def test_a_reviewer_votes_once():
    with pytest.raises(ValueError, match="one vote"):
        outcome([Vote("Ada", V, has_evidence=True), Vote("Ada", D, has_evidence=True)], DEFAULT)


@given(ballots, policies(), st.randoms(use_true_random=False))
def test_the_order_of_the_votes_never_matters(ballot, policy, chance):
    shuffled = list(ballot)
    chance.shuffle(shuffled)
    assert outcome(shuffled, policy) == outcome(ballot, policy)


@given(ballots, policies(), st.booleans())
def test_a_vote_for_the_leading_verdict_never_unsettles_a_claim(ballot, policy, evidence):
    before = outcome(ballot, policy)
    if before.kind is SETTLED:
        after = outcome([*ballot, Vote("newcomer", before.stands_as, evidence)], policy)
        assert (after.kind, after.stands_as) == (before.kind, before.stands_as)


@given(ballots, policies())
def test_hiding_a_vote_and_restoring_it_is_an_identity(ballot, policy):
    before = outcome(ballot, policy)
    for vote in ballot:
        hidden = [other for other in ballot if other != vote]
        assert outcome([*hidden, vote], policy) == before


@given(ballots, policies())
def test_whatever_is_settled_has_quorum_majority_and_evidence(ballot, policy):
    found = outcome(ballot, policy)
    assert isinstance(found, Outcome)
    if found.kind is SETTLED:
        backing = {V: {V}, D: {D, F}, F: {F}}[found.stands_as]
        backers = [vote for vote in ballot if vote.answer in backing]
        assert found.counts.votes >= policy.quorum
        assert Fraction(len(backers), found.counts.votes) >= policy.majority
        assert found.stands_as is not F or len(backers) >= policy.fabricated_minimum
        assert found.stands_as not in policy.evidence_for or any(vote.shows(found.stands_as) for vote in backers)
    else:
        assert found.stands_as is None
