import pytest

from articles.actions import import_article, revise
from articles.actions.errors import Refused
from articles.models import Revision
from articles.text import BlockKind
from editorial.record.models import Event
from tests.articles.helpers import TEXT, a_draft
from tests.factories import NOW, make_editor, recorded

pytestmark = pytest.mark.django_db
URL = "https://p.example/ferry"


@pytest.fixture
def article():
    return import_article(draft=a_draft(url=URL), actor=None, right="system", now=NOW).article


def revised(article, text, **facts):
    return revise(article=article, draft=a_draft(text, url=URL, **facts), actor=make_editor(), right="editor", now=NOW)


def test_a_new_text_is_a_new_revision_of_the_same_article(article):
    first = article.current
    with recorded() as kinds:
        result = revised(article, TEXT.replace("4 euros", "5 euros"))
    article.refresh_from_db()
    assert result.created
    assert article.current == result.revision
    assert (result.revision.number, article.revisions.count()) == (2, 2)
    first.refresh_from_db()
    assert first.text == TEXT
    assert kinds == ["person.added", "article.revised"]
    payload = Event.objects.get(kind="article.revised").payload
    assert (payload["before"]["revision"], payload["revision"]) == (1, 2)


def test_the_same_text_changes_nothing(article):
    with recorded() as kinds:
        result = revise(article=article, draft=a_draft(url=URL), actor=None, right="system", now=NOW)
    assert not result.created
    assert kinds == []
    assert Revision.objects.count() == 1


def test_a_text_that_was_here_before_becomes_current_again(article):
    revised(article, TEXT.replace("4 euros", "5 euros"))
    result = revised(article, TEXT)
    article.refresh_from_db()
    assert (result.created, article.current.number, article.revisions.count()) == (False, 1, 2)
    assert Event.objects.filter(kind="article.revised").count() == 2


def test_title_and_byline_go_with_the_text(article):
    revised(article, TEXT.replace("to double", "to triple").replace("Ana Ortiz", "Ana Ortiz and Bo Lund"))
    article.refresh_from_db()
    assert article.title == "Ferry fares to triple in spring"
    payload = Event.objects.get(kind="article.revised").payload
    assert payload["before"]["title"] == "Ferry fares to double in spring"
    assert payload["after"]["title"] == article.title


def test_a_proposed_title_takes_no_headline_away(article):
    revised(
        article, "The ferry fares double on 1 March 2025, says the company. It is a scandal, says the mayor of Almira."
    )
    article.refresh_from_db()
    assert (article.title, article.title_proposed) == ("Ferry fares to double in spring", False)


def test_blocks_corrected_at_import_hold(article):
    draft = a_draft(f"{TEXT}\n\nThe mayor was not there.", url=URL)
    start = draft.blocks[-1].start
    revise(article=article, draft=draft, kinds={start: BlockKind.FURNITURE}, actor=None, right="system", now=NOW)
    article.refresh_from_db()
    assert article.current.blocks[-1]["kind"] == "furniture"
    assert article.current.block_corrections.get().read_as == "paragraph"


def test_a_text_that_is_another_article_is_refused(article):
    other = import_article(
        draft=a_draft("Another text.", publication="Post"), actor=None, right="system", now=NOW
    ).article
    with pytest.raises(Refused, match="another article"):
        revise(article=other, draft=a_draft(url=URL), actor=None, right="system", now=NOW)
