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
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.filled_scans import (
    command_line,
    group_of,
    job_of,
    lines_of,
    plain,
    read_all,
    reader_of,
    share,
    show_pages,
    show_table,
)
from formkit.media.scan.confidence import from_json
from formkit.media.scan.fitting import upper_bound

PROFILES = ("flatbed", "feeder", "fax", "copy", "phone", "worn")


def run(arguments: argparse.Namespace) -> None:
    jobs = []
    for number in range(arguments.count):
        profile = arguments.profile or PROFILES[number % len(PROFILES)]
        handbook = "case-management@" + ("2011" if number % 2 else "2017")
        jobs.append(job_of(arguments, number, handbook, profile))
    read_all(jobs, arguments)


def report(arguments: argparse.Namespace) -> None:
    pages, fields = lines_of(arguments.files)
    if arguments.calibration is not None:
        models = from_json(json.loads(arguments.calibration.read_text(encoding="utf-8")))
        fields = [_judged(line, models) for line in fields]
    show_pages(pages)
    for profile in PROFILES:
        own = [p for p in pages if p["profile"] == profile]
        if own:
            print(f"   {profile:8} {share(sum(p['right'] for p in own), len(own))} of {len(own)}")
    lost = sum(line["lost"] for line in fields)
    print(f"answers of which nothing is left on the scan, not counted below: {lost} of {len(fields)}")
    fields = [line for line in fields if not line["lost"]]
    clean = [line for line in fields if not line["corrected"] and not line["contrary"]]
    show_table(clean, "not corrected by hand")
    print("\ncorrected, withdrawn or contrary".ljust(34) + "n      right     wrong+accepted  review")
    show_table([line for line in fields if line["corrected"] or line["contrary"]])
    print("\nby profile")
    for profile in PROFILES:
        own = [line for line in clean if line["profile"] == profile]
        if own:
            print(f" {profile}")
            show_table(own)
    _digits(clean)
    _characters(clean)
    _reliability(clean)


def _digits(lines: list[dict[str, Any]]) -> None:
    """Show how digits in boxes are read that come from pictures of `mnist`, and those that handwriting fonts drew."""
    print("\ndigits in boxes, by what drew them")
    kinds = ("code", "date", "digits", "id_number")
    own = [each for each in lines if each["truth"] is not None and reader_of(each) in kinds]
    for title, which in (("pictures", True), ("fonts", False)):
        print(f" {title}")
        show_table([each for each in own if (each["font"] == "picture") is which])


def _judged(line: dict[str, Any], models: Any) -> dict[str, Any]:
    """Return a field's line with the status and confidence that other models give it; nothing is read again."""
    confidence, accepted = models.judge(line["reader"], line["measures"])
    good = "blank" if line["value"] is None else "accepted"
    status = good if accepted else "review"
    return {**line, "confidence": confidence, "status": status}


def _reliability(lines: list[dict[str, Any]]) -> None:
    """Show how often readings of a confidence are right, with 95 % intervals (Clopper and Pearson)."""
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
                print(f"  {low:7.4f} to {min(high, 1):6.4f} {count:7} {wrong:5} {share(wrong, count):>9}"
                      f"   {100 * least:.2f} to {100 * most:.2f} %")


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
        print(f"  {key[0]:8}{key[1]:32} {share(wrong[key], total[key]):>9} of {total[key]}")


def distance(one: str, other: str) -> int:
    """Return the Levenshtein distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def main(given: Iterable[str] | None = None) -> None:
    parser, running, reporting = command_line(__doc__, run, report)
    running.add_argument("--count", type=int, default=12)
    running.add_argument("--profile", choices=PROFILES)
    reporting.add_argument("--calibration", type=Path, help="judge the readings anew by these models")
    arguments = parser.parse_args(given)
    arguments.call(arguments)


if __name__ == "__main__":
    main()
