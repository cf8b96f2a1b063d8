from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from django.db import transaction

from articles.actions.errors import Refused
from articles.actions.keep_original import keep_original
from articles.models import Batch, BatchItem
from articles.one_line import one_line
from articles.rules import may_import, right_to_import
from editorial.record import log

#: Bytes of one file. A file of one article may have less (`articles.reading` says how much).
FILE_AT_MOST = 100_000_000
#: Things that are brought in at once.
ITEMS_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Brought:
    """One thing that somebody brings in: a file or paste with its bytes, or an address to fetch.

    `refused` says why nothing of it was kept: it is shown with the others, and they go on.
    """

    source: BatchItem.Source
    name: str = ""
    file: BinaryIO | None = None
    url: str = ""
    content_type: str = ""
    refused: str = ""


def pasted(words: str, *, is_html: bool, url: str = "") -> Brought:
    """Return a paste as something to bring in."""
    kind = "text/html" if is_html else "text/plain"
    return Brought(
        BatchItem.Source.PASTE,
        name="pasted page" if is_html else "pasted text",
        file=BytesIO(words.encode(errors="replace")),
        url=url,
        content_type=f"{kind}; charset=utf-8",
    )


def open_batch(*, brought: Sequence[Brought], by: object, now: datetime) -> Batch:
    """Keep what somebody brought in, to be read one by one. Raises Refused."""
    if not may_import(by):
        raise Refused("Editors, admins and leads of a team import.")
    if not brought:
        raise Refused("There is nothing to import: choose files, paste a text or give addresses.")
    if len(brought) > ITEMS_AT_MOST:
        raise Refused(f"That is {len(brought)} at once; at most {ITEMS_AT_MOST} are taken.")
    # Kept before the transaction: writing many megabytes takes seconds, in which nobody should have to wait.
    items = [_item(one, now) for one in brought]
    return _open(items, _name(brought), by=by, now=now)


@transaction.atomic
def _open(items: list[BatchItem], name: str, *, by: object, now: datetime) -> Batch:
    """Write the batch, its items and the event."""
    batch = Batch.objects.create(by=by, name=name, created_at=now)
    for item in items:
        item.batch = batch
    BatchItem.objects.bulk_create(items)
    log.append(
        chain=log.DESK,
        kind="batch.opened",
        actor=by,
        right=right_to_import(by),
        at=now,
        payload={
            "batch": batch.pk,
            "items": [
                {"name": str(item), "original": item.original.sha256 if item.original else None} for item in items
            ],
        },
    )
    return batch


def _item(one: Brought, now: datetime) -> BatchItem:
    """Return one thing as an item of a batch to be, its bytes kept."""
    refused = one.refused or _too_long(one.file)
    return BatchItem(
        source=one.source,
        name=one_line(one.name)[:500],
        url=one.url.strip()[:2000],
        content_type=one.content_type[:200],
        original=keep_original(one.file, now=now) if one.file and not refused else None,
        state=BatchItem.State.FAILED if refused else BatchItem.State.WAITING,
        reason=refused,
        changed_at=now,
    )


def _too_long(file: BinaryIO | None) -> str:
    """Return the sentence for a file that is too long, or for one of nothing."""
    if file is None:
        return ""
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        return "The file is empty."
    if size > FILE_AT_MOST:
        return f"The file has {size / 1e6:.0f} MB; at most {FILE_AT_MOST / 1e6:.0f} MB are taken."
    return ""


def _name(brought: Sequence[Brought]) -> str:
    """Return what a batch is called: its first thing, and how many more."""
    first = one_line(brought[0].name or brought[0].url, 120) or "import"
    return first if len(brought) == 1 else f"{first} and {len(brought) - 1} more"
