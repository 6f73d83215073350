"""Columns in which a day is asked for beside what is to be done: 措施 | 责任人 | 计划完成 | 实际完成."""

from __future__ import annotations

import re

from formkit.learn.found import Found
from formkit.model.handbook import Kind

_DONE = re.compile(r"(?:计划|实际|预计|要求|拟|应)(?:完成|开始|结束|开工|竣工|交付|到货|整改|关闭)$")
"""Until when or since when something is planned or was done; of amounts (计划数, 实际完成率) the head says so."""
_ACTION = re.compile(r"措施|任务|事项|工作|行动|整改|改进|内容|责任人|负责人|责任部门|责任单位")
_AMOUNT = re.compile(r"数|率|量|额|单位$|目标|指标")
"""Beside such heads, amounts are planned and done."""


def days_of_actions(row: list[Found]) -> list[int]:
    """Return which answers of a row are days of what is to be done there."""
    labels = [answer.label for answer in row]
    found = [number for number, answer in enumerate(row) if answer.kind is Kind.TEXT and _DONE.search(answer.label)]
    others = [label for number, label in enumerate(labels) if number not in found]
    acted = any(_ACTION.search(label) for label in others)
    return found if acted and not any(_AMOUNT.search(label) for label in others) else []
