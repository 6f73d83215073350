"""What the benchmarks of scans share: filled booklets with their truth, read as the program reads them, and compared.

``bench/scans.py`` is about the pages that formkit prints, ``bench/legacy_scans.py`` about forms that it did not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import tempfile
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.media import pdf
from formkit.media.scan.canvas import cut
from formkit.media.scan.crops import turned, upright
from formkit.media.scan.degrade.digits import DigitSource
from formkit.media.scan.degrade.simulate import Blanks, Material, simulate
from formkit.media.scan.identify import Shown
from formkit.media.scan.ink import FAINT, ink_of
from formkit.media.scan.raster import PageImage
from formkit.model.ids import booklet_refs
from formkit.pipeline.scan_options import ScanOptions
from formkit.pipeline.scanning import scanner_for
from formkit.pipeline.weighing import settled

Line = dict[str, Any]
"""What became of one page or field: a line of the file that ``run`` writes."""
TODAY = dt.date(2027, 1, 1)
"""The day on which all booklets are read, so that a measurement can be made again."""

REPORT_ONLY = ("nanum-pen-script", "nothing-you-could-do", "zeyada")
SPLITS: dict[str, tuple[tuple[str, ...], Callable[[str], bool], tuple[str, str]]] = {
    "train": (("zh", "latin"), lambda name: True, ("images", "labels")),
    "fit": (
        ("zh", "latin-test"), lambda name: name not in REPORT_ONLY, ("test_images", "test_labels"),
    ),
    "test": (
        ("zh-test", "latin-test"), lambda name: name in REPORT_ONLY, ("test_images", "test_labels"),
    ),
}
"""Folders of fonts, which of them, and the names of the digits' arrays: training, calibration, report."""
FIRST_SEED = {"train": 0, "fit": 500_000, "test": 900_000}


@dataclass(frozen=True, slots=True)
class Job:
    """One booklet to fill, to scan and to read.

    ``about`` goes into each of its lines, ``pictures`` is where what was misread is kept, ``blank`` is the share of
    fields that are left blank.
    """

    handbook: str
    fonts: Path
    split: str
    number: int
    profile: str
    pictures: Path | None = None
    about: tuple[tuple[str, str], ...] = ()
    blank: float = Material().blank

    @property
    def seed(self) -> int:
        """The seed of the booklet; no two splits share one."""
        return FIRST_SEED[self.split] + self.number


def material(fonts: Path, split: str, blank: float) -> Material:
    """Return the handwriting of a split; pictures of digits are used where FONTS has them."""
    folders, wanted, names = SPLITS[split]
    files = tuple(sorted(
        path for name in folders for path in (fonts / name).glob("*.ttf")
        if name.startswith("zh") or wanted(path.stem)
    ))
    pictures = fonts / "mnist-first-half.npz"
    if not pictures.is_file():
        return Material(files, blank=blank)
    stored = np.load(pictures)
    return Material(files, DigitSource(stored[names[0]], stored[names[1]]), blank=blank)


def read_booklet(job: Job) -> list[Line]:
    """Return a line for every page and field of one booklet, with one copy of each sheet."""
    cv2.setNumThreads(1)
    handbook = load_handbook(job.handbook)
    counts = {sheet.id: 1 for sheet in handbook.sheets}
    layout = build_layout(handbook, counts)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.pdf"
        pdf.emit(handbook, layout, {}, path, form=False)
        blanks = Blanks(path.read_bytes())
    wanted = [page.number for page in layout.pages if page.places]
    hands = material(job.fonts, job.split, job.blank)
    made = simulate(handbook, layout, blanks, job.seed, job.profile, hands, pages=wanted)
    scanner = scanner_for(ScanOptions())
    read = []
    for page in made.pages:
        grey = page.image if page.image.ndim == 2 else cv2.cvtColor(page.image, cv2.COLOR_RGB2GRAY)
        begun = time.process_time()
        sides, problems = scanner.read_image(PageImage(page.truth.page, np.ascontiguousarray(grey)), "bench")
        read.append((page.truth, grey, sides, problems, time.process_time() - begun))
    together = _together(handbook, counts, [side for _, _, sides, _, _ in read for side in sides], scanner.calibration)
    lines: list[Line] = []
    for truth, grey, apart, problems, spent in read:
        sides = [replace(side, readings={n: together.get(n, r) for n, r in side.readings.items()}) for side in apart]
        common = {"seed": job.seed, "profile": truth.profile, **dict(job.about), "cpu": spent}
        own = list(_compare(truth, sides, problems, common, partial(_ink, scanner, grey, sides)))
        if job.pictures is not None:
            _keep_pictures(job.pictures, grey, sides, own)
        lines += own
    return lines


def _together(handbook: Any, counts: dict[str, int], sides: list[Any], calibration: Any) -> dict[str, Any]:
    """Return the readings as the whole booklet makes them, by rules and repetitions."""
    readings = {name: reading for side in sides if side.certain for name, reading in side.readings.items()}
    return settled(handbook, booklet_refs(handbook, counts), readings, calibration, TODAY)[0]


def _keep_pictures(folder: Path, grey: np.ndarray, sides: list[Any], lines: list[Line]) -> None:
    """Keep a picture of every field that was misread; its name says how it was read, at what confidence."""
    for line in lines:
        if line["kind"] != "field" or line["right"] or line["corrected"] or line["contrary"]:
            continue
        seen = (side.readings[line["field"]].region for side in sides if line["field"] in side.readings)
        region = next((each for each in seen if each is not None), None)
        if region is None:
            continue
        picture, box = upright(grey, region.turn), turned(region.box, region.turn)
        rows, columns = picture.shape
        room = 0.012 * max(grey.shape)
        top, bottom = max(0, round(box[1] * rows - room)), round(box[3] * rows + room)
        left, right = max(0, round(box[0] * columns - room)), round(box[2] * columns + room)
        name = "-".join(str(line[part]) for part in ("status", "profile", "seed", "field"))
        cv2.imwrite(str(folder / f"{name}.png"), picture[top:bottom, left:right])


def _is_lost(ink: np.ndarray | None, reading: Any, written: Any) -> bool:
    """Say whether what was written left nothing on the scan, as pale ink may on a fax.

    Where a place was read as empty, the page without its print (``ink``, levels darker than paper) is looked at
    where the writing was put: less than a hundredth of it is a third as dark as the palest ink that is read.
    """
    if written.value is None or written.ink is None or reading.value is not None or ink is None:
        return False
    part = cut(ink, written.ink.inset(min(0.4, written.ink.width / 4), min(0.4, written.ink.height / 4)))
    return float((part > FAINT / 3).mean()) < 0.01


def _ink(scanner: Any, grey: np.ndarray, sides: list[Any]) -> np.ndarray | None:
    """Return the ink of a page, registered anew: only asked for where something may be lost."""
    for shown in scanner._identifier.sides(PageImage(1, grey), "bench"):
        if isinstance(shown, Shown) and sides:
            blank = scanner.shelf.blank(shown.design, shown.copy or 1)
            return ink_of(shown.registered.canvas, blank.canvas)
    return None


def _compare(
    truth: Any, sides: list[Any], problems: list[Any], common: Line, ink: Callable[[], np.ndarray | None]
) -> Iterator[Line]:
    right = [each for each in sides if each.page.sheet == truth.sheet and truth.fields.keys() <= each.readings.keys()]
    wrong = [each for each in sides if each not in right and each.certain]
    found = right[0] if right else None
    yield {
        **common, "kind": "page", "right": found is not None and found.certain, "wrong": bool(wrong),
        "sheet": truth.sheet, "page": truth.page, "codes": [each.code for each in problems],
        "residual": found.registration["residual_mm"] if found else None, "dpi": truth.dpi,
        "fields": len(truth.fields),
    }
    if found is None:
        return
    suspicious = [n for n, w in truth.fields.items() if w.value is not None and found.readings[n].value is None]
    seen = ink() if suspicious else None
    for name, written in truth.fields.items():
        reading = found.readings[name]
        value = list(reading.value) if isinstance(reading.value, tuple) else reading.value
        expected = list(written.value) if isinstance(written.value, tuple) else written.value
        yield {
            **common, "kind": "field", "field": name, "reader": reading.reader, "value": value, "truth": expected,
            "right": _same(value, expected), "status": reading.status.value, "confidence": reading.confidence,
            "corrected": written.corrected or ("withdrawn" if written.struck else ""), "contrary": written.contrary,
            "stray": written.stray, "way": written.way, "font": written.font, "raw": reading.raw,
            "lost": _is_lost(seen, reading, written),
            "page": truth.page, "measures": {key: round(each, 4) for key, each in reading.measures.items()},
            "alternatives": [list(a) if isinstance(a, tuple) else a for a in reading.alternatives][:3],
        }


def _same(value: Any, expected: Any) -> bool:
    if isinstance(value, str) and isinstance(expected, str):
        return plain(value) == plain(expected)
    if isinstance(value, (int, float)) and isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return float(value) == float(expected)
    return bool(value == expected)


def plain(text: str) -> str:
    """Return text as it is compared: without spaces, full-width signs as half-width ones (NFKC)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def command_line(
    about: str | None, run: Callable[..., None], report: Callable[..., None]
) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser, argparse.ArgumentParser]:
    """Return a benchmark's parser and those of its commands ``run`` and ``report``, with the options that all have."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    running = commands.add_parser("run")
    running.add_argument("--fonts", type=Path, required=True)
    running.add_argument("--split", choices=tuple(SPLITS), default="test")
    running.add_argument("--seed", type=int, default=0)
    running.add_argument("--workers", type=int, default=1)
    running.add_argument(
        "--blank", type=_share, default=Material().blank,
        help="share of fields that are left blank; more of them tell what a blank is worth",
    )
    running.add_argument("--pictures", type=Path, help="a folder for pictures of what was misread")
    running.add_argument("-o", "--output", type=Path, required=True)
    running.set_defaults(call=run)
    reporting = commands.add_parser("report")
    reporting.add_argument("files", type=Path, nargs="+")
    reporting.set_defaults(call=report)
    return parser, running, reporting


def _share(text: str) -> float:
    """Return a share between 0 and 1 as it is given on the command line."""
    found = float(text)
    if not 0 <= found <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share between 0 and 1")
    return found


def job_of(arguments: argparse.Namespace, number: int, handbook: str, profile: str, **about: str) -> Job:
    """Return the job of the booklet with a number, as the command line wants it; ``about`` goes into its lines."""
    number += arguments.seed
    return Job(
        handbook, arguments.fonts, arguments.split, number, profile, arguments.pictures, tuple(about.items()),
        arguments.blank,
    )


def read_all(jobs: Sequence[Job], arguments: argparse.Namespace) -> None:
    """Read every booklet, with ``--workers`` processes, and write its lines into the ``--output`` as they come."""
    if arguments.pictures is not None:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
    with arguments.output.open("w", encoding="utf-8") as out:
        for done, lines in enumerate(_lines(jobs, arguments.workers), start=1):
            for line in lines:
                out.write(json.dumps(line, ensure_ascii=False, default=float) + "\n")
            out.flush()
            print(f"{done} of {len(jobs)}", flush=True)


def _lines(jobs: Sequence[Job], workers: int) -> Iterator[list[Line]]:
    if workers <= 1:
        yield from map(read_booklet, jobs)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(read_booklet, jobs)


def lines_of(files: Sequence[Path]) -> tuple[list[Line], list[Line]]:
    """Return the lines about pages and those about fields of files that ``run`` wrote."""
    lines: list[Line] = []
    for path in files:
        with path.open(encoding="utf-8") as read:
            lines += map(json.loads, read)
    return [line for line in lines if line["kind"] == "page"], [line for line in lines if line["kind"] == "field"]


GROUPS = {
    "circle": "circles and ticks", "box": "circles and ticks", "symbol": "circles and ticks", "code": "code digits",
    "id_number": "ID numbers", "date": "dates", "signature": "signatures",
}


def reader_of(line: Line) -> str:
    """Return the reader of a field without its version and how it read."""
    return str(line["reader"]).split("@")[0].split(":")[0].split("/")[0]


def group_of(line: Line) -> str:
    """Return the row of the report that a field belongs to."""
    name = reader_of(line)
    return GROUPS.get(name, "text" if name in ("name", "address", "text", "name_phone") else "numbers and codes")


def grouped(lines: list[Line], key: str) -> list[tuple[str, list[Line]]]:
    """Return the lines of each value of a key, in order."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line[key]].append(line)
    return sorted(found.items())


def show_pages(pages: list[Line]) -> None:
    """Print how many pages were known for what they are."""
    print(f"pages {len(pages)}: identified {share(sum(p['right'] for p in pages), len(pages))}, "
          f"taken for another {sum(p['wrong'] for p in pages)}")


def show_table(lines: list[Line], title: str = "") -> None:
    """Print for each group of fields how many are exact, wrong and accepted, for review, and accepted."""
    if title:
        print(f"\n{title}".ljust(34) + "n      exact    wrong+accepted   review   accepted (written)")
    rows: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        rows[group_of(line)].append(line)
        if group_of(line) not in ("circles and ticks", "code digits", "signatures"):
            rows["all text"].append(line)
    for name, own in sorted(rows.items()):
        exact = sum(line["right"] for line in own)
        silent = sum(is_silent(line) for line in own)
        review = sum(line["status"] == "review" for line in own)
        written = [line for line in own if line["truth"] is not None]
        accepted = sum(line["status"] == "accepted" for line in written)
        print(f"  {name:30} {len(own):6} {share(exact, len(own)):>9} {silent:6} {share(silent, len(own)):>9}"
              f" {share(review, len(own)):>9} {share(accepted, len(written)):>9} of {len(written)}")


def is_silent(line: Line) -> bool:
    """Say whether a field is wrong and nobody is told."""
    return not line["right"] and line["status"] in ("accepted", "blank")


def share(part: int, whole: int) -> str:
    """Return a share in per cent, as reports show it."""
    return f"{100 * part / whole:.2f} %" if whole else "-"
