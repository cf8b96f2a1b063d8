import re

import pytest
from django.test import Client
from django.urls import reverse

from articles.actions import create_story
from articles.models import Article, Story
from tests.articles.helpers import a_file, items, worked
from tests.articles.queries.test_kinships import files_of
from tests.factories import NOW, Desk, make_article, make_editor, make_person, make_team

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def client(editor):
    return signed_in(editor)


def a_story(title="The bridge", articles=2):
    story = create_story(title=title, by=None, right="system", now=NOW)
    return story, [make_article(f"{title}, text {n} of the day.", story=story) for n in range(articles)]


def arrange(client, story, **fields):
    return client.post(reverse("arrange-story", args=[story.pk]), fields)


def titles():
    return sorted(article.story.title for article in Article.objects.all())


def test_a_proposal_is_joined_on_the_page_of_the_batch(client, editor):
    batch = worked(*files_of("accident"), by=editor)[0].batch
    page = client.get(reverse("import-batch", args=[batch.pk])).content.decode()
    assert "4 articles look like one story" in page
    assert "almagro" in page
    chosen = [item.pk for item in items(batch)]
    response = client.post(
        reverse("import-story", args=[batch.pk]), {"item": chosen, "of": chosen, "title": "The crash", "article": ["x"]}
    )
    assert response.url == reverse("import-batch", args=[batch.pk])
    assert Story.objects.get().title == "The crash"
    assert "look like" not in client.get(reverse("import-batch", args=[batch.pk])).content.decode()


def test_every_form_is_one_that_a_browser_may_send(editor):
    """The client of the other tests is asked for no token against forged posts; a browser is."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    batch = worked(*files_of("accident"), a_file("b.txt", b""), a_file("c.txt", b""), by=editor)[0].batch
    story, _ = a_story()
    a_story("The toll")
    addresses = [
        reverse("import"),
        reverse("import-batch", args=[batch.pk]),
        reverse("import-item", args=[batch.pk, items(batch)[-1].pk]),
        reverse("arrange-stories"),
        reverse("arrange-story", args=[story.pk]),
    ]
    for address in addresses:
        forms = re.findall(r'<form[^>]*method="post".*?</form>', browser.get(address).content.decode(), re.DOTALL)
        assert forms
        assert all("csrfmiddlewaretoken" in form for form in forms), address
    page = browser.get(reverse("import-batch", args=[batch.pk])).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    sent = {"item": [item.pk for item in items(batch)[:4]], "title": "The crash", "csrfmiddlewaretoken": token}
    assert browser.post(reverse("import-story", args=[batch.pk]), sent).status_code == 302
    assert Story.objects.filter(title="The crash").exists()


def test_a_page_that_waited_is_offered_the_story_without_being_loaded_anew(client, editor):
    batch = worked(*files_of("accident"), by=editor)[0].batch
    page = client.get(reverse("import-progress", args=[batch.pk]), headers={"HX-Request": "true"}).content.decode()
    assert page.count('<div id="proposals" hx-swap-oob="true">') == 1
    assert "look like one story" in page


def test_a_proposal_is_declined(client, editor):
    batch = worked(*files_of("accident"), by=editor)[0].batch
    of = [item.pk for item in items(batch)]
    client.post(reverse("import-story", args=[batch.pk]), {"of": of, "title": "x", "decline": "1"})
    assert not Story.objects.exists()
    assert "look like" not in client.get(reverse("import-batch", args=[batch.pk])).content.decode()


@pytest.mark.parametrize("fields", [{"title": "x"}, {"title": "x", "item": "99"}, {"title": " ", "item": "1"}])
def test_a_story_of_nothing_is_refused(client, editor, fields):
    batch = worked(*files_of("accident"), by=editor)[0].batch
    assert client.post(reverse("import-story", args=[batch.pk]), fields).status_code == 422
    assert not Story.objects.exists()


def test_making_renaming_splitting_and_merging(client):
    response = client.post(reverse("arrange-stories"), {"title": "The toll"})
    toll = Story.objects.get()
    assert response.url == reverse("arrange-story", args=[toll.pk])
    story, (one, _) = a_story()
    arrange(client, story, deed="rename", title="The old bridge")
    arrange(client, story, deed="split", title="The ferry", article=[one.pk])
    assert titles() == ["The ferry", "The old bridge"]
    response = arrange(client, story, deed="merge", into=toll.pk)
    assert response.url == reverse("arrange-story", args=[toll.pk])
    assert titles() == ["The ferry", "The toll"]
    assert client.get(reverse("arrange-story", args=[story.pk])).url == response.url
    page = client.get(reverse("arrange-stories")).content.decode()
    assert "The old bridge" not in page
    assert client.get(reverse("arrange-story", args=[toll.pk])).status_code == 200


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"deed": "burn"}, 422),
        ({"deed": "rename", "title": ""}, 422),
        ({"deed": "rename", "title": "The toll"}, 422),
        ({"deed": "split", "title": "x"}, 422),
        ({"deed": "merge", "into": "x"}, 404),
        ({"deed": "merge", "into": "99999"}, 404),
    ],
)
def test_what_makes_no_sense(client, fields, status):
    a_story("The toll")
    story, _ = a_story()
    assert arrange(client, story, **fields).status_code == status
    assert titles() == ["The bridge", "The bridge", "The toll", "The toll"]


def test_a_lead_arranges_what_is_their_own():
    lead = make_person()
    make_team(lead=lead)
    story, (one, other) = a_story(articles=2)
    client = signed_in(lead)
    assert arrange(client, story, deed="rename", title="Mine").status_code == 404
    Article.objects.filter(pk=one.pk).update(imported_by=lead)
    assert arrange(client, story, deed="rename", title="Mine").status_code == 422
    assert Story.objects.get().title == "The bridge"
    page = client.get(reverse("arrange-story", args=[story.pk])).content.decode()
    assert one.get_absolute_url() in page
    assert other.get_absolute_url() not in page
    Article.objects.update(imported_by=lead)
    assert arrange(client, story, deed="rename", title="Mine").status_code == 302


def test_others_arrange_nothing():
    story, _ = a_story()
    for person in (make_person(), make_person(role="moderator")):
        client = signed_in(person)
        for page in (reverse("arrange-stories"), reverse("arrange-story", args=[story.pk])):
            assert client.get(page).status_code == 403
            assert client.post(page, {"title": "x", "deed": "rename"}).status_code == 403


def test_a_lead_sees_what_they_brought_in_until_a_team_has_it():
    lead = make_person()
    make_team(lead=lead)
    desk = Desk()
    own = make_article("My own text.")
    Article.objects.filter(pk__in=[own.pk, desk.article.pk]).update(imported_by=lead)
    client = signed_in(lead)
    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(desk.article.get_absolute_url()).status_code == 404
