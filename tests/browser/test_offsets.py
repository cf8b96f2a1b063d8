"""The browser's positions and the desk's offsets are the same places: static/js/offsets.js in Chromium.

Each case is a selection and the code points it must give, checked against Python's own indexing of the text.
"""

import pytest

from tests.browser.bare import bare_page

BLOCKS = (
    "A broken heart 💔 is set in 1950s Berlin, they say.",
    "The mother 👩‍👧 and her child 👩🏽‍🚀 left; a flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿 too.",
    "Cafe\u0301 and n\u0303andu\u0301: marks that combine.",
    "قال الكاتب إن المسلسل صدر عام 2024.",
    "他在2010年写了这本书。\n后来它成了畅销书。",
    "क्षत्रिय और हिन्दी में।",
    "The last one, plain.",
)
GAP = "\n\n"
TEXT = GAP.join(BLOCKS)


def start_of(number: int) -> int:
    return sum(len(block) + len(GAP) for block in BLOCKS[:number])


@pytest.fixture(scope="module")
def page(browser):
    """A page with `window.offsets`, the module under test."""
    with bare_page(browser, "offsets") as tab:
        yield tab


@pytest.fixture(autouse=True)
def _blocks(page):
    """Write the article anew: plain blocks; in the first two, words cut into marks and an empty dot between them."""
    page.evaluate(
        """blocks => {
            const root = document.getElementById("text");
            root.replaceChildren(...blocks.map(([start, text]) => {
                const block = document.createElement("div");
                const element = document.createElement("p");
                element.dataset.start = start;
                element.textContent = text;
                block.append(element);
                return block;
            }));
            window.wrap = (number, from, to) => {
                const node = root.querySelectorAll("p")[number];
                const range = document.createRange();
                range.setStart(node.firstChild, from);
                range.setEnd(node.firstChild, to);
                range.surroundContents(document.createElement("mark"));
                node.prepend(document.createElement("i"));
            };
            wrap(0, 9, 17);
            wrap(1, 4, 16);
            window.select = ([first, from], [last, to]) => {
                const place = (number, units) => {
                    const walker = document.createTreeWalker(root.querySelectorAll("p")[number], NodeFilter.SHOW_TEXT);
                    while (walker.nextNode()) {
                        if (units <= walker.currentNode.length) return [walker.currentNode, units];
                        units -= walker.currentNode.length;
                    }
                };
                const range = document.createRange();
                range.setStart(...place(first, from));
                range.setEnd(...place(last, to));
                return range;
            };
        }""",
        [[start_of(number), block] for number, block in enumerate(BLOCKS)],
    )


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def selected(page, first: int, before: str, last: int, up_to: str) -> tuple[int, int] | None:
    """Select from behind `before` in block `first` to behind `up_to` in block `last`; the code points it gives."""
    span = page.evaluate(
        "([from, to]) => offsets.codePointsOf(select(from, to), document.getElementById('text'))",
        [[first, units(before)], [last, units(up_to)]],
    )
    return span and (span["start"], span["end"])


def quoted(page, span: tuple[int, int]) -> str:
    return page.evaluate("([s, e]) => offsets.quoteOf(document.getElementById('text'), s, e)", list(span))


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (0, "A broken"),
        (0, "is set in 1950s Berlin"),
        (0, "heart 💔 is"),
        (1, "and her child 👩🏽‍🚀 left"),
        (1, "a flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿 too"),
        (2, "n\u0303andu\u0301: marks"),
        (3, "المسلسل صدر"),
        (4, "他在2010年写了这本书"),
        (4, "后来它成了畅销书"),
        (5, "और हिन्दी"),
        (6, "plain"),
    ],
)
def test_selected_words_give_the_code_points_python_counts(page, block, words):
    at = BLOCKS[block].index(words)
    span = selected(page, block, BLOCKS[block][:at], block, BLOCKS[block][: at + len(words)])
    assert span is not None
    assert TEXT[slice(*span)] == words
    assert quoted(page, span) == words


def test_white_space_and_trailing_punctuation_are_trimmed(page):
    start = BLOCKS[0].index(" is set")
    span = selected(page, 0, BLOCKS[0][:start], 0, BLOCKS[0])
    assert TEXT[slice(*span)] == "is set in 1950s Berlin, they say"


def test_a_selection_of_white_space_is_nothing(page):
    at = BLOCKS[0].index(" set")
    assert selected(page, 0, BLOCKS[0][:at], 0, BLOCKS[0][: at + 1]) is None


def test_a_selection_of_punctuation_alone_keeps_it(page):
    at = BLOCKS[0].index(",")
    span = selected(page, 0, BLOCKS[0][:at], 0, BLOCKS[0][: at + 2])
    assert TEXT[slice(*span)] == ","


@pytest.mark.parametrize(
    ("block", "cluster", "inside"),
    [(0, "💔", 1), (1, "👩‍👧", 2), (1, "👩🏽‍🚀", 4), (1, "🏴󠁧󠁢󠁥󠁮󠁧󠁿", 6), (2, "e\u0301", 1)],
)
def test_no_grapheme_is_cut(page, block, cluster, inside):
    """Both ends of a selection that fall into a grapheme move to its outer edges."""
    at = units(BLOCKS[block][: BLOCKS[block].index(cluster)])
    for start, end in ((at + inside, at + units(cluster)), (at, at + inside)):
        span = page.evaluate(
            "([from, to]) => offsets.codePointsOf(select(from, to), document.getElementById('text'))",
            [[block, start], [block, end]],
        )
        assert TEXT[span["start"] : span["end"]] == cluster


def test_a_selection_across_blocks_is_one_span(page):
    span = selected(page, 0, "A broken heart ", 2, "Cafe\u0301 and")
    assert TEXT[slice(*span)] == TEXT[15 : start_of(2) + len("Cafe\u0301 and")]
    assert quoted(page, span) == TEXT[slice(*span)]


def test_a_selection_that_ends_at_the_next_block_stays_in_its_own(page):
    """What a triple click gives: the whole block and a place before the next."""
    span = selected(page, 5, "", 6, "")
    assert TEXT[slice(*span)] == BLOCKS[5]


def test_a_selection_that_leaves_the_article_is_clamped(page):
    span = page.evaluate(
        """() => {
            const range = select([6, 4], [6, 8]);
            range.setEnd(document.getElementById("after").firstChild, 3);
            return offsets.codePointsOf(range, document.getElementById("text"));
        }"""
    )
    assert TEXT[span["start"] : span["end"]] == "last one, plain"
    span = page.evaluate(
        """() => {
            const range = select([0, 0], [0, 8]);
            range.setStart(document.querySelector("p").firstChild, 2);
            return offsets.codePointsOf(range, document.getElementById("text"));
        }"""
    )
    assert TEXT[span["start"] : span["end"]] == "A broken"


def test_a_selection_between_elements_is_understood(page):
    """A range may start and end in elements instead of text, as after select all in a block."""
    span = page.evaluate(
        """() => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelectorAll("#text div")[1]);
            return offsets.codePointsOf(range, document.getElementById("text"));
        }"""
    )
    assert (span["start"], span["end"]) == (start_of(1), start_of(1) + len(BLOCKS[1]) - 1)


def test_every_span_goes_to_the_page_and_back(page):
    """For each pair of grapheme boundaries near each other: the range of a span says the span's words."""
    wrong = page.evaluate(
        """text => {
            const root = document.getElementById("text");
            const points = Array.from(text);
            const wrong = [];
            for (const piece of offsets.piecesOf(root)) {
                for (let start = piece.start; start < piece.end; start++) {
                    for (let end = start + 1; end <= Math.min(piece.end, start + 9); end++) {
                        const said = offsets.rangeOf(root, start, end).toString();
                        if (said !== points.slice(start, end).join("")) wrong.push([start, end, said]);
                        if (offsets.quoteOf(root, start, end) !== said) wrong.push([start, end, "quote"]);
                    }
                }
            }
            return wrong;
        }""",
        TEXT,
    )
    assert wrong == []


def test_a_range_may_reach_over_the_gap_between_blocks(page):
    said = page.evaluate(
        "([s, e]) => offsets.rangeOf(document.getElementById('text'), s, e).toString()",
        [start_of(1) - 1, start_of(2) + 4],
    )
    assert said == BLOCKS[1] + BLOCKS[2][:4]
    nothing = page.evaluate(
        "([s, e]) => offsets.rangeOf(document.getElementById('text'), s, e)", [start_of(1) - 2, start_of(1)]
    )
    assert nothing is None


def test_lengths_are_those_of_python(page):
    for text in (*BLOCKS, "", "\ud83d", "\udc94\ud83d", "a\U0001f494b"):
        assert page.evaluate("text => offsets.lengthOf(text)", text) == len(text), ascii(text)


def test_words_of_scripts_without_blanks_are_found(page):
    start = start_of(4)
    words = page.evaluate("point => offsets.wordsAround(document.getElementById('text'), point)", start)
    found = [TEXT[word["start"] : word["end"]] for word in words]
    assert "2010" in found
    assert found[0] == "قال"
    assert 20 < len(found) < 60
