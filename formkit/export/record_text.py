"""Records as text files: JSON Lines and CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from formkit.export.record_columns import LONG_HEADINGS, PREFIX, WIDE_HEADINGS, told_of
from formkit.export.record_order import RecordOrder, RecordSet
from formkit.export.record_values import Cell, joined, long_rows
from formkit.export.written_file import written_file
from formkit.model.answers import WholeRecord

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a text begins with that a spreadsheet takes for a formula, or skips in front of one."""
_GUARD = "'"


def write_jsonl(sets: Iterable[RecordSet], target: Path, order: RecordOrder) -> int:
    """Write a line of JSON for each record, or (long) for each answer; return how many records there are.

    Raises:
        OutputError: it cannot be written there.
    """
    count = 0
    with written_file(target) as beside, beside.open("w", encoding="utf-8", newline="\n") as file:
        for each in sets:
            for record in each.records():
                count += 1
                for line in _lines(record, each, order):
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return count


def _lines(record: WholeRecord, of: RecordSet, order: RecordOrder) -> Iterator[Mapping[str, object]]:
    if order.long:
        yield from long_rows(record, of.columns, order.wording)
    else:
        yield json_line(record, of, order)


def json_line(record: WholeRecord, of: RecordSet, order: RecordOrder) -> dict[str, object]:
    """Return a record in the shape that ``fill`` takes: ``open`` says how those fields stand that have no value yet."""
    told = told_of(record, masked=order.wording.masked)
    told["open"] = {each.field_id: each.state.value for each in record.answers if each.state.is_open}
    fields = {each.field_id: order.wording.value(each, of.columns.by_id[each.field_id]) for each in record.answers}
    return told | {"fields": fields}


def write_csv(sets: Iterable[RecordSet], target: Path, order: RecordOrder) -> int:
    """Write a table with a row for each record, or (long) for each answer; return how many records there are.

    It is UTF-8 with the mark by which Excel knows that, its rows end as RFC 4180 says. Wide, it holds one set.

    Raises:
        OutputError: it cannot be written there.
    """
    count = 0
    with written_file(target) as beside, beside.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        if order.long:
            table.writerow(LONG_HEADINGS)
        for each in sets:
            if not order.long:
                table.writerow([*(PREFIX + name for name in WIDE_HEADINGS), *(column.id for column in each.columns)])
            for record in each.records():
                count += 1
                table.writerows(map(_text, row) for row in _rows(record, each, order))
    return count


def _rows(record: WholeRecord, of: RecordSet, order: RecordOrder) -> Iterator[Iterable[Cell]]:
    if order.long:
        yield from ([_joined(value) for value in row.values()] for row in long_rows(record, of.columns, order.wording))
    else:
        yield wide_row(record, of, order)


def wide_row(record: WholeRecord, of: RecordSet, order: RecordOrder) -> list[Cell]:
    """Return the cells of a record: what is told of it, then each field, None where it has none."""
    told = told_of(record, masked=order.wording.masked)
    given = {each.field_id: order.wording.cell(each, of.columns.by_id[each.field_id]) for each in record.answers}
    return [*map(_joined, told.values()), *(given.get(column.id) for column in of.columns)]


def _joined(value: Any) -> Cell:
    return joined(tuple(value) if isinstance(value, list) else value)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return guarded(cell) if isinstance(cell, str) else repr(cell)


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that looks like one gets an apostrophe in front.

    So does one that has apostrophes in front of that, so that taking one away always gives the text back.
    """
    return _GUARD + text if text.lstrip(_GUARD).startswith(_FORMULA) else text


def unguarded(cell: str) -> str:
    """Return the text that `guarded` was given."""
    return cell[1:] if cell.startswith(_GUARD) and cell.lstrip(_GUARD).startswith(_FORMULA) else cell
