"""What waits for a person on their desk, and for how long it has."""

from datetime import timedelta

import pytest

from reviews.actions.rule import rule
from reviews.actions.settle import settle
from reviews.queries.desk import decidable, decisions, submitted_and_waiting, to_mark, to_respond
from tests.factories import (
    COST,
    FERRY,
    NOW,
    TOLL,
    Desk,
    again,
    answer,
    answer_all,
    claim_on,
    delete_mark,
    draft,
    finished,
    hand_in,
    make_article,
    make_person,
    mark,
)

pytestmark = pytest.mark.django_db
DUE = NOW + timedelta(days=3)
AFTER = NOW + timedelta(days=4)


@pytest.fixture
def desk():
    return Desk(due=DUE)


def test_what_is_to_mark_comes_begun_first(desk):
    person = desk.first.reviewer
    other = Desk()
    other.second.reviewer = person
    other.second.save()
    assert list(to_mark(person)) == [desk.first, other.second]
    draft(again(other.second), COST)
    gone = draft(again(other.second), TOLL)
    delete_mark(again(other.second), gone)
    assert [(found, found.marks) for found in to_mark(person)] == [(other.second, 1), (desk.first, 0)]
    mark(desk.first, COST, "verified")
    hand_in(desk.first)
    assert list(to_mark(person)) == [other.second]


def test_what_is_to_answer_counts_down(desk):
    mark(desk.first, COST, "verified")
    mark(desk.second, TOLL, "verified")
    mark(desk.second, FERRY, "verified")
    hand_in(desk.first)
    first, second = desk.first.reviewer, desk.second.reviewer
    assert list(to_respond(first)) == []
    assert list(submitted_and_waiting(first)) == [desk.first]
    hand_in(desk.second)
    assert [(found, found.owed) for found in to_respond(first)] == [(desk.first, 2)]
    assert list(submitted_and_waiting(first)) == []
    answer(desk.first, claim_on(desk.article, TOLL), "not_checked")
    assert [found.owed for found in to_respond(first)] == [1]
    answer(desk.first, claim_on(desk.article, FERRY), "verified")
    assert list(to_respond(first)) == []
    assert list(submitted_and_waiting(first)) == [desk.first]
    assert [found.owed for found in to_respond(second)] == [1]
    answer_all(desk.second)
    assert list(submitted_and_waiting(first)) == []


def test_what_waits_for_a_decision(desk):
    finished(desk, (COST, "verified", "disputed"), (TOLL, "fabricated", "verified"), (FERRY, "verified", ""))
    waiting = make_article()
    found = decisions(desk.editor, NOW)
    assert [claim.statement for claim in found.to_rule] == [TOLL, COST]
    assert [claim.statement for claim in found.short] == [FERRY]
    assert found.unassigned == [waiting]
    assert (found.to_rule_count, found.short_count, found.overdue_count, found.unassigned_count) == (2, 1, 0, 1)
    rule(claim=claim_on(desk.article, TOLL), by=desk.editor, verdict="", reason="Said in another year.", now=NOW)
    assert decisions(desk.editor, NOW).to_rule_count == 1


def test_who_decides_nothing_has_no_such_list(desk):
    finished(desk, (COST, "verified", "disputed"))
    for person in (desk.first.reviewer, desk.observer, make_person(), make_person(role="moderator")):
        assert decisions(person, NOW) is None
        assert not decidable(person).exists()


def test_a_lead_decides_for_their_team_only(desk):
    finished(desk, (COST, "verified", "disputed"))
    other = Desk()
    finished(other, (COST, "verified", "disputed"))
    assert list(decidable(desk.lead)) == [claim_on(desk.article, COST)]
    assert decidable(desk.editor).count() == 2


def test_nobody_is_asked_to_rule_on_their_own_vote(desk):
    desk.second.reviewer = desk.editor
    desk.second.save()
    finished(desk, (COST, "verified", "disputed"))
    assert not decidable(desk.editor).exists()
    assert decidable(desk.lead).count() == 1


def test_what_is_overdue_in_either_pass(desk):
    assert decisions(desk.editor, NOW).overdue == []
    assert decisions(desk.editor, AFTER).overdue == [desk.first, desk.second]
    mark(desk.first, COST, "verified")
    mark(desk.second, TOLL, "verified")
    hand_in(desk.first)
    assert decisions(desk.lead, AFTER).overdue == [desk.second]
    hand_in(desk.second)
    assert decisions(desk.editor, AFTER).overdue == [desk.first, desk.second]
    answer_all(desk.second)
    assert decisions(desk.editor, AFTER).overdue == [desk.first]
    answer_all(desk.first)
    assert decisions(desk.editor, AFTER).overdue == []
    assert decisions(Desk().lead, AFTER).overdue == []


def test_an_article_waits_for_reviewers_until_somebody_is_asked():
    desk = Desk(reviewers=1)
    assert decisions(desk.editor, NOW).unassigned == []
    desk.first.state = "declined"
    desk.first.save()
    settle(article=desk.article, now=NOW)
    assert decisions(desk.editor, NOW).unassigned == [desk.article]
