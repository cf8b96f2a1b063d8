"""Batches and their items, counted and filtered as the pages show them."""

from collections.abc import Mapping

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from articles.models import Batch, BatchItem
from articles.queries.duplicates import Match
from articles.rules import articles_for

_READY = Q(state=BatchItem.State.READY)
#: What a list of items can be narrowed to. Files that were opened are shown by their parts.
VIEWS: Mapping[str, Q] = {
    "all": ~Q(state=BatchItem.State.OPENED) | ~Q(reason=""),
    "look": _READY & Q(certain=False),
    "certain": _READY & Q(certain=True),
    "waiting": Q(state__in=BatchItem.WORK),
    "failed": Q(state=BatchItem.State.FAILED),
    "done": Q(state=BatchItem.State.DONE),
    "left_out": Q(state=BatchItem.State.LEFT_OUT),
}


def as_seen_by(person: object, items: QuerySet[BatchItem]) -> QuerySet[BatchItem]:
    """Add to each item whether the articles that it resembles and that it became are there for this person.

    Another team's article is known to the desk all the same: that it is here is said, its title and address are not.
    """
    seen = articles_for(person)
    return items.annotate(
        match_seen=Exists(seen.filter(pk=OuterRef("match_article"))),
        article_seen=Exists(seen.filter(pk=OuterRef("article"))),
    )


def items_of(batch: Batch, *, person: object) -> QuerySet[BatchItem]:
    """Return a batch's items as a list shows them to this person, without their texts."""
    return (
        as_seen_by(person, BatchItem.objects.filter(batch=batch))
        .select_related("match_article", "article")
        .defer("draft", "corrections", "kinds", "names")
        .order_by("pk")
    )


def counts_of(batch: Batch) -> dict[str, int]:
    """Return how many items of a batch each view has, in one query."""
    return BatchItem.objects.filter(batch=batch).aggregate(
        **{name: Count("pk", filter=condition) for name, condition in VIEWS.items()}
    )


def with_counts(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """Add to each batch how many items it has, how many wait, failed, are saved and want a look."""
    counted = {
        f"{name}_count": Count("items", filter=_of_items(VIEWS[name])) for name in ("all", "waiting", "failed", "done")
    }
    return batches.annotate(**counted, ready_count=Count("items", filter=_of_items(_READY)))


def works(batch: Batch) -> bool:
    """Whether anything of a batch waits to be read or saved."""
    return BatchItem.objects.filter(batch=batch, state__in=BatchItem.WORK).exists()


def unfinished() -> QuerySet[Batch]:
    """Return the batches of which something waits to be read or saved."""
    waiting = BatchItem.objects.filter(batch=OuterRef("pk"), state__in=BatchItem.WORK)
    return Batch.objects.filter(Exists(waiting))


def as_matched(item: BatchItem, match: Match) -> dict[str, object]:
    """Return what an item keeps of what it resembles, and whether nothing of it is doubtful."""
    proposed = item.draft["title_proposed"] and "title" not in item.corrections
    return {
        "match": match.kind,
        "match_article": match.article,
        "match_share": match.share,
        "certain": match.kind == BatchItem.Match.NONE and not item.draft["warnings"] and not proposed,
    }


def _of_items(condition: Q) -> Q:
    """Return a condition on items as one on their batch."""
    if isinstance(condition, Q):
        return Q(
            *(_of_items(child) for child in condition.children),
            _connector=condition.connector,
            _negated=condition.negated,
        )
    name, value = condition
    return f"items__{name}", value
