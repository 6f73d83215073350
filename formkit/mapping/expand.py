"""The short forms of rows written out: headings, paragraphs, repeat tables, a cell for each entry."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.mapping.schema import CellNode, FieldNode, RowNode, SideNode, TableNode
from formkit.model.handbook import Cell, CellRole, Row, Side

_NUMBER_HEADER = "序号"
"""Over the leading column of a table where it prints plain numbers."""


def expand_side(side: SideNode, tables: dict[str, TableNode], entries: int) -> Side:
    """Return a side with every short form written out; ``tables`` are those of its sheet by id."""
    return Side(tuple(row for node in side.rows for row in expand_row(node, tables, entries)))


def expand_row(node: RowNode, tables: dict[str, TableNode], entries: int) -> Iterator[Row]:
    """Yield the printed rows that a row of the mapping stands for."""
    if node.table is not None:
        table = tables.get(node.table)
        if table is not None:
            yield from _table_rows(node, table)
    elif node.cells is not None:
        yield Row(node.height, tuple(cell for each in node.cells for cell in _cells(each, entries)))
    else:
        yield Row(node.height, (_lone_cell(node),))


def _lone_cell(node: RowNode) -> Cell:
    """Return the cell over the full width of a heading, a paragraph or a gap."""
    if node.heading is not None:
        text, align = broken(node.heading), node.align or "center"
        return Cell(CellRole.LABEL, text, align=align, bold=True, size=node.size, borders="")
    if node.text is not None:
        return Cell(CellRole.TEXT, broken(node.text), align=node.align or "left", size=node.size, borders="")
    return Cell(CellRole.GAP, borders="")


def _cells(node: CellNode, entries: int) -> Iterator[Cell]:
    if not node.each_entry:
        yield _cell(node, node.entry or 1)
        return
    for entry in range(1, entries + 1):
        yield _cell(node, entry)


def _cell(node: CellNode, entry: int) -> Cell:
    role, words = _content(node)
    if node.each_entry:
        words = words.replace("{entry}", str(entry))
    return Cell(
        role,
        broken(words),
        node.field,
        node.width,
        node.align or ("center" if role is CellRole.LABEL else "left"),
        node.bold,
        node.size,
        node.columns,
        node.span,
        entry,
        "ltrb" if node.borders is None else node.borders,
    )


def _content(node: CellNode) -> tuple[CellRole, str]:
    if node.field is not None:
        return CellRole.FIELD, ""
    if node.label is not None:
        return CellRole.LABEL, node.label
    if node.text is not None:
        return CellRole.TEXT, node.text
    return CellRole.GAP, ""


def _table_rows(node: RowNode, table: TableNode) -> Iterator[Row]:
    widths: list[float | None] = list(node.widths or [])
    widths += [None] * (len(table.columns) - len(widths))
    yield Row(node.header_height or node.height, tuple(_header_cells(node, table, widths)))
    for row in range(1, table.rows + 1):
        yield Row(node.height, tuple(_row_cells(node, table, widths, row)))


def _header_cells(node: RowNode, table: TableNode, widths: list[float | None]) -> Iterator[Cell]:
    if node.number is not None:
        words = _NUMBER_HEADER if node.row_label is None else ""
        yield _label(words, node.number, node.size)
    for column, width in zip(table.columns, widths, strict=False):
        yield _label(column.label, width, node.size)


def _row_cells(node: RowNode, table: TableNode, widths: list[float | None], row: int) -> Iterator[Cell]:
    if node.number is not None:
        words = str(row) if node.row_label is None else node.row_label.replace("{row}", str(row))
        yield _label(words, node.number, node.size)
    for column, width in zip(table.columns, widths, strict=False):
        yield Cell(CellRole.FIELD, field=cell_name(table, row, column), width=width)


def cell_name(table: TableNode, row: int, column: FieldNode) -> str:
    """Return how a cell names one column of one printed row."""
    return f"{table.id}.{row}.{column.id}"


def _label(words: str, width: float | None, size: float | None) -> Cell:
    return Cell(CellRole.LABEL, broken(words), width=width, align="center", size=size)


def broken(words: str) -> str:
    r"""Return printed words with their line breaks; ``\n`` without quotes reaches us as two signs."""
    return words.replace("\\n", "\n")
