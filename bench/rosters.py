"""How well rosters from elsewhere are read: every cell right, or listed; none wrong without a word.

``python bench/rosters.py [FOLDER] [--made 200] [--seed 0] [--held-out] [--show]`` reads the rosters of a folder
that have a ``.truth.json`` beside them, and as many made ones (bench/roster_maker.py). It prints, for both:

- columns: headings led to the right field, surely or asked about; wrong ones that are sure
- fields: cells of people that are exact, that differ but are listed, and silent errors (differ and not listed)
- rows: people found, missed and invented
- issues: traps of the truth that were listed at their cell, and cells listed without one
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.roster_maker import make
from formkit.errors import FormkitError
from formkit.mapping import load_handbook
from formkit.media.table import read_people
from formkit.pipeline.list_json import list_json

Found = dict[str, Any]
_OF_TRUTH = {"sheet", "row", "idno_in_file", "birth_recoverable"}
"""Keys of a true record that are no fields."""


def compare(truth: Found, found: Found, tally: Counter[str]) -> Iterator[str]:
    """Count into ``tally`` and yield a line for everything that is wrong."""
    yield from _columns(truth, found, tally)
    listed = {(each.get("sheet"), each.get("row"), each.get("field")) for each in found["issues"]}
    rows_listed = {(each.get("sheet"), each.get("row")) for each in found["issues"]}
    by_place = {(each.get("sheet"), each["row"]): each for each in found["records"]}
    for true in truth["records"]:
        place = (true.get("sheet"), true["row"])
        read = by_place.pop(place, None)
        if read is None:
            tally["rows listed" if place in rows_listed else "rows lost"] += 1
            yield f"row {place}: not found"
            continue
        tally["rows"] += 1
        sheet = found["sheets"][place[0] or ""]
        asked = {sheet["columns"].get(letter) for letter in sheet["unsure"]}
        mapped = set(sheet["columns"].values())
        for name in true.keys() - _OF_TRUTH:
            if read.get(name) == true[name]:
                tally["exact"] += 1
            elif (*place, name) in listed or name in asked or (name not in mapped and name not in read):
                tally["listed"] += 1
                if name not in mapped and (*place, name) not in listed and not _column_is_listed(found, place[0]):
                    tally["silent"] += 1
                    yield f"{place} {name}: no column"
            else:
                tally["silent"] += 1
                yield f"{place} {name}: {true[name]!r} read as {read.get(name)!r}"
    for place in by_place:
        tally["rows invented"] += 1
        yield f"row {place}: nobody stands there: {by_place[place]}"
    yield from _issues(truth, listed, tally)


def _column_is_listed(found: Found, sheet: str | None) -> bool:
    return any(each.get("sheet") == sheet for each in found["unmapped"])


def _columns(truth: Found, found: Found, tally: Counter[str]) -> Iterator[str]:
    for name, true in truth["sheets"].items():
        read = found["sheets"].get(name, {"columns": {}, "unsure": []})
        for letter, field in true["columns"].items():
            if read["columns"].get(letter) == field:
                tally["columns asked" if letter in read["unsure"] else "columns sure"] += 1
            elif letter in read["columns"] and letter not in read["unsure"]:
                tally["columns wrong"] += 1
                yield f"{name}!{letter}: {field} taken for {read['columns'][letter]}"
            else:
                tally["columns listed"] += 1
                heading = next((each for each in read.get("proposals", ()) if each["column"] == letter), {})
                yield f"{name}!{letter}: {field} not found: {heading.get('heading')} {heading.get('reasons')}"
        for letter, field in read["columns"].items():
            if letter not in true["columns"]:
                wrong = letter not in read["unsure"]
                tally["columns wrong" if wrong else "columns asked"] += 1
                yield f"{name}!{letter}: nothing of ours, taken for {field}"
        for key in ("title_rows", "header_rows", "subtotal_rows", "note_rows"):
            same = read.get(key) == true[key]
            tally["layout right" if same else "layout other"] += 1
            if not same:
                yield f"{name} {key}: {true[key]} read as {read.get(key)}"


def _issues(truth: Found, listed: set[tuple[Any, ...]], tally: Counter[str]) -> Iterator[str]:
    traps = {(each.get("sheet"), each["row"], each["field"]) for each in truth["issues"]}
    for trap in traps:
        tally["traps told" if trap in listed else "traps missed"] += 1
        if trap not in listed:
            yield f"trap {trap} was not told"
    tally["told besides"] += sum(1 for each in listed if each[1] and each not in traps)


def given(folder: Path) -> Iterator[tuple[Path, Found]]:
    """Yield the rosters of a folder that have their truth beside them."""
    for path in sorted(folder.glob("*.truth.json")):
        yield path.with_name(path.name.removesuffix(".truth.json")), json.loads(path.read_text(encoding="utf-8"))


def measure(rosters: Iterable[tuple[Path, Found]], *, show: bool) -> Counter[str]:
    """Read every roster and count."""
    handbook = load_handbook("case-management")
    tally: Counter[str] = Counter()
    for path, truth in rosters:
        tally["files"] += 1
        try:
            found = list_json(read_people(path, handbook=handbook), path.name, handbook)
        except FormkitError as error:
            tally["files refused"] += 1
            tally["refused"] += len(truth["records"])
            print(f"{path.name}: {error.problem}")
            continue
        lines = list(compare(truth, found, tally))
        if show and lines:
            print(path.name, *lines, sep="\n    ")
    return tally


def _table(name: str, tally: Counter[str]) -> None:
    fields = tally["exact"] + tally["listed"] + tally["silent"]
    columns = sum(tally[f"columns {each}"] for each in ("sure", "asked", "listed", "wrong"))
    print(f"{name}: {tally['files']} files ({tally['files refused']} refused)")
    print(f"  columns  {columns}: sure {tally['columns sure']}, asked {tally['columns asked']}, "
          f"not found {tally['columns listed']}, wrong and sure {tally['columns wrong']}")
    print(f"  fields   {fields}: exact {tally['exact']} ({tally['exact'] / max(fields, 1):.2%}), "
          f"listed {tally['listed']}, silent errors {tally['silent']}")
    print(f"  rows     found {tally['rows']}, listed {tally['rows listed']}, lost {tally['rows lost']}, "
          f"invented {tally['rows invented']}; layout right {tally['layout right']}, other {tally['layout other']}")
    print(f"  traps    told {tally['traps told']}, missed {tally['traps missed']}; "
          f"cells told besides {tally['told besides']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--made", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--held-out", action="store_true", help="with headings that are kept for measuring")
    parser.add_argument("--show", action="store_true", help="every difference")
    asked = parser.parse_args()
    if asked.folder:
        _table("given", measure(given(asked.folder), show=asked.show))
    with tempfile.TemporaryDirectory() as folder:
        made = (make(asked.seed + n, Path(folder), held_out=asked.held_out) for n in range(asked.made))
        _table("made", measure(made, show=asked.show))


if __name__ == "__main__":
    main()
