"""What a bulk import costs: two workers beside one, memory over many pages, and going on after a stop.

    python bench/bulk.py --workers [--pages 120]           # CPU seconds of one and of two workers over the same stacks
    python bench/bulk.py --memory [--counts 100,1000]      # peak memory of the master and of its workers
    python bench/bulk.py --resume [--files 10000]          # seconds that going on costs beside the unfinished work

The stacks are scans of the two sheets of bench/speed.py, one booklet of 20 pages a file. Every command is run as a
person would, in a process of its own, over a store of its own.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent))

from speed import HERE, MAPPING, sheets

from formkit.errors import problem
from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.matching import match
from formkit.media.scan.degrade.encoding import as_pdf
from formkit.model.journal import Entry, Locator, Outcome
from formkit.model.person import Identity
from formkit.model.store import ForeignRow
from formkit.pipeline.emit import write_booklet
from formkit.store import open_store

PROGRAM = [sys.executable, "-c", "from formkit.cli.main import main; main()"]
PAGES_OF_A_FILE = 20
_OPTIONS = {"handbook": "", "office": "", "engine": "ppocr", "columns": "", "confirmed": "False"}
"""Those of `formkit import` where nothing else is asked for, in a folder with several handbooks."""
PEAK = """
import sys
from formkit.pipeline.crew import crew
from formkit.cli.main import cli
import resource
whole = crew.Crew.__exit__
def told(self, *rest):
    whole(self, *rest)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"PEAK {own >> 20} {max(self.peak, 0) >> 20}", file=sys.stderr)
crew.Crew.__exit__ = told
sys.argv = ["formkit", *sys.argv[1:]]
cli()
"""


def stacks(folder: Path, pages: int) -> None:
    """Write files of 20 pages each; no two have the same bytes."""
    folder.mkdir()
    one, two = sheets(None)
    for number in range(pages // PAGES_OF_A_FILE):
        made = as_pdf([(one if each % 2 else two, (200.0, 200.0)) for each in range(PAGES_OF_A_FILE)])
        (folder / f"{number:05d}.pdf").write_bytes(made + b"\n%% %d\n" % number)


def spent(command: list[str], cwd: Path) -> tuple[float, float, str]:
    """Run a command; return its CPU seconds with those of its children, the seconds it took, and its stderr."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - begun, done.stderr


def workers(pages: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        stacks(root / "in", pages)
        cost = {}
        for count in (1, 2):
            asked = ["import", str(root / "in"), "--store", str(root / f"{count}.db"), "--workers", str(count)]
            cost[count], taken, _errors = spent([*PROGRAM, *asked], HERE / "data")
            print(f"{count} worker(s), {pages} pages: {cost[count]:7.1f} s CPU, {taken:7.1f} s", flush=True)
        print(f"two workers cost {100 * (cost[2] / cost[1] - 1):.1f} % more CPU than one")


def memory(counts: list[int]) -> None:
    print("pages   master MB   one worker MB")
    for pages in counts:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            stacks(root / "in", pages)
            asked = ["import", str(root / "in"), "--store", str(root / "s.db"), "--workers", "2"]
            _cpu, _taken, errors = spent([sys.executable, "-c", PEAK, *asked], HERE / "data")
            own, worker = next(line.split()[1:] for line in errors.splitlines() if line.startswith("PEAK"))
            print(f"{pages:5}   {own:>9}   {worker:>13}", flush=True)


def resume(files: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        inside = root / "in"
        inside.mkdir()
        for number in range(files):
            (inside / f"{number:06d}.pdf").write_bytes(b"%d" % number)
        _journalled(root / "s.db", inside, files)
        (root / "alone").mkdir()
        handbook = load_handbook(str(MAPPING))
        for path, answer in ((inside / "last.xlsx", "1"), (root / "alone" / "last.xlsx", "2")):
            write_booklet(handbook, build_layout(handbook), {"marks.item_1_a": answer}, path)
        base = ["--store", str(root / "s.db"), "--workers", "1"]
        print("                                              CPU s       s")
        nothing = _told("starting the program (formkit handbooks)", ["handbooks"])
        alone = _told("an import of one workbook", ["import", str(root / "alone"), *base])
        gone_on = _told(f"the same, last of {files + 1} files, others done", ["import", str(inside), *base])
        print(f"going on costs {gone_on - alone:.2f} s of CPU beside the unfinished work; starting {nothing:.2f} s")


def _told(name: str, arguments: list[str]) -> float:
    cpu, taken, _errors = spent([*PROGRAM, *arguments], HERE / "data")
    print(f"{name:44} {cpu:7.2f} {taken:7.2f}", flush=True)
    return cpu


def _journalled(path: Path, inside: Path, files: int) -> None:
    """Make a store that knows 3,000 persons, and a run of which all files are done and nothing is finished."""
    with open_store(str(path)) as store:
        for number in range(3000):
            row = ForeignRow(Identity(f"甲{number}", number=f"101-{number:05d}"), {}, "x.xlsx", "0" * 64, f"A!{number}")
            store.add_foreign_row(row, matcher=match)
        found = tuple(problem("G106", page=1, sheet="随访", copy=number) for number in range(20))
        run = store.begin_run("", [str(inside)], _OPTIONS)
        entries = []
        for each in sorted(inside.iterdir()):
            stat = each.stat()
            entries.append(Entry(
                Locator(str(each)), stat.st_size, stat.st_mtime_ns, each.name, Outcome.REVIEW, (), found, 1,
            ))
        store.note(run.id, entries)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("workers", "memory", "resume"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--counts", default="100,1000", help="pages in all, one run each")
    parser.add_argument("--files", type=int, default=10_000)
    arguments = parser.parse_args()
    os.chdir(HERE / "data")
    if arguments.workers:
        workers(arguments.pages)
    if arguments.memory:
        memory([int(each) for each in arguments.counts.split(",")])
    if arguments.resume:
        resume(arguments.files)
    if not (arguments.workers or arguments.memory or arguments.resume):
        parser.error("say what is to be measured")


if __name__ == "__main__":
    main()
