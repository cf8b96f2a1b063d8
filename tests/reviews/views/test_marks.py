"""What is posted from the workspace is saved, or refused with a sentence and nothing changed."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from editorial.record.models import Event
from reviews.actions.annotate import annotate, delete_annotation
from reviews.models import Annotation, Assignment, Dismissal, Evidence, Note, Source
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    NOW,
    OPENED,
    TOLL,
    Desk,
    again,
    dismissable,
    draft,
    hand_in,
    make_source,
    mark,
    place,
    show,
    wave_through,
)

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true"}


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def first(desk):
    """The first reviewer's browser."""
    client = Client(headers=HTMX)
    client.force_login(desk.reviewers[0])
    return client


@pytest.fixture
def second(desk):
    """The second reviewer's browser."""
    client = Client(headers=HTMX)
    client.force_login(desk.reviewers[1])
    return client


def to(desk, name: str, *rest) -> str:
    return reverse(name, args=[desk.article.pk, *rest])


def fields(desk, quote: str | None = COST, **changes) -> dict[str, object]:
    """Return what the client posts for a new mark on these words."""
    posted = {"uuid": uuid4(), "version": 0, "revision": desk.round.revision_id, "verdict": "verified"}
    if quote is not None:
        start, end = place(desk.first, quote)
        posted |= {"start": start, "end": end, "quote": quote}
    return posted | changes


def everything() -> list:
    """Return all that a post could change."""
    models = (Annotation, Assignment, Dismissal, Evidence, Event, Note, Source)
    return [list(model.objects.order_by("pk").values()) for model in models]


def refused(response, status: int, words: str) -> None:
    """Check that a refusal says why, in the page's own notice."""
    assert response.status_code == status
    said = response.content.decode()
    assert words in said
    assert 'class="notice error"' in said


# Saving


def test_a_new_mark_is_answered_with_its_block_its_card_and_the_header(desk, first):
    posted = fields(desk)
    response = first.post(to(desk, "save-mark"), posted)
    assert response.status_code == 200
    saved = Annotation.objects.get()
    assert (saved.uuid, saved.verdict, desk.text[saved.start : saved.end]) == (posted["uuid"], "verified", COST)
    said = response.content.decode()
    assert said.count('class="block') == 1
    assert 'data-marks="1"' in said
    assert f'id="mark-{saved.uuid}"' in said
    assert 'id="work-progress"' in said
    assert response.headers["Mark-Version"] == "1"
    assert "HX-Request" in response.headers["Vary"]


def test_a_text_that_is_typed_sends_no_block(desk, first):
    made = draft(desk.first, COST, "disputed")
    response = first.post(
        to(desk, "save-mark"),
        fields(desk, uuid=made.uuid, version=1, verdict="disputed", rationale="It was 15 million."),
    )
    assert response.status_code == 200
    assert 'class="block' not in response.content.decode()
    assert Annotation.objects.get().rationale == "It was 15 million."


def test_a_mark_that_moves_sends_the_blocks_it_was_and_is_in(desk, first):
    made = draft(desk.first, COST, "verified")
    response = first.post(to(desk, "save-mark"), fields(desk, FERRY, uuid=made.uuid, version=1))
    assert response.content.decode().count('class="block') == 2


def test_the_same_save_again_is_harmless(desk, first):
    posted = fields(desk)
    first.post(to(desk, "save-mark"), posted)
    before = everything()
    assert first.post(to(desk, "save-mark"), posted).status_code == 200
    assert everything() == before


def test_a_plain_form_goes_back_to_where_one_can_go_on(desk, client):
    client.force_login(desk.reviewers[0])
    posted = fields(desk)
    response = client.post(to(desk, "save-mark"), posted)
    assert response.status_code == 302
    assert response.url == f"{to(desk, 'mark-by-form')}#mark-{posted['uuid']}"


def test_a_plain_form_that_changes_the_verdict_lets_go_of_the_old_reason(desk, client):
    client.force_login(desk.reviewers[0])
    made = draft(desk.first, COST, "disputed", reason="inaccurate", reported=True)
    posted = fields(desk, uuid=made.uuid, version=1, verdict="fabricated", reason="inaccurate", reported="")
    assert client.post(to(desk, "save-mark"), posted).status_code == 302
    saved = Annotation.objects.get()
    assert (saved.verdict, saved.reason, saved.reported) == ("fabricated", "", False)


def test_deleted_and_restored(desk, first):
    made = draft(desk.first, COST, "verified")
    gone = first.post(to(desk, "delete-mark", made.uuid), {"version": 1})
    assert f'id="mark-{made.uuid}" data-gone' in gone.content.decode()
    assert "data-marks" not in gone.content.decode()
    back = first.post(to(desk, "restore-mark", made.uuid), {"version": 2})
    assert 'data-marks="1"' in back.content.decode()
    assert Annotation.objects.get().deleted_at is None


# Occurrences of one point


def test_another_occurrence_shares_what_its_point_says(desk, first):
    made = draft(desk.first, COST, "disputed", reason="inaccurate", rationale="It was 15.")
    posted = fields(desk, CAFE, verdict="disputed", reason="inaccurate", rationale="It was 15.", same_as=made.uuid)
    response = first.post(to(desk, "save-mark"), posted)
    assert response.content.decode().count("2 occurrences") == 2
    other = Annotation.objects.get(uuid=posted["uuid"])
    assert other.same_as == made
    change = fields(desk, CAFE, uuid=other.uuid, version=1, verdict="fabricated", reason="invented_figure")
    answer = first.post(to(desk, "save-mark"), change).content.decode()
    made.refresh_from_db()
    assert (made.verdict, made.reason, made.rationale, made.version) == (
        "fabricated",
        "invented_figure",
        "It was 15.",
        2,
    )
    assert answer.count('class="block') == 2
    assert answer.count('data-version="2"') == 2


def test_an_occurrence_is_asked_for_nothing_of_its_own(desk, first):
    made = mark(desk.first, COST, "disputed")
    posted = fields(desk, CAFE, verdict="disputed", reason="inaccurate", rationale=made.rationale, same_as=made.uuid)
    assert "before submitting" not in first.post(to(desk, "save-mark"), posted).content.decode()
    hand_in(desk.first)
    assert again(desk.first).state == "submitted"


def test_the_same_point_as_somebody_elses_mark_is_refused(desk, first):
    theirs = draft(desk.second, OPENED, "verified")
    before = everything()
    refused(first.post(to(desk, "save-mark"), fields(desk, same_as=theirs.uuid)), 422, "no such mark of yours")
    assert everything() == before


# Bad input: a sentence, and the database as it was

BAD_SPANS = [
    ({"start": 95, "end": 73}, "its end must come after its start"),
    ({"start": 73, "end": 73}, "its end must come after its start"),
    ({"start": -5, "end": 94}, "its end must come after its start"),
    ({"start": 73, "end": 10_000_000}, "it ends beyond the text"),
    ({"quote": "cost 13 million euros"}, "the text there reads differently"),
    ({"end": ""}, "A passage has a start and an end"),
    ({"start": "here"}, "Start"),
    ({"start": "9" * 400}, "its end must come after its start"),
    ({"verdict": "true"}, "Verdict"),
    ({"reason": "lies"}, "Reason"),
    ({"verdict": "disputed", "reason": "invented_source"}, "is no reason for disputed"),
    ({"bearing": ""}, "Central or incidental"),
    ({"uuid": "1"}, "Uuid"),
    ({"version": "-1"}, "Version"),
    ({"rationale": "x" * 1_000_000}, "at most 20,000 characters"),
    ({"rationale": "a\x00b"}, "Null characters"),
]


@pytest.mark.parametrize(("wrong", "words"), BAD_SPANS, ids=lambda value: str(value)[:40])
def test_what_is_no_mark_is_refused(desk, first, wrong, words):
    draft(desk.first, OPENED, "verified")
    before = everything()
    refused(first.post(to(desk, "save-mark"), fields(desk) | wrong), 422, words)
    assert everything() == before


def test_a_span_that_cuts_a_character_is_refused(desk, first):
    start = desk.text.index("👩")
    before = everything()
    response = first.post(to(desk, "save-mark"), fields(desk, start=start, end=start + 1, quote=desk.text[start]))
    refused(response, 422, "cut a character in two")
    assert everything() == before


def test_a_mark_on_another_revision_is_refused(desk, first):
    before = everything()
    refused(first.post(to(desk, "save-mark"), fields(desk, revision=desk.round.revision_id + 1)), 409, "newer text")
    assert everything() == before


def test_a_verdict_on_a_dismissed_sentence_is_refused_until_it_is_taken_up(desk, first):
    wave_through(desk.first, 0, kind="opinion")
    before = everything()
    response = first.post(to(desk, "save-mark"), fields(desk, OPENED))
    refused(response, 422, "You said of this sentence: it is an opinion. Take it up again")
    assert everything() == before
    assert first.post(to(desk, "save-mark"), fields(desk, OPENED, verdict="")).status_code == 200
    dismissal = Dismissal.objects.get()
    assert first.post(to(desk, "take-up", dismissal.uuid)).status_code == 200
    assert first.post(to(desk, "save-mark"), fields(desk, OPENED)).status_code == 200


def test_somebody_elses_mark_is_refused_in_every_way(desk, first):
    theirs = draft(desk.second, COST, "verified")
    source = make_source(desk.first)
    before = everything()
    refused(first.post(to(desk, "save-mark"), fields(desk, uuid=theirs.uuid, version=1)), 403, "somebody else")
    refused(first.post(to(desk, "save-mark"), fields(desk, uuid=theirs.uuid)), 403, "somebody else")
    posts = [
        ("delete-mark", theirs.uuid, {"version": 1}),
        ("restore-mark", theirs.uuid, {"version": 1}),
        ("add-evidence", theirs.uuid, {"address": "https://a.example", "stance": "refutes"}),
        ("add-search", theirs.uuid, {"query": "x", "where": "y"}),
    ]
    for name, uuid, posted in posts:
        assert first.post(to(desk, name, uuid), posted).status_code == 404, name
    attach = {"mark": theirs.uuid, "source": source.uuid}
    assert first.post(to(desk, "attach-source"), attach).status_code == 404
    assert first.get(to(desk, "open-mark", theirs.uuid)).status_code == 404
    assert everything() == before


def test_a_submitted_review_is_closed_to_every_change(desk, first):
    made = mark(desk.first, COST, "verified")
    wave_through(desk.first, 2)
    source = make_source(desk.first)
    hand_in(desk.first)
    before = everything()
    start, end = dismissable(desk.first)[0]
    sentence = {"uuid": uuid4(), "revision": desk.round.revision_id, "start": start, "end": end}
    posts = [
        ("save-mark", (), fields(desk, OPENED)),
        ("save-mark", (), fields(desk, uuid=made.uuid, version=1, rationale="more")),
        ("delete-mark", (made.uuid,), {"version": 1}),
        ("save-note", (), fields(desk, words="a thought")),
        ("dismiss", (), sentence | {"quote": desk.text[start:end], "kind": "vague"}),
        ("take-up", (Dismissal.objects.get().uuid,), {}),
        ("attach-source", (), {"mark": made.uuid, "source": source.uuid}),
        ("detach-source", (), {"mark": made.uuid, "source": made.evidence.get().source.uuid}),
        ("add-evidence", (made.uuid,), {"address": "https://a.example", "stance": "refutes"}),
    ]
    for name, rest, posted in posts:
        refused(first.post(to(desk, name, *rest), posted), 403, "You have submitted this review")
    assert everything() == before


def test_whoever_was_not_asked_may_not_mark(desk):
    for person, status in ((desk.editor, 403), (desk.spare, 403), (desk.observer, 403), (outsider(), 404)):
        client = Client(headers=HTMX)
        client.force_login(person)
        before = everything()
        assert client.post(to(desk, "save-mark"), fields(desk)).status_code == status
        assert everything() == before


def outsider():
    return Desk().reviewers[0]


def test_what_waited_for_one_person_is_never_saved_as_anothers(desk, second):
    before = everything()
    response = second.post(to(desk, "save-mark"), fields(desk, person=desk.reviewers[0].pk))
    assert response.status_code == 401
    assert everything() == before


def test_an_expired_sign_in_is_said_with_401(desk):
    assert Client(headers=HTMX).post(to(desk, "save-mark"), fields(desk)).status_code == 401


def test_a_get_changes_nothing(desk, first):
    assert first.get(to(desk, "save-mark")).status_code == 405


# Conflicts


def test_a_stale_save_is_answered_with_what_stands(desk, first):
    made = draft(desk.first, COST, "verified")
    change(made, verdict="disputed", reason="inaccurate", rationale="Written on the other machine.")
    before = everything()
    posted = fields(desk, uuid=made.uuid, version=1, verdict="fabricated", rationale="Written here.")
    response = first.post(to(desk, "save-mark"), posted)
    refused(response, 409, "Both versions are kept; choose one.")
    said = response.content.decode()
    assert "Written on the other machine." in said
    assert 'data-verdict="disputed"' in said
    assert response.headers["Mark-Version"] == "2"
    assert everything() == before


def test_a_save_of_what_was_deleted_elsewhere_says_so(desk, first):
    made = draft(desk.first, COST, "verified")
    delete_annotation(assignment=desk.first, uuid=made.uuid, version=1, now=NOW)
    response = first.post(to(desk, "save-mark"), fields(desk, uuid=made.uuid, version=1, verdict="disputed"))
    refused(response, 409, "changed elsewhere")
    assert f'id="mark-{made.uuid}" data-gone' in response.content.decode()
    assert response.headers["Mark-Version"] == "2"


def test_a_stale_deletion_is_refused_with_what_stands(desk, first):
    made = draft(desk.first, COST, "verified")
    change(made, verdict="disputed")
    response = first.post(to(desk, "delete-mark", made.uuid), {"version": 1})
    refused(response, 409, "changed elsewhere")
    assert Annotation.objects.get().deleted_at is None


def change(made: Annotation, **changes) -> Annotation:
    return annotate(
        assignment=again(made.assignment),
        uuid=made.uuid,
        version=made.version,
        revision=made.revision_id,
        span=(made.start, made.end),
        quote=made.revision.text[made.start : made.end],
        changes=changes,
        now=NOW,
    )


# Dismissals


def test_a_sentence_is_dismissed_and_taken_up_again(desk, first):
    start, end = dismissable(desk.first)[0]
    uuid = uuid4()
    posted = {
        "uuid": uuid,
        "revision": desk.round.revision_id,
        "start": start,
        "end": end,
        "quote": desk.text[start:end],
    }
    said = first.post(to(desk, "dismiss"), posted | {"kind": "opinion"}).content.decode()
    assert f":opinion:{uuid}" in said
    said = first.post(to(desk, "take-up", uuid)).content.decode()
    assert "opinion" not in said
    assert Dismissal.objects.get().deleted_at is not None


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"kind": "lie"}, 422, "Kind"),
        ({"end": 1}, 422, "Passage"),
        ({"quote": "another sentence"}, 422, "reads differently"),
        ({"revision": 999_999}, 409, "newer text"),
    ],
)
def test_what_is_no_dismissal_is_refused(desk, first, wrong, status, words):
    start, end = dismissable(desk.first)[0]
    posted = {"uuid": uuid4(), "revision": desk.round.revision_id, "start": start, "end": end, "kind": "vague"}
    before = everything()
    refused(first.post(to(desk, "dismiss"), posted | {"quote": desk.text[start:end]} | wrong), status, words)
    assert everything() == before


def test_a_sentence_that_nobody_asks_about_cannot_be_dismissed(desk, first):
    start = desk.text.index("Sad.")
    posted = {"uuid": uuid4(), "revision": desk.round.revision_id, "start": start, "end": start + 4, "kind": "vague"}
    refused(first.post(to(desk, "dismiss"), posted | {"quote": "Sad."}), 422, "only a checkable one")


# Sources


def test_a_source_is_added_attached_and_shown_on_the_shelf(desk, first):
    made = draft(desk.first, COST, "disputed")
    posted = {
        "uuid": uuid4(),
        "address": "https://port.example/budget",
        "stance": "refutes",
        "title": "The port's budget",
        "kind": "document",
        "place": "page 14",
        "archive_url": "https://archive.example/1",
        "accessed": "2026-03-01",
        "primary": "true",
        "confidential": "true",
    }
    said = first.post(to(desk, "add-evidence", made.uuid), posted).content.decode()
    assert "The port&#x27;s budget" in said
    assert 'id="shelf-box"' in said
    source = Source.objects.get()
    assert (source.kind, source.place, source.archive_url) == ("document", "page 14", "https://archive.example/1")
    assert (source.primary, source.confidential, str(source.accessed)) == (True, True, "2026-03-01")
    first.post(to(desk, "add-evidence", made.uuid), posted)
    assert (Source.objects.count(), Evidence.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"address": "javascript:alert(1)"}, "Address: Enter a valid URL."),
        ({"address": " JavaScript:alert(1)"}, "Address: Enter a valid URL."),
        ({"address": "data:text/html,<script>alert(1)</script>"}, "Address: Enter a valid URL."),
        ({"address": "ftp://files.example/x"}, "Address: Enter a valid URL."),
        ({"address": ""}, "Address: This field is required."),
        ({"address": "x" * 2001}, "Address"),
        ({"archive_url": "javascript:alert(1)"}, "Archive url"),
        ({"stance": "proves"}, "Stance"),
        ({"kind": "rumour"}, "Kind"),
        ({"accessed": "yesterday"}, "Accessed"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_source_is_refused(desk, first, wrong, words):
    made = draft(desk.first, COST, "disputed")
    before = everything()
    posted = {"address": "https://a.example", "stance": "refutes"} | wrong
    refused(first.post(to(desk, "add-evidence", made.uuid), posted), 422, words)
    assert everything() == before


def test_a_source_of_the_shelf_is_attached_and_detached_as_often_as_one_likes(desk, first):
    made, source = draft(desk.first, COST, "fabricated"), make_source(desk.first)
    posted = {"mark": made.uuid, "source": source.uuid}
    for _ in range(2):
        assert first.post(to(desk, "attach-source"), posted).status_code == 200
    assert Evidence.objects.get().stance == "refutes"
    for _ in range(2):
        assert first.post(to(desk, "detach-source"), posted).status_code == 200
    assert (Evidence.objects.count(), Source.objects.count()) == (0, 1)


def test_nobody_attaches_a_source_of_somebody_elses_shelf(desk, first):
    made, theirs = draft(desk.first, COST, "verified"), make_source(desk.second)
    before = everything()
    response = first.post(to(desk, "attach-source"), {"mark": made.uuid, "source": theirs.uuid})
    assert response.status_code == 404
    assert everything() == before


def test_a_search_that_found_nothing_is_recorded(desk, first):
    made = draft(desk.first, COST, "fabricated")
    posted = {"uuid": uuid4(), "query": "12 million", "where": "The budget", "found": "nothing"}
    said = first.post(to(desk, "add-search", made.uuid), posted).content.decode()
    assert "found nothing" in said
    assert Source.objects.get().found_nothing


# Notes to self


def test_a_note_is_kept_changed_deleted_and_restored(desk, first):
    posted = fields(desk, words="Ask the port.")
    said = first.post(to(desk, "save-note"), posted).content.decode()
    assert 'data-kind="note"' in said
    assert "v-note" in said
    note = Note.objects.get()
    assert (note.words, note.start, note.version) == ("Ask the port.", posted["start"], 1)
    first.post(to(desk, "save-note"), posted | {"version": 1, "words": "Asked."})
    refused(first.post(to(desk, "save-note"), posted | {"version": 1, "words": "Late."}), 409, "Both versions are kept")
    first.post(to(desk, "delete-note", note.uuid), {"version": 2})
    assert "v-note" in first.post(to(desk, "restore-note", note.uuid), {"version": 3}).content.decode()
    note.refresh_from_db()
    assert (note.words, note.version, note.deleted_at) == ("Asked.", 4, None)


def test_a_note_is_no_mark_and_is_in_no_log(desk, first):
    first.post(to(desk, "save-note"), fields(desk, words="The mayor is lying, I think."))
    assert Annotation.objects.count() == 0
    assert all("lying" not in str(event.payload) for event in Event.objects.all())
    assert again(desk.first).state == Assignment.State.STARTED


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"words": "x" * 20_001}, 422, "at most 20,000"),
        ({"start": ""}, 422, "Start"),
        ({"quote": "other words"}, 422, "reads differently"),
        ({"revision": 999_999}, 409, "newer text"),
        ({"version": 3}, 409, "not there any more"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_note_is_refused(desk, first, wrong, status, words):
    before = everything()
    refused(first.post(to(desk, "save-note"), fields(desk, words="x") | wrong), status, words)
    assert everything() == before


def test_nobody_touches_somebody_elses_note(desk, first, second):
    posted = fields(desk, words="Mine.")
    first.post(to(desk, "save-note"), posted)
    before = everything()
    refused(second.post(to(desk, "save-note"), posted | {"version": 1, "words": "Yours"}), 403, "somebody else")
    assert second.post(to(desk, "delete-note", posted["uuid"]), {"version": 1}).status_code == 404
    assert everything() == before


# What it takes


@pytest.mark.parametrize("count", [0, 50])
def test_a_save_takes_at_most_twelve_queries_however_much_is_marked(desk, first, count, django_assert_max_num_queries):
    spread_out(desk.first, count)
    draft(desk.first, OPENED)
    with django_assert_max_num_queries(12):
        first.post(to(desk, "save-mark"), fields(desk))
    made = Annotation.objects.get(start=place(desk.first, COST)[0], end=place(desk.first, COST)[1])
    with django_assert_max_num_queries(12):
        first.post(to(desk, "save-mark"), fields(desk, uuid=made.uuid, version=1, verdict="disputed", rationale="No."))
    with django_assert_max_num_queries(12):
        first.post(to(desk, "delete-mark", made.uuid), {"version": 2})


def spread_out(assignment, count: int) -> None:
    """Make so many marks, each with a source, over the text."""
    text = assignment.round.revision.text
    for number in range(count):
        made = Annotation.objects.create(
            uuid=UUID(int=number + 1),
            assignment=assignment,
            revision=assignment.round.revision,
            start=number % (len(text) - 9),
            end=number % (len(text) - 9) + 9,
            verdict="verified",
        )
        if number < 10:
            show(made, "supports")


def test_the_other_reviewers_marks_are_in_no_answer(desk, first):
    mark(desk.second, COST, "fabricated", rationale="A secret of the second reviewer.")
    said = first.post(to(desk, "save-mark"), fields(desk, TOLL)).content.decode()
    assert "secret" not in said
    assert said.count("data-marks") == 1
