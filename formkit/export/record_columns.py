"""The columns of a table of records: what is told of each record, and one column for each field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from formkit.i18n import N_
from formkit.model.answers import WholeRecord
from formkit.model.handbook import Handbook
from formkit.model.ids import FieldRef, counts_for, extra_rows_for, find, pattern_of, sheet_refs

PREFIX = "formkit_"
"""In front of the names of our own columns in a wide table, so that none is ever that of a field."""
WIDE_HEADINGS = {
    "document": N_("Document"), "handbook": N_("Handbook"), "edition": N_("Edition"), "serial": N_("Serial"),
    "person": N_("Person"), "status": N_("Status"), "open": N_("Still open"), "problems": N_("Problems"),
    "batch": N_("Batch"), "source": N_("File"), "stored_at": N_("Stored"),
}
"""What is told of a record, with its headings; they are marked for gettext."""
LONG_HEADINGS = {
    "document": N_("Document"), "handbook": N_("Handbook"), "edition": N_("Edition"), "serial": N_("Serial"),
    "person": N_("Person"), "field": N_("Id"), "pattern": N_("Pattern"), "sheet": N_("Sheet"),
    "entry": N_("Entry"), "row": N_("Row"), "label": N_("Label"), "type": N_("Type"), "value": N_("Value"),
    "option_label": N_("Option"), "status": N_("Status"), "confidence": N_("Confidence"),
    "decided_by": N_("Decided by"), "batch": N_("Batch"), "source": N_("File"),
}
"""The columns of a long table."""


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """A field of the records; without ``ref`` where this installation no longer knows it.

    ``undeclared`` where its handbook calls no field sensitive: then nobody has said yet which are.
    """

    id: str
    ref: FieldRef | None = None
    undeclared: bool = False

    @property
    def is_choice(self) -> bool:
        """Whether it is known to be a choice."""
        return self.ref is not None and self.ref.field.kind.is_choice

    @property
    def pattern(self) -> str:
        """The id with N for its numbers, by which the codebook has the field."""
        return pattern_of(self.id)

    @property
    def label(self) -> str:
        """The printed words of the field, with those of its table and row in front."""
        if self.ref is None:
            return self.id
        table = f"{self.ref.table.label} {self.ref.row} " if self.ref.table else ""
        return table + self.ref.field.label

    @property
    def group(self) -> str:
        """The title of the sheet, with the number of its entry where it repeats."""
        if self.ref is None:
            return ""
        sheet = self.ref.sheet
        return f"{sheet.title} {self.ref.instance}" if sheet.repeats else sheet.title


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """The columns of the fields of one edition, by id, in the order of the handbook."""

    by_id: dict[str, FieldColumn]

    def __iter__(self) -> Iterator[FieldColumn]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)


def columns_of(handbook: Handbook | None, field_ids: Iterable[str]) -> RecordColumns:
    """Return the columns of some fields: those that the handbook has in its order, then the others in theirs."""
    wanted = dict.fromkeys(field_ids)
    known: dict[str, FieldColumn] = {}
    undeclared = handbook is not None and not _declares(handbook)
    if handbook is not None:
        counts, extra = counts_for(handbook, list(wanted)), extra_rows_for(handbook, list(wanted))
        refs = (
            ref for sheet in handbook.sheets for copy in range(1, counts[sheet.id] + 1)
            for ref in sheet_refs(sheet, copy, extra)
        )
        known = {ref.id: FieldColumn(ref.id, ref, undeclared) for ref in refs if ref.id in wanted}
    others = (each for each in wanted if each not in known)
    return RecordColumns(known | {each: FieldColumn(each, _found(handbook, each), undeclared) for each in others})


def _declares(handbook: Handbook) -> bool:
    return any(ref.field.sensitive for sheet in handbook.sheets for ref in sheet_refs(sheet, 1))


def _found(handbook: Handbook | None, field_id: str) -> FieldRef | None:
    return find(handbook, field_id) if handbook is not None else None


def told_of(record: WholeRecord, *, masked: bool) -> dict[str, object]:
    """Return what is told of a record, under the names of `WIDE_HEADINGS`.

    The name of a file often is that of a person, so a masked copy leaves it out.
    """
    return {
        "document": record.document_id, "handbook": record.handbook, "edition": record.edition,
        "serial": record.serial, "person": record.person_id, "status": record.status.value,
        "open": list(record.open_ids), "problems": list(record.codes), "batch": record.batch,
        "source": "" if masked else record.source, "stored_at": record.stored_at,
    }
