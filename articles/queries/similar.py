"""Which passages of all articles say much the same as some words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Substr

from articles.models import Article, Term
from articles.passages import terms_of

#: Words that are looked up, rows that are looked at for each (the newest), and passages that are compared at most.
WORDS, EACH, COMPARED = 8, 300, 40
#: From so many hundredths on two passages say much the same.
ALIKE = 55
#: Words that both must have.
_SHARED = 2
#: Code points of a passage that are compared, and words of it.
_READ, _ALL = 2_000, 60


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an article's current text, and how alike it is, in hundredths."""

    revision: int
    start: int
    end: int
    words: str
    likeness: float


def similar_passages(
    words: str, language: str, *, among: QuerySet[Article], apart_from: Article | None = None, at_most: int = 10
) -> list[Passage]:
    """Return the passages of these articles that are likest to some words, the likest first.

    Every step is bounded: words are looked up by an index, the newest of what has one of them are counted, and those
    that share most are read. What very many passages have in common finds but the newest of them.
    """
    terms = terms_of(words, language, WORDS)
    if not terms:
        return []
    passages = _sharing_most(terms)
    if not passages:
        return []
    rows = Term.objects.filter(pk__in=passages, revision__current_of__in=among.order_by().values("pk"))
    if apart_from is not None:
        rows = rows.exclude(revision__article=apart_from)
    rows = rows.annotate(words=Substr("revision__text", F("start") + 1, F("end") - F("start")))
    wanted = frozenset(terms_of(words[:_READ], language, _ALL))
    found = []
    for revision, start, end, said in rows.values_list("revision", "start", "end", "words"):
        likeness = _likeness(wanted, frozenset(terms_of(said[:_READ], language, _ALL)))
        if likeness >= ALIKE:
            found.append(Passage(revision, start, end, said, likeness))
    return sorted(found, key=lambda one: (-one.likeness, -one.revision, one.start))[:at_most]


def _likeness(wanted: frozenset[int], said: frozenset[int]) -> float:
    """Return how alike two passages are: how much of the shorter one the other says too, and how much of both."""
    shared = len(wanted & said)
    if shared < _SHARED:
        return 0.0
    return 100 * (0.7 * shared / min(len(wanted), len(said)) + 0.3 * 2 * shared / (len(wanted) + len(said)))


def _sharing_most(terms: Sequence[int]) -> list[int]:
    """Return rows of the passages that share most of these words, rare words counting more; one row for each."""
    table = Term._meta.db_table
    one = (
        f"SELECT value, id, revision_id, start FROM (SELECT value, id, revision_id, start FROM {table} "  # noqa: S608
        f"WHERE value = %s ORDER BY revision_id DESC LIMIT {EACH}) AS newest"
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(terms)), list(terms))
        rows = cursor.fetchall()
    holders = defaultdict(int)
    for value, *_ in rows:
        holders[value] += 1
    weights: dict[tuple[int, int], float] = defaultdict(float)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    row_of: dict[tuple[int, int], int] = {}
    for value, pk, revision, start in rows:
        place = revision, start
        weights[place] += 1 / log(2 + holders[value])
        shared[place] += 1
        row_of[place] = pk
    least = min(_SHARED, len(terms))
    candidates = [place for place in weights if shared[place] >= least]
    candidates.sort(key=lambda place: (-weights[place], -place[0], place[1]))
    return [row_of[place] for place in candidates[:COMPARED]]
