"""A small handbook that has every kind of field, and ways to write, change and read its Word files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from lxml import etree

from formkit.errors import Problem
from formkit.layout import build_layout
from formkit.media.docx import emit, identify, read
from formkit.media.docx.names import DOCUMENT_PART, q
from formkit.media.docx.template import template_bytes
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
from formkit.model.layout import Layout
from formkit.model.reading import Reading, Value


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(str(number), words) for number, words in enumerate(labels, start=1))


def label(text: str, width: float | None = 28) -> Cell:
    return Cell(CellRole.LABEL, text, width=width, align="center")


def answer(field: str, width: float | None = None, entry: int = 1) -> Cell:
    return Cell(CellRole.FIELD, field=field, width=width, entry=entry)


_COVER = Sheet(
    "cover", "封面", "1",
    (Side((
        Row(14, (Cell(CellRole.LABEL, "服务手册", bold=True, size=16, borders="", align="center"),)),
        Row(12, (label("姓名"), answer("name", 60), label("编号"), answer("no"))),
        Row(12, (label("身份证号"), answer("idno"))),
        Row(12, (label("出生年月"), answer("birth", 70), label("性别"), answer("sex"))),
        Row(22, (label("职业"), answer("work"))),
        Row(30, (label("备注"), answer("remark"))),
        Row(12, (label("可选服务"), answer("care"))),
        Row(12, (label("版本说明"), answer("notice"))),
    )),),
    (
        Field("name", "姓名", Kind.TEXT, format=Format.NAME, required=True),
        Field("no", "编号", Kind.CODE, length=8, separators=((3, "-"),)),
        Field("idno", "身份证号", Kind.TEXT, format=Format.ID_NUMBER, cells=18),
        Field("birth", "出生年月", Kind.DATE, precision=Precision.DAY, min_precision=Precision.YEAR),
        Field("sex", "性别", Kind.SINGLE, mark=Mark.CIRCLE, options=options("男", "女")),
        Field("work", "职业", Kind.MULTI, mark=Mark.CIRCLE,
              options=options("国家机关、企业负责人", "专业技术人员", "农民", "其他劳动者")),
        Field("remark", "备注", Kind.TEXT, multiline=True),
        Field("care", "服务", Kind.MULTI, mark=Mark.BOX, options=options("助餐", "助浴", "陪诊")),
        Field("notice", "版本说明", Kind.TEXT, preprinted="二〇一七版"),
    ),
)
_VISIT = Sheet(
    "visit", "随访记录", "1",
    (
        Side((
            Row(12, (label("日期"), answer("date", 80), label("次数"), answer("times"))),
            Row(14, (label("睡眠"), answer("sleep", 60), label("剂量"), answer("dose"))),
            Row(30, (label("症状"), answer("symptoms"))),
            Row(12, (label("其他症状"), answer("other"))),
            Row(20, (label("下次"), answer("next", 42), label("饮食"), answer("eating"))),
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
        Field("symptoms", "症状", Kind.MULTI, mark=Mark.CODE, cells=3,
              options=options("幻觉", "猜疑", "高中/技校", "其他", *(f"症状{number}" for number in range(5, 13)))),
        Field("other", "其他症状", Kind.TEXT),
        Field("next", "下次", Kind.DATE),
        Field("eating", "饮食", Kind.SINGLE, mark=Mark.CODE, options=options("好", "差")),
        Field("signed", "签名", Kind.SIGNATURE),
    ),
    (
        Table("drugs", "用药情况", 3, (
            Field("name", "药名", Kind.TEXT),
            Field("freq", "次数", Kind.INTEGER),
            Field("way", "服法", Kind.SINGLE, mark=Mark.SYMBOL, options=(Option("√", "口服"), Option("×", "注射"))),
        )),
    ),
    repeats=True, default_count=2,
)
_QUARTER = Sheet(
    "quarter", "季度评估", "1",
    (Side((
        Row(12, (label("年度"), answer("year"))),
        Row(20, (label("评估日期"), answer("day", 42, entry=1), answer("day", entry=2))),
        Row(12, (label("得分"), answer("score", entry=1), answer("score", entry=2))),
    )),),
    (
        Field("year", "年度", Kind.DATE, precision=Precision.YEAR, min_precision=Precision.YEAR, page_scope=True),
        Field("day", "评估日期", Kind.DATE),
        Field("score", "得分", Kind.INTEGER, cells=1),
    ),
    repeats=True, entries=2,
)
HANDBOOK = Handbook("small", "小手册", "1", ("1", "2"), (_COVER, _VISIT, _QUARTER))


@cache
def layout(*counts: tuple[str, int], serial: str = "ABC123") -> Layout:
    return build_layout(HANDBOOK, dict(counts), serial)


@cache
def small_template() -> bytes:
    return template_bytes(HANDBOOK)


def written(values: Mapping[str, Value], folder: Path, *counts: tuple[str, int]) -> tuple[bytes, list[Problem]]:
    """Return a DOCX filled with ``values`` and what was said about it."""
    out = folder / "booklet.docx"
    problems = emit(HANDBOOK, layout(*counts), values, out)
    return out.read_bytes(), problems


def reread(content: bytes, name: str = "booklet.docx") -> Booklet:
    identity = identify(content, name)
    assert identity is not None
    return read(content, name, HANDBOOK, identity)


def values_of(booklet: Booklet) -> dict[str, Value]:
    return {
        name: each.value for name, each in booklet.readings.items() if each.value is not None and name != "cover.notice"
    }


def codes(problems: list[Problem] | tuple[Problem, ...]) -> list[str]:
    return [each.code for each in problems]


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(content: bytes, change: Callable[[etree._Element], None]) -> bytes:
    """Return the file with its text changed as a program might save it."""
    parts = parts_of(content)
    root = etree.fromstring(parts[DOCUMENT_PART])
    change(root)
    parts[DOCUMENT_PART] = etree.tostring(root)
    return zipped(parts)


def control(root: etree._Element, tag: str) -> etree._Element:
    return tagged(root, tag)[0]


def tagged(root: etree._Element, tag: str) -> list[etree._Element]:
    return [each for each in root.iter(q("w:sdt")) if each.find(f"{q('w:sdtPr')}/{q('w:tag')}").get(q("w:val")) == tag]


def element(name: str, *children: etree._Element, text: str | None = None, **attributes: str) -> etree._Element:
    made = etree.Element(q(name), {q(f"w:{key}"): value for key, value in attributes.items()})
    made.text = text
    made.extend(children)
    return made


def typed_run(text: str) -> etree._Element:
    return element("w:r", element("w:t", text=text))


def retype(root: etree._Element, tag: str, *children: etree._Element) -> None:
    """Replace what stands in a control, as Word does when somebody types there."""
    found = control(root, tag)
    flag = found.find(f"{q('w:sdtPr')}/{q('w:showingPlcHdr')}")
    if flag is not None:
        flag.getparent().remove(flag)
    content = found.find(q("w:sdtContent"))
    content[:] = children


def after(content: bytes, change: Callable[[etree._Element], None], field: str) -> tuple[Reading, list[str]]:
    """Return the reading of one field after a change, and the codes of all problems."""
    booklet = reread(changed(content, change))
    return booklet.readings[field], codes(booklet.problems)
