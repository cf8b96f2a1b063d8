"""The dashboard: its order, its pages, and what a row says while a review is under way."""

from datetime import timedelta

import pytest
from django.urls import reverse

from reviews.views import articles as view
from tests.factories import FERRY, NOW, OPENED, Desk, finished, hand_in, make_article, make_editor, mark
from tests.reviews.views.pages import every, first, page, words

pytestmark = pytest.mark.django_db
LIST = reverse("article-list")


def titles(document):
    return [words(link) for link in every(document, "//table//a[~headline]")]


def desk_with(title, *marks):
    desk = Desk()
    desk.article.title = title
    desk.article.save()
    finished(desk, *marks)
    return desk


def test_sorted_by_status_the_gravest_come_first_and_unreviewed_last(client):
    for title, verdict in (
        ("Verified one", "verified"),
        ("Fabricated one", "fabricated"),
        ("Disputed one", "disputed"),
    ):
        desk = desk_with(title, (OPENED, verdict, verdict))
    make_article(title="Nobody looked")
    found = titles(page(client, desk.editor, f"{LIST}?sort=status"))
    assert found[:2] == ["Fabricated one", "Disputed one"]
    assert found[-1] == "Nobody looked"


def test_sorted_by_due_date_what_has_none_comes_last(client):
    make_article(title="No date")
    late, soon = Desk(due=NOW + timedelta(days=9)), Desk(due=NOW + timedelta(days=2))
    for desk, title in ((late, "Late"), (soon, "Soon")):
        desk.article.title = title
        desk.article.save()
    assert titles(page(client, make_editor(), f"{LIST}?sort=due")) == ["Soon", "Late", "No date"]


def test_the_next_page_keeps_the_filters(client, monkeypatch):
    monkeypatch.setattr(view, "PAGE", 2)
    for number in range(5):
        make_article(title=f"Bridge {number}")
    make_article("Nothing of the kind here.", title="Other")
    editor = make_editor()
    document = page(client, editor, f"{LIST}?q=bridge&sort=title")
    assert titles(document) == ["Bridge 0", "Bridge 1"]
    following = first(document, "//nav[@aria-label='Pages']//a").get("href")
    assert titles(page(client, editor, LIST + following)) == ["Bridge 2", "Bridge 3"]
    unfiltered = first(page(client, editor, LIST), "//nav[@aria-label='Pages']//a").get("href")
    assert len(titles(page(client, editor, LIST + unfiltered))) == 2


def test_a_row_says_that_answers_are_awaited(client):
    desk = Desk()
    mark(desk.first, OPENED, "verified")
    mark(desk.second, FERRY, "verified")
    hand_in(desk.first, desk.second)
    row = first(page(client, desk.editor, LIST), f"//tr[@id='article-{desk.article.pk}']")
    assert "2 claims, answers awaited" in words(row)
    assert "settled" not in words(row)


def test_a_fragment_brings_the_filters_along_but_not_the_field_that_is_being_typed_in(client):
    make_article()
    client.force_login(make_editor())
    typed = client.get(LIST, {"q": "bridge"}, HTTP_HX_REQUEST="true", HTTP_HX_TRIGGER="find").content.decode()
    assert 'id="results"' in typed
    assert 'id="facets" hx-swap-oob="true"' in typed
    assert 'id="find"' not in typed
    chosen = client.get(LIST, {"status": "verified"}, HTTP_HX_REQUEST="true").content.decode()
    assert 'id="find"' in chosen
    assert '<input type="hidden" name="status" value="verified">' in chosen
