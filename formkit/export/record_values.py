"""The values of records as they are written: settled or not, masked, in codes or in words, joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from formkit.export.record_columns import FieldColumn, RecordColumns
from formkit.export.record_masking import masked_value
from formkit.model.answers import Answer, AnswerState, WholeRecord
from formkit.model.reading import Value

JOINT = ";"
"""Between the codes of a multi choice in one cell. A comma would make a number of "1,3" in some programs."""
Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Wording:
    """How values are written.

    ``labels`` writes choices in the words of their options, ``doubtful`` also readings that nobody has looked at yet,
    and ``masked`` hides numbers and words that tell who somebody is.
    """

    labels: bool = False
    doubtful: bool = False
    masked: bool = False

    def value(self, answer: Answer, column: FieldColumn) -> Value:
        """Return the value of an answer; None where it is not settled and only settled ones are asked for."""
        return self.shown(answer.proposed if self.doubtful else answer.settled, column)

    def shown(self, value: Value, column: FieldColumn) -> Value:
        """Return a value, masked where that is asked for."""
        return masked_value(value, column) if self.masked else value

    def cell(self, answer: Answer, column: FieldColumn) -> Cell:
        """Return the value of an answer as a cell holds it."""
        value = self.value(answer, column)
        return option_labels(value, column) if self.labels and column.is_choice else joined(value)


def joined(value: Value) -> Cell:
    """Return a value as one cell: the codes of a multi choice joined by `JOINT`."""
    return JOINT.join(value) if isinstance(value, tuple) else value


def option_labels(value: Value, column: FieldColumn) -> str | None:
    """Return the words of the options of a choice, joined by `JOINT`; a code that the edition lacks as it stands."""
    if value is None or not column.is_choice:
        return None
    codes = value if isinstance(value, tuple) else (str(value),)
    return JOINT.join(_label(column, code) for code in codes)


def _label(column: FieldColumn, code: str) -> str:
    option = column.ref.field.option(code) if column.ref else None
    return option.label if option is not None else code


def long_rows(record: WholeRecord, columns: RecordColumns, wording: Wording) -> Iterator[dict[str, object]]:
    """Yield a row for each answer of a record, under the names of `LONG_HEADINGS`.

    Blanks have none; whatever waits, is missing or could not be read has one, and its status tells so. The value is
    always given, since the status stands beside it; what counts no more has none.
    """
    for answer in record.answers:
        if answer.state is AnswerState.BLANK:
            continue
        column = columns.by_id[answer.field_id]
        ref, value = column.ref, wording.shown(answer.proposed, column)
        yield {
            "document": record.document_id, "handbook": record.handbook, "edition": record.edition,
            "serial": record.serial, "person": record.person_id, "field": answer.field_id, "pattern": column.pattern,
            "sheet": ref.sheet.id if ref else "", "entry": ref.instance if ref and ref.sheet.repeats else None,
            "row": ref.row if ref else None, "label": column.label if ref else "",
            "type": ref.field.kind.value if ref else "", "value": value, "option_label": option_labels(value, column),
            "status": answer.state.value, "confidence": round(answer.confidence, 4),
            "decided_by": "" if wording.masked else answer.who, "batch": record.batch,
            "source": "" if wording.masked else record.source,
        }
