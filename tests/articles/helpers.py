"""Imports in a test: drafts, batches, and somebody to work them off."""

from io import BytesIO

from articles.actions import Brought, open_batch
from articles.actions.work_items import work
from articles.models import Batch, BatchItem
from articles.reading import ArticleDraft, read
from tests.factories import NOW, make_editor

TEXT = """Ferry fares to double in spring

By Ana Ortiz

The ferry fares double on 1 March 2025, the Harbour Company said on Monday. A ticket cost 4 euros so far.

👉 See also: The toll rises again

Captain Nuria Vega called it the steepest rise in thirty years. She has steered the ferry since 1994."""

#: Words enough for two texts to be nearly the same.
LONG = "\n\n".join(
    f"Paragraph {n} says that the council of Almira spent {n * 7} million euros on bridge number {n} in {1980 + n}."
    for n in range(1, 30)
)


def a_draft(text: str = TEXT, **facts: object) -> ArticleDraft:
    """Return the draft of a text with what is said of it by hand."""
    from dataclasses import replace

    return replace(read(text.encode()), **facts)


def a_file(name: str = "ferry.txt", data: bytes | str = TEXT, content_type: str = "") -> Brought:
    """Return a file that somebody brings in."""
    data = data.encode() if isinstance(data, str) else data
    return Brought(BatchItem.Source.FILE, name=name, file=BytesIO(data), content_type=content_type)


def an_address(url: str) -> Brought:
    """Return an address that somebody brings in."""
    return Brought(BatchItem.Source.ADDRESS, url=url)


def a_batch(*brought: Brought, by: object = None) -> Batch:
    """Return a batch of these things, not yet read."""
    return open_batch(brought=brought or [a_file()], by=by or make_editor(), now=NOW)


def worked(*brought: Brought, by: object = None, **how: object) -> list[BatchItem]:
    """Bring these things in, work them off, and return the items."""
    batch = a_batch(*brought, by=by)
    while work(seconds=60, batch=batch, **how):
        pass
    return items(batch)


def items(batch: Batch) -> list[BatchItem]:
    """Return a batch's items as they are now."""
    return list(BatchItem.objects.filter(batch=batch).select_related("match_article", "article").order_by("pk"))
