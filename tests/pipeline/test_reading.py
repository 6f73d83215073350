"""Reading several files: workers guard it, the order stays, overlays and failures are told with their file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from formkit.pipeline.crew import hand
from formkit.pipeline.reading import PathRead, ReadingRun
from formkit.pipeline.scan_options import ScanOptions
from tests.cli.test_scans import booklet, scanned
from tests.pipeline.test_crew import LIMITS, WARM_SECONDS, warm
from tests.pipeline.test_importing import LI, visit, written


def codes(read: PathRead) -> list[str]:
    return [each.code for document in read.documents if document.failed for each in document.problems]


@pytest.mark.usefixtures("quick_workers")
def test_what_ends_its_worker_is_one_failed_file_in_its_place_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand, "_WAITING", 1000)
    paths = [written(tmp_path / f"{name}.xlsx", LI, visit(f"2018-03-{number:02d}"))
             for number, name in enumerate(("a", "b-spin", "c-once", "d-crash", "e"), 1)]
    paths.insert(1, tmp_path / "missing.xlsx")
    limits = replace(LIMITS, seconds=WARM_SECONDS)
    reads = list(ReadingRun(ScanOptions(), 2, limits, read=warm(paths[0])).files(paths))
    assert [each.path for each in reads] == paths
    assert list(map(codes, reads)) == [[], ["F001"], ["F201"], [], ["F203"], []]
    assert all(len(each.documents) == 1 for each in reads)


def test_workers_read_and_draw_what_this_process_does(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(scanned(booklet("ABCDE1")))
    paths = [tmp_path / "a.pdf", written(tmp_path / "b.xlsx", LI)]
    counted: list[int] = []
    alone = list(ReadingRun(ScanOptions(), draw=True).files(paths))
    shared = list(ReadingRun(ScanOptions(), 2, draw=True, progress=counted.append).files(paths))
    assert shared == alone
    assert (shared[0].pictures, len(shared[0].drawn), sum(counted)) == (3, 3, 3)
