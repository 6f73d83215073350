"""What names a date or a time: what begins or happens then, or the day before it."""

from __future__ import annotations

import re

from formkit.learn.found import Found, Span
from formkit.learn.running import BLANK, GAP
from formkit.learn.sentences import name_since
from formkit.model.handbook import Kind, Precision

_EVENT = re.compile(
    r"(?:名称|原因|疾病|手术|病名|诊断|事件|事项|部位|机构|医院|单位|项目|种类|药物)(?P<number>[①-⑳\d一二三四五]?)[：:]?"
    rf"[ {GAP}]*{BLANK}[ {GAP}，,；;]*时间[：:]?[ ]*$"
)
"""What happens on a day, before the blank for that day."""
_FROM = re.compile(r"[ ]?起(?:正式|开始)?(?P<what>实施|施行|生效|执行|使用|启用)")
"""What begins on a date: 自____年__月__日起生效."""
_HAPPENS = re.compile(
    r"[ ]?(?P<what>[入出转]院|发病|确诊|死亡|开工|竣工|投产|投用|启用|到期|到货|出厂|签订|立案|结案|离[开职岗]|"
    r"到[达岗]|返[回岗]|搬[入离]|迁[入出]|入[住职]|退住|签收|收货|发货|托运|寄[出达]|送达|付清|办结)"
    r"(?=[，,。；;、）) ]|$)"
)
"""What happened on the date before it: 于____年__月__日入院，____年__月__日出院."""
_JOINT = re.compile(
    r"(?:[该本]?(?:患者|居民|老人|申请人|职工|同志)|本(?:人|单位|公司|户)(?:（本(?:人|单位|公司)）)?|其|贵[\u4e00-\u9fff]{1,2}|我[们院站]?|[本当][年月日次])?[已曾拟定现]?[于在]"
)
"""What stands before a day in a sentence and says no more than who it is of."""
_LATER = re.compile(
    rf"[ ]?(?:因[^，,。；;：:{BLANK}]{{1,12}}[，,]?[ ]?)?"
    rf"(?:[经在由到从向][^，,。；;：:{BLANK}]{{0,4}}{BLANK}?[^，,。；;：:{BLANK}]{{0,4}}?)?"
    r"(?P<what>诊断|确诊|鉴定|评估|转[入出回往诊介]|[入出]院|入住|住院|手术|死亡|报告|申请|领取|签订|离开|返回|收到|接到|交付|参加|委托|购买)"
)
"""What happened on the day before it, where other words stand between: 于____年__月__日因病情需要，转入____."""
UNNAMED = {Precision.DAY: "日期", Precision.MONTH: "月份", Precision.YEAR: "年度"}
"""What a date without a name is called."""
_SHORT = 4
"""Signs; a label with as many says of what the day is, whatever happened on it."""


def date_event(found: Found, before: str, spans: list[Span]) -> None:
    """Make a day of 时间 behind the blank for what it is of, where no other day is asked for: 手术名称____时间____."""
    if found.label != "时间" or found.kind is not Kind.TEXT:
        return
    event = _EVENT.search(before)
    if event is not None and not any(each.found.parts and each.found.kind is Kind.DATE for each in spans):
        found.label, found.kind, found.sure = f"时间{event['number']}", Kind.DATE, False


def name_day(found: Found, text: str, end: int, *, first: bool) -> int:
    """Name a date by what begins or happens on it, said at ``end``; return to where that is no label of the next."""
    if found.kind is not Kind.DATE:
        return end
    if (begun := _FROM.match(text, end)) and found.label in ("", "自", "从"):
        found.label = f"{begun['what']}日期"
    happened = _HAPPENS.match(text, end)
    if happened is not None and len(found.label) < _SHORT:
        found.label = f"{re.sub('[于在自从]$', '', found.label)}{happened['what']}日期"
        return happened.end()
    later = _LATER.match(text, end) if happened is None and _JOINT.fullmatch(found.label) else None
    if later is not None:
        found.label, found.labelled = f"{later['what']}日期", True
    if since := name_since(found, text[end:]):
        found.label = since
    if _JOINT.fullmatch(found.label):
        found.label, found.labelled = UNNAMED[found.precision], False
    if not found.label and not first:
        found.label = UNNAMED[found.precision]
    return end


def name_time(found: Found, day: Found, between: str) -> None:
    """Name a time right behind a day by it: 发生日期, or 发生时间, ____年__月__日__时__分 has a 发生时间."""
    if day.kind is Kind.DATE and not between.strip(f" {GAP}") and day.label:
        if len(day.label) > 2 and day.label.endswith("时间"):
            found.label, day.label, found.labelled = day.label, f"{day.label.removesuffix('时间')}日期", True
            return
        stem = day.label.removesuffix("日期")
        found.label, found.labelled = f"{stem}时间" if stem != day.label else f"{stem} 时刻", True
