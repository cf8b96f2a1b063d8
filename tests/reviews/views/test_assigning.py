"""Rounds and places on the screen: every deed as a plain form, what is refused beside it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.actions.open_round import open_round
from reviews.models import Assignment
from tests.factories import Desk, again, make_article, make_person
from tests.reviews.views.pages import every, page, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def post(client, person, name, pk, **body):
    client.force_login(person)
    return client.post(reverse(name, args=[pk]), body)


def later(days=3):
    return (timezone.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def test_one_more_reviewer_is_asked(client, desk):
    tree = page(client, desk.lead, reverse("round", args=[desk.round.pk]))
    assert "Spare reviewer" in words(tree)
    body = {"reviewer": desk.spare.pk, "due": later(), "note": "The figures."}
    assert post(client, desk.lead, "assign", desk.round.pk, **body).status_code == 302
    part = desk.round.assignments.get(reviewer=desk.spare)
    assert (part.note, part.due is not None) == ("The figures.", True)


@pytest.mark.parametrize("body", [{}, {"reviewer": 0}, {"due": "2020-01-01"}, {"note": "x" * 2001}])
def test_what_is_refused_stands_beside_its_field(client, desk, body):
    body = {"reviewer": desk.spare.pk} | body if body else {}
    response = post(client, desk.lead, "assign", desk.round.pk, **body)
    assert response.status_code == 422
    assert 'class="errorlist"' in response.content.decode()
    assert desk.round.assignments.count() == 2


def test_a_review_is_handed_on_extended_and_withdrawn(client, desk):
    body = {"reviewer": desk.spare.pk, "reason": "on leave"}
    assert post(client, desk.editor, "reassign", desk.first.pk, **body).status_code == 302
    assert again(desk.first).state == "withdrawn"
    assert post(client, desk.editor, "extend", desk.second.pk, due=later()).status_code == 302
    assert again(desk.second).due > timezone.now()
    assert post(client, desk.editor, "withdraw", desk.second.pk, reason="late").status_code == 302
    tree = page(client, desk.editor, reverse("round", args=[desk.round.pk]))
    assert "1 place open" in words(tree)
    assert "“on leave”" in words(tree)


def test_nothing_is_withdrawn_without_a_reason(client, desk):
    response = post(client, desk.editor, "withdraw", desk.first.pk, reason=" ")
    assert response.status_code == 422
    assert again(desk.first).state == "assigned"


def test_what_has_changed_meanwhile_is_409(client, desk):
    post(client, desk.editor, "withdraw", desk.first.pk, reason="late")
    assert post(client, desk.editor, "withdraw", desk.first.pk, reason="late").status_code == 409
    assert post(client, desk.reviewers[0], "accept", desk.first.pk).status_code == 409


def test_a_round_is_made_urgent(client, desk):
    body = {"due": later(), "priority": 3, "wanted": 3, "note": "Lead story."}
    assert post(client, desk.lead, "direct-round", desk.round.pk, **body).status_code == 302
    desk.refresh()
    assert (desk.round.priority, desk.round.wanted, desk.round.note) == (3, 3, "Lead story.")
    assert post(client, desk.lead, "direct-round", desk.round.pk, **body | {"wanted": 1}).status_code == 422
    assert "urgent priority" in words(page(client, desk.lead, reverse("article", args=[desk.article.pk])))


def test_a_reviewer_accepts_or_declines_with_a_reason(client, desk):
    address = reverse("my-part", args=[desk.first.pk])
    assert len(every(page(client, desk.reviewers[0], address), "//main//form")) == 2
    assert post(client, desk.reviewers[0], "decline", desk.first.pk, reason="").status_code == 422
    assert post(client, desk.reviewers[0], "accept", desk.first.pk).status_code == 302
    assert again(desk.first).accepted_at
    assert post(client, desk.reviewers[0], "decline", desk.first.pk, reason="I know her.").status_code == 302
    assert again(desk.first).state == "declined"
    assert "“I know her.”" in words(page(client, desk.reviewers[0], address))


def test_the_next_of_the_pool_is_taken_from_the_desk(client, desk):
    round_ = open_round(
        article=make_article(title="Pooled"), team=desk.team, reviewers=[], by=desk.editor, now=timezone.now()
    )
    assert "1 in your teams’ pool" in words(page(client, desk.spare, reverse("desk")))
    assert "Pooled" in words(page(client, desk.spare, reverse("pool")))
    client.force_login(desk.spare)
    response = client.post(reverse("take-next"))
    assert response["Location"] == reverse("workspace", args=[round_.article_id])
    assert client.get(response["Location"]).status_code == 200
    assert client.post(reverse("take-next")).status_code == 422
    assert client.post(reverse("take", args=[round_.pk])).status_code == 422
    client.force_login(desk.reviewers[0])
    assert client.post(reverse("take", args=[round_.pk])).status_code == 302
    third = make_person()
    desk.team.memberships.create(person=third, role="reviewer")
    client.force_login(third)
    assert client.post(reverse("take", args=[round_.pk])).status_code == 409
    assert Assignment.objects.filter(round=round_).count() == 2


def test_articles_are_selected_in_the_table_by_whoever_gives_them_out(client, desk):
    boxes = "//input[@name='article'][@form='pick']"
    assert len(every(page(client, desk.lead, reverse("article-list")), boxes)) == 1
    assert not every(page(client, desk.reviewers[0], reverse("article-list")), boxes)


def test_the_page_of_a_round_takes_as_many_queries_for_many_as_for_few(client, desk, django_assert_max_num_queries):
    client.force_login(desk.editor)
    address = reverse("round", args=[desk.round.pk])
    client.get(address)
    with django_assert_max_num_queries(30) as few:
        client.get(address)
    for _ in range(3):
        desk.round.assignments.create(reviewer=make_person())
        desk.team.memberships.create(person=make_person(), role="reviewer")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(address)
