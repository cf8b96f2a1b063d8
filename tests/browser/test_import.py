"""Import in a browser: drop, read, look, correct by keyboard, save."""

import pytest
from django.contrib.auth import get_user_model

from articles.models import Article, BatchItem
from editorial.record.log import verify
from tests.articles.helpers import TEXT
from tests.factories import make_editor

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long enough password"


@pytest.fixture
def desk(page):
    editor = make_editor()
    editor.set_password(PASSWORD)
    editor.save()
    page.goto("/sign-in/")
    page.fill("[name=username]", editor.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")
    page.goto("/import/")
    return page


@pytest.fixture
def in_background(settings):
    """Let the web process work off what comes in, as it does on a real desk."""
    from articles.actions import background

    settings.IMPORT_IN_BACKGROUND = True
    background._PATIENCE, patience = 0.2, background._PATIENCE
    yield
    settings.IMPORT_IN_BACKGROUND = False
    if background._thread:
        background._thread.join(20)
    background._PATIENCE = patience


def test_from_drop_to_article_by_keyboard(desk, in_background):
    desk.set_input_files(
        "input[type=file]",
        [
            {"name": "one.txt", "mimeType": "text/plain", "buffer": TEXT.encode()},
            {"name": "two.txt", "mimeType": "text/plain", "buffer": b"Two lines\n\nThis is another text."},
            {"name": "bad.zip", "mimeType": "application/zip", "buffer": b"PK\x03\x04nonsense"},
        ],
    )
    desk.keyboard.press("Tab")
    desk.click("text=Read them")
    desk.wait_for_url("**/import/*/")
    desk.wait_for_selector(".i-certain >> nth=1")
    desk.wait_for_selector(".batch-list:not([hx-get])")
    desk.wait_for_selector("#recognised")
    assert "damaged" in desk.inner_text(".i-failed")
    # To the block of furniture, make it text, and back to the first.
    furniture = "[data-block].furniture:has-text('See also')"
    while not desk.query_selector(f"{furniture}.is-current"):
        desk.keyboard.press("j")
    desk.keyboard.press("f")
    desk.wait_for_selector("[data-block].paragraph:has-text('See also') >> text=by hand")
    desk.wait_for_selector("[data-block].is-current:has-text('See also')")
    desk.keyboard.press("Escape")
    desk.fill("#id_byline", "Ana Ortiz and Bo Lund")
    desk.keyboard.press("Escape")
    desk.keyboard.press("s")
    desk.wait_for_selector(".batch-items [aria-current]:has-text('Two lines')")
    article = Article.objects.get()
    assert article.byline == "Ana Ortiz and Bo Lund"
    assert not any(
        block["kind"] == "furniture" and "See also" in TEXT[block["start"] : block["end"]]
        for block in article.current.blocks
    )
    desk.keyboard.press("o")
    desk.wait_for_selector(".i-left_out")
    assert list(verify()) == []


def test_a_batch_goes_on_when_its_page_is_closed(desk, in_background):
    rows = b"\n".join(b'{"text": "Text number %d of the batch."}' % n for n in range(120))
    desk.set_input_files("input[type=file]", [{"name": "r.jsonl", "mimeType": "", "buffer": rows}])
    desk.click("text=Read them")
    desk.wait_for_url("**/import/*/")
    desk.goto("about:blank")
    for _ in range(100):
        if BatchItem.objects.filter(state="ready").count() == 120:
            break
        desk.wait_for_timeout(200)
    assert BatchItem.objects.filter(state="ready").count() == 120


def test_a_paste_keeps_its_formatting(desk):
    desk.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/html", "<h1>Ferry fares double</h1><p>The fares double.</p><ul><li>One</li></ul>");
            data.setData("text/plain", "Ferry fares double");
            const box = document.querySelector("[name=text]");
            box.focus();
            box.value = "Ferry fares double";
            box.select();
            box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }"""
    )
    desk.wait_for_selector("text=kept as they were copied")
    desk.click("text=Read them")
    desk.wait_for_url("**/import/*/")
    assert BatchItem.objects.get().content_type == "text/html; charset=utf-8"
    assert get_user_model().objects.count() == 1


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_is_wider_than_the_screen(desk, width):
    desk.set_viewport_size({"width": width, "height": 844})
    desk.fill("[name=text]", f"{TEXT}\n\n{'x' * 400}")
    assert desk.evaluate("document.documentElement.scrollWidth") == width
    desk.click("text=Read them")
    desk.wait_for_selector("#recognised")
    assert desk.evaluate("document.documentElement.scrollWidth") == width
