"""A killed import leaves nothing half done, and goes on where it was.

A kill does not lose what the system has not yet written to the disk, so this says nothing about a
power cut; synchronous=FULL and the fsync of files and folders are there for that.
"""

from __future__ import annotations

import random
import time
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest

from formkit.store.engine import open_store
from tests.store.crashing_import import POINTS, import_all, imported, make_files, violations

FILES = 31


def run(processes: BaseContext, root: Path, importer: str, point: str = "", times: int = 1, after: float = 0) -> int:
    """Run the import once and return its exit code; with ``after`` it is killed after so many seconds."""
    child = processes.Process(target=import_all, args=(str(root), importer, point, times))  # type: ignore[attr-defined]
    child.start()
    if after:
        time.sleep(after)
        child.kill()
    child.join(60)
    code = child.exitcode
    assert code is not None, "the import hangs"
    child.close()
    return int(code)


@pytest.mark.parametrize("seed", [1, 2])
def test_an_import_killed_again_and_again_is_complete_and_whole_in_the_end(
    processes: BaseContext, tmp_path: Path, seed: int
) -> None:
    chance, kills = random.Random(seed), 0
    make_files(tmp_path / "in", FILES)
    points = list(POINTS) * 2
    chance.shuffle(points)
    while points:
        if chance.random() < 0.4:
            code = run(processes, tmp_path, "careful", after=chance.uniform(0.01, 0.15))
        else:
            code = run(processes, tmp_path, "careful", points.pop(), chance.randint(1, 2))
        kills += code != 0
        assert list(violations(tmp_path)) == []
        if code == 0:
            break
    assert run(processes, tmp_path, "careful") == 0
    assert kills >= 3  # how many there are is up to chance and load; each point has a test of its own below
    assert list(violations(tmp_path)) == []
    with open_store(str(tmp_path / "store" / "formkit.db")) as store:
        found = store.stats()
        assert (found.sources, found.documents, found.persons, found.cases) == (FILES - 1, FILES - 1, 1, 1)
        assert store.verify() == ()
        (case,) = store.cases()
        assert len(store.case_values(case.id).of_sheet("followup")) == FILES - 1


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_each_point_leaves_the_file_in_or_out(processes: BaseContext, tmp_path: Path, point: str) -> None:
    make_files(tmp_path / "in", 3)
    assert run(processes, tmp_path, "careful", point, 2) == 9
    assert list(violations(tmp_path)) == []
    assert imported(tmp_path) == (2 if point == "after commit" else 1)


def test_a_file_written_in_place_would_be_noticed(processes: BaseContext, tmp_path: Path) -> None:
    make_files(tmp_path / "in", 3)
    assert run(processes, tmp_path, "in place", "blob half written", 2) == 9
    assert any(each.startswith("wrong bytes") for each in violations(tmp_path))
    assert run(processes, tmp_path, "in place") == 0
    assert any(each.startswith("wrong bytes") for each in violations(tmp_path)), "and for good"


def test_a_row_committed_before_its_file_would_be_noticed(processes: BaseContext, tmp_path: Path) -> None:
    make_files(tmp_path / "in", 3)
    assert run(processes, tmp_path, "late", "after commit", 2) == 9
    assert any(each.startswith("row without file") for each in violations(tmp_path))
    assert run(processes, tmp_path, "late") == 0
    assert any(each.startswith("row without file") for each in violations(tmp_path)), "and for good"
