"""Rows that repeat → the answers of a repeat table, named by the heads over them."""

from __future__ import annotations

import re

from formkit.geometry import Box
from formkit.learn.action_days import days_of_actions
from formkit.learn.folded import folded
from formkit.learn.found import Found, FoundTable
from formkit.learn.halves import name_halves, open_halves
from formkit.learn.labels import name_kind
from formkit.learn.money_columns import as_sum
from formkit.learn.persons import attests, without_aside
from formkit.learn.signed import make_signature
from formkit.learn.tabular import Band, Cell, Neighbours
from formkit.learn.ticks import ticked_choice, ticked_columns
from formkit.learn.totals import measured_head
from formkit.learn.units import IN_BRACKETS
from formkit.model.handbook import Kind

_COUNTS = re.compile(r"序号|编号|项次|序次|次序|^号$|^No|^№")
"""Heads over the numbers of rows."""
_BEGINS, _WRITTEN = 4.0, 20.0
"""mm; a number stands so near the left edge of a cell, and has as much paper behind it, where something is written."""
_SCORES = re.compile(r"成绩|得分|评分|[读示]数")
"""Heads over several columns that say what stands in each; over heads of one sign (早, 起) all do."""


def table(cells: Neighbours, run: list[Band], label: str, notes: str = "") -> FoundTable:
    """Return a repeat table with the answers of its rows; ``notes`` are what is printed outside of it."""
    run = folded(cells, run)
    asked = [_row(cells, band, notes) for band in run]
    rows = _in_common(asked)
    found = FoundTable(label, rows, sure=all(sum(map(len, row)) == len(rows[0]) for row in asked))
    for answer in found.rows[0] if not found.sure else ():
        answer.sure = False
    for number in days_of_actions(found.rows[0]) if found.rows else ():
        for row in found.rows:
            row[number].kind, row[number].sure = Kind.DATE, False
    _tell_apart(found, cells, run)
    return found


def _in_common(rows: list[list[list[Found]]]) -> list[list[Found]]:
    """Return the answers that all records have, cell by cell: where one asks for more, those whose names agree."""
    fewest = [min(map(len, own)) for own in zip(*rows, strict=True)]
    kept = [[each for own, count in zip(row, fewest, strict=True) for each in own[:count]] for row in rows]
    if all(sum(map(len, row)) == sum(fewest) for row in rows):
        return kept
    columns = [column for column in zip(*kept, strict=True) if len({each.label for each in column}) == 1]
    return [list(row) for row in zip(*columns, strict=True)] or [[] for _ in rows]


def _row(cells: Neighbours, band: Band, notes: str) -> list[list[Found]]:
    """Return the answers of each cell of a row from left to right; columns that are ticked are one choice."""
    choices = ticked_columns(cells, band, notes)
    ticked = {id(cell): choice for choice in choices for cell in choice}
    found: list[list[Found]] = []
    for cell in band:
        choice = ticked.get(id(cell))
        if choice is None:
            found.append(list(_answers(cells, cell)))
        else:
            found.append([ticked_choice(cells, choice)] if cell is choice[0] else [])
    return found


def _answers(cells: Neighbours, cell: Cell) -> list[Found]:
    header = cells.header(cell)
    if cell.is_number and not cell.answers:
        return _behind_number(cell, header)
    group = cells.group(header) if header is not None else None
    return [_empty(cells, cell, header, group)] if cell.empty else _printed(cell, header, group)


def _column_name(header: Cell | None, group: Cell | None) -> str:
    """Return what a column is called; of a head of one sign (早, 起) with the one over it."""
    name = header.label if header is not None else ""
    if group is None or len(name) != 1:
        return name
    return f"{IN_BRACKETS.sub('', group.label) or group.label} {name}"


def _empty(cells: Neighbours, cell: Cell, header: Cell | None, group: Cell | None) -> Found:
    """Return the answer that is written into an empty cell."""
    name = _column_name(header, group)
    found = Found(name, Kind.TEXT, cell.box, labelled=False, sure=bool(name))
    name_kind(found)
    if found.kind is Kind.TEXT and found.format is None:
        name_kind(found, measured_head(cells, header))
    if found.kind is Kind.TEXT and (attests(name) or (group is not None and attests(group.label))):
        make_signature(found)
    short = header is not None and len(header.label) == 1
    if group is not None and (short or _SCORES.search(group.label)):
        name_kind(found, group.label)
    if cell.figures:
        as_sum(found)
    return found


def _printed(cell: Cell, header: Cell | None, group: Cell | None) -> list[Found]:
    """Return the answers that the print of a cell asks for, named by the head over them where they have no names."""
    name = _column_name(header, group)
    if not cell.answers and (halves := open_halves(cell.running, name, records=True)):
        cell.answers = halves
    for answer in cell.answers:
        if not answer.label:
            answer.label = name
        elif header is None:
            answer.label = re.sub(r"\d+$", "", answer.label) or answer.label
        if len(cell.answers) == 1 and header is None and answer.kind is Kind.TEXT:
            answer.box = Box(answer.box.x0, cell.box.y0, cell.box.x1, cell.box.y1) if not answer.unit else answer.box
        name_kind(answer)
        if answer.label == name and answer.kind is Kind.TEXT and attests(without_aside(name)):  # 检测人（是否合格）
            make_signature(answer)
    name_halves(cell.running, cell.answers, "")
    return cell.answers


def _behind_number(cell: Cell, header: Cell | None) -> list[Found]:
    """Return the paper behind the number of a row, where it begins a wide cell under what is asked for: |1.     |."""
    last = cell.running.signs[-1].box
    written = Box(last.x1, cell.box.y0, cell.box.x1, cell.box.y1)
    begins = cell.running.signs[0].box.x0 - cell.box.x0 < _BEGINS
    if header is None or not begins or written.width < _WRITTEN or _COUNTS.search(header.label):
        return []
    found = Found(header.label, Kind.TEXT, written, labelled=False)
    name_kind(found)
    return [found]


def _tell_apart(found: FoundTable, cells: Neighbours, run: list[Band]) -> None:
    """Put the head over several columns before labels that would stand twice in the table."""
    labels = [column.label for column in found.rows[0]]
    for index, label in enumerate(labels):
        if labels.count(label) < 2:
            continue
        box = found.rows[0][index].box
        for cell in run[0]:
            header = cells.header(cell) if cell.box.overlaps(box) else None
            group = cells.group(header) if header is not None else None
            if group is not None:
                for row in found.rows:
                    row[index].label = f"{group.label} {label}"
