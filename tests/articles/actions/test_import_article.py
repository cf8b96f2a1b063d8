"""Importing: one text from one origin is one article, however many bring it at one moment."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

import pytest
from django.db import IntegrityError, connections

from articles.actions import create_publication, create_story, import_article
from articles.actions.import_article import TITLE_AT_MOST
from articles.actions.publication import publication_called
from articles.models import Article, Publication, Revision, Story
from articles.one_line import one_line
from articles.reading import read
from editorial.record import log
from editorial.record.models import Chain, Event
from tests.factories import NOW, recorded

TEXT = b"Toll bridge to close\n\nThe bridge opened on 4 May 1987 and cost 12 million euros, the mayor said on Monday.\n"


def draft(text: bytes = TEXT, **facts: object):
    return replace(read(text), **facts)


def bring(made, **options: object):
    return import_article(draft=made, actor=None, right="system", now=NOW, **options)


# --- What is written ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_article_has_its_text_blocks_and_sentences_and_the_log_says_so():
    with recorded() as kinds:
        result = bring(draft(url="https://www.gazette.example/bridge"), source_name="bridge.txt")
    assert kinds == ["article.imported"]
    article, revision = result.article, result.article.current
    assert result.created
    assert (article.title, article.title_proposed) == ("Toll bridge to close", False)
    assert (article.publication.name, article.publication.domain) == ("gazette.example", "gazette.example")
    assert revision.text == TEXT.decode().strip()
    assert (revision.number, revision.length, revision.source_name) == (1, len(revision.text), "bridge.txt")
    assert [(block["start"], block["end"]) for block in revision.blocks] == [(0, 22), (22, revision.length)]
    assert [revision.text[s["start"] : s["end"]] for s in revision.sentences] == revision.text.split("\n\n")
    assert not revision.sentences[0]["why"]
    assert revision.sentences[1]["why"]
    payload = Event.objects.get(kind="article.imported").payload
    assert (payload["title"], payload["sha256"], payload["source"]) == (article.title, revision.sha256, "bridge.txt")


@pytest.mark.django_db
def test_a_headline_with_two_sentences_is_one():
    text = draft(b"Who was it? We asked the mayor\n\nThe bridge opened on 4 May 1987, says the mayor of the town.\n")
    revision = bring(text).article.current
    assert revision.blocks[0]["kind"] == "headline"
    assert revision.text[slice(*list(revision.sentences[0].values())[:2])] == "Who was it? We asked the mayor"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "same"),
    [
        ({}, True),
        ({"title": "Another", "byline": "Another"}, True),
        ({"url": "https://gazette.example/a"}, False),
        ({"publication": "The Gazette"}, False),
        ({"url": "no address", "publication": ""}, True),
    ],
)
def test_the_same_text_from_the_same_origin_is_the_same_article(facts, same):
    first = bring(draft())
    with recorded() as kinds:
        second = bring(draft(**facts))
    assert second.created is not same
    assert (second.article == first.article) is same
    assert kinds == ([] if same else ["article.imported"])
    assert Revision.objects.count() == (1 if same else 2)


@pytest.mark.django_db
def test_an_origin_is_the_same_in_whatever_case():
    assert bring(draft(publication="The Gazette")).created
    assert not bring(draft(publication="  the GAZETTE\u200b ")).created


# --- What a stranger's file may say about itself --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("A plain title", "A plain title"),
        ("  two\n lines\tand tabs ", "two lines and tabs"),
        ("Mayor \u202egnikat sebirb\u202c cleared", "Mayor gnikat sebirb cleared"),
        ("Pay\u200bPal\ufeff \u2066is\u2069 safe\u00ad", "PayPal is safe"),
        ("Price 100\u200f200 \u200eeuros", "Price 100200 euros"),
        ("\u200f\u05e9\u05dc\u05d5\u05dd (2024)\u200f", "\u200f\u05e9\u05dc\u05d5\u05dd (2024)\u200f"),
        ("\u3164\u2800\u200b\u2060", ""),
        ("Cafe\u0301 \U0001f469\u200d\U0001f467", "Caf\u00e9 \U0001f469\u200d\U0001f467"),
        ("nul\x00 and \x1b[31mred", "nul and [31mred"),
    ],
)
def test_a_title_shows_what_it_says(typed, shown):
    assert one_line(typed) == shown
    assert one_line(shown) == shown


@pytest.mark.django_db
def test_a_title_of_nothing_visible_is_proposed_from_the_text():
    article = bring(draft(title="\u200b\u3164", title_proposed=False)).article
    assert article.title.startswith("Toll bridge to close")
    assert article.title_proposed


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["word ", "endless"])
def test_a_long_title_is_shortened_and_the_text_is_not(word):
    article = bring(draft(title=word * 400, byline="b" * 999, publication="p" * 999)).article
    assert len(article.title) <= TITLE_AT_MOST
    assert article.title.endswith("…")
    assert (len(article.byline), len(article.publication.name)) == (300, 200)
    assert article.current.text == TEXT.decode().strip()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://[broken",
        "data:text/html,x",
        "ftp://a.example/",
        "https://a.example/" + "x" * 2000,
    ],
)
def test_an_address_that_no_page_may_link_to_is_left_out(address):
    article = bring(draft(url=address, publication="The Gazette")).article
    assert article.url == ""
    assert article.publication.domain == ""
    assert article.current.origin == "the gazette"


# --- Publications and stories ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_publication_is_known_by_its_domain_before_its_name():
    made = {"by": None, "right": "system", "now": NOW}
    gazette = create_publication(name="The Gazette", domain="gazette.example", **made)
    post = create_publication(name="The Post", domain="", **made)
    assert publication_called(name="Gazette online", domain="WWW.Gazette.example") == gazette
    assert publication_called(name="THE POST", domain="post.example") == post
    assert publication_called(name="The Post", domain="gazette.example") == gazette
    assert publication_called(name="", domain="new.example").name == "new.example"
    assert Publication.objects.count() == 3


@pytest.mark.django_db
def test_a_story_of_a_known_title_is_that_story():
    made = {"by": None, "right": "system", "now": NOW}
    story = create_story(title="The bridge", **made)
    with recorded() as kinds:
        assert create_story(title=" the  BRIDGE\u200b", **made) == story
    assert kinds == []


# --- All at one moment ----------------------------------------------------------------------------------------------


def at_once(*jobs) -> list:
    """Run the jobs in threads that begin together, each on its own connection; return what they returned."""
    begin = Barrier(len(jobs))

    def run(job):
        try:
            begin.wait(10)
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [done.result(60) for done in [pool.submit(run, job) for job in jobs]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_the_same_file_brought_by_four_at_once_is_one_article(attempt):
    made = draft(publication="The Gazette")
    results = at_once(*[lambda: bring(made)] * 4)
    assert sum(result.created for result in results) == 1
    assert len({result.article.pk for result in results}) == 1
    assert (Article.objects.count(), Revision.objects.count(), Publication.objects.count()) == (1, 1, 1)
    assert Event.objects.filter(kind="article.imported").count() == 1
    assert Chain.objects.count() == 1
    assert list(log.verify()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_four_articles_of_one_new_publication_and_story_at_once_share_both(attempt):
    def job(number: int):
        text = draft(
            TEXT + f"\nNumber {number}.\n".encode(), publication="The Gazette", url=f"https://g.example/{number}"
        )
        story = create_story(title="The bridge", by=None, right="system", now=NOW)
        return bring(text, story=story)

    results = at_once(*[partial(job, number) for number in range(4)])
    assert all(result.created for result in results)
    assert (Article.objects.count(), Publication.objects.count(), Story.objects.count()) == (4, 1, 1)
    assert Event.objects.filter(kind="story.created").count() == 1
    assert list(log.verify()) == []


@pytest.mark.django_db
def test_what_fails_half_way_leaves_nothing():
    """The log is written last: if it cannot be, there is no article, no revision and no publication either."""
    here = bring(draft()).article
    following = log.article_chain(here.pk + 1)
    log.append(chain=following, kind="in.the.way", actor=None, right="system", at=NOW)
    Chain.objects.filter(name=following).update(length=0, head="")
    with pytest.raises(IntegrityError):
        bring(draft(publication="The Post", url="https://post.example/1"))
    assert list(Article.objects.all()) == [here]
    assert (Revision.objects.count(), Publication.objects.count()) == (1, 0)
