"""How long a booklet takes to write and to read in each format, side by side in one run.

``python bench/formats.py [--rounds 5]`` fills one whole booklet of the case handbook in turn in every
format and reads it back. It prints the median CPU seconds and the ratio to the fastest of its column:
machines differ, ratios hardly do. The first round warms templates and fonts and is not counted.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from formkit.layout import build_layout
from formkit.layout.sheet_code import new_serial
from formkit.mapping import load_handbook
from formkit.media.table import read_people
from formkit.pipeline.digitise import read_file
from formkit.pipeline.emit import FORMATS, write_booklet
from formkit.pipeline.people import person_records
from formkit.shipped import shipped


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    handbook = load_handbook("case-management")
    table = read_people(next(shipped("samples").glob("*.xlsx")))
    values = next(person_records(table, handbook, with_visits=True)).values
    taken: dict[tuple[str, str], list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds + 1):
            for suffix in FORMATS:
                path = Path(folder) / f"{number}.{suffix}"
                layout = build_layout(handbook, serial=new_serial())
                written = seconds(lambda: write_booklet(handbook, layout, values, path))  # noqa: B023 - called at once
                read = seconds(lambda: read_file(path))  # noqa: B023
                if number:
                    taken.setdefault(("write", suffix), []).append(written)
                    taken.setdefault(("read", suffix), []).append(read)
    print(f"{len(build_layout(handbook).pages)} pages, median of {rounds} rounds, CPU seconds (ratio to the fastest)")
    for verb in ("write", "read"):
        medians = {suffix: statistics.median(taken[verb, suffix]) for suffix in FORMATS}
        fastest = min(medians.values())
        columns = [f"{suffix} {value:.3f} ({value / fastest:.1f}x)" for suffix, value in medians.items()]
        print(verb.ljust(6), "  ".join(columns))


if __name__ == "__main__":
    main()
