"""Claims, rulings, policies, methods and records for everybody: axe on each, and the queue worked off by keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reviews.models import Ruling
from tests.browser.reviewing import browser_of
from tests.factories import CAFE, COST, FERRY, OPENED, TOLL, Desk, claim_on, finished, make_person

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe: install axe-playwright-python")
pytestmark = pytest.mark.django_db(transaction=True)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone, dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "has_touch": True},
}
REASON = "The contract of 1986 names the sum, and nobody disputes the contract."


@pytest.fixture
def desk():
    desk = Desk()
    finished(
        desk,
        (COST, "verified", "disputed"),
        (FERRY, "verified", "verified"),
        (OPENED, "fabricated", "verified"),
        (CAFE, "undetermined", "undetermined"),
        (TOLL, "verified", "undetermined"),
    )
    return desk


def clean(page, state: str) -> None:
    """Check that axe finds nothing, and that nothing is wider than the window."""
    found = axe.Axe().run(page, options={"runOnly": RULES})
    violations = [
        f"{one['id']}: {node['target']} {node['html'][:120]} {node['failureSummary'][:200]}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
    assert violations == [], state
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_where_claims_are_decided(browser, live_server, desk, screen):
    claim = claim_on(desk.article, COST)
    with browser_of(browser, live_server, desk.editor, **SCREENS[screen]) as context:
        page = context.new_page()
        for needs in ("ruling", "reviewer"):
            page.goto(f"{reverse('claim-list')}?needs={needs}")
            clean(page, f"the queue: {needs}")
        page.goto(reverse("claim", args=[claim.pk]) + "?needs=ruling")
        for summary in page.locator("main details > summary").all():
            summary.click()
        clean(page, "a split claim, all open")
        page.get_by_text("Disputed", exact=True).click()
        page.locator("#ruling-reason").fill("Too short.")
        page.get_by_role("button", name="Rule", exact=True).click()
        expect(page.get_by_text("at least 20 characters; it has 10")).to_be_visible()
        clean(page, "a ruling refused")
        page.goto(reverse("raise-claim", args=[desk.article.pk]))
        clean(page, "raising a claim")
        page.goto(reverse("article-status", args=[desk.article.pk]))
        clean(page, "how a status came about")


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_on_methods_records_and_policies(browser, live_server, desk, screen):
    admin = make_person("Kenji", role="admin")
    with browser_of(browser, live_server, admin, **SCREENS[screen]) as context:
        page = context.new_page()
        for name, args in (
            *(("methods", []), ("record-list", []), ("record", [desk.reviewers[0].pk]), ("policy", [])),
            *(("propose-policy", []), ("open-round", [desk.article.pk])),
        ):
            page.goto(reverse(name, args=args))
            for summary in page.locator("main details > summary").all():
                summary.click()
            clean(page, name)
        page.goto(reverse("propose-policy"))
        page.get_by_label("Reviewers wanted").fill("3")
        page.get_by_label("Quorum").fill("3")
        page.get_by_role("button", name="See what would change").click()
        expect(page.get_by_text("would change status").first).to_be_visible()
        clean(page, "the preview of a policy")
        page.get_by_label("Quorum").fill("9")
        page.get_by_role("button", name="See what would change").click()
        expect(page.get_by_text("fewer than the quorum")).to_be_visible()
        clean(page, "a policy refused")


def test_the_queue_is_worked_off_by_keyboard(browser, live_server, desk):
    cost, opened = claim_on(desk.article, COST), claim_on(desk.article, OPENED)
    with browser_of(browser, live_server, desk.editor) as context:
        page = context.new_page()
        page.goto(f"{reverse('claim-list')}?needs=ruling")
        page.get_by_role("link", name="Rule", exact=True).first.press("Enter")
        expect(page).to_have_url(f"{live_server.url}{reverse('claim', args=[opened.pk])}?needs=ruling#rule-title")
        for verdict, claim in (("disputed", opened), ("verified", cost)):
            expect(page.locator("h1")).to_contain_text(str(claim)[:20])
            radios = page.locator("input[name=verdict]")
            assert [radio.is_checked() for radio in radios.all()] == [False] * 4
            page.locator(f"input[name=verdict][value={verdict}]").press("Space")
            page.keyboard.press("Tab")
            page.keyboard.type(REASON)
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
        expect(page.get_by_text("Nothing to decide here")).to_be_visible()
    assert set(Ruling.objects.values_list("claim", "verdict")) == {(opened.pk, "disputed"), (cost.pk, "verified")}


def test_on_a_phone_the_decision_stands_before_what_was_said_and_done(browser, live_server, desk):
    claim = claim_on(desk.article, COST)
    with browser_of(browser, live_server, desk.editor, **SCREENS["phone, dark"]) as context:
        page = context.new_page()
        page.goto(reverse("claim", args=[claim.pk]))
        top = {
            name: page.locator(f"#{name}").bounding_box()["y"]
            for name in ("votes-title", "evidence-title", "ask-title", "rule-title", "discussion-title")
        }
        assert list(top) == sorted(top, key=top.get)
