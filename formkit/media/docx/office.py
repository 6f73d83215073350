"""LibreOffice, where it is installed: run without its user's profile, without macros, without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from formkit.media.docx import keeper

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
"""Where LibreOffice lies on systems whose path does not lead to it."""
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
_ENDING_SECONDS = 10


def office_program() -> str | None:
    """Return the path of LibreOffice, or None where there is none."""
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def run_office(
    program: str, source: Path, target: str, out: Path, *, seconds: float, own_fonts: bool = False
) -> None:
    """Convert ``source`` to ``target`` ("pdf" or with a filter, "docx:MS Word 2007 XML") in the folder ``out``.

    The folder of ``source`` is LibreOffice's for the moment; it is removed if this process ends meanwhile, with
    LibreOffice itself (`formkit.media.docx.keeper`). With ``own_fonts`` the fonts in the user's home count, as they
    do for what the user sees; without, nothing there is looked at or written.

    Raises:
        OSError: LibreOffice cannot be started.
        subprocess.TimeoutExpired: it takes longer than ``seconds``; it is ended.
    """
    folder = source.parent
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    _run_kept([
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", target, "--outdir", str(out), str(source),
    ], folder, seconds, {} if own_fonts else {"HOME": str(folder)})


def _run_kept(command: Sequence[str], folder: Path, seconds: float, home: Mapping[str, str]) -> None:
    surroundings = os.environ | home | {
        "TMPDIR": str(folder), "http_proxy": _NOWHERE, "https_proxy": _NOWHERE, "HTTP_PROXY": _NOWHERE,
        "HTTPS_PROXY": _NOWHERE, "SAL_USE_VCLPLUGIN": "svp",
    }
    kept = subprocess.Popen(
        [sys.executable, "-I", "-S", str(keeper.__file__), str(folder), *command],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, env=surroundings,
        start_new_session=True,
    )
    try:
        code = kept.wait(seconds)
    finally:
        if kept.stdin is not None:
            kept.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            kept.wait(_ENDING_SECONDS)
    if code == keeper.NOT_STARTED:
        raise OSError(None, None, command[0])
