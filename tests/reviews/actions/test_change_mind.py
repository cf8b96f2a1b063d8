"""A change of mind: with its reason, until the claim is ruled on, and without changing what was said first."""

import pytest

from editorial.record.models import Event
from reviews.actions.change_mind import change_mind
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.merge import merge_claims
from reviews.actions.respond import respond
from reviews.actions.rule import rule
from reviews.actions.undo import undo
from reviews.models import Annotation, ChangeOfMind, Claim, Response
from reviews.queries.settlement import differences
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    NOW,
    Desk,
    again,
    answer,
    claim_on,
    finished,
    hand_in,
    make_editor,
    mark,
    recorded,
)

pytestmark = pytest.mark.django_db
REASON = "The contract of 1986 names the sum."


@pytest.fixture
def desk():
    desk = Desk()
    finished(desk, (COST, "verified", "disputed"), (FERRY, "verified", ""), given="disputed")
    return desk


def change(desk, words, person, said, why="I read the contract.", **options):
    claim = claim_on(desk.article, words)
    how = {"version": claim.version, "now": NOW} | options
    return change_mind(claim=claim, by=person, answer=said, why=why, **how)


def test_a_marker_changes_and_the_claim_is_settled_anew(desk):
    with recorded() as kinds:
        change(desk, COST, desk.reviewers[0], "disputed")
    assert kinds == ["claim.mind_changed"]
    claim = claim_on(desk.article, COST)
    assert (claim.outcome, claim.stands_as, claim.disputed) == ("settled", "disputed", 2)
    assert Annotation.objects.get(claim=claim, assignment=desk.first).verdict == "verified"
    payload = Event.objects.get(kind="claim.mind_changed").payload
    assert (payload["before"], payload["after"], payload["why"]) == ("verified", "disputed", "I read the contract.")
    assert differences(desk.article) == []


def test_evidence_for_the_old_verdict_is_none_for_the_new(desk):
    """The first showed a source that supports; having changed to disputed alone, nobody shows one that refutes."""
    second = Desk()
    finished(second, (COST, "verified", "verified"))
    for person in second.reviewers:
        change(second, COST, person, "disputed")
    claim = claim_on(second.article, COST)
    assert (claim.outcome, claim.disputed) == ("split", 2)
    assert "without the evidence it asks for" in claim.explanation


def test_a_respondent_changes_and_the_first_answer_is_kept(desk):
    change(desk, FERRY, desk.reviewers[1], "verified")
    response = Response.objects.get(claim__statement=FERRY)
    assert (response.answer, response.first_answer, response.rationale) == ("verified", "disputed", "")
    assert claim_on(desk.article, FERRY).stands_as == "verified"
    change(desk, FERRY, desk.reviewers[1], "undetermined", why="No, I cannot tell.")
    assert list(ChangeOfMind.objects.values_list("before", "answer")) == [
        ("disputed", "verified"),
        ("verified", "undetermined"),
    ]
    assert claim_on(desk.article, FERRY).undetermined == 1


def test_in_the_second_pass_it_counts_as_well_and_the_answer_is_changed_nowhere_else():
    desk = Desk()
    mark(desk.first, COST, "verified")
    mark(desk.second, FERRY, "verified")
    hand_in(*desk.assignments)
    claim = claim_on(desk.article, COST)
    answer(desk.second, claim, "disputed")
    change(desk, COST, desk.reviewers[1], "verified")
    assert claim_on(desk.article, COST).verified == 2
    version = Response.objects.get().version
    with pytest.raises(NotAllowed, match="changed your mind on this claim"):
        respond(assignment=again(desk.second), claim=claim, answer="disputed", version=version, now=NOW)


def test_after_a_ruling_votes_stay_as_they_were(desk):
    rule(claim=claim_on(desk.article, COST), by=desk.editor, verdict="", reason=REASON, now=NOW)
    with pytest.raises(NotAllowed, match="ruled on"):
        change(desk, COST, desk.reviewers[0], "disputed")


def test_who_has_not_voted_has_no_mind_to_change():
    second = Desk()
    finished(second, (COST, "verified", ""), (FERRY, "", "verified"), given="not_checked")
    for person in (second.reviewers[1], second.editor, second.spare, make_editor()):
        with pytest.raises(NotAllowed, match="Only who marked this claim"):
            change(second, COST, person, "disputed")
    assert not ChangeOfMind.objects.exists()


@pytest.mark.parametrize(
    ("said", "why", "sentence"),
    [
        ("disputed", "  \n ", "say what changed your mind"),
        ("verified", "Why not", "is what you say already"),
        ("another_point", "It is", "verified, disputed, fabricated or undetermined"),
        ("disputed", "x" * 20_001, "at most 20,000 characters"),
        ("disputed", "\x00", "character that no text has"),
    ],
)
def test_refusals(desk, said, why, sentence):
    with pytest.raises(Refused, match=sentence):
        change(desk, COST, desk.reviewers[0], said, why)
    assert claim_on(desk.article, COST).verified == 1


def test_a_claim_that_changed_meanwhile_is_stale(desk):
    change(desk, COST, desk.reviewers[0], "disputed")
    with pytest.raises(Stale):
        change(desk, COST, desk.reviewers[1], "verified", version=claim_on(desk.article, COST).version - 1)


def test_a_merged_claim_takes_the_change_along_and_gives_it_back():
    desk = Desk()
    finished(desk, (COST, "verified", "verified"), (CAFE, "verified", "disputed"))
    change(desk, CAFE, desk.reviewers[1], "verified")
    claim, other = claim_on(desk.article, COST), claim_on(desk.article, CAFE)
    merge_claims(claim=claim, other=other, by=desk.editor, version=claim.version, other_version=other.version, now=NOW)
    assert claim_on(desk.article, COST).verified == 2
    claim = Claim.objects.select_related("revision").get(pk=claim.pk)
    event = Event.objects.get(kind="claim.merged")
    undo(claim=claim, position=event.position, by=desk.editor, version=claim.version, now=NOW)
    assert claim_on(desk.article, CAFE).verified == 2
    assert differences(desk.article) == []
