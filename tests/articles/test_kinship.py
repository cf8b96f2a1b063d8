"""Texts about the same are found by the rare names they share, others are not."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.kinship import NAMES, kin, names_of
from articles.reading import read
from tests.conformance.run import ROOT
from tests.shared import shared


def of(path: Path):
    draft = read(path.read_bytes(), name=path.name)
    return names_of(draft.text, draft.blocks, draft.language)


def groups(names, **more):
    return {frozenset(group.keys) for group in kin(names, **more)}


@pytest.fixture(scope="module")
def known() -> dict[str, tuple[str, ...]]:
    """What the demo desk's articles and the stories of the tests are about."""
    folders = [ROOT / "editorial" / "demo" / "articles", *(ROOT / "tests/articles/crosscheck/stories").iterdir()]
    return {f"{path.parent.name}/{path.stem}": of(path) for folder in folders for path in sorted(folder.glob("*.txt"))}


def test_stories_of_the_tests_are_found_whole_and_apart(known):
    found = groups(known)
    for story in {key.split("/")[0] for key in known} - {"articles"}:
        assert frozenset(key for key in known if key.startswith(f"{story}/")) in found


def test_stories_of_the_demo_desk_are_found(known):
    found = groups(known)
    for story in ("ledger", "harbour"):
        wanted = {key for key in known if key.startswith(f"articles/{story}-")}
        (group,) = [group for group in found if wanted <= group]
        assert len(group - wanted) <= 1


def test_the_four_articles_about_one_series_are_one_story(known):
    """One of them names nobody that the others name: what the series is called gives it away."""
    folder = shared("articles")
    names = known | {path.name: of(path) for path in sorted(folder.glob("*.txt"))}
    assert frozenset(path.name for path in folder.glob("*.txt")) in groups(names)
    group = next(group for group in kin(names) if "000_37e3798c26010a01.txt" in group.keys)
    assert {"valeria", "tamara"} <= set(group.names)


def test_a_name_is_found_whatever_its_accents_and_in_part():
    text = "Tessa Ía met Tamara Trottner’s sister. Then Trottner left. In June Ía stayed."
    names = names_of(text, read(text.encode()).blocks, "en")
    assert {"trottner", "tamara", "tessa"} <= set(names)
    assert "june" not in names


def test_what_many_have_says_nothing():
    many = {n: ["alpha", "beta", "gamma", "delta"] for n in range(30)}
    assert kin(many) == []
    few = {n: ["alpha", "beta", "gamma", "delta"] for n in range(4)}
    assert groups(few) == {frozenset(range(4))}
    assert kin(few, common=["alpha"]) == []


def test_two_names_in_common_are_not_enough():
    assert kin({1: ["alpha", "beta", "a", "b"], 2: ["alpha", "beta", "c", "d"]}) == []


def test_no_texts_and_texts_of_nothing():
    assert kin({}) == []
    assert kin({1: [], 2: []}) == []
    assert names_of("", (), "en") == ()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.dictionaries(st.integers(0, 30), st.lists(st.sampled_from("abcdefghijkl"), max_size=8)), st.randoms())
def test_groups_do_not_depend_on_the_order(names, chance):
    shuffled = list(names.items())
    chance.shuffle(shuffled)
    assert groups(names) == groups(dict(shuffled))
    together = [key for group in groups(names) for key in group]
    assert len(together) == len(set(together))


def test_a_thousand_texts_are_grouped_at_once():
    chance = random.Random(5)  # noqa: S311 - names to measure on
    names = {n: [f"name {chance.randrange(4000)}".replace(" ", "") for _ in range(NAMES)] for n in range(1000)}
    began = time.perf_counter()
    kin(names)
    assert time.perf_counter() - began < 3


def test_a_book_is_read_in_bounded_time():
    text = " ".join(f"Then Ada Byron met Charles Number{n} in London." for n in range(40_000))
    blocks = read(text.encode()).blocks
    began = time.perf_counter()
    assert "byron" in names_of(text, blocks, "en")
    assert time.perf_counter() - began < 5
