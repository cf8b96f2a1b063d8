"""Open a file of many articles, or a feed, into items of their own."""

from collections.abc import Iterator, Sequence
from time import monotonic
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from articles.actions.claims import give_back, hold
from articles.actions.keep_original import keep_originals
from articles.fetching import NotFetched, read_feed
from articles.models import BatchItem
from articles.one_line import one_line
from articles.unpacking import Container, NotOpened, Part, unpack

#: Parts that are kept in one transaction, and their bytes: what is in memory at a time.
_PARTS = 100
_BYTES = 4_000_000


def open_parts(item: BatchItem, kind: Container, file: BinaryIO, *, until: float) -> None:
    """Make an item of each part of a claimed file, from where it stopped last time until that moment.

    Raises NotOpened if nothing of it could be opened; what could be opened stays.
    """
    parts = unpack(kind, file, name=item.name, skip=item.opened)
    try:
        for some in _portions(parts):
            if not _keep(item, some):
                return  # somebody else has it by now, and goes on where this ended
            if monotonic() >= until:
                give_back(item, attempts=0)
                return
    except NotOpened as error:
        if not item.opened:
            raise
        give_back(item, state=BatchItem.State.OPENED, reason=str(error), attempts=0)
        return
    give_back(item, state=BatchItem.State.OPENED, attempts=0)


def open_feed(item: BatchItem, data: bytes) -> None:
    """Make an item of each article that a claimed feed lists. Raises NotFetched."""
    if item.parent is not None:
        raise NotFetched("The feed leads to another feed. Give that one's address by itself.")
    entries = read_feed(data, url=item.url)
    now = timezone.now()
    with transaction.atomic():
        if give_back(item, state=BatchItem.State.OPENED, opened=len(entries), attempts=0):
            BatchItem.objects.bulk_create(
                BatchItem(
                    batch_id=item.batch_id,
                    parent=item,
                    source=BatchItem.Source.ADDRESS,
                    name=one_line(entry.title)[:500],
                    url=entry.url[:2000],
                    changed_at=now,
                )
                for entry in entries
            )


def _portions(parts: Iterator[Part]) -> Iterator[list[Part]]:
    """Yield parts some at a time: few enough for memory."""
    portion: list[Part] = []
    try:
        for part in parts:
            portion.append(part)
            if len(portion) >= _PARTS or sum(len(each.data) for each in portion) >= _BYTES:
                yield portion
                portion = []
    except NotOpened:
        if portion:
            yield portion
        raise
    if portion:
        yield portion


def _keep(item: BatchItem, parts: Sequence[Part]) -> bool:
    """Keep some parts as items, if the item is still ours."""
    now = timezone.now()
    with transaction.atomic():
        if not hold(item, opened=item.opened + len(parts)):
            return False
        item.opened += len(parts)
        originals = keep_originals([part.data for part in parts], now=now)
        BatchItem.objects.bulk_create(
            _item(item, part, original, now) for part, original in zip(parts, originals, strict=True)
        )
    return True


def _item(parent: BatchItem, part: Part, original: object | None, now: object) -> BatchItem:
    """Return a part as an item."""
    refused = part.refused or ("" if part.data else "The file is empty.")
    return BatchItem(
        batch_id=parent.batch_id,
        parent=parent,
        source=BatchItem.Source.ROW if part.is_row else BatchItem.Source.FILE,
        name=one_line(part.name)[:500],
        original=None if refused else original,
        state=BatchItem.State.FAILED if refused else BatchItem.State.WAITING,
        reason=refused,
        changed_at=now,
    )
