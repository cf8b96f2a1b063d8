"""Similar passages in all articles of the desk."""

import pytest

from articles.actions import revise, set_block_kind
from articles.models import Article, Term
from articles.queries import similar as room
from articles.queries.similar import similar_passages
from articles.reading import read
from articles.text import BlockKind
from tests.factories import NOW, make_article, make_editor

pytestmark = pytest.mark.django_db

FERRY = "Ferry\n\nThe ferry of Skarvholm carried 300,417 passengers in 2019. It rained."
AGAIN = "Again\n\nIn all, 300,417 passengers took the Skarvholm ferry, the port says. Nobody else did."
OTHER = "Other\n\nThe council of Almira spent a little money on a bridge over the river."


def found(words, *, apart_from=None, among=None):
    among = Article.objects.all() if among is None else among
    return [p.words for p in similar_passages(words, "en", among=among, apart_from=apart_from)]


def test_passages_that_say_much_the_same_are_found():
    make_article(FERRY)
    make_article(AGAIN)
    make_article(OTHER)
    assert found("300,417 passengers on the ferry of Skarvholm") == [
        "The ferry of Skarvholm carried 300,417 passengers in 2019.",
        "In all, 300,417 passengers took the Skarvholm ferry, the port says.",
    ]
    assert found("The king of Spain has a yellow submarine") == []
    assert found("") == []
    assert found("It was so") == []


def test_offsets_are_code_points():
    text = f"💔 Heading 👩‍👧\n\n💔 {FERRY}"
    article = make_article(text)
    [passage] = similar_passages("Skarvholm ferry, 300,417 passengers", "en", among=Article.objects.all())
    assert article.current.text[passage.start : passage.end] == passage.words


def test_ones_own_article_and_those_one_may_not_see_are_left_out():
    one, two = make_article(FERRY), make_article(AGAIN)
    words = "300,417 passengers on the ferry of Skarvholm"
    assert found(words, apart_from=one)[0].startswith("In all")
    assert found(words, apart_from=one, among=Article.objects.filter(pk=one.pk)) == []
    assert len(found(words, among=Article.objects.filter(pk__in=[one.pk, two.pk]))) == 2


def test_only_the_current_text_is_found():
    article = make_article(FERRY)
    who = {"actor": make_editor(), "right": "editor", "now": NOW}
    revise(article=article, draft=read(OTHER.encode()), **who)
    assert found("300,417 passengers on the ferry of Skarvholm") == []
    assert found("the council of Almira spent money on a bridge")
    assert set(Term.objects.values_list("revision__number", flat=True)) == {2}
    revise(article=article, draft=read(FERRY.encode()), **who)
    assert found("300,417 passengers on the ferry of Skarvholm")
    assert set(Term.objects.values_list("revision__number", flat=True)) == {1}


def test_furniture_is_not_found():
    revision = make_article(FERRY).current
    who = {"by": make_editor(), "right": "editor", "now": NOW}
    start = revision.blocks[1]["start"]
    set_block_kind(revision=revision, start=start, kind=BlockKind.FURNITURE, **who)
    assert found("300,417 passengers on the ferry of Skarvholm") == []
    set_block_kind(revision=revision, start=start, kind=BlockKind.PARAGRAPH, **who)
    assert found("300,417 passengers on the ferry of Skarvholm")


def test_what_everybody_says_costs_no_more(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(room, "EACH", 5)
    for number in range(12):
        make_article(f"Ferry {number}\n\nThe ferry of Skarvholm carried 300,417 passengers in {1990 + number}.")
    with django_assert_num_queries(2):
        assert len(found("The ferry of Skarvholm carried 300,417 passengers")) == 5
