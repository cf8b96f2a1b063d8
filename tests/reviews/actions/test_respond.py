"""Claims are answered by those who had not marked them, and the last answer owed closes the round."""

from datetime import timedelta

import pytest

from editorial.record.models import Event
from reviews.actions.errors import NotAllowed, Refused, Stale
from reviews.actions.respond import respond
from reviews.actions.reveal import close_marking
from reviews.core.verdicts import Answer
from reviews.models import Claim, Response, Round
from reviews.queries.claims import claims_owed_by
from tests.factories import (
    COST,
    FERRY,
    NOW,
    OPENED,
    TOLL,
    Desk,
    again,
    answer,
    answer_all,
    claim_on,
    hand_in,
    mark,
    recorded,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def desk():
    """A round in its second pass: the first reviewer owes two answers, the second one."""
    desk = Desk()
    mark(desk.first, COST, "verified")
    mark(desk.second, TOLL, "verified")
    mark(desk.second, FERRY, "disputed")
    hand_in(*desk.assignments)
    desk.refresh()
    return desk


def test_each_owes_what_they_had_not_marked(desk):
    assert [claim.statement for claim in claims_owed_by(again(desk.first))] == [TOLL, FERRY]
    assert [claim.statement for claim in claims_owed_by(again(desk.second))] == [COST]


@pytest.mark.parametrize("given", [*Answer])
def test_an_answer_is_written(desk, given):
    claim = claim_on(desk.article, TOLL)
    with recorded() as kinds:
        response = answer(desk.first, claim, given, rationale="one\r\ntwo")
    assert kinds == ["claim.answered"]
    saved = Response.objects.get()
    assert saved == response
    assert (saved.answer, saved.first_answer, saved.rationale, saved.version) == (given, given, "one\ntwo", 1)
    assert Event.objects.get(kind="claim.answered").payload == {
        "claim": claim.pk,
        "assignment": desk.first.pk,
        "before": None,
        "after": given,
        "why": "one\ntwo",
    }
    assert list(claims_owed_by(again(desk.first))) == [claim_on(desk.article, FERRY)]


def test_an_answer_changes_while_the_round_is_open_and_the_first_is_kept(desk):
    claim = claim_on(desk.article, TOLL)
    answer(desk.first, claim, "verified")
    with recorded() as kinds:
        answer(desk.first, claim, "disputed", rationale="It was 2030.", version=1)
    assert kinds == ["claim.answer_changed"]
    saved = Response.objects.get()
    assert (saved.answer, saved.first_answer, saved.version) == ("disputed", "verified", 2)
    payload = Event.objects.get(kind="claim.answer_changed").payload
    assert (payload["before"], payload["after"], payload["why"]) == ("verified", "disputed", "It was 2030.")


def test_who_had_not_checked_and_saw_nothing_answers_as_independently_later(desk):
    claim = claims_owed_by(desk.first).first()
    respond(assignment=desk.first, claim=claim, answer="not_checked", now=NOW)
    respond(assignment=desk.first, claim=claim, answer="disputed", version=1, now=NOW)
    saved = respond(assignment=desk.first, claim=claim, answer="verified", version=2, now=NOW)
    assert (saved.first_answer, saved.answer) == ("disputed", "verified")


def test_the_same_answer_repeated_is_harmless(desk):
    claim = claim_on(desk.article, TOLL)
    answer(desk.first, claim, "verified")
    with recorded() as kinds:
        answer(desk.first, claim, "verified")
    assert kinds == []
    assert Response.objects.get().version == 1


def test_a_stale_answer_overwrites_nothing(desk):
    claim = claim_on(desk.article, TOLL)
    standing = answer(desk.first, claim, "verified")
    with recorded() as kinds, pytest.raises(Stale, match="elsewhere meanwhile") as stale:
        answer(desk.first, claim, "disputed")
    assert kinds == []
    assert stale.value.current == standing
    assert Response.objects.get().answer == "verified"


@pytest.mark.parametrize(
    ("given", "rationale", "why", "field"),
    [
        ("maybe", "", "Answer: choose one of the scale.", "answer"),
        ("", "", "Answer: choose one of the scale.", "answer"),
        ("verified", "x" * 20_001, "Rationale: at most 20,000 characters.", "rationale"),
        ("verified", "a\x00b", "Rationale: it holds a character that no text has.", "rationale"),
    ],
)
def test_what_is_no_answer_is_refused(desk, given, rationale, why, field):
    with recorded() as kinds, pytest.raises(Refused) as refused:
        answer(desk.first, claim_on(desk.article, TOLL), given, rationale=rationale)
    assert (str(refused.value), refused.value.field) == (why, field)
    assert kinds == []
    assert not Response.objects.exists()


def test_nobody_answers_their_own_claim(desk):
    with recorded() as kinds, pytest.raises(NotAllowed, match="You marked this claim yourself"):
        answer(desk.first, claim_on(desk.article, COST), "verified")
    assert kinds == []


def test_nobody_answers_a_claim_of_another_article(desk):
    other = Desk()
    mark(other.first, COST, "verified")
    mark(other.second, FERRY, "verified")
    hand_in(*other.assignments)
    with pytest.raises(NotAllowed):
        answer(desk.first, claim_on(other.article, FERRY), "verified")


def test_nobody_answers_before_the_reveal_or_after_the_close(desk):
    early = Desk()
    mark(early.first, COST, "verified")
    hand_in(early.first)
    claim = claim_on(desk.article, TOLL)
    answer_all(*desk.assignments)
    for assignment in (early.first, desk.first):
        with recorded() as kinds, pytest.raises(NotAllowed, match="between the reveal and the close"):
            answer(assignment, claim, "disputed", version=1)
        assert kinds == []


def test_who_was_withdrawn_answers_nothing():
    desk = Desk(reviewers=3)
    third = desk.assignments[2]
    mark(desk.first, COST, "verified")
    mark(desk.second, FERRY, "verified")
    hand_in(desk.first, desk.second)
    close_marking(round_=desk.round, by=desk.editor, now=LATER)
    with pytest.raises(NotAllowed):
        respond(assignment=third, claim=claim_on(desk.article, COST), answer="verified", now=LATER)


def test_the_last_answer_owed_closes_the_round(desk):
    answer_all(desk.first)
    desk.refresh()
    assert desk.round.stage == Round.Stage.RESPONDING
    with recorded() as kinds:
        answer_all(desk.second)
    assert kinds == ["claim.answered", "round.closed"]
    event = Event.objects.get(kind="round.closed")
    assert (event.actor, event.right) == (None, "system")
    desk.refresh()
    assert (desk.round.stage, desk.article.standing.stage) == (Round.Stage.CLOSED, "closed")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_who_has_answered_everything_is_noted_whoever_else_still_owes(desk, order):
    early, late = (desk.assignments[number] for number in order)
    for claim in list(claims_owed_by(again(early))):
        respond(assignment=again(early), claim=claim, answer="verified", now=NOW)
    assert again(early).responded_at == NOW
    assert again(late).responded_at is None
    for claim in list(claims_owed_by(again(late))):
        respond(assignment=again(late), claim=claim, answer="verified", now=LATER)
    assert (again(early).responded_at, again(late).responded_at) == (NOW, LATER)


def test_answers_count_as_votes_only_once_the_round_is_closed(desk):
    claim = claim_on(desk.article, TOLL)
    answer(desk.first, claim, "verified")
    claim.refresh_from_db()
    assert (claim.outcome, claim.stands_as, claim.verified) == ("open", "", 2)
    answer_all(desk.first, desk.second)
    claim.refresh_from_db()
    assert (claim.outcome, claim.stands_as, claim.verified) == ("settled", "verified", 2)


@pytest.mark.parametrize("given", ["another_point", "not_checked"])
def test_what_is_no_verdict_is_no_vote(desk, given):
    answer_all(*desk.assignments, given=given)
    assert {claim.outcome for claim in Claim.objects.all()} == {"short"}


def test_the_round_of_a_stranger_stays_as_it_is(desk):
    other = Desk()
    mark(other.first, OPENED, "verified")
    mark(other.second, COST, "verified")
    hand_in(*other.assignments)
    answer_all(*desk.assignments)
    other.refresh()
    assert other.round.stage == Round.Stage.RESPONDING
