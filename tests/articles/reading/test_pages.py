"""How pages of the web name their title, authors, date and captions: small pages of our own, a pattern each."""

import json

import pytest

from articles.reading import read

TITLE, DAY = "Council votes for the bridge", "2021-05-04"
HEADING = f"<h1>{TITLE}</h1>"
BODY = "".join(
    f"<p>The council of Almira met for the {n}th time on the bridge, and the mayor said that nobody would leave.</p>"
    for n in range(4, 10)
)
LONG = "After twenty years of talk the river gets its crossing, and the ferry goes into a museum."
READER = "I never liked that bridge one bit, and I will say so here at length, as I always do."
SITE = "<meta property='og:site_name' content='Valley Post'>"


def page(head="", top=HEADING, *, masthead="", body=BODY, end="", url="https://valleypost.example/n/a.html", lang="en"):
    """Return the draft of a page with navigation, an article and a footer."""
    return read(
        f"<!doctype html><html lang={lang}><head>{head}</head><body><header><nav><a href=/>Home</a></nav>{masthead}"
        f"</header><main><article>{top}{body}</article>{end}</main><footer><p>© Valley Post</p></footer></body></html>"
        "".encode(),
        url=url,
    )


def data(*nodes):
    """Return linked data as pages carry it."""
    return "".join(f"<script type='application/ld+json'>{json.dumps(node)}</script>" for node in nodes)


def news(**facts):
    return {"@type": "NewsArticle", "headline": TITLE, **facts}


def person(name):
    return {"@type": "Person", "name": name}


def proper(draft):
    """Return the words of the article proper."""
    return "\n".join(block.content(draft.text) for block in draft.blocks if block.kind.value != "furniture")


# --- Whole pages as common programs make them -----------------------------------------------------------------------

WORDPRESS = """<header class="entry-header"><h1 class="entry-title">Council votes for the bridge</h1>
<div class="entry-meta"><time class="updated" datetime="2022-01-01T10:00:00+00:00">January 1, 2022</time>
<span class="posted-on">Posted on <time class="entry-date published" datetime="2021-05-04T10:00:00+00:00">May 4,
2021</time></span><span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/jane">Jane
Doe</a></span></span></div></header>"""
READERS = f"""<div id="comments" class="comments-area"><ol class="comment-list"><li class="comment"><b class="fn">Angry
Reader</b> <time datetime="2023-02-02">2 Feb</time><p>{READER}</p></li></ol></div>"""
BLOG = """<h2 class='date-header'><span>Tuesday, May 4, 2021</span></h2>
<h3 class='post-title entry-title'>Council votes for the bridge</h3>"""
BLOG_END = """<div class='post-footer'><span class='post-author vcard'>Posted by <span class='fn' itemprop='author'
itemscope><a rel='author' href='/p'><span itemprop='name'>Jane Doe</span></a></span></span> at <abbr class='published'
itemprop='datePublished' title='2021-05-04T14:33:00-07:00'>2:33 PM</abbr></div>"""
GRAPH = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Organization", "@id": "#org", "name": "Valley Post"},
        {"@type": "WebSite", "@id": "#site", "name": "Valley Post", "publisher": {"@id": "#org"}},
        {"@type": "WebPage", "@id": "#page", "name": f"{TITLE} - Valley Post", "datePublished": f"{DAY}T10:00:00Z"},
        {
            "@type": "Article",
            "@id": "#art",
            "author": {"@id": "#jane"},
            "headline": TITLE,
            "publisher": {"@id": "#org"},
        },
        {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
    ],
}


@pytest.mark.parametrize(
    ("head", "top", "masthead", "end"),
    [
        ("<title>Council votes for the bridge – Valley Blog</title>", WORDPRESS, "", READERS),
        ("<title>Valley Blog: Council votes for the bridge</title>", BLOG, "<h1>Valley Blog</h1>", BLOG_END + READERS),
        (data(GRAPH), HEADING, "", READERS),
    ],
)
def test_whole_pages(head, top, masthead, end):
    draft = page(f"{head}<meta property='og:site_name' content='Valley Blog'>", top, masthead=masthead, end=end)
    assert (draft.title, draft.byline, draft.published.isoformat()) == (TITLE, "Jane Doe", DAY)
    assert READER not in draft.text
    assert draft.text.count(TITLE) == 1


# --- Titles ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        *(f"{TITLE} {sign} Valley Post" for sign in ("|", "-", "–", "--", "•", "‹", "/", "::", "»")),
        *(f"Valley Post: {TITLE}", f"{TITLE} (Valley Post)", f"{TITLE} - The Valley Post Online"),
        *(f"{TITLE} - ValleyPost.example", f"{TITLE} - Valley Post - Valley Post"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(title):
    assert page(f"<title>{title}</title>{SITE}", "").title == TITLE


@pytest.mark.parametrize("title", ["Bridge: what the council says", "Bridge – what the council says", "Bridge / ferry"])
def test_signs_within_a_title_stay(title):
    assert page(f"<title>{title} – Valley Post</title>{SITE}", "").title == title


@pytest.mark.parametrize(
    ("head", "top"),
    [
        ("<meta itemprop=headline content='Council votes for the bridge'><title>Valley Post</title>", ""),
        ("<title>Valley Post</title>", f"<h1><img alt='Valley Post'></h1><h2 class=post-title>{TITLE}</h2>"),
        ("<title>Valley Post</title>", f"<h1 class=logo>Valley Post</h1><h2 itemprop=headline>{TITLE}</h2>"),
        (f"<title>{TITLE} - News - Valley Post</title>{SITE}", f"<h1>News</h1><h2>{TITLE}</h2>"),
        (f"<title>{TITLE} | News | Valley Post</title>{SITE}", f"<h2>{TITLE}</h2>"),
        (data(news(headline="Council votes for&#8239;the bridge".replace("&#8239;", " "))), ""),
    ],
)
def test_the_headline_is_told_from_the_masthead_and_the_section(head, top):
    draft = page(head, top)
    assert draft.title == TITLE
    assert draft.text.startswith(TITLE)


def test_what_was_escaped_twice_is_read_once():
    assert page("<title>Council &amp;quot;votes&amp;quot;</title>", "").title == 'Council "votes"'
    assert (
        page(data(news(headline="Council&#8217;s vote &amp;amp; the bridge")), "").title
        == "Council’s vote & the bridge"
    )


# --- Authors --------------------------------------------------------------------------------------------------------


ITEM = "<div itemprop=author itemscope><span itemprop=name>{}</span></div>"


@pytest.mark.parametrize(
    ("top", "byline"),
    [
        (
            "<div class=byline>By <a>Jane Doe</a>, <a>John Roe</a> and <a>Ana Ortiz</a></div>",
            "Jane Doe, John Roe, Ana Ortiz",
        ),
        (
            "<div class=authors><span class=author>Jane Doe</span><span class=author>John Roe</span></div>",
            "Jane Doe, John Roe",
        ),
        ("<p><a rel=author href=/a>Jane Doe</a> <a rel=author href=/b>John Roe</a></p>", "Jane Doe, John Roe"),
        ("<ul><li><span class=author>Jane Doe</span><li><span class=author>John Roe</span></ul>", "Jane Doe, John Roe"),
        (f"{ITEM.format('Jane Doe')}{ITEM.format('John Roe')}", "Jane Doe, John Roe"),
        ("<div class=meta><a href='/author/jane-doe/'>Jane Doe</a> | 4 May 2021</div>", "Jane Doe"),
        ("<p class=byline>Jane Doe<br>Political editor<br>@janedoe</p>", "Jane Doe"),
        ("<p class=author>Jane Doe, Reuters</p>", "Jane Doe"),
        ("<span class=author>Von Anna Weber, dpa</span>", "Anna Weber"),
        ("<p>Par Anne Dupont avec AFP</p>", "Anne Dupont"),
        ("<p>Von Anna Weber und Max Muster, Berlin</p>", "Anna Weber, Max Muster"),
        ("<div class=byline>By Jane Doe in Almira and John Roe in Berlin</div>", "Jane Doe, John Roe"),
        ("<div class=byline>Words: Jane Doe Photography: John Roe</div>", "Jane Doe"),
        ("<div class=byline>Jane Doe for Valley Post</div>", "Jane Doe"),
        ("<p>04.05.2021 von Anna Weber</p>", "Anna Weber"),
        ("<p>von Anna Weber am 4. Mai 2021</p>", "Anna Weber"),
        ("<p class=author>@janedoe</p>", ""),
    ],
)
def test_authors_on_the_page(top, byline):
    assert page("", HEADING + top).byline == byline


@pytest.mark.parametrize(
    ("head", "byline"),
    [
        ("<meta name=author content='Jane Doe'><meta name=author content='John Roe'>", "Jane Doe, John Roe"),
        ("<meta name=author content='Jane Doe and John Roe'>", "Jane Doe, John Roe"),
        (
            "<meta name=citation_author content='Doe, Jane'><meta name=citation_author content='Roe, J.'>",
            "Jane Doe, J. Roe",
        ),
        ("<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Jane Doe'>", "Jane Doe"),
        ("<meta name=author content='jane@valleypost.example'>", ""),
        ("<meta property=article:author content='https://social.example/jane'>", ""),
        (data(news(author=["Jane Doe and John Roe"])), "Jane Doe, John Roe"),
        (data(news(author=person("By Jane Doe"))), "Jane Doe"),
        (data(news(author=person(["Jane Doe", "John Roe"]))), "Jane Doe, John Roe"),
        (
            data(news(author=[person("Jane Doe"), person("jane doe"), {"@type": "Organization", "name": "Post"}])),
            "Jane Doe",
        ),
        (data({"@type": "WebPage", "mainEntity": news(author=person("Jane Doe"))}), "Jane Doe"),
        (data([{"@type": "BreadcrumbList"}, news(author=person("Jane Doe"))]), "Jane Doe"),
        (
            data(
                {
                    "@type": "ItemList",
                    "itemListElement": [news(headline="Another story", author=person("Another One"))],
                },
                news(author=person("Jane Doe")),
            ),
            "Jane Doe",
        ),
        (data(news(author=person("Jane Doe"))).replace("}</script>", ",}</script>"), "Jane Doe"),
    ],
)
def test_authors_as_declared(head, byline):
    assert page(head).byline == byline


# --- Dates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ("Publié le 4 mai 2021 à 10h30", "fr"),
        ("Publié le 04/05/2021 à 10:30, mis à jour le 06/05/2021 à 11:00", "fr"),
        ("04/05/2021 10h30 - Atualizado em 06/05/2021 11h00", "pt-BR"),
        ("4 de mayo de 2021 | 10:30 hs", "es"),
        ("4 maggio 2021, ore 10:30", "it"),
        ("Erstellt: 04.05.2021 Aktualisiert: 05.05.2021, 10:00 Uhr", "de"),
        ("Published May 4, 2021 · Updated May 6, 2021", "en"),
        ("First published on Tue 4 May 2021 10.30 BST", "en-GB"),
        ("Last modified on Wed 5 May 2021 08.00 BST First published on Tue 4 May 2021 10.30 BST", "en-GB"),
        ("Posted: May 4, 2021 / 06:00 AM EDT / Updated: May 6, 2021 / 08:00 AM EDT", "en-US"),
        ("05/04/2021", "en-US"),
        ("04/05/2021", "en-AU"),
    ],
)
def test_dates_as_written_come_before_those_of_readers(words, lang):
    assert page("", f"{HEADING}<div>{words}</div>", end=READERS, lang=lang).published.isoformat() == DAY


def test_a_date_that_may_be_read_in_two_ways_is_none_of_ours():
    draft = page("", f"{HEADING}<div>04/05/2021</div>")
    assert draft.published is None or draft.published.isoformat() in {DAY, "2021-04-05"}
    assert read(b"The bridge stands\n04/05/2021\n\nIt does, as the council said.").published is None


@pytest.mark.parametrize(
    ("head", "top", "url"),
    [
        ("", "<div>Updated May 6, 2021</div><div>Published May 4, 2021</div>", ""),
        ("", "<span class=when data-date='2021-05-04T10:00:00Z'>3 weeks ago</span>", ""),
        ("", "", "https://valleypost.example/politics/2021/may/04/bridge"),
        ("", "", "https://valleypost.example/news/20210504/bridge.html"),
        ("", "", "https://valleypost.example/news/bridge-20210504.html"),
        ("<meta name=citation_publication_date content='2021/05/04'>", "", ""),
        ("<meta name=date content='20210504T103000'>", "", ""),
        ("<meta name=pubdate content='Tue, 04 May 2021 10:00:00 GMT'>", "", ""),
        (data(news(dateCreated=DAY, dateModified="2022-01-01")), "", ""),
        (data(news(datePublished=1620115200000)), "", ""),
    ],
)
def test_dates_as_declared(head, top, url):
    url = url or "https://valleypost.example/a"
    assert page(head, HEADING + top, url=url, end=READERS).published.isoformat() == DAY


# --- What belongs to the article and what does not ------------------------------------------------------------------


@pytest.mark.parametrize(
    "caption",
    [
        f"<figure><img src=a><figcaption>{LONG}</figcaption></figure>",
        f"<div class=wp-caption><img src=a><p class=wp-caption-text>{LONG}</p></div>",
        f"<div class=image><img src=a><div class=caption>{LONG}</div></div>",
        f"<div class=media><picture><img src=a></picture><span class=media-caption>{LONG}</span></div>",
    ],
)
@pytest.mark.parametrize("middle", [False, True])
def test_captions_are_text_where_they_stand(caption, middle):
    draft = page(body=BODY + caption + BODY.replace("council", "board") if middle else caption + BODY)
    words = proper(draft)
    assert LONG in words
    assert (words.index(LONG) > words.index("4th time")) is middle


@pytest.mark.parametrize(
    "standfirst",
    [
        f"<p class=lead>{LONG}</p>",
        f"<div class=standfirst>{LONG}</div>",
        f"<h2 class=dek>{LONG}</h2>",
        f"<strong>{LONG}</strong>",
        f"<ul class=key-points><li>{LONG}</li></ul>",
    ],
)
def test_standfirsts_are_text(standfirst):
    assert LONG in proper(page(top=HEADING + standfirst))


@pytest.mark.parametrize(
    "readers",
    [
        READERS,
        f"<section id=kommentare><h3>Kommentare</h3><div class=kommentar><p>{READER}</p></div></section>",
        f"<div class=comentarios><p>{READER}</p></div>",
        f"<div id=disqus_thread><p>{READER}</p></div>",
        f"<div class='commentaires-list'><p>{READER}</p></div>",
    ],
)
@pytest.mark.parametrize("within", [False, True])
def test_comments_are_no_part_of_the_article(readers, within):
    draft = page(body=BODY + readers) if within else page(end=readers)
    assert READER not in draft.text
    assert "9th time" in draft.text


def test_a_page_of_comments_alone_is_read():
    assert READER in page(body=f"<div class=kommentare>{f'<p>{READER}</p>' * 3}</div>").text


def test_writers_without_paragraphs_have_them_all_the_same():
    lines = "<div>" + BODY.replace("<p>", "").replace("</p>", "<br><br>") + "One line<br>and another of it.</div>"
    draft = page(body=lines)
    assert len([block for block in draft.blocks if block.kind.value == "paragraph"]) == 7
    assert draft.text.endswith("One line\nand another of it.")
