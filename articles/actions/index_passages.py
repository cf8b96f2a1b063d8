"""The words by which passages are found, kept for the current text of every article."""

from collections.abc import Iterable

from articles.models import Revision, Term
from articles.passages import passages_of

Passages = list[tuple[tuple[int, int], tuple[int, ...]]]


def passages_in(text: str, sentences: Iterable[dict], language: str) -> Passages:
    """Return the passages of a text; done before a transaction, for a long text takes its time."""
    return passages_of(text, ((sentence["start"], sentence["end"]) for sentence in sentences), language)


def index_passages(revision: Revision, passages: Passages, *, first: bool = False) -> None:
    """Keep these passages as those of the article's current text, in place of any before. Part of a transaction.

    `first`: there are none before.
    """
    if not first:
        Term.objects.filter(revision__article=revision.article_id).delete()
    Term.objects.bulk_create(
        [
            Term(value=value, revision=revision, start=start, end=end)
            for (start, end), values in passages
            for value in values
        ],
        batch_size=2_000,
    )
