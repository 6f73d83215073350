"""The columns of the health line's roster: what each is called, how wide it is, what it shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from formkit.model.roster import RosterPerson
from formkit.values.dates import age as age_on
from formkit.values.dates import bounds
from formkit.values.idcard import read_id

STANDARD_VISITS = 4
"""Visits a year of somebody under standardised management, with one health check (service standard)."""


class Content(StrEnum):
    """What a column holds."""

    TEXT = "text"
    SHORT = "short"
    """Text of a few signs, set in the middle."""
    NUMBER = "number"
    DATE = "date"


Shown = str | int | None
"""What a cell shows: text (dates in ISO), a number, or nothing."""


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """One column: its id, heading, width in digits, content, and whether the short form has it."""

    id: str
    header: str
    width: float
    content: Content
    short: bool
    show: Callable[[RosterPerson, dt.date], Shown]


def _text(name: str) -> Callable[[RosterPerson, dt.date], Shown]:
    return lambda person, on: getattr(person, name) or None


def _birth(person: RosterPerson, on: dt.date) -> Shown:
    """The ID number tells the date of birth where it is not written."""
    read = read_id(person.id_number) if person.id_number else None
    return person.birth or (read.birth if read else None)


def _age(person: RosterPerson, on: dt.date) -> Shown:
    birth = _birth(person, on)
    return age_on(birth, on) if isinstance(birth, str) else None


def _managed(person: RosterPerson, on: dt.date) -> Shown:
    return None if person.managed is None else "是" if person.managed else "否"


def _status(person: RosterPerson, on: dt.date) -> Shown:
    return person.status.value


def _in_year(dates: tuple[str, ...], on: dt.date) -> list[str]:
    """Return the dates of the year of ``on`` up to that day, in order; those without a day come first."""
    found = []
    for date in dates:
        reach = bounds(date)
        if reach and reach[0].year == reach[1].year == on.year and reach[0] <= on:
            found.append(date)
    return sorted(found)


def _quarter(number: int) -> Callable[[RosterPerson, dt.date], Shown]:
    """Show the last visit in a quarter of the year."""

    def show(person: RosterPerson, on: dt.date) -> Shown:
        in_quarter = [
            date for date in _in_year(person.visits, on)
            if len(date) > len("2012") and (int(date[5:7]) - 1) // 3 + 1 == number
        ]
        return in_quarter[-1] if in_quarter else None

    return show


def _visit_count(person: RosterPerson, on: dt.date) -> Shown:
    return len(_in_year(person.visits, on))


def _exam(person: RosterPerson, on: dt.date) -> Shown:
    exams = _in_year(person.exams, on)
    return exams[-1] if exams else None


T, S, N, D = Content.TEXT, Content.SHORT, Content.NUMBER, Content.DATE

SEQUENCE = RosterColumn("seq", "序号", 4.5, N, True, lambda person, on: None)
"""Numbered when the sheet is written."""

COLUMNS: tuple[RosterColumn, ...] = (
    SEQUENCE,
    RosterColumn("patient_no", "患者编号", 9.5, S, False, _text("patient_no")),
    RosterColumn("name", "患者姓名", 7.5, S, True, _text("name")),
    RosterColumn("sex", "性别", 4, S, True, _text("sex")),
    RosterColumn("id_number", "身份证号", 19, S, True, _text("id_number")),
    RosterColumn("birth", "出生日期", 10.8, D, False, _birth),
    RosterColumn("age", "年龄", 4.5, N, False, _age),
    RosterColumn("household_address", "户籍地址", 13, T, False, _text("household_address")),
    RosterColumn("address", "现住址", 14, T, True, _text("address")),
    RosterColumn("village", "村（居）", 7.5, S, False, _text("village")),
    RosterColumn("phone", "联系电话", 12.5, S, True, _text("phone")),
    RosterColumn("household_type", "户别", 4.5, S, False, _text("household_type")),
    RosterColumn("guardian_name", "监护人姓名", 7.5, S, True, _text("guardian_name")),
    RosterColumn("guardian_relation", "与患者关系", 5, S, True, _text("guardian_relation")),
    RosterColumn("guardian_phone", "监护人电话", 13.5, S, True, _text("guardian_phone")),
    RosterColumn("village_contact", "村（居）委会联系人、电话", 12.5, T, False, _text("village_contact")),
    RosterColumn("diagnosis", "诊断", 12, T, True, _text("diagnosis")),
    RosterColumn("hospital", "确诊医院", 11, T, False, _text("hospital")),
    RosterColumn("diagnosed_on", "确诊日期", 10.8, D, False, _text("diagnosed_on")),
    RosterColumn("first_onset", "初次发病时间", 10.8, D, False, _text("first_onset")),
    RosterColumn("consent", "知情同意", 5, S, False, _text("consent")),
    RosterColumn("managed_since", "纳入管理日期", 10.8, D, False, _text("managed_since")),
    RosterColumn("managed", "是否在管", 4.5, S, False, _managed),
    RosterColumn("danger", "危险性评估（级）", 6.5, N, True, lambda person, on: person.danger),
    RosterColumn("visit_class", "病情分类", 6.5, S, True, _text("visit_class")),
    RosterColumn("adherence", "服药情况", 6.5, S, True, _text("adherence")),
    RosterColumn("q1", "第一季度\n随访日期", 10.8, D, True, _quarter(1)),
    RosterColumn("q2", "第二季度\n随访日期", 10.8, D, True, _quarter(2)),
    RosterColumn("q3", "第三季度\n随访日期", 10.8, D, True, _quarter(3)),
    RosterColumn("q4", "第四季度\n随访日期", 10.8, D, True, _quarter(4)),
    RosterColumn("visit_count", "本年随访次数", 4.5, N, False, _visit_count),
    RosterColumn("exam_date", "年度体检日期", 10.8, D, False, _exam),
    RosterColumn("disability", "残疾证、等级", 8, S, False, _text("disability")),
    RosterColumn("poverty", "贫困/低保", 4.5, S, False, _text("poverty")),
    RosterColumn("subsidy", "监护补助", 4.5, S, False, _text("subsidy")),
    RosterColumn("care_group", "关爱帮扶小组", 5, S, False, _text("care_group")),
    RosterColumn("status", "状态", 5, S, False, _status),
    RosterColumn("remark", "备注", 11, T, True, _text("remark")),
)
"""The full form, in order; the short form has those marked so."""

SHORT = tuple(column for column in COLUMNS if column.short)
BY_ID = {column.id: column for column in COLUMNS}

NOT_IN_HANDBOOK = ("household_address", "managed_since", "exam_date", "subsidy", "care_group")
"""Columns that no field of the case handbook fills; they are kept for writing by hand."""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """The cells of one person by column id, as they are written and counted; ``unsure`` ones nobody has settled."""

    cells: dict[str, Shown]
    unsure: frozenset[str] = frozenset()


def roster_row(person: RosterPerson, on: dt.date, number: int) -> RosterRow:
    """Return what the roster shows of a person on the day ``on`` in row ``number``."""
    cells = {column.id: column.show(person, on) for column in COLUMNS} | {"seq": number}
    return RosterRow(cells, frozenset(name for name in _unsure(person, cells) if cells[name] is not None))


def _unsure(person: RosterPerson, cells: Mapping[str, Shown]) -> set[str]:
    """Return the columns that rest on something open; the number a person stands under rests on the village."""
    quarters = {name for name in ("q1", "q2", "q3", "q4") if cells[name] in person.unsure_visits}
    return {*person.unsure, *quarters} | ({SEQUENCE.id} if "village" in person.unsure else set())
