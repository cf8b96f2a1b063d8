"""The workspace as it is opened: one's own marks on the text, in few queries, and nothing of anybody else's."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Story
from reviews.actions.note import save_note
from reviews.models import Annotation, Assignment, Dismissal, Note, Source
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    NOW,
    OPENED,
    TOLL,
    Desk,
    again,
    answer_all,
    assignments_of,
    delete_mark,
    dismissable,
    draft,
    finished,
    hand_in,
    make_article,
    make_source,
    mark,
    open_round_for,
    place,
    show,
    wave_through,
)

pytestmark = pytest.mark.django_db
SECRET = "Reasoning of the second reviewer."


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def first(desk):
    client = Client()
    client.force_login(desk.reviewers[0])
    return client


def to(desk, name: str, *rest) -> str:
    return reverse(name, args=[desk.article.pk, *rest])


def note(assignment, quote: str, words: str) -> Note:
    return save_note(
        assignment=assignment,
        uuid=uuid4(),
        version=0,
        revision=assignment.round.revision_id,
        span=place(assignment, quote),
        quote=quote,
        words=words,
        now=NOW,
    )


# The page


def test_the_text_on_the_page_is_the_text(desk, first):
    mark(desk.first, COST, "disputed")
    draft(desk.first, "12 million euros. Mayor Maria Lopez")
    note(desk.first, CAFE, "Ask them.")
    page = first.get(to(desk, "workspace")).content.decode()
    said = page[page.index('id="text"') : page.index("</article>")]
    for start, inner in re.findall(r'data-start="(\d+)"[^>]*>(.*?)</(?:p|h2|blockquote)>', said, re.DOTALL):
        shown = unescape(re.sub(r"<[^>]+>", "", inner))
        assert desk.text[int(start) : int(start) + len(shown)] == shown
    assert said.count("data-start=") == len(desk.article.current.blocks)


def test_marks_notes_and_dismissals_are_drawn_and_have_their_cards(desk, first):
    mark(desk.first, COST, "disputed", rationale="It was <15> million.")
    draft(desk.first, FERRY)
    note(desk.first, TOLL, "Ask the mayor.")
    wave_through(desk.first, 2, kind="opinion")
    said = first.get(to(desk, "workspace")).content.decode()
    assert f'data-marks="1">{COST}</mark>' in said
    assert '<mark class="v-tocheck" data-marks="2"' in said
    assert '<mark class="v-note" data-marks="n1"' in said
    assert "inaccurate · " in said
    assert "It was &lt;15&gt; million." in said
    assert "before submitting: a verdict, or undetermined" in said
    assert f":opinion:{Dismissal.objects.get().uuid}" in said
    assert f"2 of {len(dismissable(desk.first))} dealt with" in said


def test_a_mark_on_the_whole_article_has_a_card_and_no_place_in_the_text(desk, first):
    made = draft(desk.first, None, "disputed")
    said = first.get(to(desk, "workspace")).content.decode()
    assert "the article as a whole" in said
    assert f'id="mark-{made.uuid}"' in said
    assert "data-marks" not in said


def test_a_folded_card_is_opened_by_asking_for_its_inside(desk, first):
    made = mark(desk.first, COST, "disputed")
    page = first.get(to(desk, "workspace")).content.decode()
    assert "textarea" not in page.replace(page[page.index("<template") : page.index("</template>")], "")
    said = first.get(to(desk, "open-mark", made.uuid)).content.decode()
    assert f'name="version" value="{made.version}"' in said
    assert made.rationale in said
    assert "The register" in said


def test_a_submitted_review_is_shown_but_not_to_be_changed(desk, first):
    mark(desk.first, COST, "disputed")
    hand_in(desk.first)
    said = first.get(to(desk, "workspace")).content.decode()
    assert 'data-editable="false"' in said
    assert 'id="bar"' not in said
    assert "Submit</button>" not in said


def test_marks_keep_their_numbers_in_the_text_when_others_go(desk, first):
    gone, _ = draft(desk.first, COST), draft(desk.first, FERRY)
    delete_mark(desk.first, gone)
    draft(desk.second, OPENED)
    draft(desk.first, TOLL)
    said = first.get(to(desk, "workspace")).content.decode()
    assert re.findall(r'data-marks="(\d+)">([^<]+)<', said) == [("3", TOLL), ("2", FERRY)]
    assert re.findall(r'data-mark="[^"]+" data-key="(\d+)"', said) == ["3", "2"]


def test_the_page_leads_on_when_marking_is_over(desk, first):
    mark(desk.first, COST, "verified")
    mark(desk.second, OPENED, "verified")
    hand_in(*desk.assignments)
    assert first.get(to(desk, "workspace")).url == to(desk, "respond")
    answer_all(*desk.assignments)
    assert first.get(to(desk, "workspace")).url == to(desk, "article")


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_takes_at_most_twelve_queries(desk, first, count, django_assert_max_num_queries):
    crowd(desk.first, count)
    with django_assert_max_num_queries(12):
        assert first.get(to(desk, "workspace")).status_code == 200


def crowd(assignment: Assignment, count: int) -> None:
    """Lay so many marks over the text, each with a source of its own."""
    text = assignment.round.revision.text
    for number in range(count):
        start = number * 3 % (len(text) - 30)
        made = Annotation.objects.create(
            uuid=uuid4(),
            assignment=assignment,
            revision=assignment.round.revision,
            start=start,
            end=start + 12,
            verdict="verified",
            rationale="As the register has it.",
        )
        show(made, "supports", title=f"Source {number}")


# Submitting


def test_incomplete_work_is_refused_with_the_list_and_nothing_is_lost(desk):
    client = Client(headers={"hx-request": "true"})
    client.force_login(desk.reviewers[0])
    made = draft(desk.first, COST, "disputed", rationale="Because.")
    response = client.post(to(desk, "submit"))
    assert response.status_code == 422
    said = response.content.decode()
    assert f'href="#mark-{made.uuid}"' in said
    assert "a reason · a source that refutes it" in said
    assert again(desk.first).state == Assignment.State.STARTED
    assert Annotation.objects.get().rationale == "Because."


def test_a_plain_form_is_refused_with_the_list_too(desk, first):
    made = draft(desk.first, COST, "disputed")
    response = first.post(to(desk, "submit"))
    assert response.status_code == 422
    assert f"{to(desk, 'mark-by-form')}#mark-{made.uuid}" in response.content.decode()


def test_submitting_twice_is_submitting_once(desk, first):
    mark(desk.first, COST, "verified")
    assert first.post(to(desk, "submit")).url == reverse("desk")
    assert first.post(to(desk, "submit")).url == reverse("desk")
    assert again(desk.first).state == Assignment.State.SUBMITTED


# Blindness: see test_blindness.py, too


def second_is_at_work(desk) -> None:
    """Let the second reviewer leave every trace there is."""
    mark(desk.second, COST, "fabricated", rationale=SECRET)
    draft(desk.second, OPENED, "disputed", rationale=SECRET)
    note(desk.second, FERRY, SECRET)
    wave_through(desk.second, 3, kind="opinion")
    make_source(desk.second, title=SECRET)


def test_who_could_still_become_a_reviewer_sees_nothing_either(desk):
    second_is_at_work(desk)
    client = Client()
    client.force_login(desk.spare)
    for page in (to(desk, "article"), f"{to(desk, 'around')}?start=37&end=94"):
        assert SECRET not in client.get(page).content.decode()
    assert client.get(to(desk, "workspace")).status_code == 403


def test_nobody_else_sees_a_note_ever(desk):
    noted = note(desk.first, COST, "The mayor is hiding something.")
    mark(desk.first, COST, "verified")
    mark(desk.second, COST, "verified")
    hand_in(*desk.assignments)
    answer_all(*desk.assignments)
    for person in (desk.reviewers[1], desk.editor, desk.lead):
        client = Client()
        client.force_login(person)
        assert "hiding something" not in client.get(to(desk, "article")).content.decode()
        assert client.post(to(desk, "delete-note", noted.uuid), {"version": 1}).status_code in {403, 404}


# Without JavaScript


def test_a_sentence_is_chosen_and_given_a_verdict(desk, first):
    said = first.get(to(desk, "mark-by-form")).content.decode()
    start, end = dismissable(desk.first)[1]
    assert f'value="{start}-{end}"' in said
    uuid = re.search(r'id="by-form".*?name="uuid" value="([\w-]+)"', said, re.DOTALL)[1]
    posted = {"uuid": uuid, "revision": desk.round.revision_id, "sentence": f"{start}-{end}", "says": "disputed"}
    for _ in range(2):
        response = first.post(to(desk, "mark-by-form"), posted)
        assert response.url == f"{to(desk, 'mark-by-form')}#mark-{uuid}"
    made = Annotation.objects.get()
    assert (made.start, made.end, made.verdict) == (start, end, "disputed")


def test_the_article_as_a_whole_is_marked_by_form(desk, first):
    posted = {"uuid": uuid4(), "revision": desk.round.revision_id, "sentence": "whole", "says": ""}
    first.post(to(desk, "mark-by-form"), posted)
    assert (Annotation.objects.get().start, Annotation.objects.get().verdict) == (None, "")


def test_a_sentence_is_dismissed_by_form_and_taken_up(desk, first):
    start, end = dismissable(desk.first)[0]
    posted = {"uuid": uuid4(), "revision": desk.round.revision_id, "sentence": f"{start}-{end}"}
    first.post(to(desk, "mark-by-form"), posted | {"says": "dismiss-vague"})
    dismissal = Dismissal.objects.get()
    assert dismissal.kind == "vague"
    said = first.get(to(desk, "mark-by-form")).content.decode()
    assert to(desk, "take-up", dismissal.uuid) in said
    assert first.post(to(desk, "take-up", dismissal.uuid)).url == to(desk, "mark-by-form")


def test_a_card_is_filled_in_as_a_plain_form(desk, first):
    made = draft(desk.first, COST, "disputed")
    make_source(desk.first, title="The budget")
    said = first.get(to(desk, "mark-by-form")).content.decode()
    assert said.count("data-mark-form") == 1
    assert "The budget" in said
    posted = {"address": "https://port.example", "stance": "refutes"}
    assert first.post(to(desk, "add-evidence", made.uuid), posted).url.endswith(f"#mark-{made.uuid}")
    attached = {"mark": made.uuid, "source": Source.objects.get(title="The budget").uuid}
    assert first.post(to(desk, "attach-source"), attached).status_code == 302
    assert made.evidence.count() == 2


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"sentence": ""}, 422, "Sentence"),
        ({"sentence": "9-1"}, 422, "its end must come after its start"),
        ({"sentence": "0-99999999"}, 422, "beyond the text"),
        ({"sentence": "<script>"}, 422, "Choose one of the list"),
        ({"says": "true"}, 422, "Says"),
        ({"sentence": "whole", "says": "dismiss-vague"}, 422, "cannot be dismissed"),
        ({"revision": 999_999}, 409, "newer text"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_chosen_is_refused(desk, first, wrong, status, words):
    start, end = dismissable(desk.first)[0]
    posted = {"uuid": uuid4(), "revision": desk.round.revision_id, "sentence": f"{start}-{end}", "says": "verified"}
    response = first.post(to(desk, "mark-by-form"), posted | wrong)
    assert response.status_code == status
    assert words in response.content.decode()
    assert not Annotation.objects.exists()


# What the desk has elsewhere on a passage


def test_the_same_name_is_found_elsewhere_in_the_text_and_in_its_story():
    story = Story.objects.create(title="The bridge")
    text = (
        "Bridge to close\n\nThe mayor, Maria Lopez, opened the bridge. Nobody liked the toll.\n\n"
        "It was Lopez who wanted it. The council of Maria Lopez agreed."
    )
    desk = Desk(story=story)
    desk.article = make_article(text, story=story)
    other = make_article("Elsewhere\n\nThe port says that Maria Lopez lied. It rained.", story=story)
    make_article("Not in the story\n\nMaria Lopez sings.")
    desk.round = open_round_for(desk, desk.reviewers)
    desk.assignments = assignments_of(desk.round)
    client = Client()
    client.force_login(desk.reviewers[0])
    start = text.index("Maria Lopez, opened")
    said = client.get(to(desk, "around"), {"start": start, "end": start + 11}).content.decode()
    places = re.findall(r'data-jump="(\d+)-(\d+)"', said)
    assert [text[int(a) : int(b)] for a, b in places] == ["Lopez", "Maria Lopez"]
    # The other article of the story belongs to nobody yet: only who may see it is told of it.
    assert "lied" not in said
    open_round_for_article(desk, other)
    said = client.get(to(desk, "around"), {"start": start, "end": start + 11}).content.decode()
    assert "The port says that Maria Lopez lied." in said
    assert "sings" not in said


def open_round_for_article(desk, article) -> None:
    desk.article, was = article, desk.article
    open_round_for(desk, desk.reviewers)
    desk.article = was


def test_a_claim_settled_in_another_article_is_offered_and_nothing_is_applied():
    desk = Desk()
    finished(desk, (COST, "disputed", "disputed"), (TOLL, "verified", ""))
    text = "The bridge again\n\nIt is said that the bridge cost 12 million euros in 1987. The toll is high."
    desk.article = make_article(text)
    desk.round = open_round_for(desk, desk.reviewers)
    client = Client()
    client.force_login(desk.reviewers[0])
    start = text.index("the bridge cost")
    said = client.get(to(desk, "around"), {"start": start, "end": text.index(" in 1987")}).content.decode()
    assert COST in said
    assert "disputed" in said
    assert "2031" not in said
    assert not Annotation.objects.filter(revision=desk.round.revision).exists()


def test_a_claim_of_an_open_review_is_not_offered(desk):
    mark(desk.first, COST, "disputed")
    mark(desk.second, COST, "disputed")
    mark(desk.second, OPENED, "verified")
    hand_in(*desk.assignments)
    text = "The bridge again\n\nIt is said that the bridge cost 12 million euros. The toll is high."
    desk.article = make_article(text)
    desk.round = open_round_for(desk, desk.reviewers)
    for person in desk.reviewers:
        client = Client()
        client.force_login(person)
        said = client.get(to(desk, "around"), {"start": 18, "end": len(text) - 20}).content.decode()
        assert COST not in said
        assert "Nothing else on this passage" in said


@pytest.mark.parametrize(
    "span", [{"start": 5, "end": 5}, {"start": 9, "end": 3}, {"start": 0, "end": 10**9}, {"start": "x"}]
)
def test_what_is_no_passage_is_not_looked_up(desk, first, span):
    assert first.get(to(desk, "around"), span).status_code == 422
