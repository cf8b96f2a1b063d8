"""A difference holds both texts whole, and says no more than what changed."""

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reviews.core.differences import Run, differences

TEXTS = st.text(alphabet=st.sampled_from(list("ab c.\n")), max_size=60)


def side(runs, *kinds) -> str:
    return "".join(run.text for run in runs if run.kind in kinds)


@given(TEXTS, TEXTS)
def test_both_texts_are_in_it(older, newer):
    runs = differences(older, newer)
    assert side(runs, "same", "removed") == older
    assert side(runs, "same", "added") == newer
    assert all(one.kind != other.kind for one, other in pairwise(runs))


@given(TEXTS)
def test_alike_is_the_same(text):
    assert differences(text, text) == ([Run("same", text)] if text else [])


def test_words_that_changed():
    assert differences("Dates and names.\nSecond.\n", "Dates and figures.\nSecond.\n") == [
        Run("same", "Dates and "),
        Run("removed", "names"),
        Run("added", "figures"),
        Run("same", ".\nSecond.\n"),
    ]


def test_the_longest_texts_take_no_time():
    older = "".join(f"Line {n} says something of its own.\n" for n in range(1400))
    newer = "".join(f"Row {n} says nothing like its own.\n" for n in range(1400))
    begun = time.perf_counter()
    differences(older, newer)
    assert time.perf_counter() - begun < 10
