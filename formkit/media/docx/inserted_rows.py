"""Rows that a person inserted into a repeat table by the program's own command: cells with text and no controls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from formkit.media.docx.names import q
from formkit.media.docx.recovery import Skeleton, words_of
from formkit.model.ids import FieldRef

Place = tuple[int, int]
"""Row and cell of a table, from 0."""


@dataclass(frozen=True, slots=True)
class InsertedRow:
    """An inserted row: what stands in it, beside the field of the row above whose column it continues."""

    cells: tuple[tuple[FieldRef, str], ...]


def inserted_rows(
    returned: Skeleton, issued: Callable[[], Skeleton], columns: Mapping[str, FieldRef]
) -> list[InsertedRow]:
    """Return the rows without controls that stand under rows of a repeat table and were not issued.

    ``columns`` gives the fields of repeat tables by the tags of their controls. ``issued`` is asked only
    where such a row is found: making it takes time.
    """
    made = []
    for number, rows in enumerate(returned.tables):
        fields = _fields(returned, columns, number)
        above: Mapping[int, FieldRef] = {}
        width = 0
        for index, row in enumerate(rows):
            held = {column: ref for (at, column), ref in fields.items() if at == index}
            if held or any(_has_controls(cell) for cell in row):
                above, width = held, len(row)
            elif above and len(row) == width and _grown(returned, issued(), above):
                cells = tuple((ref, words_of(row[column]).strip()) for column, ref in above.items())
                made += [InsertedRow(cells)] if any(text for _, text in cells) else []
    return made


def _fields(returned: Skeleton, columns: Mapping[str, FieldRef], table: int) -> dict[Place, FieldRef]:
    """Return the fields of repeat tables by their place in one table of the file."""
    found: dict[Place, FieldRef] = {}
    for tag, ref in columns.items():
        place = returned.places.get(tag)
        if place is not None and place[0] == table:
            found.setdefault((place[1], place[2]), ref)
    return found


def _has_controls(cell: etree._Element) -> bool:
    return next(cell.iter(q("w:sdt")), None) is not None


def _grown(returned: Skeleton, issued: Skeleton, above: Mapping[int, FieldRef]) -> bool:
    """Say whether the table has more rows than it was issued with."""
    tag = next(iter(above.values())).id
    before, now = issued.places.get(tag), returned.places.get(tag)
    return before is not None and now is not None and len(returned.tables[now[0]]) > len(issued.tables[before[0]])
