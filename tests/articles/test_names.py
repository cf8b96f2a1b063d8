import pytest

from articles.names import Names, folded


def runs(text: str, language: str = "en") -> list[str]:
    names = Names(text, [(0, len(text))], language)
    return [text[run[0].start : run[-1].bare_end] for run in names.runs(0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Ana Ruiz’s brother in New York.", ["Ana Ruiz", "New York"]),
        ("He reads The New Yorker at Levi’s.", ["The New Yorker", "Levi"]),
        ("They saw J. K. Peters and Dr. Ortiz.", ["J. K. Peters", "Dr. Ortiz"]),
        ("It is Dance of the Forty-One, she said.", ["Dance of the Forty-One"]),
        ("An ex-Mossad agent came.", ["ex-Mossad"]),
        ("Yesterday nobody came.", []),
    ],
)
def test_runs(text, expected):
    assert runs(text) == expected


def test_spanish_small_words_join():
    assert runs("Vimos a Juan de la Cruz en Arcos de la Sierra.", "es") == ["Juan de la Cruz", "Arcos de la Sierra"]


def test_a_first_word_that_is_also_written_small_is_no_name():
    text = "Trust is good. We need trust. Marta came. We saw Marta."
    spans = [(0, 14), (15, 29), (30, 41), (42, 55)]
    names = Names(text, spans, "en")
    assert [[word.text for word in run] for n in range(4) for run in names.runs(n)] == [["Marta"], ["Marta"]]


@pytest.mark.parametrize(("word", "expected"), [("Ía’s", "ia"), ("LEÓN", "leon"), ("Dickens’", "dickens"), ("ß", "ss")])
def test_folded(word, expected):
    assert folded(word) == expected
