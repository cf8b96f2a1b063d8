"""The four articles beside the checkout, read as a person would."""

import pytest

from articles.blocks import tiles
from articles.reading import read
from articles.text import BlockKind, normalise
from tests.shared import shared


def article(number):
    path = next(shared("articles").glob(f"{number}_*.txt"))
    return read(path.read_bytes(), name=path.name), normalise(path.read_text("utf-8"))


def of(draft, kind):
    return [block.content(draft.text) for block in draft.blocks if block.kind is kind]


@pytest.mark.parametrize("number", ["000", "001", "002", "003"])
def test_text_is_complete_to_the_last_word(number):
    draft, source = article(number)
    assert draft.text == source.strip()
    assert tiles(draft.blocks, draft.text)
    assert draft.language == "en"


def test_the_first_has_headline_byline_and_a_date_without_a_year():
    draft, _ = article("000")
    assert draft.title.startswith("Entertainment: Betrayal, Control, and Courage")
    assert draft.title.endswith("“No One Saw Us Leave”")
    assert not draft.title_proposed
    assert (draft.byline, draft.publication) == ("InsightTrendsWorld", "InsightTrendsWorld")
    assert draft.published is None
    assert "Oct 21" in draft.warnings[0]
    assert of(draft, BlockKind.HEADLINE) == [draft.title]
    assert of(draft, BlockKind.FURNITURE) == ["- InsightTrendsWorld", "- Oct 21", "- 5 min read", "Comments"]
    assert {"1. 💔 A Real-Life Family Torn Apart", "Final Thought: When Truth Hurts, Audiences Listen"} <= set(
        of(draft, BlockKind.HEADING)
    )
    assert len(of(draft, BlockKind.HEADING)) == 21


def test_the_second_ends_before_its_links_and_generated_author():
    draft, _ = article("001")
    assert draft.title.startswith("No One Saw Us Leave: The Heartbreaking")
    assert not draft.title_proposed
    rows = of(draft, BlockKind.TABLE_ROW)
    assert (len(rows), rows[0], rows[1]) == (8, "DetailInformation", "Full NameTamara Trottner")
    assert len(of(draft, BlockKind.LIST_ITEM)) == 9
    kinds = [block.kind for block in draft.blocks]
    first = kinds.index(BlockKind.FURNITURE)
    assert set(kinds[first:]) == {BlockKind.FURNITURE}
    assert draft.blocks[first].content(draft.text).startswith("Watch No One Saw Us Leave Online")
    assert draft.blocks[first - 1].content(draft.text).startswith("As the credits roll")
    assert len(of(draft, BlockKind.HEADING)) == 10
    assert draft.warnings == ()


def test_the_third_is_paragraphs_under_a_proposed_title():
    draft, _ = article("002")
    assert draft.title_proposed
    assert "No One Saw Us Leave" in draft.title
    assert len(draft.title) <= 100
    assert {block.kind for block in draft.blocks} == {BlockKind.PARAGRAPH}
    assert len(draft.blocks) == 12


def test_the_fourth_has_three_pointers_elsewhere_and_nothing_more_as_furniture():
    draft, _ = article("003")
    assert draft.title_proposed
    assert draft.title.startswith("No One Saw Us Leave")
    assert [words[:14] for words in of(draft, BlockKind.FURNITURE)] == [
        "👉 See also: Al",
        "✨ Don't miss: ",
        "🔗 Read more: W",
    ]
    assert of(draft, BlockKind.HEADING) == [
        "The Inspiration Behind the Drama",
        "Why We Are Obsessed With Disappearing",
        "Is there a real-life counterpart?",
        "The Role of Kevin Hart and the Creative Team",
        "The Reality of Vanishing in the Modern Age",
        "What the Show Gets Right About New York",
        "Comparing the Fiction to the Fact",
        "The Nathan Heller Connection",
        "Why It Matters Now",
        "Actionable Steps for the Curious Viewer",
    ]
    assert len(of(draft, BlockKind.LIST_ITEM)) == 8
