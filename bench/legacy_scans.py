"""How well scans of forms are read that formkit did not print: filled by unseen hands, with their truth.

    python bench/fonts.py --to FONTS                               # once: handwriting fonts
    python bench/legacy_scans.py run --fonts FONTS -o read.jsonl   # simulate, read, compare: a line a field
    python bench/legacy_scans.py report read.jsonl                 # tables by kind, form and profile

HANDBOOK arguments choose other forms than the five that ship: ids or folders of mappings.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.filled_scans import (
    Line,
    command_line,
    grouped,
    is_silent,
    job_of,
    lines_of,
    read_all,
    reader_of,
    share,
    show_pages,
    show_table,
)

PROFILES = ("flatbed", "feeder", "fax", "worn", "phone")
FORMS = (
    "legacy-followup-2011", "legacy-supplement-2011", "legacy-case-record-5-1", "legacy-home-care-log",
    "legacy-civil-defence",
)
MARKS = ("circle", "box", "symbol", "code", "marks")


def run(arguments: argparse.Namespace) -> None:
    jobs = []
    for number in range(arguments.count):
        for form in arguments.forms or FORMS:
            for profile in arguments.profiles or PROFILES:
                jobs.append(job_of(arguments, number, form, profile, form=form))
    read_all(jobs, arguments)


def is_mark(line: Line) -> bool:
    """Say whether a field is answered by marks or by codes in boxes."""
    return reader_of(line) in MARKS


def report(arguments: argparse.Namespace) -> None:
    pages, fields = lines_of(arguments.files)
    fields = [line for line in fields if not line["lost"]]
    plain = [line for line in fields if not line["corrected"] and not line["contrary"]]
    show_pages(pages)
    for key in ("form", "profile"):
        for name, own in grouped(pages, key):
            print(f"   {name:26} {share(sum(p['right'] for p in own), len(own))} of {len(own)}")
    marks = [line for line in plain if is_mark(line)]
    print("\nmarks, those corrected by hand left aside   n     exact   review   wrong and accepted")
    _marks("all", marks)
    for key in ("form", "profile"):
        for name, own in grouped(marks, key):
            _marks(name, own)
    print("\nmarks of which some are corrected, withdrawn or contrary")
    _marks("all", [line for line in fields if is_mark(line) and line not in plain])
    show_table(plain, "not corrected by hand")


def _marks(name: str, lines: list[Line]) -> None:
    wrong = sum(is_silent(line) for line in lines)
    review = sum(line["status"] == "review" for line in lines)
    exact = sum(line["right"] for line in lines)
    print(f"   {name:36} {len(lines):6} {share(exact, len(lines)):>9} {share(review, len(lines)):>9}"
          f" {wrong:5} {share(wrong, len(lines)):>9}")


def main(given: Iterable[str] | None = None) -> None:
    parser, running, _ = command_line(__doc__, run, report)
    running.add_argument("--count", type=int, default=4, help="booklets of each form in each profile")
    running.add_argument("forms", nargs="*", metavar="HANDBOOK")
    running.add_argument("--profiles", nargs="*", choices=PROFILES)
    arguments = parser.parse_args(given)
    arguments.call(arguments)


if __name__ == "__main__":
    main()
