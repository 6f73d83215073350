"""CSV and its relatives as a grid."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from formkit.errors import InputError, Where
from formkit.media.table.grid import CellValue, Grid
from formkit.media.table.sniff import read_bytes, text_of

MAX_CELL = 32_767
"""Characters; Excel's own limit for a cell."""
_DELIMITERS = (",", "\t", ";", "，", "|")


def read_delimited(path: Path) -> tuple[Grid, ...]:
    """Return the one grid of a CSV file, separated by comma, tab, semicolon or bar.

    Rows count as office programs show them: a cell with a line break does not make two.

    Raises:
        InputError: P008 where it cannot be decoded, P009 where it is no table.
    """
    text = text_of(read_bytes(path), path).removeprefix("\ufeff")
    try:
        rows = tuple(_rows(text, _delimiter(text)))
    except csv.Error as cause:
        raise InputError.of("P009", where=Where(str(path)), file=path.name) from cause
    return (Grid("", rows),)


def _delimiter(text: str) -> str:
    """The sign that stands in most of the first lines, and there most often."""
    head = text.splitlines()[:50]
    counts = {sign: [line.count(sign) for line in head] for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: (sum(map(bool, counts[sign])), sum(counts[sign])))


def _rows(text: str, delimiter: str) -> Iterator[tuple[CellValue, ...]]:
    # The limit is a setting of the whole interpreter; a stray quote would else swallow the file.
    before = csv.field_size_limit(MAX_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for row in reader:
            yield tuple(_unwrapped(cell) for cell in row)
    finally:
        csv.field_size_limit(before)


def _unwrapped(cell: str) -> str:
    """Return a cell without what keeps Excel from making a number of it: ``'…``, ``="…"``, a tab."""
    cell = cell.strip()
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        cell = cell[2:-1]
    return cell.removeprefix("'").strip()
