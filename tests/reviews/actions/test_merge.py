"""Merging two claims that are one, splitting one that is two, and taking either back: votes, places, numbers."""

import pytest

from editorial.record import log
from editorial.record.models import Event
from reviews.actions.contradict import contradict
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.merge import merge_claims
from reviews.actions.rule import rule
from reviews.actions.split_claim import split_claim
from reviews.actions.undo import undo
from reviews.models import Annotation, Claim, Response, Round
from reviews.queries.settlement import differences
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    NOW,
    OPENED,
    Desk,
    again,
    answer,
    answer_all,
    finished,
    hand_in,
    mark,
    recorded,
)

pytestmark = pytest.mark.django_db
REASON = "The contract of 1986 names the sum."
DATE = "4 May 1987"


def claim_of(desk, statement) -> Claim:
    return Claim.objects.select_related("revision", "round").get(revision__article=desk.article, statement=statement)


def merge(claim, other, by, **options):
    how = {"version": claim.version, "other_version": other.version} | options
    return merge_claims(claim=claim, other=other, by=by, now=NOW, **how)


def undo_last(desk, claim, kind):
    event = Event.objects.filter(chain=f"article/{desk.article.pk}", kind=kind).latest("position")
    claim = Claim.every.select_related("revision").get(pk=claim.pk)
    undo(claim=claim, position=event.position, by=desk.editor, version=claim.version, now=NOW)


def summary(desk) -> dict[str, tuple]:
    rows = Claim.objects.filter(revision__article=desk.article)
    fields = ("outcome", "stands_as", "verified", "disputed", "fabricated", "undetermined")
    return {row.statement: tuple(getattr(row, field) for field in fields) for row in rows}


@pytest.fixture
def desk():
    """Two claims on one date: the passage, marked by the first, and the date within it, marked by the second."""
    desk = Desk()
    mark(desk.first, "The bridge opened on 4 May 1987", "disputed")
    mark(desk.second, DATE, "disputed")
    mark(desk.first, CAFE, "verified")
    mark(desk.second, CAFE, "verified")
    hand_in(*desk.assignments)
    answer_all(*desk.assignments, given="disputed")
    desk.refresh()
    return desk


@pytest.fixture
def pair(desk):
    return claim_of(desk, "The bridge opened on 4 May 1987"), claim_of(desk, DATE)


def test_a_merged_claim_has_the_marks_and_votes_of_both_once(desk, pair):
    claim, other = pair
    with recorded() as kinds:
        merge(claim, other, desk.editor)
    assert kinds == ["claim.merged"]
    assert summary(desk) == {
        claim.statement: ("settled", "disputed", 0, 2, 0, 0),
        CAFE: ("settled", "verified", 2, 0, 0, 0),
    }
    assert claim.annotations.count() == 2
    merged = Claim.every.get(pk=other.pk)
    assert (merged.merged_into, merged.outcome, merged.disputed) == (claim, "open", 0)
    desk.refresh()
    assert desk.article.standing.claims == 2
    assert differences(desk.article) == []


def test_the_place_within_the_other_is_no_second_occurrence(desk, pair):
    claim, other = pair
    merge(claim, other, desk.editor)
    assert fresh(claim).places == [(claim.start, claim.end)]


def test_parting_them_again_restores_what_was(desk, pair):
    claim, other = pair
    before = summary(desk), list(Annotation.objects.order_by("pk").values_list("claim", flat=True))
    responses = list(Response.objects.order_by("pk").values_list("pk", "claim"))
    merge(claim, other, desk.editor)
    undo_last(desk, claim, "claim.merged")
    assert (summary(desk), list(Annotation.objects.order_by("pk").values_list("claim", flat=True))) == before
    assert list(Response.objects.order_by("pk").values_list("pk", "claim")) == responses
    assert differences(desk.article) == []
    event = Event.objects.latest("pk")
    assert (event.kind, event.payload["undoes"]) == ("claim.unmerged", event.position - 1)
    with pytest.raises(Refused, match="undone already"):
        undo(claim=fresh(claim), position=event.position - 1, by=desk.editor, version=fresh(claim).version, now=NOW)


def fresh(claim) -> Claim:
    return Claim.every.select_related("revision", "round").get(pk=claim.pk)


def test_whoever_judged_the_two_differently_keeps_them_two():
    desk = Desk()
    finished(desk, (OPENED, "verified", "verified"), (COST, "disputed", "verified"))
    with pytest.raises(Refused, match="Reviewer 1 judged the two differently \\(verified and disputed\\)"):
        merge(claim_of(desk, OPENED), claim_of(desk, COST), desk.editor)
    assert len(summary(desk)) == 2


def test_claims_of_two_articles_texts_or_rulings_are_not_merged(desk, pair):
    elsewhere = Desk()
    finished(elsewhere, (COST, "disputed", "disputed"))
    claim, other = pair
    with pytest.raises(Refused, match="of different articles"):
        merge(claim, claim_of(elsewhere, COST), desk.editor)
    with pytest.raises(Refused, match="with itself"):
        merge(claim, claim, desk.editor)
    rule(claim=other, by=desk.editor, verdict="disputed", reason=REASON, now=NOW)
    claim, other = fresh(claim), fresh(other)
    with pytest.raises(Refused, match="ruled on by itself"):
        merge(claim, other, desk.editor)
    merge(other, claim, desk.editor)  # The other way round the ruling stays where it was made.
    assert summary(desk)[other.statement][:2] == ("ruled", "disputed")


def test_linked_claims_are_not_merged(desk, pair):
    claim, other = pair
    contradict(claim=claim, other=other, by=desk.editor, version=claim.version, other_version=other.version, now=NOW)
    with pytest.raises(Refused, match="contradicting each other"):
        merge(fresh(claim), fresh(other), desk.editor)
    third = claim_of(desk, CAFE)
    with pytest.raises(Refused, match="contradicting a third"):
        merge(third, fresh(other), desk.editor)


def test_who_may_and_on_what_they_saw(desk, pair):
    claim, other = pair
    for person in (*desk.reviewers, desk.spare, desk.observer):
        with pytest.raises(NotAllowed):
            merge(claim, other, person)
    for stale in ({"version": claim.version - 1}, {"other_version": other.version + 1}):
        with pytest.raises(Stale):
            merge(claim, other, desk.lead, **stale)
    merge(claim, other, desk.lead)
    with pytest.raises(Stale, match="merged into another"):
        merge(fresh(claim), fresh(other), desk.lead)


def test_of_two_answers_by_one_reviewer_the_vote_is_kept_and_both_go_back():
    """A third reviewer left one of the two unchecked and verified the other: merged, they have verified it."""
    desk = Desk(reviewers=3)
    first, second, third = desk.assignments
    mark(first, "The bridge opened on 4 May 1987", "verified")
    mark(second, DATE, "verified")
    mark(third, CAFE, "verified")
    hand_in(*desk.assignments)
    claim, other = claim_of(desk, "The bridge opened on 4 May 1987"), claim_of(desk, DATE)
    answer(third, claim, "not_checked")
    answer(third, other, "verified")
    answer_all(*desk.assignments)
    responses = list(Response.objects.order_by("pk").values_list("pk", "claim", "answer"))
    claim, other = fresh(claim), fresh(other)
    merge(claim, other, desk.editor)
    assert summary(desk)[claim.statement] == ("settled", "verified", 3, 0, 0, 0)
    undo_last(desk, claim, "claim.merged")
    assert list(Response.objects.order_by("pk").values_list("pk", "claim", "answer")) == responses
    assert summary(desk)[claim.statement] == ("short", "", 1, 0, 0, 0)
    assert summary(desk)[DATE] == ("settled", "verified", 2, 0, 0, 0)


def test_merging_in_the_second_pass_asks_less_and_may_end_it():
    desk = Desk()
    mark(desk.first, "The bridge opened on 4 May 1987", "verified")
    mark(desk.second, DATE, "verified")
    hand_in(*desk.assignments)
    claim, other = claim_of(desk, "The bridge opened on 4 May 1987"), claim_of(desk, DATE)
    merge(claim, other, desk.editor)
    desk.refresh()
    assert desk.round.stage == Round.Stage.CLOSED  # Nobody owes an answer any more.
    assert summary(desk) == {claim.statement: ("settled", "verified", 2, 0, 0, 0)}
    assert differences(desk.article) == []


# Splitting


def test_split_marks_make_a_claim_of_their_own_and_merging_puts_them_together(desk):
    claim = claim_of(desk, CAFE)
    second = claim.annotations.get(assignment=desk.second)
    other = split_claim(claim=claim, marks=[second.pk], by=desk.editor, version=claim.version, now=NOW)
    assert (other.statement, other.start, other.round) == (CAFE, claim.start, claim.round)
    assert [c.annotations.count() for c in (claim, other)] == [1, 1]
    assert {c.outcome for c in Claim.objects.filter(statement=CAFE)} == {"short"}
    assert differences(desk.article) == []
    undo_last(desk, other, "claim.split")
    assert summary(desk)[CAFE] == ("settled", "verified", 2, 0, 0, 0)
    assert fresh(other).merged_into == claim
    assert list(log.verify()) == []


def test_after_a_split_in_the_second_pass_each_is_asked_about_the_other():
    desk = Desk()
    mark(desk.first, CAFE, "verified")
    mark(desk.second, CAFE, "verified")
    mark(desk.second, COST, "verified")
    hand_in(*desk.assignments)
    assert again(desk.second).responded_at  # Only the first still owes an answer.
    claim = claim_of(desk, CAFE)
    other = split_claim(
        claim=claim,
        marks=[claim.annotations.get(assignment=desk.first).pk],
        by=desk.editor,
        version=claim.version,
        now=NOW,
    )
    assert again(desk.second).responded_at is None
    answer_all(*desk.assignments, given="verified")
    desk.refresh()
    assert desk.round.stage == Round.Stage.CLOSED
    assert {claim.pk, other.pk} <= set(Claim.objects.filter(verified=2).values_list("pk", flat=True))


def test_a_split_leaves_a_mark_on_either_side(desk):
    claim = claim_of(desk, CAFE)
    marks = list(claim.annotations.values_list("pk", flat=True))
    foreign = claim_of(desk, DATE).annotations.get().pk
    for chosen, why in (([], "choose at least one"), (marks, "leave at least one"), ([foreign], "choose at least one")):
        with pytest.raises(Refused, match=why):
            split_claim(claim=claim, marks=chosen, by=desk.editor, version=claim.version, now=NOW)


def test_what_was_merged_and_then_split_is_not_parted_by_halves(desk, pair):
    claim, other = pair
    merge(claim, other, desk.editor)
    claim = fresh(claim)
    moved = claim.annotations.get(assignment=desk.second)
    split_claim(claim=claim, marks=[moved.pk], by=desk.editor, version=claim.version, now=NOW)
    with pytest.raises(Refused, match="split off since"):
        undo_last(desk, claim, "claim.merged")
    assert differences(desk.article) == []


def test_a_passage_elsewhere_comes_along_as_an_occurrence_and_goes_again():
    desk = Desk()
    finished(desk, (COST, "verified", "verified"), (FERRY, "verified", "verified"))
    claim, other = claim_of(desk, COST), claim_of(desk, FERRY)
    merge(claim, other, desk.editor)
    assert fresh(claim).places == [(claim.start, claim.end), (other.start, other.end)]
    assert summary(desk) == {COST: ("settled", "verified", 2, 0, 0, 0)}
    undo_last(desk, claim, "claim.merged")
    assert fresh(claim).places == [(claim.start, claim.end)]
