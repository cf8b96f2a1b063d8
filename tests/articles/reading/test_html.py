"""Web pages and pasted HTML, on pages written for the rules."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.blocks import tiles
from articles.reading import UnreadableArticle, read

GRAPH = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "NewsArticle",
            "headline": "Council votes for bridge",
            "author": [{"@id": "#jane"}, {"@type": "Person", "name": "John Roe"}],
            "datePublished": "2025-10-21T08:00:00+02:00",
            "publisher": {"@type": "Organization", "name": "River Post"},
        },
        {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
    ],
}
BODY = "".join(
    f"<p>Paragraph number {number} of the report tells what the council said on that long evening, word for word.</p>"
    for number in range(1, 6)
)
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Council votes for bridge | River Post</title>
<meta property="og:title" content="Council votes for bridge - River Post">
<meta property="og:site_name" content="River Post">
<link rel="canonical" href="https://www.riverpost.example/2025/bridge">
<script type="application/ld+json">{json.dumps(GRAPH)}</script><style>p {{ color: red }}</style></head>
<body><nav><a href="/">River Post</a> <a href="/news">News</a> <a href="/sport">Sport</a></nav>
<header><h1><a href="/">River Post</a></h1></header>
<main><article><h1>Council votes for bridge after twenty years</h1>
<p class="standfirst">After twenty years of talk, the river gets its crossing, and the ferry goes to a museum.</p>
<figure><img src="ferry.jpg"><figcaption>The old ferry on its last day.
<span class="credit">Foto: Rosa Lind</span></figcaption></figure>
<div class="entry-content">{BODY}<h2>What it costs</h2>
<ul><li>Steel from the coast, nine million</li><li>Stone from the hills, two million</li></ul>
<blockquote><p>“A crossing is a promise,” said the mayor at the end.</p></blockquote>
<p>👉 See also: <a href="/ten">Ten bridges of the valley</a></p>{BODY.replace("number", "part")}</div></article>
<section class="comments"><h3>Comments</h3><p>I never liked that ferry, and I say so here.</p></section></main>
<aside><h3>Most read</h3><p>Another story about something else entirely that nobody asked for here.</p></aside>
<footer><p>© 2025 River Post. Imprint and privacy, terms and conditions of the whole site.</p></footer>
<script>document.write("never text")</script></body></html>"""


def blocks(draft):
    return [(block.kind.value, block.content(draft.text)) for block in draft.blocks]


def test_a_page_becomes_its_article_with_headline_standfirst_and_captions():
    draft = read(PAGE.encode())
    found = blocks(draft)
    assert found[0] == ("headline", "Council votes for bridge after twenty years")
    assert found[1][1].startswith("After twenty years of talk")
    assert found[2] == ("paragraph", "The old ferry on its last day.")
    assert ("heading", "What it costs") in found
    assert ("list_item", "Steel from the coast, nine million") in found
    assert ("quotation", "“A crossing is a promise,” said the mayor at the end.") in found
    assert ("furniture", "👉 See also: Ten bridges of the valley") in found
    assert found[-1][1].startswith("Paragraph part 5")
    for unwanted in ("Imprint", "Another story", "never liked", "never text", "color", "Sport", "Rosa Lind"):
        assert unwanted not in draft.text


def test_a_page_tells_its_facts():
    draft = read(PAGE.encode())
    assert (draft.title, draft.title_proposed) == ("Council votes for bridge after twenty years", False)
    assert (draft.byline, draft.published) == ("Jane Doe, John Roe", date(2025, 10, 21))
    assert (draft.publication, draft.language) == ("River Post", "en")
    assert draft.url == "https://www.riverpost.example/2025/bridge"


def page(head="", top="", body=BODY, bottom=""):
    article = f"<nav><a href='/'>Home</a></nav><article>{top}{body}{bottom}</article>"
    return read(f"<html><head>{head}</head><body>{article}</body></html>".encode(), url="https://news.example.org/a")


@pytest.mark.parametrize(
    ("head", "top", "title"),
    [
        ("<title>The bridge stands - Other Times</title>", "", "The bridge stands - Other Times"),
        ("<title>The bridge stands | news.example.org</title>", "", "The bridge stands"),
        ("<title>Example » Archive » The bridge stands</title>", "<h2>The bridge stands</h2>", "The bridge stands"),
        (
            "<meta property='og:site_name' content='Valley Post'><meta property='og:title' content='It stands now'>",
            "<h1>Valley Post</h1>",
            "It stands now",
        ),
        (
            "<meta property='og:title' content='The bridge stands'>",
            "<h1><style>.a{b:c}</style><span>Traffic</span>The bridge stands</h1>",
            "The bridge stands",
        ),
        (
            "<meta property='og:title' content='Bridge stands'>",
            "<h1>“At last”: bridge stands</h1>",
            "“At last”: bridge stands",
        ),
        (
            "<title>Home</title>",
            "<h1>The bridge stands and the ferry rests</h1>",
            "The bridge stands and the ferry rests",
        ),
    ],
)
def test_the_headline_is_found_among_names_of_the_site(head, top, title):
    draft = page(head, top)
    assert draft.title == title
    assert blocks(draft)[0] == ("headline", title)
    assert draft.text.count(title) == 1


def test_without_any_title_one_is_proposed():
    draft = page()
    assert draft.title_proposed
    assert draft.title.startswith("Paragraph number 1 of the report")


@pytest.mark.parametrize(
    ("head", "top", "bottom", "byline"),
    [
        ("", "<p>By Jane Doe and John Roe</p>", "", "Jane Doe, John Roe"),
        ("", "<p>Von Anna Weber<br>Riverton</p>", "", "Anna Weber"),
        ("", "<div class='post-meta'>21.10.2025 · von Anna Weber · in News</div>", "", "Anna Weber"),
        (
            "",
            "<span class='byline'>Posted by <a rel='author' href='/jane'>Jane Doe</a> at 18:52</span>",
            "",
            "Jane Doe",
        ),
        ("<meta name='author' content='Jane Doe'>", "", "", "Jane Doe"),
        ("<meta name='author' content='Example - Jane Doe'>", "", "", "Jane Doe"),
        ("<meta name='author' content='@example'>", "", "", ""),
        (
            "<meta name='author' content='Redaktion'>",
            "",
            "<p>Es war spät, sagte der Rat am Ende. (dpa/lno)</p>",
            "dpa/lno",
        ),
        ("", "", "<div class='comment'><span class='author'>Angry Reader</span></div>", ""),
        ("", "<div class='photo-author'>Photograph by Rosa Lind</div>", "", ""),
        ("<meta name='author' content='Admin'>", "<p>Ein Bericht von Anna Weber.</p>", "", "Anna Weber"),
    ],
)
def test_authors_are_found_where_pages_name_them(head, top, bottom, byline):
    assert page(head, "<h1>The bridge stands at last</h1>" + top, bottom=bottom).byline == byline


@pytest.mark.parametrize(
    ("head", "top", "published"),
    [
        ("<meta property='article:published_time' content='2025-10-21T23:30:00Z'>", "", date(2025, 10, 21)),
        ("", "<time itemprop='datePublished' datetime='2025-10-21'>yesterday</time>", date(2025, 10, 21)),
        ("", "<p class='field-date'>21.10.2025</p>", date(2025, 10, 21)),
        ("", "<abbr class='published' title='2025-10-21T14:33:00-07:00'>2:33 PM</abbr>", date(2025, 10, 21)),
        ("<link rel='canonical' href='https://news.example.org/2025/10/21/bridge'>", "", date(2025, 10, 21)),
        (
            "<link rel='canonical' href='https://news.example.org/2025/10/bridge'>",
            "<small>3. Mai 2024</small><small>21. Oktober 2025</small>",
            date(2025, 10, 21),
        ),
    ],
)
def test_the_day_of_publication(head, top, published):
    assert page(head, "<h1>The bridge stands at last</h1>" + top).published == published


def test_broken_linked_data_is_passed_over():
    script = "<script type='application/ld+json'>{'broken': </script>"
    good = '<script type=\'application/ld+json\'>[{"@type": ["Report"], "headline": 7, "author": "Jane Doe"}]</script>'
    assert page(script + good, "<h1>The bridge stands</h1>").byline == "Jane Doe"


def test_text_that_only_scripts_would_show_comes_from_linked_data():
    data = {"@type": "Article", "headline": "The bridge stands", "articleBody": "First part.\n" + "It is long. " * 60}
    draft = page(f"<script type='application/ld+json'>{json.dumps(data)}</script>", body="<p>Loading…</p>")
    assert draft.text.startswith("The bridge stands\n\nFirst part.\n\nIt is long.")


def test_a_paste_is_read_whole():
    pasted = (
        "<html><body><!--StartFragment--><h2>The bridge stands</h2><p onclick='x()'>One&nbsp;<b>two</b><br>three.</p>"
        "<p>Short.</p><ul><li>a<ul><li>b</li></ul></li></ul><ol><li>first</li><li>second</li></ol>"
        "<table><tr><th>Town</th><td>9</td></tr></table><script>steal()</script>"
        "<p style='display:none'>hidden</p><blockquote>said</blockquote><pre>kept  as\nis</pre>"
    )
    draft = read(pasted.encode())
    assert blocks(draft) == [
        ("headline", "The bridge stands"),
        ("paragraph", "One\u00a0two\nthree."),
        ("paragraph", "Short."),
        ("list_item", "a"),
        ("list_item", "b"),
        ("list_item", "1. first"),
        ("list_item", "2. second"),
        ("table_row", "Town\t9"),
        ("quotation", "said"),
        ("paragraph", "kept  as\nis"),
    ]


def test_a_paste_from_a_word_processor_keeps_lists_as_lists():
    pasted = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta name=Generator content='Microsoft Word'>"
        "<title>x</title><style>p{}</style></head><body><p class=MsoTitle>The bridge stands</p>"
        "<p class=MsoNormal>It does.<o:p></o:p></p>"
        "<p class=MsoListParagraph>·<span>&nbsp;&nbsp;&nbsp; </span>Steel</p></body></html>"
    )
    assert blocks(read(pasted.encode()))[1:] == [("paragraph", "It does."), ("list_item", "· Steel")]


def test_fragments_without_a_page_are_html_too():
    assert read(b"<p>One <i>two</i>.</p>").text == "One two."
    assert read(b"One <i>two</i>.", content_type="text/html").text == "One two."
    assert read(b"One <i>two</i>.").text == "One <i>two</i>."


def test_characters_are_read_as_the_page_declares():
    data = "<html><head><meta charset=windows-1252></head><body><p>Für alle – 5 €.</p></body></html>".encode("cp1252")
    assert read(data).text == "Für alle – 5 €."
    xml = '<?xml version="1.0" encoding="utf-8"?><html><body><p>Für alle.</p></body></html>'
    assert read(xml.encode()).text == "Für alle."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<!doctype html>", "The page holds no text."),
        (
            "<html><head><title>A title</title></head><body><script>x()</script></body></html>",
            "No article was found on the page.",
        ),
        ("<html><body> &nbsp; </body></html>", "No article was found on the page."),
    ],
)
def test_pages_without_words_are_refused(data, reason):
    with pytest.raises(UnreadableArticle) as refused:
        read(data.encode())
    assert str(refused.value) == reason


def test_entities_of_a_page_are_never_expanded():
    bomb = "<!DOCTYPE html [<!ENTITY a 'haha'><!ENTITY b '&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    draft = read((bomb + "<html><body><p>&b; and &x; stay.</p></body></html>").encode())
    assert draft.text == "&b; and &x; stay."


TAGS = st.one_of(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "<b>", "</b>", "<ul>", "<li>", "<h1>", "<table><tr><td>", "</td>", "<br>"]
    ),
    st.sampled_from(["<!--", "-->", "<script>", "</script>", "&amp;", "&#0;", "<head>", "<title>", "<body>", "<nav>"]),
    st.sampled_from(
        ["<figure>", "<figcaption>", "<blockquote>", "<pre>", "<a href=/>", "<rt>", "<time datetime=2025>"]
    ),
)


@settings(deadline=None)
@given(st.lists(st.one_of(TAGS, st.text(max_size=10)), max_size=25).map("".join))
def test_any_markup_is_tiled_or_refused(markup):
    data = ("<html>" + markup).encode("utf-8", "replace")
    try:
        draft = read(data)
    except UnreadableArticle as refused:
        assert str(refused).endswith(".")  # noqa: PT017 - either way is right
        return
    assert tiles(draft.blocks, draft.text)
    assert draft.title
