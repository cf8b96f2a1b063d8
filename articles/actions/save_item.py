"""Make an article, or a revision, of what was previewed."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from articles.actions.bring_in import Outcome, bring_in
from articles.actions.claims import give_back
from articles.models import BatchItem
from articles.queries.drafts import draft_corrected, kinds_of
from articles.queries.items import as_matched
from articles.rules import right_to_import

State = BatchItem.State


def want_saved(
    items: QuerySet[BatchItem] | Sequence[int],
    *,
    by: object,
    now: datetime,
    decision: str = BatchItem.Decision.NONE,
) -> int:
    """Put previewed items in line for saving and return how many; `work` does it.

    `decision` says what to do with what resembles an article that is here; undecided, such an item comes back.
    """
    wanted = items if isinstance(items, QuerySet) else BatchItem.objects.filter(pk__in=items)
    return BatchItem.objects.filter(pk__in=wanted.values("pk"), state=State.READY).update(
        state=State.SAVING, decision=decision, decided_by=by, attempts=0, changed_at=now
    )


def save(item: BatchItem) -> None:
    """Save a claimed item as its decision says. What is here already is not saved twice.

    The desk may have changed since the preview: a match that nobody has decided on sends the item back to be looked
    at. Raises Refused.
    """
    arrival = bring_in(
        draft=draft_corrected(item),
        actor=item.decided_by,
        right=right_to_import(item.decided_by),
        now=timezone.now(),
        decision=item.decision,
        chosen=item.match_article,
        story=item.draft.get("story", ""),
        source_name=item.name or item.url,
        kinds=kinds_of(item),
        corrected={field: {"before": item.draft[field], "after": value} for field, value in item.corrections.items()},
        original=item.original,
    )
    if arrival.outcome == Outcome.NONE:
        give_back(item, state=State.READY, decision="", attempts=0, **as_matched(item, arrival.match))
        return
    # The revision has the text now: it is not kept twice.
    give_back(
        item,
        state=State.DONE,
        outcome=arrival.outcome,
        article=arrival.article,
        draft=None,
        reason="",
        attempts=0,
    )
