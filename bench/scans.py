"""How well scans are read: synthetic booklets by unseen hands, fonts and scanners, with their truth.

    python bench/fonts.py --to FONTS                        # once: fetches handwriting fonts from the npm registry
    python bench/scans.py run --fonts FONTS -o read.jsonl   # simulate, read, compare: a line a field
    python bench/scans.py report read.jsonl                 # tables by kind and by profile

The split "test" has its own seeds, fonts and digits: nothing is trained or fitted on them. Confidence is fitted on
the split "fit" (tools/calibrate_scans.py).
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np

PROFILES = ("flatbed", "feeder", "fax", "copy", "phone", "worn")


SPLITS = {
    "train": (("zh", "latin"), lambda name: True, ("images", "labels")),
    "fit": (
        ("zh", "latin-test"), lambda name: name not in REPORT_ONLY, ("test_images", "test_labels"),
    ),
    "test": (
        ("zh-test", "latin-test"), lambda name: name in REPORT_ONLY, ("test_images", "test_labels"),
    ),
}
"""Folders of fonts, which of them, and the names of the digits' arrays: training, calibration, report."""
REPORT_ONLY = ("nanum-pen-script", "nothing-you-could-do", "zeyada")
FIRST_SEED = {"train": 0, "fit": 500_000, "test": 900_000}


def material(fonts: Path, split: str) -> Any:
    """Return the handwriting of a split; pictures of digits are used where FONTS has them."""
    from formkit.media.scan.degrade.digits import DigitSource
    from formkit.media.scan.degrade.simulate import Material

    folders, wanted, names = SPLITS[split]
    files = tuple(sorted(
        path for name in folders for path in (fonts / name).glob("*.ttf")
        if name.startswith("zh") or wanted(path.stem)
    ))
    pictures = fonts / "mnist-first-half.npz"
    if not pictures.is_file():
        return Material(files)
    stored = np.load(pictures)
    return Material(files, DigitSource(stored[names[0]], stored[names[1]]))


def read_booklet(
    fonts: Path, split: str, seed: int, profile: str, edition: str, pictures: Path | None = None
) -> list[dict[str, Any]]:
    """Return a line for every page and field of one booklet; ``pictures`` is where what was misread is kept."""
    cv2.setNumThreads(1)
    from formkit.layout import build_layout
    from formkit.mapping import load_handbook
    from formkit.media import pdf
    from formkit.media.scan.degrade.simulate import Blanks, simulate
    from formkit.media.scan.raster import PageImage
    from formkit.pipeline.scan_options import ScanOptions
    from formkit.pipeline.scanning import scanner_for

    handbook = load_handbook(f"case-management@{edition}")
    layout = build_layout(handbook, {sheet.id: 1 for sheet in handbook.sheets})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.pdf"
        pdf.emit(handbook, layout, {}, path, form=False)
        blanks = Blanks(path.read_bytes())
    wanted = [page.number for page in layout.pages if page.places]
    made = simulate(handbook, layout, blanks, seed, profile, material(fonts, split), pages=wanted)
    scanner = scanner_for(ScanOptions())
    read = []
    for page in made.pages:
        grey = page.image if page.image.ndim == 2 else cv2.cvtColor(page.image, cv2.COLOR_RGB2GRAY)
        begun = time.process_time()
        sides, problems = scanner.read_image(PageImage(page.truth.page, np.ascontiguousarray(grey)), "bench")
        read.append((page.truth, grey, sides, problems, time.process_time() - begun))
    together = _together(handbook, [side for _, _, sides, _, _ in read for side in sides], scanner.calibration)
    lines: list[dict[str, Any]] = []
    for truth, grey, apart, problems, spent in read:
        sides = [replace(side, readings={n: together.get(n, r) for n, r in side.readings.items()}) for side in apart]
        common = {"seed": seed, "profile": truth.profile, "cpu": spent}
        own = list(_compare(truth, sides, problems, common, partial(_ink, scanner, grey, sides)))
        if pictures is not None:
            _keep_pictures(pictures, grey, sides, own)
        lines += own
    return lines


def _together(handbook: Any, sides: list[Any], calibration: Any) -> dict[str, Any]:
    """Return the readings of fields that others repeat, as the whole booklet makes them."""
    from formkit.media.scan.consensus import with_peers
    from formkit.model.ids import booklet_refs

    readings = {name: reading for side in sides if side.certain for name, reading in side.readings.items()}
    counts = {sheet.id: 1 for sheet in handbook.sheets}
    return with_peers(readings, booklet_refs(handbook, counts), calibration)


def _keep_pictures(folder: Path, grey: np.ndarray, sides: list[Any], lines: list[dict[str, Any]]) -> None:
    """Keep a picture of every field that was misread; its name says how it was read, at what confidence."""
    for line in lines:
        if line["kind"] != "field" or line["right"] or line["corrected"] or line["contrary"]:
            continue
        boxes = next((side.boxes for side in sides if line["field"] in side.boxes), {})
        box = boxes.get(line["field"])
        if box is None:
            continue
        room = 0.012 * max(grey.shape)
        top, bottom = max(0, round(box.y0 - room)), round(box.y1 + room)
        left, right = max(0, round(box.x0 - room)), round(box.x1 + room)
        name = "-".join(str(line[part]) for part in ("status", "profile", "seed", "field"))
        cv2.imwrite(str(folder / f"{name}.png"), grey[top:bottom, left:right])


def _is_lost(ink: np.ndarray | None, reading: Any, written: Any) -> bool:
    """Say whether what was written left nothing on the scan, as pale ink may on a fax.

    Where a place was read as empty, the page without its print (``ink``, levels darker than paper) is looked at
    where the writing was put: less than a hundredth of it is a third as dark as the palest ink that is read.
    """
    if written.value is None or written.ink is None or reading.value is not None or ink is None:
        return False
    from formkit.media.scan.canvas import cut
    from formkit.media.scan.ink import FAINT

    part = cut(ink, written.ink.inset(min(0.4, written.ink.width / 4), min(0.4, written.ink.height / 4)))
    return float((part > FAINT / 3).mean()) < 0.01


def _ink(scanner: Any, grey: np.ndarray, sides: list[Any]) -> np.ndarray | None:
    """Return the ink of a page, registered anew: only asked for where something may be lost."""
    from formkit.media.scan.identify import Shown
    from formkit.media.scan.ink import ink_of
    from formkit.media.scan.raster import PageImage

    for shown in scanner._identifier.sides(PageImage(1, grey), "bench"):
        if isinstance(shown, Shown) and sides:
            blank = scanner.shelf.blank(shown.design, shown.copy or 1)
            return ink_of(shown.registered.canvas, blank.canvas)
    return None


def _compare(
    truth: Any, sides: list[Any], problems: list[Any], common: dict[str, Any], ink: Callable[[], np.ndarray | None]
) -> Iterator[dict[str, Any]]:
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


def run(arguments: argparse.Namespace) -> None:
    jobs = []
    for number in range(arguments.count):
        seed = FIRST_SEED[arguments.split] + arguments.seed + number
        profile = arguments.profile or PROFILES[number % len(PROFILES)]
        edition = "2011" if number % 2 else "2017"
        jobs.append((arguments.fonts, arguments.split, seed, profile, edition, arguments.pictures))
    if arguments.pictures is not None:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
    with arguments.output.open("w", encoding="utf-8") as out:
        for done, lines in enumerate(_all(jobs, arguments.workers), start=1):
            for line in lines:
                out.write(json.dumps(line, ensure_ascii=False, default=float) + "\n")
            out.flush()
            print(f"{done} of {len(jobs)}", flush=True)


def _all(jobs: list[tuple[Any, ...]], workers: int) -> Iterator[list[dict[str, Any]]]:
    if workers <= 1:
        yield from (read_booklet(*job) for job in jobs)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(read_booklet, *zip(*jobs, strict=True))


GROUPS = {
    "circle": "circles and ticks", "box": "circles and ticks", "symbol": "circles and ticks", "code": "code digits",
    "id_number": "ID numbers", "date": "dates", "signature": "signatures",
}


def group_of(line: dict[str, Any]) -> str:
    """Return the row of the report that a field belongs to."""
    name = line["reader"].split("@")[0].split(":")[0].split("/")[0]
    return GROUPS.get(name, "text" if name in ("name", "address", "text", "name_phone") else "numbers and codes")


def report(arguments: argparse.Namespace) -> None:
    from formkit.media.scan.confidence import from_json

    lines = [json.loads(line) for path in arguments.files for line in path.open(encoding="utf-8")]
    pages = [line for line in lines if line["kind"] == "page"]
    fields = [line for line in lines if line["kind"] == "field"]
    if arguments.calibration is not None:
        models = from_json(json.loads(arguments.calibration.read_text(encoding="utf-8")))
        fields = [_judged(line, models) for line in fields]
    print(f"pages {len(pages)}: identified {_share(sum(p['right'] for p in pages), len(pages))}, "
          f"taken for another {sum(p['wrong'] for p in pages)}")
    for profile in PROFILES:
        own = [p for p in pages if p["profile"] == profile]
        if own:
            print(f"   {profile:8} {_share(sum(p['right'] for p in own), len(own))} of {len(own)}")
    lost = sum(line["lost"] for line in fields)
    print(f"answers of which nothing is left on the scan, not counted below: {lost} of {len(fields)}")
    fields = [line for line in fields if not line["lost"]]
    plain = [line for line in fields if not line["corrected"] and not line["contrary"]]
    print("\nnot corrected by hand".ljust(34) + "n      exact    wrong+accepted   review   accepted (written)")
    _table(plain)
    print("\ncorrected, withdrawn or contrary".ljust(34) + "n      right     wrong+accepted  review")
    _table([line for line in fields if line["corrected"] or line["contrary"]])
    print("\nby profile")
    for profile in PROFILES:
        own = [line for line in plain if line["profile"] == profile]
        if own:
            print(f" {profile}")
            _table(own)
    _characters(plain)
    _reliability(plain)


def _judged(line: dict[str, Any], models: Any) -> dict[str, Any]:
    """Return a field's line with the status and confidence that other models give it; nothing is read again."""
    confidence, accepted = models.judge(line["reader"], line["measures"])
    good = "blank" if line["value"] is None else "accepted"
    status = good if accepted else "review"
    return {**line, "confidence": confidence, "status": status}


def _reliability(lines: list[dict[str, Any]]) -> None:
    """Show how often readings of a confidence are right, with 95 % intervals (Clopper and Pearson)."""
    from formkit.media.scan.fitting import upper_bound

    print("\nreliability: confidence, readings, wrong, observed error and its 95 % interval")
    edges = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999, 1.0001)
    for group in ("circles and ticks", "code digits", "dates", "numbers and codes", "text"):
        print(f" {group}")
        own = [line for line in lines if group_of(line) == group and not line["measures"].get("unsure")]
        for low, high in pairwise(edges):
            part = [line for line in own if low <= line["confidence"] < high]
            wrong, count = sum(not line["right"] for line in part), len(part)
            if count:
                least = 0.0 if wrong == 0 else 1 - upper_bound(count - wrong, count, 0.975)
                most = upper_bound(wrong, count, 0.975)
                print(f"  {low:7.4f} to {min(high, 1):6.4f} {count:7} {wrong:5} {_share(wrong, count):>9}"
                      f"   {100 * least:.2f} to {100 * most:.2f} %")


def _table(lines: list[dict[str, Any]]) -> None:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        rows[group_of(line)].append(line)
        if group_of(line) not in ("circles and ticks", "code digits", "signatures"):
            rows["all text"].append(line)
    for name, own in sorted(rows.items()):
        exact = sum(line["right"] for line in own)
        silent = sum(not line["right"] and line["status"] in ("accepted", "blank") for line in own)
        review = sum(line["status"] == "review" for line in own)
        written = [line for line in own if line["truth"] is not None]
        accepted = sum(line["status"] == "accepted" for line in written)
        print(f"  {name:30} {len(own):6} {_share(exact, len(own)):>9} {silent:6} {_share(silent, len(own)):>9}"
              f" {_share(review, len(own)):>9} {_share(accepted, len(written)):>9} of {len(written)}")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "-"


def _characters(lines: list[dict[str, Any]]) -> None:
    print("\ncharacter error rate by font")
    wrong: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if group_of(line) != "text" or line["truth"] is None:
            continue
        truth, value = plain(str(line["truth"])), plain(str(line["value"] or ""))
        for key in (("all", "all"), ("font", line["font"]), ("reader", line["reader"])):
            wrong[key] += distance(value, truth)
            total[key] += len(truth)
    for key in sorted(total):
        print(f"  {key[0]:8}{key[1]:32} {_share(wrong[key], total[key]):>9} of {total[key]}")


def distance(one: str, other: str) -> int:
    """Return the Levenshtein distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def main(given: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    running = commands.add_parser("run")
    running.add_argument("--fonts", type=Path, required=True)
    running.add_argument("--split", choices=tuple(SPLITS), default="test")
    running.add_argument("--count", type=int, default=12)
    running.add_argument("--seed", type=int, default=0)
    running.add_argument("--profile", choices=PROFILES)
    running.add_argument("--workers", type=int, default=1)
    running.add_argument("--pictures", type=Path, help="a folder for pictures of what was misread")
    running.add_argument("-o", "--output", type=Path, required=True)
    running.set_defaults(call=run)
    reporting = commands.add_parser("report")
    reporting.add_argument("files", type=Path, nargs="+")
    reporting.add_argument("--calibration", type=Path, help="judge the readings anew by these models")
    reporting.set_defaults(call=report)
    arguments = parser.parse_args(given)
    arguments.call(arguments)


if __name__ == "__main__":
    main()
