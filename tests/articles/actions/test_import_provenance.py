import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.actions import import_article
from articles.models import Article, Publication, Shingle
from articles.text import BlockKind, fingerprint
from editorial.record.models import Event
from tests.articles.helpers import LONG, TEXT, a_draft
from tests.factories import NOW, make_editor, recorded

pytestmark = pytest.mark.django_db


def imported(draft, **more):
    return import_article(draft=draft, actor=None, right="system", now=NOW, **more)


def test_the_text_is_kept_to_the_last_word():
    article = imported(a_draft()).article
    assert article.current.text == TEXT
    assert [set(block) for block in article.current.blocks] == [{"kind", "level", "start", "end"}] * 5
    assert set(article.current.shingles.values_list("value", flat=True)) == set(fingerprint(TEXT))


def test_the_same_text_from_the_same_place_is_imported_once():
    one = imported(a_draft(url="https://www.p.example/a?utm_source=x"))
    other = imported(a_draft(url="http://p.example/a/"))
    assert (one.created, other.created) == (True, False)
    assert one.article == other.article


def test_the_same_text_from_two_publications_is_two_articles_that_are_copies():
    editor = make_editor()
    with recorded() as kinds:
        one = import_article(draft=a_draft(publication="Gazette"), actor=editor, right="editor", now=NOW)
        other = import_article(draft=a_draft(publication="Post"), actor=editor, right="editor", now=NOW)
    assert (one.copy_of, other.copy_of) == (None, one.article)
    assert kinds == ["article.imported"] * 2
    assert Event.objects.order_by("-pk")[0].payload["copy_of"] == one.article.pk


def test_what_was_corrected_by_hand_is_logged_and_holds():
    draft = a_draft()
    start = next(block.start for block in draft.blocks if "steepest" in block.content(draft.text))
    article = imported(
        draft, kinds={start: BlockKind.FURNITURE}, corrected={"byline": {"before": "", "after": "A. O."}}
    ).article
    payload = Event.objects.get(kind="article.imported").payload
    assert payload["corrected"] == {
        "byline": {"before": "", "after": "A. O."},
        "blocks": {str(start): "furniture"},
    }
    correction = article.current.block_corrections.get()
    assert (correction.start, correction.read_as, correction.kind) == (start, "paragraph", "furniture")
    assert not any(sentence["start"] >= start for sentence in article.current.sentences)


def test_a_publication_is_found_by_domain_before_name():
    gazette = Publication.objects.create(name="The Gazette", domain="gazette.example")
    assert (
        imported(a_draft(url="https://www.gazette.example/a", publication="Gazette online")).article.publication
        == gazette
    )


def test_importing_takes_a_fixed_number_of_queries():
    """However long the text, and however much is on the desk."""
    imported(a_draft(publication="Gazette"))
    counts = []
    for draft in (a_draft(f"{TEXT} One.", publication="Gazette"), a_draft(LONG, publication="Gazette")):
        with CaptureQueriesContext(connection) as queries:
            imported(draft)
        counts.append(len(queries))
        for n in range(5):
            imported(a_draft(f"{TEXT} {n}", publication=f"Paper {n} {len(counts)}"))
    assert counts[0] == counts[1]
    assert counts[0] <= 19
    assert Article.objects.count() == 13
    assert Shingle.objects.count() <= 13 * 16
