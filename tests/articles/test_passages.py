"""By which words a passage is found."""

from hypothesis import given
from hypothesis import strategies as st

from articles.passages import SENTENCES, TERMS, passages_of, terms_of


def shared(one: str, other: str, language: str = "en") -> int:
    return len(set(terms_of(one, language, 8)) & set(terms_of(other, language, 8)))


def test_figures_and_names_come_before_other_words():
    terms = terms_of("The ferry of Skarvholm carried 300417 passengers to the harbour in the evening", "en", 2)
    assert set(terms) == set(terms_of("Skarvholm 300417", "en", 2))


def test_small_change_says_nothing():
    assert terms_of("It is what they have been for all of us", "en", 6) == ()
    assert terms_of("No lo sé, pero así es", "es", 6) == ()
    assert terms_of("", "en", 6) == ()


def test_case_accents_and_endings_make_no_difference():
    assert shared("Tessa Ía’s ferries", "the FERRY of Tessa Ia") == 2


def test_a_passage_is_found_by_what_another_says_too():
    assert shared("Emiliano Zurita plays Samuel", "Main cast: Emiliano Zurita as Leo, the father") >= 2
    assert shared("The bridge cost 12 million euros", "It rained in the valley all week") == 0


def test_only_sentences_that_say_something_are_kept():
    text = "It was. The ferry of Skarvholm carried 300 passengers. No."
    spans = [(0, 7), (8, 54), (55, 58)]
    [(span, terms)] = passages_of(text, spans, "en")
    assert span == (8, 54)
    assert 3 <= len(terms) <= TERMS


def test_of_a_long_text_the_beginning_is_kept():
    sentence = "Ferry Skarvholm passengers. "
    spans = [(n * len(sentence), (n + 1) * len(sentence) - 1) for n in range(SENTENCES + 5)]
    assert len(passages_of(sentence * (SENTENCES + 5), spans, "en")) == SENTENCES


@given(st.text(max_size=300), st.sampled_from(["en", "es", "de", "", "zh"]))
def test_any_words(words, language):
    terms = terms_of(words, language, 6)
    assert len(terms) == len(set(terms)) <= 6
    assert all(0 <= term < 2**63 for term in terms)
    assert terms_of(words, language, 6) == terms
