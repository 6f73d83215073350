"""The statistics sheet: counts and rates as live formulas with their values beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from formkit.export.counting import Area, Conditions, count, count_formula, filled
from formkit.export.printing import PAGE_NUMBERS, set_page
from formkit.export.roster_sheet import CONFIDENTIAL, chinese_date, lines_needed
from formkit.export.sheet_cells import column_letters, merge_text, write_text
from formkit.export.statistics import COUNTS, RATES, Breakdown, Line, Rate, breakdowns
from formkit.export.workbook_styles import Styles
from formkit.model.office import Office, Paper

_WIDTHS = (34, 12, 12, 12, 12, 12)
_LAST = len(_WIDTHS) - 1
_NOT_FILLED = "未填"
_PARTS = _LAST + 2
"""The first column of the counts of each town; they stand hidden beside the printed page."""
_NAMES = 2
"""The row in which the towns are named above their counts."""


@dataclass(frozen=True, slots=True)
class StatisticsPlan:
    """What a statistics sheet is about: one town, or all of them together."""

    name: str
    title: str
    population: int | None
    population_15: int | None
    villages: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()


class StatisticsSheet:
    """A statistics sheet while it is written."""

    def __init__(self, book: Any, styles: Styles, plan: StatisticsPlan, areas: Sequence[Area], office: Office) -> None:
        self.sheet = book.add_worksheet(plan.name)
        self.styles = styles
        self.plan = plan
        self.areas = areas
        self.office = office
        self.row = 0
        self.cells: dict[str, tuple[str, float]] = {}
        """Where each number stands, and its value."""
        self.blocks: dict[int, int] = {}
        """How many blocks of counts by town stand in each row."""

    def write(self, on: dt.date) -> None:
        """Write the whole sheet."""
        self._page()
        self._head(on)
        self._numbers()
        self._rates()
        self.sheet.set_h_pagebreaks([self.row])
        for table in breakdowns(self.areas, self.plan.villages, self.plan.towns):
            self._table(table)
        self._name_parts()
        self.sheet.print_area(0, 0, self.row, _LAST)

    def _page(self) -> None:
        sheet = self.sheet
        set_page(sheet, Paper.A4, f"&L{CONFIDENTIAL}&C{PAGE_NUMBERS}", portrait=True, side=0.5, top=0.6)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        for index, width in enumerate(_WIDTHS):
            sheet.set_column(index, index, width)

    def _head(self, on: dt.date) -> None:
        merge_text(self.sheet, 0, 0, _LAST, self.plan.title, self.styles["title"])
        self.sheet.set_row(0, 48)
        line = f"填报单位：{self.office.unit}        截至：{chinese_date(on)}        {CONFIDENTIAL}"
        merge_text(self.sheet, 1, 0, _LAST, line, self.styles["line"])
        self.row = 3

    def _count_of(self, tests: Conditions, areas: Sequence[Area]) -> str:
        """Return, without its sign, the formula that counts people in some towns.

        The counts of several towns stand beside the page, one cell a town, and are added up: a formula that
        held them all would soon be longer than Excel takes (8,192 characters).
        """
        if len(areas) <= 1:
            return count_formula(tests, areas).removeprefix("=")
        block = self.blocks.get(self.row, 0)
        self.blocks[self.row] = block + 1
        first = _PARTS + block * len(areas)
        for column, area in enumerate(areas, first):
            formula, value = count_formula(tests, [area]), count(tests, [area])
            self.sheet.write_formula(self.row, column, formula, self.styles["number"], value)
        last = first + len(areas) - 1
        return f"SUM({column_letters(first)}{self.row + 1}:{column_letters(last)}{self.row + 1})"

    def _name_parts(self) -> None:
        """Name the towns above their counts, and fold the columns away."""
        blocks = max(self.blocks.values(), default=0)
        for column, name in enumerate(self.plan.towns * blocks, _PARTS):
            write_text(self.sheet, _NAMES, column, name, self.styles["header"])
        if blocks:
            last = _PARTS + blocks * len(self.areas) - 1
            self.sheet.set_column(_PARTS, last, 12, None, {"level": 1, "hidden": True})

    def _section(self, title: str) -> None:
        write_text(self.sheet, self.row, 0, title, self.styles["section"])
        self.row += 1

    def _header(self, *words: str) -> None:
        for index, word in enumerate(words):
            write_text(self.sheet, self.row, index, word, self.styles["header"])
        self.row += 1

    def _numbers(self) -> None:
        self._section("一、基本数")
        self._header("项目", "人数")
        older, share = self.plan.population_15, self.office.prevalence
        self._given("population", "常住人口数", self.plan.population)
        self._given("older", "其中：15岁及以上人口数", older)
        self._given("prevalence", "患病率（没有本地调查时按1%）", share, "share")
        formula = f"={self.cells['older'][0]}*{self.cells['prevalence'][0]}"
        self._number("expected", "应有患者数（15岁及以上人口数 × 患病率）", formula, (older or 0) * share)
        for each in COUNTS:
            formula = "=" + "+".join(self._count_of(tests, self.areas) for tests in each.alternatives)
            value = sum(count(tests, self.areas) for tests in each.alternatives)
            self._number(each.id, each.label, formula, value)
        self.row += 1

    def _given(self, name: str, label: str, value: float | None, style: str = "number") -> None:
        """Write a number that the office profile gives; an empty cell is left for the clerk."""
        write_text(self.sheet, self.row, 0, label, self.styles["label"])
        if value is None:
            self.sheet.write_blank(self.row, 1, None, self.styles[style])
        else:
            self.sheet.write_number(self.row, 1, value, self.styles[style])
        self._placed(name, value or 0)

    def _number(self, name: str, label: str, formula: str, value: float) -> None:
        write_text(self.sheet, self.row, 0, label, self.styles["label"])
        self.sheet.write_formula(self.row, 1, formula, self.styles["number"], value)
        self._placed(name, value)

    def _placed(self, name: str, value: float) -> None:
        self.cells[name] = (f"$B${self.row + 1}", value)
        self.row += 1

    def _rates(self) -> None:
        self._section("二、指标（率）")
        self._header("指标", "数值", "定义")
        self.sheet.merge_range(self.row - 1, 2, self.row - 1, _LAST, "定义", self.styles["header"])
        for rate in RATES:
            self._rate(rate)
        self.row += 1
        note = "数值均为公式：更正上面的人数或名单，率随之改变；分母为零时印作0，分子所依据的栏全部空着时印作“未填”。"
        merge_text(self.sheet, self.row, 0, _LAST, note, self.styles["note"])
        self.row += 2

    def _rate(self, rate: Rate) -> None:
        (above, top), (below, bottom) = self.cells[rate.numerator], self.cells[rate.denominator]
        style = self.styles["fine_share" if rate.fine else "share"]
        write_text(self.sheet, self.row, 0, rate.name, self.styles["label"])
        share, value = self._if_known(rate, f"{above}/{below}", top / bottom if bottom else 0)
        self.sheet.write_formula(self.row, 1, f"=IF({below}=0,0,{share})", style, value if bottom else 0)
        merge_text(self.sheet, self.row, 2, _LAST, rate.definition, self.styles["label"])
        self.sheet.set_row(self.row, 4 + 15 * lines_needed(rate.definition, sum(_WIDTHS[2:])))
        self.row += 1

    def _if_known(self, rate: Rate, share: str, value: float) -> tuple[str, float | str]:
        """Say instead of a share that nothing is filled in, where a column it needs is empty for everybody."""
        if not rate.known_by:
            return share, value
        tests = [(filled(column),) for column in rate.known_by]
        known = ",".join(self._count_of(each, self.areas) for each in tests)
        is_known = all(count(each, self.areas) for each in tests)
        return f'IF(MIN({known})=0,"{_NOT_FILLED}",{share})', value if is_known else _NOT_FILLED

    def _table(self, table: Breakdown) -> None:
        self._section(table.title)
        self._header(table.head, *(label for label, _ in table.columns))
        first = self.row
        values = [
            [count((*line.tests, *tests), self._areas(line)) for _, tests in table.columns] for line in table.lines
        ]
        for line, numbers in zip(table.lines, values, strict=True):
            self._counted(line, table, numbers)
        sums = [sum(column) for column in zip(*values, strict=True)] or [0] * len(table.columns)
        if table.rest:
            sums = self._rest(table, first, sums)
        last = self.row - 1
        for label, start, stop in table.partial_sums:
            part = [sum(column) for column in zip(*values[start:stop + 1], strict=True)]
            self._sum(label, first + start, first + stop, part)
        self._sum("合  计", first, last, sums)
        self.row += 1

    def _areas(self, line: Line) -> Sequence[Area]:
        return self.areas if line.town is None else [self.areas[line.town]]

    def _counted(self, line: Line, table: Breakdown, numbers: Sequence[int]) -> None:
        write_text(self.sheet, self.row, 0, line.label, self.styles["label"])
        for index, ((_, tests), number) in enumerate(zip(table.columns, numbers, strict=True), 1):
            formula = f"={self._count_of((*line.tests, *tests), self._areas(line))}"
            self.sheet.write_formula(self.row, index, formula, self.styles["number"], number)
        self.row += 1

    def _rest(self, table: Breakdown, first: int, sums: Sequence[int]) -> list[int]:
        """Write the line of everybody else: all less those counted above. Return the sums of all."""
        write_text(self.sheet, self.row, 0, table.rest, self.styles["label"])
        everyone = []
        for index, ((_, tests), counted) in enumerate(zip(table.columns, sums, strict=True), 1):
            total = count(tests, self.areas)
            above = self._range(index, first, self.row - 1)
            formula = f"={self._count_of(tests, self.areas)}-SUM({above})"
            self.sheet.write_formula(self.row, index, formula, self.styles["number"], total - counted)
            everyone.append(total)
        self.row += 1
        return everyone

    def _sum(self, label: str, first: int, last: int, numbers: Sequence[int]) -> None:
        write_text(self.sheet, self.row, 0, label, self.styles["subtotal"])
        for index, number in enumerate(numbers, 1):
            formula = f"=SUM({self._range(index, first, last)})" if last >= first else "=0"
            self.sheet.write_formula(self.row, index, formula, self.styles["subtotal_middle"], number)
        self.row += 1

    def _range(self, column: int, first: int, last: int) -> str:
        name = column_letters(column)
        return f"{name}{first + 1}:{name}{last + 1}"


