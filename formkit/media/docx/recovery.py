"""Where a control should be: the cells of a returned file beside those of the same form as it was issued.

Somebody deletes a control and types into the cell, or types beside it. The form is rendered again, and
the cell of the same table, row and column is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from formkit.media.docx.elements import controls, text_of
from formkit.media.docx.names import q

Position = tuple[int, int, int]
"""Table, row and cell, from 0."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The tables of a document as rows of cells, and where each tag stands (first occurrence)."""

    tables: tuple[tuple[tuple[etree._Element, ...], ...], ...]
    places: Mapping[str, Position]


def skeleton(root: etree._Element) -> Skeleton:
    """Return the tables of a document that do not stand in others."""
    tables = []
    where: dict[etree._Element, Position] = {}
    outer = [table for table in root.iter(q("w:tbl")) if not any(table.iterancestors(q("w:tbl")))]
    for number, table in enumerate(outer):
        rows = [tuple(_within(row, "w:tc")) for row in _within(table, "w:tr")]
        tables.append(tuple(rows))
        for index, row in enumerate(rows):
            where |= {cell: (number, index, column) for column, cell in enumerate(row)}
    places: dict[str, Position] = {}
    for tag, control in controls(root):
        cell = next((each for each in control.iterancestors(q("w:tc")) if each in where), None)
        if cell is not None:
            places.setdefault(tag, where[cell])
    return Skeleton(tuple(tables), places)


def _within(parent: etree._Element, name: str) -> Iterable[etree._Element]:
    """Yield the rows of a table or the cells of a row, those that a program put into controls included."""
    for child in parent:
        if child.tag == q(name):
            yield child
        elif child.tag == q("w:sdt"):
            content = child.find(q("w:sdtContent"))
            if content is not None:
                yield from _within(content, name)


def cell_for(issued: Skeleton, returned: Skeleton, tag: str) -> etree._Element | None:
    """Return the cell of the returned file where the control ``tag`` should stand, or None."""
    position = issued.places.get(tag)
    if position is None:
        return None
    table, row, column = position
    shift = _shift(issued, returned, position)
    if shift is None:
        return None
    rows = returned.tables[table + shift[0]] if 0 <= table + shift[0] < len(returned.tables) else ()
    target = row + shift[1]
    same_width = 0 <= target < len(rows) and len(rows[target]) == len(issued.tables[table][row])
    return rows[target][column] if same_width else None


def _shift(issued: Skeleton, returned: Skeleton, position: Position) -> tuple[int, int] | None:
    """Return how many tables and rows the surroundings of a place moved: as far as the nearest control did."""
    table, row, _ = position
    near = [
        (abs(place[1] - row), returned.places[tag][0] - place[0], returned.places[tag][1] - place[1])
        for tag, place in issued.places.items()
        if place[0] == table and tag in returned.places
    ]
    if near:
        _, tables, rows = min(near)
        return tables, rows
    return (0, 0) if len(issued.tables) == len(returned.tables) else None


def words_of(cell: etree._Element) -> str:
    """Return what stands in a cell outside of all controls."""
    return text_of(cell, frozenset(cell.iter(q("w:sdt"))))
