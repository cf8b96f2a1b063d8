"""Kept bytes as a file: read piece by piece, from wherever one likes."""

import io
from typing import BinaryIO

from articles.models import Original, OriginalPiece
from articles.models.original import PIECE


def opened(original: Original) -> BinaryIO:
    """Return the bytes of an original as a file for reading; one piece of it is in memory at a time."""
    return io.BufferedReader(_Pieces(original), PIECE)


def bytes_of(original: Original) -> bytes:
    """Return all bytes of an original; for what is known to be small enough."""
    pieces = OriginalPiece.objects.filter(original=original).order_by("number").values_list("data", flat=True)
    return b"".join(bytes(piece) for piece in pieces)


class _Pieces(io.RawIOBase):
    """An original as raw input."""

    def __init__(self, original: Original) -> None:
        self._original = original
        self._position = 0
        self._number = -1
        self._piece = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._original.size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning of the file")
        self._position = base + offset
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: bytearray) -> int:
        if self._position >= self._original.size:
            return 0
        number, start = divmod(self._position, PIECE)
        if number != self._number:
            stored = OriginalPiece.objects.values_list("data", flat=True).get(original=self._original, number=number)
            self._number, self._piece = number, bytes(stored)
        data = self._piece[start : start + len(buffer)]
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)
