"""Writing a file as a whole or not at all."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from formkit.atomic import write_atomically


def test_the_file_is_there_only_after_the_end(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    with write_atomically(target) as beside:
        beside.write_text("new", encoding="utf-8")
        assert not target.exists()
        assert (beside.parent, beside.suffix) == (tmp_path, ".xlsx")
    assert (target.read_text(encoding="utf-8"), list(tmp_path.iterdir())) == ("new", [target])


def interrupted(target: Path, error: type[BaseException]) -> None:
    with write_atomically(target) as beside:
        beside.write_text("half", encoding="utf-8")
        raise error


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, OSError])
def test_what_stops_the_writing_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(error):
        interrupted(target, error)
    assert (target.read_text(encoding="utf-8"), list(tmp_path.iterdir())) == ("old", [target])


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.touch(mode=0o600)
    with write_atomically(target) as beside:
        beside.write_text("new", encoding="utf-8")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "a.txt", tmp_path / "link.txt"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    with write_atomically(link) as beside:
        beside.write_text("new", encoding="utf-8")
    assert (link.is_symlink(), target.read_text(encoding="utf-8")) == (True, "new")


def test_a_folder_or_a_missing_folder_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError), write_atomically(tmp_path):
        pass
    with pytest.raises(FileNotFoundError), write_atomically(tmp_path / "none" / "a.txt"):
        pass


@pytest.mark.skipif(os.name != "posix", reason="permissions of other users are told otherwise there")
def test_only_the_user_may_read_what_a_killed_program_leaves_behind(tmp_path: Path) -> None:
    target = tmp_path / "记录.csv"
    script = (
        "import os, signal, sys; from pathlib import Path; from formkit.atomic import write_atomically\n"
        "with write_atomically(Path(sys.argv[1])) as beside:\n"
        "    beside.write_text('李青禾'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script, str(target)], env=environment, check=False)
    assert done.returncode == -9
    (left,) = tmp_path.iterdir()
    assert stat.S_IMODE(left.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="permissions of other users are told otherwise there")
def test_a_network_drive_on_which_permissions_cannot_be_changed_is_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_more: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    before = os.umask(0o177)  # Like there, a new file and one for the user alone have the same permissions.
    try:
        with write_atomically(tmp_path / "a.txt") as beside:
            beside.write_text("new", encoding="utf-8")
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "new"


@pytest.mark.skipif(os.name != "posix", reason="permissions of other users are told otherwise there")
def test_a_new_file_gets_the_usual_permissions_of_the_user(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with write_atomically(tmp_path / "a.txt") as beside:
            beside.write_text("new", encoding="utf-8")
    finally:
        os.umask(before)
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o640
