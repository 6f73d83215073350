"""Records as a workbook: a sheet for each edition, or one of all answers, with the codebooks and a sheet of notes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from formkit.errors import Problem, UsageError, problem
from formkit.export.codebook import codebook_of
from formkit.export.codebook_tables import fields_table
from formkit.export.codebook_words import WORDS
from formkit.export.printing import set_table_page
from formkit.export.record_columns import LONG_HEADINGS, PREFIX, WIDE_HEADINGS, FieldColumn, RecordColumns
from formkit.export.record_notes import STATUS_WORDS, notes
from formkit.export.record_order import RecordOrder, RecordSet
from formkit.export.record_styles import COLOURS, ID, LABEL, TITLE, RecordStyles, heading_height
from formkit.export.record_text import wide_row
from formkit.export.record_values import Cell, joined, long_rows
from formkit.export.sheet_cells import MAX_TEXT, whole_date
from formkit.export.sheet_names import SheetNames
from formkit.export.streamed_book import streamed_book
from formkit.export.tables import Table, add_table
from formkit.i18n import N_, _
from formkit.model.answers import AnswerState, WholeRecord
from formkit.model.handbook import Format, Kind
from formkit.values.characters import without_unfit

MARK = "records"
"""The mark of the workbook; see `formkit.model.roster`."""
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
_EVERYWHERE = f"A1:XFD{MOST_ROWS}"
_WIDTHS = {Kind.DATE: 12, Kind.INTEGER: 9, Kind.NUMBER: 10, Kind.CODE: 12, Kind.SINGLE: 10, Kind.MULTI: 14,
           Kind.SIGNATURE: 9}
_TEXT_WIDTHS = {Format.NAME: 12, Format.ADDRESS: 32, Format.PHONE: 16, Format.ID_NUMBER: 21, Format.POSTCODE: 10,
                Format.TIME: 9}
_TOLD_WIDTHS = {"document": 10, "handbook": 18, "edition": 9, "serial": 10, "person": 9, "status": 10, "open": 24,
                "problems": 14, "batch": 16, "source": 28, "stored_at": 17}
_LONG_WIDTHS = {"field": 32, "pattern": 28, "sheet": 14, "entry": 7, "row": 7, "label": 26, "type": 10, "value": 24,
                "option_label": 30, "confidence": 10, "decided_by": 12}
_EXACT = 10**15
"""Whole numbers of more digits are text: no spreadsheet keeps the last ones of a number."""
_FROZEN = 1
"""Columns that stay in sight: the number of the document."""


def write_workbook(sets: Sequence[RecordSet], target: Path, order: RecordOrder) -> tuple[int, list[Problem]]:
    """Write the workbook; return how many records it holds, and what did not go in whole.

    Raises:
        UsageError: E021, the records have more fields than a sheet has columns.
        OutputError: it cannot be written there.
    """
    for each in () if order.long else sets:
        width = len(WIDE_HEADINGS) + len(each.columns)
        if width > MOST_COLUMNS:
            raise UsageError(problem("E021", handbook=each.full_id, count=width, most=MOST_COLUMNS))
    with streamed_book(target, mark=MARK, title=_(N_("Exported records"))) as book:
        maker = _Maker(book, order)
        count = maker.long(sets) if order.long else sum([maker.wide(each) for each in sets])
        for each in sets:
            maker.codebook(each)
        maker.notes()
    cut = [
        problem("E008", count=number, column=column, length=MAX_TEXT) for column, number in maker.cut.items()
    ]
    return count, cut


class _Maker:
    """Makes the sheets of one workbook; ``cut`` counts the texts that no cell can hold, by column."""

    def __init__(self, book: Any, order: RecordOrder) -> None:
        self.book = book
        self.order = order
        self.styles = RecordStyles(book)
        self.names = SheetNames()
        self.cut: Counter[str] = Counter()
        self._headings: list[tuple[float, Sequence[str], int]] = []

    def wide(self, of: RecordSet) -> int:
        """Write the sheets of one edition; return how many records there are."""
        count, row, sheet = 0, MOST_ROWS, None
        for record in of.records():
            if row >= MOST_ROWS:
                sheet, row = self._wide_sheet(of), 3
            self._record(sheet, row, record, of)
            count, row = count + 1, row + 1
        return count

    def _wide_sheet(self, of: RecordSet) -> Any:
        """Start a sheet: a row of the sheets' titles, one of the labels, one of the ids."""
        sheet = self._sheet(of.full_id)
        for name, heading in WIDE_HEADINGS.items():
            self._heading(_TOLD_WIDTHS[name], ("", _(heading), PREFIX + name), 0)
        for tint, (group, columns) in enumerate(groupby(of.columns, key=lambda column: column.group)):
            for place, column in enumerate(columns):
                width = _width(column, labels=self.order.wording.labels)
                self._heading(width, ("" if place else group, column.label, column.id), 1 + tint % 2)
        self._write_headings(sheet, (TITLE, LABEL, ID))
        sheet.freeze_panes(3, _FROZEN)
        sheet.autofilter(2, 0, MOST_ROWS - 1, len(self._headings) - 1)
        return sheet

    def _sheet(self, name: str) -> Any:
        self._headings.clear()
        sheet = self.book.add_worksheet(self.names.free(name))
        sheet.ignore_errors({"number_stored_as_text": _EVERYWHERE})
        return sheet

    def _heading(self, width: float, texts: Sequence[str], tint: int) -> None:
        """Keep the headings of the next column: they can only be written row by row."""
        self._headings.append((width, texts, tint))

    def _write_headings(self, sheet: Any, kinds: Sequence[int]) -> None:
        widths = [width for width, _texts, _tint in self._headings]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        set_table_page(sheet, widths, headings=len(kinds), columns=_FROZEN)
        for row, kind in enumerate(kinds):
            sheet.set_row(row, heading_height(kind, ((texts[row], width) for width, texts, _tint in self._headings)))
            for column, (_wide, texts, tint) in enumerate(self._headings):
                style = self.styles.heading(kind, tint)
                if texts[row]:
                    sheet.write_string(row, column, texts[row], style)
                else:
                    sheet.write_blank(row, column, None, style)

    def _record(self, sheet: Any, row: int, record: WholeRecord, of: RecordSet) -> None:
        cells = wide_row(record, of, self.order)
        states = {each.field_id: each.state for each in record.answers}
        status = list(WIDE_HEADINGS).index("status")
        told = len(WIDE_HEADINGS)
        cells[status] = _(STATUS_WORDS[str(cells[status])])
        for number, (name, cell) in enumerate(zip(WIDE_HEADINGS, cells[:told], strict=True)):
            if name == "stored_at":
                style = self.styles.cell("moment", AnswerState.ACCEPTED)
                sheet.write_datetime(row, number, _local(record.stored_at), style)
            else:
                self._cell(sheet, row, number, cell, None, AnswerState.ACCEPTED)
        for number, (column, cell) in enumerate(zip(of.columns, cells[told:], strict=True), start=told):
            self._cell(sheet, row, number, cell, column, states.get(column.id, AnswerState.BLANK))

    def _cell(
        self, sheet: Any, row: int, number: int, cell: Cell, column: FieldColumn | None, state: AnswerState
    ) -> None:
        """Write a cell as what it is: a whole date as a date, a number as one, all else as text whatever it is like."""
        if cell is None or cell == "":
            if state in COLOURS:
                sheet.write_blank(row, number, None, self.styles.cell("text", state))
        elif isinstance(cell, bool):
            sheet.write_boolean(row, number, cell, self.styles.cell("number", state))
        elif isinstance(cell, float) or (isinstance(cell, int) and abs(cell) < _EXACT):
            sheet.write_number(row, number, cell, self.styles.cell("number" if column else "own", state))
        elif _is_date(column) and (date := whole_date(str(cell))) is not None:
            sheet.write_datetime(row, number, date, self.styles.cell("date", state))
        else:
            self._text(sheet, row, number, str(cell), self.styles.cell("text", state), column.label if column else "")

    def _text(self, sheet: Any, row: int, number: int, text: str, style: Any, label: str) -> None:
        fit = without_unfit(text)
        if len(fit) > MAX_TEXT:
            self.cut[label] += 1
        sheet.write_string(row, number, fit[:MAX_TEXT], style)

    def long(self, sets: Sequence[RecordSet]) -> int:
        """Write one row for each answer; return how many records there are."""
        count, row, sheet = 0, MOST_ROWS, None
        for of in sets:
            for record in of.records():
                count += 1
                for answer in long_rows(record, of.columns, self.order.wording):
                    if row >= MOST_ROWS:
                        sheet, row = self._long_sheet(), 2
                    self._answer(sheet, row, answer, of.columns)
                    row += 1
        return count

    def _long_sheet(self) -> Any:
        sheet = self._sheet(_(N_("Answers")))
        for name, heading in LONG_HEADINGS.items():
            self._heading((_LONG_WIDTHS | _TOLD_WIDTHS)[name], (_(heading), name), 0)
        self._write_headings(sheet, (TITLE, ID))
        sheet.freeze_panes(2, _FROZEN)
        sheet.autofilter(1, 0, MOST_ROWS - 1, len(LONG_HEADINGS) - 1)
        return sheet

    def _answer(self, sheet: Any, row: int, answer: dict[str, object], columns: RecordColumns) -> None:
        state = AnswerState(str(answer["status"]))
        column = columns.by_id[str(answer["field"])]
        words = {"status": _(STATUS_WORDS[state.value]), "type": _(WORDS[str(answer["type"])]) if column.ref else ""}
        for number, (name, value) in enumerate((answer | words).items()):
            of_value = name == "value"
            cell = joined(value)  # type: ignore[arg-type]
            self._cell(sheet, row, number, cell, column if of_value else None,
                       state if of_value else AnswerState.ACCEPTED)

    def codebook(self, of: RecordSet) -> None:
        """Write the codebook of one edition, where this installation has its handbook."""
        if of.book is not None:
            name = self.names.free(_("Codebook {handbook}").format(handbook=of.full_id))
            add_table(self.book, fields_table(codebook_of(of.book), name))

    def notes(self) -> None:
        """Write how the sheets are to be read."""
        rows: Iterator[list[str]] = ([text] for text in notes(self.order))
        add_table(self.book, Table(self.names.free(_(N_("Notes"))), [(_(N_("How to read this workbook")), 110)], rows))


def _local(moment: str) -> dt.datetime:
    """Return a time of the store (ISO in UTC) as this computer's clock shows it: cells know no time zone."""
    return dt.datetime.fromisoformat(moment).astimezone().replace(tzinfo=None)


def _is_date(column: FieldColumn | None) -> bool:
    return column is not None and column.ref is not None and column.ref.field.kind is Kind.DATE


def _width(column: FieldColumn, *, labels: bool) -> int:
    """Return the width of a column by what its field holds; words need more room than codes."""
    if column.ref is None:
        return 16
    field = column.ref.field
    if field.kind is Kind.TEXT:
        return 40 if field.multiline else _TEXT_WIDTHS.get(field.format, 18) if field.format else 18
    return _WIDTHS[field.kind] + (10 if labels and field.kind.is_choice else 0)


