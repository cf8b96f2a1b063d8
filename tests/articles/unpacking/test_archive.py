import io
import struct
import zipfile

import pytest

from articles.unpacking import Container, NotOpened, kind_of, unpack
from articles.unpacking.archive import MEMBERS_AT_MOST


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file


def parts_of(file: io.BytesIO, **more):
    return list(unpack(Container.ZIP, file, **more))


def test_files_come_out_as_they_went_in():
    files = {"one.txt": b"One.", "folder/zwei ä.txt": b"Zwei.", "three.html": b"<p>Three"}
    assert {part.name: part.data for part in parts_of(packed(files))} == files


def test_begun_work_goes_on_where_it_stopped():
    assert [part.name for part in parts_of(packed({"a": b"1", "b": b"2", "c": b"3"}), skip=2)] == ["c"]


def test_what_systems_leave_is_passed_over():
    files = {"a.txt": b"A", "__MACOSX/._a.txt": b"x", ".DS_Store": b"x", "sub/.hidden": b"x", "Thumbs.db": b"x"}
    assert [part.name for part in parts_of(packed(files))] == ["a.txt"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a/../../b.txt", "C:\\windows\\a.txt", "..\\a.txt", "\\\\host\\a.txt"]
)
def test_names_that_point_outside_are_refused_and_the_rest_goes_on(name):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"secret")
        archive.writestr("good.txt", b"Good.")
    bad, good = parts_of(file)
    assert "outside" in bad.refused
    assert bad.data == b""
    assert not {"/", "\\"} & set(bad.name)
    assert good.data == b"Good."


def test_a_bomb_is_refused_by_its_own_account():
    with pytest.raises(NotOpened, match="times its size"):
        parts_of(packed({"bomb.txt": b"0" * 15_000_000}))


def test_a_bomb_that_lies_about_its_size_yields_nothing():
    """The sizes in the list of files are edited to be small: what comes out is counted, or fails its checksum."""
    data = bytearray(packed({"bomb.txt": b"0" * 30_000_000}).getvalue())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(signature) + offset
        data[at : at + 4] = struct.pack("<I", 1000)
    (part,) = parts_of(io.BytesIO(bytes(data)))
    assert part.refused
    assert part.data == b""


def test_members_that_overlap_are_bounded_by_their_sum():
    file = packed({f"{n}.txt": bytes(range(256)) * 60_000 for n in range(21)}, zipfile.ZIP_STORED)
    with pytest.raises(NotOpened, match="at most 300 MB"):
        parts_of(file)


def test_an_archive_within_an_archive_is_not_opened():
    inner = packed({"a.txt": b"A"}).getvalue()
    named, unnamed, good = parts_of(packed({"inner.zip": inner, "inner.txt": inner, "b.txt": b"B"}))
    assert "within a ZIP" in named.refused
    assert "within a ZIP" in unnamed.refused
    assert good.data == b"B"


def test_a_document_that_is_packed_as_a_zip_is_an_article():
    document = packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}).getvalue()
    assert kind_of(io.BytesIO(document), name="letter.docx") is None
    assert kind_of(io.BytesIO(document), name="letter.zip") is None
    (part,) = parts_of(packed({"letter.docx": document}))
    assert part.data == document


def test_an_encrypted_member_is_refused():
    data = bytearray(packed({"a.txt": b"A"}).getvalue())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(signature) + offset] |= 1
    assert "encrypted" in parts_of(io.BytesIO(bytes(data)))[0].refused


def test_a_member_whose_bytes_are_damaged_is_refused():
    data = bytearray(packed({"a.txt": b"A" * 100}, zipfile.ZIP_STORED).getvalue())
    data[60] ^= 0xFF
    assert "damaged" in parts_of(io.BytesIO(bytes(data)))[0].refused


@pytest.mark.parametrize("cut", [10, 60, -30])
def test_a_zip_that_was_cut_off_is_refused(cut):
    data = packed({"a.txt": b"A" * 100}).getvalue()[:cut]
    assert kind_of(io.BytesIO(data), name="a.zip") is Container.ZIP
    with pytest.raises(NotOpened, match="damaged"):
        parts_of(io.BytesIO(data))


def test_an_empty_zip_and_one_of_too_many_files_are_refused():
    with pytest.raises(NotOpened, match="no files"):
        parts_of(packed({}))
    with pytest.raises(NotOpened, match=f"at most {MEMBERS_AT_MOST}"):
        parts_of(packed({f"{n}.txt": b"x" for n in range(MEMBERS_AT_MOST + 1)}))
