import pytest

from articles.crosscheck import compare
from tests.articles.crosscheck.scoring import occurrences, score, story

NAMES = ["election", "accident", "company"]


@pytest.mark.parametrize("name", NAMES)
def test_the_lists_speak_of_words_that_are_there(name):
    texts, known = story(name)
    assert len(texts) == 4
    for item in [item for items in known.values() for item in items]:
        for side in item.sides:
            for text in side["texts"]:
                assert any(occurrences(texts[text], words) for words in side["words"]), (item.what, text)


@pytest.mark.parametrize("name", NAMES)
def test_contradictions_are_found_and_look_alikes_are_not(name, capsys):
    texts, known = story(name)
    result = score(name, compare(texts), texts, known)
    with capsys.disabled():
        print(f"\n{result}")  # noqa: T201 recall and precision are what one runs this for
    assert result.recall >= 0.75
    assert result.precision >= 0.8
    assert not result.tricked


@pytest.mark.parametrize("name", NAMES)
def test_corroborations_are_found(name):
    texts, known = story(name)
    topics = compare(texts)
    for item in known["corroboration"]:
        side = item.sides[0]
        assert any(
            set(side["texts"]) <= {m.text for m in agreed.side.mentions if item.is_on(side, m, texts)}
            for topic in topics
            for agreed in topic.corroborations
        ), item.what
