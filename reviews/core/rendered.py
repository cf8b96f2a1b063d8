"""PURE  Markdown that people write for each other, as HTML that is safe to show: no raw HTML, no images, no styles."""

from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: The parser takes quadratic time for brackets: a text with more is shown as it is.
_MAX_BRACKETS = 2_000
#: A text stands below the headings of its page: "#" becomes the third level.
_SHIFT = 2
_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table").disable("image")


def as_html(markdown: str) -> str:
    """Return a text as HTML. Links lead to web pages and e-mail only; raw HTML is shown as the text that it is."""
    if markdown.count("[") + markdown.count("*") + markdown.count("_") > _MAX_BRACKETS:
        return f"<pre>{escape(markdown)}</pre>\n"
    tokens = _PARSER.parse(markdown)
    for token in tokens:
        _tame(token)
    return _PARSER.renderer.render(tokens, _PARSER.options, {})


def _tame(token: Token) -> None:
    """Lower a heading, and take off the style that aligns a cell: the content policy would block it."""
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(int(token.tag[1]) + _SHIFT, 6)}"
    token.attrs.pop("style", None)
    for child in token.children or ():
        if child.type == "link_open":
            child.attrs["rel"] = "noopener noreferrer"
