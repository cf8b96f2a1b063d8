from hypothesis import given
from hypothesis import strategies as st

from reviews.core.folding import FoldedText

texts = st.lists(st.sampled_from([*"ab1 .,'’“”—-–\n\u00a0\u00ad…é", "👩‍👧"]), max_size=40).map("".join)


def test_texts_that_differ_in_typography_only_fold_alike():
    typed = FoldedText('He called it "brutal" - 1990-95 ... isn\'t\nit?')
    printed = FoldedText("He called it “brutal” — 1990–95\u00a0… isn’t  it?\u200b")
    assert typed.folded == printed.folded == 'He called it "brutal"-1990-95 ... isn\'t it?'


def test_a_place_goes_there_and_back():
    text = FoldedText("one … “two”  three")
    start, end = text.fold(6, 11)
    assert text.folded[start:end] == '"two"'
    assert text.unfold(start, end) == (6, 11)


def test_space_at_the_ends_of_a_place_is_left_out():
    text = FoldedText("one  two  ")
    assert text.unfold(*text.fold(3, 10)) == (5, 8)
    start, end = text.fold(3, 5)
    assert start == end


def test_tokens_are_words_figures_and_graphemes():
    text = FoldedText("It isn’t 3.1 % of 1,000: 👩‍👧!")
    assert [token.form for token in text.tokens] == ["It", "isn't", "3.1", "%", "of", "1,000", ":", "👩‍👧", "!"]
    assert [token.form for token in text.tokens if token.is_word] == ["It", "isn't", "3.1", "of", "1,000"]


def test_sentences_end_at_signs_and_lines_not_in_figures():
    text = FoldedText("It cost 3.1 million. “Why?” he asked\nA heading\nThe end")
    said = [" ".join(token.form for token in text.tokens[s.start : s.stop]) for s in text.sentences]
    assert said == ["It cost 3.1 million .", '" Why ? "', "he asked", "A heading", "The end"]


@given(texts)
def test_every_token_has_its_place_in_the_text(text):
    folded = FoldedText(text)
    assert [i for sentence in folded.sentences for i in sentence] == list(range(len(folded.tokens)))
    for i, token in enumerate(folded.tokens):
        start, end = folded.unfold(token.start, token.end)
        assert 0 <= start < end <= len(text)
        assert FoldedText(text[start:end]).folded.strip() == token.form
        assert i in folded.tokens_at(token.start, token.end)
