"""Marking at the speed of reading: with mouse, keys and fingers, on any text, as the database has it afterwards."""

import pytest
from playwright.sync_api import expect

from reviews.models import Annotation, Dismissal, Evidence, Note, Source
from tests.browser.reviewing import (
    box_of,
    browser_of,
    card_on,
    drawn,
    mark,
    open_workspace,
    pending,
    saved,
    select,
    select_at_once,
)
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    OPENED,
    TOLL,
    Desk,
    dismissable,
    draft,
    make_article,
    make_source,
    open_round_for,
    wave_through,
)

pytestmark = pytest.mark.django_db(transaction=True)

FLAG = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
#: Emoji with joiners and colours, flags, combining marks, right to left, CJK, and a conjunct script.
MANIFOLD = f"""Headline 💔 in 1950s Berlin

The mother 👩\u200d👧 and her child 👩🏽\u200d🚀 left; a flag {FLAG} too.

Cafe\u0301 and n\u0303andu\u0301: marks that combine, in 2019.

قال الكاتب إن المسلسل صدر عام 2024 في برلين.

他在2010年写了这本书。后来它成了畅销书。

क्षत्रिय और हिन्दी में 1947 की कहानी।"""


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def context(browser, live_server, desk):
    with browser_of(browser, live_server, desk.reviewers[0]) as opened:
        yield opened


@pytest.fixture
def page(context, desk):
    return open_workspace(context, desk.article)


def on_text(desk) -> dict[str, str]:
    """Return the standing marks: their words in the database's text, and their verdicts."""
    found = Annotation.objects.filter(deleted_at=None, start__isnull=False)
    return {m.revision.text[m.start : m.end]: m.verdict for m in found.select_related("revision")}


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def click_on(page, words: str, count: int = 1) -> None:
    left, top, right, _ = box_of(page, words)
    page.mouse.click((left + right) / 2, top, click_count=count)


# Selecting


def test_a_drag_is_trimmed_and_marked_with_one_key(page, desk):
    select(page, f" {COST}.")
    assert pending(page) == COST
    press(page, "2")
    saved(page)
    assert on_text(desk) == {COST: "disputed"}
    assert drawn(page) == [COST]


def test_double_click_takes_the_word_and_triple_click_the_sentence(page, desk):
    click_on(page, "carried", 2)
    page.wait_for_selector("#bar:not([hidden])")
    assert pending(page) == "carried"
    click_on(page, "Mayor", 3)
    page.wait_for_function("() => [...CSS.highlights.get('pending')].join().startsWith('Mayor')")
    assert pending(page) == "Mayor Maria Lopez said the toll would end in 2031"


def test_a_selection_across_blocks_is_one_span(page, desk):
    words = desk.text[desk.text.index("end in 2031") : desk.text.index(" carried")]
    left, top, _, _ = box_of(page, "end in 2031")
    _, _, right, bottom = box_of(page, "The ferry")
    left, top, _, _ = box_of(page, "end in 2031")
    page.mouse.move(left + 1, top)
    page.mouse.down()
    _, _, right, bottom = box_of(page, "The ferry")
    page.mouse.move(right - 1, bottom, steps=8)
    page.mouse.up()
    page.wait_for_selector("#bar:not([hidden])")
    press(page, "c")
    saved(page)
    assert list(on_text(desk)) == [words]


def test_a_selection_that_leaves_the_article_is_clamped(page, desk):
    left, top, _, _ = box_of(page, "It will be missed")
    page.mouse.move(left + 1, top)
    page.mouse.down()
    page.mouse.move(left + 400, top + 200, steps=5)
    page.mouse.up()
    page.wait_for_selector("#bar:not([hidden])")
    assert pending(page) == "It will be missed"


def test_sentences_and_words_by_key(page, desk):
    press(page, "j", "j")
    first = pending(page)
    assert first == "The bridge opened on 4 May 1987 and cost 12 million euros"
    press(page, "J")
    assert pending(page).endswith("the toll would end in 2031")
    press(page, "K", "b")
    assert pending(page) == "The bridge opened on 4 May 1987 and cost 12 million"
    press(page, "W")
    assert pending(page) == "bridge opened on 4 May 1987 and cost 12 million"
    press(page, "B", "w", "1")
    saved(page)
    assert on_text(desk) == {first: "verified"}


def test_dots_lead_from_one_open_sentence_to_the_next(page, desk):
    sentences = [desk.text[start:end].strip() for start, end in dismissable(desk.first)]
    seen = []
    for _ in sentences:
        press(page, ".")
        seen.append(pending(page))
    assert [words.rstrip(".") for words in sentences] == seen
    assert page.locator(".dot.open").count() == len(sentences)
    press(page, "1")
    page.wait_for_selector(".dot.checked")
    assert page.locator(".dot.open").count() == len(sentences) - 1
    expect(page.locator("#work-progress")).to_contain_text(f"1 of {len(sentences)} dealt with")


def test_dots_can_be_switched_off_and_stay_off(page, context, desk):
    page.locator("[data-open-keys]").click()
    page.get_by_label("Dots at sentences worth checking").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator(".dot").first).to_be_hidden()
    again = open_workspace(context, desk.article)
    again.wait_for_selector(".dot", state="attached")
    expect(again.locator(".dot").first).to_be_hidden()


def test_find_goes_to_each_match(page, desk):
    press(page, "/")
    page.keyboard.type("the")
    press(page, "Enter", "Enter")
    assert pending(page).lower() == "the"


# Any text


@pytest.mark.parametrize(
    "words",
    [
        "💔 in 1950s",
        "👩\u200d👧 and her child 👩🏽\u200d🚀",
        f"{FLAG} too",
        "Cafe\u0301 and n\u0303andu\u0301",
        "المسلسل صدر عام 2024",
        "在2010年写了",
        "हिन्दी में 1947",
    ],
)
def test_any_text_is_marked_exactly(browser, live_server, desk, words):
    desk.article = make_article(MANIFOLD)
    desk.round = open_round_for(desk, desk.reviewers)
    with browser_of(browser, live_server, desk.reviewers[0]) as context:
        page = open_workspace(context, desk.article)
        assert words in desk.text
        select_at_once(page, words)
        press(page, "2")
        saved(page)
        assert list(on_text(desk)) == [words]
        page.wait_for_selector("#text mark")
        assert drawn(page) == [words]
        page.reload()
        page.wait_for_selector("#text mark")
        assert drawn(page) == [words]


def test_a_word_of_chinese_and_a_sentence_of_arabic_by_mouse(browser, live_server, desk):
    desk.article = make_article(MANIFOLD)
    desk.round = open_round_for(desk, desk.reviewers)
    with browser_of(browser, live_server, desk.reviewers[0]) as context:
        page = open_workspace(context, desk.article)
        click_on(page, "المسلسل", 3)
        page.wait_for_selector("#bar:not([hidden])")
        press(page, "1")
        saved(page)
        press(page, "Escape")
        click_on(page, "后来它成了畅销书", 3)
        page.wait_for_selector("#bar:not([hidden])")
        press(page, "3")
        saved(page)
        assert on_text(desk) == {
            "قال الكاتب إن المسلسل صدر عام 2024 في برلين": "verified",
            "后来它成了畅销书": "fabricated",
        }


# Marks


def test_the_verdict_first_the_rest_after(page, desk):
    mark(page, COST, "c")
    press(page, "3", "r", "4")
    card = card_on(page, COST)
    expect(card.locator(".badge")).to_contain_text("invented figure · ")
    press(page, "i", "q", "Enter")
    page.keyboard.type("No such sum.")
    press(page, "Escape")
    saved(page)
    made = Annotation.objects.get()
    assert (made.verdict, made.reason, made.rationale) == ("fabricated", "invented_figure", "No such sum.")
    assert (made.bearing, made.reported) == ("incidental", True)
    expect(card.locator(".wants")).to_have_text(
        "before submitting: a source that refutes it, or a search that found nothing"
    )


def test_marks_overlap_and_nest_and_a_click_goes_through_them(page, desk):
    whole = "cost 12 million euros. Mayor Maria Lopez said"
    mark(page, whole, "2")
    press(page, "Escape")
    mark(page, "12 million", "1")
    press(page, "Escape")
    assert drawn(page) == ["cost ", "12 million", " euros. Mayor Maria Lopez said"]
    assert page.locator("#text mark.v-mixed").all_text_contents() == ["12 million"]
    current = []
    for _ in range(3):
        click_on(page, "million")
        page.wait_for_selector(".card.is-current")
        current.append(page.locator(".card.is-current .quote").inner_text().strip("“”"))
    assert current[0] != current[1]
    assert current[0] == current[2]
    assert on_text(desk) == {whole: "disputed", "12 million": "verified"}


def test_an_edge_is_moved_by_key(page, desk):
    mark(page, COST, "2")
    press(page, "B", "b", "Enter")
    saved(page)
    assert on_text(desk) == {"and cost 12 million": "disputed"}
    assert drawn(page) == ["and cost 12 million"]


def test_an_edge_is_dragged_with_the_mouse(page, desk):
    mark(page, COST, "2")
    handle = page.locator(".edge[data-edge=end]")
    expect(handle).to_be_visible()
    box = handle.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + box["height"] / 2)
    page.mouse.down()
    _, top, right, _ = box_of(page, "Mayor Maria")
    page.mouse.move(right - 2, top, steps=8)
    page.mouse.up()
    saved(page)
    assert on_text(desk) == {f"{COST}. Mayor Maria": "disputed"}
    handle = page.locator(".edge[data-edge=start]")
    box = handle.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + box["height"] / 2)
    page.mouse.down()
    left, top, _, _ = box_of(page, "12 million")
    page.mouse.move(left + 1, top, steps=8)
    page.mouse.up()
    saved(page)
    assert on_text(desk) == {"12 million euros. Mayor Maria": "disputed"}
    press(page, "z", "z")
    saved(page)
    assert on_text(desk) == {COST: "disputed"}


def test_another_occurrence_of_the_same_point_follows_the_first(page, desk):
    mark(page, COST, "2")
    press(page, "r", "1")
    saved(page)
    select(page, CAFE)
    press(page, "=")
    saved(page)
    other = card_on(page, CAFE)
    expect(other.locator(".card-facts")).to_contain_text("2 occurrences")
    press(page, "3")
    expect(card_on(page, COST).locator(".badge")).to_contain_text("fabricated")
    saved(page)
    assert on_text(desk) == {COST: "fabricated", CAFE: "fabricated"}
    assert page.locator("#text mark.v-fabricated").count() == 2


def test_the_article_as_a_whole(page, desk):
    page.get_by_role("button", name="mark the article as a whole").click()
    press(page, "2")
    saved(page)
    made = Annotation.objects.get()
    assert (made.start, made.end, made.verdict) == (None, None, "disputed")
    expect(page.locator(".card .quote")).to_have_text("the article as a whole")
    press(page, "z", "z")
    page.wait_for_selector(".card[data-mark]", state="detached")
    assert Annotation.objects.get().deleted_at is not None


def test_a_sentence_is_dismissed_and_taken_up_again_and_cannot_be_judged_in_between(page, desk):
    press(page, ".")
    words = pending(page)
    press(page, "-")
    expect(page.get_by_role("button", name="opinion")).to_be_visible()
    press(page, "o")
    page.wait_for_selector(".dot.dismissed")
    assert page.locator(".dot.dismissed").get_attribute("title").startswith("dismissed as opinion: ")
    assert Dismissal.objects.get().kind == "opinion"
    select(page, words[:20])
    press(page, "1")
    page.get_by_text("You dismissed this sentence as opinion.").wait_for()
    assert Annotation.objects.count() == 0
    press(page, "-", "f")
    page.wait_for_selector(".dot[title^='dismissed as forecast']")
    press(page, "-")
    expect(page.get_by_role("button", name="take up again")).to_be_visible()
    press(page, "-")
    page.wait_for_selector(".dot.dismissed", state="detached")
    assert Dismissal.objects.get().deleted_at is not None
    press(page, "z")  # the taking up, undone
    page.wait_for_selector(".dot[title^='dismissed as forecast']")


def test_a_note_to_self(page, desk):
    select(page, TOLL)
    press(page, "m")
    page.keyboard.type("Ask the mayor's office.")
    press(page, "Escape")
    saved(page)
    assert Note.objects.get().words == "Ask the mayor's office."
    assert page.locator("#text mark.v-note").all_text_contents() == [TOLL]
    mark(page, "would end in 2031", "1")
    # Under a mark the note stays, and the mark is drawn as it is.
    assert page.locator("#text mark.v-verified").all_text_contents() == ["would end in 2031"]


# Sources


def test_sources_by_key(page, desk):
    make_source(desk.first, title="The port's budget")
    page.reload()
    page.wait_for_selector("#shelf")
    mark(page, COST, "2")
    press(page, "e", "1")
    card = card_on(page, COST)
    expect(card.locator(".evidence li")).to_have_count(1)
    expect(card.locator(".evidence li")).to_contain_text("refutes")
    press(page, "e")
    page.wait_for_function("() => document.activeElement.name === 'address'")
    page.keyboard.type("Minutes of the council, 18 March")
    press(page, "Enter")
    expect(card.locator(".evidence li")).to_have_count(2)
    expect(page.locator("#shelf li")).to_have_count(2)
    press(page, "Escape")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text", " https://port.example/budget ");
            document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
        }"""
    )
    expect(card.locator(".evidence li")).to_have_count(3)
    assert set(Source.objects.values_list("kind", "url")) >= {
        ("document", ""),
        ("page", "https://port.example/budget"),
    }
    card.locator(".evidence li").first.get_by_role("button").click()
    expect(card.locator(".evidence li")).to_have_count(2)
    press(page, "Escape")
    page.locator("body").click(position={"x": 5, "y": 400})
    press(page, "z")
    expect(card.locator(".evidence li")).to_have_count(3)
    assert Evidence.objects.count() == 3


def test_a_search_is_recorded(page, desk):
    mark(page, COST, "3")
    card = card_on(page, COST)
    card.locator("details.add-search > summary").click()
    card.locator("[name=query]").fill("12 million")
    card.locator("[name=where]").fill("The port's budget")
    card.locator("details.add-search form > button").click()
    expect(card.locator(".evidence li")).to_contain_text("found nothing")
    assert Source.objects.get().found_nothing


# Aids


def test_the_same_name_elsewhere_is_a_key_and_a_click_away(browser, live_server, desk):
    text = "Bridge\n\nThe mayor, Maria Lopez, opened it in 1987.\n\nIt rained. The council of Maria Lopez agreed."
    desk.article = make_article(text)
    desk.round = open_round_for(desk, desk.reviewers)
    with browser_of(browser, live_server, desk.reviewers[0]) as context:
        page = open_workspace(context, desk.article)
        select(page, "Maria Lopez, opened")
        press(page, "l")
        page.get_by_role("button", name="Place 1 of Maria Lopez").click()
        assert pending(page) == "Maria Lopez"
        press(page, "1")
        saved(page)
        assert Annotation.objects.get().start == text.rindex("Maria Lopez")


# Two people at once


def test_two_people_at_once_see_nothing_of_each_other(browser, live_server, desk):
    with (
        browser_of(browser, live_server, desk.reviewers[0]) as one,
        browser_of(browser, live_server, desk.reviewers[1]) as other,
    ):
        mine, theirs = open_workspace(one, desk.article), open_workspace(other, desk.article)
        mark(mine, COST, "2")
        mark(theirs, COST, "1")
        mark(theirs, OPENED, "3")
        mark(mine, FERRY, "1")
        assert sorted(drawn(mine)) == sorted([COST, FERRY])
        assert sorted(drawn(theirs)) == sorted([COST, OPENED])
        mine.reload()
        mine.wait_for_selector("#text mark")
        assert mine.locator(".card[data-mark]").count() == 2
    assert {(m.assignment_id, m.verdict) for m in Annotation.objects.all()} == {
        (desk.first.pk, "disputed"),
        (desk.first.pk, "verified"),
        (desk.second.pk, "verified"),
        (desk.second.pk, "fabricated"),
    }


# Fingers


def test_by_touch_the_bar_is_at_the_foot_and_edges_can_be_dragged(browser, live_server, desk):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with browser_of(browser, live_server, desk.reviewers[0], **phone) as context:
        page = open_workspace(context, desk.article)
        select_at_once(page, COST)
        bar = page.locator("#bar")
        expect(bar).to_be_visible()
        box = bar.bounding_box()
        assert box["y"] + box["height"] > 780
        for button in bar.get_by_role("button").all()[:7]:
            size = button.bounding_box()
            assert size["height"] >= 44
            assert size["width"] >= 44
        bar.get_by_role("button", name="disputed").tap()
        saved(page)
        assert on_text(desk) == {COST: "disputed"}
        sheet = page.locator(".card.is-current")
        assert sheet.evaluate("(card) => getComputedStyle(card).position") == "fixed"
        # What is marked is not under the sheet.
        run = page.locator("#text mark").first.bounding_box()
        assert run["y"] + run["height"] <= sheet.bounding_box()["y"]
        drag_by_touch(page, page.locator(".edge[data-edge=end]"), "million")
        saved(page)
        assert on_text(desk) == {"cost 12 million": "disputed"}


def drag_by_touch(page, handle, to_words: str) -> None:
    """Drag a handle with a finger to the end of words; the finger is below the line."""
    box = handle.bounding_box()
    _, _, right, middle = box_of(page, to_words)
    touch = page.context.new_cdp_session(page)
    points = [(box["x"] + box["width"] / 2, box["y"] + box["height"] - 5), (right - 1, middle + 24)]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [_point(points[0])]})
    for step in range(1, 6):
        between = [start + (end - start) * step / 5 for start, end in zip(*points, strict=True)]
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [_point(between)]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def _point(at) -> dict[str, float]:
    return {"x": at[0], "y": at[1]}


# Cards of marks made before


def test_folded_cards_open_and_take_words(page, context, desk):
    draft(desk.first, COST, "disputed", rationale="From before.")
    wave_through(desk.first, 3)
    page = open_workspace(context, desk.article)
    press(page, "n", "Enter")
    page.wait_for_function("() => document.activeElement.name === 'rationale'")
    page.keyboard.press("End")
    page.keyboard.type(" And now.")
    press(page, "Escape")
    saved(page)
    assert Annotation.objects.get().rationale == "From before. And now."


def test_single_keys_can_be_switched_off(page, desk):
    page.locator("[data-open-keys]").click()
    page.get_by_label("Single keys act outside fields").uncheck()
    page.keyboard.press("Escape")
    select(page, COST)
    press(page, "1")
    page.wait_for_timeout(300)
    assert Annotation.objects.count() == 0
    page.locator("#bar").get_by_role("button", name="verified").click()
    saved(page)
    assert on_text(desk) == {COST: "verified"}


def test_what_is_typed_right_after_a_key_goes_into_the_field_it_opens(page, desk):
    """However fast one types, and though the mark itself is still on its way."""
    page.route("**/review/marks/", lambda route: (page.wait_for_timeout(400), route.continue_()))
    select(page, COST)
    page.keyboard.press("2")
    page.keyboard.press("e")
    page.keyboard.type("https://register.example/2 jk")
    page.wait_for_function("() => document.activeElement.name === 'address'")
    assert page.evaluate("() => document.activeElement.value") == "https://register.example/2 jk"
    press(page, "Escape")
    saved(page)
    assert on_text(desk) == {COST: "disputed"}


def test_a_digit_right_after_e_attaches_from_the_shelf(page, desk):
    select(page, COST)
    press(page, "2", "e")
    page.wait_for_function("() => document.activeElement.name === 'address'")
    page.keyboard.type("The land register")
    press(page, "Enter")
    saved(page)
    page.locator("#shelf button").wait_for()
    press(page, "Escape")
    select(page, OPENED)
    press(page, "1", "e", "1")
    saved(page)
    attached = Evidence.objects.filter(annotation__verdict="verified")
    expect(page.locator(".is-current .evidence li")).to_have_count(1)
    assert [one.source.title for one in attached] == ["The land register"]
