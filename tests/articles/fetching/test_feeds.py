import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.fetching import Entry, NotFetched, is_feed, read_feed
from articles.fetching.feeds import ENTRIES_AT_MOST

RSS = """<?xml version="1.0" encoding="utf-8"?><!-- made by hand -->
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Paper</title><link>https://p.example/</link>
<item><title>One &amp; two</title><link>https://p.example/1</link></item>
<item><title>Twice</title><link>https://p.example/1</link></item>
<item><title><![CDATA[Größe]]></title><atom:link href="https://p.example/self" rel="self"/><link>/2</link></item>
<item><title>By its guid</title><guid>https://p.example/3</guid></item>
<item><title>No address</title><guid isPermaLink="false">tag:1</guid></item>
<item><title>Broken</title><link>http://[</link></item>
<item><title>No page</title><link>javascript:alert(1)</link></item>
</channel></rss>""".encode()
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title>
<entry><title type="html">One</title><link rel="replies" href="https://p.example/r"/><link href="https://p.example/1"/></entry>
</feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item rdf:about="x"><title>One</title><link>https://p.example/1</link></item></rdf:RDF>"""


def test_rss():
    assert is_feed(RSS)
    assert read_feed(RSS, url="https://p.example/feed") == [
        Entry("https://p.example/1", "One & two"),
        Entry("https://p.example/2", "Größe"),
        Entry("https://p.example/3", "By its guid"),
    ]


@pytest.mark.parametrize("data", [ATOM, RDF, b"\xef\xbb\xbf" + RDF])
def test_atom_and_rdf(data):
    assert is_feed(data)
    assert read_feed(data) == [Entry("https://p.example/1", "One")]


@pytest.mark.parametrize("data", [b"<html><rss>", b"<!doctype html><p>", b"", b"rss", b"<svg>", b"<feedback>"])
def test_what_is_no_feed(data):
    assert not is_feed(data)


def test_damage_is_read_over():
    data = RSS.replace(b"One &amp; two", b"One &nbsp; & two").removesuffix(b"</channel></rss>")
    assert [entry.url for entry in read_feed(data, url="https://p.example/")][:2] == [
        "https://p.example/1",
        "https://p.example/2",
    ]


@pytest.mark.parametrize("data", [b"<rss><channel></channel></rss>", b"<rss", b"\0\0", b"<feed/>"])
def test_a_feed_without_articles_gets_its_sentence(data):
    with pytest.raises(NotFetched):
        read_feed(data)


def test_entities_of_its_own_are_refused():
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{lol}]><rss><item><title>&l9;</title></item></rss>'.encode()
    outside = b'<!DOCTYPE rss [<!entity x SYSTEM "file:///etc/passwd">]><rss><item><title>&x;</title></item></rss>'
    tracemalloc.start()
    for data in (bomb, outside):
        with pytest.raises(NotFetched, match="entities"):
            read_feed(data)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_entities_in_another_encoding_are_not_expanded():
    text = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    text += "<rss><item><title>&x;</title><link>https://p.example/1</link></item></rss>"
    assert read_feed(text.encode("utf-16")) == [Entry("https://p.example/1", "&x;")]


def test_a_feed_of_very_many_articles_is_bounded():
    items = "".join(f"<item><link>https://p.example/{n}</link></item>" for n in range(5000))
    entries = read_feed(f"<rss>{items}</rss>".encode())
    assert len(entries) == ENTRIES_AT_MOST
    assert entries[0].url == "https://p.example/0"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=200) | st.text(alphabet="<>&;!rssitemlk \"'/=[]", max_size=200).map(str.encode))
def test_any_bytes_are_entries_or_a_sentence(data):
    refused = ""
    try:
        assert read_feed(b"<rss><item>" + data)
    except NotFetched as error:
        refused = str(error)
    assert not refused or refused.endswith(".")
