"""Searching for a passage from the workspace, by key."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests.factories import COST, Desk, draft

pytestmark = pytest.mark.django_db(transaction=True)


def test_s_searches_for_the_words_of_the_mark_in_a_new_tab(page, client, live_server):
    desk = Desk()
    draft(desk.first, COST)
    client.force_login(desk.reviewers[0])
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    # Nothing leaves the machine: the search is answered here.
    page.context.route(lambda url: not url.startswith(live_server.url), lambda route: route.fulfill(body="found"))
    page.goto(reverse("workspace", args=[desk.article.pk]))
    page.wait_for_selector("#text mark")
    page.keyboard.press("n")
    page.wait_for_selector(".card.is-current")
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    address = urlsplit(opened.value.url)
    assert address.scheme == "https"
    assert parse_qs(address.query)["q"] == [f'"{COST}"']
