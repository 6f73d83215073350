"""Where in its files a mapping says something: the place of a sheet, a side, a printed row or a cell."""

from __future__ import annotations

from pathlib import Path as File

from formkit.mapping.assemble import read_folder
from formkit.mapping.editions import pick
from formkit.mapping.expand import expand_row
from formkit.mapping.schema import MappingNode, RowNode, SheetNode
from formkit.mapping.tree import Group, Path, Spot, value_spot
from formkit.mapping.validate import Validated, validate


class Places:
    """The places of one edition of a sound mapping, given by its folder or its main file."""

    def __init__(self, path: File, edition: str) -> None:
        source = read_folder(path)
        self._validated: Validated | None = None
        if isinstance(source.tree, Group):
            self._validated = validate(pick(source.tree, edition))

    def of(self, sheet: str, side: int = 0, row: int | None = None, cell: int | None = None) -> Spot:
        """Return the place of a sheet, or of one of its sides (from 1), rows or cells (from 0) as printed.

        A row that was written in short (a repeat table, a cell for each entry) has the place of the
        one row or cell that it was made from. What is unknown has the nearest place above it.
        """
        made = self._validated
        if made is None or made.node is None:
            return Spot("", 0, 0)
        return value_spot(made.tree, _path(made.node, sheet, side, row, cell))


def _path(node: MappingNode, sheet: str, side: int, row: int | None, cell: int | None) -> Path:
    number = next((index for index, each in enumerate(node.sheets) if each.id == sheet), None)
    if number is None:
        return ()
    path: Path = ("sheets", number)
    sides = node.sheets[number].sides
    if not 0 < side <= len(sides):
        return path
    path = (*path, "sides", side - 1)
    return path if row is None else (*path, *_row_path(node.sheets[number], sides[side - 1].rows, row, cell))


def _row_path(sheet: SheetNode, rows: list[RowNode], row: int, cell: int | None) -> Path:
    """Return the way from a side to what printed row ``row`` was made from."""
    tables = {table.id: table for table in sheet.tables}
    printed = 0
    for number, node in enumerate(rows):
        printed += sum(1 for _ in expand_row(node, tables, sheet.entries))
        if row < printed:
            return ("rows", number, *_cell_path(node, sheet.entries, cell))
    return ()


def _cell_path(node: RowNode, entries: int, cell: int | None) -> Path:
    """Return the way from a row to what its printed cell ``cell`` was made from."""
    if node.cells is None or cell is None:
        return ()
    made = [number for number, each in enumerate(node.cells) for _ in range(entries if each.each_entry else 1)]
    return ("cells", made[cell]) if cell < len(made) else ()
