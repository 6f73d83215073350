"""Make blank forms with their truth: python bench/learn_forms.py OUT [NAME...]

Each text file in ``bench/forms`` describes a form in a small markup (below). It becomes ``OUT/NAME/blank.docx``, by
LibreOffice ``blank.pdf``, and ``fields.json`` in the language of the legacy samples. Where things stand is taken from
the PDF of a second copy in which every place has a colour of its own.

Markup: ``field: id | label | type | words of options`` (the last where they head columns), ``col: table.column |
label | type``, then after ``---`` lines that begin with ``#`` (heading), ``=`` (paragraph), ``>`` (paragraph, right),
``|w`` (widths of a table in mm; ``|n`` of one without lines), ``|h`` (height of the rows to come), ``|`` (a row; ``<``
goes on with the cell left, ``^`` with the one above) and ``|*N`` (a row N times, # its number). In the text ``{id}`` is
an empty cell, ``{id:____}`` a blank (``_`` underscores, ``~`` underlined spaces), ``{id:}`` the free rest of a cell (to
the right and down to the next print), ``{id.year:  }`` a part of a date or time, ``{id=1:words}`` an option,
``{id!1:□}`` its box, ``{id#:□}`` a code box and ``{id#}`` a cell that holds one character. ``{table.*.column=1:words}``
is an option that is printed once for all records.

More lines: ``^`` (paragraph, centred), ``*`` (bold), ``-`` (small print), ``%`` (the next page). A cell that begins
with ``vv`` is written downwards. Head lines ``header``, ``footer`` (# is the page), ``margin`` (mm left and right),
``valign: center`` (of all cells). The fourth part of the field line of a table is its ``orientation`` (``columns``: a
record is a column).
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import pdfplumber
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from formkit.geometry import Box
from formkit.learn.cells import grids
from formkit.media.pdf.printed import printed_pages

HERE = Path(__file__).parent / "forms"
MARK = re.compile(r"\{([a-z0-9_.#*]+?)(?:([=!])([^:{}]+))?(#)?(?::([^{}]*))?\}")
PT = 25.4 / 72
PARTS = ("year", "month", "day", "hour", "minute")


@dataclass
class Spec:
    """A form as its text file describes it."""

    name: str
    head: dict[str, str] = field(default_factory=dict)
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    columns: list[tuple[str, str, str, str]] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    heads: dict[str, list[str]] = field(default_factory=dict)
    """Field to the words of its options, where they head columns."""


def parsed(path: Path) -> Spec:
    spec = Spec(path.stem)
    head, body = path.read_text(encoding="utf-8").split("\n---\n")
    for line in filter(None, head.splitlines()):
        key, value = line.split(":", 1)
        parts = [part.strip() for part in value.split("|")]
        if key == "field":
            spec.fields.append((parts[0], parts[1], parts[2]))
            if len(parts) > 3:
                spec.heads[parts[0]] = parts[3].split()
        elif key == "col":
            table, column = parts[0].split(".")
            spec.columns.append((table, column, parts[1], parts[2]))
        else:
            spec.head[key] = value.strip()
    spec.body = body.rstrip("\n").splitlines()
    return spec


@dataclass
class Marks:
    """The colours of the places, in the order in which they were met."""

    coloured: bool
    keys: list[tuple[str, str, str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def colour(self, key: tuple[str, str, str, str], words: str) -> RGBColor | None:
        """Return the colour of the next place; None in the plain copy."""
        self.keys.append(key)
        self.words.append(words)
        number = len(self.keys)
        return RGBColor(200 + number // 200, number % 200, 60) if self.coloured else None


class Builder:
    """Writes one copy of a form."""

    def __init__(self, spec: Spec, marks: Marks) -> None:
        self.spec, self.marks = spec, marks
        self.size = float(spec.head.get("size", "10.5"))
        self.whole = ""
        self.style: str | None = None
        self.font = spec.head.get("font", "宋体")
        self.document = docx.Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        if spec.head.get("paper") == "landscape":
            section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(float(spec.head.get("margin", "20")))
        section.top_margin = section.bottom_margin = Mm(18)
        self.document.styles["Normal"].font.size = Pt(self.size)
        self.document.styles["Normal"].paragraph_format.space_after = Pt(float(spec.head.get("after", "2")))

        for place, sort in ((section.header, "header"), (section.footer, "footer")):
            if sort in spec.head:
                self._edge(place.paragraphs[0], spec.head[sort], right=sort == "header")

    def _edge(self, paragraph: Any, text: str, *, right: bool) -> None:
        """Write a header or footer; # is the number of the page."""
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.CENTER
        before, hash_, after = text.partition("#")
        self._run(paragraph, before, size=9)
        if hash_:
            number = OxmlElement("w:fldSimple")
            number.set(qn("w:instr"), "PAGE")
            paragraph._p.append(number)
        self._run(paragraph, after, size=9)

    def save(self, path: Path) -> None:
        """Write the form as a Word file."""
        rows: list[tuple[float, str]] = []
        widths: list[float] = []
        height = 8.0
        for line in [*self.spec.body, ""]:
            if line.startswith(("|w", "|n")):
                self._table(rows, widths)
                rows, widths = [], [float(each) for each in line[2:].split()]
                self.style = "Table Grid" if line[1] == "w" else None
            elif line.startswith("|h"):
                height = float(line[2:])
            elif line.startswith("|*"):
                count, row = line[2:].split("|", 1)
                rows += [(height, "|" + row.replace("#", str(number), -1) if "{" in row else row)
                         for number in range(1, int(count) + 1)]
            elif line.startswith("|"):
                rows.append((height, line))
            else:
                self._table(rows, widths)
                rows = []
                self._paragraph(line)
        self.document.save(str(path))

    def _paragraph(self, line: str) -> None:
        if not line:
            return
        paragraph = self.document.add_paragraph()
        sign, text = line[0], line[1:].strip(" ") if line[0] != "=" else line[2:]
        if sign == "#":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._run(paragraph, text, size=16, bold=True)
            return
        if sign == "%":
            paragraph.add_run().add_break(WD_BREAK.PAGE)
            return
        if sign in "*-":
            self._run(paragraph, text, size=self.size - 1.5 if sign == "-" else None, bold=sign == "*")
            return
        if sign in ">^":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if sign == ">" else WD_ALIGN_PARAGRAPH.CENTER
        self._text(paragraph, text)

    def _table(self, rows: list[tuple[float, str]], widths: list[float]) -> None:
        if not rows:
            return
        table = self.document.add_table(rows=len(rows), cols=len(widths))
        style = "Table Grid" if self.marks.coloured else self.style
        if style is not None:
            table.style = style
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        grid: list[list[str]] = [[cell.strip(" ") for cell in row.strip().strip("|").split("|")] for _, row in rows]
        for r, (height, _) in enumerate(rows):
            table.rows[r].height = Mm(height)
            for c, width in enumerate(widths):
                table.cell(r, c).width = Mm(width)
        for r, row in enumerate(grid):
            for c, text in enumerate(row):
                if text in ("<", "^"):
                    continue
                last_c = c
                while last_c + 1 < len(row) and row[last_c + 1] == "<":
                    last_c += 1
                last_r = r
                while last_r + 1 < len(grid) and grid[last_r + 1][c] == "^":
                    last_r += 1
                cell = table.cell(r, c)
                if (last_r, last_c) != (r, c):
                    cell = cell.merge(table.cell(last_r, last_c))
                self._cell(cell, text)
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _cell(self, cell: Any, text: str) -> None:
        self.whole = text
        if text.startswith("vv"):
            downwards = OxmlElement("w:textDirection")
            downwards.set(qn("w:val"), "tbRlV")
            cell._tc.get_or_add_tcPr().append(downwards)
            text = "^^" + text[2:]
        if self.spec.head.get("valign") == "center":
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        for number, part in enumerate(text.split("\\n")):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            if part.startswith("^^"):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                part = part[2:]
            elif part.startswith(">>"):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                part = part[2:]
            self._text(paragraph, part)

    def _text(self, paragraph: Any, text: str) -> None:
        done = 0
        for match in MARK.finditer(text):
            self._run(paragraph, text[done : match.start()])
            done = match.end()
            name, how, code, box, words = match.groups()
            sort = "cell" if words is None else "text" if words else "rest"
            key = (name, how or ("#" if box else ""), code or "", sort)
            colour = self.marks.colour(key, words or "")
            if words is None:
                alone = match.group() == text and paragraph._p.getnext() is None and "\\n" not in self.whole
                if self.marks.coloured:
                    self._run(paragraph, ".", colour=colour, size=1 if alone else None)
                elif not alone:
                    self._run(paragraph, " ")
                continue
            if not words:
                self._run(paragraph, "." if self.marks.coloured else " ", colour=colour)
                continue
            self._run(paragraph, words.replace("~", " "), colour=colour, underline="~" in words)
        self._run(paragraph, text[done:])

    def _run(self, paragraph: Any, text: str, *, colour: RGBColor | None = None, size: float | None = None,
             bold: bool = False, underline: bool = False) -> None:
        if not text:
            return
        run = paragraph.add_run(text)
        run.font.size = Pt(size or self.size)
        run.bold = bold
        run.underline = underline
        run.font.name = "Times New Roman" if self.font != "黑体" else "Arial"
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), self.font)
        if colour is not None:
            run.font.color.rgb = colour


def to_pdf(path: Path) -> Path:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", "pdf",
             "--outdir", str(path.parent), str(path)], check=True, capture_output=True, timeout=180)
    return path.with_suffix(".pdf")


Place = tuple[int, list[float]]


def places(pdf: Path, marks: Marks) -> list[list[Place]]:
    """Return for each mark the boxes of its signs, line by line, or the cell that it stands in."""
    found: list[list[Place]] = [[] for _ in marks.keys]
    with pdfplumber.open(pdf) as document:
        cells = [[cell for grid in grids(page.rules) for cell in grid.cells]
                 for page in printed_pages(pdf.read_bytes(), pdf.name, 20)]
        for number, page in enumerate(document.pages):
            for char in page.chars:
                colour = char.get("non_stroking_color") or ()
                if len(colour) != 3 or round(colour[2] * 255) != 60 or round(colour[0] * 255) < 200:
                    continue
                index = (round(colour[0] * 255) - 200) * 200 + round(colour[1] * 255) - 1
                box = [char["x0"] * PT, char["top"] * PT, char["x1"] * PT, char["bottom"] * PT]
                x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
                if marks.keys[index][3] != "text":
                    cell = next(c for c in cells[number] if c.x0 <= x <= c.x1 and c.y0 <= y <= c.y1)
                if marks.keys[index][3] == "rest":
                    found[index].append((number + 1, rest(cell, box, page.chars)))
                elif marks.keys[index][3] == "cell":
                    found[index].append((number + 1, [cell.x0, cell.y0, cell.x1, free_until(cell, y, page.chars)]))
                elif found[index] and abs(found[index][-1][1][1] - box[1]) < 1.5:
                    last = found[index][-1][1]
                    found[index][-1] = (number + 1, union([last, box]))
                else:
                    found[index].append((number + 1, box))
    return found


def free_until(cell: Box, y: float, chars: list[dict[str, Any]]) -> float:
    """Return where the print under the line of a mark begins, else where the cell ends."""
    tops = [char["top"] * PT for char in chars if char["text"].strip()
            and cell.x0 < (char["x0"] + char["x1"]) / 2 * PT < cell.x1 and y < char["top"] * PT < cell.y1]
    return min(tops, default=cell.y1)


def rest(cell: Box, box: list[float], chars: list[dict[str, Any]]) -> list[float]:
    """Return the free part of a cell after the mark in ``box``: to the right of the print before it, and downwards."""
    printed = [Box(c["x0"] * PT, c["top"] * PT, c["x1"] * PT, c["bottom"] * PT) for c in chars if c["text"].strip()]
    printed = [c for c in printed if cell.x0 < c.centre.x < cell.x1 and cell.y0 < c.centre.y < cell.y1]
    y = (box[1] + box[3]) / 2
    line = [c for c in printed if c.y0 < y < c.y1]
    x0 = box[0] if any(c.x1 <= box[0] + 0.5 for c in line) else cell.x0
    x1 = min((c.x0 for c in line if c.x0 > box[2] - 0.5), default=cell.x1)
    return [x0, box[1] if x0 > cell.x0 else max((c.y1 + 0.7 for c in printed if c.y1 < y), default=cell.y0), x1,
            free_until(cell, y, chars)]


def union(boxes: list[list[float]]) -> list[float]:
    return [min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)]


def belongs(key: str, name: str) -> str | None:
    """Return the part of the field or cell ``name`` that ``key`` is; "" where it is the whole, None where neither."""
    if key.split(".")[1:2] == ["*"]:
        return "" if key.split(".")[::2] == name.split(".")[::2] else None
    whole, _, last = key.rpartition(".")
    return "" if key == name else last if whole == name and last in PARTS else None


def entry(name: str, marks: Marks, found: list[list[Place]]) -> dict[str, Any]:
    """Return the places of one field or of one cell of a table."""
    made: dict[str, Any] = {}
    boxes: list[list[float]] = []
    options: dict[str, dict[str, Any]] = {}
    slots: list[list[float]] = []
    parts: dict[str, list[float]] = {}
    pieces: list[list[float]] = []
    for (key, how, code, _), words, at in zip(marks.keys, marks.words, found, strict=True):
        part = belongs(key, name)
        if part is None:
            continue
        assert at, f"{name}: {key} {how}{code} is nowhere on paper"
        made["page"] = at[0][0]
        places_of = [box for _, box in at]
        longest = max(places_of, key=lambda box: box[2] - box[0])
        if how == "=":
            label = re.sub(rf"^[（(]?{code}[）).、 ]?(?!分$)|^[①-⑨]", "", words.strip()) or words.strip()
            options.setdefault(code, {"code": code}).update(label=label, box_mm=longest)
            if len(places_of) > 1:
                options[code]["lines_mm"] = places_of
        elif how == "!":
            options.setdefault(code, {"code": code, "label": "", "box_mm": longest})["tick_box_mm"] = longest
        elif how == "#":
            slots.append(longest)
        elif part:
            parts[part] = longest
        else:
            pieces += places_of
        boxes.append(longest)
    assert boxes, f"{name} stands nowhere in the form"
    if options:
        made["options"] = [options[code] for code in options]
    if slots:
        made["code_boxes"] = slots
    if parts:
        made["parts"] = parts
    if len(pieces) > 1:
        made["lines_mm"] = pieces
    made["box_mm"] = union(slots) if slots else union(pieces) if pieces else union(boxes)
    return made


def fields(spec: Spec, marks: Marks, found: list[list[Place]]) -> Iterator[dict[str, Any]]:
    for name, label, kind in spec.fields:
        if kind != "table":
            made = {"id": name, "label": label, "type": kind} | entry(name, marks, found)
            for option, head in zip(made.get("options", []), spec.heads.get(name, []), strict=False):
                option["label"] = head
            yield made
            continue
        columns = [(column, words, sort) for table, column, words, sort in spec.columns if table == name]
        numbers = sorted({int(key.split(".")[1]) for key, *_ in marks.keys
                          if key.startswith(f"{name}.") and ".*." not in key})
        rows = [
            {column: entry(f"{name}.{number}.{column}", marks, found) for column, _, _ in columns} for number in numbers
        ]
        extra = {"orientation": spec.heads[name][0]} if name in spec.heads else {}
        yield {"id": name, "label": label, "type": "table", "page": rows[0][columns[0][0]]["page"]} | extra | {
               "columns": [{"id": column, "label": words, "type": sort} for column, words, sort in columns],
               "rows": rows, "box_mm": [0, 0, 0, 0]}


def make(spec: Spec, out: Path) -> None:
    """Write the blank, its PDF and its truth into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    plain, coloured = Marks(False), Marks(True)
    Builder(spec, plain).save(out / "blank.docx")
    to_pdf(out / "blank.docx")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "coloured.docx"
        Builder(spec, coloured).save(copy)
        found = places(to_pdf(copy), coloured)
    with pdfplumber.open(out / "blank.pdf") as document:
        pages = [
            {"width_mm": round(page.width * PT, 1), "height_mm": round(page.height * PT, 1)} for page in document.pages
        ]
    listed = json.dumps(list(fields(spec, coloured, found)))
    rounded = json.loads(listed, parse_float=lambda text: round(float(text), 2))
    truth = {"form": spec.name, "title": spec.head["title"], "edition": None, "docx": "blank.docx", "pdf": "blank.pdf",
             "units": "mm, origin top left of the page, [x0,y0,x1,y1]", "pages": pages, "fields": rounded}
    (out / "fields.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*", help="the forms to make; all where none is named")
    arguments = parser.parse_args()
    if shutil.which("soffice") is None:
        sys.exit("LibreOffice is needed to make the forms.")
    for path in sorted(HERE.glob("*.txt")):
        if not arguments.names or path.stem in arguments.names:
            make(parsed(path), arguments.out / path.stem)
            print(arguments.out / path.stem)


if __name__ == "__main__":
    main()
