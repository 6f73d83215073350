"""What names a blank in a sentence, where no label with a colon stands before it."""

from __future__ import annotations

import re

from formkit.learn.found import Found
from formkit.learn.running import GAP, NEWLINE
from formkit.model.handbook import Format, Kind, Precision

_LEAD = re.compile(
    r"^(?:其中|[现兹今]有(?=.{2})|持有(?=.{3})|由(?!来)|于(?=.)|应(?=提前)|须(?=提前)|本次(?=.{2})|共有?(?=.{2}))"
)
"""Words before the name that only join it to the sentence: 由社工____负责."""
_TAIL = re.compile(r"(?<=.{2})(?:人民币|为|共计|合计|一式)$")
"""Words behind the name, before the blank: 上门时间为____."""
COUNTED = frozenset("项份天人个件户处次")
"""Units that say how many of something there are."""
_BEHIND = re.compile(
    rf"[ ]?[之以]?前[ ]?(?:完成)?(?P<what>[\u4e00-\u9fff]{{2}})(?:完毕|完成|到位|结束)?[ ]?"
    rf"(?=[{GAP}{NEWLINE}，,。；;]|并|$)"
)
"""What is to be done by a date: ____年__月__日前整改完毕."""
_BEHIND_ANY = re.compile(
    r"[ ]?[之以]?前[ ]?(?:完成|书面|自行|全部|立即|及时|予以|将|向我\w)*(?P<what>[\u4e00-\u9fff]{2})"
)
"""The same behind 请于, where the sentence goes on: 请于____年__月__日前书面回复整改情况."""
_BEFORE_END = re.compile(r"[ ]?[之以]?前[ ]?(?:完成|完毕|办结)?(?![\u4e00-\u9fff])")
"""The same, where only that it is to be done is said: （限____年__月__日前完成）."""
_TERM = re.compile(
    r"(?:.*(?:约定|确定|商定|同意|规定|上述|本|的|，)|^)(?P<term>[\u4e00-\u9fff]{2,8}(?:期限|期间|期|时限|时间))[为是]?[自从]$"
)
"""What a term is called right before it begins: 监护责任期限自____."""
_BECAUSE = re.compile(r"(?:本人|我|其|该[\u4e00-\u9fff]{1,3})?(?:现|因|系|是)?(?:因|因为|由于)")
_CERTIFIED = re.compile(r"(?:现|兹|今|特此)(?:有|证明|介绍|委托|派|聘请)|本人|居民|申请人本人")
"""What stands before a name in the first sentence of a certificate."""
_TITLE = re.compile(r"[ ]?(?:同志|同学|老人|老师|先生|女士)")
_SELF = re.compile(r"[自从于在]$")
_ASKED = re.compile(r"(?:^|[应请须需将定并])[于在]$|^(?:自|从|限|限于|)$")
"""What stands before a date in a sentence and does not name it."""

_SINCE = re.compile(
    r"^(?:.*(?:同意|批准|准予|核准|决定|拟定?|可|并|应|将))?(?:其|他|她)?(?P<what>(?!经|现|本)[\u4e00-\u9fff]{2,6}?)??[自从由于]$"
)
"""What stands before the day from which on something is; what was decided of it is no part of its name."""
_DAY_NAMES = {Precision.DAY: "日期", Precision.MONTH: "年月", Precision.YEAR: "年份"}


_RELATION = re.compile(r"(?:与)?(?:系|是|为)(?P<who>[^的是系与和]{1,6})的?(?:什么人)?$")
_FOLLOWS = re.compile(r"(?:采[取用]|选择|通过|按照?|.*提供)?(?:以下|下列|如下)(?:的|几[种项])?(?=[\u4e00-\u9fff]{2})")
_IS = re.compile(r"(?<=方式|类型|类别|性质|等级|结果|情况|形式|程度|关系)[为是]$")
"""What joins a choice to its name in a sentence: 运输方式为□公路 □铁路; no part of 行为."""
_WHO = re.compile(r"我们?|本人|我方|本户")
_DECIDES = re.compile(
    r"(?:经[\u4e00-\u9fff]{2,4})?(?:我们?|本人|我方|本户|患者|家属|监护人|申请人)?(?:现|自愿)?(?:决定|选择|表示|意见[是为])|"
    rf"{_WHO.pattern}"
)
"""Who decides, before what he decides: 我决定：□同意参加 □不同意参加."""


def name_choice(found: Found, *, cell: bool) -> None:
    """Name a choice in a sentence: 系患者的（□配偶 …） is 与患者关系, 采取以下方式 is 方式, 我决定 is 是否同意.

    In a ``cell`` it is named by the cell sooner than by who chooses.
    """
    words = [option.label for option in found.options]
    if not cell and not found.label and (done := _done_or_not(words)):
        found.label, found.labelled = f"是否{done}", True
    agreed = re.match(r"同意|愿意|接受|参加", words[0]) if len(words) > 1 else None
    if (said := _RELATION.fullmatch(found.label)) is not None and found.label[-1] == "的":
        found.label = f"与{said['who']}关系"
    elif found.label == "的":  # 系____的□父亲 □母亲: whose, was asked for before it.
        found.label = "关系"
    elif agreed and cell and _WHO.fullmatch(found.label):
        found.label, found.labelled = "", False
    elif agreed and _DECIDES.fullmatch(found.label) and any(each.startswith(f"不{agreed.group()}") for each in words):
        found.label, found.labelled = f"是否{agreed.group()}", True
        for blank in found.option_blanks:  # What was decided is the name of its reason, not the question.
            blank.labelled = True
    else:
        found.label = _IS.sub("", _FOLLOWS.sub("", found.label))


def _done_or_not(words: list[str]) -> str:
    """Return what two options say was done or was not: 保价 of 已保价 and 未保价; "" of others."""
    said = sorted(words, reverse=True)  # 未 stands behind 已.
    if len(said) != 2 or said[0][0:1] not in ("未", "没") or said[1][0:1] != "已":
        return ""
    return said[1][1:] if re.fullmatch(r"未(?:曾)?|没有?", said[0].removesuffix(said[1][1:])) else ""


def in_sentence(label: str) -> str:
    """Return the name in words of a sentence before a blank."""
    said = _TAIL.sub("", _LEAD.sub("", label)).rstrip("：:")
    return "原因" if _BECAUSE.fullmatch(said) else said


def name_person(found: Found, behind: str) -> None:
    """Name the blank for somebody's name in a certificate or a promise: 兹证明____同志, 本人____，身份证号____."""
    plain = found.kind is Kind.TEXT and not found.unit and not found.options
    if plain and (_CERTIFIED.fullmatch(found.label) or (len(found.label) < 2 and _TITLE.match(behind))):
        found.label, found.labelled = "姓名", True


def name_deadline(found: Found, behind: str) -> None:
    """Name a date by what is to be done by then."""
    asked = _ASKED.search(found.label)
    match = (_BEHIND_ANY if found.label and asked else _BEHIND).match(behind)
    if found.kind is Kind.DATE and found.label in ("限", "限于") and _BEFORE_END.match(behind):
        found.label, found.labelled = "完成期限", True
    elif found.kind is Kind.DATE and match is not None and asked:
        found.label, found.labelled = f"{match['what']}期限", True


def name_since(found: Found, behind: str) -> str:
    """Return the name of the day or month from which on something is: 同意自____年____月起，每月发放…; "" of others.

    That of a term, which goes on with 至, is named with its end; what begins is named before the day or not at all.
    """
    begun = _SINCE.search(found.label)
    if found.kind is not Kind.DATE or begun is None or not re.match(r"[ ]?起(?!至|到|[ ]?[\-－—–~～]|止)", behind):
        return ""
    what = begun["what"] or ""
    return f"{what}起始{_DAY_NAMES[found.precision]}"


def name_term(first: Found, second: Found, base: str) -> None:
    """Name two dates of one term: 自____年__月__日起至____年__月__日止; who keeps it is not its name."""
    if first.kind is Kind.DATE and (_SELF.search(base) or not base):
        said = _TERM.search(base)
        base = said["term"] if said is not None else "期限"
    elif first.format is Format.TIME and base in ("从", "由", "自"):
        first.label, second.label, first.labelled, second.labelled = "开始时间", "结束时间", True, True
        return
    elif first.kind is Kind.TEXT and first.format is None and base in ("从", "由", "自"):
        first.label, second.label, first.labelled, second.labelled = "出发地", "目的地", True, True
        return
    first.label, second.label = f"{base} 起".strip(), f"{base} 止".strip()
    first.labelled = second.labelled = bool(base)


def name_quantity(found: Found) -> None:
    """Say that a blank with a unit in a sentence counts: 当场整改____项 is 当场整改项数."""
    if found.kind in (Kind.TEXT, Kind.INTEGER) and found.unit in COUNTED and len(found.label) > 1:
        if not re.search(rf"[数量额]$|[每第]|{found.unit}$", found.label):
            found.label += f"{found.unit}数"
        elif found.label.endswith(found.unit) and found.unit == "项":
            found.label += "数"
