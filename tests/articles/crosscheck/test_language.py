import pytest

from articles.crosscheck.language import LONGEST_SENTENCE, guess, sentences


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("The council said that it was not for the city to pay.", "en"),
        ("El ayuntamiento dijo que no era de su competencia y que lo iba a estudiar.", "es"),
        ("Der Rat sagte, dass die Stadt das nicht bezahlen müsse, und vertagte sich.", "und"),
        ("市議会は支払いを拒否した。", "und"),
        ("", "und"),
    ],
)
def test_guess(text, tongue):
    assert guess(text) == tongue


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("Dr. Ana Ruiz left. So did J. Peters.", ["Dr. Ana Ruiz left.", "So did J. Peters."]),
        ("It cost 2.5 million. Then 3.", ["It cost 2.5 million.", "Then 3."]),
        ("“We won.” She left.", ["“We won.”", "She left."]),
        ("A line\nand another. ¿Y qué? Nada.", ["A line", "and another.", "¿Y qué?", "Nada."]),
    ],
)
def test_sentences(text, expected):
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_what_never_ends_is_cut():
    text = "word " * 1_000
    assert all(end - start <= LONGEST_SENTENCE for start, end in sentences(text))
