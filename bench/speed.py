"""What reading a scan costs, side by side in one run: CPU seconds of one process, as ratios.

    python bench/speed.py [--rounds 7] [--fonts FONTS]

A sheet with 120 circled options and one with 30 handwritten fields (bench/data/mappings) are filled, scanned at
200 dpi as grey JPEG, and read from the bytes of the file to the finished document. Beside them: recognising the whole
page with rapidocr, the engine whose recognition model formkit uses on single lines; and Tesseract where it is
installed. OMRChecker and SDAPS are in no package registry, so they are not run; their own figures are 95 to 200 ms and
350 ms a sheet.

    python bench/speed.py --stages     # where the time goes
    python bench/speed.py --memory     # peak memory over a stack of pages
    python bench/speed.py --workers    # CPU of one and of two workers over a stack
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import cv2
import numpy as np

from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.media.scan.degrade.choosing import Habits
from formkit.media.scan.degrade.encoding import as_pdf, encoded
from formkit.media.scan.degrade.simulate import Blanks, Material, simulate
from formkit.pipeline.digitise import read_content
from formkit.pipeline.simulating import printed_blank

HERE = Path(__file__).resolve().parent
MAPPING = HERE / "data" / "mappings" / "bench-speed"
CAREFUL = Habits(*([0.0] * 8))


def sheets(fonts: Path | None) -> tuple[bytes, bytes]:
    """Return a filled sheet of marks and one of written fields, as JPEG."""
    handbook = load_handbook(str(MAPPING))
    layout = build_layout(handbook)
    files = tuple(sorted(fonts.glob("zh*/*.ttf"))) if fonts is not None else ()
    material = Material(files, habits=CAREFUL, blank=0.0)
    blanks = Blanks(printed_blank(handbook, layout))
    made = simulate(handbook, layout, blanks, 3, "flatbed", material, dpi=200)
    one, two = (encoded(_grey(page.image), "jpeg", 80, (200.0, 200.0)) for page in made.pages)
    return one, two


def _grey(image: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))


def read(content: bytes, name: str) -> None:
    [document] = read_content(content, Path(name))
    if document.failed:
        raise SystemExit(f"{name} was not read: {document.problems}")


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Return the median CPU seconds of ``work``; the first time warms it and does not count."""
    work()
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def compare(rounds: int, fonts: Path | None) -> None:
    marks, words = sheets(fonts)
    rows = [
        ("formkit, 120 circled options", seconds(lambda: read(marks, "marks.jpg"), rounds)),
        ("formkit, 30 handwritten fields", seconds(lambda: read(words, "words.jpg"), rounds)),
    ]
    page = cv2.imdecode(np.frombuffer(words, np.uint8), cv2.IMREAD_COLOR)
    from rapidocr import RapidOCR

    whole = RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})
    rows.append(("rapidocr, the whole page of the 30 fields", seconds(lambda: whole(page), max(1, rounds // 3))))
    if shutil.which("tesseract"):
        rows.append(("tesseract chi_sim, the same page", tesseract(page)))
    else:
        print("tesseract is not installed: left out")
    slowest = dict(rows)["rapidocr, the whole page of the 30 fields"]
    for name, spent in rows:
        print(f"{name:44} {1000 * spent:8.0f} ms CPU   {spent / slowest:6.3f} of rapidocr")


def tesseract(page: np.ndarray) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        cv2.imwrite(str(path), page)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(["tesseract", str(path), "-", "-l", "chi_sim"], capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def stages(rounds: int, fonts: Path | None) -> None:
    import cProfile
    import pstats

    for name, content in zip(("120 circled options", "30 handwritten fields"), sheets(fonts), strict=True):
        read_content(content, Path("x.jpg"))
        profile = cProfile.Profile()
        profile.enable()
        for _ in range(rounds):
            read_content(content, Path("x.jpg"))
        profile.disable()
        print(f"\n{name}: cumulative ms a sheet")
        table = pstats.Stats(profile).stats  # type: ignore[attr-defined]
        wanted = {
            "_jpeg": "decode", "find_codes": "codes", "register": "register", "level": "  of it level",
            "flatten": "  of it flatten", "match": "  of it match", "judge": "marks", "read_boxes": "boxes",
            "written_lines": "lines of writing", "read_line": "text engine", "decode": "text decoding",
            "check_values": "checks", "documents_of": "assemble", "read_content": "all",
        }
        for (_, _, function), (_, calls, _, cumulative, _) in sorted(table.items(), key=lambda each: -each[1][3]):
            if function in wanted and cumulative / rounds > 0.0004:
                print(f"  {wanted.pop(function):22} {1000 * cumulative / rounds:8.1f}   {calls / rounds:6.1f} calls")


def stack(fonts: Path | None, pages: int) -> bytes:
    one, two = sheets(fonts)
    return as_pdf([(one if number % 2 else two, (200.0, 200.0)) for number in range(pages)])


PEAK = """
import resource, sys
from pathlib import Path
from formkit.media.scan.raster import images
from formkit.pipeline.scan_options import ScanOptions
from formkit.pipeline.scanning import scanner_for
from formkit.pipeline.scans import read_images
scanner, content = scanner_for(ScanOptions()), Path(sys.argv[1]).read_bytes()
for each in read_images(content, "x.pdf", scanner):
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, len(content) >> 20)
"""


def memory(fonts: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for pages in (20, 200, 1000):
            path = Path(folder) / f"{pages}.pdf"
            path.write_bytes(stack(fonts, pages))
            command = [sys.executable, "-c", PEAK, str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE / "data")
            peak, size = done.stdout.split()
            print(f"{pages:5} pages: peak {peak} MB, of which {size} MB are the file itself", flush=True)


def workers(fonts: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stack.pdf"
        path.write_bytes(stack(fonts, 300))
        spent = {}
        for count in (1, 2):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            begun = time.monotonic()
            program = [sys.executable, "-c", "from formkit.cli.main import main; main()"]
            asked = ["read", str(path), "-o", f"{path}.jsonl", "--workers", str(count)]
            subprocess.run([*program, *asked], check=True, cwd=HERE / "data", capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent[count] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(f"{count} worker(s): {spent[count]:.1f} s CPU, {time.monotonic() - begun:.1f} s", flush=True)
        print(f"two workers cost {100 * (spent[2] / spent[1] - 1):.1f} % more CPU")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--fonts", type=Path, help="a folder made by bench/fonts.py; without it the print's font")
    for name in ("stages", "memory", "workers"):
        parser.add_argument(f"--{name}", action="store_true")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    os.chdir(HERE / "data")
    if arguments.stages:
        stages(arguments.rounds, arguments.fonts)
    elif arguments.memory:
        memory(arguments.fonts)
    elif arguments.workers:
        workers(arguments.fonts)
    else:
        compare(arguments.rounds, arguments.fonts)


if __name__ == "__main__":
    main()
