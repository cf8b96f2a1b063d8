"""The desk: what waits for whom, what was settled, and what somebody is told for whom nothing waits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.models import Assignment
from tests.factories import COST, OPENED, Desk, finished, hand_in, make_person, make_team, mark
from tests.reviews.views.pages import every, first, page, words

pytestmark = pytest.mark.django_db


def empty(document):
    return words(first(document, "//*[~empty]"))


def test_what_was_settled_is_shown_to_those_who_may_see_it(client):
    desk = Desk()
    finished(desk, (OPENED, "disputed", "disputed"), (COST, "verified", "verified"))
    for person in (desk.editor, desk.lead, desk.reviewers[0], desk.observer):
        section = first(page(client, person, "/"), "//section[@aria-labelledby='settled']")
        assert "closed" in words(section)
        assert "2 of 2 settled" in words(section)
        assert OPENED in words(section)
        assert words(first(section, ".//*[~badge]")) == "Disputed"
    outsider = make_person()
    make_team(reviewers=[outsider])
    assert not every(page(client, outsider, "/"), "//section[@aria-labelledby='settled']")


def test_nothing_is_settled_while_a_round_is_open(client):
    desk = Desk()
    mark(desk.first, OPENED, "verified")
    hand_in(desk.first)
    assert not every(page(client, desk.editor, "/"), "//section[@aria-labelledby='settled']")
    mine = page(client, desk.reviewers[0], "/")
    assert "Submitted, waiting for others" in words(mine)


def test_whoever_is_in_no_team_is_told_so_and_nobody_else(client):
    assert "You are not in a team." in empty(page(client, make_person(), "/"))
    member = make_person()
    make_team(reviewers=[member])
    assert "Your team has no article under review." in empty(page(client, member, "/"))


def test_an_overdue_review_names_who_holds_it_up_and_for_how_long(client):
    desk = Desk()
    Assignment.objects.filter(pk=desk.first.pk).update(due=timezone.now() - timedelta(days=3))
    figure = words(first(page(client, desk.editor, "/"), "//a[~figure][@href='#overdue']"))
    assert figure == "1 review overdue Reviewer 1, 3 days over"
