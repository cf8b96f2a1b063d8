"""Opening a round by its form: what an empty desk is told, who can be chosen, what is said when too few are."""

import pytest
from django.urls import reverse

from reviews.models import Conflict, Round
from tests.factories import OPENED, Desk, finished, make_article, make_editor, make_person, make_team

pytestmark = pytest.mark.django_db


def page(client, person, article):
    client.force_login(person)
    return client.get(reverse("open-round", args=[article.pk]))


def test_an_admin_of_a_desk_without_teams_is_led_to_making_one(client):
    article, admin = make_article(), make_person(role="admin")
    client.force_login(admin)
    assert reverse("open-round", args=[article.pk]) in client.get(article_url(article)).content.decode()
    told = page(client, admin, article).content.decode()
    assert "there is no team yet" in told
    assert f'href="{reverse("admin:reviews_team_add")}"' in told
    assert '<form method="post">' not in told


def test_an_editor_of_a_desk_without_teams_is_told_who_makes_one(client):
    told = page(client, make_editor(), make_article()).content.decode()
    assert "An admin adds one" in told
    assert reverse("admin:reviews_team_add") not in told


def test_a_team_without_reviewers_is_said(client):
    make_team()
    assert "Nobody reviews for a team yet" in page(client, make_person(role="admin"), make_article()).content.decode()


def test_a_reviewer_opens_no_round_and_is_offered_none(client):
    desk = Desk()
    finished(desk, (OPENED, "verified", "verified"))
    assert page(client, desk.reviewers[0], desk.article).status_code == 403
    assert reverse("open-round", args=[desk.article.pk]) not in client.get(article_url(desk.article)).content.decode()


def test_while_a_round_is_open_no_other_is_offered(client):
    desk = Desk()
    told = page(client, desk.editor, desk.article).content.decode()
    assert "Round 1 of" in told
    assert "still open" in told
    assert 'name="reviewers"' not in told


def test_who_has_reviewed_the_article_is_shown_but_cannot_be_ticked(client):
    desk = Desk()
    finished(desk, (OPENED, "verified", "verified"))
    response = page(client, desk.editor, desk.article)
    boxes = {
        label.choice_label: label.data["attrs"].get("disabled", False)
        for label in response.context["form"]["reviewers"].subwidgets
    }
    assert boxes[f"{desk.reviewers[0]} has reviewed this article already."]
    assert not boxes[f"{desk.spare} ({desk.team})"]


def test_fewer_reviewers_than_the_policy_wants_is_said(client):
    desk = Desk()
    article = make_article()
    client.force_login(desk.editor)
    chosen = {"team": desk.team.pk, "reviewers": [desk.spare.pk]}
    response = client.post(reverse("open-round", args=[article.pk]), chosen, follow=True)
    assert Round.objects.get(article=article).wanted == 2
    assert "The policy wants 2 reviewers: until one more is in, marking stays open." in response.content.decode()


def article_url(article):
    return reverse("article", args=[article.pk])


def test_a_round_without_names_is_open_to_the_team(client):
    desk = Desk()
    article = make_article()
    client.force_login(desk.editor)
    body = {"team": desk.team.pk, "priority": 3, "note": "Before the vote."}
    response = client.post(reverse("open-round", args=[article.pk]), body, follow=True)
    assert f"whoever of {desk.team} takes it" in response.content.decode()
    round_ = Round.objects.get(article=article)
    assert (round_.priority, round_.note, round_.assignments.count()) == (3, "Before the vote.", 0)


def test_who_has_a_conflict_of_interest_cannot_be_ticked(client):
    desk = Desk()
    article = make_article()
    Conflict.objects.create(person=desk.spare, publication=article.publication)
    told = page(client, desk.editor, article).content.decode()
    assert "Spare reviewer has a conflict of interest with The Gazette." in told
