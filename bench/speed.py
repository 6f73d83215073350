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
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from importlib import import_module
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


STAGES = {
    "formkit.media.scan.raster:_decoded": "decode the JPEG",
    "formkit.media.scan.identify:find_codes": "sheet codes",
    "formkit.media.scan.warp:Warp.flatten": "register: flatten",
    "formkit.media.scan.register:match": "register: match",
    "formkit.media.scan.register:fit": "register: fit",
    "formkit.media.scan.register:level": "register: level",
    "formkit.media.scan.marks.readers:MarkReaders.judge": "marks: networks",
    "formkit.media.scan.side:choose": "marks: answers",
    "formkit.media.scan.side:look_at_boxes": "boxes",
    "formkit.media.scan.side:covered": "writing: is there any",
    "formkit.media.scan.written:written_lines": "writing: its lines",
    "formkit.media.scan.written:loose_signs": "writing: single digits",
    "formkit.engines.ppocr:PpOcr.read_line": "text engine",
    "formkit.media.scan.side:decode": "text decoding",
    "formkit.media.scan.confidence:Calibration.judge": "confidence",
    "formkit.pipeline.scans:documents_of": "document",
    "formkit.pipeline.digitise:with_checks": "checks",
}
"""Where each function is looked up, and the stage that it is."""
REST = "everything else"


class Clock:
    """CPU time by stage, each without the stages within it: they add up to the whole."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self._open = [REST]
        self._since = time.process_time()

    def _turn(self) -> None:
        now = time.process_time()
        self.spent[self._open[-1]] += now - self._since
        self._since = now

    def timed(self, stage: str, function: Callable[..., object]) -> Callable[..., object]:
        """Return ``function`` with its time counted as ``stage``."""
        @wraps(function)
        def run(*given: object, **named: object) -> object:
            self._turn()
            self._open.append(stage)
            self.calls[stage] += 1
            try:
                return function(*given, **named)
            finally:
                self._turn()
                self._open.pop()
        return run

    def wind(self) -> None:
        """Time every stage from now on."""
        for place, stage in STAGES.items():
            module, _, path = place.partition(":")
            owner = import_module(module)
            *outer, name = path.split(".")
            for each in outer:
                owner = getattr(owner, each)
            setattr(owner, name, self.timed(stage, getattr(owner, name)))

    def start(self) -> None:
        """Forget what was counted."""
        self.spent.clear()
        self.calls.clear()
        self._since = time.process_time()

    def stop(self) -> tuple[dict[str, float], dict[str, int]]:
        """Return seconds and calls by stage since the start."""
        self._turn()
        return dict(self.spent), dict(self.calls)


def stages(rounds: int, fonts: Path | None) -> None:
    """Show the round that took least: what else runs on the machine only ever adds."""
    clock = Clock()
    clock.wind()
    for name, content in zip(("120 circled options", "30 handwritten fields"), sheets(fonts), strict=True):
        read(content, "warm.jpg")
        best: tuple[dict[str, float], dict[str, int]] | None = None
        for _ in range(rounds):
            clock.start()
            read(content, "x.jpg")
            made = clock.stop()
            if best is None or sum(made[0].values()) < sum(best[0].values()):
                best = made
        assert best is not None
        spent, calls = best
        whole = sum(spent.values())
        print(f"\n{name}: {1000 * whole:.0f} ms CPU a sheet")
        for stage in (*dict.fromkeys(STAGES.values()), REST):
            if spent.get(stage, 0.0) >= 0.0005:
                share, times = 100 * spent[stage] / whole, f"{calls[stage]:5} calls" if stage in calls else ""
                print(f"  {stage:24} {1000 * spent[stage]:8.1f} ms {share:5.1f} %  {times}")


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
