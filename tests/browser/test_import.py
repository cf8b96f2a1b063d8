"""Import in a browser: drop, read, look, correct by keyboard, save."""

import pytest
from django.contrib.auth import get_user_model

from articles.actions import create_story
from articles.models import Article, BatchItem
from editorial.record.log import verify
from editorial.record.models import Event
from tests.articles.helpers import TEXT, a_file, worked
from tests.factories import NOW, make_article, make_editor

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long enough password"


@pytest.fixture
def desk(page):
    editor = make_editor()
    editor.set_password(PASSWORD)
    editor.save()
    page.goto("/sign-in/")
    page.fill("[name=login]", editor.email)
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


def test_an_open_page_finds_its_server_again(desk, browser, live_server, monkeypatch):
    """The batch's page asks again after an answer that never came, as while a server is restarted."""
    monkeypatch.setattr("articles.views.imports.LOOK", 0)  # a step for each look
    # A browser of its own: that it reports the lost answers is no defect here.
    context = browser.new_context(base_url=live_server.url, storage_state=desk.context.storage_state())
    page, lost = context.new_page(), []
    page.goto("/import/")

    def down(route):
        lost.append(route.request.url)
        route.abort()

    page.route("**/progress/**", down)
    page.fill("[name=text]", TEXT)
    rows = b"\n".join(b'{"text": "Text number %d of the batch."}' % n for n in range(8))
    page.set_input_files("input[type=file]", [{"name": "r.jsonl", "mimeType": "", "buffer": rows}])
    page.click("text=Read them")
    page.wait_for_url("**/import/*/")
    for _ in range(100):
        if lost:
            break
        page.wait_for_timeout(100)
    assert lost
    page.unroute("**/progress/**")
    page.wait_for_selector(".batch-list:not([hx-get])", timeout=60_000)
    assert BatchItem.objects.filter(state="ready").count() == 9
    context.close()


def test_a_block_of_a_saved_article_by_keys(desk):
    article = make_article("The ferry\n\nIt sank on 3 June 2021.\n\nShare this page")
    desk.goto(article.get_absolute_url())
    desk.click("text=Text and furniture")
    desk.wait_for_url("**/blocks/")  # with its scripts: keys act then
    last = "[data-block]:has-text('Share this page')"
    for _ in range(3):
        desk.keyboard.press("j")
    desk.keyboard.press("f")
    desk.wait_for_selector(f"{last}.furniture.is-current >> text=by hand")
    assert article.revisions.get().blocks[-1]["kind"] == "furniture"
    desk.keyboard.press("f")
    desk.wait_for_selector(f"{last}.paragraph.is-current")
    assert article.revisions.get().blocks[-1]["kind"] == "paragraph"
    assert Event.objects.filter(kind="block.corrected").count() == 2
    assert list(verify()) == []


@pytest.mark.parametrize("screen", [(1440, "light"), (390, "dark")])
def test_axe_finds_nothing_on_the_pages_of_the_import(desk, screen):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe: install it")
    width, theme = screen
    desk.set_viewport_size({"width": width, "height": 844})
    desk.emulate_media(color_scheme=theme)
    stories = [create_story(title=title, by=None, right="system", now=NOW) for title in ("The ferry", "The toll")]
    article = make_article(TEXT, story=stories[0])
    make_article(f"{TEXT} Two.", story=stories[0])
    batch = worked(a_file(), a_file("b.txt", b""), a_file("c.txt", f"{TEXT} It rained."), by=article_editor())[0].batch
    one, failed, like = BatchItem.objects.filter(batch=batch)
    places = ["/import/", "/stories/arrange/", f"/stories/{stories[0].pk}/arrange/"]
    places += [f"/import/{batch.pk}/{item.pk}/" for item in (one, failed, like)]
    places += [f"/import/{batch.pk}/", f"/revisions/{article.current_id}/blocks/"]
    for place in places:
        desk.goto(place)
        found = axe.Axe().run(desk, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        assert found.violations_count == 0, (place, found.generate_report())
        assert desk.evaluate("document.documentElement.scrollWidth") == width


def article_editor():
    return get_user_model().objects.get(role="editor")


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
