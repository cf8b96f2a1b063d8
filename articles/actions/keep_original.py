import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from django.db import IntegrityError, transaction

from articles.models import Original, OriginalPiece
from articles.models.original import PIECE


def keep_original(file: BinaryIO, *, now: datetime) -> Original:
    """Keep the bytes of a file, piece by piece; bytes that are kept already are not kept twice.

    Part of what brings them in, whose event names them. The caller has bounded the size.
    """
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
    sha256 = digest.hexdigest()
    known = Original.objects.filter(sha256=sha256).first()
    if known:
        return known
    try:
        with transaction.atomic():
            return _write(file, sha256, size, now)
    except IntegrityError:  # somebody kept the same bytes at this moment
        return Original.objects.get(sha256=sha256)


def keep_originals(parts: Sequence[bytes], *, now: datetime) -> list[Original | None]:
    """Keep the bytes of many small things in a fixed number of queries; return their originals in the same order.

    Nothing is kept of what has no bytes.
    """
    by_digest = {hashlib.sha256(data).hexdigest(): data for data in parts if data}
    Original.objects.bulk_create(
        [Original(sha256=sha256, size=len(data), kept_at=now) for sha256, data in by_digest.items()],
        ignore_conflicts=True,
    )
    kept = Original.objects.in_bulk(by_digest, field_name="sha256")
    OriginalPiece.objects.bulk_create(
        [
            OriginalPiece(original=kept[sha256], number=number, data=data[start : start + PIECE])
            for sha256, data in by_digest.items()
            for number, start in enumerate(range(0, len(data), PIECE))
        ],
        ignore_conflicts=True,
    )
    return [kept.get(hashlib.sha256(data).hexdigest()) for data in parts]


def _write(file: BinaryIO, sha256: str, size: int, now: datetime) -> Original:
    """Write an original and its pieces."""
    original = Original.objects.create(sha256=sha256, size=size, kept_at=now)
    file.seek(0)
    number = 0
    while piece := file.read(PIECE):
        OriginalPiece.objects.create(original=original, number=number, data=piece)
        number += 1
    return original
