import random
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.core.clustering import MarkedSpan, cluster, join
from reviews.core.spans import Span, overlap_ratio


def marks(*rows):
    return [MarkedSpan(*row) for row in rows]


@st.composite
def many_marks(draw, reviewers="ABCD", longest=12, most=14):
    row = st.tuples(st.sampled_from(reviewers), st.integers(0, 12), st.integers(1, longest))
    rows = draw(st.lists(row, max_size=most))
    return [MarkedSpan(key, reviewer, start, start + length) for key, (reviewer, start, length) in enumerate(rows)]


def overlap(ours, theirs):
    ratios = [overlap_ratio(Span(a.start, a.end), Span(b.start, b.end)) for a in ours for b in theirs]
    return sum(ratios, Fraction(0)) / len(ratios)


def by_the_book(spans, threshold=Fraction(1, 2)):
    """Average link as the definition says it: all pairs of groups each time, in exact numbers."""
    groups = [[mark] for mark in sorted(spans, key=lambda m: (m.start, m.end, m.reviewer, m.key))]
    while True:
        best = None
        for i, j in combinations(range(len(groups)), 2):
            if {m.reviewer for m in groups[i]} & {m.reviewer for m in groups[j]}:
                continue
            mean = overlap(groups[i], groups[j])
            if mean >= threshold and (best is None or mean > best[0]):
                best = mean, i, j
        if best is None:
            return [frozenset(mark.key for mark in group) for group in groups]
        _, i, j = best
        groups[i] += groups.pop(j)


def test_marks_of_two_reviewers_on_half_the_same_words_are_one_claim():
    assert cluster(marks(("a", "Ada", 0, 10), ("b", "Ben", 0, 5))) == [{"a", "b"}]
    assert cluster(marks(("a", "Ada", 0, 11), ("b", "Ben", 0, 5))) == [{"b"}, {"a"}]


def test_two_marks_of_one_reviewer_are_never_one_claim():
    assert cluster(marks(("a", "Ada", 0, 10), ("b", "Ada", 0, 10))) == [{"a"}, {"b"}]


def test_the_better_fit_wins():
    spans = marks(("a", "Ada", 0, 10), ("b", "Ben", 0, 8), ("c", "Ada", 0, 9))
    assert cluster(spans) == [{"b", "c"}, {"a"}]


def test_groups_join_by_their_mean_overlap_not_by_their_closest_marks():
    spans = marks(("a", "Ada", 0, 10), ("b", "Ben", 0, 10), ("c", "Cem", 4, 10), ("d", "Dea", 4, 13))
    # c meets a and b at 6/10; d meets c at 6/9 and a and b at 6/13, so c and d pair first, and then (0.6 + 6/13) / 2.
    assert cluster(spans) == [{"a", "b", "c", "d"}]
    assert cluster(spans, threshold=0.55) == [{"a", "b"}, {"c", "d"}]


def test_a_mean_of_exactly_the_threshold_joins_whatever_floats_make_of_it():
    spans = marks(("a", "Ada", 0, 6), ("b", "Ben", 0, 6), ("c", "Cem", 0, 6), ("d", "Dea", 0, 3))
    assert cluster(spans) == [{"a", "b", "c", "d"}]


@pytest.mark.parametrize("length", [1, 2])
def test_a_threshold_in_thirds_is_reached_by_thirds(length):
    assert cluster(marks(("a", "Ada", 0, length), ("b", "Ben", 0, 3)), threshold=length / 3) == [{"a", "b"}]


def test_groups_come_in_the_order_of_the_text():
    spans = marks((1, "Ada", 50, 60), (2, "Ben", 0, 9), (3, "Ben", 50, 60), (4, "Ada", 20, 30))
    assert cluster(spans) == [{2}, {4}, {1, 3}]


def test_no_marks_make_no_claims():
    assert cluster([]) == []


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="same key"):
        cluster(marks(("a", "Ada", 0, 1), ("a", "Ben", 4, 5)))
    with pytest.raises(ValueError, match="start < end"):
        cluster(marks(("a", "Ada", 4, 4)))
    for threshold in (0, 1.01):
        with pytest.raises(ValueError, match="Threshold"):
            cluster([], threshold=threshold)


@settings(max_examples=300, deadline=None)
@given(many_marks())
def test_it_is_average_link_as_the_book_has_it(spans):
    assert cluster(spans) == by_the_book(spans)


@settings(max_examples=100, deadline=None)
@given(many_marks(reviewers="ABCDEFGHIJ", longest=30, most=20), st.sampled_from([Fraction(1, 10), Fraction(3, 10)]))
def test_it_is_average_link_at_other_thresholds(spans, threshold):
    assert cluster(spans, threshold=float(threshold)) == by_the_book(spans, threshold)


@settings(max_examples=200, deadline=None)
@given(many_marks(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_matters(spans, chance):
    shuffled = list(spans)
    chance.shuffle(shuffled)
    assert cluster(shuffled) == cluster(spans)


@settings(max_examples=200, deadline=None)
@given(many_marks(reviewers="AB"))
def test_every_mark_is_in_one_claim_and_no_reviewer_twice(spans):
    groups = cluster(spans)
    reviewer = {mark.key: mark.reviewer for mark in spans}
    assert sorted(key for group in groups for key in group) == sorted(reviewer)
    assert all(len({reviewer[key] for key in group}) == len(group) for group in groups)


def scattered(count, reviewers):
    chance = random.Random(7)  # noqa: S311 - scattered, not secret
    starts = [chance.randrange(20_000) for _ in range(count)]
    return [MarkedSpan(i, i % reviewers, start, start + chance.randrange(5, 250)) for i, start in enumerate(starts)]


@pytest.mark.parametrize("same_by", [60, 5, 1])
def test_marks_on_the_very_same_words_are_a_claim_for_each_time_a_reviewer_made_one(same_by):
    spans = scattered(300, reviewers=8)
    spans += [MarkedSpan(10_000 + i, 100 + i % same_by, 900, 1_020) for i in range(60)]
    the_same = [group for group in cluster(spans) if any(key >= 10_000 for key in group)]
    assert len(the_same) == 60 / same_by


def test_marks_may_be_plain_tuples():
    plain = [("a", "Ada", 0, 10), ("b", "Ben", 0, 10), ("c", "Cem", 40, 50)]
    assert cluster(iter(plain)) == cluster(marks(*plain)) == [{"a", "b"}, {"c"}]
    assert join([plain[:2]], [("d", "Dea", 0, 9)]) == [{"a", "b", "d"}]


FROZEN = [marks(("a", "Ada", 0, 10), ("b", "Ben", 0, 10)), marks(("c", "Ada", 20, 30))]


def test_a_late_mark_joins_the_claim_it_overlaps_by_half():
    assert join(FROZEN, marks(("d", "Cem", 0, 5))) == [{"a", "b", "d"}, {"c"}]
    assert join(FROZEN, marks(("d", "Cem", 0, 4))) == [{"a", "b"}, {"c"}, {"d"}]


def test_a_late_mark_never_joins_a_claim_its_reviewer_is_in():
    assert join(FROZEN, marks(("d", "Ben", 0, 10), ("e", "Ben", 20, 30))) == [{"a", "b"}, {"c", "e"}, {"d"}]


def test_a_late_reviewer_joins_a_claim_once_with_the_better_mark():
    assert join(FROZEN, marks(("d", "Cem", 0, 9), ("e", "Cem", 0, 8))) == [{"a", "b", "d"}, {"c"}, {"e"}]


def test_late_marks_that_join_none_make_claims_among_themselves():
    late = marks(("d", "Cem", 50, 60), ("e", "Dea", 51, 60), ("f", "Dea", 22, 30))
    assert join(FROZEN, late) == [{"a", "b"}, {"c", "f"}, {"d", "e"}]


def test_frozen_claims_stay_apart_even_where_they_are_alike():
    frozen = [marks(("a", "Ada", 0, 10)), marks(("b", "Ben", 0, 10))]
    assert join(frozen, marks(("c", "Cem", 0, 10))) == [{"a", "c"}, {"b"}]


def test_a_claim_without_marks_takes_none():
    assert join([[]], marks(("a", "Ada", 0, 10))) == [frozenset(), {"a"}]


def test_a_mark_cannot_be_late_for_its_own_claim():
    with pytest.raises(ValueError, match="already"):
        join(FROZEN, marks(("a", "Ada", 0, 10)))


@settings(max_examples=150, deadline=None)
@given(many_marks(reviewers="AB"), many_marks(reviewers="CD"))
def test_late_reviewers_may_come_one_by_one_or_together(frozen, late):
    late = [mark._replace(key=f"late {mark.key}") for mark in late]
    known = {mark.key: mark for mark in frozen}
    groups = [[known[key] for key in group] for group in by_the_book(frozen)]
    first, second = ([mark for mark in late if mark.reviewer == name] for name in "CD")
    together = join(groups, late)[: len(groups)]
    alone = [a | b for a, b in zip(join(groups, first), join(groups, second), strict=False)][: len(groups)]
    assert together == alone == join(groups, late[::-1])[: len(groups)]
