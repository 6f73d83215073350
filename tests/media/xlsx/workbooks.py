"""A small handbook that has every kind of field, and ways to write, change and read its workbooks."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.workbook.workbook import Workbook

from formkit.errors import Problem
from formkit.layout import build_layout
from formkit.media.xlsx import build_template, emit, identify, read
from formkit.media.xlsx.names import name_of
from formkit.model.handbook import (
    Cell,
    CellRole,
    Field,
    Format,
    Handbook,
    Kind,
    Mark,
    Option,
    Precision,
    Row,
    Sheet,
    Side,
    Table,
)
from formkit.model.imprint import Booklet
from formkit.model.reading import Value


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(str(number), words) for number, words in enumerate(labels, start=1))


def label(text: str, width: float | None = 28, span: int = 1) -> Cell:
    return Cell(CellRole.LABEL, text, width=width, span=span)


def answer(field: str, width: float | None = None, entry: int = 1) -> Cell:
    return Cell(CellRole.FIELD, field=field, width=width, entry=entry)


_COVER = Sheet(
    "cover", "封面", "1",
    (Side((
        Row(14, (Cell(CellRole.LABEL, "服务手册", bold=True, size=16, borders=""),)),
        Row(12, (label("姓名"), answer("name", 60), label("编号"), answer("no"))),
        Row(12, (label("身份证号"), answer("idno"))),
        Row(12, (label("电话"), answer("phone"))),
        Row(12, (label("出生年月"), answer("birth"))),
        Row(30, (label("备注"), answer("remark"))),
    )),),
    (
        Field("name", "姓名", Kind.TEXT, format=Format.NAME, required=True),
        Field("no", "编号", Kind.CODE, length=8),
        Field("idno", "身份证号", Kind.TEXT, format=Format.ID_NUMBER),
        Field("phone", "电话", Kind.TEXT, format=Format.PHONE),
        Field("birth", "出生年月", Kind.DATE, precision=Precision.DAY, min_precision=Precision.YEAR),
        Field("remark", "备注", Kind.TEXT, multiline=True),
    ),
)
_VISIT = Sheet(
    "visit", "随访记录", "1",
    (
        Side((
            Row(12, (label("日期"), answer("date", 60), label("次数"), answer("times"))),
            Row(20, (label("睡眠"), answer("sleep", 60), label("剂量"), answer("dose"))),
            Row(30, (label("症状", span=2), answer("symptoms"))),
            Row(12, (label("其他症状"), answer("other"))),
        )),
        Side((
            Row(8, (label("药名", 60), label("次数", 40), label("服法", None))),
            *(Row(12, (answer(f"drugs.{row}.name", 60), answer(f"drugs.{row}.freq", 40), answer(f"drugs.{row}.way")))
              for row in (1, 2, 3)),
            Row(12, (label("签名"), answer("signed"))),
        )),
    ),
    (
        Field("date", "日期", Kind.DATE),
        Field("times", "次数", Kind.INTEGER, minimum=0, maximum=99, unit="次"),
        Field("sleep", "睡眠", Kind.SINGLE, mark=Mark.CODE, options=options("良好", "一般", "较差")),
        Field("dose", "剂量", Kind.NUMBER, minimum=0, unit="mg"),
        Field("symptoms", "症状", Kind.MULTI, mark=Mark.CODE, cells=4,
              options=options("幻觉", "猜疑", "高中/技校", "其他")),
        Field("other", "其他症状", Kind.TEXT),
        Field("signed", "签名", Kind.SIGNATURE),
    ),
    (
        Table("drugs", "用药情况", 3, (
            Field("name", "药名", Kind.TEXT),
            Field("freq", "次数", Kind.INTEGER),
            Field("way", "服法", Kind.SINGLE, mark=Mark.SYMBOL, options=options("口服", "注射")),
        )),
    ),
    repeats=True, default_count=2,
)
_QUARTER = Sheet(
    "quarter", "季度评估", "1",
    (Side((
        Row(12, (label("年度"), answer("year"))),
        Row(12, (label("评估日期"), answer("day", entry=1), answer("day", entry=2))),
    )),),
    (
        Field("year", "年度", Kind.DATE, precision=Precision.YEAR, min_precision=Precision.YEAR, page_scope=True),
        Field("day", "评估日期", Kind.DATE),
    ),
    repeats=True, entries=2,
)
HANDBOOK = Handbook("small", "小手册", "1", ("1", "2"), (_COVER, _VISIT, _QUARTER))


@cache
def template_bytes() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.xlsx"
        build_template(HANDBOOK, path)
        return path.read_bytes()


def written(
    values: Mapping[str, Value], folder: Path, counts: Mapping[str, int] | None = None, *, template: Path | None = None
) -> tuple[bytes, list[Problem]]:
    """Return a workbook filled with ``values`` and what was said about it."""
    if template is None:
        template = folder / "template.xlsx"
        template.write_bytes(template_bytes())
    out = folder / "booklet.xlsx"
    problems = emit(HANDBOOK, build_layout(HANDBOOK, counts), values, out, template=template)
    return out.read_bytes(), problems


def reread(content: bytes, name: str = "booklet.xlsx") -> Booklet:
    identity = identify(content, name)
    assert identity is not None
    return read(content, name, HANDBOOK, identity)


def values_of(booklet: Booklet) -> dict[str, Value]:
    return {name: each.value for name, each in booklet.readings.items() if each.value is not None}


def codes(problems: list[Problem] | tuple[Problem, ...]) -> list[str]:
    return [each.code for each in problems]


def changed(content: bytes, change: Callable[[Workbook], None]) -> bytes:
    """Return the workbook as a person would leave it who opens, changes and saves it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def place(book: Workbook, field_id: str) -> tuple[str, str]:
    """Return the worksheet and the cell of a field."""
    found = list(book.defined_names[name_of(field_id)].destinations)
    return found[0][0], found[0][1].replace("$", "")


def put(book: Workbook, field_id: str, value: object, number_format: str | None = None) -> None:
    title, address = place(book, field_id)
    cell = book[title][address]
    cell.value = value
    if number_format:
        cell.number_format = number_format


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the archive with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            target.writestr(entry.filename, change(data) if entry.filename == name else data)
    return out.getvalue()


def without_part(content: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            if entry.filename != name:
                target.writestr(entry.filename, source.read(entry))
    return out.getvalue()


def sheet_parts(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        yield from (name for name in source.namelist() if name.startswith("xl/worksheets/sheet"))
