import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.core.anchoring import Carried, CarriedState, carry
from reviews.core.folding import FoldedText
from tests.shared import shared

SERIES = "The series premiered on 15 October. It has five parts. Its author met the producers twice."


def carried(old, new, quote, occurrence=0):
    start = -1
    for _ in range(occurrence + 1):
        start = old.index(quote, start + 1)
    found = carry(old, new, start, start + len(quote))
    return str(found.state), None if found.start is None else new[found.start : found.end]


def test_every_shared_case():
    cases = json.loads(shared("anchoring/cases.json").read_text(encoding="utf-8"))["cases"]
    for case in cases:
        found = carried(case["old"], case["new"], case["quote"], case.get("occurrence", 0))
        assert found == (case["state"], case["at"]), case["name"]


@pytest.mark.parametrize(
    ("new", "quote", "expected"),
    [
        # The same words, wherever.
        (SERIES.replace(" It", "\n\nIt"), "five parts", ("kept", "five parts")),
        (SERIES.replace("five parts", "five\u00a0parts"), "five parts", ("kept", "five\u00a0parts")),
        (SERIES + " It was filmed in Mexico.", "five parts", ("kept", "five parts")),
        ("It has five parts. The series premiered on 15 October.", "five parts", ("moved", "five parts")),
        ("Its author met the producers twice.\n\n" + SERIES[:54], "five parts", ("moved", "five parts")),
        # Other words: figures, dates, names, negations, and when the sentence moves besides.
        (SERIES.replace("five", "six"), "five parts", ("changed", "six parts")),
        (SERIES.replace("15", "16"), "15 October", ("changed", "16 October")),
        (SERIES.replace("15", "16"), "15", ("changed", "16")),
        (SERIES.replace("met", "never met"), "Its author met", ("changed", "Its author never met")),
        (SERIES.replace("has", "hasn’t"), "It has five", ("changed", "It hasn’t five")),
        ("It has six parts. The series premiered on 15 October.", "five parts", ("changed", "six parts")),
        (
            SERIES.replace("twice", "twice in Mexico City"),
            "the producers twice.",
            ("changed", "the producers twice in Mexico City."),
        ),
        # A negation right before or after the quote turns it round as well.
        (SERIES.replace("met", "never met"), "met the producers", ("changed", "met the producers")),
        (SERIES.replace("has", "does not have"), "five parts", ("changed", "five parts")),
        # Gone, whatever else is there.
        ("Everything else is new here.", "five parts", ("orphaned", None)),
        (SERIES.replace("It has five parts. ", ""), "five parts", ("orphaned", None)),
        (SERIES.replace(" twice", ""), "twice", ("orphaned", None)),
        ("", "five parts", ("orphaned", None)),
    ],
)
def test_what_becomes_of_a_passage(new, quote, expected):
    assert carried(SERIES, new, quote) == expected


def test_a_lookalike_of_another_sentence_is_never_ours():
    old = "Paris recorded 12 deaths. Lyon recorded 15 deaths."
    assert carried(old, "Lyon recorded 16 deaths.", "Paris recorded 12 deaths.") == ("orphaned", None)
    assert carried(old, "Lyon recorded 16 deaths.", "Lyon recorded 15 deaths.") == (
        "changed",
        "Lyon recorded 16 deaths.",
    )


def test_the_same_words_said_of_another_are_not_silently_ours():
    old = "Lyon alone recorded 12 deaths in March."
    new = "Lyon alone recorded 15 deaths in March. Elsewhere in France, Paris had 12 deaths."
    assert carried(old, new, "12 deaths") == ("changed", "15 deaths")


def test_a_repeated_phrase_whose_sentence_went_is_not_taken_for_its_twin():
    old = "Paris recorded 12 deaths. Lyon recorded 12 deaths."
    new = "Lyon recorded 12 deaths."
    assert carried(old, new, "12 deaths", occurrence=0) == ("orphaned", None)
    assert carried(old, new, "12 deaths", occurrence=1) == ("moved", "12 deaths")


def test_one_place_that_two_passages_could_have_become_is_ambiguous():
    assert carried("She said no. He said no.", "They said no.", "said no", occurrence=1) == ("ambiguous", None)


@pytest.mark.parametrize("new", ["It has 3.1 parts.", "It has 13 parts.", "It has x3 parts."])
def test_a_figure_never_lands_inside_another(new):
    state, at = carried("It has 3 parts.", new, "3")
    assert state == "changed"
    assert at == new.split()[2]


def test_a_place_never_ends_inside_a_grapheme():
    assert carried("Look 👩 there.", "Look 👩‍👧 there.", "Look 👩") == ("changed", "Look 👩‍👧")


def test_part_of_a_word_stays_part_of_that_word():
    assert carried("A rewritten draft.", "Here: A rewritten draft.", "written") == ("moved", "written")
    assert carried("A rewritten draft.", "A written draft.", "written") == ("changed", "written")


def test_a_quote_over_several_sentences_is_followed_through_a_change_in_one():
    new = SERIES.replace("five", "six")
    assert carried(SERIES, new, "on 15 October. It has five parts") == ("changed", "on 15 October. It has six parts")


def test_a_quote_of_nothing_but_space_is_nowhere():
    assert carry("a  b", "a  b", 1, 3) == Carried(CarriedState.ORPHANED)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (0, 99)])
def test_a_span_outside_the_old_text_is_refused(start, end):
    with pytest.raises(ValueError, match="outside a text"):
        carry("short", "short", start, end)


words = st.lists(
    st.sampled_from(["no", "Ada", "3.1", "met", "never", "“so”", "—", ".", "?", "\n", "👩‍👧"]), min_size=1, max_size=14
)


@st.composite
def passages(draw):
    text = " ".join(draw(words))
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@given(passages())
def test_in_the_same_text_everything_is_kept_where_it_was(passage):
    text, start, end = passage
    found = carry(text, text, start, end)
    quote = text[start:end]
    if quote.strip():
        assert found.state is CarriedState.KEPT
        assert text[found.start : found.end].strip() == quote.strip()


def folded(text, start, end):
    whole = FoldedText(text)
    return whole.folded[slice(*whole.fold(start, end))]


@given(passages(), words)
def test_what_is_kept_or_moved_is_word_for_word_the_same(passage, other):
    text, start, end = passage
    new = " ".join(other)
    found = carry(text, new, start, end)
    if found.state in {CarriedState.KEPT, CarriedState.MOVED}:
        assert folded(new, found.start, found.end) == folded(text, start, end)
    elif found.state is not CarriedState.CHANGED:
        assert found.start is None


def test_hundreds_of_passages_of_a_long_article_take_no_time():
    sentences = [f"On day {i} the council of district {i % 17} heard {i * 3} witnesses." for i in range(1_500)]
    old = " ".join(sentences)
    new = " ".join(s.replace("heard", "met") if i % 50 == 0 else s for i, s in enumerate(sentences) if i % 97)
    began = time.perf_counter()
    states = [carried(old, new, sentence)[0] for sentence in sentences[:200]]
    assert time.perf_counter() - began < 5
    assert states[1] == "moved"
    assert states[50] == "changed"
    assert states[97] == "orphaned"
