import pytest

from articles.actions import import_article, other_kind, set_block_kind
from articles.actions.errors import Refused
from articles.text import BlockKind
from editorial.record.models import Event
from tests.articles.helpers import a_draft
from tests.factories import NOW, make_editor, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def revision():
    return import_article(draft=a_draft(), actor=None, right="system", now=NOW).article.current


def start_of(revision, words):
    at = revision.text.index(words)
    return next(block["start"] for block in revision.blocks if block["start"] <= at < block["end"])


def turned(revision, words, kind):
    changed = set_block_kind(
        revision=revision, start=start_of(revision, words), kind=kind, by=make_editor(), right="editor", now=NOW
    )
    revision.refresh_from_db()
    return changed


def within(revision, words):
    """The checkable sentences of a block."""
    start = start_of(revision, words)
    end = next(block["end"] for block in revision.blocks if block["start"] == start)
    return [s for s in revision.sentences if start <= s["start"] < end and s["why"]]


def test_furniture_takes_its_sentences_with_it_and_text_brings_them_back(revision):
    before = list(revision.sentences), list(revision.blocks)
    assert within(revision, "Captain Nuria")
    turned(revision, "Captain Nuria", BlockKind.FURNITURE)
    assert not within(revision, "Captain Nuria")
    assert [s for s in before[0] if s not in revision.sentences]
    assert revision.block_corrections.get().read_as == "paragraph"
    turned(revision, "Captain Nuria", BlockKind.PARAGRAPH)
    assert (list(revision.sentences), list(revision.blocks)) == before
    assert not revision.block_corrections.exists()


def test_furniture_becomes_text_with_something_to_check(revision):
    assert start_of(revision, "See also") in {b["start"] for b in revision.blocks if b["kind"] == "furniture"}
    others = list(revision.sentences)
    turned(revision, "See also", BlockKind.PARAGRAPH)
    added = [s for s in revision.sentences if s not in others]
    assert [revision.text[s["start"] : s["end"]] for s in added] == ["👉 See also: The toll rises again"]
    assert [s for s in revision.sentences if s in others] == others


def test_the_text_stays_and_the_log_says_what_happened(revision):
    text, digest = revision.text, revision.sha256
    with recorded() as kinds:
        turned(revision, "Captain Nuria", BlockKind.FURNITURE)
        turned(revision, "Captain Nuria", BlockKind.FURNITURE)
    assert (revision.text, revision.sha256) == (text, digest)
    assert kinds == ["person.added", "block.corrected", "person.added"]
    payload = Event.objects.get(kind="block.corrected").payload
    assert (payload["before"], payload["after"], payload["revision"]) == ("paragraph", "furniture", 1)


def test_what_one_key_makes_of_a_block(revision):
    headline = start_of(revision, "Ferry fares to double")
    assert other_kind(revision, headline) is BlockKind.FURNITURE
    turned(revision, "Ferry fares to double", BlockKind.FURNITURE)
    assert other_kind(revision, headline) is BlockKind.HEADLINE
    assert other_kind(revision, start_of(revision, "See also")) is BlockKind.PARAGRAPH


def test_where_no_block_begins_nothing_happens(revision):
    with recorded() as kinds, pytest.raises(Refused, match="No block"):
        set_block_kind(revision=revision, start=3, kind=BlockKind.FURNITURE, by=None, right="system", now=NOW)
    assert kinds == []
