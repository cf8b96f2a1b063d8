"""What the tests of the workspace do in a browser: open it as a reviewer, select words, mark, look what is there."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

#: Errors that a page may report where a test takes its server away.
OF_THE_NETWORK = (
    *("Failed to load resource", "ERR_", "net::"),
    *("Response Status Error Code 401", "htmx:sendError", "htmx:afterRequest"),
)


def session_of(person) -> str:
    """Return the key of a new session of a person."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


@contextmanager
def browser_of(browser, live_server, person, **options) -> Iterator:
    """A browser of a person's own, signed in; at its end no page may have reported an error."""
    size = {"width": 1440, "height": 900}
    context = browser.new_context(base_url=live_server.url, locale="en-GB", **{"viewport": size, **options})
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": "sessionid", "value": session_of(person), "url": live_server.url}])
    errors: list[str] = []

    def watch(page) -> None:
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: _note(message, errors))

    context.on("page", watch)
    yield context
    context.close()
    assert errors == []


def _note(message, errors: list[str]) -> None:
    if message.type == "error" and not any(words in message.text for words in OF_THE_NETWORK):
        errors.append(message.text)


def open_workspace(context, article):
    """Open an article's workspace in a new tab, ready."""
    page = context.new_page()
    page.goto(reverse("workspace", args=[article.pk]))
    page.wait_for_function("() => document.querySelector('#text [data-start]')")
    page.wait_for_load_state()
    return page


def box_of(page, words: str) -> list[float]:
    """Return the middle of the left edge and of the right edge of words in the text, in the window."""
    box = page.evaluate(
        """(words) => {
            const root = document.getElementById("text");
            const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
            let text = "";
            const nodes = [];
            while (walker.nextNode()) {
                nodes.push([text.length, walker.currentNode]);
                text += walker.currentNode.data;
            }
            const at = text.indexOf(words);
            if (at < 0) return null;
            const place = (unit, isEnd) => {
                const [from, node] = nodes.findLast(([from]) => isEnd ? from < unit : from <= unit);
                return [node, unit - from];
            };
            const range = document.createRange();
            range.setStart(...place(at, false));
            range.setEnd(...place(at + words.length, true));
            range.startContainer.parentElement.scrollIntoView({block: "center"});
            const rects = [...range.getClientRects()].filter((rect) => rect.width);
            const [first, last] = [rects[0], rects.at(-1)];
            return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
        }""",
        words,
    )
    assert box, f"the page does not show “{words}”"
    return box


def select(page, words: str) -> None:
    """Drag the mouse over words of the text."""
    left, top, right, bottom = box_of(page, words)
    page.mouse.move(left + 1, top)
    page.mouse.down()
    page.mouse.move(right - 1, bottom, steps=6)
    page.mouse.up()
    page.wait_for_selector("#bar:not([hidden])")


def select_at_once(page, words: str) -> None:
    """Select words as a finger's handles do: the browser reports the selection when it is made."""
    page.evaluate(
        """(words) => {
            const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const node = walker.currentNode;
                const at = node.data.indexOf(words);
                if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + words.length);
            }
        }""",
        words,
    )


def mark(page, words: str, key: str = "1"):
    """Select words and give a verdict by key; return the mark's card once the server has it."""
    select(page, words)
    page.keyboard.press(key)
    card = card_on(page, words)
    page.wait_for_function(
        """(words) => [...document.querySelectorAll(".card[data-mark]:not([data-kind])")].some(
            (card) => card.querySelector(".quote").textContent.trim() === words && Number(card.dataset.version) > 0
        )""",
        arg=words,
    )
    return card


def card_on(page, words: str):
    """Return the card of the mark on words."""
    return page.locator(".card[data-mark]", has=page.locator(".quote", has_text=words))


def drawn(page) -> list[str]:
    """Return the words that are drawn as marked, run by run."""
    return page.locator("#text mark").all_text_contents()


def pending(page) -> str:
    """Return the words that are selected, as the page has them drawn."""
    return page.evaluate(
        "() => { const drawn = CSS.highlights.get('pending'); return drawn ? [...drawn].map(String).join('|') : ''; }"
    )


def saved(page) -> None:
    """Wait until everything is saved."""
    page.wait_for_function(
        """() => document.getElementById("saved").dataset.state === "saved"
            && !Object.keys(localStorage).some((key) => key.startsWith("outbox:"))"""
    )


def offline(page) -> None:
    """Wait until the header says that changes are kept on the device."""
    page.wait_for_selector("#saved[data-state=waiting]")
