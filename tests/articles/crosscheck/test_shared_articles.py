"""The four articles about one series, which cannot all be right."""

import pytest

from articles.crosscheck import Conflict, Corroboration, Topic, compare, conflicts
from tests.shared import shared

KEYS = {
    "insight": "000_37e3798c26010a01.txt",
    "complete": "001_551623f32b0bddd7.txt",
    "binge": "002_fdf103a299a980f3.txt",
    "elite": "003_c9323461c705be5f.txt",
}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {key: shared("articles").joinpath(name).read_text(encoding="utf-8") for key, name in KEYS.items()}


@pytest.fixture(scope="module")
def topics(texts: dict[str, str]) -> list[Topic]:
    return compare(texts)


def sides(conflict: Conflict) -> list[tuple[set[str], str]]:
    return [(set(side.texts), side.words) for side in conflict.sides]


def has(found: list[tuple[set[str], str]], texts: set[str], words: str) -> bool:
    return any(texts <= keys and words in said for keys, said in found)


#: Contradictions with what each side says; the first three must be among the first twenty.
KNOWN = {
    "whom Zurita plays": [({"insight", "binge"}, "Leo"), ({"complete"}, "Samuel")],
    "whom Bernal plays": [({"insight"}, "Samuel"), ({"complete"}, "León")],
    "what the series rests on": [({"insight", "complete"}, "Tamara Trottner"), ({"elite"}, "Nathan Heller")],
    "who is Valeria's husband": [({"insight", "binge"}, "Leo"), ({"complete"}, "Samuel")],
    "what the children are called": [({"complete"}, "Eli"), ({"binge"}, "Isaac")],
    "who is the patriarch": [({"insight"}, "Samuel"), ({"complete"}, "León")],
    "what Samuel is": [({"insight"}, "patriarch"), ({"complete"}, "husband")],
    "who leads the project": [({"complete"}, "Alejandro Lozano"), ({"elite"}, "Kevin Hart")],
    "whom it is about": [({"insight", "complete", "binge"}, "Valeria"), ({"elite"}, "two sisters")],
    "whose affair it was": [({"insight"}, "mother"), ({"complete"}, "Samuel")],
    "where it is set": [({"complete"}, "Mexico"), ({"elite"}, "New York")],
}


@pytest.mark.parametrize("what", KNOWN)
def test_is_among_the_first_twenty(what, topics):
    first = [sides(conflict) for _, conflict in conflicts(topics)[:20]]
    assert any(all(has(found, keys, words) for keys, words in KNOWN[what]) for found in first)


def test_no_more_than_a_third_of_the_first_twenty_is_something_else(topics, capsys):
    first = [conflict for _, conflict in conflicts(topics)[:20]]
    other = [c.about for c in first if not any(all(has(sides(c), *side) for side in known) for known in KNOWN.values())]
    with capsys.disabled():
        print(f"\nshared articles: {len(first) - len(other)} of {len(first)} known; others: {other}")  # noqa: T201
    assert len(other) <= len(first) / 3


def agreed(topics: list[Topic], texts: dict[str, str]) -> list[tuple[Topic, Corroboration, set[str]]]:
    return [
        (topic, found, {texts[m.text][m.start : m.end] for m in found.side.mentions})
        for topic in topics
        for found in topic.corroborations
    ]


def test_five_episodes_are_corroborated(topics, texts):
    assert any(
        words == {"five"} and set(found.side.texts) == {"insight", "binge"} and "episode" in found.about
        for _, found, words in agreed(topics, texts)
    )


def test_tessa_ia_as_valeria_is_corroborated(topics, texts):
    assert any(
        words == {"Valeria"}
        and topic.label in {"Tessa Ía", "Tessa Ia"}
        and {"insight", "complete", "binge"} == set(found.side.texts)
        for topic, found, words in agreed(topics, texts)
    )
    assert {"Tessa Ía", "Tessa Ia"} <= {
        texts[m.text][m.start : m.end]
        for topic in topics
        if topic.label in {"Tessa Ía", "Tessa Ia"}
        for m in topic.mentions
    }


def test_trottner_is_tamara_trottner(topics, texts):
    [topic] = [topic for topic in topics if topic.label == "Tamara Trottner"]
    assert {"Trottner", "Tamara Trottner"} <= {texts[m.text][m.start : m.end] for m in topic.mentions}


def test_a_copy_corroborates_nothing(texts):
    twice = {"insight": texts["insight"], "copy": texts["insight"]}
    found = compare(twice)
    assert found
    assert not conflicts(found)
    assert not any(topic.corroborations for topic in found)
