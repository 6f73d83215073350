"""What a zipped workbook says of its sheets beside their cells: what is hidden, and how cells are shown.

calamine gives the stored value of a cell. Where the number format shows something else (a month
without its day, a number with zeros in front), people see and mean what is shown.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from formkit.zipped import chunks, unpacked

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
_OVERLAP = 8192
_MOST_PART_BYTES = 16 * 1024 * 1024
"""Workbook, relations and styles of real files stay under 2 MB; more is not looked at."""
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*\br="(\d{1,7})"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^<>]*)>")
_STYLED = re.compile(rb'<(?:\w+:)?c\b(?=[^<>]*\br="([A-Z]{1,3})(\d{1,7})")(?=[^<>]*\bs="(\d{1,6})")[^<>]*>')
_ATTRIBUTE = re.compile(rb'\b(\w+)="([^"]*)"')
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_PADDED = re.compile(r"0{2,20}")
_BUILT_IN = {
    16: "d-mmm", 17: "mmm-yy", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 36: "yyyy年m月", 50: "yyyy年m月",
    51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 57: "yyyy年m月", 58: "m月d日",
}
"""Number formats without a definition in the file that show a date in part (ECMA-376, 18.8.30, zh-cn)."""
_MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """What one sheet says beside its cells; rows and columns count from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    yearless: frozenset[tuple[int, int]] = frozenset()
    """Cells whose format shows month and day only: the year is the one in which it was typed."""
    dayless: frozenset[tuple[int, int]] = frozenset()
    """Cells whose format shows year and month only: the day is an addition of Excel."""
    padded: dict[tuple[int, int], int] = field(default_factory=dict)
    """Cells whose number is shown with zeros in front, and to how many digits."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The sheets of a workbook in its own order, and whether it counts days from 1904."""

    names: tuple[str, ...]
    """The part of each sheet in the archive."""
    sheets: tuple[Part, ...]
    from_1904: bool


def read_parts(path: Path) -> Parts:
    """Return what the parts of an .xlsx say; what is missing or broken in them counts as not said.

    Raises:
        OSError, zipfile.BadZipFile: the archive cannot be read.
    """
    with zipfile.ZipFile(path) as archive:
        book = _tree(archive, "xl/workbook.xml")
        names = tuple(_sheet_names(archive, book))
        styles = _styles(archive)
        sheets = tuple(_part(archive, name, styles) for name in names)
        return Parts(names, sheets, _counts_from_1904(book))


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    try:
        found = archive.getinfo(name)
    except KeyError:
        return None
    if found.file_size > _MOST_PART_BYTES:
        return None
    try:
        return etree.fromstring(unpacked(archive, found), _PARSER)
    except etree.XMLSyntaxError:
        return None


def _elements(tree: etree._Element | None, name: str) -> Iterator[etree._Element]:
    for element in tree.iter() if tree is not None else ():
        if isinstance(element.tag, str) and etree.QName(element).localname == name:
            yield element


def _sheet_names(archive: zipfile.ZipFile, book: etree._Element | None) -> Iterator[str]:
    relations = _tree(archive, "xl/_rels/workbook.xml.rels")
    targets = {str(each.get("Id")): str(each.get("Target")) for each in _elements(relations, "Relationship")}
    for sheet in _elements(book, "sheet"):
        key = next((str(value) for name, value in sheet.attrib.items() if etree.QName(name).localname == "id"), "")
        target = targets.get(key, "")
        yield target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _counts_from_1904(book: etree._Element | None) -> bool:
    return any(each.get("date1904") in ("1", "true") for each in _elements(book, "workbookPr"))


def _styles(archive: zipfile.ZipFile) -> dict[int, str]:
    """Return by style number the code of its number format, without quoted words and colours."""
    tree = _tree(archive, "xl/styles.xml")
    codes = dict(_BUILT_IN)
    for each in _elements(tree, "numFmt"):
        if (number := str(each.get("numFmtId"))).isdigit():
            codes[int(number)] = _QUOTED.sub("", str(each.get("formatCode"))).split(";")[0].lower()
    cell_styles = next(_elements(tree, "cellXfs"), None)
    found = {}
    for index, each in enumerate(_elements(cell_styles, "xf")):
        number = str(each.get("numFmtId"))
        if number.isdigit() and int(number) in codes:
            found[index] = codes[int(number)]
    return found


def _shows(code: str) -> str:
    """Return "padded", "yearless", "dayless" or "" for what a number format does."""
    if _PADDED.fullmatch(code):
        return "padded"
    if "h" in code or "s" in code:
        return ""
    year, month, day = ("y" in code or "e" in code, "m" in code, "d" in code)
    if month and day and not year:
        return "yearless"
    return "dayless" if year and month and not day else ""


def _part(archive: zipfile.ZipFile, name: str, styles: dict[int, str]) -> Part:
    kinds = {style: kind for style, code in styles.items() if (kind := _shows(code))}
    if name not in archive.namelist():
        return Part()
    hidden_rows: set[int] = set()
    cells: dict[str, set[tuple[int, int]]] = {"yearless": set(), "dayless": set()}
    padded: dict[tuple[int, int], int] = {}
    hidden_columns: frozenset[int] = frozenset()
    for number, window in enumerate(_windows(chunks(archive, archive.getinfo(name)))):
        if number == 0:
            hidden_columns = _hidden_columns(window)
        hidden_rows.update(int(row) - 1 for row in _HIDDEN_ROW.findall(window))
        for letters, row, style in _STYLED.findall(window) if kinds else ():
            shows = kinds.get(int(style), "")
            cell = (int(row) - 1, column_index(letters))
            if shows == "padded":
                padded[cell] = len(styles[int(style)])
            elif shows:
                cells[shows].add(cell)
    return Part(
        frozenset(hidden_rows), hidden_columns, frozenset(cells["yearless"]), frozenset(cells["dayless"]), padded
    )


def _windows(content: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the part piece by piece, each with the end of the one before, so that no tag is cut in all of them."""
    tail = b""
    for chunk in content:
        window = tail + chunk
        yield window
        tail = window[-_OVERLAP:]


def _hidden_columns(head: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for column in _COLUMN.findall(head):
        attributes = dict(_ATTRIBUTE.findall(column))
        first, last = attributes.get(b"min", b""), attributes.get(b"max", b"")
        if attributes.get(b"hidden") in (b"1", b"true") and first.isdigit() and last.isdigit():
            hidden.update(range(int(first) - 1, min(int(last), _MOST_COLUMNS)))
    return frozenset(hidden)


def column_index(letters: bytes) -> int:
    """Return the number, from 0, of a column by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
