"""How much of a blank form ``formkit learn`` finds: python bench/learn.py FOLDER... [--forms pdf,docx,scan,office] [-v]

Each FOLDER holds ``blank.pdf``, perhaps ``blank.docx``, and ``fields.json`` (the truth), or folders that do. ``docx``
gives the print with ``--pdf``, because the places of the truth are those of ``blank.pdf``. ``office`` lets LibreOffice
print; the draft belongs to that print, so the places of the truth are those that its words and cells have there
(``other_print.py``), and how far they moved is told. The scan is ``blank.pdf`` drawn at 200 dpi, turned by half a
degree, blurred and speckled. A field is found when label, type, options (codes where they are printed, words always)
and place are right; the column of a table counts as one field. Where an option is an empty cell under a head, no code
is printed, whatever the truth calls it: none counts. Authors differ about an ID number, which may be a code or a text,
and about a year (年度, 年份), which may be an integer or a date of a year: either counts. The last two rows count a
column of a table as found, too, where each of its cells was drafted as a field of its own, named by row and column.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
from other_print import OtherPrint

from formkit.learn.found import Draft, Found, FoundTable
from formkit.media.pdf.printed import printed_pages
from formkit.model.handbook import Format, Kind, Precision
from formkit.pipeline.learning import MOST_PAGES, looked_at

KINDS = {"phone": "text", "time": "text", "ym": "date", "pdate": "date"}
BoxT = tuple[float, float, float, float]


@dataclass
class Want:
    """A field of the truth: its boxes (one for each row of a table), its printed options."""

    label: str
    kind: str
    boxes: list[tuple[int, BoxT]]
    options: list[dict[str, Any]]
    loose: bool
    lines: list[BoxT]
    optional: bool = False


@dataclass
class Got:
    """A drafted field."""

    label: str
    kind: str
    boxes: list[tuple[int, BoxT]]
    found: Found
    used: bool = False


def wanted(truth: dict[str, Any]) -> list[Want]:
    out = []
    for field in truth["fields"]:
        if field["type"] != "table":
            lines = [tuple(line) for line in field.get("lines_mm", [])]
            box = (field["page"], tuple(field["box_mm"]))
            out.append(Want(field["label"], field["type"], [box], field.get("options", []), False, lines))
            continue
        for column in field["columns"]:
            cells = [row[column["id"]] for row in field["rows"] if column["id"] in row]
            boxes = [(cell["page"], tuple(cell["box_mm"])) for cell in cells]
            options = cells[0].get("options", []) if cells else []
            out.append(Want(column["label"], column["type"], boxes, options, True, [], bool(column.get("printed"))))
    return out


def gotten(draft: Draft) -> list[Got]:
    out = []
    for item in draft.items:
        if isinstance(item, FoundTable):
            for column in zip(*item.rows, strict=True):
                first = column[0]
                out.append(Got(first.label, str(first.kind), [(c.page + 1, c.box.rounded()) for c in column], first))
        else:
            out.append(Got(item.label, str(item.kind), [(item.page + 1, item.box.rounded())], item))
    return out


def overlap(a: BoxT, b: BoxT) -> float:
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    area = lambda box: (box[2] - box[0]) * (box[3] - box[1])  # noqa: E731
    return w * h / (area(a) + area(b) - w * h)


def within(a: BoxT, b: BoxT) -> bool:
    x, y = (a[0] + a[2]) / 2, (a[1] + a[3]) / 2
    return b[0] - 0.5 <= x <= b[2] + 0.5 and b[1] - 0.5 <= y <= b[3] + 0.5


def placed(want: Want, got: Got) -> bool:
    if want.loose and len(got.boxes) != len(want.boxes):
        return False
    hits = 0
    for (page, box), (other_page, other) in zip(want.boxes, got.boxes, strict=False):
        near = overlap(box, other) >= 0.5 or (within(other, box) and within(box, other))
        near = near or any(overlap(line, other) >= 0.5 for line in want.lines)
        hits += page == other_page and near
    return hits >= 0.9 * len(want.boxes)


def plain(text: str) -> str:
    return re.sub(r"[\s（）()：:、，,。./／㎡_*]", "", text)


def same_label(want: str, got: str) -> bool:
    a, b = plain(want), plain(got)
    if not b:
        return False
    return a == b or a in b or (len(b) > 1 and b in a) or difflib.SequenceMatcher(None, a, b).ratio() >= 0.7


def either_counts(kind: str, label: str, found: Found) -> bool:
    """Say whether authors call such a field by either type: an ID number is a code to some, a year an integer."""
    numbered = kind == "code" and found.format is Format.ID_NUMBER
    year = kind == "integer" and found.precision is Precision.YEAR and bool(re.search(r"年[度份]$", plain(label)))
    return numbered or (found.kind is Kind.DATE and year)


def wrong(want: Want, got: Got) -> list[str]:
    """Return what is not right about a drafted field that stands in the right place."""
    faults = []
    if not same_label(want.label, got.label):
        faults.append(f"label {got.label!r}")
    kind = KINDS.get(want.kind, want.kind)
    either = either_counts(kind, want.label, got.found) or {kind, got.kind} == {"integer", "number"}
    if kind != got.kind and not either:
        faults.append(f"type {got.kind} for {kind}")
    if want.options:
        labels = [plain(option["label"]) for option in want.options]
        found = [plain(option.label) for option in got.found.options]
        if labels != found:
            faults.append(f"options {found} for {labels}")
        elif any(option["code"].isdigit() for option in want.options) and not want.options[0].get("tick_box_mm"):
            pairs = zip(want.options, got.found.options, strict=True)
            if any(o["code"] not in ("", g.code) for o, g in pairs) and got.found.mark != "circle":
                faults.append("codes")
        if not faults:
            moved = [o["label"] for o, g in zip(want.options, got.found.options, strict=True)
                     if not any(within(g.box.rounded(), tuple(line)) for line in o.get("lines_mm", [o["box_mm"]]))]
            faults += [f"option places {moved}"] if moved else []
    return faults


def apart(want: Want, gots: list[Got]) -> list[Got]:
    """Return the drafted fields, one for each row, that a column of the truth became; empty where it did not.

    Rows that the form names (vital signs, steps, departments) are a table to some authors and fields of their own,
    named by row and column, to others; either keeps every answer apart.
    """
    found = []
    for page, box in want.boxes if want.loose else []:
        one = Want(want.label, want.kind, [(page, box)], [], False, [])
        cell = next((got for got in gots if not got.used and len(got.boxes) == 1 and placed(one, got)), None)
        if cell is None or not plain(cell.label).endswith(plain(want.label)) or wrong(one, cell):
            return []
        if [plain(o["label"]) for o in want.options] != [plain(o.label) for o in cell.found.options]:
            return []
        found.append(cell)
    return found


def score(truth: dict[str, Any], draft: Draft, verbose: bool) -> tuple[Counter[str], Counter[str], Counter[str]]:
    wants, gots = wanted(truth), gotten(draft)
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    real: Counter[str] = Counter()
    taken: set[int] = set()
    for want in wants:
        kind = KINDS.get(want.kind, want.kind)
        candidates = [got for got in gots if not got.used and placed(want, got)]
        best = min(candidates, key=lambda got: len(wrong(want, got)), default=None)
        if want.optional and best is None:
            continue
        total[kind] += 1
        if best is None:
            near = [got.label for got in gots if not got.used and any(
                p == q and overlap(a, b) > 0 for p, a in want.boxes for q, b in got.boxes)]
            cells = [got for got in apart(want, gots) if id(got) not in taken]
            taken |= {id(got) for got in cells}
            real["apart"] += bool(cells)
            real["cells apart"] += len(cells)
            if verbose:
                print(f"      missing  {want.label} ({kind}) {want.boxes[0]}  near: {near}")
            continue
        best.used = True
        faults = wrong(want, best)
        if faults:
            if verbose:
                print(f"      wrong    {want.label} ({kind}): {'; '.join(faults)}")
        else:
            right[kind] += 1
    for got in gots:
        real["drafted"] += 1
        real["real"] += got.used
        if not got.used and verbose:
            print(f"      not real {got.label!r} ({got.kind}) {got.boxes[0]}")
    return total, right, real


def scan(pdf: Path, folder: Path, dpi: int = 200, angle: float = 0.5, seed: int = 1) -> list[Path]:
    """Draw a PDF as a scanner would show it: grey, turned, blurred, speckled."""
    paths = []
    rng = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(pdf)
    for index in range(len(document)):
        grey = document[index].render(scale=dpi / 72, grayscale=True).to_numpy()
        grey = grey[:, :, 0] if grey.ndim == 3 else grey
        h, w = grey.shape
        turn = cv2.getRotationMatrix2D((w / 2, h / 2), angle * (1 if index % 2 else -1), 1.0)
        grey = cv2.warpAffine(grey, turn, (w, h), flags=cv2.INTER_CUBIC, borderValue=255)
        grey = cv2.GaussianBlur(grey, (0, 0), 0.7)
        noisy = grey.astype(np.float32) * 0.93 + rng.normal(6, 6, grey.shape)
        for _ in range(40):
            y, x = int(rng.integers(h)), int(rng.integers(w))
            noisy[y : y + 2, x : x + 2] = 60
        path = folder / f"{pdf.stem}-{index + 1}.png"
        cv2.imwrite(str(path), np.clip(noisy, 0, 255).astype(np.uint8))
        paths.append(path)
    return paths


def sources(folder: Path, form: str, scratch: Path) -> tuple[list[Path], Path | None]:
    if form == "pdf":
        return [folder / "blank.pdf"], None
    if form == "docx":
        return [folder / "blank.docx"], folder / "blank.pdf"
    if form == "office":
        return [folder / "blank.docx"], None
    return scan(folder / "blank.pdf", scratch), None


def without_unprinted_codes(truth: dict[str, Any], measured: Path) -> dict[str, Any]:
    """Return the truth without the codes of options in whose places nothing is printed: columns that are ticked."""
    pages = printed_pages(measured.read_bytes(), measured.name, MOST_PAGES)

    def printed(page: int, option: dict[str, Any]) -> bool:
        return any(within(glyph.box.rounded(), tuple(line)) for line in option.get("lines_mm", [option["box_mm"]])
                   for glyph in pages[page - 1].glyphs if not glyph.text.isspace())

    for field in truth["fields"]:
        cells = [cell for row in field.get("rows", []) for cell in row.values()]
        for entry in (field, *cells):
            for option in entry.get("options", []):
                option["code"] = option["code"] if printed(entry["page"], option) else ""
    return truth


def on_print(truth: dict[str, Any], measured: Path, printed: bytes) -> dict[str, Any]:
    """Return the truth with its places on another print of the form than the one that was measured."""
    before = printed_pages(measured.read_bytes(), measured.name, MOST_PAGES)
    moved = OtherPrint(before, printed_pages(printed, "print", MOST_PAGES)).truth(truth)
    far = [max(abs(a - b) for a, b in zip(one.boxes[0][1], two.boxes[0][1], strict=True))
           for one, two in zip(wanted(truth), wanted(moved), strict=True)]
    print(f"    on this print places are elsewhere by {np.median(far):.1f} mm, at most {max(far):.1f} mm")
    return moved


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--forms", default="pdf,docx,scan")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    folders = [path.parent for root in options.folders for path in sorted(root.rglob("fields.json"))]
    sums: dict[str, list[Counter[str]]] = {}
    for form in options.forms.split(","):
        sums[form] = [Counter(), Counter(), Counter()]
        for folder in folders:
            with tempfile.TemporaryDirectory() as name:
                files, pdf = sources(folder, form, Path(name))
                if not files[0].is_file():
                    continue
                started = time.perf_counter()
                blank = looked_at(files, pdf)
                spent = time.perf_counter() - started
            draft = blank.draft
            truth = json.loads((folder / "fields.json").read_text(encoding="utf-8"))
            truth = without_unprinted_codes(truth, folder / "blank.pdf")
            print(f"{form}  {folder.name}  {spent:.1f} s")
            if form == "office":
                truth = on_print(truth, folder / "blank.pdf", blank.pdf)
            counts = score(truth, draft, options.verbose)
            for whole, part in zip(sums[form], counts, strict=True):
                whole.update(part)
            total, right, real = counts
            print(f"    found {sum(right.values())}/{sum(total.values())}  real {real['real']}/{real['drafted']}")
    print("\n| form | kind | found | of | recall |\n|---|---|---|---|---|")
    for form, (total, right, real) in sums.items():
        for kind in sorted(total):
            print(f"| {form} | {kind} | {right[kind]} | {total[kind]} | {right[kind] / total[kind]:.1%} |")
        if total:
            print(f"| {form} | all | {sum(right.values())} | {sum(total.values())} | "
                  f"{sum(right.values()) / sum(total.values()):.1%} |")
            share = real["real"] / real["drafted"]
            print(f"| {form} | real of drafted | {real['real']} | {real['drafted']} | {share:.1%} |")
            either, cells = sum(right.values()) + real["apart"], real["real"] + real["cells apart"]
            print(f"| {form} | all, named rows either way | {either} | {sum(total.values())} | "
                  f"{either / sum(total.values()):.1%} |")
            print(f"| {form} | real, named rows either way | {cells} | {real['drafted']} | "
                  f"{cells / real['drafted']:.1%} |")


if __name__ == "__main__":
    sys.exit(main())
