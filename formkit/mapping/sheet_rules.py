"""Rules on sheets and on the mapping as a whole: ids, repeats, rows and cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from formkit.mapping.field_rules import id_findings
from formkit.mapping.finding import Finding, SheetView, fields, finding, sheets
from formkit.mapping.schema import CellNode, MappingNode, RowNode
from formkit.mapping.spelling import known_hint, listed_hint
from formkit.mapping.tree import Path
from formkit.model.ids import MAX_ID_LENGTH

_CONTENTS = ("cells", "heading", "text", "gap", "table")
_CELL_CONTENTS = ("label", "text", "field", "gap")
_ROW_KEYS = {
    "widths": ("table",), "header_height": ("table",), "number": ("table",), "row_label": ("table",),
    "size": ("heading", "text", "table"), "align": ("heading", "text"),
}
"""The sorts of row that a key goes with."""
_NUMBER_WIDTH = 3
"""Digits that ids leave for the number of an instance or a row."""


def mapping_findings(mapping: MappingNode) -> Iterator[Finding]:
    """Yield what is wrong with the mapping's own keys and with the ids of its sheets."""
    if mapping.default_edition not in mapping.editions:
        name = mapping.default_edition
        hint = listed_hint(mapping.editions)
        yield finding("M402", ("default_edition",), hint=hint, about="default_edition", edition=name)
    yield from _repeated(mapping.editions, [("editions", n) for n in range(len(mapping.editions))])
    prefixes: list[tuple[str, Path]] = []
    for view in sheets(mapping):
        prefixes.append((view.node.id, (*view.path, "id")))
        if view.node.entries > 1:
            prefixes.append((f"{view.node.id}_page", (*view.path, "id")))
    yield from _repeated([prefix for prefix, _ in prefixes], [path for _, path in prefixes])


def _repeated(names: Iterable[str], paths: Iterable[Path]) -> Iterator[Finding]:
    seen: set[str] = set()
    for name, path in zip(names, paths, strict=True):
        if name in seen:
            yield finding("M201", path, id=name)
        seen.add(name)


def sheet_findings(view: SheetView) -> Iterator[Finding]:
    """Yield what is wrong with one sheet, its fields and the placing of its fields left aside."""
    node = view.node
    yield from id_findings(node.id, view.path)
    yield from _pages(view)
    if not node.repeats and (node.count > 1 or node.entries > 1):
        key = "count" if node.count > 1 else "entries"
        yield finding("M202", (*view.path, key), on_key=True, about="repeats", key=key)
    yield from _local_ids(view)
    yield from _id_lengths(view)
    for number, side in enumerate(node.sides):
        for row_number, row in enumerate(side.rows):
            yield from _row(view, row, (*view.path, "sides", number, "rows", row_number))


def _pages(view: SheetView) -> Iterator[Finding]:
    """Yield what is wrong with how a sheet tells its pages, and with ``bare``."""
    node = view.node
    if bool(node.sides) == (node.measured is not None):
        yield finding("M211", view.path, about="sides", keys="sides, measured")
    if node.measured is not None and node.entries > 1:
        yield finding("M226", (*view.path, "entries"), on_key=True)
    if node.bare and (node.repeats or len(view.mapping.sheets) > 1):
        yield finding("M227", (*view.path, "bare"), on_key=True)


def _local_ids(view: SheetView) -> Iterator[Finding]:
    own = [(field.id, (*view.path, "fields", n, "id")) for n, field in enumerate(view.node.fields)]
    tables = [(table.id, (*view.path, "tables", n, "id")) for n, table in enumerate(view.node.tables)]
    yield from _repeated([name for name, _ in own + tables], [path for _, path in own + tables])
    for number, table in enumerate(view.node.tables):
        path = (*view.path, "tables", number)
        yield from id_findings(table.id, path)
        columns = [column.id for column in table.columns]
        yield from _repeated(columns, [(*path, "columns", n, "id") for n in range(len(columns))])
        if table.max_rows is not None and table.max_rows < table.rows:
            yield finding("M103", (*path, "max_rows"), min=table.rows, max=table.max_rows)


def _id_lengths(view: SheetView) -> Iterator[Finding]:
    """Yield ids that are too long; a check box of an option has the option's code behind its id."""
    for field in fields(view):
        parts = [len(view.node.id), len(field.node.id)]
        if view.node.repeats:
            parts.append(_NUMBER_WIDTH)
        if view.node.entries > 1:
            parts[0] += len("_page") if field.node.scope == "page" else 0
        if field.table is not None:
            parts += [len(field.table.id), _NUMBER_WIDTH]
        if field.options:
            parts.append(max(len(option.code) for option in field.options))
        length = sum(parts) + len(parts) - 1
        if length > MAX_ID_LENGTH:
            yield finding("M203", (*field.path, "id"), id=field.node.id, length=length, limit=MAX_ID_LENGTH)


def _row(view: SheetView, row: RowNode, path: Path) -> Iterator[Finding]:
    given = [key for key in _CONTENTS if getattr(row, key) not in (None, False)]
    if len(given) != 1:
        yield finding("M211", path, keys=", ".join(_CONTENTS))
        return
    for key, sorts in _ROW_KEYS.items():
        if getattr(row, key) is not None and given[0] not in sorts:
            yield finding("M212", (*path, key), on_key=True, key=key, row=given[0])
    if row.cells is not None and not row.cells:
        yield finding("M040", (*path, "cells"), key="cells", limit=1)
    yield from _table_row(view, row, path)
    for number, cell in enumerate(row.cells or ()):
        yield from _cell(view, cell, (*path, "cells", number))


def _table_row(view: SheetView, row: RowNode, path: Path) -> Iterator[Finding]:
    if row.table is None:
        return
    table = view.tables.get(row.table)
    if table is None:
        hint = known_hint(row.table, view.tables)
        yield finding("M213", (*path, "table"), hint=hint, about=row.table, name=row.table, sheet=view.node.id)
    elif row.widths is not None and len(row.widths) != len(table.columns):
        yield finding("M214", (*path, "widths"), found=len(row.widths), columns=len(table.columns), name=row.table)
    if row.row_label is not None and row.number is None:
        yield finding("M215", (*path, "row_label"), on_key=True)


def _cell(view: SheetView, cell: CellNode, path: Path) -> Iterator[Finding]:
    given = [key for key in _CELL_CONTENTS if getattr(cell, key) not in (None, False)]
    if len(given) != 1:
        yield finding("M211", path, keys=", ".join(_CELL_CONTENTS))
    if cell.entry is not None and (cell.each_entry or cell.entry > view.node.entries):
        yield finding("M216", (*path, "entry"), entry=cell.entry, entries=view.node.entries)
    if cell.columns is not None and not _is_choice(view, cell):
        yield finding("M217", (*path, "columns"), on_key=True, about=cell.field or "")


def _is_choice(view: SheetView, cell: CellNode) -> bool:
    parts = (cell.field or "").split(".")
    table = view.tables.get(parts[0])
    found = view.fields.get(parts[0])
    if table is not None:
        found = next((column for column in table.columns if column.id == parts[-1]), None)
    return found is not None and found.kind in ("single", "multi")
