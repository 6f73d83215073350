"""LibreOffice never outlives whoever asked for it, however that ends, and leaves no file of a person behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from formkit.media.docx.office import office_program, run_office

ASKS = """
import sys
from pathlib import Path
from formkit.media.docx.office import run_office
run_office(sys.argv[1], Path(sys.argv[2]), "pdf", Path(sys.argv[2]).parent, seconds=600)
"""


def hanging(folder: Path) -> Path:
    """Return a program that hangs in a child of its own, as soffice does in soffice.bin, and notes both."""
    program = folder / "soffice"
    program.write_text(f'#!/bin/sh\nsleep 600 &\necho $$ $! > "{folder}/started.new"\n'
                       f'mv "{folder}/started.new" "{folder}/started"\nwait\n', encoding="utf-8")
    program.chmod(0o700)
    return program


def source(folder: Path) -> Path:
    (folder / "work").mkdir()
    (folder / "work" / "form.doc").write_bytes(b"x")
    return folder / "work" / "form.doc"


def runs(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False


def started(folder: Path) -> list[int]:
    until = time.monotonic() + 60
    while not (folder / "started").exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    return [int(each) for each in (folder / "started").read_text(encoding="utf-8").split()]


def gone(folder: Path, pids: list[int]) -> bool:
    until = time.monotonic() + 20
    while (any(map(runs, pids)) or (folder / "work").exists()) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(runs, pids)) and not (folder / "work").exists()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to look into")
def test_a_killed_asker_takes_the_whole_of_libreoffice_and_its_files_along(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ASKS, str(hanging(tmp_path)), str(source(tmp_path))]
    asker = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
    pids = started(tmp_path)
    assert all(map(runs, pids))
    asker.kill()
    asker.wait()
    assert gone(tmp_path, pids)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to look into")
def test_what_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    form = source(tmp_path)
    with pytest.raises(subprocess.TimeoutExpired):
        run_office(str(hanging(tmp_path)), form, "pdf", form.parent, seconds=2)
    assert gone(tmp_path, started(tmp_path))


def test_a_program_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    form = source(tmp_path)
    with pytest.raises(OSError, match="nowhere"):
        run_office(str(tmp_path / "nowhere"), form, "pdf", form.parent, seconds=60)


@pytest.mark.libreoffice
@pytest.mark.skipif(office_program() is None, reason="LibreOffice is not installed")
def test_libreoffice_itself_makes_the_file_that_was_asked_for(tmp_path: Path) -> None:
    form = source(tmp_path).with_suffix(".txt")
    form.write_text("姓名：李青禾", encoding="utf-8")
    run_office(str(office_program()), form, "pdf", tmp_path / "out", seconds=180)
    assert (tmp_path / "out" / "form.pdf").read_bytes().startswith(b"%PDF")
