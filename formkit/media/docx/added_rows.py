"""Rows that a person added to a repeat table by copying one: their controls stand twice, each with the old tag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from formkit.media.docx.answers import answer, occurrences
from formkit.media.docx.seen import Seen
from formkit.model.ids import FieldRef


@dataclass(frozen=True, slots=True)
class AddedRow:
    """A copied row: which occurrence of the old row's controls it has, and its fields by the old id."""

    occurrence: int
    fields: tuple[tuple[str, FieldRef], ...]


def added_rows(seen: Seen, refs: Sequence[FieldRef]) -> list[AddedRow]:
    """Return the copied rows that hold an answer, with the next numbers of their tables in document order.

    Where a whole sheet was copied its rows are no new ones.
    """
    made: list[AddedRow] = []
    for table_id, columns in _by_table(refs).items():
        if _sheet_stands_twice(seen, columns[0], refs):
            continue
        last = max(ref.row or 0 for ref in columns)
        for number, (group, occurrence) in enumerate(_copies(seen, columns), start=last + 1):
            fields = tuple((ref.id, _renumbered(ref, table_id, number)) for ref in group)
            made.append(AddedRow(occurrence, fields))
    return made


def _by_table(refs: Sequence[FieldRef]) -> dict[str, list[FieldRef]]:
    tables: dict[str, list[FieldRef]] = {}
    for ref in refs:
        if ref.table is not None:
            tables.setdefault(ref.id.rsplit(".", 2)[0], []).append(ref)
    return tables


def _sheet_stands_twice(seen: Seen, one: FieldRef, refs: Sequence[FieldRef]) -> bool:
    markers = [each for each in seen.markers if each.sheet == one.sheet.id and each.copy == one.copy]
    if len({each.side for each in markers}) < len(markers):
        return True
    return any(
        ref.table is None and ref.sheet.id == one.sheet.id and ref.copy == one.copy and occurrences(seen, ref) > 1
        for ref in refs
    )


def _copies(seen: Seen, columns: Sequence[FieldRef]) -> list[tuple[list[FieldRef], int]]:
    rows: dict[int, list[FieldRef]] = {}
    for ref in columns:
        rows.setdefault(ref.row or 0, []).append(ref)
    found = []
    for group in rows.values():
        for occurrence in range(1, max(occurrences(seen, ref) for ref in group)):
            first = min(
                seen.order[controls[occurrence]]
                for ref in group
                for tag in seen.tags(ref)
                if len(controls := seen.all(tag)) > occurrence
            )
            if any(answer(seen, ref, occurrence).value is not None for ref in group):
                found.append((first, group, occurrence))
    return [(group, occurrence) for _, group, occurrence in sorted(found, key=lambda each: each[0])]


def _renumbered(ref: FieldRef, table_id: str, row: int) -> FieldRef:
    return replace(ref, id=f"{table_id}.{row}.{ref.field.id}", row=row)
