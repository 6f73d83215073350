"""One sheet of a roster: title, headings, people by village with subtotals, total, notes, signatures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from formkit.export.counting import Area
from formkit.export.masking import masked
from formkit.export.printing import PAGE_NUMBERS, set_page
from formkit.export.roster_columns import SEQUENCE, RosterColumn, RosterRow, roster_row
from formkit.export.roster_groups import VillageGroup
from formkit.export.sheet_cells import merge_text, reference, write_shown, write_text
from formkit.export.workbook_styles import Styles
from formkit.model.office import Office, Paper

CONFIDENTIAL = "内部资料  注意保密"
_HEADER_ROW = 3
_FIRST = _HEADER_ROW + 1
_LABEL_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What a roster sheet is to show."""

    name: str
    title: str
    columns: tuple[RosterColumn, ...]
    groups: tuple[VillageGroup, ...]
    paper: Paper
    notes: tuple[str, ...]
    masked: bool = False
    freeze: str = "name"
    """The column up to which the sheet stands still when scrolled."""


class RosterSheet:
    """A roster sheet while it is written; `area` tells afterwards where its people stand."""

    def __init__(self, book: Any, styles: Styles, plan: SheetPlan, office: Office, on: dt.date) -> None:
        self.sheet = book.add_worksheet(plan.name)
        self.styles = styles
        self.plan = plan
        self.office = office
        self.on = on
        self.last = len(plan.columns) - 1
        self.rows: list[RosterRow] = []
        self.row = _FIRST

    def write(self) -> Area:
        """Write the whole sheet and return where its people stand."""
        self._page()
        self._head()
        for group in self.plan.groups:
            self._group(group)
        if not self.rows:
            self._empty_row()
        last_person = self.row - 1
        self._sum_row("合  计", _FIRST, last_person, self.rows)
        self._foot()
        return Area(
            {
                column.id: reference(self.plan.name, index, _FIRST, last_person)
                for index, column in enumerate(self.plan.columns)
            },
            self.rows,
        )

    def _page(self) -> None:
        sheet = self.sheet
        title = self.plan.title.replace("&", "&&")
        set_page(sheet, self.plan.paper, f"&L{CONFIDENTIAL}&C{PAGE_NUMBERS}&R{title}")
        sheet.center_horizontally()
        sheet.repeat_rows(_HEADER_ROW)
        still = next(index for index, column in enumerate(self.plan.columns) if column.id == self.plan.freeze)
        sheet.freeze_panes(_FIRST, still + 1)
        sheet.hide_gridlines(2)
        for index, column in enumerate(self.plan.columns):
            sheet.set_column(index, index, column.width)

    def _head(self) -> None:
        styles, sheet = self.styles, self.sheet
        merge_text(sheet, 0, 0, self.last, self.plan.title, styles["title"])
        sheet.set_row(0, 32)
        signs = self.office.signatories
        unit = f"填报单位：{self.office.unit}        填报人：{signs.filler}        审核人：{signs.auditor}"
        middle = max(self.last // 2, 1)
        merge_text(sheet, 1, 0, middle, unit, styles["line"])
        merge_text(sheet, 1, middle + 1, self.last, f"填报日期：{chinese_date(self.on)}", styles["line_right"])
        period = f"报表时限：自{chinese_date(dt.date(self.on.year, 1, 1))}至{chinese_date(self.on)}"
        merge_text(sheet, 2, 0, middle, period, styles["line"])
        merge_text(sheet, 2, middle + 1, self.last, CONFIDENTIAL, styles["line_right"])
        for index, column in enumerate(self.plan.columns):
            write_text(sheet, _HEADER_ROW, index, column.header, styles["header"])
        sheet.set_row(_HEADER_ROW, 58)

    def _group(self, group: VillageGroup) -> None:
        first = self.row
        rows = [roster_row(person, self.on, number) for number, person in enumerate(group.people, len(self.rows) + 1)]
        if self.plan.masked:
            rows = [masked(row) for row in rows]
        for row in rows:
            self._person(row)
        self.rows += rows
        self._sum_row(f"{group.name}  小计", first, self.row - 1, rows)

    def _person(self, row: RosterRow) -> None:
        lines = 1
        for index, column in enumerate(self.plan.columns):
            shown = row.cells[column.id]
            unsure = column.id in row.unsure
            write_shown(self.sheet, self.row, index, shown, column.content, self.styles, unsure=unsure)
            lines = max(lines, lines_needed(shown, column.width))
        self.sheet.set_row(self.row, 4 + 14 * lines)
        self.row += 1

    def _empty_row(self) -> None:
        for index in range(self.last + 1):
            self.sheet.write_blank(self.row, index, None, self.styles["text"])
        self.row += 1

    def _sum_row(self, label: str, first: int, last: int, rows: Sequence[RosterRow]) -> None:
        """Write a sum as a sentence that is a live formula, so that corrections carry through."""
        style, labels = self.styles["subtotal"], _LABEL_COLUMNS
        merge_text(self.sheet, self.row, 0, labels - 1, label, self.styles["subtotal_middle"])
        columns = [column.id for column in self.plan.columns]
        danger = reference(self.plan.name, columns.index("danger"), first, last)
        numbers = reference(self.plan.name, columns.index(SEQUENCE.id), first, last)
        high = sum(isinstance(level := row.cells["danger"], int) and level >= 3 for row in rows)
        formula = f'="共 "&COUNT({numbers})&" 人，其中危险性3级及以上 "&COUNTIFS({numbers},">0",{danger},">=3")&" 人"'
        shown = f"共 {len(rows)} 人，其中危险性3级及以上 {high} 人"
        self.sheet.merge_range(self.row, labels, self.row, self.last, "", style)
        self.sheet.write_formula(self.row, labels, formula, style, shown)
        self.sheet.set_row(self.row, 20)
        self.row += 1

    def _foot(self) -> None:
        """Write signatures, the place of the seal and the notes, each in a row of its own."""
        signs, sheet = self.office.signatories, self.sheet
        self.row += 1
        third = max((self.last + 1) // 4, 1)
        labels = (
            f"制表人：{signs.filler}", f"审核人：{signs.auditor}",
            f"单位负责人（签字）：{signs.head}", "单位公章：",
        )
        for index, label in enumerate(labels):
            last = self.last if index == len(labels) - 1 else (index + 1) * third - 1
            merge_text(sheet, self.row, index * third, last, label, self.styles["line"])
        sheet.set_row(self.row, 34)
        self.row += 1
        merge_text(sheet, self.row, 0, self.last, "填表说明：", self.styles["line"])
        for number, note in enumerate(self.plan.notes, 1):
            self.row += 1
            merge_text(sheet, self.row, 0, self.last, f"{number}. {note}", self.styles["note"])
            width = sum(column.width for column in self.plan.columns)
            sheet.set_row(self.row, 3 + 14 * lines_needed(note, width))
        sheet.print_area(0, 0, self.row, self.last)


def chinese_date(date: dt.date) -> str:
    """Return a date as forms print it."""
    return f"{date.year}年{date.month}月{date.day}日"


def lines_needed(shown: object, width: float) -> int:
    """Return how many lines a cell takes: Chinese characters are two digits wide.

    Excel breaks between Chinese characters, so that the sum of the widths decides; a little is
    kept free for the margins of the cell.
    """
    if not isinstance(shown, str):
        return 1
    room = max(width - 1.0, 2.0)
    return sum(max(1, -int(-display_width(line) // room)) for line in shown.split("\n"))


def display_width(text: str) -> float:
    """Return the width of a text in digits."""
    return sum(2.0 if ord(sign) > 0x2E7F else 1.0 for sign in text)
