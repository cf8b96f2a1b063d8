"""The bell in a real browser: its count comes without a reload; and axe on the pages of people, wide and on a phone."""

import pytest
from django.urls import reverse

from reviews.actions.guidelines import set_guidelines
from reviews.actions.notify import notify
from reviews.core.notices import Kind
from reviews.models import Notice
from tests.browser.reviewing import browser_of
from tests.factories import NOW, Desk

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe: install axe-playwright-python")

pytestmark = pytest.mark.django_db(transaction=True)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def told(desk) -> Notice:
    return notify(kind=Kind.FLAGGED, people=[desk.lead], now=NOW, article=desk.article)[0]


def let_time_pass(page, until):
    """Let the page's clock run on until it has asked and been answered: each question begins after the last answer."""
    for _ in range(40):
        page.clock.run_for(46_000)
        if until():
            return
        page.wait_for_timeout(500)
    raise AssertionError("The bell did not change.")


def test_the_count_comes_by_itself_and_goes_when_a_notice_is_followed(browser, live_server):
    desk = Desk()
    with browser_of(browser, live_server, desk.lead) as context:
        page = context.new_page()
        page.clock.install()
        page.goto(reverse("teams"))
        count = page.locator("#bell-count .bell-number")
        assert count.count() == 0
        notice = told(desk)
        let_time_pass(page, lambda: count.count() == 1)
        assert count.inner_text() == "1"
        page.get_by_role("link", name="Notices").click()
        line = page.locator("#bell-menu .notice-line.is-unread a")
        line.wait_for()
        with page.expect_response(lambda answer: answer.url.endswith(reverse("notices-read"))):
            line.click()
        page.wait_for_url(f"**{reverse('article', args=[desk.article.pk])}")
        let_time_pass(page, lambda: count.count() == 0)
        notice.refresh_from_db()
        assert notice.read_at is not None


def test_without_scripts_the_bell_leads_to_the_list(browser, live_server):
    desk = Desk()
    told(desk)
    with browser_of(browser, live_server, desk.lead, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(reverse("teams"))
        page.get_by_role("link", name="Notices").click()
        page.wait_for_url(f"**{reverse('notices')}")
        page.get_by_role("button", name="Mark all as read").click()
        page.get_by_text("Unread (0)").wait_for()


@pytest.mark.parametrize(
    "screen",
    [{"color_scheme": "light"}, {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}],
    ids=["wide and light", "phone and dark"],
)
def test_axe_finds_nothing_on_the_pages_of_people(browser, live_server, screen):
    desk = Desk()
    text = "# Sources\n\n* [One](https://desk.test/)\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    set_guidelines(team=desk.team, text="# Sources", version=0, by=desk.lead, now=NOW)
    set_guidelines(team=desk.team, text=text, version=1, by=desk.lead, now=NOW)
    told(desk)
    team, me = desk.team.pk, desk.lead.pk
    addresses = [
        *(reverse("teams"), reverse("team", args=[team]), reverse("guidelines", args=[team])),
        *(reverse("guidelines-version", args=[team, 2]), reverse("person", args=[me]), reverse("notices")),
        *(reverse("account"), reverse("mfa_index"), reverse("usersessions_list")),
    ]
    with browser_of(browser, live_server, desk.lead, **screen) as context:
        page = context.new_page()
        for address in addresses:
            page.goto(address)
            found = axe.Axe().run(page, options={"runOnly": RULES})
            wrong = [(one["id"], node["html"][:200]) for one in found.response["violations"] for node in one["nodes"]]
            assert wrong == [], address
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, address
