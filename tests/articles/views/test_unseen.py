"""What a lead who imports learns of other teams' articles: that they are here, and nothing else."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.actions import create_story
from articles.actions.change_item import correct_item
from articles.actions.errors import Refused
from articles.actions.propose_story import make_story
from articles.actions.save_item import want_saved
from articles.actions.work_items import work
from articles.models import Article, BatchItem, Story
from articles.queries.kinships import proposals
from editorial.record.models import Event
from reviews.actions.open_round import open_round
from tests.articles.helpers import LONG, TEXT, a_file, items, worked
from tests.articles.queries.test_kinships import files_of, save_all
from tests.factories import NOW, make_editor, make_person, make_team

pytestmark = pytest.mark.django_db
SECRET = "The headline of another team"
ADDRESS = "https://ledger.example/ferry"
FIELDS = {"title": "Mine", "byline": "", "published": "", "publication": "", "language": "en", "url": ""}


@pytest.fixture
def lead():
    person = make_person()
    make_team(lead=person)
    return person


@pytest.fixture
def client(lead):
    client = Client()
    client.force_login(lead)
    return client


@pytest.fixture
def theirs():
    """An article that another team reviews, saved with a title, publication and address of its own."""
    editor, reviewers = make_editor(), [make_person(), make_person()]
    (item,) = worked(a_file(), by=editor)
    facts = {"title": SECRET, "publication": "The Ledger", "url": ADDRESS}
    correct_item(item=item, changes=facts, now=NOW)
    save_all(item.batch, editor)
    article = Article.objects.get()
    team = make_team(lead=make_person(), reviewers=reviewers)
    open_round(article=article, team=team, reviewers=reviewers, by=editor, now=NOW)
    return article


def page_of(client, item):
    return client.get(reverse("import-item", args=[item.batch_id, item.pk])).content.decode()


def shown(page, article):
    """What of the article stands on the page; what the importer typed is in fields, and publications are no secret."""
    seen = re.sub(r"<input[^>]*>|<option.*?</option>", "", page)
    return [words for words in (article.get_absolute_url(), SECRET, "The Ledger", ADDRESS) if words in seen]


def test_the_same_text_again_is_said_to_be_here_and_no_more(client, lead, theirs):
    (item,) = worked(a_file("mine.txt", TEXT), by=lead)
    assert item.match == BatchItem.Match.KNOWN
    page = page_of(client, item)
    assert page.lower().count("already on the desk, outside your teams") == 2  # in the list and above the preview
    assert shown(page, theirs) == []
    client.post(reverse("import-correct", args=[item.batch_id, item.pk]), FIELDS | {"save": ""})
    (item,) = items(item.batch)
    assert (item.outcome, item.article) == (BatchItem.Outcome.KNOWN, theirs)
    page = page_of(client, item)
    assert "already, outside your teams; nothing was added" in page
    assert shown(page, theirs) == []
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "text", "match", "words"),
    [
        ({"publication": "The Post"}, TEXT, "copy", "the same text is on the desk already, outside your teams"),
        ({"url": ADDRESS}, LONG, "revision", "its address is on the desk already, outside your teams"),
        ({}, f"{TEXT} It rained.", "similar", "nearly the same text is on the desk already, outside your teams"),
    ],
)
def test_copies_addresses_and_likenesses_too(client, lead, theirs, changes, text, match, words):
    (item,) = worked(a_file("mine.txt", text), by=lead)
    url = reverse("import-correct", args=[item.batch_id, item.pk])
    client.post(url, FIELDS | changes)
    (item,) = items(item.batch)
    assert item.match == match
    page = page_of(client, item)
    assert page.lower().count(words) == 2
    assert shown(page, theirs) == []
    assert "of the words" not in page
    assert 'value="revision"' not in page
    client.post(url, FIELDS | changes | {"save": "article"})
    (item,) = items(item.batch)
    assert item.outcome == BatchItem.Outcome.ARTICLE
    assert item.article.imported_by == lead


@pytest.mark.parametrize(("changes", "text"), [({"url": ADDRESS}, LONG), ({}, f"{TEXT} It rained.")])
def test_a_forged_decision_gives_another_teams_article_no_new_text(client, lead, theirs, changes, text):
    (item,) = worked(a_file("mine.txt", text), by=lead)
    client.post(reverse("import-correct", args=[item.batch_id, item.pk]), FIELDS | changes | {"save": "revision"})
    (item,) = items(item.batch)
    assert item.state == BatchItem.State.FAILED
    assert "another team" in item.reason
    assert shown(page_of(client, item), theirs) == []
    assert theirs.revisions.count() == 1


def test_the_progress_of_a_batch_tells_no_more(client, lead, theirs):
    (item,) = worked(a_file("mine.txt", TEXT), by=lead)
    url = f"{reverse('import-progress', args=[item.batch_id])}?item={item.pk}&seen=waiting"
    page = client.get(url).content.decode()
    assert "already on the desk, outside your teams" in page
    assert shown(page, theirs) == []


def test_whoever_may_see_it_gets_the_link(theirs):
    editor = make_editor()
    (item,) = worked(a_file("again.txt", TEXT), by=editor)
    client = Client()
    client.force_login(editor)
    page = page_of(client, item)
    assert f'href="{theirs.get_absolute_url()}"' in page
    assert "outside your teams" not in page


def test_a_story_is_not_offered_with_what_one_may_not_see(lead):
    editor = make_editor()
    first, *others = files_of("accident")
    old = worked(*others, by=editor)[0].batch
    make_story(batch=old, items=[i.pk for i in items(old)], articles=[], title="The crash", by=editor, now=NOW)
    save_all(old, editor)
    batch = worked(first, by=lead)[0].batch
    assert proposals(batch, person=lead) == []
    assert len(proposals(batch, person=editor)[0].articles) == 3


def test_another_teams_article_is_moved_by_no_import(lead, theirs):
    """The text was brought in a second time: the item then leads to the article that is here."""
    batch = worked(a_file("mine.txt", TEXT), by=lead)[0].batch
    save_all(batch, lead)
    (item,) = items(batch)
    BatchItem.objects.filter(batch=batch).update(decision="", outcome="known", article=theirs)
    assert proposals(batch, person=lead) == []
    with pytest.raises(Refused, match="another team"):
        make_story(batch=batch, items=[item.pk], articles=[], title="Stolen", by=lead, now=NOW)
    theirs.refresh_from_db()
    assert theirs.story is None
    assert not Story.objects.exists()
    assert not Event.objects.filter(kind="story.created").exists()


def test_stories_of_other_teams_are_not_listed(client, lead, theirs):
    hidden = create_story(title="The hidden toll", by=None, right="system", now=NOW)
    Article.objects.update(story=hidden)
    create_story(title="Nothing in it yet", by=None, right="system", now=NOW)
    page = client.get(reverse("arrange-stories")).content.decode()
    assert "Nothing in it yet" in page
    assert "The hidden toll" not in page
    assert client.get(reverse("arrange-story", args=[hidden.pk])).status_code == 404
    own = create_story(title="My own", by=lead, right="lead", now=NOW)
    page = client.get(reverse("arrange-story", args=[own.pk])).content.decode()
    assert "The hidden toll" not in page
    merged = client.post(reverse("arrange-story", args=[own.pk]), {"deed": "merge", "into": hidden.pk})
    assert merged.status_code == 404
    taken = client.post(reverse("arrange-stories"), {"title": "the hidden toll"})
    assert taken.status_code == 422
    assert "outside your teams" in taken.content.decode()


def test_a_batch_page_asks_a_fixed_number_of_questions(client, lead, theirs):
    numbers = []
    for names in (["a"], [f"{n}" for n in range(12)]):
        files = [a_file(f"{name}.txt", f"{TEXT} In all {name}.") for name in names]
        batch = worked(*files, by=lead)[0].batch
        url = reverse("import-batch", args=[batch.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        numbers.append(len(queries))
    assert numbers[1] <= numbers[0] + 1


def test_saving_goes_on_for_a_lead(lead):
    batch = worked(a_file("own.txt", LONG), by=lead)[0].batch
    want_saved(BatchItem.objects.filter(batch=batch), by=lead, now=NOW)
    while work(seconds=60, batch=batch):
        pass
    assert items(batch)[0].outcome == BatchItem.Outcome.ARTICLE
