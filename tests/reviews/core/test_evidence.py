import pytest

from reviews.core.evidence import EvidenceItem, asked_for, missing_for_submission, satisfies
from reviews.core.policy import Policy
from reviews.core.verdicts import Reason, Stance, Verdict

SUPPORTING = EvidenceItem(Stance.SUPPORTS)
REFUTING = EvidenceItem(Stance.REFUTES)
CONTEXT = EvidenceItem(Stance.CONTEXT)
VAIN_SEARCH = EvidenceItem(Stance.CONTEXT, is_search=True, found_nothing=True)
FRUITFUL_SEARCH = EvidenceItem(Stance.REFUTES, is_search=True)


@pytest.mark.parametrize(
    ("item", "enough_for"),
    [
        (SUPPORTING, {Verdict.VERIFIED}),
        (REFUTING, {Verdict.DISPUTED, Verdict.FABRICATED}),
        (CONTEXT, set()),
        (VAIN_SEARCH, {Verdict.FABRICATED}),
        (FRUITFUL_SEARCH, set()),
        (EvidenceItem(Stance.SUPPORTS, from_story=True), set()),
        (EvidenceItem(Stance.REFUTES, from_story=True), set()),
    ],
)
def test_each_verdict_asks_for_its_own_evidence(item, enough_for):
    charges = {Verdict.VERIFIED, Verdict.DISPUTED, Verdict.FABRICATED}
    assert {verdict for verdict in charges if satisfies(verdict, [CONTEXT, item])} == enough_for


def test_undetermined_asks_for_nothing():
    assert satisfies(Verdict.UNDETERMINED, [])
    assert asked_for(Verdict.UNDETERMINED) == "Undetermined asks for no evidence."


def test_what_is_asked_for_is_said_in_a_sentence():
    assert asked_for(Verdict.VERIFIED) == "Verified asks for a source from outside the story that supports it."
    assert asked_for(Verdict.FABRICATED) == (
        "Fabricated asks for a source from outside the story that refutes it, or a recorded search that found nothing."
    )


def test_a_mark_still_to_check_must_be_decided():
    assert missing_for_submission(None, None, "", [], Policy()) == ["a verdict, or undetermined"]


def test_a_bare_charge_lacks_reason_rationale_and_evidence():
    assert missing_for_submission(Verdict.DISPUTED, None, "  ", [CONTEXT], Policy()) == [
        "a reason",
        "a rationale",
        "a source that refutes it",
    ]


@pytest.mark.parametrize(
    ("verdict", "asked"),
    [
        (Verdict.VERIFIED, "a source that supports it"),
        (Verdict.DISPUTED, "a source that refutes it"),
        (Verdict.FABRICATED, "a source that refutes it, or a search that found nothing"),
    ],
)
def test_what_evidence_is_missing_is_said_in_a_few_words(verdict, asked):
    policy = Policy(reason_for=frozenset(), rationale_for=frozenset())
    assert missing_for_submission(verdict, None, "", [CONTEXT], policy) == [asked]


def test_where_a_source_of_the_story_is_attached_one_from_outside_is_asked_for():
    of_the_story = EvidenceItem(Stance.SUPPORTS, from_story=True)
    assert missing_for_submission(Verdict.VERIFIED, None, "", [of_the_story], Policy()) == [
        "a source from outside the story that supports it"
    ]


def test_a_reason_must_be_one_of_its_verdict():
    missing = missing_for_submission(Verdict.DISPUTED, Reason.INVENTED_SOURCE, "No such paper.", [REFUTING], Policy())
    assert missing == ["a reason for disputed: “invented source” is none"]


@pytest.mark.parametrize(
    ("verdict", "reason", "rationale", "items"),
    [
        (Verdict.VERIFIED, None, "", [SUPPORTING]),
        (Verdict.DISPUTED, Reason.OUTDATED, "It was mended in May.", [REFUTING]),
        (Verdict.FABRICATED, Reason.INVENTED_WORK, "Nobody knows it.", [VAIN_SEARCH]),
        (Verdict.UNDETERMINED, None, "", []),
    ],
)
def test_a_complete_mark_lacks_nothing(verdict, reason, rationale, items):
    assert missing_for_submission(verdict, reason, rationale, items, Policy()) == []


def test_the_policy_decides_what_is_asked():
    lenient = Policy(reason_for=frozenset(), rationale_for=frozenset(), evidence_for=frozenset())
    assert missing_for_submission(Verdict.FABRICATED, None, "", [], lenient) == []
    strict = Policy(reason_for=frozenset(Verdict), rationale_for=frozenset(Verdict))
    assert missing_for_submission(Verdict.VERIFIED, None, "", [SUPPORTING], strict) == ["a rationale"]
