"""A small handbook with one of everything that the rules look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from formkit.checks import check_values
from formkit.model.handbook import (
    Check,
    Condition,
    Field,
    Format,
    Handbook,
    Kind,
    Option,
    Precision,
    Sheet,
    Side,
    Table,
)
from formkit.model.reading import Value
from formkit.model.rules import RULES

TODAY = dt.date(2013, 6, 1)
SIDES = (Side(()),)
NAME = Field("patient_name", "患者姓名", Kind.TEXT, Format.NAME, required=True)
HEAD = Field("patient_name", "姓名", Kind.TEXT, Format.NAME, required=True, same_as="cover.patient_name")
GRADES = (Option("1", "良好"), Option("2", "一般"), Option("3", "较差"))

COVER = Sheet(
    "cover",
    "封面",
    "2011",
    SIDES,
    (
        NAME,
        Field("sex", "性别", Kind.SINGLE, options=(Option("1", "男"), Option("2", "女"), Option("9", "未说明"))),
        Field("birth", "出生年月", Kind.DATE, precision=Precision.MONTH, min_precision=Precision.MONTH),
        Field("idno", "身份证号", Kind.TEXT, Format.ID_NUMBER, concept="person.id_number"),
        Field("guardian_idno", "监护人身份证号", Kind.TEXT, Format.ID_NUMBER, concept="guardian.id_number"),
        Field("phone", "联系电话", Kind.TEXT, Format.PHONE),
        Field("contact", "联系人、电话", Kind.TEXT, Format.NAME_PHONE),
        Field("address", "居住地址", Kind.TEXT, Format.ADDRESS),
        Field("postcode", "邮编", Kind.CODE, Format.POSTCODE, length=6),
        Field("visit_time", "时间", Kind.TEXT, Format.TIME),
        Field("town_code", "行政区划编码", Kind.CODE, Format.TOWN_CODE, length=9),
        Field("village_code", "村编码", Kind.CODE, Format.VILLAGE_CODE, length=3, lengths=(12,)),
        Field("archive_no", "编号", Kind.CODE, Format.ARCHIVE_NO, length=8, lengths=(11, 17)),
        Field("card", "残疾人证号", Kind.CODE, Format.DISABILITY_CARD),
        Field("gtin", "条码", Kind.CODE, Format.GTIN),
        Field("category", "残疾类别", Kind.SINGLE, options=(Option("1", "视力"), Option("6", "精神"))),
        Field("level", "残疾等级", Kind.SINGLE, options=(Option("1", "一级"), Option("3", "三级"))),
        Field("card_words", "残疾类别和等级", Kind.TEXT),
        Field("created", "建立日期", Kind.DATE),
        Field("closed", "结案日期", Kind.DATE),
        Field("pages", "页数", Kind.INTEGER, minimum=0, maximum=7),
        Field("income", "收入", Kind.NUMBER, minimum=0),
        Field("version", "版本", Kind.CODE, pattern=r"CM\d{2}(-C\d{2})?"),
        Field("plain_no", "患者编号", Kind.CODE, length=8, lengths=(17,)),
        Field("signed", "签字", Kind.SIGNATURE),
    ),
)
VISIT = Sheet(
    "visit",
    "随访",
    "2011",
    SIDES,
    (
        HEAD,
        Field("archive_no", "编号", Kind.CODE, Format.ARCHIVE_NO, same_as="cover.archive_no"),
        Field("date", "随访日期", Kind.DATE, required=True),
        Field("lost", "失访原因", Kind.SINGLE, options=(Option("1", "外出"), Option("2", "迁居"))),
        Field("death", "死亡日期", Kind.DATE),
        Field(
            "danger", "危险性", Kind.SINGLE, required=True, options=tuple(Option(str(n), f"{n}级") for n in range(6))
        ),
        Field(
            "insight", "自知力", Kind.SINGLE, options=(Option("1", "完全"), Option("2", "不全"), Option("3", "缺失"))
        ),
        Field("work", "生产劳动", Kind.SINGLE, options=GRADES),
        Field("learning", "学习能力", Kind.SINGLE, options=GRADES),
        Field(
            "events",
            "危险行为",
            Kind.MULTI,
            options=(
                Option("1", "轻度滋事", count_field="events_1"),
                Option("2", "肇事", count_field="events_2"),
                Option("6", "无", exclusive=True),
            ),
        ),
        Field("events_1", "轻度滋事次数", Kind.INTEGER, depends=Condition("events", ("1",))),
        Field("events_2", "肇事次数", Kind.INTEGER, depends=Condition("events", ("2",))),
        Field(
            "symptoms",
            "目前症状",
            Kind.MULTI,
            options=(Option("1", "幻觉"), Option("12", "其他", text_field="symptoms_12")),
        ),
        Field("symptoms_12", "其他症状", Kind.TEXT),
        Field("stay", "住院情况", Kind.SINGLE, options=(Option("0", "未住院"), Option("2", "曾住院"))),
        Field("discharge", "末次出院时间", Kind.DATE, depends=Condition("stay", ("2",))),
        Field("referral", "是否转诊", Kind.SINGLE, options=(Option("1", "否"), Option("2", "是"))),
        Field("reason", "转诊原因", Kind.TEXT, required=True, depends=Condition("referral", ("2",))),
        Field(
            "rating", "分类", Kind.SINGLE, options=(Option("1", "不稳定"), Option("2", "基本稳定"), Option("3", "稳定"))
        ),
        Field("next", "下次随访日期", Kind.DATE),
    ),
    (
        Table(
            "drugs",
            "用药情况",
            3,
            (Field("name", "药物", Kind.TEXT, required=True), Field("dose", "剂量", Kind.NUMBER)),
        ),
    ),
    repeats=True,
    default_count=4,
)
PLAN = Sheet(
    "plan",
    "计划",
    "2011",
    SIDES,
    (Field("date", "制订日期", Kind.DATE), Field("seq", "制订次数", Kind.INTEGER)),
    (Table("items", "明细", 5, (Field("problem", "问题", Kind.TEXT),), max_rows=3),),
    repeats=True,
)
ASSESSMENT = Sheet(
    "assessment",
    "季度评估",
    "2011",
    SIDES,
    (
        Field("year", "年度", Kind.CODE, length=4, required=True, page_scope=True),
        Field("date", "评估日期", Kind.DATE, required=True),
        Field("score", "总评", Kind.INTEGER, required=True),
    ),
    repeats=True,
    entries=4,
)
SHEETS = (COVER, VISIT, PLAN, ASSESSMENT)


def handbook(*checks: Check) -> Handbook:
    """Return the handbook with these rules."""
    return Handbook("probe", "试册", "2011", ("2011",), SHEETS, checks)


def rule(name: str, **arguments: object) -> Check:
    """Return a rule with its default severity."""
    return Check(name, tuple(arguments.items()), RULES[name].severity)


def found(values: Mapping[str, Value], *checks: Check) -> list[tuple[str, str | None]]:
    """Return code and field of every problem but of blanks that are required."""
    problems = check_values(handbook(*checks), values, today=TODAY)
    return [(each.code, each.field) for each in problems if each.code != "C001"]
