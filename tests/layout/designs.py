"""Small handbooks for the tests of the layout, built in code."""

from __future__ import annotations

from formkit.model.handbook import Cell, CellRole, Field, Handbook, Kind, Mark, Option, Row, Sheet, Side


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(str(number), label) for number, label in enumerate(labels, start=1))


def label(text: str, width: float = 28) -> Cell:
    return Cell(CellRole.LABEL, text, width=width)


def answer(field: str, width: float | None = None) -> Cell:
    return Cell(CellRole.FIELD, field=field, width=width)


def one_sheet(*rows: Row, fields: tuple[Field, ...], repeats: bool = False, entries: int = 1) -> Handbook:
    sheet = Sheet("s", "表", "1", (Side(rows),), fields, repeats=repeats, entries=entries)
    return Handbook("h", "手册", "1", ("1",), (sheet,))


def one_field(field: Field, height: float = 12, width: float | None = None) -> Handbook:
    cells = (label("项目"), answer(field.id, width), *((Cell(CellRole.GAP),) if width else ()))
    return one_sheet(Row(height, cells), fields=(field,))


CIRCLED = Field("sex", "性别", Kind.SINGLE, mark=Mark.CIRCLE, options=options("男", "女"))
WORKS = options("国家机关、党群组织负责人", "办事人员", "军人")
LONG = Field("work", "职业", Kind.SINGLE, mark=Mark.CIRCLE, options=WORKS)
CODED = Field("sleep", "睡眠", Kind.SINGLE, mark=Mark.CODE, options=options("良好", "一般", "较差"))
SYMPTOMS = Field("symptoms", "症状", Kind.MULTI, mark=Mark.CODE, cells=12, options=options(*["幻觉交流"] * 12))
TICKED = Field("care", "服务", Kind.MULTI, mark=Mark.BOX, options=options("助餐", "助浴", "陪诊"))
DATE = Field("date", "日期", Kind.DATE)
CODE = Field("no", "编号", Kind.CODE, length=8, separators=((3, "-"),))
