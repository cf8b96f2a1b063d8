from itertools import permutations

import pytest

from reviews.core.consensus import Ruling, Vote, outcome
from reviews.core.contradictions import contradicted
from reviews.core.policy import Policy
from reviews.core.verdicts import OutcomeKind, Verdict

V, D = Verdict.VERIFIED, Verdict.DISPUTED
NO_EVIDENCE_ASKED = Policy(evidence_for=frozenset())


def came_to(verdict, *, evidence=True, ruling=None):
    votes = [Vote(i, verdict, evidence) for i in range(2)]
    return outcome(votes, NO_EVIDENCE_ASKED, ruling=ruling)


def verdicts(outcomes, *pairs):
    return {key: found.stands_as for key, found in contradicted(outcomes, pairs).items()}


def test_two_settled_claims_that_contradict_are_both_undetermined():
    found = contradicted({"1950s": came_to(V), "1960s": came_to(V)}, [("1950s", "1960s")])
    assert {claim.kind for claim in found.values()} == {OutcomeKind.UNDETERMINED}
    assert found["1950s"].explanation == (
        "2 of 2 votes say verified; 2 are needed, and 2/3 of the votes."
        " It contradicts another claim that stands as verified, so it cannot."
    )


def test_evidence_from_outside_outweighs_none():
    given = {"shown": came_to(V), "bare": came_to(V, evidence=False)}
    assert verdicts(given, ("shown", "bare")) == {"shown": V, "bare": None}


def test_a_ruling_outweighs_votes():
    given = {"ruled": came_to(D, evidence=False, ruling=Ruling(V)), "settled": came_to(V)}
    assert verdicts(given, ("settled", "ruled")) == {"ruled": V, "settled": None}


def test_claims_that_do_not_both_stand_as_verified_stay_as_they_are():
    given = {"a": came_to(V), "b": came_to(D), "c": came_to(V)}
    assert contradicted(given, [("a", "b")]) == given
    assert contradicted(given, []) == given


def test_the_order_of_the_pairs_never_matters():
    given = {"a": came_to(V), "b": came_to(V, evidence=False), "c": came_to(V), "d": came_to(V)}
    pairs = [("a", "b"), ("b", "c"), ("d", "c")]
    found = {tuple(contradicted(given, order).items()) for order in permutations(pairs)}
    assert len(found) == 1
    assert verdicts(given, *pairs) == {"a": V, "b": None, "c": None, "d": None}


def test_a_claim_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        contradicted({"a": came_to(V)}, [("a", "b")])
