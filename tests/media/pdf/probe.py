"""A small handbook with every kind of field and every way of marking, and values for it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from formkit.layout import build_layout
from formkit.media.pdf import emit, identify, read
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
from formkit.model.ids import FieldRef, booklet_refs, find
from formkit.model.imprint import Booklet
from formkit.model.layout import Layout, Place
from formkit.model.reading import Value

SERIAL = "7KX2M9"


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(str(number), label) for number, label in enumerate(labels, start=1))


def _label(text: str, width: float = 28) -> Cell:
    return Cell(CellRole.LABEL, text, width=width)


def _row(height: float, field: Field, entry: int = 1) -> Row:
    return Row(height, (_label(field.label), Cell(CellRole.FIELD, field=field.id, entry=entry)))


TWELVE = options(
    "幻觉",
    "交流困难",
    "猜疑",
    "喜怒无常",
    "行为怪异",
    "兴奋话多",
    "伤人毁物",
    "悲观厌世",
    "无故外走",
    "自语自笑",
    "孤僻懒散",
    "其他",
)
FIRST = (
    Field("name", "患者姓名", Kind.TEXT, format=Format.NAME),
    Field("number", "编号", Kind.CODE, length=8, separators=((3, "-"),)),
    Field("id_number", "身份证号", Kind.TEXT, format=Format.ID_NUMBER, cells=18),
    Field("sex", "性别", Kind.SINGLE, mark=Mark.CIRCLE, options=options("男", "女", "未说明")),
    Field(
        "job",
        "职业",
        Kind.SINGLE,
        mark=Mark.CIRCLE,
        options=options("国家机关、党群组织、企业、事业单位负责人", "专业技术人员", "农民"),
    ),
    Field("places", "就医方式", Kind.MULTI, mark=Mark.CIRCLE, options=options("门诊", "住院", "社区康复")),
    Field("consent", "知情同意", Kind.SINGLE, mark=Mark.BOX, options=options("同意", "不同意")),
    Field("drugs", "用过的药", Kind.MULTI, mark=Mark.BOX, options=options("口服", "注射", "其他")),
    Field("sleep", "睡眠", Kind.SINGLE, mark=Mark.CODE, options=options("良好", "一般", "较差")),
    Field("symptoms", "症状", Kind.MULTI, mark=Mark.CODE, cells=5, options=TWELVE),
    Field("seen", "查看", Kind.SINGLE, mark=Mark.SYMBOL, options=(Option("y", "√"), Option("n", "×"))),
    Field("birth", "出生日期", Kind.DATE),
    Field("onset", "发病年月", Kind.DATE, precision=Precision.MONTH),
    Field("times", "次数", Kind.INTEGER, unit="次"),
    Field("income", "收入", Kind.NUMBER, unit="元"),
    Field("story", "经过", Kind.TEXT, multiline=True),
    Field("signed", "签字", Kind.SIGNATURE),
)
SECOND = (Field("day", "日期", Kind.DATE), Field("note", "记事", Kind.TEXT, multiline=True))
YEAR = Field("year", "年度", Kind.DATE, precision=Precision.YEAR, page_scope=True)
COLUMNS = (
    Field("goal", "目标", Kind.TEXT),
    Field("done", "完成", Kind.SINGLE, mark=Mark.CODE, options=options("是", "否")),
)


def _handbook() -> Handbook:
    heights = {"job": 20, "symptoms": 34}
    title = Row(10, (Cell(CellRole.TEXT, "测试表（甲）", bold=True, size=16, align="center", borders=""),))
    first = Side((title, *(_row(heights.get(field.id, 12), field) for field in FIRST)))
    rows = [_row(12, YEAR)]
    for entry in (1, 2):
        rows += [_row(16, field, entry) for field in SECOND]
        for number in (1, 2):
            cells = (Cell(CellRole.FIELD, field=f"steps.{number}.{column.id}", entry=entry) for column in COLUMNS)
            rows.append(Row(14, (_label(f"步骤{number}"), *cells)))
    sheets = (
        Sheet("basic", "基本表", "2017", (first,), FIRST),
        Sheet(
            "visit",
            "随访表",
            "2017",
            (Side(tuple(rows)),),
            (YEAR, *SECOND),
            (Table("steps", "步骤", 2, COLUMNS),),
            repeats=True,
            default_count=2,
            entries=2,
        ),
    )
    return Handbook("probe", "测试手册", "2017", ("2011", "2017"), sheets)


HANDBOOK = _handbook()
LAYOUT = build_layout(HANDBOOK, serial=SERIAL)
REFS = {ref.id: ref for ref in booklet_refs(HANDBOOK)}
PLACES = {name: place for name, (_, place) in LAYOUT.places().items()}
FILLED: dict[str, Value] = {
    "basic.name": "欧阳建国",
    "basic.number": "10200345",
    "basic.id_number": "11010519491231002X",
    "basic.sex": "2",
    "basic.job": "1",
    "basic.places": ("1", "3"),
    "basic.consent": "1",
    "basic.drugs": ("2", "3"),
    "basic.sleep": "3",
    "basic.symptoms": ("2", "11", "12"),
    "basic.seen": "y",
    "basic.birth": "1949-12-31",
    "basic.onset": "1970",
    "basic.times": 3,
    "basic.income": 1250.5,
    "basic.story": "夜间少眠，白天自语（家属述）。",
    "basic.signed": True,
    "visit_page.1.year": "2013",
    "visit.1.day": "--03-05",
    "visit.1.note": "第一行\n第二行",
    "visit.4.day": "2013-11",
    "visit.1.steps.2.goal": "按时服药",
    "visit.1.steps.2.done": "2",
}
LONG = "患者近期睡眠较差，偶有自语，家属反映服药不规律（经劝说后已按时服药）。建议两周后复查；" * 30


def place(name: str) -> Place:
    return PLACES[name]


def ref(name: str) -> FieldRef:
    found = find(HANDBOOK, name)
    assert found is not None
    return found


def written(folder: Path, values: dict[str, Value], *, form: bool, layout: Layout = LAYOUT) -> bytes:
    out = folder / "booklet.pdf"
    emit(HANDBOOK, layout, values, out, form=form)
    return out.read_bytes()


def read_back(content: bytes) -> Booklet:
    identity = identify(content, "booklet.pdf")
    assert identity is not None
    return read(content, "booklet.pdf", HANDBOOK, identity)


def values_of(booklet: Booklet) -> dict[str, Value]:
    return {name: reading.value for name, reading in booklet.readings.items() if reading.value is not None}


CHARACTERS = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff")
ODD = st.sampled_from(
    [
        "=1+2",
        "{{ x }}",
        "{% for %}",
        "<w:p>&amp;</w:p>",
        "(a\\)b) Tj",
        "〔见附页1〕",
        "\ufeff甲",
        "\u2060乙",
        "张 三",
        " 空 ",
        "\n",
        "𠮷田😀",
        "11010519491231002X",
        "2012-02-30",
        "é",
        "e\u0301",
        "/Off",
        "Off",
        "Yes",
        "。，、）",
        "（（（（",
        "A" * 400,
        LONG,
        "\t\t",
        "☑√×",
    ]
)
TEXTS = st.text(CHARACTERS | st.sampled_from("\n\t　 ，。0"), min_size=1, max_size=60) | ODD
DATES = st.dates().map(str) | st.sampled_from(["1970", "1970-05", "--02-29", "0001-01-01"]) | TEXTS


def value_for(ref: FieldRef) -> st.SearchStrategy[Value]:
    field = ref.field
    codes = [option.code for option in field.options]
    by_kind: dict[Kind, st.SearchStrategy[Value]] = {
        Kind.DATE: DATES,
        Kind.INTEGER: st.integers(-(10**30), 10**30),
        Kind.NUMBER: st.integers() | st.floats(allow_nan=False, allow_infinity=False),
        Kind.SIGNATURE: st.just(True),
    }
    if field.kind is Kind.SINGLE:
        return st.sampled_from(codes)
    if field.kind is Kind.MULTI:
        return st.sets(st.sampled_from(codes), min_size=1).map(
            lambda chosen: tuple(each for each in codes if each in chosen)
        )
    return by_kind.get(field.kind, TEXTS)


FURTHER = [f"visit.{entry}.steps.{row}.{column.id}" for entry, row in ((1, 3), (2, 5), (9, 1)) for column in COLUMNS]


@st.composite
def filled(draw: st.DrawFn) -> dict[str, Value]:
    names = draw(st.lists(st.sampled_from([*REFS, *FURTHER, "visit.7.note"]), unique=True, max_size=12))
    return {name: draw(value_for(ref(name))) for name in names}
