"""Queries that are written once say the same as those that Django writes each time."""

import pytest

from reviews.models import Annotation, Assignment
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


def test_models_come_as_django_makes_them(django_assert_num_queries):
    desk = Desk()
    written = Prepared(
        lambda pk: Assignment.objects.filter(pk=pk).select_related("round__revision", "round__policy").order_by(), 1
    )
    for assignment in (desk.first, desk.second):
        with django_assert_num_queries(1):
            (found,) = written.objects(assignment.pk)
            part = found.round
            assert (found, part.revision.text) == (assignment, desk.text)
        django = Assignment.objects.select_related("round__revision", "round__policy").get(pk=assignment.pk)
        assert vars_of(found) == vars_of(django)
        assert vars_of(part.revision) == vars_of(django.round.revision)
        assert part.policy.numbers() == django.round.policy.numbers()
    assert written.objects(0) == []


def test_columns_that_were_left_out_are_read_when_they_are_asked_for():
    desk = Desk()
    written = Prepared(
        lambda pk: Assignment.objects.filter(pk=pk).select_related("round").only("state", "round__stage").order_by(), 1
    )
    (found,) = written.objects(desk.first.pk)
    assert found.get_deferred_fields() >= {"due", "reviewer_id"}
    assert (found.state, found.round.stage) == ("assigned", "marking")
    assert found.reviewer == desk.reviewers[0]


def vars_of(model) -> dict[str, object]:
    """Return the columns of a model as they are held."""
    return {field.attname: model.__dict__.get(field.attname) for field in model._meta.concrete_fields}


def test_a_number_too_few_is_an_error():
    with pytest.raises(TypeError, match="1 numbers, not 0"):
        Prepared(lambda pk: Annotation.objects.filter(pk=pk).values_list("pk"), 1).rows()
