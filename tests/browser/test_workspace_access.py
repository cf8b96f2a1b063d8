"""The workspace and the second pass for everybody: axe on every state, small screens, keys alone, what is spoken."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from reviews.models import Annotation
from tests.browser.reviewing import (
    browser_of,
    card_on,
    mark,
    offline,
    open_workspace,
    saved,
    select_at_once,
)
from tests.factories import CAFE, COST, FERRY, OPENED, TOLL, Desk, draft, hand_in, wave_through
from tests.factories import mark as complete_mark

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe: install axe-playwright-python")
pytestmark = pytest.mark.django_db(transaction=True)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
SCREENS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "phone, dark": PHONE | {"color_scheme": "dark"},
}


@pytest.fixture
def desk():
    return Desk()


def clean(page, state: str) -> None:
    """Check that axe finds nothing."""
    found = axe.Axe().run(page, options={"runOnly": RULES})
    violations = [
        f"{one['id']}: {node['target']} {node['html'][:120]} {node['failureSummary'][:200]}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
    assert violations == [], state


def full(desk) -> None:
    """Lay every kind of mark on the text."""
    complete_mark(desk.first, COST, "disputed")
    draft(desk.first, "12 million euros. Mayor Maria", "verified")
    draft(desk.first, OPENED, "fabricated", reason="invented_event", rationale="It did not.")
    draft(desk.first, FERRY, "undetermined")
    draft(desk.first, CAFE)
    draft(desk.first, None, "disputed")
    wave_through(desk.first, 2)


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_on_any_state_of_the_workspace(browser, live_server, desk, screen):
    with browser_of(browser, live_server, desk.reviewers[0], **SCREENS[screen]) as context:
        page = open_workspace(context, desk.article)
        clean(page, "nothing marked")
        full(desk)
        page.reload()
        page.wait_for_selector("#text mark")
        clean(page, "every kind of mark")
        page.keyboard.press("n")
        page.wait_for_selector(".is-current form[data-mark-form]")
        for box in page.locator(".is-current details").all():
            box.evaluate("(box) => { box.open = true; }")
        clean(page, "an open card")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        select_at_once(page, TOLL)
        page.wait_for_selector("#bar:not([hidden])")
        clean(page, "the bar")
        page.keyboard.press("l")
        page.wait_for_selector("#around:not([hidden])")
        clean(page, "elsewhere")
        page.keyboard.press("Escape")
        page.keyboard.press(".")
        page.keyboard.press("-")
        clean(page, "the bar of a dismissal")
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        clean(page, "the keys")
        page.keyboard.press("Escape")
        page.locator("#work-bar").get_by_role("button", name="Submit").click()
        page.wait_for_selector("#asks li")
        clean(page, "what is still asked")
        context.set_offline(True)
        select_at_once(page, TOLL)
        page.keyboard.press("1")
        offline(page)
        clean(page, "offline")
        context.set_offline(False)
        saved(page)


def test_axe_finds_nothing_on_a_conflict(browser, live_server, desk):
    with browser_of(browser, live_server, desk.reviewers[0]) as context:
        page = open_workspace(context, desk.article)
        mark(page, COST, "2")
        Annotation.objects.update(version=5, rationale="Theirs.")
        page.keyboard.press("1")
        page.locator(".refused").wait_for()
        clean(page, "a conflict")


def test_axe_finds_nothing_when_it_is_submitted(browser, live_server, desk):
    complete_mark(desk.first, COST, "disputed")
    hand_in(desk.first)
    with browser_of(browser, live_server, desk.reviewers[0]) as context:
        clean(open_workspace(context, desk.article), "submitted")


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_without_scripts_and_in_the_second_pass(browser, live_server, desk, screen):
    full(desk)
    with browser_of(browser, live_server, desk.reviewers[0], **SCREENS[screen]) as context:
        page = context.new_page()
        page.goto(reverse("mark-by-form", args=[desk.article.pk]))
        clean(page, "by form")
    desk = Desk()
    complete_mark(desk.first, FERRY, "verified")
    complete_mark(desk.second, COST, "disputed")
    hand_in(*desk.assignments)
    with browser_of(browser, live_server, desk.reviewers[0], **SCREENS[screen]) as context:
        page = context.new_page()
        page.goto(reverse("respond", args=[desk.article.pk]))
        clean(page, "a claim")
        page.keyboard.press("2")
        page.get_by_text("How the others see it").wait_for()
        clean(page, "how the others see it")
        page.keyboard.press("n")
        page.get_by_text("All answered").wait_for()
        clean(page, "all answered")


@pytest.mark.parametrize("screen", [PHONE, {"viewport": {"width": 640, "height": 450}}], ids=["320 px", "200 %"])
def test_nothing_is_wider_than_a_small_screen(browser, live_server, desk, screen):
    full(desk)
    with browser_of(browser, live_server, desk.reviewers[0], **screen) as context:
        page = open_workspace(context, desk.article)
        for state in ("", "n", "Enter", "Escape", "."):
            if state:
                page.keyboard.press(state)
            width = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert width <= 0, state


def test_a_whole_review_by_keyboard_alone(browser, live_server, desk):
    with browser_of(browser, live_server, desk.reviewers[0]) as context:
        page = open_workspace(context, desk.article)
        for key in (".", "2", "r", "1", "Enter"):
            page.keyboard.press(key)
        page.wait_for_function("() => document.activeElement.name === 'rationale'")
        page.keyboard.type("It was later.")
        for key in ("Escape", "e"):
            page.keyboard.press(key)
        page.wait_for_function("() => document.activeElement.name === 'address'")
        page.keyboard.type("https://register.example/1")
        page.keyboard.press("Enter")
        page.wait_for_selector(".is-current .evidence li")
        for key in ("Escape", ".", "-", "v", ".", "0"):
            page.keyboard.press(key)
        saved(page)
        expect(page.locator(".wants")).to_have_count(0)
        # To the button by Tab, the focus always in sight.
        page.evaluate("() => document.querySelector('#work-bar .back').focus()")
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
                const element = document.activeElement;
                const style = getComputedStyle(element);
                return [element.textContent.trim(), style.outlineStyle];
            }"""
        )
        assert focused == ["Submit", "solid"]
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/review/" not in url)
    desk.first.refresh_from_db()
    assert desk.first.state == "submitted"


def test_a_screen_reader_hears_marks_saves_and_errors(browser, live_server, desk):
    full(desk)
    with browser_of(browser, live_server, desk.reviewers[0]) as context:
        page = open_workspace(context, desk.article)
        heard = page.evaluate(
            """() => {
                const said = (run, part) => getComputedStyle(run, part).content;
                const runs = [...document.querySelectorAll("#text mark")];
                return runs.map((run) => [said(run, "::before"), run.textContent, said(run, "::after")]);
            }"""
        )
        spoken = {words: (before, after) for before, words, after in heard}
        assert 'fabricated: "' in spoken[OPENED][0]
        assert "end of mark" in spoken[OPENED][1]
        assert "2" in spoken["12 million euros"][0]
        assert "marks that differ" in spoken["12 million euros"][0]
        assert page.locator("#saved").get_attribute("aria-live") == "polite"
        page.keyboard.press("j")
        expect(page.locator("#spoken")).to_have_text("Toll bridge to close for the winter")
        page.keyboard.press("1")
        expect(page.locator("#spoken")).to_have_text("Marked verified")
        saved(page)
        assert page.locator("#saved").inner_text() == "saved"
        assert page.locator("#notice").get_attribute("role") == "alert"
        assert card_on(page, OPENED).get_attribute("aria-label") == "Mark: fabricated"


def test_the_focus_stays_where_one_types_while_marks_are_saved(browser, live_server, desk):
    with browser_of(browser, live_server, desk.reviewers[0]) as context:
        page = open_workspace(context, desk.article)
        card = mark(page, COST, "2")
        area = card.locator("textarea[name=rationale]")
        area.click()
        # Slow enough that several saves come back in the middle of the words.
        area.press_sequentially("It was fifteen million, says the budget.", delay=60)
        page.wait_for_timeout(900)
        page.keyboard.type(" Really.")
        assert page.evaluate("() => document.activeElement.name") == "rationale"
        page.keyboard.press("Escape")
        saved(page)
    assert Annotation.objects.get().rationale == "It was fifteen million, says the budget. Really."


def test_a_character_that_is_being_composed_is_not_broken_off_by_a_save(browser, live_server, desk):
    with browser_of(browser, live_server, desk.reviewers[0]) as context:
        page = open_workspace(context, desk.article)
        card = mark(page, COST, "2")
        area = card.locator("textarea[name=rationale]")
        area.click()
        area.type("数字")
        keyboard = page.context.new_cdp_session(page)
        keyboard.send("Input.imeSetComposition", {"text": "cuo", "selectionStart": 3, "selectionEnd": 3})
        # Something else of the mark is changed, and its card comes back from the server in the middle of the character.
        page.evaluate("() => document.querySelector('.card.is-current input[value=incidental]').click()")
        page.wait_for_selector(".card.is-current[data-bearing=incidental]")
        page.wait_for_timeout(1000)
        assert Annotation.objects.get().rationale in {"", "数字"}
        keyboard.send("Input.insertText", {"text": "错了"})
        page.keyboard.press("Escape")
        saved(page)
    assert Annotation.objects.get().rationale == "数字错了"


def test_marking_without_scripts(browser, live_server, desk):
    with browser_of(browser, live_server, desk.reviewers[0], java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(reverse("workspace", args=[desk.article.pk]))
        page.get_by_role("link", name="mark by a form").click()
        page.get_by_text("The bridge opened on 4 May 1987").first.click()
        page.get_by_label("It is").select_option("disputed")
        page.get_by_role("button", name="Mark", exact=True).click()
        card = page.locator(".card[data-mark]")
        card.get_by_label("Reason").select_option("inaccurate")
        card.get_by_label("Why", exact=True).fill("It was later.")
        card.get_by_label("incidental").check()
        card.get_by_role("button", name="Save").click()
        card.locator("details.add-source > summary").click()
        card.get_by_label("Address, or what it is").fill("https://register.example/1")
        card.get_by_role("button", name="Add", exact=True).click()
        expect(card.locator(".evidence li")).to_have_count(1)
        page.get_by_role("button", name="Submit").click()
        page.wait_for_url(lambda url: "/review/" not in url)
    made = Annotation.objects.get()
    assert (made.verdict, made.reason, made.bearing) == ("disputed", "inaccurate", "incidental")
    desk.first.refresh_from_db()
    assert desk.first.state == "submitted"


def test_the_second_pass_by_key_keeps_what_is_typed_when_the_sign_in_expires(browser, live_server, desk):
    complete_mark(desk.first, FERRY, "verified")
    complete_mark(desk.second, COST, "disputed")
    hand_in(*desk.assignments)
    with browser_of(browser, live_server, desk.reviewers[0]) as context:
        page = context.new_page()
        page.goto(reverse("respond", args=[desk.article.pk]))
        page.locator("#id_rationale").fill("I looked it up.")
        Session.objects.all().delete()
        page.keyboard.press("Escape")
        page.keyboard.press("2")
        page.wait_for_selector("#signed-out[open]")
        assert page.locator("#id_rationale").input_value() == "I looked it up."


def test_what_is_typed_in_the_second_pass_is_there_again_until_it_is_sent(browser, live_server, desk):
    complete_mark(desk.first, FERRY, "verified")
    complete_mark(desk.second, COST, "disputed")
    hand_in(*desk.assignments)
    with browser_of(browser, live_server, desk.reviewers[0]) as context:
        page = context.new_page()
        page.goto(reverse("respond", args=[desk.article.pk]))
        page.locator("#id_rationale").press_sequentially("I looked it up.")
        page.close()
        page = context.new_page()
        page.goto(reverse("respond", args=[desk.article.pk]))
        expect(page.locator("#id_rationale")).to_have_value("I looked it up.")
        context.set_offline(True)
        page.get_by_role("button", name="disputed").click()
        page.get_by_text("No connection.").wait_for()
        page.close()
        context.set_offline(False)
        page = context.new_page()
        page.goto(reverse("respond", args=[desk.article.pk]))
        expect(page.locator("#id_rationale")).to_have_value("I looked it up.")
        page.get_by_role("button", name="disputed").click()
        page.get_by_text("How the others see it").wait_for()
        kept = page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('kept:'))")
        assert kept == []
    assert desk.first.responses.get().rationale == "I looked it up."
