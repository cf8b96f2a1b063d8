import hashlib
import io
import zipfile

import pytest

from articles.actions.keep_original import keep_original, keep_originals
from articles.models import Original, OriginalPiece
from articles.models.original import PIECE
from articles.queries.originals import bytes_of, opened
from tests.factories import NOW

pytestmark = pytest.mark.django_db
DATA = bytes(range(256)) * (PIECE // 256 * 2 + 10)


def kept(data):
    return keep_original(io.BytesIO(data), now=NOW)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, len(DATA)])
def test_bytes_come_back_as_they_were(size):
    original = kept(DATA[:size])
    assert (original.size, original.sha256) == (size, hashlib.sha256(DATA[:size]).hexdigest())
    assert bytes_of(original) == opened(original).read() == DATA[:size]


def test_the_same_bytes_are_kept_once():
    assert kept(DATA) == kept(DATA)
    assert Original.objects.count() == 1
    assert OriginalPiece.objects.count() == 3


def test_many_at_once_in_a_fixed_number_of_queries(django_assert_num_queries):
    known = kept(b"known")
    parts = [b"one", b"", b"known", b"one", DATA]
    with django_assert_num_queries(3):
        originals = keep_originals(parts, now=NOW)
    assert originals[1] is None
    assert originals[2] == known
    assert originals[0] == originals[3]
    assert [bytes_of(original) for original in originals if original] == [b"one", b"known", b"one", DATA]


def test_reading_here_and_there_keeps_one_piece_in_memory(django_assert_num_queries):
    file = opened(kept(DATA))
    for start, size in ((0, 10), (PIECE - 5, 10), (len(DATA) - 3, 10), (PIECE + 1, PIECE)):
        file.seek(start)
        assert file.read(size) == DATA[start : start + size]
    assert file.seek(0, io.SEEK_END) == len(DATA)
    assert file.read() == b""


def test_a_zip_is_read_from_where_it_lies():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.bin", DATA)
        archive.writestr("b.txt", "B")
    with zipfile.ZipFile(opened(kept(packed.getvalue()))) as archive:
        assert archive.read("b.txt") == b"B"
        assert archive.read("a.bin") == DATA
