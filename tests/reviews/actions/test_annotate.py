"""Marks are saved exactly, once, and only while their author may mark."""

from datetime import timedelta
from itertools import accumulate
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.actions.annotate import annotate, check_span, delete_annotation, restore_annotation
from reviews.actions.errors import NotAllowed, NotDone, Refused, Stale
from reviews.actions.reveal import close_marking
from reviews.core.verdicts import REASONS, Reason, Verdict
from reviews.models import Annotation, Assignment
from tests.factories import CAFE, COST, NOW, OPENED, TEXT, Desk, again, draft, hand_in, mark, place, recorded

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def desk():
    return Desk()


def change(
    annotation: Annotation, *, version: int | None = None, quote: str | None = None, **changes: object
) -> Annotation:
    """Save a change of a mark, by default at its newest version and where it was."""
    assignment = again(annotation.assignment)
    text = assignment.round.revision.text
    span = place(assignment, quote) if quote else (annotation.start, annotation.end)
    return annotate(
        assignment=assignment,
        uuid=annotation.uuid,
        version=annotation.version if version is None else version,
        revision=assignment.round.revision_id,
        span=span if span[0] is not None else None,
        quote=text[slice(*span)] if span[0] is not None else "",
        changes=changes,
        now=LATER,
    )


# A new mark


def test_a_new_mark_is_saved_where_it_was_made(desk):
    with recorded() as kinds:
        made = draft(
            desk.first, COST, "disputed", reason="inaccurate", rationale="It was 15 million.", bearing="incidental"
        )
    assert kinds == ["annotation.made"]
    saved = Annotation.objects.get()
    assert saved == made
    assert desk.text[saved.start : saved.end] == COST
    assert (saved.verdict, saved.reason, saved.rationale) == ("disputed", "inaccurate", "It was 15 million.")
    assert (saved.bearing, saved.reported, saved.version) == ("incidental", False, 1)
    assert (saved.revision, saved.assignment) == (desk.article.current, desk.first)
    assert again(desk.first).state == Assignment.State.STARTED
    assert again(desk.first).started_at == NOW


def test_a_mark_after_emoji_is_counted_in_code_points(desk):
    saved = draft(desk.first, CAFE, "verified")
    assert desk.text[saved.start : saved.end] == CAFE
    assert saved.start == TEXT.index(CAFE)


@pytest.mark.parametrize("quote", ["💔", "👩\u200d👧", "café"])
def test_a_whole_character_of_several_code_points_can_be_marked(desk, quote):
    saved = draft(desk.first, quote)
    assert desk.text[saved.start : saved.end] == quote


def test_a_mark_may_be_left_to_check(desk):
    assert draft(desk.first, COST).verdict == ""


def test_the_article_as_a_whole_can_be_marked(desk):
    saved = draft(desk.first, None, "disputed", reason="misleading")
    assert (saved.start, saved.end) == (None, None)


def test_a_mark_may_span_blocks(desk):
    start, end = desk.text.index("Sad."), desk.text.index("The ferry") + 9
    made = save(desk.first, (start, end), desk.text[start:end])
    assert "\n\n" in desk.text[made.start : made.end]


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_that_forms_alter_are_folded(desk, line_end):
    start, end = desk.text.index("Sad."), desk.text.index("The ferry") + 9
    save(desk.first, (start, end), desk.text[start:end].replace("\n", line_end))
    assert Annotation.objects.count() == 1


def test_the_rationale_keeps_its_lines_folded(desk):
    assert draft(desk.first, COST, rationale="one\r\ntwo\rthree").rationale == "one\ntwo\nthree"


def test_two_marks_on_one_span_are_two(desk):
    draft(desk.first, COST, "disputed")
    draft(desk.first, COST, "verified")
    assert Annotation.objects.count() == 2


def test_the_same_save_repeated_is_harmless(desk):
    uuid = uuid4()
    made = draft(desk.first, COST, "disputed", reason="outdated", uuid=uuid)
    with recorded() as kinds:
        assert draft(desk.first, COST, "disputed", reason="outdated", uuid=uuid) == made
    assert kinds == []
    assert Annotation.objects.get().version == 1


# What is refused, and then not saved


def save(assignment, span, quote, **options) -> Annotation:
    """Save a new mark on a span by its numbers."""
    wanted = {"uuid": uuid4(), "version": 0, "revision": assignment.round.revision_id, "changes": {}, **options}
    return annotate(assignment=assignment, span=span, quote=quote, now=NOW, **wanted)


def assert_refused(why: str, field: str, *arguments: object, **options: object) -> None:
    with recorded() as kinds, pytest.raises(Refused) as refused:
        save(*arguments, **options)
    assert (str(refused.value), refused.value.field) == (why, field)
    assert kinds == []
    assert not Annotation.objects.exists()


@pytest.mark.parametrize("span", [(5, 5), (9, 5), (-3, 5), (-5, -1)], ids=["empty", "inverted", "before", "negative"])
def test_a_span_that_is_none_is_refused(desk, span):
    assert_refused("Passage: its end must come after its start.", "start", desk.first, span, desk.text[slice(*span)])


def test_a_span_beyond_the_text_is_refused(desk):
    end = len(desk.text)
    assert_refused("Passage: it ends beyond the text.", "end", desk.first, (end - 4, end + 1), desk.text[-4:])
    save(desk.first, (end - 4, end), desk.text[-4:])


@pytest.mark.parametrize("quote", ["cost 12 million euro", "cost 13 million euros", "Cost 12 million euros", ""])
def test_a_quote_that_differs_is_refused(desk, quote):
    why = "Passage: the text there reads differently. Reload the page and mark it again."
    assert_refused(why, "quote", desk.first, place(desk.first, COST), quote)


def test_a_span_counted_as_the_browser_counts_is_refused(desk):
    """After 💔 UTF-16 is one ahead: such offsets never pass for code points."""
    start = len(desk.text[: desk.text.index(CAFE)].encode("utf-16-le")) // 2
    with pytest.raises(Refused, match="reads differently"):
        save(desk.first, (start, start + len(CAFE)), CAFE)


@pytest.mark.parametrize(("skip", "length"), [(0, 1), (0, 2), (1, 2), (2, 1)])
def test_a_span_that_cuts_a_character_is_refused(desk, skip, length):
    start = desk.text.index("👩\u200d👧") + skip
    span = (start, start + length)
    assert_refused("Passage: it would cut a character in two.", "start", desk.first, span, desk.text[slice(*span)])


def test_another_revision_is_stale(desk):
    with recorded() as kinds, pytest.raises(Stale, match="newer text"):
        save(desk.first, place(desk.first, COST), COST, revision=desk.article.current_id + 1)
    assert kinds == []


@pytest.mark.parametrize(
    ("changes", "why", "field"),
    [
        ({"verdict": "wrong"}, "Verdict: 'wrong' is not one of the scale.", "verdict"),
        ({"verdict": "disputed", "reason": "wrong"}, "Reason: 'wrong' is not one of the scale.", "reason"),
        ({"bearing": ""}, "Bearing: central or incidental.", "bearing"),
        ({"rationale": "x" * 20_001}, "Rationale: at most 20,000 characters.", "rationale"),
        ({"rationale": "a\x00b"}, "Rationale: it holds a character that no text has.", "rationale"),
        ({"rationale": "a\ud800b"}, "Rationale: it holds a character that no text has.", "rationale"),
        (
            {"verdict": "disputed", "reason": "invented_source"},
            "Reason: “invented source” is no reason for disputed.",
            "reason",
        ),
        ({"verdict": "verified", "reason": "outdated"}, "Reason: “outdated” is no reason for verified.", "reason"),
        ({"reason": "outdated"}, "Reason: “outdated” is no reason for a mark to check.", "reason"),
    ],
)
def test_what_is_off_its_scale_is_refused(desk, changes, why, field):
    assert_refused(why, field, desk.first, place(desk.first, COST), COST, changes=changes)


@pytest.mark.parametrize("verdict", [*Verdict])
@pytest.mark.parametrize("reason", [*Reason])
def test_a_reason_goes_with_the_verdicts_of_its_family_only(desk, verdict, reason):
    if reason in REASONS[verdict]:
        assert draft(desk.first, COST, verdict, reason=reason).reason == reason
    else:
        with pytest.raises(Refused):
            draft(desk.first, COST, verdict, reason=reason)


# Changing a mark


def test_a_change_makes_the_next_version_and_no_event(desk):
    made = draft(desk.first, COST)
    with recorded() as kinds:
        changed = change(made, verdict="disputed", reason="inaccurate")
    assert kinds == []
    saved = Annotation.objects.get()
    assert saved == changed
    assert (saved.verdict, saved.reason, saved.version, saved.changed_at) == ("disputed", "inaccurate", 2, LATER)
    assert saved.made_at == NOW


def test_only_what_is_given_changes(desk):
    made = draft(desk.first, COST, "disputed", reason="outdated", rationale="Since 2020.", reported=True)
    saved = change(made, bearing="incidental")
    assert (saved.verdict, saved.reason, saved.rationale, saved.reported) == (
        "disputed",
        "outdated",
        "Since 2020.",
        True,
    )


def test_a_mark_can_be_moved(desk):
    saved = change(draft(desk.first, COST, "verified"), quote=OPENED)
    assert desk.text[saved.start : saved.end] == OPENED


def test_a_stale_change_gets_what_stands_and_overwrites_nothing(desk):
    made = draft(desk.first, COST)
    newer = change(made, verdict="verified", version=1)
    with recorded() as kinds, pytest.raises(Stale) as stale:
        change(made, verdict="fabricated", version=1)
    assert kinds == []
    assert stale.value.current == newer
    assert (stale.value.current.verdict, stale.value.current.version) == ("verified", 2)
    assert Annotation.objects.get().verdict == "verified"


def test_a_change_repeated_is_harmless(desk):
    made = draft(desk.first, COST)
    change(made, verdict="verified", version=1)
    assert change(made, verdict="verified", version=1).version == 2


def test_a_version_from_the_future_is_stale(desk):
    with pytest.raises(Stale):
        change(draft(desk.first, COST), verdict="verified", version=7)


def test_a_change_of_a_mark_that_never_was_is_stale(desk):
    with pytest.raises(Stale, match="not there any more"):
        save(desk.first, place(desk.first, COST), COST, version=1)


def test_a_new_mark_with_anothers_uuid_is_not_allowed(desk):
    made = draft(desk.first, COST, "verified")
    for version in (0, 1):
        with recorded() as kinds, pytest.raises(NotAllowed if version == 0 else NotDone, match="somebody else"):
            save(desk.second, place(desk.second, COST), COST, uuid=made.uuid, version=version)
        assert kinds == []
    assert Annotation.objects.get().assignment == desk.first


def test_an_older_reason_falls_away_with_its_verdict(desk):
    made = draft(desk.first, COST, "disputed", reason="outdated")
    assert change(made, verdict="fabricated").reason == ""


def test_a_reason_of_the_wrong_family_is_refused_for_the_verdict_that_stands(desk):
    made = draft(desk.first, COST, "disputed", reason="outdated")
    with pytest.raises(Refused, match="no reason for disputed"):
        change(made, reason="invented_figure")
    assert change(made, verdict="fabricated", reason="invented_figure").reason == "invented_figure"


def test_a_verdict_can_be_taken_back_to_check(desk):
    made = change(draft(desk.first, COST, "disputed", reason="outdated"), verdict="")
    assert (made.verdict, made.reason) == ("", "")


# Deleting and restoring


def test_a_deleted_mark_can_be_restored_as_it_was(desk):
    made = mark(desk.first, COST, "disputed")
    with recorded() as kinds:
        gone = delete_annotation(assignment=desk.first, uuid=made.uuid, version=1, now=LATER)
        back = restore_annotation(assignment=desk.first, uuid=made.uuid, version=2, now=LATER)
    assert kinds == ["annotation.deleted", "annotation.restored"]
    assert (gone.deleted_at, back.deleted_at) == (LATER, None)
    assert (back.verdict, back.version, back.evidence.count()) == ("disputed", 3, 1)


def test_deleting_and_restoring_twice_is_harmless(desk):
    made = draft(desk.first, COST)
    for deed, event in ((delete_annotation, "annotation.deleted"), (restore_annotation, "annotation.restored")):
        with recorded() as kinds:
            done = deed(assignment=desk.first, uuid=made.uuid, version=made.version, now=LATER)
            assert deed(assignment=desk.first, uuid=made.uuid, version=made.version, now=LATER) == done
        assert kinds == [event]
        made.refresh_from_db()


@pytest.mark.parametrize("deed", [delete_annotation, restore_annotation])
def test_a_stale_deletion_is_refused(desk, deed):
    made = draft(desk.first, COST)
    if deed is restore_annotation:
        made = delete_annotation(assignment=desk.first, uuid=made.uuid, version=1, now=NOW)
    with pytest.raises(Stale) as stale:
        deed(assignment=desk.first, uuid=made.uuid, version=made.version - 1, now=LATER)
    assert stale.value.current == made


@pytest.mark.parametrize("deed", [delete_annotation, restore_annotation])
def test_nobody_deletes_anothers_mark(desk, deed):
    made = draft(desk.first, COST)
    with recorded() as kinds, pytest.raises(NotDone, match="no such mark of yours"):
        deed(assignment=desk.second, uuid=made.uuid, version=1, now=LATER)
    assert kinds == []


def test_a_deleted_mark_is_not_changed(desk):
    made = draft(desk.first, COST)
    gone = delete_annotation(assignment=desk.first, uuid=made.uuid, version=1, now=LATER)
    with pytest.raises(Stale) as stale:
        change(gone, verdict="verified")
    assert stale.value.current == gone


# Only while they may mark


def test_a_submitted_review_takes_no_more_marks(desk):
    made = mark(desk.first, COST, "verified")
    hand_in(desk.first)
    for deed in (
        lambda: draft(desk.first, OPENED),
        lambda: change(made, verdict="disputed"),
        lambda: delete_annotation(assignment=desk.first, uuid=made.uuid, version=1, now=LATER),
        lambda: restore_annotation(assignment=desk.first, uuid=made.uuid, version=1, now=LATER),
    ):
        with recorded() as kinds, pytest.raises(NotAllowed, match="You have submitted this review"):
            deed()
        assert kinds == []
    assert Annotation.objects.get().verdict == "verified"


@pytest.mark.parametrize("state", [Assignment.State.DECLINED, Assignment.State.WITHDRAWN])
def test_who_does_not_review_any_more_marks_nothing(desk, state):
    Assignment.objects.filter(pk=desk.first.pk).update(state=state)
    with pytest.raises(NotAllowed, match="no longer review"):
        draft(desk.first, COST)


def test_when_marking_is_over_who_was_late_is_told_so(desk):
    mark(desk.first, COST, "verified")
    late = draft(desk.second, COST, "disputed")
    hand_in(desk.first)
    close_marking(round_=desk.round, by=desk.editor, now=LATER)
    with pytest.raises(NotAllowed, match="no longer review"):
        change(late, verdict="verified")
    assert Annotation.objects.get(pk=late.pk).verdict == "disputed"


# Any span at all


@given(st.lists(st.sampled_from(["a", " ", "\n", "💔", "👩\u200d👧", "e\u0301"]), min_size=1, max_size=8), st.data())
def test_what_passes_is_exactly_a_passage_of_whole_characters(characters, data):
    text = "".join(characters)
    edges = {0, *accumulate(map(len, characters))}
    start, end = (data.draw(st.integers(-2, len(text) + 2)) for _ in range(2))
    fine = start < end and {start, end} <= edges
    quote = text[max(start, 0) : max(end, 0)]
    if fine:
        check_span(text, (start, end), quote)
    else:
        with pytest.raises(Refused):
            check_span(text, (start, end), quote)
