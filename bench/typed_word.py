"""How well Word files are read that people filled by typing.

``python bench/typed_word.py [--files 40] [--held-out] [--given FOLDER] [--show]`` fills the blank Word file of every
measured form by many habits, reads the files back and prints, for each form and habit, how many fields
were read exactly and accepted, exactly but sent to a person, wrongly and sent to a person, and wrongly without a
word: the silent errors. ``--given`` reads filled files with ``NN.truth.json`` beside them as well, in folders
``FORM/filled``. ``--held-out`` uses only habits that the reader was not developed with.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from formkit.media.docx.typed.recognise import candidates_of, form_of
from formkit.model.handbook import Kind, Sheet
from formkit.model.reading import Document, Reading, Value
from formkit.pipeline.digitise import read_content
from formkit.pipeline.typed import measured_handbooks
from tools.typed.fill import fill

OUTCOMES = ("exact", "exact, review", "wrong, review", "SILENT", "failed")
GIVEN_NAMES = {"followup-2011": "legacy-followup-2011", "supplement-2011": "legacy-supplement-2011",
               "case-record-5-1": "legacy-case-record-5-1"}


def outcome(reading: Reading | None, meant: Value) -> str:
    if reading is None:
        return "SILENT" if meant is not None else "exact"
    right = reading.value == meant
    if reading.status.value == "review":
        return "exact, review" if right else "wrong, review"
    return "exact" if right else "SILENT"


def given(folder: Path) -> Iterator[tuple[str, Path, Mapping[str, Value]]]:
    """Yield form, file and truth of every given file."""
    sheets = {each.handbook.id: each.sheet for each in candidates_of(measured_handbooks())}
    for path in sorted(folder.glob("*/filled/*.truth.json")):
        name = GIVEN_NAMES.get(path.parent.parent.name)
        truth = json.loads(path.read_text(encoding="utf-8"))
        if name in sheets and not truth["password"]:
            yield path.parent.parent.name, path.parent / truth["file"], truth_of(truth["values"], sheets[name])


def truth_of(values: Mapping[str, object], sheet: Sheet) -> dict[str, Value]:
    """Return the truth by full field id, in the shape of readings."""
    found: dict[str, Value] = {}
    for name, value in values.items():
        table = sheet.table(name)
        if table is None:
            found[name] = shaped(sheet.field(name).kind, value)  # type: ignore[union-attr]
            continue
        kinds = {column.id: column.kind for column in table.columns}
        for number, row in enumerate(value, start=1):  # type: ignore[arg-type, var-annotated]
            found |= {f"{name}.{number}.{column}": shaped(kinds[column], each) for column, each in row.items()}
    return found


def shaped(kind: Kind, value: object) -> Value:
    if kind is Kind.SIGNATURE:
        return True if value else None
    if kind is Kind.MULTI:
        return tuple(value) or None  # type: ignore[arg-type]
    if kind is Kind.CODE and isinstance(value, str):
        return value.replace("-", "")
    if isinstance(value, str):
        return value.replace("\n", " ") if len(value) < 20 and kind is Kind.TEXT and value[-1].isdigit() else value
    return value  # type: ignore[return-value]


def tally(
    documents: list[Document], truth: Mapping[str, Value], how: Mapping[str, str], counts: Counter[str],
    by_habit: dict[str, Counter[str]], show: str,
) -> None:
    """Count the outcomes of one file."""
    readings = documents[0].readings if documents else {}
    if documents and documents[0].failed:
        counts["failed"] += len(truth)
        return
    for field_id in {**truth, **readings}:
        meant = truth.get(field_id)
        found = outcome(readings.get(field_id), meant)
        counts[found] += 1
        by_habit[how.get(field_id, "empty" if meant is None else "?")][found] += 1
        reading = readings.get(field_id)
        if show and (found in ("SILENT", "wrong, review") or (show == "all" and found != "exact")):
            print(" ", found, field_id, how.get(field_id), "meant", meant, "read", reading and reading.value,
                  repr(reading.raw) if reading else "", [each.code for each in documents[0].problems
                                                         if each.field == field_id] if documents else "")


def printed(title: str, counts: Counter[str]) -> None:
    total = sum(counts.values()) or 1
    shares = "  ".join(f"{counts[each]:6} {100 * counts[each] / total:6.2f}%" for each in OUTCOMES)
    print(f"{title:38}{total:7}  {shares}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=40, help="filled files a form")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--given", type=Path)
    parser.add_argument("--forms", default="", help="only forms whose id has this in it")
    parser.add_argument("--show", choices=("wrong", "all"), default="")
    options = parser.parse_args()
    by_habit: dict[str, Counter[str]] = defaultdict(Counter)
    print(f"{'form':38}{'fields':>7}  " + "  ".join(f"{each:>14}" for each in OUTCOMES))
    if options.given:
        counts: Counter[str] = Counter()
        for _, path, truth in given(options.given):
            tally(read_content(path.read_bytes(), path), truth, {}, counts, by_habit, options.show)
        printed("given files", counts)
    for candidate in candidates_of(measured_handbooks()):
        if options.forms not in candidate.handbook.id or candidate.sheet.measured is None:
            continue
        counts = Counter()
        for number in range(options.files):
            rng = random.Random(f"{options.seed} {candidate.handbook.id} {number}")
            filled = fill(form_of(candidate), candidate.sheet, Path(candidate.sheet.measured.document), rng,
                          held_out=options.held_out)
            name = Path(f"{candidate.handbook.id}-{number}.docx")
            documents = read_content(filled.content, name)
            if options.show and documents[0].failed:
                print("  FAILED", name, [str(each) for each in documents[0].problems])
            tally(documents, filled.truth, filled.how, counts, by_habit, options.show)
        printed(candidate.handbook.id, counts)
    print()
    for habit, each in sorted(by_habit.items()):
        printed(habit, each)


if __name__ == "__main__":
    main()
