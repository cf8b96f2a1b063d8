"""Similar passages among 1,000 and 100,000 articles: within 50 ms, and at most three times as long among the more.

Run: python -m pytest -s tests/benchmarks/bench_similar.py
and with DATABASE_URL=postgres://… for the other database.
"""

import random
import time
from itertools import islice

import pytest
from django.db import connection

from articles.crosscheck.language import listed
from articles.models import Article, Revision, Term
from articles.passages import TERMS, terms_of
from articles.queries.similar import similar_passages
from articles.text import sha256

pytestmark = pytest.mark.django_db

FEW, MANY = 1_000, 100_000
WITHIN, TIMES = 0.050, 3
SENTENCES, POOL, QUERIES = 6, 20_000, 40
_WORDS = sorted(
    listed(
        "harbour council bridge budget factory school storm river company market union hospital railway museum theatre "
        "village report strike court road tower station garden festival library tunnel airport prison passengers euros "
        "million percent opened closed mayor minister director series memoir episode brother daughter island winter"
    )
)
_NAMES = [
    f"{first}{last}" for first in ("Al", "Bre", "Cor", "Dun", "El", "Fa") for last in ("ham", "vik", "vo", "more")
]


def pool(chance: random.Random) -> list[tuple[str, tuple[int, ...]]]:
    """Return made-up sentences with the words they are found by: many share a word, few share several."""
    made = []
    for number in range(POOL):
        words = chance.sample(_WORDS, 5)
        name, other = f"{chance.choice(_NAMES)}{number % 700}", chance.choice(_NAMES)
        sentence = (
            f"In {chance.randint(1900, 2024)} the {words[0]} of {name} near {other} had {chance.randint(2, 90_000)} "
            f"{words[1]} and one {words[2]} with a {words[3]}, says the {words[4]}."
        )
        made.append((sentence, terms_of(sentence, "en", TERMS)))
    return made


def fill(made: list[tuple[str, tuple[int, ...]]], chance: random.Random, upto: int) -> None:
    """Bring the desk to so many articles of such sentences, past the actions: what is measured is the search."""
    have = Article.objects.count()
    for begin in range(have, upto, 5_000):
        size = min(5_000, upto - begin)
        chosen = [chance.choices(made, k=SENTENCES) for _ in range(size)]
        articles = Article.objects.bulk_create(
            [Article(title=f"Article {begin + n}", language="en") for n in range(size)]
        )
        revisions = Revision.objects.bulk_create(
            [_revision(article, sentences) for article, sentences in zip(articles, chosen, strict=True)]
        )
        for article, revision in zip(articles, revisions, strict=True):
            article.current = revision
        _write("UPDATE articles_article SET current_id = %s WHERE id = %s", [(r.pk, r.article_id) for r in revisions])
        _terms(zip(revisions, chosen, strict=True))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _revision(article: Article, sentences: list) -> Revision:
    text = " ".join(sentence for sentence, _ in sentences) + f" {article.pk}"
    return Revision(
        article=article, number=1, text=text, length=len(text), sha256=sha256(text), blocks=[], sentences=[]
    )


def _write(sql: str, rows: list) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def _terms(texts) -> None:
    rows = []
    for revision, sentences in texts:
        at = 0
        for sentence, terms in sentences:
            rows += [(value, revision.pk, at, at + len(sentence)) for value in terms]
            at += len(sentence) + 1
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy('COPY articles_term (value, revision_id, start, "end") FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(
                'INSERT INTO articles_term (value, revision_id, start, "end") VALUES (%s,%s,%s,%s)', rows
            )


def spent(queries: list[str]) -> list[float]:
    """Return what each search takes, the best of three."""
    found = []
    for words in queries:
        best = float("inf")
        for _ in range(3):
            began = time.perf_counter()
            passages = similar_passages(words, "en", among=Article.objects.all())
            best = min(best, time.perf_counter() - began)
        assert passages, words
        found.append(best)
    return sorted(found)


def test_similar_passages():
    chance = random.Random(7)  # noqa: S311 - nothing is kept secret with it
    made = pool(chance)
    taken = {}
    for articles in (FEW, MANY):
        fill(made, chance, articles)
        present = {term for _, terms in islice(made, 200) for term in terms}
        assert Term.objects.filter(value__in=list(present)[:50]).exists()
        some = list(Revision.objects.order_by("pk").values_list("text", flat=True)[:QUERIES])
        taken[articles] = spent([text.partition(", says")[0] for text in some])
        times = taken[articles]
        print(  # noqa: T201 - a benchmark says what it measured
            f"\n{connection.vendor}, {articles:,} articles: median {times[len(times) // 2] * 1000:.1f} ms, "
            f"slowest {times[-1] * 1000:.1f} ms"
        )
    assert taken[MANY][-1] <= WITHIN
    assert sum(taken[MANY]) <= TIMES * sum(taken[FEW])
