"""What was read of a text and kept compares as if it had just been read; conflicts are known again."""

import json

import pytest

from articles.crosscheck import compare_extracts, extract
from articles.crosscheck.compared import covers, every_conflict, kept, opened
from articles.crosscheck.kept import pack, unpack
from tests.articles.crosscheck.scoring import STORIES

#: Two texts that differ in a part, a date, a figure and a place, and one that agrees with the first.
ONE = (
    "Ana Ruiz plays Marta in the film. The film opened in Leeds on 4 May 2021. At least 30 people were hurt when the "
    "stage collapsed. It closed because of rain."
)
TWO = (
    "Ana Ruiz plays Clara in the film. The film opened in York on 9 May 2021. Some 90 people were hurt when the stage "
    "collapsed. It closed because of debts."
)
THREE = "In the film Ana Ruiz plays Marta again, critics say. It opened in Leeds on 4 May 2021."


def there_and_back(texts: dict[str, str]) -> dict[str, object]:
    """Return the extracts of texts as they come back from where JSON keeps them: it knows no infinity."""
    return {
        key: unpack(text, json.loads(json.dumps(pack(extract(text)), allow_nan=False))) for key, text in texts.items()
    }


@pytest.mark.parametrize("folder", sorted(path.name for path in STORIES.iterdir()))
def test_kept_extracts_compare_as_fresh_ones_do(folder):
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((STORIES / folder).glob("*.txt"))}
    fresh = {key: extract(text) for key, text in texts.items()}
    assert fresh
    assert compare_extracts(there_and_back(texts)) == compare_extracts(fresh)


@pytest.mark.parametrize("text", ["", " ", "…", "你好。世界。", "a" * 5000, "1 2 3"])
def test_any_text_can_be_kept(text):
    assert compare_extracts({"1": extract(text), "2": extract(ONE)}) == compare_extracts(
        there_and_back({"1": text, "2": ONE})
    )


def told(texts: dict[str, str]) -> list:
    """Return the topics of texts as a comparison keeps them."""
    return opened(json.loads(json.dumps(kept(compare_extracts(there_and_back(texts)), texts))))


def part(texts: dict[str, str]) -> object:
    """Return the conflict on whom she plays."""
    return next(c for _, c in every_conflict(told(texts)) if c.aspect == "role" and "plays" in c.about)


def test_topics_come_back_with_their_words():
    texts = {"1": ONE, "2": TWO, "3": THREE}
    conflict = part(texts)
    assert [side.values for side in conflict.sides] == [{"marta"}, {"clara"}]
    assert [side.articles for side in conflict.sides] == [(1, 3), (2,)]
    place = conflict.sides[1].places[0]
    assert TWO[place.start : place.end] == "Clara"
    assert TWO[slice(*place.sentence)] == "Ana Ruiz plays Clara in the film."


def dismissed(conflict) -> tuple:
    return conflict.aspect, conflict.about, [sorted(side.values) for side in conflict.sides]


def test_a_conflict_is_known_again_when_another_text_says_the_same():
    before = dismissed(part({"1": ONE, "2": TWO}))
    assert covers(*before, part({"1": ONE, "2": TWO, "3": THREE}))
    assert covers(*before, part({"2": ONE, "7": TWO}))


def test_a_side_that_says_something_new_makes_it_another():
    before = dismissed(part({"1": ONE, "2": TWO}))
    new = {"1": ONE, "2": TWO, "3": "Ana Ruiz plays Berta in the film."}
    assert len(part(new).sides) == 3
    assert not covers(*before, part(new))
    assert not covers(*before, part({"1": ONE, "2": "Ana Ruiz plays Berta in the film."}))


def test_the_same_words_of_somebody_else_are_another():
    before = dismissed(part({"1": ONE, "2": TWO}))
    others = {key: text.replace("Ana Ruiz", "Eva Sanz") for key, text in {"1": ONE, "2": TWO}.items()}
    assert not covers(*before, part(others))


def test_a_name_that_grows_is_the_same():
    aspect, about, sides = dismissed(part({"1": ONE, "2": TWO}))
    assert covers(aspect, about.replace("Ana Ruiz", "Ruiz"), sides, part({"1": ONE, "2": TWO}))
