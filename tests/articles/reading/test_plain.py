"""Rules for plain text, each on texts written for it."""

from datetime import date

import pytest

from articles.reading import read
from articles.text import BlockKind

BODY = (
    "The council met on Tuesday evening and voted for the new bridge. It will cost nine million euros "
    "and open in May.\n\n"
    "Work begins in spring, said the mayor. Two lanes stay open all the time.\n\n"
)


def kinds(text):
    draft = read(text.encode())
    return [(block.kind.value, block.content(draft.text)) for block in draft.blocks]


def furniture(text):
    return [words for kind, words in kinds(text) if kind == "furniture"]


def test_a_first_line_without_a_stop_is_the_headline():
    draft = read(("Council votes for a new bridge\n\n" + BODY).encode())
    assert (draft.title, draft.title_proposed) == ("Council votes for a new bridge", False)
    assert draft.blocks[0].kind is BlockKind.HEADLINE
    assert draft.text.endswith("all the time.")


def test_without_a_headline_the_title_is_proposed_and_no_text():
    draft = read(BODY.encode())
    assert draft.title_proposed
    assert draft.title == "The council met on Tuesday evening and voted for the new bridge"
    assert draft.text == BODY.strip()
    assert {block.kind for block in draft.blocks} == {BlockKind.PARAGRAPH}


def test_a_long_first_sentence_is_shortened_where_a_clause_ends():
    text = (
        "The old mill at the river has been sold to a family from the coast, who want to turn it into a school for "
        "bakers and millers. Neighbours are glad of it.\n"
    )
    assert read(text.encode()).title == "The old mill at the river has been sold to a family from the coast"


def test_what_the_text_keeps_naming_stands_before_a_proposed_title():
    text = (
        "Nobody in the village had expected so many people to come on a Monday morning in the rain. The Long Winter "
        "was shown twice.\nThe Long Winter had been shot here. Many knew the long winter by heart.\n"
    )
    assert read(text.encode()).title.startswith("The Long Winter: Nobody in the village had expected")


@pytest.mark.parametrize(
    ("head", "byline", "published"),
    [
        ("By Jane Doe\n", "Jane Doe", None),
        ("By Jane Doe and John O’Neill\nOctober 21, 2025\n", "Jane Doe, John O’Neill", date(2025, 10, 21)),
        ("Von Anna von der Heide\n21. Oktober 2025, 14:30 Uhr\n", "Anna von der Heide", date(2025, 10, 21)),
        ("Por María José García\n21 de octubre de 2025\n", "María José García", date(2025, 10, 21)),
        ("Jane Doe | 21/10/2025 | 4 min read\n", "Jane Doe", date(2025, 10, 21)),
        ("By Jane Doe, Science Editor\nPublished: 2025-10-21T08:00:00Z\n", "Jane Doe", date(2025, 10, 21)),
        ("- Jane Doe\n- Tuesday, Oct 21, 2025 at 3:04 p.m.\n- 3 min read\n", "Jane Doe", date(2025, 10, 21)),
        ("Jane Doe\n5 min read\n", "Jane Doe", None),
        ("15 августа 2016, 13:43\n", "", date(2016, 8, 15)),
        ("21 października 2025\n", "", date(2025, 10, 21)),
        ("Lesezeit: 3 Minuten\n", "", None),
        ("Published 21.10.2025\n", "", date(2025, 10, 21)),
        ("3 days ago\n", "", None),
    ],
)
def test_byline_date_and_reading_time_are_read_and_furniture(head, byline, published):
    text = "Council votes for a new bridge\n" + head + "\n" + BODY
    draft = read(text.encode())
    assert (draft.byline, draft.published) == (byline, published)
    assert furniture(text) == head.strip().split("\n")


def test_byline_below_a_standfirst():
    text = (
        "Council votes for a new bridge\n\nAfter twenty years of talk, the river gets its crossing.\n\nBy Jane Doe\n\n"
        + BODY
    )
    assert read(text.encode()).byline == "Jane Doe"
    assert furniture(text) == ["By Jane Doe"]


def test_lines_of_keys_tell_title_author_and_source():
    text = (
        "Title: A new bridge\nAuthor: Jane Doe\nDate: 21 October 2025\nSource: River Post\nURL: https://example.org/a\n\n"
        + BODY
    )
    draft = read(text.encode())
    assert (draft.title, draft.byline, draft.publication) == ("A new bridge", "Jane Doe", "River Post")
    assert (draft.published, draft.url) == (date(2025, 10, 21), "https://example.org/a")
    assert draft.blocks[0].kind is BlockKind.HEADLINE


@pytest.mark.parametrize("line", ["Oct 21", "Dec. 3", "03/04/2025"])
def test_a_date_without_year_or_order_is_not_guessed_but_mentioned(line):
    draft = read(f"Council votes for a new bridge\n{line}\n\n{BODY}".encode())
    assert draft.published is None
    assert line in draft.warnings[0]


@pytest.mark.parametrize(
    "line",
    [
        "👉 See also: Ten bridges you have to see before you die",
        "✨ Don’t miss: The river. A history.",
        "🔗 Read more: Wrong address",
        "Read more: Why the old bridge fell",
        "RELATED: Why the old bridge fell",
        "Lesen Sie auch: Warum die alte Brücke fiel",
        "À lire aussi : Pourquoi le vieux pont est tombé",
        "Lee también: Por qué cayó el viejo puente",
        "Share this article",
        "Facebook | Twitter | WhatsApp",
        "Advertisement",
        "12 Comments",
        "Subscribe to our daily newsletter",
        "Sign up for our free newsletter and get the news of the valley every morning.",
        "We use cookies to improve your experience.",
        "Follow us on Facebook and Instagram",
        "© 2025 River Post. All rights reserved.",
        "* * *",
    ],
)
def test_furniture_within_the_text(line):
    assert furniture(BODY + line + "\n\n" + BODY) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Read more than one report and the pattern is plain.",
        "See also: the ruling of 1994, which says the opposite.",
        "Share prices fell by nine per cent on Monday.",
        "Comments by the mayor were not published.",
        "The newsletter of the council was sent to our neighbours.",
        "Cookies were sold at the fair. We use butter, said the baker.",
        "Watch out for ice on the bridge, said the police.",
        "Advertisement spending rose to nine million.",
        "Related questions were not asked.",
        "Print is dead, said the printer.",
        "By Monday, Paris had changed its mind.",
        "Name: the one word nobody said.",
    ],
)
def test_sentences_of_the_article_are_never_furniture(line):
    assert furniture("Council votes for a new bridge\n\n" + BODY + line + "\n\n" + BODY) == []
    assert furniture("Council votes for a new bridge\n\n" + BODY + line) == []


def test_an_author_box_at_the_end_is_furniture():
    box = "About the author\n\nJane Doe writes about rivers. She lives in the valley."
    assert furniture(BODY + box) == box.split("\n\n")


def test_a_section_on_authors_within_the_article_is_not():
    assert furniture("The authors\n\n" + BODY * 5) == []


def test_generated_contact_data_at_the_end_is_furniture_with_its_heading():
    box = "Writer:\n\n  • Name : Jo Roe\n  • Email : jo@example.org\n  • Bio : Likes rivers. And bridges.\n\n"
    box += "web:\n\n  • url : https://example.org"
    found = furniture(BODY + box)
    assert found[0] == "Writer:"
    assert found[-1] == "• url : https://example.org"
    assert len(found) == 6


def test_a_fact_box_is_not():
    box = "The bridge:\n\n- Name: New Bridge\n- Length: 210 metres\n- City: Riverton\n"
    assert furniture(BODY + box) == []


def test_repeated_links_after_the_end_are_furniture():
    links = ["The bridge in pictures, day by day", "The bridge in pictures, day by day", "All bridges of the valley"]
    assert furniture(BODY + "\n\n".join(links)) == links


def test_links_under_their_heading_after_the_end_are_furniture():
    links = ["Related articles", "The bridge in pictures", "All bridges of the valley"]
    assert furniture(BODY + "\n".join(links)) == links


def test_a_list_that_the_last_sentence_introduces_is_text():
    assert furniture(BODY + "Three towns will pay:\n\nRiverton\nRiverton\nHillford") == []


def test_names_of_networks_count_beside_furniture_only():
    assert furniture(BODY + "Share this\nFacebook\nX\n" + BODY) == ["Share this", "Facebook", "X"]
    assert furniture(BODY + "Ways to reach the mayor:\n\n- Email\n- Print\n\n" + BODY) == []


def test_rows_with_tabs_or_bars_are_table_rows():
    assert [kind for kind, _ in kinds(BODY + "Town\tEuros\nRiverton\t9\n\n" + BODY)].count("table_row") == 2
    assert [kind for kind, _ in kinds(BODY + "| Town | Euros |\n| Hillford | 9 |\n\n" + BODY)].count("table_row") == 2


def test_rows_with_cells_run_together_are_table_rows_where_certain():
    rows = "Full NameRosa Lind\nBornMarch in Riverton\nYears Active1990 to 2005\n"
    assert [words for kind, words in kinds(BODY + rows + "\n" + BODY) if kind == "table_row"] == rows.split("\n")[:3]


def test_two_such_rows_are_left_alone_and_mentioned():
    text = BODY + "Full NameRosa Lind\nBornMarch in Riverton\n\n" + BODY
    assert "table_row" not in [kind for kind, _ in kinds(text)]
    assert "Full NameRosa Lind" in read(text.encode()).warnings[0]


def test_names_written_in_one_word_are_no_table():
    text = BODY + "YouTube\nLinkedIn\nPlayStation\n\n" + BODY
    assert "table_row" not in [kind for kind, _ in kinds(text)]


def test_short_lines_above_paragraphs_are_headings():
    text = (
        BODY
        + "What the bridge will cost\n\n"
        + BODY
        + "Who pays for it?\n\n"
        + BODY
        + "It asks: who pays for it?\n\n"
        + BODY
    )
    assert [words for kind, words in kinds(text) if kind == "heading"] == [
        "What the bridge will cost",
        "Who pays for it?",
    ]


def test_numbered_headings_and_numbered_lists():
    text = "1. The plan\nIt was drawn in May.\n2. The cost\nIt was counted in June.\n"
    text += "Three steps remain:\n1. Dig.\n2. Pour.\n3. Pave.\n"
    assert [kind for kind, _ in kinds(BODY + text)][-8:] == [
        "heading",
        "paragraph",
        "heading",
        "paragraph",
        "paragraph",
        "list_item",
        "list_item",
        "list_item",
    ]


def test_wrapped_lines_are_one_paragraph_and_stay_as_they_are():
    text = (
        "A bridge at last\n\nThe council met on Tuesday evening and voted for the new bridge\n"
        "over the river, which will cost nine million euros in all and open\nin May. Work begins soon.\n\n"
        "- a first point that is long enough to be wrapped at the width of\n  the page\n- a second one\n\n"
        "> quoted words of a letter that somebody sent to the town council\n> in the night\n"
    )
    found = kinds(text)
    assert [kind for kind, _ in found] == ["headline", "paragraph", "list_item", "list_item", "quotation"]
    assert found[1][1].endswith("open\nin May. Work begins soon.")


def test_lines_that_are_paragraphs_are_not_joined():
    text = "The first point is short.\nThe second point is not much longer than it.\nThe third ends the text.\n"
    assert len(kinds(text)) == 3


def test_language_is_told_by_common_words_and_scripts():
    assert read(BODY.encode()).language == "en"
    assert (
        read("Der Rat hat am Dienstag für die neue Brücke gestimmt, und das ist auch gut so.".encode()).language == "de"
    )
    assert (
        read("El consejo votó el martes por el nuevo puente, que se abre en mayo para los vecinos.".encode()).language
        == "es"
    )
    assert read("Совет проголосовал за новый мост.".encode()).language == "ru"
    assert read("議会は新しい橋に賛成した。".encode()).language == "ja"
    assert read(b"Zyx 123").language == ""
