"""What people write in Markdown is shown as they meant it, and can do nothing to who reads it."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from reviews.core.rendered import as_html

#: Everything that the parser may make of a text.
ALLOWED = {
    *("p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "code", "pre", "a", "blockquote", "hr", "br"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"href", "title", "rel", "class", "start"}


def elements(text):
    shown = as_html(text)
    return list(html.fromstring(f"<div>{shown}</div>").iter())[1:] if shown.strip() else []


def test_what_is_written_is_shown():
    shown = as_html("# Sources\n\n* **One** [site](https://desk.test/a)\n\n| a | b |\n|:-:|--|\n| 1 | 2 |\n")
    assert "<h3>Sources</h3>" in shown
    assert "<strong>One</strong>" in shown
    assert '<a href="https://desk.test/a" rel="noopener noreferrer">site</a>' in shown
    assert "<td>1</td>" in shown
    assert "style" not in shown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](vbscript:x) [y](data:text/html,x) [z](file:///etc/passwd)",
        "![picture](https://tracker.test/pixel.png)",
        "<style>p { display: none }</style>",
        "<a href='https://x.test' onclick='go()'>x</a>",
        "[x]: javascript:alert(1)\n\n[x]",
        "```html\n<script>\n```",
    ],
)
def test_what_could_do_harm_is_text(text):
    for element in elements(text):
        assert element.tag in ALLOWED
        assert not element.get("href", "").lower().startswith(("javascript", "vbscript", "data", "file"))
        assert set(element.attrib) <= ATTRIBUTES


@given(st.text(alphabet=st.sampled_from(list("<>[]()!*_#`|-:\"'/=&; \nabjs")), max_size=120))
def test_nothing_else_ever_comes_out(text):
    for element in elements(text):
        assert element.tag in ALLOWED
        assert set(element.attrib) <= ATTRIBUTES


@pytest.mark.parametrize("piece", ["[", "*a", "_", "> ", "`", "- ", "[a](", "|a", "<a"])
def test_no_text_takes_long(piece):
    begun = time.perf_counter()
    as_html(piece * (50_000 // len(piece)))
    assert time.perf_counter() - begun < 5


def test_a_heading_never_stands_above_those_of_the_page():
    levels = [int(level) for level in re.findall(r"<h(\d)>", as_html("# a\n\n## b\n\n###### c\n"))]
    assert levels == [3, 4, 6]
