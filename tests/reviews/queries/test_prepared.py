"""Queries that are written once say the same as those that Django writes each time."""

import pytest

from reviews.models import Annotation
from reviews.queries.prepared import Prepared
from tests.factories import COST, OPENED, TOLL, Desk, draft

pytestmark = pytest.mark.django_db


def test_the_numbers_of_each_call_are_used(django_assert_num_queries):
    desk = Desk()
    made = [draft(desk.first, words) for words in (OPENED, COST, TOLL)]
    between = Prepared(
        lambda assignment, low, high: (
            Annotation.objects.filter(assignment=assignment, start__range=(low, high))
            .order_by("start")
            .values_list("pk")
        ),
        3,
    )
    with django_assert_num_queries(3):
        assert between.rows(desk.first.pk, 0, 10**6) == [(mark.pk,) for mark in made]
        assert between.rows(desk.first.pk, made[1].start, made[1].start) == [(made[1].pk,)]
        assert between.rows(desk.second.pk, 0, 10**6) == []


def test_a_number_too_few_is_an_error():
    with pytest.raises(TypeError, match="1 numbers, not 0"):
        Prepared(lambda pk: Annotation.objects.filter(pk=pk).values_list("pk"), 1).rows()
