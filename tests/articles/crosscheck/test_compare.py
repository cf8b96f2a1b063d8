import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.crosscheck import Conflict, Topic, compare, compare_extracts, conflicts, extract
from tests.articles.crosscheck.scoring import story


def clashes(*texts: str) -> list[Conflict]:
    return [conflict for _, conflict in conflicts(compare({f"t{n}": text for n, text in enumerate(texts)}))]


def said(conflict: Conflict) -> list[str]:
    return sorted(side.words for side in conflict.sides)


def labels(topics: list[Topic]) -> set[str]:
    return {topic.label for topic in topics}


PLAYS = [
    "Ana Torres plays Clara in the new film. It opens the festival.",
    "In the new film, Clara (played by Ana Torres) opens a shop.",
    "The cast is small: Ana Torres as Clara, Luis Prado as Bruno.",
    "Ana Torres, known for Marea Alta, stars as Clara in the new film.",
    "Ana Torres interpreta a Clara en la nueva película. La película abre el festival.",
    "En la película, Ana Torres da vida a Clara. El estreno es en el festival.",
    "Ana Torres es Clara, la madre, y Luis Prado es Bruno, el vecino. Se estrenó en Lisboa.",
]


@pytest.mark.parametrize("sentence", PLAYS)
def test_a_part_given_to_another_character(sentence):
    other = "Ana Torres plays Julia in the new film, which was shot in Lisbon."
    found = [conflict for conflict in clashes(sentence, other) if conflict.aspect == "role"]
    assert ["Clara", "Julia"] in [said(conflict) for conflict in found]


KIN = [
    ("Maria’s husband, Otto, left at dawn.", "Maria’s husband, Emil, left at dawn."),
    ("It was Otto, Maria’s husband, who left.", "They say that Maria called her husband, Emil, at dawn."),
    ("Then Otto, the husband of Maria, left.", "By then Emil, Maria’s late husband, was gone."),
    ("El esposo de Maria, Otto, salió al alba.", "Según la policía, Emil, esposo de Maria, salió al alba."),
]


@pytest.mark.parametrize(("one", "other"), KIN)
def test_another_husband(one, other):
    assert any(said(c) == ["Emil", "Otto"] and c.aspect == "relation" for c in clashes(one, other))


CHILDREN = [
    "It follows Maria Sanz, who lives on the island of Brevik with her husband and her two children, Eva and Tom.",
    "In the film Maria Sanz has a daughter and a son, Eva and Tom. It rained.",
]


@pytest.mark.parametrize("sentence", CHILDREN)
def test_other_children_though_one_is_called_the_same(sentence):
    other = "Maria Sanz and her children, Ida and Tom, left at dawn."
    assert any(said(c) == ["Eva, Tom", "Ida, Tom"] and "Maria Sanz" in c.about for c in clashes(sentence, other))


def test_the_husband_of_a_part_is_not_that_of_the_actress():
    topics = compare(
        {
            "one": "Ana Torres plays her husband Otto, and Luis Prado his father Emil, in the film.",
            "two": "In the film Ana Torres, as her husband Otto, has the harder task of the two.",
        }
    )
    assert not any("husband" in found.about for topic in topics for found in topic.corroborations)


FIGURES = [
    ("The storm killed 14 people in the valley.", "In the valley 19 people died in the storm."),
    ("The bridge cost $40 million.", "The city spent $55 million on the bridge. The bridge cost $55 million."),
    ("El incendio dejó 12 heridos en la fábrica.", "The factory fire left 17 people injured."),
    ("The school has 420 pupils.", "The school had 510 pupils."),
]


@pytest.mark.parametrize(("one", "other"), FIGURES)
def test_another_figure(one, other):
    assert any(conflict.aspect == "figure" for conflict in clashes(one, other))


NO_CONFLICT = {
    "about is about": ("The storm killed about 14 people.", "The storm killed 15 people."),
    "at least": ("At least 14 people died in the storm.", "The storm killed 22 people."),
    "more than": ("The storm killed more than a dozen people.", "The storm killed 22 people."),
    "dead and injured": ("The storm killed 14 people.", "The storm injured 30 people."),
    "another year": ("In 2011 the storm killed 14 people.", "In 2018 the storm killed 30 people."),
    "earlier count": ("The storm killed 22 people.", "The storm killed 22 people, up from 14 on Monday."),
    "units": ("The road is 100 kilometres long.", "The road is 62 miles long."),
    "scale": ("The bridge cost $2.5 million.", "The bridge cost $2,500,000."),
    "accents": ("José Pérez won the race.", "Jose Perez won the race."),
    "date and date": ("The film opened on October 15.", "The film opened on 15 October 2025."),
    "date within": ("The film opened in October 2025.", "The film opened on October 15."),
    "idioma": ("La película se estrenó el 15 de octubre.", "The film was released on October 15."),
    "short name": ("Ana Torres plays Clara Voss.", "Torres stars as Clara. Ana Torres is 40."),
    "two people": ("Ana Torres, 40, won.", "Her sister Rosa Torres, 35, lost. Ana Torres won."),
    "place within": ("The firm is based in Mexico City.", "The firm is based in Mexico."),
    "whole ones": ("The series has seven episodes in all.", "The theft takes two whole episodes of the series."),
    "to follow us": ("The film follows Ana Torres at sea.", "Do not forget to follow Clara Voss for more of the film."),
    "two tasks": ("Director Ana Torres shot the film.", "Showrunner Clara Voss wrote the film."),
    "number of a paper": ("The case of 1981 was about a theft.", "It was case 114 of 1972, a case about a theft."),
    "one text alone": ("The Tin Ship sails. What Is The Tin Ship About? TitleThe Tin Ship sails.", "The Tin Ship won."),
    "former and next": ("Karl Voss, the former mayor, wept.", "The new mayor, Ada Lund, smiled."),
}


@pytest.mark.parametrize("what", NO_CONFLICT)
def test_only_looks_like_a_contradiction(what):
    assert clashes(*NO_CONFLICT[what]) == []


def test_two_people_of_one_surname_are_two_topics():
    one = "Ana Torres spoke first. Then Rosa Torres spoke."
    assert {"Ana Torres", "Rosa Torres"} <= labels(compare({"a": one, "b": one.replace("spoke", "sang")}))


def test_possessives_accents_and_short_forms_are_one_topic():
    topics = compare({"a": "Tessa Ía’s brother met Tessa Ía.", "b": "They saw Tessa Ia. Later Ia left."})
    [topic] = [topic for topic in topics if topic.kind == "name"]
    assert len(topic.mentions) == 4


def test_a_name_spelt_two_ways_is_one_topic_with_a_conflict():
    found = compare({"a": "They met Catherine Holt on the pier.", "b": "The pier is where Katherine Holt works."})
    # The first letter differs too, but nothing else does.
    assert [conflict.aspect for _, conflict in conflicts(found)] == ["name"]


def test_intervals_are_those_of_the_words():
    texts, _ = story("company")
    for topic in compare(texts):
        mentions = [*topic.mentions, *(m for c in topic.conflicts for side in c.sides for m in side.mentions)]
        for mention in mentions:
            start, end = mention.sentence
            assert 0 <= start <= mention.start < mention.end <= end <= len(texts[mention.text])
        for conflict in topic.conflicts:
            assert 0 < conflict.strength <= 1
            assert len(conflict.sides) > 1


def test_the_order_of_the_texts_changes_nothing_that_is_said():
    texts, _ = story("election")
    there, back = compare(texts), compare(dict(reversed(texts.items())))
    assert {(c.about, round(c.strength, 2)) for _, c in conflicts(there)} == {
        (c.about, round(c.strength, 2)) for _, c in conflicts(back)
    }


def test_what_was_read_before_need_not_be_read_again():
    texts, _ = story("accident")
    extracts = {key: extract(text) for key, text in texts.items()}
    assert compare_extracts(extracts) == compare(texts)


def test_sentences_left_out_are_not_compared():
    text = "Ana Torres plays Clara. Ana Torres plays Julia."
    kept = [(0, 23)]
    extracts = {"a": extract(text, kept, language="en"), "b": extract("Ana Torres plays Clara in it.", language="en")}
    assert conflicts(compare_extracts(extracts)) == []
    extracts["a"] = extract(text, [(24, 47)], language="en")
    assert conflicts(compare_extracts(extracts))


def test_one_publication_corroborates_nothing():
    texts = {"a": "The school has 420 pupils.", "b": "There are 420 pupils at the school."}
    assert any(topic.corroborations for topic in compare(texts))
    assert not any(topic.corroborations for topic in compare(texts, publications={"a": "x", "b": "x"}))


@pytest.mark.parametrize(
    "texts", [{}, {"a": "Ana Torres plays Clara."}, {"a": "", "b": ""}, {"a": "", "b": "Ana Torres."}]
)
def test_too_little_to_compare(texts):
    assert compare(texts) == []


FOREIGN = [
    "大阪の列車事故で14人が死亡した。警察は原因を調べている。",
    "В аварии поезда под Омском погибли 14 человек. Причина неизвестна.",
    "قُتل 14 شخصا في حادث القطار يوم الثلاثاء.",
    "תאונת הרכבת גבתה 14 הרוגים.",
    "Bei dem Zugunglück in Lindau starben 14 Menschen. Petra Hollis sah es.",
    "오사카 열차 사고로 14명이 숨졌다.",
    "Wypadek pociągu w Lublinie: 14 ofiar. Anna Nowak widziała wszystko.",
    "रेल दुर्घटना में 14 लोगों की मौत हो गई।",
]


def test_many_languages_at_once():
    texts = {f"l{n}": FOREIGN[n % len(FOREIGN)] + f" {n}" for n in range(40)}
    for topic in compare(texts):
        assert len({mention.text for mention in topic.mentions}) > 1


PIECES = st.sampled_from(
    ["Ana Torres ", "plays ", "Clara ", "Julia ", "’s husband, ", "said ", "14 people ", "19 ", "died ", "on May 3 ",
     "in 2020 ", ". ", "“", "”", ", ", "\n", "👩‍👧 ", "based on ", "a novel by ", "الثلاثاء ", "e\u0301", "mayor ", "(",
     ")", "más de ", "@1 ", "#2 "]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_any_texts(texts):
    named = {f"t{n}": text for n, text in enumerate(texts)}
    for topic in compare(named):
        assert len({mention.text for mention in topic.mentions}) > 1
        for mention in topic.mentions:
            start, end = mention.sentence
            assert 0 <= start <= mention.start < mention.end <= end <= len(named[mention.text])


def test_a_very_long_text_comes_to_an_end():
    texts, _ = story("company")
    sentence = "The village of Aldham has 300 houses, said Peter Brandt on Monday. "
    long = texts["ledger"] + "\n" + sentence * (60_000 // len(sentence.split()))
    assert conflicts(compare({"long": long, "short": texts["techsite"]}))


STRAINS = {
    "quotation marks": "“" * 20_000,
    "one name": "Ana Ruiz " * 20_000,
    "many names": " ".join(f"Ana R{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}iz Smith," for n in range(20_000)),
    "figures": "1 " * 20_000,
    "brackets": "( Ana " * 20_000,
    "one quotation": "“We have waited long enough for this,” said Ana Ruiz. " * 5_000,
    "kin": "her husband, his wife, " * 5_000,
    "no space": "a" * 100_000,
    "dates": "May 3, 2020 " * 10_000,
}


@pytest.mark.parametrize("what", STRAINS)
def test_what_strains_the_patterns_comes_to_an_end(what):
    start = time.process_time()
    compare({"a": STRAINS[what], "b": STRAINS[what] + " Ana Ruiz."})
    assert time.process_time() - start < 20


def test_a_conflict_keeps_its_key_when_another_text_joins():
    texts, _ = story("company")
    few = {key: texts[key] for key in ("ledger", "techsite")}
    more = few | {"bulletin": texts["bulletin"]}
    before = {c.key for _, c in conflicts(compare(few)) if c.about == "headquarters"}
    after = {c.key for _, c in conflicts(compare(more)) if c.about == "headquarters"}
    assert before
    assert before == after
