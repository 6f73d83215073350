"""Rules on placing: every field stands exactly once on the sides of its sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from formkit.mapping.expand import cell_name, expand_row
from formkit.mapping.finding import Finding, SheetView, finding
from formkit.mapping.schema import SideNode
from formkit.mapping.spelling import known_hint
from formkit.mapping.tree import Path
from formkit.model.handbook import Row

_Slot = tuple[str, int]
"""A cell's name for a field, and the entry."""


@dataclass(slots=True)
class _Placed:
    """How often each field stands on the sheet so far, and what was wrong on the way."""

    wanted: dict[_Slot, str]
    count: Counter[_Slot] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)


def placement_findings(view: SheetView) -> Iterator[Finding]:
    """Yield fields that stand nowhere, twice, or are unknown, and cells that reach too far down."""
    placed = _Placed(_wanted(view))
    for number, side in enumerate(view.node.sides):
        _walk_side(view, side, (*view.path, "sides", number), placed)
    yield from placed.findings
    yield from _unplaced_fields(view, placed)
    yield from _unplaced_tables(view, placed)


def _wanted(view: SheetView) -> dict[_Slot, str]:
    """Return every slot that must be on the sheet, with the word that it is about."""
    wanted: dict[_Slot, str] = {}
    every = range(1, view.node.entries + 1)
    for node in view.node.fields:
        wanted |= {(node.id, entry): node.id for entry in ((1,) if node.scope == "page" else every)}
    for table in view.node.tables:
        for row in range(1, table.rows + 1):
            names = [cell_name(table, row, column) for column in table.columns]
            wanted |= {(name, entry): table.id for name in names for entry in every}
    return wanted


def _walk_side(view: SheetView, side: SideNode, path: Path, placed: _Placed) -> None:
    printed: list[tuple[Row, Path]] = []
    for number, node in enumerate(side.rows):
        row_path = (*path, "rows", number)
        printed += [(row, row_path) for row in expand_row(node, view.tables, view.node.entries)]
        if node.cells is None:
            for row, _ in printed[-1:] if node.table is None else [each for each in printed if each[1] == row_path]:
                _count(view, row, [(*row_path, "table")] * len(row.cells), placed)
            continue
        paths = [
            (*row_path, "cells", position)
            for position, cell in enumerate(node.cells)
            for _ in range(view.node.entries if cell.each_entry else 1)
        ]
        _count(view, printed[-1][0], paths, placed)
    _spans(printed, placed)


def _count(view: SheetView, row: Row, paths: list[Path], placed: _Placed) -> None:
    for cell, path in zip(row.cells, paths, strict=True):
        if cell.field is None:
            continue
        spot = path if path[-1] == "table" else (*path, "field")
        page = any(node.id == cell.field and node.scope == "page" for node in view.node.fields)
        slot = (cell.field, cell.entry)
        if slot not in placed.wanted and not (page and (cell.field, 1) in placed.wanted):
            placed.findings.append(_unknown(view, cell.field, spot, placed))
            continue
        slot = (cell.field, 1) if page else slot
        placed.count[slot] += 1
        if placed.count[slot] == 2:
            placed.findings.append(finding("M222", spot, name=cell.field, sheet=view.node.id))


def _unknown(view: SheetView, name: str, path: Path, placed: _Placed) -> Finding:
    hint = known_hint(name, {known for known, _ in placed.wanted})
    return finding("M221", path, hint=hint, about=name.split(".")[0], name=name, sheet=view.node.id)


def _unplaced_fields(view: SheetView, placed: _Placed) -> Iterator[Finding]:
    for number, node in enumerate(view.node.fields):
        path = (*view.path, "fields", number, "id")
        entries = [entry for name, entry in placed.wanted if name == node.id]
        absent = [entry for entry in entries if not placed.count[node.id, entry]]
        if absent and len(absent) < len(entries):
            listed = ", ".join(str(entry) for entry in absent)
            yield finding("M224", path, about=node.id, name=node.id, entries=listed)
        elif absent:
            yield finding("M223", path, about=node.id, name=node.id, sheet=view.node.id)


def _unplaced_tables(view: SheetView, placed: _Placed) -> Iterator[Finding]:
    for number, table in enumerate(view.node.tables):
        path = (*view.path, "tables", number, "id")
        slots = [slot for slot, about in placed.wanted.items() if about == table.id and "." in slot[0]]
        absent = [slot for slot in slots if not placed.count[slot]]
        if absent and len(absent) == len(slots):
            yield finding("M223", path, about=table.id, name=table.id, sheet=view.node.id)
        elif absent:
            name, entry = absent[0]
            yield finding("M225", path, about=table.id, name=name, entry=entry, count=len(absent), table=table.id)


def _spans(printed: list[tuple[Row, Path]], placed: _Placed) -> None:
    for index, (row, path) in enumerate(printed):
        for cell in row.cells:
            if cell.span > len(printed) - index:
                placed.findings.append(finding("M218", path, span=cell.span, rows=len(printed) - index))
