"""A checkable sentence is dismissed once per reviewer, and nothing else is."""

from uuid import uuid4

import pytest

from reviews.actions.dismiss import dismiss, undo_dismissal
from reviews.actions.errors import NotAllowed, NotDone, Refused, Stale
from reviews.core.verdicts import DismissalKind
from reviews.models import Assignment, Dismissal
from tests.factories import NOW, Desk, again, dismissable, hand_in, place, recorded, wave_through

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def dismissed(assignment, span, **options) -> Dismissal:
    """Dismiss a span by its numbers."""
    text = assignment.round.revision.text
    wanted = {
        "uuid": uuid4(),
        "revision": assignment.round.revision_id,
        "quote": text[slice(*span)],
        "kind": "vague",
        **options,
    }
    return dismiss(assignment=assignment, span=span, now=NOW, **wanted)


def test_a_checkable_sentence_is_dismissed(desk):
    with recorded() as kinds:
        made = wave_through(desk.first, 1, kind="opinion")
    assert kinds == ["sentence.dismissed"]
    saved = Dismissal.objects.get()
    assert saved == made
    assert (saved.start, saved.end) == dismissable(desk.first)[1]
    assert (saved.kind, saved.assignment, saved.deleted_at) == ("opinion", desk.first, None)
    assert again(desk.first).state == Assignment.State.STARTED


def test_again_is_harmless_and_with_another_kind_changes_the_kind(desk):
    span = dismissable(desk.first)[0]
    made = dismissed(desk.first, span)
    with recorded() as kinds:
        dismissed(desk.first, span, uuid=made.uuid)
        dismissed(desk.first, span)
    assert kinds == []
    with recorded() as kinds:
        dismissed(desk.first, span, kind="forecast")
    assert kinds == ["sentence.dismissed"]
    assert Dismissal.objects.get().kind == "forecast"


def test_two_reviewers_dismiss_the_same_sentence_apart(desk):
    wave_through(desk.first)
    wave_through(desk.second)
    assert Dismissal.objects.count() == 2


def test_a_dismissal_is_taken_back_and_made_again(desk):
    span = dismissable(desk.first)[0]
    made = dismissed(desk.first, span)
    with recorded() as kinds:
        undo_dismissal(assignment=desk.first, uuid=made.uuid, now=NOW)
        undo_dismissal(assignment=desk.first, uuid=made.uuid, now=NOW)
        dismissed(desk.first, span, uuid=made.uuid)
    assert kinds == ["sentence.taken_up", "sentence.dismissed"]
    assert Dismissal.objects.get().deleted_at is None


def test_after_taking_it_back_it_can_be_made_anew(desk):
    span = dismissable(desk.first)[0]
    undo_dismissal(assignment=desk.first, uuid=dismissed(desk.first, span).uuid, now=NOW)
    dismissed(desk.first, span)
    assert Dismissal.objects.filter(deleted_at=None).count() == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("It will be missed.", "Sentence: only a checkable one can be dismissed."),
        ("Toll bridge to close for the winter", "Sentence: only a checkable one can be dismissed."),
        ("cost 12 million euros", "Sentence: only a checkable one can be dismissed."),
        ("👩\u200d👧 The harbour", "Sentence: only a checkable one can be dismissed."),
    ],
    ids=["nothing to check", "headline", "part", "beginning"],
)
def test_only_a_whole_checkable_sentence_is_dismissed(desk, words, why):
    with recorded() as kinds, pytest.raises(Refused) as refused:
        dismissed(desk.first, place(desk.first, words))
    assert (str(refused.value), refused.value.field) == (why, "start")
    assert kinds == []
    assert not Dismissal.objects.exists()


@pytest.mark.parametrize(
    ("options", "error", "why"),
    [
        ({"kind": "boring"}, Refused, "Kind: opinion, forecast, vague or nothing"),
        ({"quote": "The bridge opened."}, Refused, "reads differently"),
        ({"revision": 0}, Stale, "newer text"),
    ],
)
def test_what_the_client_saw_must_be_there(desk, options, error, why):
    with recorded() as kinds, pytest.raises(error, match=why):
        dismissed(desk.first, dismissable(desk.first)[0], **options)
    assert kinds == []


def test_every_kind_is_accepted(desk):
    for kind in DismissalKind:
        assert wave_through(desk.first, kind=kind).kind == kind


def test_nobody_changes_anothers(desk):
    made = wave_through(desk.first)
    with recorded() as kinds:
        with pytest.raises(NotAllowed, match="somebody else"):
            dismissed(desk.second, (made.start, made.end), uuid=made.uuid)
        with pytest.raises(NotDone, match="no such dismissal of yours"):
            undo_dismissal(assignment=desk.second, uuid=made.uuid, now=NOW)
    assert kinds == []


def test_a_uuid_stays_with_its_sentence(desk):
    one, other = dismissable(desk.first)[:2]
    made = dismissed(desk.first, one)
    with recorded() as kinds, pytest.raises(Stale, match="another sentence"):
        dismissed(desk.first, other, uuid=made.uuid, kind="forecast")
    assert kinds == []
    assert Dismissal.objects.get().kind == "vague"


def test_a_submitted_review_dismisses_nothing_more(desk):
    made = wave_through(desk.first)
    hand_in(desk.first)
    for deed in (
        lambda: wave_through(desk.first, 1),
        lambda: undo_dismissal(assignment=desk.first, uuid=made.uuid, now=NOW),
    ):
        with recorded() as kinds, pytest.raises(NotAllowed, match="You have submitted this review"):
            deed()
        assert kinds == []
