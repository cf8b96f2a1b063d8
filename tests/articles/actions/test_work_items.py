"""Batches are worked off: each item once, whatever fails, whoever dies."""

import json
import logging
import subprocess
import sys
from datetime import timedelta
from functools import partial
from threading import Barrier
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.utils import timezone

from articles.actions.claims import LEASE, claim, give_back, hold
from articles.actions.save_item import want_saved
from articles.actions.work_items import ATTEMPTS, work
from articles.fetching import Fetcher
from articles.models import Article, BatchItem, Original, Revision
from articles.queries.drafts import draft_as_read, draft_corrected
from articles.queries.items import counts_of, unfinished, works
from articles.queries.originals import bytes_of
from editorial.record.log import verify
from tests.articles.actions.test_import_article import at_once
from tests.articles.fetching.site import serving
from tests.articles.helpers import LONG, TEXT, a_batch, a_draft, a_file, an_address, items, worked
from tests.articles.unpacking.test_archive import packed
from tests.conformance.run import ROOT, bare_environment
from tests.factories import NOW, make_editor, recorded

State, Match, Outcome, Decision = BatchItem.State, BatchItem.Match, BatchItem.Outcome, BatchItem.Decision


def saved(item, decision="", by=None):
    """Save an item as a person does, and return it as it is then."""
    assert want_saved([item.pk], by=by or make_editor(), now=NOW, decision=decision) == 1
    work(seconds=60, item=item)
    return BatchItem.objects.select_related("article", "match_article").get(pk=item.pk)


@pytest.mark.django_db
class TestReading:
    def test_a_file_is_read_and_waits_to_be_looked_at(self):
        (item,) = worked(a_file())
        assert item.state == State.READY
        assert item.title == "Ferry fares to double in spring"
        assert draft_as_read(item) == draft_corrected(item) == a_draft()
        assert bytes_of(item.original) == TEXT.encode()
        assert not Article.objects.exists()

    def test_what_is_certain_and_what_is_doubtful(self):
        certain, doubtful = worked(
            a_file(data=TEXT.replace("\n\nBy", "\n\n2 June 2025\n\nBy")),
            a_file(data="no headline here, only this line"),
        )
        assert certain.certain
        assert draft_as_read(doubtful).title_proposed
        assert not doubtful.certain

    def test_a_failure_has_its_reason_and_the_rest_goes_on(self):
        empty, binary, good = worked(a_file("a.txt", b""), a_file("b.txt", b"\x00\x01\x02\x03" * 100), a_file())
        assert (empty.state, empty.reason) == (State.FAILED, "The file is empty.")
        assert binary.state == State.FAILED
        assert binary.reason.endswith(".")
        assert good.state == State.READY

    def test_a_surprise_is_a_failure_too(self, monkeypatch, caplog):
        """Nothing of ours is known to raise; what a library might is made up here."""

        def broken(*_args, **_kwargs):
            raise RuntimeError("out of cheese")

        monkeypatch.setattr("articles.actions.work_items.read", broken)
        with caplog.at_level(logging.ERROR):
            (item,) = worked(a_file())
        assert item.reason == "A defect of Editorial, which was logged."
        assert "out of cheese" in caplog.text

    def test_rows_become_items(self):
        rows = [{"title": f"Title {n}", "text": TEXT, "story": "Ferry"} for n in range(3)]
        parent, *parts = worked(a_file("f.jsonl", "\n".join([*map(json.dumps, rows), "nonsense"])))
        assert (parent.state, parent.opened) == (State.OPENED, 4)
        assert [part.state for part in parts] == [State.READY] * 3 + [State.FAILED]
        assert {part.parent_id for part in parts} == {parent.pk}
        assert [part.name for part in parts] == [f"f.jsonl, row {n}" for n in range(1, 5)]
        done = saved(parts[0])
        assert done.article.story.title == "Ferry"
        assert done.article.current.original.sha256 == parts[0].original.sha256

    def test_members_become_items_and_tables_within_are_opened(self):
        data = packed(
            {"a.txt": TEXT.encode(), "t.csv": f'title,text\nA,"{TEXT}"\n'.encode(), "../x.txt": b"x", "e.txt": b""}
        )
        found = worked(a_file("z.zip", data.getvalue()))
        assert [(str(item), item.state) for item in found] == [
            ("z.zip", State.OPENED),
            ("Ferry fares to double in spring", State.READY),
            ("t.csv", State.OPENED),
            ("x.txt", State.FAILED),
            ("e.txt", State.FAILED),
            ("A", State.READY),
        ]

    def test_a_file_that_is_opened_goes_on_where_it_stopped(self):
        rows = "\n".join(json.dumps({"text": f"Text {n}."}) for n in range(250))
        batch = a_batch(a_file("f.jsonl", rows))
        assert work(seconds=0, batch=batch) == 1
        parent, *parts = items(batch)
        assert (parent.state, parent.opened, len(parts), parent.claimed_until) == (State.WAITING, 100, 100, None)
        while work(seconds=60, batch=batch):
            pass
        parent, *parts = items(batch)
        assert (parent.state, parent.opened) == (State.OPENED, 250)
        assert [bytes_of(part.original) for part in parts] == [row.encode() for row in rows.splitlines()]

    def test_a_table_that_breaks_keeps_what_came_before(self, monkeypatch):
        monkeypatch.setattr("articles.unpacking.tables.ROWS_AT_MOST", 2)
        parent, *parts = worked(a_file("f.csv", "text\nOne.\nTwo.\nThree.\n"))
        assert (parent.state, len(parts)) == (State.OPENED, 2)
        assert parent.reason.startswith("Only the first 2 rows")

    def test_what_cannot_be_opened_fails(self):
        (item,) = worked(a_file("z.zip", b"PK\x03\x04 broken"))
        assert item.state == State.FAILED
        assert "damaged" in item.reason


@pytest.mark.django_db
class TestNetwork:
    def test_a_page_is_fetched_and_kept(self):
        page = (200, {"Content-Type": "text/plain; charset=utf-8"}, TEXT.encode())
        with serving({"/old": (301, {"Location": "/ferry"}, b""), "/ferry": page}) as site:
            (item,) = worked(an_address(f"{site.url}/old"), fetcher=Fetcher(guard=site.guard))
        assert (item.state, item.url) == (State.READY, f"{site.url}/ferry")
        assert draft_as_read(item).url == item.url
        assert bytes_of(item.original) == TEXT.encode()

    def test_a_feed_becomes_its_articles(self):
        feed = b"<rss><item><title>One</title><link>/1</link></item><item><link>/feed</link></item></rss>"
        with serving({"/feed": feed, "/1": (200, {"Content-Type": "text/plain"}, TEXT.encode())}) as site:
            parent, one, other = worked(an_address(f"{site.url}/feed"), fetcher=Fetcher(guard=site.guard))
        assert (parent.state, parent.opened) == (State.OPENED, 2)
        assert (one.state, one.name) == (State.READY, "One")
        assert (other.state, other.reason) == (
            State.FAILED,
            "The feed leads to another feed. Give that one's address by itself.",
        )

    def test_a_feed_that_never_ends_is_refused_and_the_rest_goes_on(self):
        def endless(handler):
            handler.send_response(200)
            handler.end_headers()
            handler.wfile.write(b"<rss>")
            while True:
                handler.wfile.write(b"<item><link>https://p.example/a</link></item>" * 1000)

        with serving({"/feed": endless}) as site:
            feed, file = worked(an_address(f"{site.url}/feed"), a_file(), fetcher=Fetcher(guard=site.guard))
        assert (feed.state, file.state) == (State.FAILED, State.READY)
        assert "MB" in feed.reason

    def test_production_reaches_nothing_on_this_machine(self):
        with serving({"/": TEXT.encode()}) as site:
            (item,) = worked(an_address(f"{site.url}/"))
        assert item.state == State.FAILED
        assert site.asked == []


@pytest.mark.django_db
class TestSaving:
    def test_an_item_becomes_an_article(self):
        (item,) = worked(a_file())
        editor = make_editor()
        with recorded() as kinds:
            item = saved(item, by=editor)
        assert (item.state, item.outcome, item.draft) == (State.DONE, Outcome.ARTICLE, None)
        revision = item.article.current
        assert revision.text == TEXT
        assert (revision.imported_by, revision.source_name, revision.original) == (editor, "ferry.txt", item.original)
        assert kinds == ["article.imported"]

    def test_the_same_file_twice_in_a_batch_is_one_article(self):
        one, other = worked(a_file("a.txt"), a_file("b.txt"))
        assert (one.match, other.match) == ("", "")
        one, other = saved(one), saved(other)
        assert (one.outcome, other.outcome) == (Outcome.ARTICLE, Outcome.KNOWN)
        assert one.article == other.article
        assert (Revision.objects.count(), Original.objects.count()) == (1, 1)

    def test_another_text_of_an_address_waits_for_a_word_and_becomes_a_revision(self):
        (first,) = worked(a_file("a.txt", f"{TEXT}"))
        BatchItem.objects.filter(pk=first.pk).update(corrections={"url": "https://p.example/a"})
        article = saved(first).article
        batch = a_batch(a_file("b.txt", TEXT.replace("4 euros", "5 euros")))
        BatchItem.objects.filter(batch=batch).update(url="https://www.p.example/a")
        work(seconds=60, batch=batch)
        (item,) = items(batch)
        assert (item.match, item.match_article, item.certain) == (Match.REVISION, article, False)
        item = saved(item)
        assert (item.state, item.match) == (State.READY, Match.REVISION)
        item = saved(item, Decision.REVISION)
        assert (item.outcome, item.article) == (Outcome.REVISION, article)
        article.refresh_from_db()
        assert (article.current.number, Article.objects.count()) == (2, 1)

    def test_what_looks_like_another_is_imported_only_if_somebody_says_so(self):
        (first,) = worked(a_file("a.txt", LONG))
        saved(first)
        (item,) = worked(a_file("b.txt", f"{LONG} It rained."))
        assert item.match == Match.SIMILAR
        assert saved(item).state == State.READY
        assert saved(item, Decision.ARTICLE).outcome == Outcome.ARTICLE

    def test_what_came_to_the_desk_since_the_preview_is_noticed(self):
        one, other = worked(a_file("a.txt", LONG), a_file("b.txt", f"{LONG} It rained."))
        assert other.match == ""
        saved(one)
        other = saved(other)
        assert (other.state, other.match, other.decision) == (State.READY, Match.SIMILAR, "")

    def test_corrections_are_saved(self):
        (item,) = worked(a_file())
        start = next(start for kind, start, *_ in item.draft["blocks"] if kind == "furniture")
        BatchItem.objects.filter(pk=item.pk).update(
            corrections={"title": "Fares rise", "published": "2025-06-02", "publication": "The Post", "language": "en"},
            kinds={str(start): "paragraph"},
        )
        article = saved(item).article
        assert (article.title, article.published.isoformat(), article.publication.name) == (
            "Fares rise",
            "2025-06-02",
            "The Post",
        )
        assert next(b["kind"] for b in article.current.blocks if b["start"] == start) == "paragraph"
        assert article.current.text == TEXT

    def test_only_what_is_ready_is_saved(self):
        waiting = items(a_batch(a_file()))[0]
        assert want_saved([waiting.pk], by=make_editor(), now=NOW) == 0


@pytest.mark.django_db
class TestClaims:
    def test_of_two_one_gets_it(self):
        batch = a_batch(a_file())
        one = claim(batch=batch)
        assert one is not None
        assert one.at_work
        assert claim(batch=batch) is None
        assert claim() is None

    def test_a_claim_that_ran_out_is_anybodys_and_the_first_worker_writes_nothing_more(self):
        batch = a_batch(a_file())
        dead = claim(batch=batch)
        BatchItem.objects.filter(pk=dead.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))
        assert not dead.__class__.objects.get(pk=dead.pk).at_work
        heir = claim(batch=batch)
        assert heir.pk == dead.pk
        assert not hold(dead, opened=7)
        assert not give_back(dead, state=State.FAILED, reason="x.")
        assert give_back(heir, state=State.READY)
        assert items(batch)[0].state == State.READY

    def test_what_kills_its_worker_again_and_again_is_given_up(self):
        batch = a_batch(a_file())
        for _ in range(ATTEMPTS):
            assert claim(batch=batch)
            BatchItem.objects.filter(batch=batch).update(claimed_until=timezone.now() - LEASE)
        work(seconds=60, batch=batch)
        (item,) = items(batch)
        assert item.state == State.FAILED
        assert "stopped 3 times" in item.reason

    def test_what_there_is_to_do(self):
        batch, other = a_batch(a_file(), a_file("b.txt", b"")), a_batch(a_file())
        assert set(unfinished()) == {batch, other}
        work(seconds=60, batch=batch)
        assert (works(batch), works(other), list(unfinished())) == (False, True, [other])
        counts = counts_of(batch)
        assert (counts["all"], counts["waiting"], counts["failed"]) == (2, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_processes_share_the_work_and_do_nothing_twice(tmp_path):
    """Three processes at once, on one database: every item is read once and saved once."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        env = bare_environment(DEBUG="1", DATABASE_URL=f"sqlite:///{name}", DATA_DIR=str(tmp_path))
    else:
        own = connection.settings_dict
        # The host may be the folder of a socket, which an address takes as a parameter only.
        host, port = (own[key.upper()] or own["OPTIONS"].get(key, "") for key in ("host", "port"))
        place = urlencode({"host": host} | ({"port": port} if port else {}))
        url = f"postgres://{own['USER']}:{own['PASSWORD']}@/{own['NAME']}?{place}"
        env = bare_environment(DEBUG="1", DATABASE_URL=url, DATA_DIR=str(tmp_path))
    rows = "\n".join(json.dumps({"title": f"Ferry {n}", "text": TEXT, "publication": f"Paper {n}"}) for n in range(60))
    batch = a_batch(a_file("f.jsonl", rows))

    def everybody_works() -> None:
        command = [sys.executable, "manage.py", "import_batches", "--no-wait"]
        workers = [
            subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # noqa: S603
            for _ in range(3)
        ]
        for worker in workers:
            said, _ = worker.communicate(timeout=120)
            assert worker.returncode == 0, said.decode()

    everybody_works()
    assert BatchItem.objects.filter(batch=batch, state=State.READY, attempts=0).count() == 60
    want_saved(BatchItem.objects.filter(batch=batch), by=make_editor(), now=NOW, decision=Decision.ARTICLE)
    everybody_works()
    done = BatchItem.objects.filter(batch=batch, state=State.DONE)
    assert done.filter(outcome=Outcome.ARTICLE).count() == 60
    assert done.values("article").distinct().count() == Article.objects.count() == 60


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(2))
def test_two_people_who_bring_in_the_same_file_at_one_moment_make_one_article(attempt):
    """From the upload to the article, each in a batch of their own and a thread of their own."""
    people = [make_editor(), make_editor()]

    def bring(person):
        batch = a_batch(a_file("ferry.txt"), by=person)
        work(seconds=60, batch=batch)
        begin.wait(20)
        want_saved(BatchItem.objects.filter(batch=batch), by=person, now=NOW)
        work(seconds=60, batch=batch)
        return items(batch)[0]

    begin = Barrier(len(people))
    found = at_once(*[partial(bring, person) for person in people])
    assert sorted(item.outcome for item in found) == [Outcome.ARTICLE, Outcome.KNOWN]
    assert found[0].article == found[1].article
    assert (Article.objects.count(), Revision.objects.count(), Original.objects.count()) == (1, 1, 1)
    assert list(verify()) == []
