import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import (
    Block,
    BlockKind,
    fingerprint,
    grapheme_boundaries,
    normalise,
    resemblance,
    sentences,
    sha256,
    shingles,
    snap_to_graphemes,
)
from tests.shared import shared

TRICKY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "ab é\u0301\u0323\u200b\u200c\u200d\ufe0f\ufe0e\r\n\x00\u202e\u2066\ufeffกкن👩👧🏽🏴\U000e0067\U000e007f"
        ),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\ufeffone\r\ntwo\rthree\u2028four\x85five\fsix", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("tab\tstays\x00\x07\x1b gone", "tab\tstays gone"),
        ("e\u0301te\u0301", "été"),
        ("in\u00advisi\u00adble soft hyphens", "invisible soft hyphens"),
        ("safe \u202egnp.exe\u202c, \u2066isolated\u2069", "safe gnp.exe, isolated"),
        ("fab\u200bri\u200cca\u200dted\u2060", "fabricated"),
        ("abc\u200d\u200c\u200d", "abc"),
        ("hidden\U000e0068\U000e0069", "hidden"),
        ("a\ufe0f\ufe01\ufe02 \ufe0f", "a\ufe0f "),
        ("half \ud83d", "half \ufffd"),
    ],
)
def test_normalise_takes_out_what_no_reader_sees(raw, clean):
    assert normalise(raw) == clean


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👧 👩👧 ❤️ 👨🏽‍⚕️ 🏳️‍🌈 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇩🇪",
        "می‌خواهم",  # Persian, with a joiner that forbids joining
        "ක්‍ෂ",  # Sinhala, with a joiner
        "ภาษา\u200bไทย",
        "שלום\u200f!",
        "Straße, naïve — “so”… 10\u00a0%",
    ],
)
def test_normalise_leaves_what_scripts_and_emoji_need(text):
    assert normalise(text) == text


@settings(deadline=None)
@given(TRICKY)
def test_normalise_is_idempotent_and_storable(text):
    clean = normalise(text)
    assert normalise(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert "\r" not in clean
    assert "\0" not in clean
    clean.encode()


def test_heaps_of_marks_are_cut_and_take_no_time():
    clean = normalise("a" + "\u0301\u0323" * 200_000)
    assert len(clean) <= 31


def test_sha256_is_of_utf8():
    assert sha256("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


def test_sentences_are_exact_within_their_block():
    text = "Head\n\n“Yes,” said Dr. Smith 💔 to Mr. Jones. They left at 5 p.m. on\nMonday! Why?  \n\nNext."
    start, end = 6, text.index("Next")
    found = [text[s:e] for s, e in sentences(text, start, end, "en")]
    assert found == ["“Yes,” said Dr. Smith 💔 to Mr. Jones.", "They left at 5 p.m. on\nMonday!", "Why?"]


def test_sentences_know_abbreviations_of_a_language():
    text = "Das gilt z. B. für Dr. Maier. Er blieb."
    assert [text[s:e] for s, e in sentences(text, 0, len(text), "de")][-1] == "Er blieb."


@settings(deadline=None)
@given(TRICKY, st.sampled_from(["en", "de", "es", "xx", "", "ja"]), st.data())
def test_sentences_are_ordered_disjoint_and_trimmed(text, language, data):
    text = normalise(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    position = start
    for first, last in sentences(text, start, end, language):
        assert position <= first < last <= end
        assert text[first:last] == text[first:last].strip()
        position = last


def test_long_blocks_are_cut_as_short_ones_and_in_time():
    text = "He said it was so. " * 5000
    assert {text[s:e] for s, e in sentences(text, 0, len(text), "en")} == {"He said it was so."}
    assert sentences("“" * 200_000, 0, 200_000, "en")[0][0] == 0


def test_every_word_is_in_a_sentence_of_real_articles():
    for path in shared("articles").glob("*.txt"):
        text = normalise(path.read_text("utf-8"))
        cut = sentences(text, 0, len(text), "en")
        assert "".join("".join(text[s:e].split()) for s, e in cut) == "".join(text.split())


def test_snapping_keeps_graphemes_whole():
    text = "x👩\u200d👧y\né̱z"
    assert snap_to_graphemes(text, 2, 3) == (1, 4)
    assert snap_to_graphemes(text, 1, 4) == (1, 4)
    assert snap_to_graphemes(text, 3, 3) == (1, 4)
    assert snap_to_graphemes(text, 4, 4) == (4, 4)
    assert snap_to_graphemes(text, 0, len(text)) == (0, len(text))


def test_two_emoji_without_a_joiner_are_two():
    text = "2. 👩👧 Mother"
    assert snap_to_graphemes(text, 3, 4) == (3, 4)
    assert grapheme_boundaries("👩👧") == [0, 1, 2]
    assert grapheme_boundaries("a👩\u200d👧b", 1, 4) == [1, 4]


@settings(deadline=None)
@given(TRICKY, st.data())
def test_snapping_ends_on_boundaries_and_covers(text, data):
    text = normalise(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = snap_to_graphemes(text, start, end)
    assert first <= start
    assert end <= last
    boundaries = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    assert {first, last} <= boundaries
    assert snap_to_graphemes(text, first, last) == (first, last)


def test_nearly_same_texts_resemble_each_other():
    words = [f"word{number} of{number % 7}" for number in range(400)]
    one, other = " ".join(words), " ".join([*words[:200], "changed", *words[201:]])
    assert resemblance(shingles(one), shingles(other)) > 0.9
    assert set(fingerprint(one)) & set(fingerprint(other))
    assert resemblance(shingles(one), shingles(one.upper() + "!")) == 1
    assert resemblance(shingles(one), shingles(" ".join(reversed(words)))) < 0.1


def test_short_and_unspaced_texts_have_shingles():
    assert len(shingles("two words")) == 1
    assert len(shingles("東京は日本の首都です")) > 3
    assert shingles("") == frozenset()
    assert resemblance(shingles(""), shingles("")) == 0


@settings(deadline=None)
@given(st.text(max_size=60))
def test_fingerprint_is_ordered_and_fits_a_signed_column(text):
    numbers = fingerprint(text)
    assert list(numbers) == sorted(set(numbers))
    assert all(0 <= number < 2**63 for number in numbers)


def test_a_block_shows_its_words_without_the_lines_around():
    text = "\n  Hello.\n\n"
    block = Block(BlockKind.PARAGRAPH, 0, len(text))
    assert block.content(text) == "Hello."
    assert block.content_span(text) == (3, 9)
    assert Block(BlockKind.PARAGRAPH, 0, 1).content_span(text) == (0, 0)
