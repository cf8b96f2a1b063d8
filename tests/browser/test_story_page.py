"""A story's page by keys, with axe, on the phone; and the sign beside a passage that another article contradicts."""

import pytest
from playwright.sync_api import expect

from reviews.models import Annotation
from tests.browser.reviewing import browser_of, mark, open_workspace, saved
from tests.reviews.views.test_stories import Told

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe: install axe-playwright-python")
pytestmark = pytest.mark.django_db(transaction=True)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True},
}


@pytest.fixture
def told():
    return Told().review()


def clean(page) -> None:
    found = axe.Axe().run(page, options={"runOnly": RULES})
    assert [
        f"{one['id']}: {node['target']} {node['html'][:120]}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ] == []


def test_a_row_opens_and_is_marked_by_keys(browser, live_server, told):
    with browser_of(browser, live_server, told.people[0]) as context:
        page = context.new_page()
        page.goto(told.address)
        page.keyboard.press("j")
        expect(page.locator(".told")).to_have_count(2)
        assert "open=" in page.url
        page.keyboard.press("c")
        page.wait_for_url("**/review/#mark-*")
        expect(page.locator(".card[data-mark]")).to_have_count(1)
    made = Annotation.objects.get()
    assert made.verdict == ""
    assert made.evidence.count() == 1


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing(browser, live_server, told, screen):
    with browser_of(browser, live_server, told.editor, **SCREENS[screen]) as context:
        page = context.new_page()
        for address in ("/stories/", told.address, f"{told.address}?open={told.key}"):
            page.goto(address)
            clean(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_filters_change_the_page_in_place(browser, live_server, told):
    with browser_of(browser, live_server, told.editor) as context:
        page = context.new_page()
        page.goto(told.address)
        expect(page.locator("tbody tr")).to_have_count(1)
        page.locator("#show-everything").click()
        page.wait_for_url("**show=everything**")
        assert page.locator("tbody tr").count() >= 1
        page.locator("#only-article").select_option(str(told.one.pk))
        page.wait_for_url(f"**article={told.one.pk}**")
        page.go_back()
        page.wait_for_url("**show=everything**")


def test_a_sign_beside_the_passage_opens_the_other_side(browser, live_server, told):
    with browser_of(browser, live_server, told.people[0]) as context:
        page = open_workspace(context, told.one)
        sign = page.locator(".conflict-sign")
        expect(sign).to_have_count(1)
        sign.click()
        expect(page.locator(".otherwise[open]")).to_contain_text("plays Clara in the film")
        # A block that is drawn anew after a mark has its sign again.
        mark(page, "Ana Ruiz plays Marta", "1")
        saved(page)
        expect(sign).to_have_count(1)
        clean(page)
