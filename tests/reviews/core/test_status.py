from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.core.consensus import Ruling, Vote, outcome
from reviews.core.policy import Policy
from reviews.core.status import ClaimStanding, Coverage, Dealt, accuracy_status, coverage, dealings, explain
from reviews.core.verdicts import OutcomeKind, Status, Verdict

V, D, F, U = Verdict.VERIFIED, Verdict.DISPUTED, Verdict.FABRICATED, Verdict.UNDETERMINED


def claim(stands_as=None, kind=OutcomeKind.SETTLED, *, central=True):
    return ClaimStanding(kind, stands_as, central)


def incidental(stands_as=None, kind=OutcomeKind.SETTLED):
    return claim(stands_as, kind, central=False)


NO_FINDING = claim(None, OutcomeKind.RULED)
SPLIT, SHORT, UNDETERMINED, OPEN = (
    claim(kind=kind) for kind in (OutcomeKind.SPLIT, OutcomeKind.SHORT, OutcomeKind.UNDETERMINED, OutcomeKind.OPEN)
)


def status(*claims, submitted=True, first_round_closed=True, covered=Fraction(1), policy=None):
    return accuracy_status(
        claims,
        submitted=submitted,
        first_round_closed=first_round_closed,
        covered=covered,
        policy=policy or Policy(),
    )


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([claim(V), claim(F), claim(D), SPLIT, SHORT], Status.FABRICATED),
        ([claim(F, OutcomeKind.RULED)], Status.FABRICATED),
        ([claim(V), claim(D), SPLIT, SHORT], Status.DISPUTED),
        ([claim(V), incidental(F), SPLIT], Status.DISPUTED),
        ([claim(V), SPLIT, SHORT, incidental(D)], Status.CONTESTED),
        ([claim(V), SHORT, incidental(D)], Status.UNDETERMINED),
        ([claim(V), UNDETERMINED, incidental(D)], Status.UNDETERMINED),
        ([claim(V), claim(U, OutcomeKind.RULED)], Status.UNDETERMINED),
        ([claim(V), incidental(D)], Status.MINOR_ERRORS),
        ([incidental(D)], Status.MINOR_ERRORS),
        ([claim(V)], Status.VERIFIED),
        ([claim(V), claim(V, OutcomeKind.RULED), incidental(V)], Status.VERIFIED),
        ([claim(V), incidental(kind=OutcomeKind.SPLIT), incidental(kind=OutcomeKind.SHORT)], Status.VERIFIED),
        ([incidental(V)], Status.VERIFIED),
        ([claim(V), NO_FINDING], Status.VERIFIED),
        ([claim(V), OPEN], Status.THIN),
        ([NO_FINDING], Status.THIN),
        ([], Status.THIN),
    ],
)
def test_the_first_line_that_holds_is_the_status(claims, expected):
    assert status(*claims) is expected
    assert status(*reversed(claims)) is expected


def test_what_the_database_returns_as_plain_words_is_understood():
    assert status(ClaimStanding("split", None, central=True)) is Status.CONTESTED
    assert status(ClaimStanding("ruled", "undetermined", central=True)) is Status.UNDETERMINED
    assert status(ClaimStanding("ruled", None, central=True), claim(V)) is Status.VERIFIED


def test_before_anything_is_submitted_an_article_is_unreviewed_and_then_in_review():
    assert status(claim(F), submitted=False, first_round_closed=False) is Status.UNREVIEWED
    assert status(claim(F), first_round_closed=False) is Status.IN_REVIEW


@pytest.mark.parametrize(
    ("covered", "expected"),
    [
        (Fraction(3, 5), Status.VERIFIED),
        (Fraction(59, 100), Status.THIN),
        (Fraction(0), Status.THIN),
        (None, Status.THIN),
    ],
)
def test_verified_needs_the_coverage_floor(covered, expected):
    assert status(claim(V), covered=covered) is expected


def test_without_a_floor_an_article_with_nothing_checkable_can_be_verified():
    assert status(claim(V), covered=None, policy=Policy(coverage_floor=Fraction(0))) is Status.VERIFIED


SENTENCES = [(0, 10), (11, 20), (21, 30), (31, 40), (41, 50)]


def test_a_mark_checks_the_sentences_it_touches():
    assert coverage(SENTENCES, [(5, 12)], [], quorum=2) == Coverage(checked=2, dismissed=0, untouched=3)


def test_a_mark_that_only_meets_a_sentence_does_not_check_it():
    assert coverage(SENTENCES, [(10, 11), (20, 21)], [], quorum=2).checked == 0


def test_a_mark_on_more_than_three_sentences_checks_none():
    assert coverage(SENTENCES, [(0, 30)], [], quorum=2).checked == 3
    assert coverage(SENTENCES, [(0, 32)], [], quorum=2).checked == 0


def test_sentences_that_are_not_checkable_make_a_mark_wide_too():
    checkable = [SENTENCES[0], SENTENCES[4]]
    assert coverage(checkable, [(0, 45)], [], quorum=2).checked == 2
    assert coverage(checkable, [(0, 45)], [], quorum=2, all_sentences=SENTENCES).checked == 0


def test_a_sentence_is_dismissed_by_as_many_reviewers_as_the_quorum():
    twice_ada = [("Ada", 0, 10), ("Ada", 0, 10), ("Ada", 11, 20)]
    assert coverage(SENTENCES, [], twice_ada, quorum=2).dismissed == 0
    assert coverage(SENTENCES, [], [*twice_ada, ("Ben", 0, 20)], quorum=2).dismissed == 2


def test_part_of_a_sentence_cannot_be_dismissed():
    assert coverage(SENTENCES, [], [("Ada", 1, 10)], quorum=1).dismissed == 0


def test_checked_comes_before_dismissed():
    found = dealings(SENTENCES, [(2, 4)], [("Ada", 0, 20)], quorum=1)
    assert found == [Dealt.CHECKED, Dealt.DISMISSED, Dealt.UNTOUCHED, Dealt.UNTOUCHED, Dealt.UNTOUCHED]


def test_coverage_is_what_was_checked_and_what_was_dismissed():
    assert Coverage(7, 4, 3).share == Fraction(11, 14)
    assert Coverage(0, 0, 0).share is None


intervals = st.builds(lambda start, length: (start, start + length), st.integers(0, 60), st.integers(1, 30))


@given(st.lists(intervals, max_size=6), st.lists(st.tuples(st.sampled_from("AB"), intervals), max_size=6))
def test_coverage_is_what_looking_at_each_sentence_gives(marks, dismissals):
    flat = [(who, *span) for who, span in dismissals]
    expected = []
    for start, end in SENTENCES:
        touching = [mark for mark in marks if mark[0] < end and start < mark[1]]
        narrow = [mark for mark in touching if sum(mark[0] < e and s < mark[1] for s, e in SENTENCES) <= 3]
        whole = {who for who, span in dismissals if span[0] <= start and end <= span[1]}
        expected.append("checked" if narrow else "dismissed" if len(whole) == 2 else "untouched")
    assert dealings(SENTENCES, marks, flat, quorum=2) == expected
    assert coverage(reversed(SENTENCES), marks, flat, quorum=2).total == len(SENTENCES)


def came_to(*answers, ruling=None):
    votes = [Vote(i, answer, has_evidence=True) for i, answer in enumerate(answers)]
    return outcome(votes, Policy(), ruling=ruling)


def test_a_status_says_what_it_rests_on():
    outcomes = [came_to(V, V)] * 7 + [came_to(F, F, F), came_to(V, D)]
    assert explain(Coverage(7, 4, 3), outcomes) == (
        "11 of 14 checkable sentences dealt with; 9 claims: 7 verified, 1 fabricated (3 of 3), 1 split"
    )


def test_rulings_and_what_they_removed_are_told_apart():
    outcomes = [came_to(D, D, V), came_to(V, D, ruling=Ruling(D)), came_to(V, D, ruling=Ruling(None))]
    assert explain(Coverage(1, 0, 0), outcomes) == (
        "1 of 1 checkable sentence dealt with; 2 claims: 2 disputed (2 of 3, ruled); 1 ruled “no finding”"
    )


def test_many_charges_are_counted_only():
    assert explain(Coverage(1, 0, 1), [came_to(D, D)] * 4) == (
        "1 of 2 checkable sentences dealt with; 4 claims: 4 disputed"
    )


def test_nothing_to_rest_on_is_said_too():
    assert explain(Coverage(0, 0, 0), []) == "No checkable sentences; 0 claims"
