"""A person is found in a byline by their whole name, however it is written, and nobody else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.core.bylines import is_named, key_of


@pytest.mark.parametrize(
    "byline",
    [
        "Asha Raman",
        "By ASHA RAMAN",
        "Tomas Hlavin and Asha Raman",
        "Raman, Asha",
        "Asha Raman, Culture editor",
        "von Asha Ràman",
        "Text: Asha Raman / Photo: N. N.",
    ],
)
def test_who_is_named(byline):
    assert is_named("Asha Raman", byline)


@pytest.mark.parametrize("byline", ["", "Asha", "Raman", "Natasha Raman", "Asha Ramanathan", "Asha K. Raman", "Staff"])
def test_who_is_not(byline):
    assert not is_named("Asha Raman", byline)


def test_a_name_of_one_word_is_found_only_where_it_stands_alone():
    assert is_named("Anna", "By Anna")
    assert is_named("Anna", "Tomas Hlavin and Anna")
    assert not is_named("Anna", "Anna Berg")


def test_nobody_has_an_empty_name():
    assert not is_named("", "Asha Raman")
    assert not is_named("42 !", "42 !")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_compared(name, byline):
    assert is_named(name, byline) in {True, False}
    assert key_of(name) == key_of(f"  {name}, ")


@given(st.lists(st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True), min_size=2, max_size=3))
def test_every_name_is_found_in_its_own_byline(words):
    name = " ".join(words)
    assert is_named(name, f"By {name}")
    assert is_named(name.upper(), f"Somebody Else, {name}")
