"""Parts of a zipped document, read within bounds: no bomb unpacks, no entity expands."""

import zipfile
import zlib
from io import BytesIO

from lxml import etree

from articles.reading.draft import UnreadableArticle

MAX_PART = 40_000_000  # bytes of one part, unpacked
MAX_PARTS = 10_000


class Package:
    """An opened zipped document. Parts are read one by one, each up to MAX_PART bytes whatever its header says."""

    def __init__(self, data: bytes) -> None:
        """Raises UnreadableArticle where the bytes are no whole ZIP file."""
        try:
            self._file = zipfile.ZipFile(BytesIO(data))
            self.names = frozenset(self._file.namelist())
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError) as error:
            raise UnreadableArticle("The file is damaged or was cut off: it cannot be unpacked.") from error
        if len(self.names) > MAX_PARTS:
            raise UnreadableArticle(f"The file has {len(self.names):,} parts; a document has at most {MAX_PARTS:,}.")

    def read(self, name: str) -> bytes:
        """The bytes of a part, b"" if there is none. Raises UnreadableArticle if damaged, encrypted or too large."""
        if name not in self.names:
            return b""
        try:
            with self._file.open(name) as part:
                data = part.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise UnreadableArticle("The file is damaged: a part of it cannot be unpacked.") from error
        except RuntimeError as error:  # what zipfile raises for a password
            raise UnreadableArticle("The file is encrypted; open it and save it without a password.") from error
        if len(data) > MAX_PART:
            raise UnreadableArticle(f"The file unpacks to more than {MAX_PART // 1_000_000} MB; it is refused.")
        return data

    def tree(self, name: str) -> etree._Element | None:
        """The root of an XML part, None if there is none. A document type is refused: it could declare entities."""
        data = self.read(name)
        if not data:
            return None
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableArticle("The file is damaged: its text cannot be read.") from error
        if root.getroottree().docinfo.doctype:
            raise UnreadableArticle("The file declares entities of its own, as no word processor does; it is refused.")
        return root
