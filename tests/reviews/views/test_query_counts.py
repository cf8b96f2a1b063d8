"""How many queries a page takes, and that more rows on it take no more.

The numbers are what the pages take now: one that comes to need fewer is pinned lower.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.actions import create_story
from reviews.actions.team import set_policy
from reviews.core.policy import Policy
from reviews.models import Assignment, Contradiction
from tests.factories import (
    CAFE,
    COST,
    FERRY,
    NOW,
    OPENED,
    TOLL,
    Desk,
    assignments_of,
    claim_on,
    finished,
    hand_in,
    make_article,
    make_editor,
    make_person,
    mark,
    open_round_for,
)

pytestmark = pytest.mark.django_db


def queries(client, person, address):
    """Return how many queries a page takes when it is seen again: the first sight of marks is noted once."""
    client.force_login(person)
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def story(number):
    return create_story(title=f"Story {number}", by=None, right="system", now=NOW)


def closed(number, *, reviewers=2, claims=1):
    """Return a desk whose round is closed: one claim split, the others settled."""
    desk = Desk(reviewers=reviewers, story=story(number))
    settled = [(quote, *["verified"] * reviewers) for quote in (COST, TOLL, FERRY, CAFE)[: claims - 1]]
    half = reviewers // 2
    finished(desk, (OPENED, *["disputed"] * half, *["verified"] * half), *settled)
    return desk


def responding(desk):
    """Bring a desk's round to its second pass, each reviewer owing an answer."""
    mark(desk.first, OPENED, "verified")
    mark(desk.second, FERRY, "verified")
    hand_in(desk.first, desk.second)


def late():
    Assignment.objects.update(due=timezone.now() - timedelta(days=1))


def one_more_for(desk, *, stage):
    """Give the desk's reviewers another article, in the first pass, the second, or submitted and waiting."""
    desk.article = make_article(story=story(stage))
    desk.round = open_round_for(desk, desk.reviewers)
    desk.assignments = assignments_of(desk.round)
    desk.first, desk.second = desk.assignments
    if stage.startswith("responding"):
        responding(desk)
    elif stage.startswith("waiting"):
        mark(desk.first, OPENED, "verified")
        hand_in(desk.first)


def test_the_dashboard(client):
    editor, address = make_editor(), reverse("article-list")
    closed(0)
    make_article()
    few = queries(client, editor, address)
    for number in range(1, 4):
        closed(number, reviewers=4, claims=3)
        Desk(story=story(number))
        make_article()
    assert queries(client, editor, address) == few == 15


@pytest.mark.parametrize(("role", "expected"), [("editor", 14), ("observer", 18)])
def test_an_article_with_claims(client, role, expected):
    few, many = closed(1), closed(2, reviewers=4, claims=5)
    counts = [queries(client, getattr(desk, role), reverse("article", args=[desk.article.pk])) for desk in (few, many)]
    assert counts == [expected, expected]


@pytest.mark.parametrize("needs", ["ruling", "reviewer"])
def test_the_queue_of_rulings(client, needs):
    editor, address = make_editor(), f"{reverse('claim-list')}?needs={needs}"
    closed(0)
    few = queries(client, editor, address)
    for number in range(1, 4):
        closed(number, reviewers=4, claims=3)
    assert queries(client, editor, address) == few


@pytest.mark.parametrize("name", ["methods", "record-list", "policy"])
def test_what_says_how_the_desk_works(client, name):
    admin, address = make_person(role="admin"), reverse(name)
    closed(0)
    few = queries(client, admin, address)
    for number in range(1, 4):
        desk = closed(number, reviewers=4, claims=3)
        set_policy(numbers=Policy(quorum=2), by=admin, now=NOW)
        set_policy(numbers=Policy(quorum=2), by=admin, now=NOW, team=desk.team)
    assert queries(client, admin, address) == few


def test_a_claim_with_others_beside_it(client):
    closed(7, claims=5)  # The same words elsewhere on the desk.
    counts = []
    for number in (1, 3):
        desk = closed(number, reviewers=4, claims=5)
        claim = claim_on(desk.article, COST)
        others = [claim_on(desk.article, quote) for quote in (TOLL, FERRY, CAFE)][:number]
        for other in others:
            one, two = sorted((claim, other), key=lambda c: c.pk)
            Contradiction.objects.create(one=one, other=two, made_by=desk.editor)
        counts.append(queries(client, desk.editor, reverse("claim", args=[claim.pk])))
    assert counts[0] == counts[1]


def test_how_a_status_came_about(client):
    few, many = closed(1), closed(2, reviewers=4, claims=5)
    pages = [reverse("article-status", args=[desk.article.pk]) for desk in (few, many)]
    counts = [queries(client, desk.editor, page) for desk, page in zip((few, many), pages, strict=True)]
    assert counts[0] == counts[1]


def test_an_article_that_is_being_marked(client):
    few, many = Desk(), Desk(reviewers=4)
    for desk, quotes in ((few, [OPENED]), (many, [OPENED, COST, TOLL, CAFE])):
        for quote in quotes:
            mark(desk.first, quote, "verified")
        hand_in(desk.first)
    counts = [queries(client, desk.editor, reverse("article", args=[desk.article.pk])) for desk in (few, many)]
    assert counts == [10, 10]


def test_the_desk_of_an_editor(client):
    editor = make_editor()
    closed(0)
    Desk()
    make_article()
    late()
    few = queries(client, editor, "/")
    for number in range(1, 4):
        closed(number, reviewers=4, claims=3)
        Desk()
        make_article()
        responding(Desk())
    late()
    assert queries(client, editor, "/") == few == 18


def test_the_desk_of_a_reviewer(client):
    desk = Desk()
    for stage in ("responding", "waiting"):
        one_more_for(desk, stage=stage)
    few = queries(client, desk.reviewers[0], "/")
    for stage in ("marking 1", "marking 2", "responding 1", "responding 2", "waiting 1", "waiting 2"):
        one_more_for(desk, stage=stage)
    assert queries(client, desk.reviewers[0], "/") == few == 11
