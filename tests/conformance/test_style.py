"""The code is clean and formatted, so are the templates, and nothing in them needs a hole in the content policy."""

import re

import pytest

from tests.conformance.run import ROOT, said, tool

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
#: What a strict content security policy would block: inline scripts, styles and handlers, and what htmx evaluates.
INLINE = {
    "a script without a source": r"<script(?![^>]*\ssrc=)(?![^>]*\stype=[\"']application/json[\"'])",
    "a style element": r"<style\b",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an event handler": r"<[^>]*\son[a-z]+\s*=",
    "a script address": r"[\"']\s*javascript:",
    "an evaluated htmx attribute": r"\shx-on\b|\shx-(vals|vars|headers)\s*=\s*[\"'](js|javascript):",
}


def test_code_is_clean():
    result = tool("ruff", "check", "--no-cache", "--output-format", "concise", ".")
    assert result.returncode == 0, said(result)


def test_code_is_formatted():
    result = tool("ruff", "format", "--no-cache", "--check", "--output-format", "concise", ".")
    assert result.returncode == 0, said(result)


def test_templates_are_formatted():
    assert TEMPLATES
    result = tool("djade", "--check", "--target-version", "5.2", *map(str, TEMPLATES))
    assert result.returncode == 0, said(result)


@pytest.mark.parametrize("what", INLINE)
def test_templates_hold_nothing_inline(what):
    assert {
        str(path.relative_to(ROOT)): found
        for path in TEMPLATES
        if (
            found := [
                match[0] for match in re.finditer(INLINE[what], without_comments(path.read_text()), re.IGNORECASE)
            ]
        )
    } == {}


@pytest.mark.parametrize(
    ("what", "markup"),
    [
        ("a script without a source", "<script defer>start()</script>"),
        ("a style element", "<style>p {}</style>"),
        ("a style attribute", '<p class="a"\n  style="width: 3%">'),
        ("an event handler", '<button type="button" onclick="go()">'),
        ("a script address", '<a href="javascript:go()">'),
        ("an evaluated htmx attribute", "<div hx-vals='js:{now: Date.now()}'>"),
        ("an evaluated htmx attribute", '<div hx-on:click="go()">'),
    ],
)
def test_inline_code_would_be_found(what, markup):
    assert re.search(INLINE[what], markup, re.IGNORECASE)


@pytest.mark.parametrize(
    "markup",
    [
        '<script type="module" src="{% static "js/site.js" %}"></script>',
        '<script id="data" type="application/json">{}</script>',
        '<a class="button" href="{% url "desk" %}" data-once="1">',
        """<body hx-headers='{"X-CSRFToken": "{{ csrf_token }}"}'>""",
    ],
)
def test_what_is_no_inline_code(markup):
    assert [what for what, pattern in INLINE.items() if re.search(pattern, markup, re.IGNORECASE)] == []


def without_comments(template: str) -> str:
    """Return a template without what Django leaves out."""
    return re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", template, flags=re.DOTALL)
