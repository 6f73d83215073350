"""Old Word files (.doc) brought to .docx by LibreOffice, where it is installed, in a profile of its own."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from formkit.errors import InputError, Where
from formkit.i18n import N_
from formkit.media.docx.office import office_program, run_office

SECONDS = 180
"""A form of one page takes two; a first start on a slow and busy machine a minute."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_MAGIC = b"\xec\xa5"
_ENCRYPTED_BIT = 0x0100
"""fEncrypted of the FIB (MS-DOC 2.5.1), at byte 10 of the stream WordDocument."""


def is_old_word(content: bytes) -> bool:
    """Say whether a file is a Word document of the old kind, and not an encrypted new one."""
    encrypted = "EncryptedPackage".encode("utf-16-le") in content
    return content.startswith(_OLE) and not encrypted and "WordDocument".encode("utf-16-le") in content


def as_docx(content: bytes, name: str) -> bytes:
    """Return an old Word file as a .docx.

    Raises:
        InputError: it has a password (D001), LibreOffice is not installed (D005), or cannot convert it (D055).
    """
    where = Where(name)
    if _has_password(content):
        raise InputError.of("D001", where=where)
    program = office_program()
    if program is None:
        raise InputError.of("D005", where=where)
    with tempfile.TemporaryDirectory(prefix="formkit-", ignore_cleanup_errors=True) as folder:
        return _converted(program, content, Path(folder), where)


def _has_password(content: bytes) -> bool:
    """Look for the head of the stream WordDocument at the bounds of sectors."""
    for start in range(512, min(len(content), 1 << 20), 512):
        if content.startswith(_WORD_MAGIC, start):
            flags = int.from_bytes(content[start + 10 : start + 12], "little")
            return bool(flags & _ENCRYPTED_BIT)
    return False


def _converted(program: str, content: bytes, folder: Path, where: Where) -> bytes:
    source = folder / "form.doc"
    source.write_bytes(content)
    try:
        run_office(program, source, "docx:MS Word 2007 XML", folder / "out", seconds=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise InputError.of("D055", where=where, reason=N_("it took too long")) from error
    except OSError as error:
        raise InputError.of("D055", where=where, reason=N_("it could not be started")) from error
    try:
        return (folder / "out" / "form.docx").read_bytes()
    except OSError as error:
        raise InputError.of("D055", where=where, reason=N_("it made no file")) from error
