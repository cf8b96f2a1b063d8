"""Which key of which keyboard means which command: static/js/keys.js in Chromium."""

import pytest

from tests.browser.bare import bare_page


@pytest.fixture(scope="module")
def page(browser):
    """A page with `window.keys`, the module under test."""
    with bare_page(browser, "keys") as tab:
        yield tab


def command(page, key: str, code: str, **modifiers: bool) -> str:
    return page.evaluate(
        "event => keys.commandOf(new KeyboardEvent('keydown', event))", {"key": key, "code": code, **modifiers}
    )


@pytest.mark.parametrize(
    ("key", "code", "shift", "expected"),
    [
        ("j", "KeyJ", False, "j"),
        ("J", "KeyJ", True, "J"),
        ("1", "Digit1", False, "1"),
        ("1", "Numpad1", False, "1"),
        ("?", "Slash", True, "?"),
        ("Enter", "Enter", False, "Enter"),
        ("Escape", "Escape", False, "Escape"),
        # Letters that sit elsewhere: the letter counts, wherever it is.
        ("z", "KeyY", False, "z"),  # German
        ("q", "KeyA", False, "q"),  # French
        # Other scripts: the place counts.
        ("о", "KeyJ", False, "j"),  # Russian
        ("О", "KeyJ", True, "J"),
        ("ξ", "KeyJ", False, "j"),  # Greek
        ("ت", "KeyJ", False, "j"),  # Arabic
        ("٣", "Digit3", False, "3"),
        # AZERTY: digits without Shift give signs; the sign counts where it is a command itself.
        ("&", "Digit1", False, "1"),
        ('"', "Digit3", False, "3"),
        ("-", "Digit6", False, "-"),
        ("à", "Digit0", False, "0"),
    ],
)
def test_a_key_means_its_command_on_every_keyboard(page, key, code, shift, expected):
    assert command(page, key, code, shiftKey=shift) == expected


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("x", "KeyX"),
        ("h", "KeyJ"),
        ("Tab", "Tab"),
        ("F1", "F1"),
        ("Dead", "Quote"),
        ("Shift", "ShiftLeft"),
        (" ", "Space"),
    ],
)
def test_other_keys_mean_nothing(page, key, code):
    assert command(page, key, code) == ""


@pytest.mark.parametrize("modifier", ["ctrlKey", "metaKey", "altKey"])
def test_shortcuts_of_the_browser_stay_the_browsers(page, modifier):
    assert command(page, "j", "KeyJ", **{modifier: True}) == ""


@pytest.mark.parametrize(
    ("html", "types"),
    [
        ("<textarea></textarea>", True),
        ("<input>", True),
        ("<input type=search>", True),
        ("<select></select>", True),
        ("<p contenteditable>word</p>", True),
        ("<input type=checkbox>", False),
        ("<input type=radio>", False),
        ("<button>press</button>", False),
        ("<a href=#>go</a>", False),
    ],
)
def test_keys_type_in_fields_and_act_elsewhere(page, html, types):
    page.evaluate("html => { document.getElementById('text').innerHTML = html; }", html)
    assert page.evaluate("() => keys.inField(document.getElementById('text').firstChild)") is types
