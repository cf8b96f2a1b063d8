"""What a person does with an item before it is saved: correct it, leave it out, have it read again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from articles.actions.errors import Refused
from articles.models import Batch, BatchItem
from articles.queries.drafts import CORRECTABLE, draft_as_read, draft_corrected, kinds_of
from articles.queries.duplicates import match_of
from articles.queries.items import as_matched
from articles.rules import right_to_import
from articles.text import BlockKind
from editorial.record import log

State = BatchItem.State
_MOVED = "It was changed meanwhile. Look again."


@transaction.atomic
def correct_item(*, item: BatchItem, changes: Mapping[str, str], now: datetime) -> BatchItem:
    """Correct what was recognised of an item; what is as it was read is no correction. Raises Refused.

    `changes` holds some of `CORRECTABLE`, dates in ISO 8601. The corrections are logged when the item is saved.
    """
    item = _locked(item, {State.READY})
    read = draft_as_read(item)
    for field in CORRECTABLE:
        if field in changes:
            as_read = getattr(read, field)
            as_read = as_read.isoformat() if field == "published" and as_read else as_read or ""
            if changes[field] == as_read:
                item.corrections.pop(field, None)
            else:
                item.corrections[field] = changes[field]
    for field, value in as_matched(item, match_of(draft_corrected(item))).items():
        setattr(item, field, value)
    item.title, item.changed_at = draft_corrected(item).title[:300], now
    item.save()
    return item


@transaction.atomic
def turn_block(*, item: BatchItem, start: int, now: datetime) -> BatchItem:
    """Make furniture of a block of text, or text of one of furniture; logged when the item is saved.

    Raises Refused where no block begins at `start`.
    """
    item = _locked(item, {State.READY})
    block = next((block for block in draft_as_read(item).blocks if block.start == start), None)
    if block is None:
        raise Refused("No block begins there.")
    kind = kinds_of(item).get(start, block.kind)
    as_text = BlockKind.PARAGRAPH if block.kind is BlockKind.FURNITURE else block.kind
    turned = as_text if kind is BlockKind.FURNITURE else BlockKind.FURNITURE
    if turned is block.kind:
        item.kinds.pop(str(start), None)
    else:
        item.kinds[str(start)] = turned.value
    item.changed_at = now
    item.save(update_fields=["kinds", "changed_at"])
    return item


@transaction.atomic
def leave_out(*, item: BatchItem, by: object, now: datetime) -> BatchItem:
    """Leave an item out of the desk; it stays in its batch and can be taken back. Raises Refused."""
    item = _locked(item, {State.READY, State.FAILED})
    return _move(item, State.LEFT_OUT, "item.left_out", by, now)


@transaction.atomic
def take_back(*, item: BatchItem, by: object, now: datetime) -> BatchItem:
    """Take back an item that was left out: to be looked at, or read again where there is no draft. Raises Refused."""
    item = _locked(item, {State.LEFT_OUT})
    return _move(item, State.READY if item.draft else State.WAITING, "item.taken_back", by, now)


def retry(*, batch: Batch, now: datetime, item: BatchItem | None = None) -> int:
    """Have what failed read again, one item or all of a batch; an address is fetched anew. Returns how many.

    What was refused before its bytes were kept cannot be read again.
    """
    failed = BatchItem.objects.filter(batch=batch, state=State.FAILED)
    if item is not None:
        failed = failed.filter(pk=item.pk)
    again = {"state": State.WAITING, "reason": "", "attempts": 0, "changed_at": now}
    fetched = failed.filter(source=BatchItem.Source.ADDRESS).exclude(url="").update(**again, original=None)
    return fetched + failed.exclude(original=None).update(**again)


def _locked(item: BatchItem, states: set[str]) -> BatchItem:
    """Return the item as it is now, locked, in one of these states. Raises Refused."""
    item = BatchItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.state not in states:
        raise Refused(_MOVED)
    return item


def _move(item: BatchItem, state: str, kind: str, by: object, now: datetime) -> BatchItem:
    """Put an item into another state, and log it."""
    item.state, item.changed_at, item.attempts = state, now, 0
    item.save(update_fields=["state", "changed_at", "attempts"])
    log.append(
        chain=log.DESK,
        kind=kind,
        actor=by,
        right=right_to_import(by),
        at=now,
        payload={"batch": item.batch_id, "item": item.pk, "name": str(item)},
    )
    return item
