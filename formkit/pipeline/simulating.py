"""Handbook → scans of booklets that nobody filled in, with their truth: to try templates and readers on."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from formkit.errors import InputError, Where, problem
from formkit.layout import build_layout
from formkit.layout.sheet_code import SERIAL_LENGTH, to_base32
from formkit.media.scan.degrade import SUFFIXES, Blanks, Material, Simulation, as_pdf, simulate
from formkit.model.handbook import Handbook
from formkit.model.layout import Layout
from formkit.pipeline.emit import write_booklet

TRUTH_FILE = "truth.jsonl"


@dataclass(frozen=True, slots=True)
class Order:
    """What is simulated: how many booklets, from which seed on, scanned how."""

    count: int
    seed: int = 0
    profile: str = "any"
    dpi: float | None = None
    severity: float = 1.0
    single: bool = False
    """Each page in a file of its own, instead of a PDF for each booklet."""


def material_of(fonts: tuple[Path, ...]) -> Material:
    """Return handwriting from font files; from the bundled font where none is given.

    Raises:
        InputError: F001 or F002, a font is missing or is none.
    """
    for path in fonts:
        if not path.is_file():
            raise InputError(problem("F001", where=Where(str(path))))
    material = Material(fonts)
    try:
        material.faces()
    except OSError as error:
        raise InputError(problem("F002", where=Where(", ".join(map(str, fonts))), reason=error)) from error
    return material


def simulate_into(
    handbook: Handbook, counts: Mapping[str, int], order: Order, material: Material, folder: Path
) -> Iterator[list[Path]]:
    """Write scans into ``folder`` and their truth into its truth.jsonl; yield the files of each booklet.

    Raises:
        OutputError: the blank cannot be printed.
        OSError: a scan cannot be written.
    """
    with (folder / TRUTH_FILE).open("w", encoding="utf-8", newline="\n") as truth:
        for number in range(order.count):
            made = _booklet(handbook, counts, order, material, order.seed + number)
            files = _write(made, order, folder / f"{number + 1:04d}-{made.truth.serial}")
            line = {"sources": [each.name for each in files], **made.truth.to_json()}
            truth.write(json.dumps(line, ensure_ascii=False) + "\n")
            yield files


def _booklet(
    handbook: Handbook, counts: Mapping[str, int], order: Order, material: Material, seed: int
) -> Simulation:
    serial = to_base32(int(np.random.default_rng([seed, 0]).integers(1, 32**SERIAL_LENGTH)), SERIAL_LENGTH)
    layout = build_layout(handbook, counts, serial)
    blanks = Blanks(printed_blank(handbook, layout))
    return simulate(handbook, layout, blanks, seed, order.profile, material, dpi=order.dpi, severity=order.severity)


def printed_blank(handbook: Handbook, layout: Layout) -> bytes:
    """Return the PDF of a blank booklet as it goes to the printer.

    Raises:
        OutputError: there is no room for it.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.pdf"
        write_booklet(handbook, layout, {}, path, form=False)
        return path.read_bytes()


def _write(made: Simulation, order: Order, stem: Path) -> list[Path]:
    if not order.single:
        path = stem.with_suffix(".pdf")
        path.write_bytes(as_pdf([(page.content, page.dpi) for page in made.pages]))
        return [path]
    files = []
    for page in made.pages:
        path = stem.with_name(f"{stem.name}-{page.truth.page:02d}{SUFFIXES[page.file]}")
        path.write_bytes(page.content)
        files.append(path)
    return files
