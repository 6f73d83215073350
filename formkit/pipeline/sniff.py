"""What a file is, by its first bytes and, for zip packages, by what is in it."""

from __future__ import annotations

import io
import zipfile
from enum import Enum

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_WITHIN = 1024
"""A PDF's header may stand behind up to 1 kB of other bytes (PDF 1.7, appendix H)."""
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")


class Kind(Enum):
    """A kind of file that may come back, by a name that serves in every language."""

    DOCX = "Word (.docx)"
    XLSX = "Excel (.xlsx)"
    XLS = "Excel 97 (.xls)"
    PDF = "PDF"
    IMAGE = "picture"

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings that are usual for it."""
        return _SUFFIXES[self]


_SUFFIXES = {
    Kind.DOCX: (".docx", ".docm", ".dotx", ".doc", ".wps"),
    Kind.XLSX: (".xlsx", ".xlsm", ".xltx"),
    Kind.XLS: (".xls", ".et"),
    Kind.PDF: (".pdf",),
    Kind.IMAGE: (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".heic"),
}


def sniff(content: bytes) -> Kind | None:
    """Return the kind of a file, or None where it is none of those that are read.

    An encrypted workbook or document is an OLE file too; the rooms tell it apart.
    """
    if content.startswith(b"PK"):
        return _package(content)
    if content.startswith(_OLE):
        return _ole(content)
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return Kind.PDF
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    is_heic = content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1")
    if content.startswith(_IMAGES) or is_webp or is_heic:
        return Kind.IMAGE
    return None


def _package(content: bytes) -> Kind | None:
    """A package that is cut off has lost its directory; the names in it still tell what it was."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        names = {name for name in ("word/document.xml", "xl/workbook.xml") if name.encode() in content}
    if "word/document.xml" in names or any(name.startswith("word/") for name in names):
        return Kind.DOCX
    if "xl/workbook.xml" in names or any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    return None


def _ole(content: bytes) -> Kind:
    """Streams of an OLE file have UTF-16 names."""
    if "WordDocument".encode("utf-16-le") in content:
        return Kind.DOCX
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Kind.DOCX
    return Kind.XLS
