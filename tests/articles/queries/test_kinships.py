import pytest

from articles.actions.propose_story import decline_story, make_story
from articles.actions.save_item import want_saved
from articles.actions.work_items import work
from articles.models import Article, BatchItem
from articles.queries.kinships import proposals
from editorial.record.models import Event
from tests.articles.helpers import a_batch, a_file, items, worked
from tests.conformance.run import ROOT
from tests.factories import NOW, make_editor

pytestmark = pytest.mark.django_db
STORIES = ROOT / "tests" / "articles" / "crosscheck" / "stories"


def files_of(story):
    return [a_file(path.name, path.read_bytes()) for path in sorted((STORIES / story).glob("*.txt"))]


@pytest.fixture
def editor():
    return make_editor()


def save_all(batch, by):
    want_saved(BatchItem.objects.filter(batch=batch), by=by, now=NOW, decision="article")
    while work(seconds=60, batch=batch):
        pass


def test_articles_of_a_batch_are_offered_as_their_stories(editor):
    batch = worked(*files_of("accident"), *files_of("company"), a_file(), by=editor)[0].batch
    found = proposals(batch, person=editor)
    assert [[item.name for item in proposal.items] for proposal in found] == [
        ["agencia.txt", "diario.txt", "herald.txt", "portal.txt"],
        ["bulletin.txt", "ledger.txt", "monitor.txt", "techsite.txt"],
    ]
    assert "almagro" in found[0].names
    assert all(proposal.title and not proposal.story for proposal in found)


def test_what_is_accepted_holds_when_it_is_saved(editor):
    batch = worked(*files_of("accident"), by=editor)[0].batch
    make_story(batch=batch, items=[i.pk for i in items(batch)[:3]], articles=[], title="The crash", by=editor, now=NOW)
    assert len(proposals(batch, person=editor)) == 1
    make_story(batch=batch, items=[i.pk for i in items(batch)], articles=[], title="The crash", by=editor, now=NOW)
    assert proposals(batch, person=editor) == []
    save_all(batch, editor)
    assert [article.story.title for article in Article.objects.all()] == ["The crash"] * 4


def test_what_was_saved_before_moves_at_once(editor):
    batch = worked(*files_of("accident"), by=editor)[0].batch
    save_all(batch, editor)
    (found,) = proposals(batch, person=editor)
    make_story(batch=batch, items=[i.pk for i in found.items], articles=[], title="The crash", by=editor, now=NOW)
    assert {article.story.title for article in Article.objects.all()} == {"The crash"}
    assert proposals(batch, person=editor) == []


def test_what_is_on_the_desk_is_offered_with_them(editor):
    first, *others = files_of("accident")
    old = worked(*others, by=editor)[0].batch
    make_story(batch=old, items=[i.pk for i in items(old)], articles=[], title="The crash", by=editor, now=NOW)
    save_all(old, editor)
    batch = worked(first, by=editor)[0].batch
    (found,) = proposals(batch, person=editor)
    assert (found.story.title, found.title, len(found.articles)) == ("The crash", "The crash", 3)
    save_all(batch, editor)
    (found,) = proposals(batch, person=editor)
    make_story(batch=batch, items=[i.pk for i in found.items], articles=[], title=found.title, by=editor, now=NOW)
    assert Article.objects.filter(story__title="The crash").count() == 4


def test_what_is_declined_is_not_offered_again(editor):
    batch = worked(*files_of("accident"), by=editor)[0].batch
    decline_story(batch=batch, items=[item.pk for item in items(batch)], by=editor, now=NOW)
    batch.refresh_from_db()
    assert proposals(batch, person=editor) == []
    assert Event.objects.filter(kind="story.declined").count() == 1


def test_a_batch_that_is_not_read_offers_nothing(editor):
    assert proposals(a_batch(*files_of("accident"), by=editor), person=editor) == []
