"""The door to all formats: whatever comes in, a draft whose blocks tile its text, or a sentence."""

import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.blocks import tiles
from articles.reading import MAX_TEXT_BYTES, UnreadableArticle, read
from articles.text import normalise


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (b" \n\t\r\n ", "The file holds nothing but white space."),
        ("\ufeff\u200e\u200b".encode(), "The file holds nothing but white space."),
        (b"\x7fELF\0\0\1\2" * 20, "The file holds binary data, not text."),
        (bytes(range(256)) * 10, "The file holds binary data, not text."),
    ],
)
def test_what_is_no_article_is_refused_with_its_own_sentence(data, reason):
    with pytest.raises(UnreadableArticle) as refused:
        read(data)
    assert str(refused.value) == reason


def test_a_text_of_fifty_megabytes_is_refused_at_once():
    data = b"word " * 10_000_000
    began = time.perf_counter()
    with pytest.raises(UnreadableArticle, match="50 MB; a text may have at most 20 MB"):
        read(data)
    assert time.perf_counter() - began < 0.5
    assert len(data) > MAX_TEXT_BYTES


def test_endless_lines_are_refused():
    with pytest.raises(UnreadableArticle, match="300,000 lines; an article may have at most 200,000"):
        read(b"a\n" * 300_000 + b"b")


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.docx", "a.html", "a.jpg", "noextension"])
def test_wrong_names_do_not_matter(name):
    text = "The bridge stands\n\nThe council voted on Tuesday. It was late.\n"
    assert read(text.encode(), name=name).title == "The bridge stands"
    page = "<!doctype html><html><head><title>The bridge stands</title></head><body><p>It does.</p></body></html>"
    assert read(page.encode(), name=name).text == "The bridge stands\n\nIt does."


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"7z\xbc\xaf", "7-Zip"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"PK\x05\x06", "an empty ZIP"),
    ],
)
def test_other_kinds_of_file_are_refused_by_name(start, reason):
    with pytest.raises(UnreadableArticle, match=reason):
        read(start + b"\0" * 30, name="article.txt")


LAUGHS = "<!DOCTYPE a [<!ENTITY l0 'ha'>" + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))


@pytest.mark.parametrize("name", ["a.xml", "a.svg", "a.txt", "a.html"])
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (f"<?xml version='1.0'?>{LAUGHS}]><a>&l9;</a>", "entities of its own"),
        (f"{LAUGHS}]><svg xmlns='http://www.w3.org/2000/svg'><text>&l9;</text></svg>", "entities of its own"),
        (
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
            "entities of its own",
        ),
        ("<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script><text>Hello there</text></svg>", "a drawing"),
        ("<?xml version='1.0'?><!-- made --><svg:svg onload='x()'><text>Hello</text></svg:svg>", "a drawing"),
        ("<?xml version='1.0'?><rss><channel><item><title>One</title></item></channel></rss>", "a feed"),
        ("<?xml version='1.0'?><books><book>One</book></books>", "XML that holds data"),
        ("From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x", "one file"),
    ],
)
def test_drawings_feeds_and_data_are_no_articles_and_no_entity_expands(data, reason, name):
    tracemalloc.start()
    with pytest.raises(UnreadableArticle, match=reason):
        read(data.encode(), name=name)
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_a_page_that_is_xml_too_is_a_page():
    page = "<?xml version='1.0'?><?xml-stylesheet href='a.css'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN' ''>"
    page += "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Some words.</p><svg><text>7</text></svg></body></html>"
    assert read(page.encode(), name="a.xhtml").text == "Some words."


def test_two_hundred_megabytes_are_refused_at_once():
    with pytest.raises(UnreadableArticle, match="200 MB; at most 100 MB"):
        read(b"%PDF-" + bytes(200_000_000))


@pytest.mark.parametrize(
    "title", ["Council \u202evotes\u202c for\u200b bridge", "Council votes \ufefffor\u2066 bridge\u2069"]
)
def test_tricks_in_titles_are_gone(title):
    assert read(f"{title}\n\nThe council voted. It was late.".encode()).title == "Council votes for bridge"
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>The council voted.</p></body></html>"
    assert read(page.encode()).title == "Council votes for bridge"


def test_one_byte_is_an_article():
    assert read(b"a").text == "a"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-8-sig"])
def test_old_and_wide_encodings(encoding):
    text = "Die Brücke kostet 9 € – „viel Geld“, sagt der Rat.\nSie öffnet im Mai für alle.\n"
    assert read(text.encode(encoding)).text == text.strip()


LINES = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60),
        st.sampled_from(
            ["", "Comments", "- item", "1. one", "2. two", "A title", "Full NameX Y", "> quote", "By Jane Doe", "a\tb"]
        ),
        st.sampled_from(
            ["Oct 21", "5 min read", "About the author:", "Email : a@b.c", "name: x", "phone: 123456789", "It ends."]
        ),
    ),
    max_size=12,
).map("\n".join)


STARTS = st.sampled_from(
    [
        *(b"", b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<!doctype html>", b"<p>", b"---\n", b"\xff\xfe", b"{\\rtf"),
        *(b"<?xml version='1.0'?>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<svg>", b"<rss>", b"\xd0\xcf\x11\xe0"),
    ]
)
NAMES = st.sampled_from(["", "a.txt", "a.md", "a.html", "a.pdf", "a.docx", "…/Größe 👩‍👧.TXT", "a.", "/"])
TYPES = st.sampled_from(
    ["", "text/html", "text/markdown", "text/plain; charset=utf-16", "application/pdf", "charset=???"]
)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(
    STARTS, st.one_of(st.binary(max_size=200), LINES.map(lambda text: text.encode("utf-8", "replace"))), NAMES, TYPES
)
def test_any_bytes_are_tiled_by_blocks_or_refused(start, rest, name, content_type):
    try:
        draft = read(start + rest, name=name, content_type=content_type)
    except UnreadableArticle as refused:
        assert str(refused).endswith(".")  # noqa: PT017 - either way is right
        return
    assert tiles(draft.blocks, draft.text)
    assert draft.text == normalise(draft.text)
    assert draft.title
    assert "\n" not in draft.title
    assert all(block.content(draft.text) for block in draft.blocks)


@settings(deadline=None)
@given(LINES)
def test_plain_text_is_complete(text):
    try:
        draft = read(text.encode("utf-8", "replace"))
    except UnreadableArticle:
        return
    assert draft.text == normalise(text.encode("utf-8", "replace").decode()).strip("\n").rstrip()
