"""In the workspace: what other articles of the story say otherwise, and never what reviewers think."""

import pytest
from django.urls import reverse

from articles.actions import dismiss_conflict
from reviews.queries.conflicts_in import conflicts_in
from tests.factories import NOW, again, assignments_of, hand_in, mark, wave_through
from tests.reviews.views.pages import every, page, words
from tests.reviews.views.test_stories import Told

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    return Told().review()


def fragment(client, person, article):
    client.force_login(person)
    return client.get(reverse("workspace-conflicts", args=[article.pk]))


def test_a_passage_that_another_article_contradicts_has_its_place_and_the_other_side(client, told):
    response = fragment(client, told.people[0], told.one)
    content = response.content.decode()
    start = told.one.current.text.index("Marta")
    assert f'data-places="{start}-{start + 5}"' in content
    assert "<strong>Clara</strong>" in content
    assert "Marta" not in content


def test_it_says_nothing_of_what_reviewers_think(client, told):
    for article, words_marked in ((told.two, "plays Clara"), (told.one, "plays Marta")):
        round_ = next(r for r in told.rounds if r.article_id == article.pk)
        for assignment in assignments_of(round_):
            mark(assignment, words_marked, "fabricated")
    before = fragment(client, told.people[0], told.one).content
    for assignment in assignments_of(told.rounds[1]):
        hand_in(again(assignment))
    after = fragment(client, told.people[0], told.one).content
    assert before == after
    assert b"abricated" not in after


def test_the_workspace_asks_for_it(client, told):
    document = page(client, told.people[0], reverse("workspace", args=[told.one.pk]))
    [place] = every(document, "//section[@id='conflicts']")
    assert place.get("hx-get") == reverse("workspace-conflicts", args=[told.one.pk])
    assert "What other articles of the story say" in words(place)


def test_only_reviewers_of_the_article_are_answered(client, told):
    assert fragment(client, told.editor, told.one).status_code == 403
    from tests.factories import make_person

    assert fragment(client, make_person(), told.one).status_code == 404


def test_articles_that_one_may_not_see_say_nothing(client):
    told = Told(other_team=True).review()
    assert fragment(client, told.people[0], told.one).content.strip() == b""


def test_what_was_dismissed_or_is_of_another_text_is_left_out(told):
    asha = told.people[0]
    assert len(conflicts_in(asha, told.one)) == 1
    dismiss_conflict(story=told.story, key=told.key, reason="Both.", by=told.editor, right="editor", now=NOW)
    assert conflicts_in(asha, told.one) == []


def test_an_article_without_a_story_has_none(client, told):
    from articles.actions import edit_article

    edit_article(article=told.one, changes={"story": None}, by=told.editor, right="editor", now=NOW)
    told.one.refresh_from_db()
    assert conflicts_in(told.people[0], told.one) == []
    wave_through(assignments_of(told.rounds[0])[0])
    document = page(client, told.people[0], reverse("workspace", args=[told.one.pk]))
    assert every(document, "//section[@id='conflicts']") == []
