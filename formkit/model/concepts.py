"""Concepts: what a field or a column of a list means, whatever the handbook or the office calls it.

A field of a mapping names its concept (`Field.concept`); a column of a list of people is led to
one by the words of its header. So a list can fill a handbook that was made without knowing it.
The Chinese words come from rosters of township offices, the national system's exports and the
basic population fields of the public security line.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Answer(StrEnum):
    """What sort of content the column of a concept has."""

    TEXT = "text"
    NAME = "name"
    DATE = "date"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    CODE = "code"
    CHOICE = "choice"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Concept:
    """A meaning: its id, the sort of its content, and the header words that stand for it."""

    id: str
    answer: Answer
    headers: tuple[str, ...]
    meanings: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """For a choice: (the common word, other words for the same answer)."""


NAME = "person.name"
ID_NUMBER = "person.id_number"
BIRTH = "person.birth"
SEX = "person.sex"
PHONE = "person.phone"
SECOND_PHONE = "person.phone_2"
VILLAGE = "person.village"
DANGER = "visit.danger"
GUARDIAN_NAME = "guardian.name"
GUARDIAN_ID = "guardian.id_number"
VILLAGE_CONTACT = "village.contact"
DEATH = "person.death_date"
QUARTERS = ("visit.q1", "visit.q2", "visit.q3", "visit.q4")
"""The date of the visit in each quarter of a year."""
ROW_NUMBER = "row.number"

_YES_NO = (
    ("是", ("有", "√", "✓", "✔", "y", "yes", "1", "已")),
    ("否", ("无", "×", "✗", "✘", "x", "n", "no", "0", "未", "没有")),
)
_DANGER = tuple((f"{level}级", (str(level), f"{level}级", f"{'零一二三四五'[level]}级")) for level in range(6))
_CLASS = (
    ("不稳定", ("病情不稳定", "不稳")),
    ("基本稳定", ("病情基本稳定", "基本稳")),
    ("稳定", ("病情稳定",)),
)
_ADHERENCE = (
    ("规律", ("规律服药", "按医嘱规律用药", "规律用药", "按时服药")),
    ("间断", ("间断服药", "间断用药", "不规律", "不规律服药")),
    ("不服药", ("不用药", "未服药", "拒绝服药")),
    ("医嘱勿需", ("医嘱勿需用药", "医嘱勿需服药", "医嘱无需用药", "医嘱无需服药", "无需服药")),
)
_STATUS = (
    ("在管", ("在册在管", "管理中")),
    ("非在管", ("在册非在管", "未管理", "不在管")),
    ("失访", ("失联",)),
    ("外出", ("外出打工", "长期外出")),
    ("住院", ("住院治疗", "在院")),
    ("死亡", ("已故", "已死亡", "去世")),
    ("迁出", ("迁居他处", "已迁出", "搬迁")),
)

_ALL = (
    Concept(
        NAME, Answer.NAME,
        ("姓名", "患者姓名", "病人姓名", "名字", "对象姓名", "患者名", "人员姓名", "居民姓名"),
    ),
    Concept(SEX, Answer.CHOICE, ("性别", "患者性别"), (("男", ("男性", "m", "1")), ("女", ("女性", "f", "2")))),
    Concept(
        ID_NUMBER, Answer.ID_NUMBER,
        (
            "身份证号", "身份证号码", "公民身份号码", "公民身份证号码", "公民身份证号", "身份证", "身份证件号",
            "身份证件号码", "证件号", "证件号码", "患者身份证号", "居民身份证号", "居民身份证号码", "身份号码",
        ),
    ),
    Concept(BIRTH, Answer.DATE, ("出生日期", "出生年月", "出生年月日", "生日", "出生", "患者出生日期")),
    Concept("person.age", Answer.COUNT, ("年龄", "周岁", "实足年龄", "岁数")),
    Concept(
        "person.number", Answer.CODE,
        (
            "患者编号", "编号", "档案号", "档案编号", "健康档案编号", "健康档案号", "病人编号", "管理编号",
            "网报编号",
        ),
    ),
    Concept(
        "person.address", Answer.TEXT,
        (
            "现住址", "住址", "地址", "居住地址", "现住地址", "家庭住址", "家庭地址", "常住地址", "现居住地",
            "居住地", "现住地", "详细地址", "住所", "联系地址", "现住地详址",
        ),
    ),
    Concept(
        "person.household_address", Answer.TEXT,
        ("户籍地址", "户籍地", "户口所在地", "户籍所在地", "户籍住址", "户籍地详址", "户口地址"),
    ),
    Concept(
        PHONE, Answer.PHONE,
        (
            "联系电话", "电话", "联系方式", "家庭电话", "手机", "手机号", "手机号码", "电话号码", "本人电话",
            "患者电话", "联系号码",
        ),
    ),
    Concept(SECOND_PHONE, Answer.PHONE, ("其他电话", "备用电话", "联系电话2", "电话2")),
    Concept(
        VILLAGE, Answer.TEXT,
        (
            "村", "村名", "村居", "村(居)", "村(居)委会", "村委会", "居委会", "社区", "村/社区", "村社区",
            "所属村", "所在村", "村居名称", "行政村", "村(社区)", "社区(村)", "村组", "所属社区", "居(村)委会",
            "辖区村(居)委会",
        ),
    ),
    Concept(
        "person.village_code", Answer.CODE,
        ("村代码", "村编码", "村(居)代码", "村居代码", "社区代码", "村级代码"),
    ),
    Concept(
        "person.town", Answer.TEXT,
        (
            "乡镇", "镇", "乡", "街道", "乡镇(街道)", "乡(镇)", "乡镇名称", "镇(街道)", "街道(乡镇)", "所属乡镇",
            "乡镇街道",
        ),
    ),
    Concept("person.town_code", Answer.CODE, ("乡镇代码", "乡镇编码", "街道代码", "镇代码", "乡镇(街道)代码")),
    Concept(
        GUARDIAN_NAME, Answer.NAME,
        (
            "监护人", "监护人姓名", "家属", "家属姓名", "监护人(家属)", "家属(监护人)", "监护人名字", "联系人",
            "联系人姓名",
        ),
    ),
    Concept(
        "guardian.relation", Answer.TEXT,
        (
            "与患者关系", "关系", "与病人关系", "监护人与患者关系", "监护关系", "监护人关系", "与监护人关系",
            "家属关系",
        ),
    ),
    Concept(
        "guardian.phone", Answer.PHONE,
        (
            "监护人电话", "监护人联系电话", "监护人联系方式", "家属电话", "家属联系电话", "监护人手机",
            "家属联系方式", "联系人电话",
        ),
    ),
    Concept("guardian.address", Answer.TEXT, ("监护人住址", "监护人地址", "监护人现住址", "家属住址", "家属地址")),
    Concept(
        "illness.diagnosis", Answer.TEXT,
        (
            "诊断", "目前诊断", "确诊诊断", "诊断名称", "疾病名称", "目前诊断类型", "诊断类型", "疾病诊断", "病种",
            "确诊病种", "病名", "所患疾病",
        ),
    ),
    Concept("illness.hospital", Answer.TEXT, ("确诊医院", "诊断医院", "确诊机构", "确诊单位", "诊断机构")),
    Concept("illness.diagnosed_on", Answer.DATE, ("确诊日期", "诊断日期", "确诊时间", "诊断时间")),
    Concept(
        "illness.first_onset", Answer.DATE,
        (
            "初次发病时间", "首次发病时间", "发病时间", "初次发病日期", "首次发病日期", "发病日期", "初发时间",
            "初发病时间",
        ),
    ),
    Concept(
        "visit.date", Answer.DATE,
        (
            "随访日期", "最近随访日期", "随访时间", "最近随访时间", "最近一次随访日期", "末次随访日期",
            "最后随访日期", "本次随访日期", "上次随访日期",
        ),
    ),
    Concept("visit.next_date", Answer.DATE, ("下次随访日期", "下次随访", "下次随访时间", "预约随访日期")),
    Concept(
        DANGER, Answer.CHOICE,
        (
            "危险性评估", "危险性", "危险等级", "危险性等级", "危险性评级", "危险性评估等级", "目前危险性评估等级",
            "危险级别", "危险性分级", "危险性级别", "风险等级", "风险评估等级", "评估等级",
        ),
        _DANGER,
    ),
    Concept(
        "visit.class", Answer.CHOICE,
        (
            "病情分类", "随访分类", "病情", "此次随访分类", "本次随访分类", "病情稳定情况", "分类", "病情稳定程度",
            "稳定情况", "目前病情",
        ),
        _CLASS,
    ),
    Concept(
        "visit.adherence", Answer.CHOICE,
        ("服药情况", "服药依从性", "用药依从性", "服药", "用药情况", "是否服药", "服药状况"),
        _ADHERENCE,
    ),
    Concept("remark", Answer.TEXT, ("备注", "说明", "备考")),
    Concept(
        "disability", Answer.TEXT,
        (
            "残疾证", "残疾等级", "残疾证等级", "残疾人证等级", "精神残疾等级", "残疾情况", "残疾证号",
            "残疾人证号", "残疾级别",
        ),
    ),
    Concept(
        "managed_since", Answer.DATE,
        ("纳入管理日期", "纳管日期", "建档日期", "建档时间", "入册日期", "纳入管理时间", "纳管时间", "纳入日期"),
    ),
    Concept("managed", Answer.CHOICE, ("是否在管", "在管", "是否纳入管理", "是否管理"), _YES_NO),
    Concept("status", Answer.CHOICE, ("状态", "管理状态", "患者状态", "在册状态", "管理情况"), _STATUS),
    Concept(DEATH, Answer.DATE, ("死亡日期", "死亡时间", "去世日期", "去世时间")),
    Concept("exam_date", Answer.DATE, ("体检日期", "年度体检日期", "健康体检日期", "体检时间", "年度体检")),
    Concept(
        "poverty", Answer.CHOICE,
        ("贫困", "低保", "贫困/低保", "是否低保", "是否贫困", "是否纳入低保", "低保户", "贫困户", "建档立卡"),
        _YES_NO,
    ),
    Concept(
        "subsidy", Answer.CHOICE,
        ("监护补助", "以奖代补", "监护人补助", "是否享受补助", "看护补助", "监护补贴"),
        _YES_NO,
    ),
    Concept("care_group", Answer.CHOICE, ("关爱帮扶小组", "关爱帮扶", "帮扶小组", "是否建立关爱帮扶小组"), _YES_NO),
    Concept("household_type", Answer.TEXT, ("户别", "户口类型", "户籍类型", "户籍性质", "户口性质", "户籍")),
    Concept(
        "consent", Answer.CHOICE,
        ("知情同意", "是否同意", "知情同意书", "是否知情同意", "是否签署知情同意书"),
        (
            ("同意", ("同意参加管理", "同意参加", "已签", "已同意", "是", "√")),
            ("不同意", ("不同意参加管理", "不同意参加", "未签", "拒绝", "否", "×")),
        ),
    ),
    Concept(
        GUARDIAN_ID, Answer.ID_NUMBER,
        ("监护人身份证号", "监护人身份证号码", "监护人身份证", "监护人公民身份号码", "家属身份证号", "家属身份证号码"),
    ),
    Concept(
        VILLAGE_CONTACT, Answer.TEXT,
        ("村(居)委会联系人、电话", "辖区村(居)委会联系人", "村(居)委会联系人电话"),
    ),
    *(
        Concept(
            concept, Answer.DATE,
            tuple(
                f"{quarter}{what}" for quarter in (f"第{han}季度", f"{han}季度", f"第{number}季度", f"{number}季度")
                for what in ("随访日期", "随访时间", "随访", "日期", "")
            ),
        )
        for concept, (number, han) in zip(QUARTERS, enumerate("一二三四", 1), strict=True)
    ),
    Concept(ROW_NUMBER, Answer.COUNT, ("序号", "序", "编次", "no", "no.", "行号")),
)

CONCEPTS = MappingProxyType({concept.id: concept for concept in _ALL})
"""Every concept by its id."""

_PADDING = re.compile(r"[\s\u3000\ufeff\u200b*＊:：]+")


def header_key(header: str) -> str:
    """Return a header reduced to what matters for comparing: no blanks, half-width, lower case."""
    return _PADDING.sub("", unicodedata.normalize("NFKC", header)).lower()


def _by_header() -> MappingProxyType[str, str]:
    words: dict[str, str] = {}
    for concept in _ALL:
        for header in (concept.id, *concept.headers):
            words.setdefault(header_key(header), concept.id)
    return MappingProxyType(words)


BY_HEADER = _by_header()
"""Concept id by the reduced header word; concept ids stand for themselves."""


def meaning(concept_id: str, found: str) -> str | None:
    """Return the common word for an answer as found ("规律服药" is "规律"), or None.

    Numbers have a meaning only where every edition agrees on it. A class written as "1" has none:
    it is 稳定 in one edition and 不稳定 in another.
    """
    concept = CONCEPTS.get(concept_id)
    if concept is None:
        return None
    key = header_key(found)
    for word, others in concept.meanings:
        if key == header_key(word) or key in {header_key(other) for other in others}:
            return word
    return None
