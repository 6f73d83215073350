"""The rosters of an office as one workbook."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formkit.errors import Problem, problem
from formkit.export.counting import Area
from formkit.export.roster_columns import BY_ID, COLUMNS, NOT_IN_HANDBOOK, SHORT, roster_row
from formkit.export.roster_groups import NO_TOWN, TownRoster, VillageGroup, grouped
from formkit.export.roster_sheet import RosterSheet, SheetPlan
from formkit.export.sheet_cells import MAX_TEXT
from formkit.export.sheet_names import SheetNames
from formkit.export.statistics_sheet import StatisticsPlan, StatisticsSheet
from formkit.export.workbook_styles import Styles, new_book
from formkit.export.written_file import written_file
from formkit.model.office import TITLE_NAMES, Office, Paper
from formkit.model.roster import FULL_SHEET, MARK, MARK_NAME, RosterPerson

LEFT = "死亡迁出"
"""The sheet of those who are off the books."""


@dataclass(frozen=True, slots=True)
class RosterOrder:
    """What roster is asked for.

    ``town`` is a code (9 digits or the last 3) or a name; None takes every town. ``unfed`` are the
    columns that no field of the handbook fills; the notes under the roster name them.
    """

    as_of: dt.date
    town: str | None = None
    masked: bool = False
    unfed: tuple[str, ...] = NOT_IN_HANDBOOK


def write_roster(people: Iterable[RosterPerson], office: Office, target: Path, order: RosterOrder) -> list[Problem]:
    """Write the rosters of one town or of each, with statistics, and return what is doubtful in them.

    Raises:
        UsageError: E005, the office has no such town.
        OutputError: E001 or E002, the file cannot be written; then nothing is left behind.
    """
    rosters, problems = grouped(people, office, order.town)
    problems += _cut_off([person for roster in rosters for person in (*roster.people, *roster.left)])
    if not any(roster.groups or roster.left for roster in rosters):
        problems.append(problem("E006"))
    content = _book(rosters, office, order)
    with written_file(target) as beside:
        beside.write_bytes(content)
    return problems


def _cut_off(people: list[RosterPerson]) -> list[Problem]:
    """Return a warning for each column with texts that no cell can hold."""
    problems = []
    for column in COLUMNS:
        found = [text for person in people if isinstance(text := getattr(person, column.id, None), str)]
        long = sum(len(text) > MAX_TEXT for text in found)
        if long:
            problems.append(problem("E008", count=long, column=column.header, length=MAX_TEXT))
    return problems


def _book(rosters: list[TownRoster], office: Office, order: RosterOrder) -> bytes:
    content = io.BytesIO()
    book = new_book(content)
    book.set_properties({"title": "严重精神障碍患者花名册", "company": office.unit, "created": _noon(order.as_of)})
    book.set_custom_property(MARK_NAME, MARK)
    maker = _Maker(book, office, order, several=len(rosters) > 1)
    areas = [maker.town(roster) for roster in rosters]
    if len(rosters) > 1:
        maker.everywhere(rosters, areas)
    book.close()
    return content.getvalue()


def _noon(day: dt.date) -> dt.datetime:
    """The workbook carries the day it is about, so that the same roster is the same file."""
    return dt.datetime.combine(day, dt.time(12))


class _Maker:
    """Makes the sheets of one workbook."""

    def __init__(self, book: Any, office: Office, order: RosterOrder, several: bool) -> None:
        self.book = book
        self.office = office
        self.order = order
        self.styles = Styles(book)
        self.names = SheetNames()
        self.several = several

    def town(self, roster: TownRoster) -> Area:
        """Write the short form, the full form, those who left and the statistics of one town."""
        title = roster_title(self.office, roster.town.name, self.order.as_of)
        self._roster(roster, "简表", title, roster.groups, Paper(self.office.paper), short=True)
        area = self._roster(roster, FULL_SHEET, title, roster.groups, Paper.A3)
        left = (VillageGroup("死亡、迁出", roster.left),) if roster.left else ()
        self._roster(roster, LEFT, f"{title}——死亡、迁出人员", left, Paper.A3)
        villages = tuple(dict.fromkeys(
            [village.name for village in roster.town.villages] + [group.name for group in roster.groups]
        ))
        town = roster.town
        plan = StatisticsPlan(
            self._name(roster, "统计"), f"{title}统计表", town.population, town.population_15, villages
        )
        StatisticsSheet(self.book, self.styles, plan, [area], self.office).write(self.order.as_of)
        return area

    def everywhere(self, rosters: list[TownRoster], areas: list[Area]) -> None:
        """Write the statistics of all towns together."""
        towns = [roster.town for roster in rosters if roster.town.code]
        title = roster_title(self.office, "各乡镇（街道）", self.order.as_of)
        plan = StatisticsPlan(
            self.names.free("全部统计"), f"{title}统计表",
            _total([town.population for town in towns]), _total([town.population_15 for town in towns]),
            towns=tuple(roster.town.name for roster in rosters),
        )
        StatisticsSheet(self.book, self.styles, plan, areas, self.office).write(self.order.as_of)

    def _roster(
        self, roster: TownRoster, word: str, title: str, groups: tuple[VillageGroup, ...], paper: Paper,
        *, short: bool = False,
    ) -> Area:
        columns = SHORT if short else COLUMNS
        rows = (roster_row(person, self.order.as_of, 1) for group in groups for person in group.people)
        unsure = any(column.id in row.unsure for row in rows for column in columns)
        notes = roster_notes(self.order, short=short, left=word == LEFT, unsure=unsure)
        plan = SheetPlan(self._name(roster, word), title, columns, groups, paper, notes, self.order.masked)
        return RosterSheet(self.book, self.styles, plan, self.office, self.order.as_of).write()

    def _name(self, roster: TownRoster, word: str) -> str:
        return self.names.free(f"{roster.town.name} {word}" if self.several else word)


def _total(numbers: list[int | None]) -> int | None:
    """Return the sum, or None where one of the numbers is not known: half a population misleads."""
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) and known else None


def roster_title(office: Office, town: str, on: dt.date) -> str:
    """Return the title of a roster by the pattern of the office; nobody's town is left out of it."""
    words = {
        "county": office.county, "town": "" if town == NO_TOWN else town, "unit": office.unit,
        "year": str(on.year), "quarter": "一二三四"[(on.month - 1) // 3],
    }
    title = office.title
    for name in TITLE_NAMES:
        title = title.replace("{" + name + "}", words[name])
    return title


def roster_notes(
    order: RosterOrder, *, short: bool = False, left: bool = False, unsure: bool = False
) -> tuple[str, ...]:
    """Return the numbered notes (填表说明) under the full or short form or the list of those who left."""
    unfed = [BY_ID[column].header for column in order.unfed if column in BY_ID and (BY_ID[column].short or not short)]
    notes = [
        "危险性评估按0—5级填写；病情分类、服药情况和危险性为截至填报日期的最近一次随访结果。",
        "按村（居）代码顺序排列，村内按危险性由高到低、不稳定者在前；序号全表连续。",
        "各季度随访日期为该季度最后一次随访；规范管理指在管、本年随访不少于4次并完成1次健康体检。",
        "本表人员不计入花名册和统计表的人数。" if left else "死亡、迁出人员另列“死亡迁出”表，不计入本表人数。",
    ]
    if unfed:
        notes.append(f"以下各栏在管理手册中没有对应项目，取自导入的名单，名单中没有的留空：{'、'.join(unfed)}。")
    if unsure:
        notes.append("橙色底、斜体的格尚未经人核对（识别没有把握，或各份资料不一致），以核对后的为准；"
                     "序号是橙色底的，其所属村（居）尚未核对。")
    hidden = "本件身份证号、电话已隐去部分数字" if order.masked else "对外提供时须隐去身份证号和电话"
    notes.append(f"内部资料，注意保密；{hidden}。")
    return tuple(notes)
