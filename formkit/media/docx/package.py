"""The zip file that a DOCX is: opened with suspicion, written the same to the byte every time."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Mapping

from formkit.errors import FormkitError, InputError, Where
from formkit.i18n import N_
from formkit.zipped import Flaw, Limits, flaw_in, unpacked

LIMITS = Limits(entries=2_000, whole=192 * 1024 * 1024, ratio=400, floor=1024 * 1024)
"""A booklet of 50 sheets has 8 MB of XML, so these leave room for pictures; XML of forms shrinks to a
thirtieth or so, bombs to a thousandth."""
_CODES = {Flaw.DOUBLED: "D004", Flaw.ENCRYPTED: "D001", Flaw.BOMB: "D004"}
_DAMAGE = (
    zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, OSError, ValueError, NotImplementedError,
)
"""What `zipfile` and its decompressors raise on damaged bytes."""
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STORED = (".png", ".jpg", ".jpeg", ".gif")

Parts = dict[str, bytes]


def unpack(content: bytes, name: str) -> Parts:
    """Return the parts of a DOCX by their names.

    Raises:
        InputError: encrypted or old .doc (D001), empty or no zip (D002), truncated or damaged (D003), a bomb
            or a doubled entry (D004).
    """
    where = Where(name)
    if content.startswith(_OLE):
        raise _encrypted_or_old(content, where)
    if not content.startswith(b"PK"):
        raise InputError.of("D002", where=where)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check(entries, where)
            return {entry.filename: unpacked(archive, entry) for entry in entries if not entry.is_dir()}
    except _DAMAGE as error:
        raise InputError.of("D003", where=where) from error
    except RuntimeError as error:  # zipfile says so where an entry needs a password
        raise InputError.of("D001", where=where) from error


def _encrypted_or_old(content: bytes, where: Where) -> FormkitError:
    encrypted = "EncryptedPackage".encode("utf-16-le") in content
    return InputError.of("D001" if encrypted else "D005", where=where)


def _check(entries: list[zipfile.ZipInfo], where: Where) -> None:
    """Refuse, by what the directory of the zip declares, what unpacks to no form."""
    flaw = flaw_in(entries, LIMITS)
    if flaw is not None:
        raise InputError.of(_CODES[flaw[0]], where=where, reason=flaw[1] or N_("an entry stands twice"))


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a zip of ``parts``, in their order and without the time of day."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=6)
    return buffer.getvalue()
