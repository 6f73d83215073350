"""Makes rosters as township offices keep them, each with what is in it: fields, people, and every trap.

`make(seed, folder)` writes one file and returns its truth in the shape of docs/rosters-in.md. All persons are
invented; the county codes are not assigned.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from bench import roster_words as words
from formkit.values.idcard import check_character

Cell = Any
Record = dict[str, Any]
_COUNTIES = ("330197", "420596", "510794", "370795")
_DATES = ("first_onset", "dx_date", "managed_since", "last_visit", "next_date", "exam_date", "birth")
_HARD = ("legend", "security", "1904", "decimal", "numbers", "hints", "ditto", "month", "zeros")
"""Habits that most rosters do not have; each comes in one of eight."""
_ALWAYS = ("seq", "name")
_USUAL = ("sex", "idno", "village", "address", "phone", "guardian", "guardian_phone", "diagnosis", "danger", "remark")


@dataclass
class Sheet:
    """A sheet in the making: rows of cells (value, format), merged areas, and what is known of it."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    title_rows: list[int] = field(default_factory=list)
    header_rows: list[int] = field(default_factory=list)
    subtotal_rows: list[int] = field(default_factory=list)
    note_rows: list[int] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)


class Maker:
    """Makes one roster from a seed."""

    def __init__(self, seed: int, held_out: bool) -> None:
        self.random = random.Random(seed)
        self.held_out = held_out
        self.kind = self.random.choice(("xlsx", "xlsx", "xlsx", "csv", "csv"))
        self.town = self.pick(words.TOWNS)
        self.county = self.pick(_COUNTIES)
        self.records: list[Record] = []
        self.issues: list[Record] = []
        self.sheets: list[Sheet] = []
        self.chance = lambda share: self.random.random() < share
        self.fields = self._fields()
        self.columns = self._columns()
        self.headings = {each: self._heading(each) for each in self.fields}
        self.ways = {each: {code: self.pick(ways) for code, ways in answers.items()}
                     for each, answers in words.CHOICES.items()}
        self.date_way = {each: self.pick(("iso", "dots", "words", "slash", "excel", "run", "mixed")) for each in _DATES}
        self.danger_way = self.pick(("digit", "word", "word", "han", "number"))
        self.hard = {each for each in _HARD if self.chance(0.12)}
        self.id_way = self.pick(("text", "text", "text", "number", "apostrophe", "lower", "spaced", "wide"))
        self.village_way = self.pick(("column", "merged", "first", "section", "sheets", "none"))
        if self.kind == "csv" and self.village_way in ("merged", "sheets"):
            self.village_way = "column"
        if (self.village_way in ("column", "merged", "first")) != ("village" in self.fields):
            self.village_way = "column" if "village" in self.fields else self.pick(("section", "none"))
        self.grouped = self._groups(self.columns)

    def pick(self, values: Any) -> Any:
        """Return one of some values."""
        return self.random.choice(list(values))

    # What the roster holds

    def _fields(self) -> list[str]:
        rest = [each for each in words.HEADINGS if each not in (*_ALWAYS, *_USUAL)]
        chosen = [each for each in _USUAL if self.chance(0.8)] + self.random.sample(rest, self.random.randint(1, 8))
        if "guardian" not in chosen:
            chosen = [each for each in chosen if each not in ("guardian_phone", "relation")]
        order = [each for each in words.HEADINGS if each in chosen]
        if self.chance(0.4):
            self.random.shuffle(order)
        fields = ["seq"] * self.chance(0.9) + order
        fields.insert(self.pick((1, 1, 2)) if len(fields) > 2 else len(fields), "name")
        return fields

    def _heading(self, name: str) -> str:
        every = words.HEADINGS[name]
        kept = [
            each for number, each in enumerate(every)
            if self.held_out or len(every) < words.HELD_OUT or (number + 1) % words.HELD_OUT
        ]
        return str(self.pick(kept))

    def _person(self, village: str) -> Record:
        surname = self.pick(words.SURNAMES)
        given = lambda: "".join(self.random.choices(words.GIVEN, k=self.pick((1, 2, 2))))  # noqa: E731
        birth = dt.date(1935, 1, 1) + dt.timedelta(days=self.random.randrange(25_000))
        sequence = self.random.randrange(1000)
        body = f"{self.county}{birth:%Y%m%d}{sequence:03}"
        onset = self._date(birth.year + 15, 2011)
        danger = self.random.choices("012345", (50, 15, 12, 10, 8, 5))[0]
        phone = self.pick(("139", "138", "158", "186")) + f"0000{self.random.randrange(10_000):04}"
        return {
            "name": surname + given(), "sex": "男" if sequence % 2 else "女", "idno": body + check_character(body),
            "birth": birth.isoformat(), "age": 2013 - birth.year, "village": village,
            "patient_no": f"{self.random.randrange(10**8):08}",
            "address": f"{village}{self.random.randint(1, 12)}组{self.random.randint(1, 99)}号",
            "household_addr": f"{self.town}{village}", "phone": phone, "guardian": surname + given(),
            "relation": self.pick(words.RELATIONS), "guardian_phone": f"0571-8000{self.random.randrange(1000):03}",
            "diagnosis": self.pick(words.DIAGNOSES), "first_onset": onset,
            "dx_date": self._date(int(onset[:4]), 2012), "dx_hospital": self.pick(words.HOSPITALS), "danger": danger,
            "visit_class": "1" if danger > "2" else self.pick("23"), "adherence": self.pick("1123"),
            "managed": self.pick("是是否"), "managed_since": self._date(2009, 2012),
            "last_visit": self._date(2012, 2013), "next_date": self._date(2013, 2014),
            "exam_date": self._date(2012, 2013), "consent": self.pick(("同意", "同意", "不同意")),
            "poverty": self.pick("是否否"), "subsidy": self.pick("是否"),
            "status": self.pick(("在管", "在管", "在管", "失访", "住院", "外出", "死亡")),
            "household_type": self.pick(("城镇", "农村")),
            "disability": self.pick(("精神二级", "精神三级", None, None)),
            "remark": self.pick((None, None, "长期外出", "低保户", "残疾三级", "与父母同住，需关注")),
        }

    def _date(self, first: int, last: int) -> str:
        day = dt.date(first, 1, 1) + dt.timedelta(days=self.random.randrange(365 * max(last - first, 1)))
        return day.isoformat()

    # How a cell is written; returns the cell and changes the record where something is lost

    def cell(self, sheet: Sheet, row: int, column: int, name: str, record: Record) -> Cell:
        """Return what stands in the cell of a field; the record gets what can be read of it."""
        value = record.get(name)
        if value is None:
            return None
        if name in _DATES:
            return self._write_date(sheet, row, column, name, record)
        own = ("name", "sex", "idno", "danger", "age")
        write: Callable[..., Cell] | None = getattr(self, f"_write_{name}") if name in own else None
        if write is not None:
            return write(sheet, row, column, record)
        if name == "visit_class" and "legend" in self.hard:
            return int(value)
        if name == "patient_no" and "zeros" in self.hard and self.kind == "xlsx":
            sheet.formats[row, column] = "0" * 8
            return int(value)
        if name in self.ways:
            return self.ways[name][str(value)]
        if name in ("phone", "guardian_phone"):
            return self._write_phone(name, record)
        return value

    def _issue(self, sheet: Sheet, row: int, name: str, issue: str) -> None:
        self.issues.append({"sheet": sheet.name, "row": row + 1, "field": name, "issue": issue})

    def _write_name(self, sheet: Sheet, row: int, column: int, record: Record) -> Cell:
        name = record["name"]
        if self.chance(0.1) and len(name) == 2:
            return f"{name[0]}　{name[1]}"
        return name + "  " if self.chance(0.05) else name

    def _write_sex(self, sheet: Sheet, row: int, column: int, record: Record) -> Cell:
        if self.chance(0.02) and "idno" in self.fields and self.id_way != "number":
            record["contradicted"] = True
            record["sex"] = "女" if record["sex"] == "男" else "男"
            self._issue(sheet, row, "sex", "sex against ID number")
        return record["sex"]

    def _write_idno(self, sheet: Sheet, row: int, column: int, record: Record) -> Cell:
        number = record["idno"]
        if self.chance(0.02) and not record.get("contradicted"):
            wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
            record["idno"] = wrong
            self._issue(sheet, row, "idno", "check digit")
            return wrong
        if self.id_way == "number" and number[-1] != "X":
            record["idno"] = None
            self._issue(sheet, row, "idno", "digits lost")
            if self.kind == "xlsx":
                return float(number[:15] + "000")
            return self.pick((f"{float(number[:15] + '000'):.5E}", number[:15] + "000", str(int(float(number)))))
        ways = {
            "apostrophe": ("'" if self.kind == "csv" else "") + number, "lower": number.lower(),
            "spaced": f"{number[:6]} {number[6:14]} {number[14:]}",
            "wide": number.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}),
        }
        return ways.get(self.id_way, number)

    def _write_danger(self, sheet: Sheet, row: int, column: int, record: Record) -> Cell:
        level = record["danger"]
        if "security" in self.hard:
            code = f"0{int(level) + 1}"
            if not self.whole_code:
                record["danger"] = None
                self._issue(sheet, row, "danger", "code of two meanings")
            return code
        ways = {"word": f"{level}级", "han": f"{'零一二三四五'[int(level)]}级", "number": int(level)}
        return ways.get(self.danger_way, level)

    def _write_age(self, sheet: Sheet, row: int, column: int, record: Record) -> Cell:
        return f"{record['age']}岁" if self.chance(0.05) else record["age"]

    def _write_phone(self, name: str, record: Record) -> Cell:
        phone = record[name]
        if name == "phone":
            if self.chance(0.08):
                second = f"0571-8000{self.random.randrange(1000):03}"
                record["phone_2"] = second
                return phone + self.pick(("/", "、", "，", "\n", " ")) + second
            if self.chance(0.2):
                return int(phone) if self.kind == "xlsx" else phone
            if self.chance(0.08):
                return f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"
        elif self.chance(0.1):
            return phone.replace("0571-", self.pick(("(0571)", "0571 ", "（0571）")))
        return phone

    def _write_date(self, sheet: Sheet, row: int, column: int, name: str, record: Record) -> Cell:
        value = record[name]
        day = dt.date.fromisoformat(value)
        if self.chance(0.03):
            record[name] = None
            self._issue(sheet, row, name, "no date")
            return self.pick(("2012-13-05", "2012.2.30", "去年", "约2005年底", "20121301", "记不清"))
        if self.chance(0.08) and name not in ("last_visit", "next_date"):
            record[name] = value[:4]
            return self.pick((int(value[:4]), value[:4], f"{value[:4]}年"))
        if "decimal" in self.hard and name in ("first_onset", "dx_date"):
            decimal = day.month == 10 or day.month == 1
            record[name] = None if decimal else value[:7]
            if decimal:
                self._issue(sheet, row, name, "month cut")
            return float(f"{day.year}.{day.month}") if self.kind == "xlsx" else str(float(f"{day.year}.{day.month}"))
        if "month" in self.hard and name in ("first_onset", "dx_date") and self.kind == "xlsx":
            sheet.formats[row, column] = 'yyyy"年"m"月"'
            record[name] = value[:7]
            return day.replace(day=1)
        way = self.date_way[name]
        way = self.pick(("iso", "dots", "words", "slash")) if way == "mixed" else way
        if way == "excel" and self.kind == "xlsx":
            if self.chance(0.05):
                first = dt.date(1904, 1, 1) if "1904" in self.hard else dt.date(1899, 12, 30)
                return (day - first).days if day.year > 1935 else value
            sheet.formats[row, column] = self.pick(("yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"', "m/d/yy"))
            return day
        if self.chance(0.06):
            record[name] = value[:7]
            return f"{day.year}年{day.month}月" if self.chance(0.5) else f"{day.year}-{day.month:02}"
        ways = {
            "dots": f"{day.year}.{day.month}.{day.day}", "words": f"{day.year}年{day.month}月{day.day}日",
            "slash": f"{day.year}/{day.month}/{day.day}", "run": f"{day:%Y%m%d}",
        }
        return ways.get(way, value)

    # Layout

    def build(self) -> None:
        """Lay out all sheets."""
        chosen = self.random.sample(words.VILLAGES, self.random.randint(2, 5))
        villages = [each + self.pick(("村", "村", "社区")) for each in chosen]
        people = [(village, [self._person(village) for _ in range(self.random.randint(1, 9))]) for village in villages]
        levels = {person["danger"] for _, group in people for person in group}
        self.whole_code = "5" in levels and self.village_way != "sheets"
        if self.village_way == "sheets":
            for village, group in people:
                self._sheet(village, [(village, group)])
        else:
            self._sheet(self.pick(("Sheet1", "花名册", "名单")) if self.kind == "xlsx" else "", people)

    def _sheet(self, name: str, groups: list[tuple[str, list[Record]]]) -> None:
        sheet = Sheet(name)
        self.sheets.append(sheet)
        columns = self.columns
        width = len(columns)
        self._titles(sheet, width)
        self._header(sheet, columns)
        sheet.columns = {_letters(index): each for index, each in enumerate(columns) if each in words.HEADINGS}
        if "numbers" in self.hard:
            sheet.rows.append(list(range(1, width + 1)))
        if "hints" in self.hard:
            sheet.rows.append([None, None, *[self.pick(("（必填）", "（年月日）", None)) for _ in range(width - 2)]])
        number = self._people(sheet, columns, groups)
        if "legend" in self.hard and "visit_class" in columns:
            heading = self.headings["visit_class"].split("（")[0]
            sheet.note_rows.append(self._line(sheet, [f"说明：{heading}：1不稳定，2基本稳定，3稳定。"], 0))
        for _ in range(self.pick((0, 0, 1, 2))):
            self._note(sheet, width, number)
        if self.kind == "xlsx" and self.chance(0.2):
            sheet.hidden_columns = [self.random.randrange(2, width)] if width > 2 else []

    def _people(self, sheet: Sheet, columns: list[str], groups: list[tuple[str, list[Record]]]) -> int:
        """Add everybody with totals and repeated headings; return how many they are."""
        totals, repeats = self.chance(0.4), self.chance(0.15)
        number, width = 0, len(columns)
        for village, group in groups:
            if self.village_way == "section":
                text = self.pick((village, f"{village}：", f"{village}（{len(group)}人）", f"【{village}】"))
                self._line(sheet, [text], width if self.chance(0.6) else 0)
            first = len(sheet.rows)
            for position, person in enumerate(group):
                number += 1
                self._row(sheet, columns, person, number, position)
            if self.village_way == "merged" and len(group) > 1:
                sheet.merges.append((first, columns.index("village"), len(sheet.rows) - 1, columns.index("village")))
            if totals:
                self._total(sheet, columns, self.pick(("小计", "小 计", f"{village}小计", "本村合计")), len(group))
            if repeats and self.chance(0.4):
                self._header(sheet, columns)
            if self.chance(0.05):
                sheet.rows.append([None] * width)
        if totals or self.chance(0.3):
            self._total(sheet, columns, self.pick(("合计", "合  计", "总计", f"合计：{number}人")), number)
        return number

    def _columns(self) -> list[str]:
        columns = list(self.fields)
        for other in self.random.sample(words.OTHERS, self.pick((0, 0, 1, 2))):
            columns.insert(self.random.randint(2, len(columns)), other)
        return columns

    def _line(self, sheet: Sheet, cells: list[Cell], merged: int) -> int:
        sheet.rows.append(cells)
        row = len(sheet.rows) - 1
        if merged > 1:
            sheet.merges.append((row, 0, row, merged - 1))
        return row

    def _titles(self, sheet: Sheet, width: int) -> None:
        if self.chance(0.85):
            title = self.town + self.pick(words.TITLES)
            sheet.title_rows.append(self._line(sheet, [title], width))
        if self.chance(0.5):
            unit = f"填报单位：{self.town}卫生院"
            date = self.pick(("填报日期：2013年11月20日", "2013年第四季度", "制表时间：2013.11.20"))
            cells = [unit, *[None] * max(width - 3, 1), date] if self.chance(0.5) else [f"{unit}      {date}"]
            sheet.title_rows.append(self._line(sheet, cells, 0))
        if self.chance(0.1):
            sheet.rows.append([None] * width)

    def _header(self, sheet: Sheet, columns: list[str]) -> None:
        first = not sheet.header_rows
        groups = self.grouped
        rows = [[self.headings.get(each, each) for each in columns]]
        if groups:
            upper: list[Cell] = [None] * len(columns)
            inside = set()
            for text, start, stop in groups:
                upper[start] = text
                inside.update(range(start, stop))
                for index in range(start, stop):
                    if "guardian" in columns[start:stop] or columns[index] in ("name", "phone"):
                        rows[0][index] = words.SHORT.get(columns[index], rows[0][index])
            lower = [rows[0][index] if index in inside else None for index in range(len(columns))]
            upper = [upper[index] if index in inside else rows[0][index] for index in range(len(columns))]
            rows = [upper, lower]
        top = len(sheet.rows)
        sheet.rows += rows
        if first:
            sheet.header_rows = list(range(top, top + len(rows)))
        if groups:
            sheet.merges += [(top, start, top, stop - 1) for _, start, stop in groups if stop - start > 1]
            inside = {index for _, start, stop in groups for index in range(start, stop)}
            sheet.merges += [(top, index, top + 1, index) for index in range(len(columns)) if index not in inside]

    def _groups(self, columns: list[str]) -> list[tuple[str, int, int]]:
        if not self.chance(0.35):
            return []
        found: list[tuple[str, int, int]] = []
        kinds = [self.pick(("基本情况", "患者基本信息")), self.pick(("监护人情况", "监护人", "家属信息")),
                 self.pick(("病情", "疾病情况")), "管理情况"]
        index = 0
        while index < len(columns):
            kind = next((each for each in kinds if columns[index] in words.GROUPS[each]), None)
            stop = index + 1
            while kind and stop < len(columns) and columns[stop] in words.GROUPS[kind]:
                stop += 1
            if kind and (stop - index > 1 or "监护" in kind or "家属" in kind):
                found.append((kind, index, stop))
            index = stop
        return found

    def _row(self, sheet: Sheet, columns: list[str], person: Record, number: int, position: int) -> None:
        row = len(sheet.rows)
        cells: list[Cell] = []
        for index, name in enumerate(columns):
            if name == "seq":
                cells.append(number)
            elif name == "village":
                hidden = position and self.village_way in ("merged", "first")
                cells.append(None if hidden else person["village"])
            elif name in ("dx_hospital", "diagnosis") and "ditto" in self.hard and position and self.chance(0.3):
                person[name] = self.above[name]
                cells.append("同上")
                self._issue(sheet, row, name, "ditto")
            elif name in words.HEADINGS:
                cells.append(self.cell(sheet, row, index, name, person))
            else:
                cells.append(self._foreign(name))
        sheet.rows.append(cells)
        if self.kind == "xlsx" and self.chance(0.02):
            sheet.hidden_rows.append(row)
        kept = [name for name in columns if name in words.HEADINGS and name != "seq"]
        self.above = person
        record: Record = {"sheet": sheet.name, "row": row + 1, **{name: person[name] for name in kept}}
        if self.village_way in ("section", "sheets"):
            record["village"] = person["village"]
        if "phone_2" in person and "phone" in kept:
            record["phone_2"] = person["phone_2"]
        self.records.append(record)

    def _foreign(self, name: str) -> Cell:
        if "电话" in name:
            return f"1370000{self.random.randrange(10_000):04}"
        if any(word in name for word in ("费用", "人口", "金额")):
            return self.random.randint(0, 9)
        return self.pick((None, "是", "王医生", "城乡居民", "李干部"))

    def _total(self, sheet: Sheet, columns: list[str], text: str, count: int) -> None:
        cells: list[Cell] = [None] * len(columns)
        cells[0] = text
        if len(columns) > 3 and "人" not in text:
            cells[self.random.randint(2, len(columns) - 1)] = self.pick((count, f"{count}人"))
        sheet.subtotal_rows.append(self._line(sheet, cells, 0))

    def _note(self, sheet: Sheet, width: int, people: int) -> None:
        name = lambda: self.pick(words.SURNAMES) + "".join(self.random.choices(words.GIVEN, k=2))  # noqa: E731
        text = self.pick(words.NOTES).format(a=name(), b=name(), n=self.random.randrange(100, 999), m=people)
        cells: list[Cell] = [text]
        if self.chance(0.2) and width > 6:
            cells = ["制表人：", name(), None, "审核人：", name(), *[None] * (width - 5)]
        if cells[0].startswith("以上共计"):
            sheet.subtotal_rows.append(self._line(sheet, cells, 0))
            return
        sheet.note_rows.append(self._line(sheet, cells, width if self.chance(0.5) and len(cells) == 1 else 0))

    # Writing

    def write(self, folder: Path, name: str) -> tuple[Path, Record]:
        """Write the file and return it with its truth."""
        self.build()
        path = folder / f"{name}.{self.kind}"
        if self.kind == "xlsx":
            self._write_workbook(path)
        else:
            self._write_csv(path)
        keep = ("title_rows", "header_rows", "subtotal_rows", "note_rows")
        sheets = {
            sheet.name: {key: [row + 1 for row in getattr(sheet, key)] for key in keep} | {"columns": sheet.columns}
            for sheet in self.sheets
        }
        records = self.records if self.kind == "xlsx" else [_without_sheet(each) for each in self.records]
        issues = self.issues if self.kind == "xlsx" else [_without_sheet(each) for each in self.issues]
        return path, {"file": path.name, "sheets": sheets, "records": records, "issues": issues}

    def _write_workbook(self, path: Path) -> None:
        book = xlsxwriter.Workbook(
            str(path), {"strings_to_formulas": False, "strings_to_urls": False, "date_1904": "1904" in self.hard}
        )
        for sheet in self.sheets:
            page = book.add_worksheet(sheet.name)
            for row, cells in enumerate(sheet.rows):
                for column, value in enumerate(cells):
                    if isinstance(value, dt.date):
                        form = book.add_format({"num_format": sheet.formats[row, column]})
                        page.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), form)
                    elif value is not None:
                        code = sheet.formats.get((row, column))
                        page.write(row, column, value, book.add_format({"num_format": code}) if code else None)
            for top, left, bottom, right in sheet.merges:
                value = sheet.rows[top][left] if left < len(sheet.rows[top]) else None
                page.merge_range(top, left, bottom, right, value)
            for row in sheet.hidden_rows:
                page.set_row(row, None, None, {"hidden": True})
            for column in sheet.hidden_columns:
                page.set_column(column, column, None, None, {"hidden": True})
        book.close()

    def _write_csv(self, path: Path) -> None:
        encoding = self.pick(("utf-8", "utf-8-sig", "gb18030", "gb18030"))
        delimiter = self.pick((",", ",", ",", "\t", ";"))
        sheet = self.sheets[0]
        width = max(map(len, sheet.rows))
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            for cells in sheet.rows:
                padded = [*cells, *[None] * (width - len(cells))]
                writer.writerow(["" if value is None else str(value) for value in padded])


def _without_sheet(record: Record) -> Record:
    return {key: value for key, value in record.items() if key != "sheet"}


def _letters(index: int) -> str:
    return chr(65 + index) if index < 26 else chr(64 + index // 26) + chr(65 + index % 26)


def make(seed: int, folder: Path, *, held_out: bool = False) -> tuple[Path, Record]:
    """Write the roster of a seed into a folder and return its path and its truth."""
    return Maker(seed, held_out).write(folder, f"made-{seed}")
