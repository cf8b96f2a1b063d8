"""The dashboard in a browser: typing, filters by key, the way back."""

import pytest
from django.urls import reverse

from tests.factories import make_article, make_editor

pytestmark = pytest.mark.django_db(transaction=True)
LIST = reverse("article-list")


@pytest.fixture
def dashboard(page, client, live_server):
    """The dashboard of an editor with three articles."""
    for title in ("Ferry fares to rise", "Ferry runs aground", "Library to open on Sundays"):
        make_article(f"{title}\n\nWords of the text.", title=title)
    client.force_login(make_editor())
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(LIST)
    return page


def shown(page):
    return page.locator("table .headline").all_inner_texts()


def test_typing_on_while_an_answer_comes_loses_no_letter(dashboard):
    dashboard.focus("#id_q")
    dashboard.keyboard.type("ferry runs", delay=320)  # each letter while the answer to the one before is on its way
    dashboard.wait_for_url("**/articles/?q=ferry%20runs")
    dashboard.wait_for_selector("text=1 article of 3")
    assert dashboard.input_value("#id_q") == "ferry runs"
    assert dashboard.evaluate("document.activeElement.id") == "id_q"
    assert shown(dashboard) == ["Ferry runs aground"]


def test_going_back_shows_the_words_with_the_table_they_gave(dashboard):
    dashboard.fill("#id_q", "ferry")
    dashboard.wait_for_url("**q=ferry")
    dashboard.wait_for_selector("text=2 articles of 3")
    dashboard.click("#facet-status-verified")
    dashboard.wait_for_url("**status=verified**")
    assert dashboard.input_value("#id_q") == "ferry"
    dashboard.go_back()
    dashboard.wait_for_selector("text=2 articles of 3")
    assert dashboard.input_value("#id_q") == "ferry"
    assert len(shown(dashboard)) == 2


def test_a_filter_chosen_by_key_keeps_the_focus(dashboard):
    dashboard.focus("#facet-status-unreviewed")
    dashboard.keyboard.press("Enter")
    dashboard.wait_for_url("**status=unreviewed")
    dashboard.wait_for_selector("#facet-status-unreviewed[aria-current]")
    assert dashboard.evaluate("document.activeElement.id") == "facet-status-unreviewed"
    dashboard.click("#facet-all")
    dashboard.wait_for_url("**/articles/")
    dashboard.wait_for_selector("#facet-all[aria-current]")
    assert dashboard.input_value("#id_q") == ""
