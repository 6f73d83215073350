"""Old Word files (.doc) brought to .docx by LibreOffice, where it is installed, in a profile of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from formkit.errors import InputError, Where
from formkit.i18n import N_

SECONDS = 180
"""A form of one page takes two; a first start on a slow and busy machine a minute."""
_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_MAGIC = b"\xec\xa5"
_ENCRYPTED_BIT = 0x0100
"""fEncrypted of the FIB (MS-DOC 2.5.1), at byte 10 of the stream WordDocument."""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"
 oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Never run macros, never follow links to outside."""
_NOWHERE = "http://127.0.0.1:9"
"""The discard port: nothing that a document asks for from the network comes or goes."""


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
    program = _program()
    if program is None:
        raise InputError.of("D005", where=where)
    with tempfile.TemporaryDirectory(prefix="formkit-", ignore_cleanup_errors=True) as folder:
        return _converted(program, content, Path(folder), where)


def _program() -> str | None:
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def _has_password(content: bytes) -> bool:
    """Look for the head of the stream WordDocument at the bounds of sectors."""
    for start in range(512, min(len(content), 1 << 20), 512):
        if content.startswith(_WORD_MAGIC, start):
            flags = int.from_bytes(content[start + 10 : start + 12], "little")
            return bool(flags & _ENCRYPTED_BIT)
    return False


def _converted(program: str, content: bytes, folder: Path, where: Where) -> bytes:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    source = folder / "form.doc"
    source.write_bytes(content)
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source),
    ]
    _run(command, folder, where)
    result = folder / "out" / "form.docx"
    try:
        return result.read_bytes()
    except OSError as error:
        raise InputError.of("D055", where=where, reason=N_("it made no file")) from error


def _run(command: list[str], folder: Path, where: Where) -> None:
    """Run LibreOffice without a network proxy that leads anywhere; end it and its children when time is up."""
    surroundings = os.environ | {
        "HOME": str(folder), "TMPDIR": str(folder), "http_proxy": _NOWHERE, "https_proxy": _NOWHERE,
        "HTTP_PROXY": _NOWHERE, "HTTPS_PROXY": _NOWHERE, "SAL_USE_VCLPLUGIN": "svp",
    }
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd=folder, env=surroundings, start_new_session=True,
        )
    except OSError as error:
        raise InputError.of("D055", where=where, reason=error.strerror or str(error)) from error
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise InputError.of("D055", where=where, reason=N_("it took too long")) from error


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
