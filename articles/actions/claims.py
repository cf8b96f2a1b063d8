"""Who works on an item: one at a time, by a claim that runs out if its worker dies."""

from datetime import timedelta
from uuid import uuid4

from django.db.models import F, Q
from django.utils import timezone

from articles.models import Batch, BatchItem

#: For how long a claim holds. Longer than anything that is done under one.
LEASE = timedelta(minutes=3)
#: Items looked at for one that is free, where others claim at the same moment.
_CANDIDATES = 20


def claim(*, batch: Batch | None = None, item: BatchItem | None = None) -> BatchItem | None:
    """Return the next item that waits for work, claimed, or None. Of two who claim one, one gets it.

    The claim is one conditional UPDATE, which both databases decide by themselves. `batch` and `item` narrow it.
    """
    now = timezone.now()
    free = BatchItem.objects.filter(state__in=BatchItem.WORK).filter(Q(claimed_until=None) | Q(claimed_until__lt=now))
    if batch is not None:
        free = free.filter(batch=batch)
    if item is not None:
        free = free.filter(pk=item.pk)
    for pk in list(free.order_by("pk").values_list("pk", flat=True)[:_CANDIDATES]):
        token = uuid4()
        if free.filter(pk=pk).update(claim=token, claimed_until=now + LEASE, attempts=F("attempts") + 1):
            return BatchItem.objects.select_related("original", "decided_by", "match_article", "article", "parent").get(
                pk=pk
            )
    return None


def give_back(item: BatchItem, **changes: object) -> bool:
    """Write what became of a claimed item and end the claim; False, and nothing, if somebody else has it by now."""
    changes |= {"claim": None, "claimed_until": None, "changed_at": timezone.now()}
    return bool(BatchItem.objects.filter(pk=item.pk, claim=item.claim).update(**changes))


def hold(item: BatchItem, **changes: object) -> bool:
    """Write how far a claimed item has come, and hold the claim from now on; False if somebody else has it by now."""
    now = timezone.now()
    changes |= {"claimed_until": now + LEASE, "changed_at": now}
    return bool(BatchItem.objects.filter(pk=item.pk, claim=item.claim).update(**changes))
