"""Nothing is ever lost: network, server, session, tab, double press, two tabs, two machines.

Afterwards every mark and every typed word exists exactly once, or a conflict keeps both versions.
"""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from reviews.models import Annotation, Dismissal, Evidence, Note, Source
from tests.browser.bare import ROOT
from tests.browser.reviewing import (
    browser_of,
    card_on,
    drawn,
    mark,
    offline,
    open_workspace,
    saved,
    select,
    session_of,
)
from tests.factories import CAFE, COST, FERRY, OPENED, TOLL, Desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def context(browser, live_server, desk):
    with browser_of(browser, live_server, desk.reviewers[0]) as opened:
        yield opened


def marks(desk) -> dict[str, str]:
    """Return every standing mark by its words, with its verdict and rationale."""
    found = Annotation.objects.filter(deleted_at=None).order_by("pk")
    texts = [desk.text[m.start : m.end] for m in found]
    assert len(set(texts)) == len(texts), "a mark exists twice"
    return {words: f"{m.verdict}: {m.rationale}" for words, m in zip(texts, found, strict=True)}


def write(page, words: str, text: str) -> None:
    """Type into the rationale of the mark on words."""
    area = card_on(page, words).locator("textarea[name=rationale]")
    area.click()
    area.type(text)


def test_marks_and_words_made_without_a_network_wait_and_arrive(context, desk):
    page = open_workspace(context, desk.article)
    mark(page, COST, "2")
    context.set_offline(True)
    write(page, COST, "It was 15 million.")
    page.keyboard.press("Escape")
    for words, key in ((OPENED, "1"), (TOLL, "3")):
        select(page, words)
        page.keyboard.press(key)
    write(page, TOLL, "Nobody said so.")
    page.keyboard.press("Escape")
    offline(page)
    # They are shown as waiting, in the header, on the text and beside it.
    assert "kept on this device" in page.locator("#saved").inner_text()
    assert page.locator(".card.is-waiting").count() == 2
    assert page.evaluate("() => [...CSS.highlights.get('sent-fabricated')].map(String)") == [TOLL]
    assert Annotation.objects.count() == 1
    context.set_offline(False)
    saved(page)
    assert marks(desk) == {
        COST: "disputed: It was 15 million.",
        OPENED: "verified: ",
        TOLL: "fabricated: Nobody said so.",
    }
    assert page.locator(".card.is-waiting").count() == 0
    assert sorted(drawn(page)) == sorted([COST, OPENED, TOLL])


def test_what_waits_survives_the_closing_of_the_tab(context, desk):
    page = open_workspace(context, desk.article)
    mark(page, COST, "2")
    context.set_offline(True)
    write(page, COST, "Typed in the dark")  # and not a moment is left to it
    select(page, FERRY)
    page.keyboard.press("1")
    offline(page)
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    context.set_offline(False)
    again = open_workspace(context, desk.article)
    saved(again)
    assert marks(desk) == {COST: "disputed: Typed in the dark", FERRY: "verified: "}


def test_words_typed_into_a_sources_form_are_there_again_after_the_tab_was_closed(context, desk):
    page = open_workspace(context, desk.article)
    card = mark(page, COST, "2")
    card.locator("details.add-source > summary").click()
    card.locator("[name=address]").type("https://port.example/budget")
    card.locator("[name=passage]").type("15 million in all")
    page.close()
    again = open_workspace(context, desk.article)
    again.keyboard.press("n")
    card = card_on(again, COST)
    again.wait_for_function("() => document.querySelector('.is-current [name=address]')?.value")
    assert card.locator("[name=address]").input_value() == "https://port.example/budget"
    assert card.locator("[name=passage]").input_value() == "15 million in all"
    card.locator("details.add-source > form > button").click()
    card.locator(".evidence a").wait_for()
    assert (Source.objects.get().passage, Evidence.objects.count()) == ("15 million in all", 1)


def test_a_lost_answer_leads_to_no_second_mark_and_to_no_conflict_with_oneself(context, desk):
    page = open_workspace(context, desk.article)
    lost = []

    def lose(route):
        """Let the server work, and the answer perish on its way."""
        lost.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/review/marks/", lose, times=1)
    select(page, COST)
    page.keyboard.press("2")
    offline(page)
    assert Annotation.objects.count() == 1
    page.keyboard.press("3")  # another verdict, while nobody knows whether the first one arrived
    saved(page)
    assert len(lost) == 1
    assert marks(desk) == {COST: "fabricated: "}
    assert page.locator(".refused").count() == 0


def test_a_server_that_is_killed_and_comes_back(browser, desk):
    with closing(Server()) as server, browser_of(browser, server, desk.reviewers[0]) as context:
        page = open_workspace(context, desk.article)
        mark(page, COST, "2")
        server.kill()
        write(page, COST, "It was 15 million.")
        page.keyboard.press("Escape")
        select(page, OPENED)
        page.keyboard.press("1")
        offline(page)
        server.start()
        saved(page)
        assert marks(desk) == {COST: "disputed: It was 15 million.", OPENED: "verified: "}


class Server:
    """The desk in a process of its own on the tests' database, to be killed and started again."""

    PROGRAM = """
import sys
import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from waitress import serve

serve(StaticFilesHandler(WSGIHandler()), host="127.0.0.1", port=int(sys.argv[2]), threads=4, ident=None)
"""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        name = str(connection.settings_dict["NAME"])
        command = [sys.executable, "-c", self.PROGRAM, name, str(self.port)]
        self.process = subprocess.Popen(  # noqa: S603 - it is our own
            command, cwd=ROOT, env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        )
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        pytest.fail("the server did not start")

    def kill(self) -> None:
        """Kill it in the midst of whatever it is doing."""
        self.process.kill()
        self.process.wait()

    close = kill


def test_a_server_that_breaks_on_a_save_holds_up_no_other(context, desk):
    page = open_workspace(context, desk.article)
    page.route(
        "**/review/marks/",
        lambda route: route.fulfill(status=500, body="x") if "cost" in route.request.post_data else route.continue_(),
    )
    page.evaluate(
        "() => { const at = setTimeout; window.setTimeout = (f, ms, ...rest) => at(f, Math.min(ms, 50), ...rest); }"
    )
    select(page, COST)
    page.keyboard.press("2")
    select(page, OPENED)
    page.keyboard.press("1")
    page.wait_for_selector(".refused")
    page.wait_for_function("() => document.querySelectorAll('#text mark').length === 1")
    assert marks(desk) == {OPENED: "verified: "}
    page.unroute("**/review/marks/")
    page.get_by_role("button", name="Try again").click()
    saved(page)
    assert marks(desk) == {OPENED: "verified: ", COST: "disputed: "}


def test_an_expired_sign_in_loses_nothing(context, desk, live_server):
    page = open_workspace(context, desk.article)
    mark(page, COST, "2")
    Session.objects.all().delete()
    write(page, COST, "It was 15 million.")
    page.keyboard.press("Escape")
    page.wait_for_selector("#signed-out[open]")
    assert Annotation.objects.get().rationale == ""
    context.add_cookies([{"name": "sessionid", "value": session_of(desk.reviewers[0]), "url": live_server.url}])
    page.locator("#signed-out").get_by_role("button", name="Go on").click()
    saved(page)
    assert marks(desk) == {COST: "disputed: It was 15 million."}


def test_what_waits_is_never_saved_under_somebody_elses_name(context, desk, live_server):
    page = open_workspace(context, desk.article)
    context.set_offline(True)
    select(page, COST)
    page.keyboard.press("2")
    offline(page)
    context.add_cookies([{"name": "sessionid", "value": session_of(desk.reviewers[1]), "url": live_server.url}])
    context.set_offline(False)
    page.wait_for_selector("#signed-out[open]")
    assert Annotation.objects.count() == 0
    context.add_cookies([{"name": "sessionid", "value": session_of(desk.reviewers[0]), "url": live_server.url}])
    page.locator("#signed-out").get_by_role("button", name="Go on").click()
    saved(page)
    assert Annotation.objects.get().assignment == desk.first


def test_signing_out_with_waiting_marks_warns(context, desk):
    page = open_workspace(context, desk.article)
    context.set_offline(True)
    select(page, COST)
    page.keyboard.press("2")
    offline(page)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator("button.initial").click()
    page.get_by_role("button", name="Sign out").click()
    assert asked == ["1 of your changes are still on this device only. Sign out all the same?"]
    context.set_offline(False)
    saved(page)


def test_a_key_pressed_twice_does_its_work_once(context, desk):
    page = open_workspace(context, desk.article)
    select(page, COST)
    page.evaluate(
        """() => { for (let i = 0; i < 3; i++) {
            document.dispatchEvent(new KeyboardEvent("keydown", {key: "2", code: "Digit2", bubbles: true}));
        } }"""
    )
    saved(page)
    assert marks(desk) == {COST: "disputed: "}
    assert Annotation.objects.get().version == 1


def test_two_tabs_show_the_same_review_and_neither_overwrites_the_other(context, desk):
    one, other = open_workspace(context, desk.article), open_workspace(context, desk.article)
    mark(one, COST, "2")
    other.wait_for_selector(f"#text mark:has-text('{COST}')")
    assert card_on(other, COST).count() == 1
    assert "another tab" in other.locator("#saved").inner_text()
    mark(other, OPENED, "1")
    one.wait_for_selector(f"#text mark:has-text('{OPENED}')")
    # The second tab builds on what the first has said, and the words typed in both stand.
    write(one, COST, "From the first tab.")
    one.keyboard.press("Escape")
    saved(one)
    other.bring_to_front()
    write(other, OPENED, "From the second tab.")
    other.keyboard.press("Escape")
    saved(other)
    assert marks(desk) == {COST: "disputed: From the first tab.", OPENED: "verified: From the second tab."}


def test_a_text_that_one_is_typing_stays_while_another_tab_changes_its_mark(context, desk):
    one, other = open_workspace(context, desk.article), open_workspace(context, desk.article)
    mark(one, COST, "2")
    other.wait_for_selector(f"#text mark:has-text('{COST}')")
    other.bring_to_front()
    other.keyboard.press("n")
    area = card_on(other, COST).locator("textarea[name=rationale]")
    area.click()
    area.type("Half a sent")
    one.keyboard.press("i")  # incidental
    other.wait_for_selector(".card[data-bearing=incidental]")
    area.type("ence.")
    other.keyboard.press("Escape")
    saved(other)
    assert marks(desk) == {COST: "disputed: Half a sentence."}
    assert Annotation.objects.get().bearing == "incidental"


@pytest.mark.parametrize(
    ("choice", "rationale"),
    [
        ("Save mine", "Mine."),
        ("Keep the other", "Theirs."),
        ("Save mine with both texts", "Theirs.\n\nMine."),
    ],
)
def test_the_same_mark_on_two_machines_keeps_both_versions_and_lets_one_choose(
    browser, live_server, desk, choice, rationale
):
    with (
        browser_of(browser, live_server, desk.reviewers[0]) as here,
        browser_of(browser, live_server, desk.reviewers[0]) as there,
    ):
        mine = open_workspace(here, desk.article)
        mark(mine, COST, "2")
        theirs = open_workspace(there, desk.article)
        theirs.keyboard.press("n")
        write(theirs, COST, "Theirs.")
        theirs.keyboard.press("Escape")
        saved(theirs)
        write(mine, COST, "Mine.")
        mine.keyboard.press("Escape")
        refused = mine.locator(".refused")
        refused.wait_for()
        assert "Theirs." in refused.inner_text()
        assert "Mine." in refused.inner_text()
        assert Annotation.objects.get().rationale == "Theirs."
        assert card_on(mine, COST).locator("textarea[name=rationale]").input_value() == "Theirs."
        refused.get_by_role("button", name=choice, exact=True).click()
        saved(mine)
        assert marks(desk) == {COST: f"disputed: {rationale}"}
        assert mine.locator(".refused").count() == 0


def test_a_mark_deleted_on_the_other_machine_comes_back_if_one_wants_it(browser, live_server, desk):
    with (
        browser_of(browser, live_server, desk.reviewers[0]) as here,
        browser_of(browser, live_server, desk.reviewers[0]) as there,
    ):
        mine = open_workspace(here, desk.article)
        mark(mine, COST, "2")
        theirs = open_workspace(there, desk.article)
        theirs.keyboard.press("n")
        card_on(theirs, COST).get_by_role("button", name="delete").click()
        saved(theirs)
        assert marks(desk) == {}
        write(mine, COST, "But it is wrong.")
        mine.keyboard.press("Escape")
        mine.locator(".refused").wait_for()
        assert "deleted" in mine.locator(".refused").inner_text()
        mine.get_by_role("button", name="Save mine", exact=True).click()
        saved(mine)
        mine.wait_for_selector("#text mark")
        assert marks(desk) == {COST: "disputed: But it is wrong."}


def test_undo_and_redo_go_back_through_the_session_even_over_a_reload(context, desk):
    page = open_workspace(context, desk.article)
    mark(page, COST, "2")
    page.keyboard.press("i")
    write(page, COST, "It was 15 million.")
    page.keyboard.press("Escape")
    mark(page, OPENED, "1")
    select(page, CAFE)
    page.keyboard.press("-")
    page.keyboard.press("v")
    select(page, FERRY)
    page.keyboard.press("m")
    page.keyboard.type("Ask the port.")
    page.keyboard.press("Escape")
    saved(page)
    assert (Dismissal.objects.filter(deleted_at=None).count(), Note.objects.get().words) == (1, "Ask the port.")
    page.reload()
    page.wait_for_selector("#text mark")
    for _ in range(3):  # the note's words, the note, the dismissal
        page.keyboard.press("z")
    saved(page)
    assert Dismissal.objects.filter(deleted_at=None).count() == 0
    assert Note.objects.get().deleted_at is not None
    assert marks(desk) == {COST: "disputed: It was 15 million.", OPENED: "verified: "}
    for _ in range(2):  # the second mark, the first one's words
        page.keyboard.press("z")
    saved(page)
    assert marks(desk) == {COST: "disputed: "}
    for _ in range(2):  # its bearing, the mark
        page.keyboard.press("z")
    saved(page)
    assert marks(desk) == {}
    for _ in range(7):
        page.keyboard.press("u")
    saved(page)
    page.wait_for_function("() => document.querySelectorAll('#text mark').length === 3")
    assert marks(desk) == {COST: "disputed: It was 15 million.", OPENED: "verified: "}
    assert Annotation.objects.get(verdict="disputed").bearing == "incidental"
    assert Dismissal.objects.filter(deleted_at=None).count() == 1
    assert Note.objects.get().words == "Ask the port."


def test_a_refused_source_is_kept_and_can_be_corrected(context, desk):
    page = open_workspace(context, desk.article)
    card = mark(page, COST, "2")
    card.locator("details.add-source > summary").click()
    card.locator("[name=address]").fill("javascript:alert(1)")
    card.locator("[name=passage]").fill("15 million in all")
    card.locator("details.add-source > form > button").click()
    page.locator(".refused").wait_for()
    assert "Enter a valid URL" in page.locator(".refused").inner_text()
    assert Source.objects.count() == 0
    assert card.locator("[name=passage]").input_value() == "15 million in all"
    card.locator("[name=address]").fill("https://port.example/budget")
    card.locator("details.add-source > form > button").click()
    card.locator(".evidence a").wait_for()
    assert page.locator(".refused").count() == 0
    assert (Source.objects.get().passage, Evidence.objects.count()) == ("15 million in all", 1)


def test_submitting_waits_for_what_is_under_way(context, desk):
    page = open_workspace(context, desk.article)
    select(page, COST)
    page.keyboard.press("0")
    page.locator("#work-bar").get_by_role("button", name="Submit").click()
    page.wait_for_url(lambda url: "/review/" not in url)
    desk.first.refresh_from_db()
    assert desk.first.state == "submitted"
    assert Annotation.objects.get().verdict == "undetermined"


def test_submitting_without_a_network_keeps_everything_and_says_so(context, desk):
    page = open_workspace(context, desk.article)
    context.set_offline(True)
    select(page, COST)
    page.keyboard.press("0")
    page.locator("#work-bar").get_by_role("button", name="Submit").click()
    page.get_by_text("Not submitted: some of your changes have not reached the server yet.").wait_for()
    context.set_offline(False)
    saved(page)
    assert marks(desk) == {COST: "undetermined: "}
    desk.first.refresh_from_db()
    assert desk.first.state == "started"
