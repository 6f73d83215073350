"""The demo's scan: a few pages filled by an invented hand, read, drawn over, and compared with their truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from formkit.model.reading import FieldStatus
from formkit.pipeline.overlays import OverlayFile
from formkit.pipeline.reading import ReadingRun
from formkit.pipeline.scan_options import ScanOptions
from formkit.shipped import shipped

NAME = "手写样例"


@dataclass(frozen=True, slots=True)
class ScanShown:
    """What became of the scan: its pages, the answers that stand on them, and how they were read.

    ``accepted`` answers needed nobody and ``review`` ones go to a person; ``wrong`` were accepted and are not what
    was written. ``right`` counts all that were read as they were written, those for review included.
    """

    pages: int
    answers: int
    right: int
    accepted: int
    review: int
    wrong: int
    overlay: Path


def show_scan(overlay: Path) -> ScanShown:
    """Read the scanned sample, draw what was seen into ``overlay``, and compare.

    Raises:
        OutputError: the overlay cannot be written.
    """
    path = shipped("samples") / f"{NAME}.pdf"
    truth = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))["details"]
    [read] = ReadingRun(ScanOptions(), draw=True).files([path])
    with OverlayFile(overlay) as drawing:
        drawing.add(read.overlay())
    [document] = read.documents
    right = accepted = review = wrong = written = 0
    for name, answer in truth.items():
        reading = document.readings[name]
        value = list(reading.value) if isinstance(reading.value, tuple) else reading.value
        same = value == answer["value"]
        written += answer["value"] is not None
        right += same
        review += reading.status is FieldStatus.REVIEW
        accepted += reading.status in (FieldStatus.ACCEPTED, FieldStatus.BLANK)
        wrong += not same and reading.status is not FieldStatus.REVIEW
    return ScanShown(read.pictures, len(truth), right, accepted, review, wrong, overlay)
