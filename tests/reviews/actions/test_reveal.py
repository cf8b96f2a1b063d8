"""The reveal makes claims of marks: grouped by passage, one mark of each reviewer at most, and frozen then."""

from datetime import timedelta

import pytest

from editorial.record.models import Event
from reviews.actions.annotate import delete_annotation
from reviews.actions.close_round import close_round
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.reveal import WHOLE, close_marking
from reviews.models import Assignment, Claim, Response, Round
from reviews.queries.claims import claims_owed_by
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    NOW,
    TOLL,
    Desk,
    again,
    answer_all,
    assignments_of,
    claim_on,
    draft,
    finished,
    hand_in,
    make_person,
    mark,
    open_round_for,
    recorded,
    wave_through,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def desk():
    return Desk()


def groups() -> list[tuple[str, list[str]]]:
    """Return the claims with the reviewers of their marks, in order of the text."""
    return [
        (claim.statement, sorted(mark.assignment.reviewer.name for mark in claim.annotations.all()))
        for claim in Claim.objects.order_by("start", "pk")
    ]


def test_marks_on_one_passage_become_one_claim(desk):
    mark(desk.first, COST, "verified")
    mark(desk.second, "and cost 12 million euros", "disputed")
    mark(desk.second, FERRY, "verified")
    hand_in(*desk.assignments)
    desk.refresh()
    assert (desk.round.stage, desk.round.revealed_at) == (Round.Stage.RESPONDING, NOW)
    assert groups() == [
        ("and cost 12 million euros", ["Reviewer 1", "Reviewer 2"]),
        (FERRY, ["Reviewer 2"]),
    ]
    claim = claim_on(desk.article, COST)
    assert (claim.round, claim.revision, claim.outcome) == (desk.round, desk.article.current, "open")
    assert desk.text[claim.start : claim.end] == claim.statement


def test_passages_that_barely_overlap_stay_apart(desk):
    mark(desk.first, "The bridge opened on 4 May 1987", "verified")
    mark(desk.second, "4 May 1987 and cost 12 million euros", "disputed")
    hand_in(*desk.assignments)
    assert len(groups()) == 2


def test_two_marks_of_one_reviewer_are_never_one_claim(desk):
    mark(desk.first, COST, "verified")
    mark(desk.first, COST, "disputed")
    mark(desk.second, COST, "disputed")
    hand_in(*desk.assignments)
    assert [reviewers for _, reviewers in groups()] == [["Reviewer 1", "Reviewer 2"], ["Reviewer 1"]]


def test_marks_on_the_article_as_a_whole_go_together(desk):
    mark(desk.first, None, "disputed")
    mark(desk.second, None, "disputed")
    mark(desk.second, None, "verified")
    hand_in(*desk.assignments)
    assert [(c.statement, c.start, c.end, c.annotations.count()) for c in Claim.objects.order_by("pk")] == [
        (WHOLE, None, None, 2),
        (WHOLE, None, None, 1),
    ]


def test_the_bearing_is_what_most_said_and_central_where_they_were_even():
    desk = Desk(reviewers=3)
    for assignment, cost, ferry in zip(
        desk.assignments,
        ("incidental", "central", "incidental"),
        ("incidental", "central", ""),
        strict=True,
    ):
        mark(assignment, COST, "verified", bearing=cost)
        if ferry:
            mark(assignment, FERRY, "verified", bearing=ferry)
    hand_in(*desk.assignments)
    assert claim_on(desk.article, COST).bearing == "incidental"
    assert claim_on(desk.article, FERRY).bearing == "central"


def test_deleted_marks_and_drafts_of_others_make_no_claims(desk):
    gone = mark(desk.first, CAFE, "verified")
    delete_annotation(assignment=desk.first, uuid=gone.uuid, version=1, now=NOW)
    mark(desk.first, COST, "verified")
    draft(desk.second, FERRY, "verified")
    hand_in(desk.first)
    close_marking(round_=desk.round, by=desk.editor, now=LATER)
    assert groups() == [(COST, ["Reviewer 1"])]


def test_the_log_keeps_the_frozen_groups(desk):
    marks = [mark(assignment, COST, "verified") for assignment in desk.assignments]
    hand_in(*desk.assignments)
    claim = Claim.objects.get()
    payload = Event.objects.get(kind="round.revealed").payload
    assert payload == {"round": desk.round.pk, "claims": {str(claim.pk): [str(mark.uuid) for mark in marks]}}


def test_a_round_with_nothing_to_answer_closes_at_once(desk):
    for assignment in desk.assignments:
        wave_through(assignment)
    with recorded() as kinds:
        hand_in(*desk.assignments)
    assert kinds == ["review.submitted", "review.submitted", "round.revealed", "round.closed"]
    desk.refresh()
    assert desk.article.standing.status == "thin"
    assert (desk.article.standing.claims, desk.article.standing.dismissed) == (0, 1)


# A later round


def test_late_marks_join_frozen_claims_or_make_new_ones(desk):
    finished(desk, (COST, "verified", "disputed"), (TOLL, "verified", "verified"))
    before = {claim.pk: claim.statement for claim in Claim.objects.all()}
    third = assignments_of(open_round_for(desk, [desk.spare], wanted=2))[0]
    mark(third, "cost 12 million", "disputed")
    mark(third, CAFE, "verified")
    hand_in(third)
    close_marking(round_=third.round, by=desk.editor, now=LATER)
    assert groups() == [
        (COST, ["Reviewer 1", "Reviewer 2", "Spare reviewer"]),
        (TOLL, ["Reviewer 1", "Reviewer 2"]),
        (CAFE, ["Spare reviewer"]),
    ]
    assert {pk: claim for pk, claim in before.items() if Claim.objects.get(pk=pk).statement != claim} == {}
    assert list(claims_owed_by(again(third))) == [claim_on(desk.article, TOLL)]


# Closing marking early


def test_an_editor_closes_marking_and_who_was_late_is_withdrawn(desk):
    mark(desk.first, COST, "verified")
    kept = mark(desk.second, COST, "disputed")
    hand_in(desk.first)
    with recorded() as kinds:
        close_marking(round_=desk.round, by=desk.editor, now=LATER)
    assert kinds == ["round.marking_closed", "round.revealed", "round.closed"]
    event = Event.objects.get(kind="round.marking_closed")
    assert (event.actor, event.right) == (desk.editor, "editor")
    assert event.payload == {"round": desk.round.pk, "withdrawn": [desk.second.reviewer_id]}
    assert again(desk.second).state == Assignment.State.WITHDRAWN
    kept.refresh_from_db()
    assert (kept.claim, kept.verdict) == (None, "disputed")


def test_the_lead_closes_marking_by_that_right(desk):
    mark(desk.first, COST, "verified")
    hand_in(desk.first)
    close_marking(round_=desk.round, by=desk.lead, now=LATER)
    assert Event.objects.get(kind="round.marking_closed").right == f"lead of {desk.team}"


@pytest.mark.parametrize("who", ["reviewer", "spare", "observer", "moderator", "stranger"])
def test_nobody_else_closes_marking(desk, who):
    mark(desk.first, COST, "verified")
    hand_in(desk.first)
    people = {"reviewer": desk.first.reviewer, "spare": desk.spare, "observer": desk.observer}
    person = people.get(who) or make_person(role="moderator" if who == "moderator" else "member")
    with recorded() as kinds, pytest.raises(NotAllowed, match="and no reviewer of the round"):
        close_marking(round_=desk.round, by=person, now=LATER)
    assert kinds == []


def test_an_editor_who_reviews_in_it_does_not_close_marking():
    desk = Desk()
    Assignment.objects.filter(pk=desk.second.pk).update(reviewer=desk.editor)
    mark(desk.first, COST, "verified")
    hand_in(desk.first)
    with pytest.raises(NotAllowed):
        close_marking(round_=desk.round, by=desk.editor, now=LATER)


def test_marking_is_not_closed_before_anybody_submitted(desk):
    mark(desk.first, COST, "verified")
    with recorded() as kinds, pytest.raises(Refused, match="Nobody has submitted yet"):
        close_marking(round_=desk.round, by=desk.editor, now=LATER)
    assert kinds == []
    assert again(desk.first).state == Assignment.State.STARTED


def test_marking_is_closed_once(desk):
    mark(desk.first, COST, "verified")
    mark(desk.second, FERRY, "verified")
    hand_in(*desk.assignments)
    with recorded() as kinds, pytest.raises(Refused, match="Marking is over"):
        close_marking(round_=desk.round, by=desk.editor, now=LATER)
    assert kinds == []


# Closing the second pass


def test_an_editor_closes_the_second_pass_and_silence_is_no_vote(desk):
    mark(desk.first, COST, "verified")
    mark(desk.second, FERRY, "verified")
    hand_in(*desk.assignments)
    answer_all(desk.first, given="verified")
    with recorded() as kinds:
        close_round(round_=desk.round, by=desk.editor, now=LATER)
    assert kinds == ["round.closed"]
    desk.refresh()
    assert (desk.round.stage, desk.round.closed_at) == (Round.Stage.CLOSED, LATER)
    assert claim_on(desk.article, FERRY).outcome == "settled"
    assert claim_on(desk.article, COST).outcome == "short"
    assert Response.objects.count() == 1


@pytest.mark.parametrize("stage", ["marking", "closed"])
def test_only_the_second_pass_is_closed_so(desk, stage):
    if stage == "closed":
        finished(desk, (COST, "verified", "verified"))
    with recorded() as kinds, pytest.raises(Refused, match="whose claims are being answered"):
        close_round(round_=desk.round, by=desk.editor, now=LATER)
    assert kinds == []


def test_no_reviewer_closes_the_second_pass(desk):
    mark(desk.first, COST, "verified")
    mark(desk.second, FERRY, "verified")
    hand_in(*desk.assignments)
    for person in (desk.first.reviewer, desk.spare, desk.observer, make_person(role="moderator")):
        with recorded() as kinds, pytest.raises(NotAllowed, match="closes a round"):
            close_round(round_=desk.round, by=person, now=LATER)
        assert kinds == []
