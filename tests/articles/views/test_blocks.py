"""One key makes furniture of a block on the article page, and coverage follows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editorial.record.models import Event
from reviews.models import Standing
from tests.factories import COST, FERRY, OPENED, Desk, finished, make_article, make_person, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def turn(person, desk, words=FERRY, **more):
    revision = desk.article.current
    at = revision.text.index(words)
    start = next(block["start"] for block in revision.blocks if block["start"] <= at < block["end"])
    client = Client()
    client.force_login(person)
    return client.post(reverse("turn-block", args=[revision.pk]), {"start": start, **more})


def kind(desk, words=FERRY):
    desk.refresh()
    revision = desk.article.current
    at = revision.text.index(words)
    return next(block["kind"] for block in revision.blocks if block["start"] <= at < block["end"])


def test_an_editor_turns_a_block_and_turns_it_back(desk):
    with recorded() as kinds:
        response = turn(desk.editor, desk)
        assert kind(desk) == "furniture"
        turn(desk.editor, desk)
    start = next(block["start"] for block in desk.article.current.blocks[2:])
    assert response.url == f"/revisions/{desk.article.current_id}/blocks/#block-{start}"
    assert kind(desk) == "paragraph"
    assert kinds == ["block.corrected"] * 2
    assert {event.right for event in Event.objects.filter(kind="block.corrected")} == {"editor"}


def test_coverage_follows(desk):
    finished(desk, (OPENED, "verified", "verified"), (COST, "verified", "verified"))
    before = Standing.objects.get(article=desk.article)
    turn(desk.editor, desk)
    after = Standing.objects.get(article=desk.article)
    assert after.checkable < before.checkable
    assert after.checked == before.checked
    assert str(after.checkable) in after.rests_on
    turn(desk.editor, desk)
    again = Standing.objects.get(article=desk.article)
    assert (again.checkable, again.rests_on) == (before.checkable, before.rests_on)


def test_who_may(desk):
    statuses = {
        desk.lead: 302,
        make_person(role="admin"): 302,
        desk.reviewers[0]: 403,
        desk.observer: 403,
        make_person(role="moderator"): 403,
        make_person(): 404,
    }
    assert {person: turn(person, desk).status_code for person in statuses} == statuses
    assert Event.objects.filter(kind="block.corrected").count() == 2


def test_one_key_draws_the_block_anew(desk):
    client = Client()
    client.force_login(desk.editor)
    page = reverse("turn-block", args=[desk.article.current_id])
    fragment = client.post(page, {"start": 0}, headers={"HX-Request": "true"}).content.decode()
    assert fragment.count("data-block") == 1
    assert 'id="block-0"' in fragment
    assert "furniture, by hand" in " ".join(fragment.split())
    assert f'hx-post="{page}"' in fragment
    fragment = client.post(page, {"start": 0}, headers={"HX-Request": "true"}).content.decode()
    assert "by hand" not in fragment


def test_the_page_of_blocks_is_for_whoever_may_turn_them(desk):
    page = reverse("revision-blocks", args=[desk.article.current_id])
    statuses = {
        desk.lead: 200,
        desk.editor: 200,
        desk.reviewers[0]: 403,
        desk.observer: 403,
        make_person(role="moderator"): 403,
        make_person(): 404,
    }
    for person, status in statuses.items():
        client = Client()
        client.force_login(person)
        response = client.get(page)
        assert response.status_code == status
        assert (f'href="{page}"' in client.get(desk.article.get_absolute_url()).content.decode()) is (status == 200)
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.editor)
    found = client.get(page).content.decode()
    forms = found.split("data-block")[1:]
    assert len(forms) == len(desk.article.current.blocks)
    assert all("csrfmiddlewaretoken" in form for form in forms)
    assert FERRY in found


def test_the_page_of_blocks_asks_the_same_of_long_and_short_texts(desk):
    client = Client()
    client.force_login(desk.editor)
    counts = []
    for text in ("Title\n\nOne paragraph.", "\n\n".join(f"Paragraph {n} of many." for n in range(80))):
        page = reverse("revision-blocks", args=[make_article(text).current_id])
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("start", ["", "x", "-1", "1", "9" * 40])
def test_a_block_that_is_none(desk, start):
    assert turn(desk.editor, desk, start=start).status_code == 422
