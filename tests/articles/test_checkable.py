import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.checkable import Checkable, checkable
from tests.shared import shared

ARTICLES = [
    "000_37e3798c26010a01.txt",
    "001_551623f32b0bddd7.txt",
    "002_fdf103a299a980f3.txt",
    "003_c9323461c705be5f.txt",
]

NEWS = (
    "A freight train derailed outside Lindau on Tuesday morning, injuring 14 people. "
    "The operator, Nordbahn AG, said the brakes had been checked on March 3. "
    "Nobody likes to wait. "
    "“We heard a bang and then everything went dark,” said Petra Hollis, a passenger. "
    "It was the worst accident on the line since 1987. "
    "What happens next? "
    "Repairs cost more than €2.5 million in the last case. "
    "Life goes on."
)
NOTICIA = (
    "El alcalde de Burgos, Julián Ferrer, anunció el 3 de marzo de 2024 la compra de 25 autobuses. "
    "Según la oposición, el contrato cuesta el doble de lo previsto. "
    "«No firmaré ese documento bajo ninguna circunstancia», dijo la concejala Marta Ruiz. "
    "Es la mayor inversión desde 1998. "
    "Hace mucho frío. "
    "La vida sigue como siempre."
)


def split(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Cut into lines, lines into sentences: good enough to test with."""
    found = []
    for line in re.finditer(r"[^\n]+", text):
        begin = line.start()
        for gap in re.finditer(r"(?<=[.!?])\s+|$", line[0]):
            end = line.start() + gap.start()
            if end > begin >= start:
                found.append((begin, end))
            begin = line.start() + gap.end()
    return found


def proper(text: str) -> list[tuple[int, int]]:
    """Leave out what looks like a heading, as callers do."""
    headings = {line.start() for line in re.finditer(r"[^\n]+", text) if not re.search(r"[.!?:;”\"]\s*$", line[0])}
    lines = sorted(headings)
    return [(start, end) for start, end in split(text) if not any(h <= start <= text.find("\n", h) for h in lines)]


def said(text: str, found: list[Checkable]) -> list[str]:
    return [text[item.start : item.end] for item in found]


def kinds(text: str, language: str = "en") -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for item in checkable(text, split(text), language=language):
        for why in item.why:
            out.setdefault(why.kind, []).append(text[why.start : why.end])
    return out


def test_a_short_news_item_yields_its_facts_and_not_its_filler():
    found = said(NEWS, checkable(NEWS, split(NEWS)))
    assert len(found) == 5
    assert not {"Nobody likes to wait.", "What happens next?", "Life goes on."} & set(found)


def test_says_which_words_made_it_so():
    why = kinds(NEWS)
    assert "Tuesday" in why["date"]
    assert "March 3" in why["date"]
    assert "1987" in why["date"]
    assert "14" in why["figure"]
    assert "€2.5" in why["figure"]
    assert "Lindau" in why["name"]
    assert "Petra Hollis" in why["name"]
    assert "“We heard a bang and then everything went dark,”" in why["quotation"]
    assert why["attribution"] == ["said", "said"]
    assert why["superlative"] == ["the worst", "the last"]
    assert why["comparison"] == ["more than"]


def test_spanish():
    found = said(NOTICIA, checkable(NOTICIA, split(NOTICIA), language="es"))
    assert len(found) == 4
    why = kinds(NOTICIA, "es")
    assert why["date"] == ["3 de marzo de 2024", "1998"]
    assert why["name"] == ["Burgos", "Julián Ferrer", "Marta Ruiz"]
    assert why["figure"] == ["25"]
    assert why["attribution"] == ["anunció", "Según", "dijo"]
    assert why["superlative"] == ["la mayor"]
    assert why["comparison"] == ["el doble de"]


def test_languages_without_words_of_their_own_still_have_figures_names_and_quotations():
    text = "Am 3.4.2021 zahlte Anna Krüger 300 Euro. „Das war viel zu viel Geld“, meinte sie. Es regnete."
    found = said(text, checkable(text, [(0, 40), (41, 82), (83, 93)], language="de"))
    assert len(found) == 2


@pytest.mark.parametrize(
    "sentence", ["Could Maria Lopez really have paid 40 euros?", "You may pay Maria Lopez 40 euros."]
)
def test_questions_and_advice_count_less_than_statements(sentence):
    plain = "Yes, Maria Lopez has really paid 40 euros."
    assert checkable(sentence, split(sentence))[0].score < checkable(plain, split(plain))[0].score


def test_a_name_on_every_lip_says_less_than_a_new_one():
    text = "We saw Ottokar. " * 12 + "We saw Ludmilla."
    assert said(text, checkable(text, split(text))) == ["We saw Ludmilla."]


@pytest.mark.parametrize("name", ARTICLES)
def test_of_each_shared_article_between_15_and_45_sentences(name):
    text = shared("articles").joinpath(name).read_text(encoding="utf-8")
    sentences = proper(text)
    found = checkable(text, sentences)
    print(f"{name}: {len(found)} of {len(sentences)} sentences")  # noqa: T201 the number is what one wants to read
    assert 15 <= len(found) <= 45
    assert len(found) < len(sentences) / 2


#: Words of sentences that a person would check before any other, by article.
STRONGEST = {
    ARTICLES[0]: [
        "37 countries — has captivated",
        "Inspired by Tamara Trottner",
        "Tessa Ía (Narcos",
        "played by Tessa Ía",
        "Backdrop: The elite Jewish community",
        "were abducted by their father in 1968",
        "France, Italy, South Africa, and Israel",
        "Leisurebyte calls it",
        "EscribiendoCine says",
        "Screen Rant commends",
        "Valeria Goldberg, a young mother",
    ],
    ARTICLES[1]: [
        "Based on the memoir Nadie",
        "premiere on October 15",
        "led by showrunner and director Alejandro Lozano",
        "plays Samuel, Valeria’s husband",
        "appears as León",
        "Gustavo Bassani as Isaac",
        "Judy Moncada in Narcos",
        "Eli and Sofi",
        "one of the largest Jewish populations",
        "global Top 10",
    ],
    ARTICLES[2]: [
        "five-episode Mexican thriller",
        "Valeria, a young mother in 1960s Mexico City",
        "Tessa Ia delivers",
        "Emiliano Zurita embodies Leo",
        "ex-Mossad agent",
        "dozens of countries",
    ],
    ARTICLES[3]: [
        "led by the powerhouse Kevin Hart",
        "article written by Nathan Heller",
        "follows two sisters",
        "Dorothy Arnold, the socialite who vanished in 1910",
        "including Kevin Hart’s Hartbeat",
        "Upper East Side in 2023",
        "According to various law enforcement experts",
    ],
}


@pytest.mark.parametrize("name", ARTICLES)
def test_the_strongest_of_each_shared_article_are_found(name):
    text = shared("articles").joinpath(name).read_text(encoding="utf-8").replace("'", "’")
    found = said(text, checkable(text, proper(text)))
    missing = [words for words in STRONGEST[name] if not any(words in sentence for sentence in found)]
    assert not missing


def test_limit_keeps_the_strongest_in_the_order_of_the_text():
    everything = checkable(NEWS, split(NEWS))
    best = checkable(NEWS, split(NEWS), limit=2)
    assert len(best) == 2
    assert best == sorted(best, key=lambda item: item.start)
    assert {item.score for item in best} == set(sorted((item.score for item in everything), reverse=True)[:2])
    assert checkable(NEWS, split(NEWS), limit=0) == []


def test_nothing_in_nothing():
    assert checkable("", []) == []
    assert checkable("   ", [(0, 3), (1, 1)]) == []


@pytest.mark.parametrize("span", [(-1, 2), (3, 2), (0, 99)])
def test_a_sentence_outside_the_text_is_refused(span):
    with pytest.raises(ValueError, match="outside the text"):
        checkable("Four words stand here.", [span])


PIECES = st.sampled_from(
    [
        "2024 ",
        "Ana López ",
        "“said ",
        "” ",
        '"',
        "said ",
        "👩‍👧 ",
        "最大的 ",
        "١٢٣ ",
        "שלום ",
        "e\u0301",
        "May 3. ",
        "\n",
        "más de ",
        "’",
        "½",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))


@settings(derandomize=True, max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["en", "es", "zh", "", "ES-mx"]), st.none() | st.integers(0, 5))
def test_any_text(text, language, limit):
    sentences = split(text)
    found = checkable(text, sentences, language=language, limit=limit)
    intervals = [(item.start, item.end) for item in found]
    kept = iter(sentences)
    assert all(interval in kept for interval in intervals)  # a subset, in order
    assert limit is None or len(found) <= limit
    for item in found:
        assert 0 < item.score <= 1
        assert item.why
        assert all(item.start <= why.start < why.end <= item.end for why in item.why)
    assert found == checkable(text, sentences, language=language, limit=limit)


def test_time_grows_with_the_text_and_no_faster():
    def seconds(times: int) -> float:
        text = (NEWS + "\n") * times + '"' * 20 * times + "A" * 50 * times + " The Of" * 20 * times
        sentences = split(text)
        start = time.process_time()
        checkable(text, sentences)
        return time.process_time() - start

    seconds(10)
    assert min(seconds(400) for _ in range(3)) < 10 * min(seconds(100) for _ in range(3))


def test_one_endless_sentence_takes_no_longer_than_many():
    text = "On May 3 Ana López paid 40 euros more than “you said” and " * 4000
    start = time.process_time()
    found = checkable(text, [(0, len(text))])
    assert time.process_time() - start < 5
    assert len(found[0].why) > 20_000
