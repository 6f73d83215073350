"""What the label of a cell adds to the names of the answers in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from formkit.learn.found import Found
from formkit.learn.labels import PLAIN, name_kind
from formkit.learn.persons import SIGNING
from formkit.learn.sums import in_figures
from formkit.learn.units import IN_BRACKETS
from formkit.model.handbook import Format, Kind

_GENERIC = re.compile(
    rf"^(?:{SIGNING}(?:[（(]盖章[）)])?|盖章|(?:签字|签名|填写)?(?:日期|时间)|其他|其它|说明|请说明|备注|得分|评分|分数|单位|数量|次数|结果|原因|"
    r"号码|类型|有|是|无|否|年|共|约|第|第几[次期批季轮周届]|意见|情况|人民币|(?:人民币)?[（(]?[大小]写[）)]?)$"
)
_SIDES = frozenset({
    "左", "右", "左眼", "右眼", "左侧", "右侧", "左耳", "右耳", "上", "下", "前", "后", "内", "外", "早", "中", "晚",
})
"""What there is two or three of, each measured as the whole: 视力 | 左：____ 右：____."""
_SUMMARY = re.compile(r"(?:概况|基本情况|规模|简介)$")
"""A label that says nothing of the numbers beside it: 项目概况 | 共____栋____户."""
_TERM = frozenset({"期限 起", "期限 止", "期限 起 时刻", "期限 止 时刻"})
"""What a term is called that no words before it name."""


_PART = 4
"""Signs; a label as short beside one with a unit says which part of it is measured: 冷冻水（℃） | 出水：____."""


def says_little(label: str) -> bool:
    """Say whether a label says nothing by itself: 日期, 其他, 数量."""
    return bool(_GENERIC.match(label))


def name_parts(answers: Sequence[Found], base: str) -> None:
    """Name two answers of a cell whose label names both, by a part of it each: 到场/完工 | ____:____/____:____ |."""
    names = re.split(r"[/／]", base)
    if len(names) != len(answers) or len(names) != 2 or not all(len(name) > 1 for name in names):
        return
    if any(answer.label for answer in answers) or not _alike(*answers):
        return
    if any(name.count("（") != name.count("）") for name in names):
        return
    for answer, name in zip(answers, names, strict=True):
        timed = answer.format is Format.TIME and not re.search(r"时[间刻]$", name)
        dated = answer.kind is Kind.DATE and not re.search(r"日期|时间$", name)
        answer.label = f"{name}时间" if timed else f"{name}日期" if dated else name
        answer.labelled = True


def _alike(first: Found, second: Found) -> bool:
    """Say whether two answers are of one kind, or both are written: a number with its unit, and words."""
    written = (Kind.TEXT, Kind.NUMBER, Kind.INTEGER)
    return first.kind is second.kind or (first.kind in written and second.kind in written)


def complete(answer: Found, base: str, *, first: bool) -> None:
    """Put the label of the cell to an answer that has none, or one that says nothing by itself."""
    if answer.kind is Kind.DATE and len(re.findall(SIGNING, base)) > 1:
        base = ""  # Two sign beside the label, and a day is asked for once.
        answer.label = "签名日期" if says_little(answer.label or "日期") else answer.label
    counted = answer.label == "共" or (not answer.label and bool(_SUMMARY.search(base)))
    if counted and answer.unit and base:
        named = f"{answer.unit.removeprefix('个')}数"
        answer.label = named if _SUMMARY.search(base) else f"{base} {named}"
    elif base and answer.label in _TERM:
        answer.label, answer.labelled = f"{base} {answer.label.removeprefix('期限 ')}", True
    elif not answer.label:
        answer.label = in_figures(base) if answer.unit == "元" else base
        answer.sure = answer.sure and first and bool(base)
        answer.labelled = False
    elif base and answer.label in _SIDES and answer.kind is Kind.TEXT:
        name_kind(answer, base)
        answer.label = f"{base} {answer.label}"
    elif base and answer.label in _SIDES:
        answer.label = f"{base} {answer.label}"
    elif base in ("", answer.label) or _SUMMARY.search(base):
        pass
    elif not answer.labelled or says_little(answer.label):
        answer.label = f"{base} {answer.label}"
    name_kind(answer)
    _measure_part(answer, base)


def _measure_part(answer: Found, base: str) -> None:
    """Make a number of a text whose short label says which part is measured of what the cell's label has a unit for."""
    own = answer.label.removeprefix(base).strip()
    measured = IN_BRACKETS.search(base) and answer.labelled and len(own) <= _PART and not PLAIN.search(own)
    if measured and answer.kind is Kind.TEXT and answer.format is None and not answer.unit:
        name_kind(answer, base)
