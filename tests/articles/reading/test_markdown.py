from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.blocks import tiles
from articles.reading import UnreadableArticle, read

SAMPLE = """---
title: "A bridge, *at last*"
author: Jane Doe
date: 2025-10-21
lang: en-GB
canonical_url: https://example.org/bridge
tags: [river, bridge]
---

# A bridge at last

After *twenty* years of talk, the [river](https://example.org/river) gets
its **crossing** — for `9` million &euro;.

## What it costs

- Steel
  - from the coast
- Stone

3. Dig
4. Pour

   And wait.

> A crossing is a promise,
> said the mayor.

| Town | Euros |
|---|---|
| Riverton | 9 |

![The old ferry](ferry.jpg)

    kept as it is

<div class="note">Closed on <b>Monday</b>.</div><script>alert(1)</script>

***

👉 See also: Ten bridges
"""


def draft_of(text, **more):
    return read(text.encode(), name="a.md", **more)


def blocks(draft):
    return [(block.kind.value, block.level, block.content(draft.text)) for block in draft.blocks]


def test_structure_becomes_blocks_without_marks():
    assert blocks(draft_of(SAMPLE)) == [
        ("headline", 0, "A bridge at last"),
        ("paragraph", 0, "After twenty years of talk, the river gets its crossing — for 9 million €."),
        ("heading", 2, "What it costs"),
        ("list_item", 1, "Steel"),
        ("list_item", 2, "from the coast"),
        ("list_item", 1, "Stone"),
        ("list_item", 1, "3. Dig"),
        ("list_item", 1, "4. Pour"),
        ("paragraph", 0, "And wait."),
        ("quotation", 0, "A crossing is a promise, said the mayor."),
        ("table_row", 0, "Town\tEuros"),
        ("table_row", 0, "Riverton\t9"),
        ("paragraph", 0, "The old ferry"),
        ("paragraph", 0, "kept as it is"),
        ("paragraph", 0, "Closed on Monday."),
        ("furniture", 0, "👉 See also: Ten bridges"),
    ]


def test_front_matter_is_facts_and_no_text():
    draft = draft_of(SAMPLE)
    assert (draft.title, draft.title_proposed) == ("A bridge, *at last*", False)
    assert (draft.byline, draft.published, draft.language) == ("Jane Doe", date(2025, 10, 21), "en")
    assert draft.url == "https://example.org/bridge"
    assert "twenty" in draft.text
    assert "tags" not in draft.text


def test_without_front_matter_the_first_heading_is_the_headline():
    draft = draft_of("A bridge\n========\n\nBy Jane Doe\n\nThe council voted. It was late.\n")
    assert (draft.title, draft.title_proposed, draft.byline) == ("A bridge", False, "Jane Doe")


def test_without_any_heading_the_title_is_proposed():
    draft = draft_of("The council *voted* for the bridge. It was late.\n\nWork begins in May.\n")
    assert (draft.title, draft.title_proposed) == ("The council voted for the bridge", True)


def test_content_type_tells_too():
    assert read(b"# One\n\nTwo.", content_type="text/markdown; charset=utf-8").title == "One"
    assert read(b"# One\n\nTwo.").title == "# One"


def test_only_marks_are_no_article():
    with pytest.raises(UnreadableArticle, match="no words"):
        draft_of("***\n\n[//]: # (a remark)\n")


WORDS = st.sampled_from(
    ["bridge", "*bold*", "**x**", "`code`", "# head", "- item", "1. one", "> said", "\n", "\n\n", "  "]
)


@settings(deadline=None)
@given(st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=20).map(" ".join))
def test_any_markdown_is_tiled_or_refused(text):
    try:
        draft = draft_of(text.encode("utf-8", "replace").decode())
    except UnreadableArticle as refused:
        assert str(refused).endswith(".")  # noqa: PT017 - either way is right
        return
    assert tiles(draft.blocks, draft.text)
    assert draft.title


def test_deep_nesting_is_read():
    assert "deep" in draft_of("> " * 60 + "deep").text
    assert draft_of("- " * 3000 + "x\n\nwords").text.endswith("words")
    assert draft_of("[" * 300_000 + "words").text.endswith("words")
