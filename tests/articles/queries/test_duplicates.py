import pytest

from articles.actions import import_article
from articles.models import BatchItem, Shingle
from articles.queries.duplicates import copies_of, match_of
from articles.text import resemblance, shingles
from tests.articles.helpers import LONG, TEXT, a_draft
from tests.factories import NOW

pytestmark = pytest.mark.django_db
Kind = BatchItem.Match
URL = "https://gazette.example/ferry"


def bring(text=TEXT, **facts):
    return import_article(draft=a_draft(text, **facts), actor=None, right="system", now=NOW).article


@pytest.mark.parametrize(
    ("here", "comes", "kind"),
    [
        ({}, {}, Kind.KNOWN),
        ({"url": URL}, {"url": "http://www.gazette.example/ferry/?utm_medium=x"}, Kind.KNOWN),
        ({"publication": "Gazette"}, {"publication": "GAZETTE"}, Kind.KNOWN),
        # Nothing is said of where it is from: it is the one that is here.
        ({"url": URL}, {}, Kind.KNOWN),
        ({"publication": "Gazette"}, {}, Kind.KNOWN),
        ({"url": URL, "publication": "Gazette"}, {"publication": "Gazette"}, Kind.KNOWN),
        ({"publication": "Gazette"}, {"publication": "Post"}, Kind.COPY),
        ({"url": URL}, {"url": "https://post.example/ferry"}, Kind.COPY),
        ({"url": URL}, {"url": "https://gazette.example/other"}, Kind.SIMILAR),
        ({}, {"publication": "Gazette"}, Kind.SIMILAR),
    ],
)
def test_the_same_text(here, comes, kind):
    article = bring(**here)
    match = match_of(a_draft(**comes))
    assert (match.kind, match.article, match.share) == (kind, article, 1.0)


def test_another_text_at_the_same_address():
    article = bring(url=URL)
    match = match_of(a_draft("A wholly other text of the day.", url=f"{URL}#top"))
    assert (match.kind, match.article) == (Kind.REVISION, article)


def test_a_former_text_at_the_same_address_is_known():
    article = bring(url=URL)
    assert match_of(a_draft(url=URL)).article == article


@pytest.mark.parametrize(("changed", "found"), [(1, True), (2, True), (6, False)])
def test_nearly_the_same_text(changed, found):
    article = bring(LONG, publication="Gazette")
    paragraphs = LONG.split("\n\n")
    for n in range(changed):
        paragraphs[n * 2] = f"It was {n} years since anybody had seen the mayor, and nobody asked where he had gone to."
    text = "\n\n".join(paragraphs)
    share = resemblance(shingles(LONG), shingles(text))
    assert (share > 0.9) is found
    match = match_of(a_draft(text, publication="Post"))
    assert (match.kind, match.article) == ((Kind.SIMILAR, article) if found else (Kind.NONE, None))
    assert match.share == (share if found else None)


def test_of_several_the_most_alike_is_named():
    bring(LONG.replace("number 3 ", "number three "))
    near = bring(f"{LONG} It rained.")
    assert match_of(a_draft(f"{LONG} It snowed.")).article == near


def test_few_numbers_of_a_text_are_kept_and_few_texts_compared(django_assert_num_queries):
    for n in range(40):
        bring(f"{LONG} Written in {n}.", publication=f"Paper {n}")
    assert Shingle.objects.count() == 40 * 16
    with django_assert_num_queries(5):
        match_of(a_draft(f"{LONG} Written long ago."))


def test_copies():
    one, other = bring(publication="Gazette"), bring(publication="Post")
    bring("Something else.", publication="Third")
    assert list(copies_of(one)) == [other]
    assert list(copies_of(other)) == [one]
