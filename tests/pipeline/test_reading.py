"""Reading several files: workers guard it, the order stays, overlays and failures are told with their file."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from formkit.media.scan.overlay import COLOURS
from formkit.model.reading import FieldStatus, Reading
from formkit.pipeline.crew import hand
from formkit.pipeline.reading import PathRead, ReadingRun
from formkit.pipeline.scan_options import ScanOptions
from formkit.pipeline.weighing import settled
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
    assert (shared[0].pictures, len(list(shared[0].overlay())), sum(counted)) == (3, 3, 3)


def test_what_the_booklet_settles_is_drawn_as_it_was_settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def doubted(*given: object) -> tuple[dict[str, Reading], list[str]]:
        """All that is written is put before a person, and only the booklet as a whole says so."""
        readings, changed = settled(*given)  # type: ignore[arg-type]
        written = {name: each for name, each in readings.items() if each.status is FieldStatus.ACCEPTED}
        doubtful = {name: replace(each, status=FieldStatus.REVIEW) for name, each in written.items()}
        return readings | doubtful, changed

    (tmp_path / "a.pdf").write_bytes(scanned(booklet("ABCDE1")))
    before = [seen(ReadingRun(ScanOptions(), workers, draw=True), tmp_path / "a.pdf") for workers in (0, 1)]
    monkeypatch.setattr("formkit.pipeline.scans.settled", doubted)
    after = seen(ReadingRun(ScanOptions(), draw=True), tmp_path / "a.pdf")
    assert before[0] == before[1]
    assert before[0][FieldStatus.ACCEPTED] > 2000 > after[FieldStatus.ACCEPTED]
    assert after[FieldStatus.REVIEW] > before[0][FieldStatus.REVIEW] + 2000


def seen(run: ReadingRun, path: Path) -> dict[FieldStatus, int]:
    """Return how many dots of the overlay of a file have about the colour of each status."""
    [read] = run.files([path])
    pages = [np.asarray(Image.open(io.BytesIO(each)).convert("RGB")).astype(int) for each in read.overlay()]
    return {
        status: sum(int((np.abs(page - colour).max(axis=2) < 45).sum()) for page in pages)
        for status, colour in COLOURS.items() if status is not FieldStatus.BLANK
    }
