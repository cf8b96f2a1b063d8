import pytest

from articles.actions.change_item import correct_item, leave_out, retry, take_back, turn_block
from articles.actions.errors import Refused
from articles.actions.work_items import work
from articles.models import BatchItem
from articles.queries.drafts import draft_as_read, draft_corrected, kinds_of
from articles.text import BlockKind
from tests.articles.helpers import TEXT, a_batch, a_draft, a_file, an_address, items, worked
from tests.factories import NOW, make_editor, recorded

pytestmark = pytest.mark.django_db
State = BatchItem.State


@pytest.fixture
def item():
    return worked(a_file())[0]


def corrected(item, **changes):
    return correct_item(item=item, changes=changes, now=NOW)


def test_a_correction_stands_beside_what_was_read(item):
    item = corrected(item, title="Fares rise", published="2025-06-02", byline="")
    assert draft_as_read(item) == a_draft()
    draft = draft_corrected(item)
    assert (draft.title, draft.published.isoformat(), draft.byline) == ("Fares rise", "2025-06-02", "")
    assert item.title == "Fares rise"


def test_what_is_as_it_was_read_is_no_correction(item):
    read = draft_as_read(item)
    item = corrected(item, title=read.title, byline="Bo Lund", published="", url="", publication="")
    assert item.corrections == {"byline": "Bo Lund"}
    assert corrected(item, byline=read.byline).corrections == {}


def test_a_correction_of_the_address_finds_the_article_that_is_here(item):
    from articles.actions import import_article

    article = import_article(
        draft=a_draft("Other words.", url="https://p.example/a"), actor=None, right="system", now=NOW
    ).article
    assert item.match == ""
    item = corrected(item, url="http://www.p.example/a/")
    assert (item.match, item.match_article, item.certain) == (BatchItem.Match.REVISION, article, False)
    assert corrected(item, url="").match == ""


def test_a_title_that_was_proposed_is_certain_once_somebody_wrote_one():
    (item,) = worked(a_file(data="no headline here, only this one line of text"))
    assert not item.certain
    assert corrected(item, title="A line").certain


def test_one_key_turns_a_block_and_turns_it_back(item):
    text = next(block for block in draft_as_read(item).blocks if block.kind is BlockKind.HEADLINE)
    furniture = next(block for block in draft_as_read(item).blocks if block.kind is BlockKind.FURNITURE)
    item = turn_block(item=item, start=text.start, now=NOW)
    item = turn_block(item=item, start=furniture.start, now=NOW)
    assert kinds_of(item) == {text.start: BlockKind.FURNITURE, furniture.start: BlockKind.PARAGRAPH}
    item = turn_block(item=item, start=text.start, now=NOW)
    item = turn_block(item=item, start=furniture.start, now=NOW)
    assert kinds_of(item) == {}


def test_where_no_block_begins(item):
    with pytest.raises(Refused):
        turn_block(item=item, start=1, now=NOW)


def test_what_is_left_out_can_be_taken_back(item):
    editor = make_editor()
    with recorded() as kinds:
        item = leave_out(item=item, by=editor, now=NOW)
        assert item.state == State.LEFT_OUT
        assert take_back(item=item, by=editor, now=NOW).state == State.READY
    assert kinds == ["item.left_out", "item.taken_back"]


def test_what_changed_meanwhile_is_refused(item):
    stale = BatchItem.objects.get(pk=item.pk)
    leave_out(item=item, by=make_editor(), now=NOW)
    for deed in (
        lambda: leave_out(item=stale, by=make_editor(), now=NOW),
        lambda: corrected(stale, title="x"),
        lambda: turn_block(item=stale, start=0, now=NOW),
    ):
        with pytest.raises(Refused, match="changed meanwhile"):
            deed()


def test_what_failed_is_read_again():
    batch = a_batch(a_file("a.txt", b"\0\1" * 500), a_file("b.txt", b""), an_address("http://127.0.0.1/"))
    work(seconds=60, batch=batch)
    assert [item.state for item in items(batch)] == [State.FAILED] * 3
    # Of the empty file nothing was kept.
    assert retry(batch=batch, now=NOW) == 2
    assert [item.state for item in items(batch)] == [State.WAITING, State.FAILED, State.WAITING]
    work(seconds=60, batch=batch)
    assert retry(batch=batch, item=items(batch)[0], now=NOW) == 1
    assert retry(batch=batch, item=items(batch)[1], now=NOW) == 0


def test_reading_again_starts_without_corrections(item):
    corrected(item, title="x")
    BatchItem.objects.filter(pk=item.pk).update(state=State.FAILED, reason="x.")
    retry(batch=item.batch, item=item, now=NOW)
    work(seconds=60, batch=item.batch)
    again = items(item.batch)[0]
    assert (again.state, again.corrections, draft_as_read(again).text) == (State.READY, {}, TEXT)
