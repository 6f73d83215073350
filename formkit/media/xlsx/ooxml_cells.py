"""The cells of one worksheet part."""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass, replace

from lxml import etree

from formkit.media.xlsx.escapes import decoded
from formkit.media.xlsx.formats import PLAIN, NumberFormat, format_by_id, of_number
from formkit.media.xlsx.names import column_number
from formkit.media.xlsx.written import Written

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T.*)?")


@dataclass(frozen=True, slots=True)
class Palette:
    """The number formats of a workbook, by the number of a cell's style."""

    formats: tuple[NumberFormat, ...] = ()
    starts_1904: bool = False

    @classmethod
    def of(cls, styles: etree._Element | None, *, starts_1904: bool) -> Palette:
        """Return the formats that a styles part lists."""
        if styles is None:
            return cls((), starts_1904)
        custom = {
            _number(each.get("numFmtId")): each.get("formatCode") or "" for each in styles.iter("{*}numFmt")
        }
        lists = list(styles.iter("{*}cellXfs"))
        formats = [format_by_id(_number(each.get("numFmtId")), custom) for each in (lists[0] if lists else ())]
        return cls(tuple(formats), starts_1904)

    def format(self, style: str | None) -> NumberFormat:
        """Return the format of a cell's style."""
        index = _number(style)
        return self.formats[index] if index < len(self.formats) else PLAIN


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def string_of(element: etree._Element) -> str:
    """Return the text of a string item: its own, or that of its runs; phonetic guides are no text."""
    found = []
    for each in element.iter("{*}t"):
        parent = each.getparent()
        if parent is None or not str(parent.tag).endswith("}rPh"):
            found.append(each.text or "")
    return decoded("".join(found))


def sheet_cells(
    content: bytes, palette: Palette, strings: list[str]
) -> tuple[dict[tuple[int, int], Written], list[str]]:
    """Return the cells that hold something, by row and column from 1, and the merged areas."""
    cells: dict[tuple[int, int], Written] = {}
    areas: list[str] = []
    row, column = 0, 0
    events = etree.iterparse(
        io.BytesIO(content), events=("start", "end"), tag=("{*}row", "{*}c", "{*}mergeCell"),
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
    )
    for event, element in events:
        local = str(element.tag).rsplit("}", 1)[-1]
        if event == "start":
            if local == "row":
                row, column = _number(element.get("r")) or row + 1, 0
            continue
        if local == "c":
            row, column = _address(element.get("r"), row, column)
            found = _written(element, palette, strings)
            if found is not None:
                cells[(row, column)] = found
        elif local == "mergeCell":
            areas.append(element.get("ref") or "")
        if local != "mergeCell":
            element.clear()
    return cells, areas


def _address(reference: str | None, row: int, column: int) -> tuple[int, int]:
    """Return where a cell stands; cells without an address follow the one before."""
    match = _ADDRESS.fullmatch(reference or "")
    return (int(match[2]), column_number(match[1])) if match else (row, column + 1)


def _written(cell: etree._Element, palette: Palette, strings: list[str]) -> Written | None:
    kind = cell.get("t") or "n"
    text = None
    formula = False
    for child in cell:
        local = str(child.tag).rsplit("}", 1)[-1]
        formula = formula or local == "f"
        if local == "v":
            text = child.text or ""
        elif local == "is" and kind == "inlineStr":
            return Written(text=string_of(child)) if string_of(child) else None
    if formula and not text and kind != "str":
        return Written(unsolved=True, formula=True)
    made = _of_kind(kind, text, palette.format(cell.get("s")), strings, palette.starts_1904) if text else None
    return replace(made, formula=True) if made is not None and formula else made


def _of_kind(
    kind: str, text: str, form: NumberFormat, strings: list[str], starts_1904: bool
) -> Written | None:
    if kind == "s":
        return Written(text=strings[int(text)]) if strings[int(text)] else None
    if kind == "b":
        return Written(truth=text.strip() in ("1", "true"))
    if kind == "e":
        return Written(error=text)
    if kind == "d":
        match = _ISO_DAY.fullmatch(text)
        return Written(day=match[1]) if match else Written(text=text)
    return _of_number(text, form, starts_1904) if kind == "n" else Written(text=decoded(text))


def _of_number(text: str, form: NumberFormat, starts_1904: bool) -> Written:
    number = float(text)
    return of_number(number, form, starts_1904=starts_1904) if math.isfinite(number) else Written(text=text)
