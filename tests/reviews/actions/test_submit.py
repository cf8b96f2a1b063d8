"""A review is handed in whole and once; the last one wanted forms the claims."""

from datetime import timedelta

import pytest

from articles.models import Story
from editorial.record.models import Event
from reviews.actions.annotate import delete_annotation
from reviews.actions.errors import NotAllowed, Refused
from reviews.actions.submit import submit
from reviews.core.verdicts import Status
from reviews.models import Annotation, Assignment, Claim, Round
from tests.factories import (
    COST,
    FERRY,
    NOW,
    OPENED,
    TOLL,
    Desk,
    again,
    draft,
    hand_in,
    make_article,
    mark,
    recorded,
    show,
    wave_through,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def desk():
    return Desk()


def test_a_complete_review_is_handed_in(desk):
    made = mark(desk.first, COST, "disputed", rationale="It was 15.")
    with recorded() as kinds:
        submit(assignment=desk.first, now=LATER)
    assert kinds == ["review.submitted"]
    assignment = again(desk.first)
    assert (assignment.state, assignment.submitted_at, assignment.started_at) == ("submitted", LATER, NOW)
    payload = Event.objects.get(kind="review.submitted").payload
    assert [(m["annotation"], m["verdict"], m["rationale"]) for m in payload["marks"]] == [
        (str(made.uuid), "disputed", "It was 15.")
    ]
    desk.refresh()
    assert desk.round.stage == Round.Stage.MARKING
    assert (desk.article.standing.status, desk.article.standing.submitted) == (Status.IN_REVIEW, 1)
    assert not Claim.objects.exists()


def test_an_incomplete_review_comes_back_with_what_is_asked_mark_by_mark(desk):
    mark(desk.first, OPENED, "verified")
    open_mark = draft(desk.first, COST)
    bare = draft(desk.first, TOLL, "disputed")
    unshown = draft(desk.first, FERRY, "verified")
    before = snapshot()
    with recorded() as kinds, pytest.raises(Refused) as refused:
        submit(assignment=desk.first, now=LATER)
    assert kinds == []
    assert snapshot() == before
    assert str(refused.value) == "3 marks need more before submitting."
    assert [(mark, len(sentences)) for mark, sentences in refused.value.items] == [
        (open_mark, 1),
        (bare, 3),
        (unshown, 1),
    ]
    assert refused.value.items[1][1] == [
        "a reason",
        "a rationale",
        "a source that refutes it",
    ]


def snapshot() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Annotation, Assignment, Round, Claim)]


def test_one_mark_needs_more(desk):
    draft(desk.first, COST)
    with pytest.raises(Refused, match="1 mark needs more before submitting"):
        submit(assignment=desk.first, now=LATER)


def test_evidence_must_be_of_the_kind_asked_for(desk):
    made = draft(desk.first, COST, "fabricated", reason="invented_figure", rationale="No such sum.")
    show(made, "supports")
    with pytest.raises(Refused):
        submit(assignment=desk.first, now=LATER)
    show(made, "context", kind="search", title="12 million", place="Archive", found_nothing=True)
    submit(assignment=desk.first, now=LATER)


def test_an_article_of_the_same_story_proves_nothing():
    desk = Desk(story=Story.objects.create(title="The bridge"))
    made = draft(desk.first, COST, "verified")
    show(made, "supports", same_as_article=make_article("Another text.", story=desk.article.story))
    with pytest.raises(Refused, match="1 mark needs more"):
        submit(assignment=desk.first, now=LATER)
    show(made, "supports", same_as_article=make_article("A text from elsewhere."))
    submit(assignment=desk.first, now=LATER)


def test_an_empty_review_is_refused(desk):
    made = draft(desk.first, COST)
    delete_annotation(assignment=desk.first, uuid=made.uuid, version=1, now=NOW)
    with recorded() as kinds, pytest.raises(Refused, match="Nothing is marked yet"):
        submit(assignment=desk.first, now=LATER)
    assert kinds == []


def test_a_dismissal_alone_is_a_review(desk):
    wave_through(desk.first)
    submit(assignment=desk.first, now=LATER)
    assert again(desk.first).state == Assignment.State.SUBMITTED


def test_a_review_is_handed_in_once(desk):
    mark(desk.first, COST, "verified")
    hand_in(desk.first)
    with recorded() as kinds, pytest.raises(NotAllowed, match="You have submitted this review"):
        submit(assignment=desk.first, now=LATER)
    assert kinds == []


def test_the_last_one_reveals(desk):
    mark(desk.first, COST, "verified")
    mark(desk.second, COST, "disputed")
    hand_in(desk.first)
    with recorded() as kinds:
        submit(assignment=desk.second, now=LATER)
    assert kinds == ["review.submitted", "round.revealed", "round.closed"]  # Nobody owes an answer.


def test_while_another_reviewer_is_wanted_nothing_is_revealed():
    desk = Desk(wanted=3)
    for assignment in desk.assignments:
        mark(assignment, COST, "verified")
    with recorded() as kinds:
        hand_in(*desk.assignments)
    assert kinds == ["review.submitted", "review.submitted"]
    desk.refresh()
    assert desk.round.stage == Round.Stage.MARKING


def test_who_declined_is_not_waited_for_but_still_wanted(desk):
    Assignment.objects.filter(pk=desk.second.pk).update(state=Assignment.State.DECLINED)
    mark(desk.first, COST, "verified")
    hand_in(desk.first)
    desk.refresh()
    assert desk.round.stage == Round.Stage.MARKING
