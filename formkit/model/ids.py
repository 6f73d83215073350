"""Full field ids: from a design's local fields to the fields of one booklet and back.

``cover.patient_name`` · ``followup.2.danger`` · ``followup.2.drugs.1.name`` · and, for what stands
once on a sheet that holds several entries, ``assessment_page.1.year``. A bare sheet has ids without
its own in front: ``visit_date`` · ``drugs.1.name``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formkit.model.handbook import Field, Handbook, Sheet, Table

ID_PATTERN = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?:\.(?:[a-z0-9]+(?:_[a-z0-9]+)*))*")
"""Lower-case words, digits and single underscores joined by dots."""
MAX_ID_LENGTH = 64


NUMBER = "N"
"""Stands in an id for the number of an entry or a row."""


def pattern_of(field_id: str) -> str:
    """Return a full id with N for each of its numbers ("followup.2.danger" is a ``followup.N.danger``)."""
    return ".".join(NUMBER if part.isdecimal() else part for part in field_id.split("."))


@dataclass(frozen=True, slots=True)
class FieldRef:
    """One field of one booklet."""

    id: str
    field: Field
    sheet: Sheet
    copy: int
    """Which copy of the paper sheet, from 1."""
    instance: int
    """Which entry, from 1; equals ``copy`` where a sheet holds one entry."""
    table: Table | None = None
    row: int | None = None

    def sibling(self, local_id: str) -> str:
        """Return the full id of another field of the same entry, or of the same table row."""
        if self.table is not None and any(column.id == local_id for column in self.table.columns):
            return f"{self.id.rsplit('.', 1)[0]}.{local_id}"
        target = self.sheet.field(local_id)
        return full_id(self.sheet, local_id, self.copy, self.instance, page=bool(target and target.page_scope))

    @property
    def pattern(self) -> str:
        """The id with N for each number: the same for the field on every copy, in every entry and row."""
        return pattern_of(self.id)

    def resolve(self, reference: str) -> str:
        """Return the id of ``reference``: a full id, or one with N for the own instance."""
        return reference.replace(".N.", f".{self.instance}.")


def prefix(sheet: Sheet, copy: int, instance: int, *, page: bool = False) -> str:
    """Return the part of the id before the local id, with its dot; nothing for a bare sheet."""
    if sheet.bare:
        return ""
    if not sheet.repeats:
        return f"{sheet.id}."
    if page and sheet.entries > 1:
        return f"{sheet.page_id}.{copy}."
    return f"{sheet.id}.{instance}."


def full_id(sheet: Sheet, local_id: str, copy: int, instance: int, *, page: bool = False) -> str:
    """Return the full id of a field of one entry (``page``: of one sheet of paper)."""
    return prefix(sheet, copy, instance, page=page) + local_id


def sheet_refs(sheet: Sheet, copy: int, extra_rows: Mapping[str, int] | None = None) -> Iterator[FieldRef]:
    """Yield every field of one copy of a sheet, in the order of the mapping.

    ``extra_rows`` gives, by the id prefix of a table ("plan.1.items"), how many rows a person added.
    """
    for entry in range(sheet.entries):
        instance = (copy - 1) * sheet.entries + entry + 1
        for field in sheet.fields:
            if field.page_scope and entry:
                continue
            field_id = full_id(sheet, field.id, copy, instance, page=field.page_scope)
            yield FieldRef(field_id, field, sheet, copy, instance)
        for table in sheet.tables:
            table_id = full_id(sheet, table.id, copy, instance)
            for row in range(1, table.rows + (extra_rows or {}).get(table_id, 0) + 1):
                for column in table.columns:
                    name = f"{table_id}.{row}.{column.id}"
                    yield FieldRef(name, column.in_row(row), sheet, copy, instance, table, row)


def booklet_refs(handbook: Handbook, counts: Mapping[str, int] | None = None) -> Iterator[FieldRef]:
    """Yield every field of a booklet that has ``counts`` copies of each sheet."""
    chosen = handbook.default_counts() | dict(counts or {})
    for sheet in handbook.sheets:
        for copy in range(1, chosen[sheet.id] + 1):
            yield from sheet_refs(sheet, copy)


def find(handbook: Handbook, field_id: str) -> FieldRef | None:
    """Return the field that a full id names, whatever its instance or row; None if there is none."""
    head, _, rest = field_id.partition(".")
    for sheet in handbook.sheets:
        if sheet.bare:
            return _in_entry(sheet, field_id, 1, 1, field_id)
        if head == sheet.id and not sheet.repeats:
            return _in_entry(sheet, rest, 1, 1, field_id)
        if sheet.repeats and head in (sheet.id, sheet.page_id):
            number, _, local = rest.partition(".")
            if not number.isdigit() or number.startswith("0"):
                return None
            page = head == sheet.page_id and sheet.entries > 1
            if head == sheet.page_id and not page:
                continue
            copy = int(number) if page else (int(number) - 1) // sheet.entries + 1
            instance = (copy - 1) * sheet.entries + 1 if page else int(number)
            found = _in_entry(sheet, local, copy, instance, field_id)
            on_page = sheet.entries > 1 and found is not None and found.field.page_scope
            return found if found is not None and on_page == page else None
    return None


def _in_entry(sheet: Sheet, local: str, copy: int, instance: int, field_id: str) -> FieldRef | None:
    field = sheet.field(local)
    if field is not None:
        return FieldRef(field_id, field, sheet, copy, instance)
    parts = local.split(".")
    table = sheet.table(parts[0])
    if table is None or len(parts) != 3 or not parts[1].isdigit() or parts[1].startswith("0"):
        return None
    column = next((column for column in table.columns if column.id == parts[2]), None)
    if column is None:
        return None
    row = int(parts[1])
    return FieldRef(field_id, column.in_row(row), sheet, copy, instance, table, row)


def counts_for(handbook: Handbook, field_ids: Iterator[str] | list[str]) -> dict[str, int]:
    """Return the copies of each sheet that a booklet needs to hold all ``field_ids``.

    Never fewer than one of each sheet; unknown ids are passed over.
    """
    counts = {sheet.id: 1 for sheet in handbook.sheets}
    for field_id in field_ids:
        ref = find(handbook, field_id)
        if ref is not None:
            counts[ref.sheet.id] = max(counts[ref.sheet.id], ref.copy)
    return counts


def extra_rows_for(handbook: Handbook, field_ids: Iterator[str] | list[str]) -> dict[str, int]:
    """Return, by table id ("plan.1.items"), the rows that ``field_ids`` need beyond the printed ones."""
    extra: dict[str, int] = {}
    for field_id in field_ids:
        ref = find(handbook, field_id)
        if ref is not None and ref.table is not None and ref.row is not None and ref.row > ref.table.rows:
            table_id = ref.id.rsplit(".", 2)[0]
            extra[table_id] = max(extra.get(table_id, 0), ref.row - ref.table.rows)
    return extra
