"""ZIP archives: read member by member, bounded by what really comes out of them, not by what they declare."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from articles.unpacking.part import PART_AT_MOST, NotOpened, Part

MEMBERS_AT_MOST = 2_000
#: Bytes of all members together, unpacked.
TOTAL_AT_MOST = 300_000_000
#: Unpacked to packed: text packs to a tenth, rarely to a hundredth; bombs to a thousandth and less.
RATIO_AT_MOST = 200
#: Below this a ratio says nothing: an empty table packs well.
_SMALL = 1_000_000
_CHUNK = 65_536
#: Files by which an archive is a document and not a folder: Word and its kin, OpenDocument and EPUB.
_DOCUMENTS = ("[Content_Types].xml", "mimetype")
#: What operating systems leave in archives.
_LITTER = re.compile(r"(^|/)(__MACOSX/|\.[^./\\][^/]*$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_OUTSIDE = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\0")
_NESTED = re.compile(r"\.(zip|7z|rar|tar|tgz|gz|bz2|xz|zst|jar)$", re.IGNORECASE)


def is_archive(file: BinaryIO) -> bool:
    """Whether the file is a ZIP of files, and no document that is packed as one. Leaves the file at its start."""
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if start == b"PK\x05\x06":
        return True
    if start != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            names = {info.filename for info in archive.infolist()[:50]}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return True  # opened as an archive it gets its sentence
    finally:
        file.seek(0)
    return not names.intersection(_DOCUMENTS)


def members(file: BinaryIO, _name: str) -> Iterator[Part]:
    """Yield the files of an archive. Folders and what operating systems leave in archives are passed over."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise NotOpened("The ZIP is damaged or cut off: its list of files cannot be read.") from error
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir() and not _LITTER.search(info.filename)]
        _check(infos)
        total = 0
        for info in infos:
            part = _member(archive, info)
            total += len(part.data)
            if total > TOTAL_AT_MOST:
                raise NotOpened(
                    f"The ZIP unpacks to more than {TOTAL_AT_MOST / 1e6:.0f} MB and was not opened further."
                )
            yield part


def _check(infos: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that is too much by its own account."""
    if not infos:
        raise NotOpened("The ZIP holds no files.")
    if len(infos) > MEMBERS_AT_MOST:
        raise NotOpened(f"The ZIP holds {len(infos)} files; at most {MEMBERS_AT_MOST} are taken at once.")
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if unpacked > TOTAL_AT_MOST:
        raise NotOpened(
            f"The ZIP would unpack to {unpacked / 1e6:.0f} MB; at most {TOTAL_AT_MOST / 1e6:.0f} MB are taken at once."
        )
    if unpacked > _SMALL and unpacked > RATIO_AT_MOST * max(packed, 1):
        raise NotOpened(f"The ZIP would unpack to {unpacked // max(packed, 1)} times its size, as no text does.")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Part:
    """Return one file of an archive, or why it is refused."""
    name = info.filename
    if _OUTSIDE.search(name):
        return Part(_harmless(name), refused="Its name points outside the ZIP, as no article's does.")
    if info.flag_bits & 0x1:
        return Part(name, refused="It is encrypted. Unpack the ZIP with its password and import the files.")
    if _NESTED.search(name):
        return Part(name, refused="An archive within a ZIP is not opened. Unpack it and import its files.")
    try:
        return _unpacked(archive, info)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
        return Part(name, refused=f"It is damaged within the ZIP ({_short(error)}).")
    except (NotImplementedError, RuntimeError):
        return Part(name, refused="It is packed in a way that is not supported.")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Part:
    """Return a file's bytes, counted while they come out."""
    too_long = Part(info.filename, refused=f"Unpacked it has more than {PART_AT_MOST / 1e6:.0f} MB.")
    if info.file_size > PART_AT_MOST:
        return too_long
    data = bytearray()
    with archive.open(info) as packed:
        while chunk := packed.read(_CHUNK):
            data += chunk
            if len(data) > PART_AT_MOST:
                return too_long
    if data.startswith(b"PK\x03\x04") and b"[Content_Types].xml" not in data and b"mimetype" not in data[:100]:
        return Part(info.filename, refused="An archive within a ZIP is not opened. Unpack it and import its files.")
    return Part(info.filename, bytes(data))


def _harmless(name: str) -> str:
    """Return a name that points nowhere: its last part."""
    return re.split(r"[/\\]", name.replace("\0", ""))[-1] or "file"


def _short(error: Exception) -> str:
    """Return what is wrong, on one line."""
    return " ".join(str(error).split())[:100]
