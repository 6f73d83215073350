"""How well scans of forms are read that formkit did not print: filled by unseen hands, with their truth.

    python bench/fonts.py --to FONTS                               # once: handwriting fonts
    python bench/legacy_scans.py run --fonts FONTS -o read.jsonl   # simulate, read, compare: a line a field
    python bench/legacy_scans.py report read.jsonl                 # tables by kind, form and profile

HANDBOOK arguments choose other forms than the five that ship: ids or folders of mappings.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from scans import FIRST_SEED, _compare, _ink, _keep_pictures, _share, _table, material

PROFILES = ("flatbed", "feeder", "fax", "worn", "phone")
FORMS = (
    "legacy-followup-2011", "legacy-supplement-2011", "legacy-case-record-5-1", "legacy-home-care-log",
    "legacy-civil-defence",
)
MARKS = ("circle", "box", "symbol", "code", "marks")


def read_form(
    fonts: Path, split: str, seed: int, profile: str, form: str, pictures: Path | None = None
) -> list[dict[str, Any]]:
    """Return a line for every page and field of one filled form."""
    cv2.setNumThreads(1)
    from formkit.layout import build_layout
    from formkit.mapping import load_handbook
    from formkit.media import pdf
    from formkit.media.scan.degrade.simulate import Blanks, simulate
    from formkit.media.scan.raster import PageImage
    from formkit.pipeline.scan_options import ScanOptions
    from formkit.pipeline.scanning import scanner_for

    handbook = load_handbook(form)
    layout = build_layout(handbook)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.pdf"
        pdf.emit(handbook, layout, {}, path, form=False)
        blanks = Blanks(path.read_bytes())
    made = simulate(handbook, layout, blanks, seed, profile, material(fonts, split))
    scanner = scanner_for(ScanOptions())
    lines: list[dict[str, Any]] = []
    for page in made.pages:
        grey = page.image if page.image.ndim == 2 else cv2.cvtColor(page.image, cv2.COLOR_RGB2GRAY)
        begun = time.process_time()
        sides, problems = scanner.read_image(PageImage(page.truth.page, np.ascontiguousarray(grey)), "bench")
        common = {"seed": seed, "profile": page.truth.profile, "form": form, "cpu": time.process_time() - begun}
        own = list(_compare(page.truth, sides, problems, common, partial(_ink, scanner, grey, sides)))
        if pictures is not None:
            _keep_pictures(pictures, grey, sides, own)
        lines += own
    return lines


def run(arguments: argparse.Namespace) -> None:
    forms = arguments.forms or list(FORMS)
    if arguments.pictures is not None:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
    jobs = [
        (arguments.fonts, arguments.split, FIRST_SEED[arguments.split] + arguments.seed + number, profile, form,
         arguments.pictures)
        for number in range(arguments.count) for form in forms for profile in arguments.profiles or PROFILES
    ]
    with arguments.output.open("w", encoding="utf-8") as out:
        for done, lines in enumerate(_all(jobs, arguments.workers), start=1):
            for line in lines:
                out.write(json.dumps(line, ensure_ascii=False, default=float) + "\n")
            out.flush()
            print(f"{done} of {len(jobs)}", end="\r", flush=True)
    print()


def _all(jobs: list[tuple[Any, ...]], workers: int) -> Iterator[list[dict[str, Any]]]:
    if workers <= 1:
        yield from (read_form(*job) for job in jobs)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(read_form, *zip(*jobs, strict=True))


def is_mark(line: dict[str, Any]) -> bool:
    """Say whether a field is answered by marks or by codes in boxes."""
    return line["reader"].split("@")[0].split(":")[0].split("/")[0] in MARKS


def report(arguments: argparse.Namespace) -> None:
    lines = [json.loads(line) for path in arguments.files for line in path.open(encoding="utf-8")]
    pages = [line for line in lines if line["kind"] == "page"]
    fields = [line for line in lines if line["kind"] == "field" and not line["lost"]]
    plain = [line for line in fields if not line["corrected"] and not line["contrary"]]
    print(f"pages {len(pages)}: identified {_share(sum(p['right'] for p in pages), len(pages))}, "
          f"taken for another {sum(p['wrong'] for p in pages)}")
    for key in ("form", "profile"):
        for name, own in _groups(pages, key):
            print(f"   {name:26} {_share(sum(p['right'] for p in own), len(own))} of {len(own)}")
    marks = [line for line in plain if is_mark(line)]
    print("\nmarks, those corrected by hand left aside   n     exact   review   wrong and accepted")
    _marks("all", marks)
    for key in ("form", "profile"):
        for name, own in _groups(marks, key):
            _marks(name, own)
    print("\nmarks of which some are corrected, withdrawn or contrary")
    _marks("all", [line for line in fields if is_mark(line) and line not in plain])
    print("\nnot corrected by hand".ljust(34) + "n      exact    wrong+accepted   review   accepted (written)")
    _table(plain)


def _groups(lines: list[dict[str, Any]], key: str) -> list[tuple[str, list[dict[str, Any]]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        found[line[key]].append(line)
    return sorted(found.items())


def _marks(name: str, lines: list[dict[str, Any]]) -> None:
    wrong = sum(not line["right"] and line["status"] in ("accepted", "blank") for line in lines)
    review = sum(line["status"] == "review" for line in lines)
    exact = sum(line["right"] for line in lines)
    print(f"   {name:36} {len(lines):6} {_share(exact, len(lines)):>9} {_share(review, len(lines)):>9}"
          f" {wrong:5} {_share(wrong, len(lines)):>9}")


def main(given: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    running = commands.add_parser("run")
    running.add_argument("forms", nargs="*", metavar="HANDBOOK")
    running.add_argument("--fonts", type=Path, required=True)
    running.add_argument("--split", choices=tuple(FIRST_SEED), default="test")
    running.add_argument("--count", type=int, default=4, help="booklets of each form in each profile")
    running.add_argument("--seed", type=int, default=0)
    running.add_argument("--profiles", nargs="*", choices=PROFILES)
    running.add_argument("--workers", type=int, default=1)
    running.add_argument("--pictures", type=Path, help="a folder for pictures of what was misread")
    running.add_argument("-o", "--output", type=Path, required=True)
    running.set_defaults(call=run)
    reporting = commands.add_parser("report")
    reporting.add_argument("files", type=Path, nargs="+")
    reporting.set_defaults(call=report)
    arguments = parser.parse_args(given)
    arguments.call(arguments)


if __name__ == "__main__":
    main()
