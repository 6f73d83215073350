"""Labels whose signs are spread over the line (姓    名), and the units that their signs are not."""

from __future__ import annotations

import re

from formkit.learn.running import FREE, GAP, Running
from formkit.learn.units import CASES, UNIT

_REST_OF_LABEL = re.compile(rf"[{GAP} ]+[\u4e00-\u9fff][：:]")
_SPREAD = re.compile(
    rf"(?m)^[ {GAP}]*(?![第共约每])[\u4e00-\u9fff](?:[ {GAP}]+[\u4e00-\u9fff]){{1,4}}[ {GAP}]*[：:]?[ {GAP}]*$"
)
"""A label whose signs are spread over the line: 姓    名."""

_HAPPENS = re.compile(
    r"(?:投诉|事故|案件?|纠纷|火灾|事件|故障|报警|违[规法章]|发生|受理|收到|处理|办理|调解|共计?|合计|累计)$"
)
"""Before a blank behind which cases are counted."""
_CASES = re.compile(rf"[ ]?(?P<unit>{CASES})(?![\u4e00-\u9fff])")


def spread_labels(text: str) -> set[int]:
    """Return the places of a string that belong to such labels."""
    return {index for match in _SPREAD.finditer(text) for index in range(match.start(), match.end())}


def sets_apart(running: Running, index: int) -> bool:
    """Say whether white paper parts the last two signs of a label that began in a line above: 初次发病 / 时　　间."""
    gap = running.signs[index].box
    line = [each for each in running.signs if abs(each.box.centre.y - gap.centre.y) < gap.height / 2]
    printed = [each.char for each in line if each.char not in FREE]
    ends = index + 2 == len(running.signs) and len(line) < len(running.signs)
    return ends and len(printed) == 2 and all("\u4e00" <= char <= "\u9fff" for char in printed)


def unit_at(text: str, index: int) -> re.Match[str] | None:
    """Return the unit at a place of a string; the first sign of a label that is spread, 日  期：, is none."""
    unit = UNIT.match(text, index)
    if unit is None and _HAPPENS.search(text[:index].rstrip(FREE)):
        unit = _CASES.match(text, index)
    spread = unit is not None and len(unit["unit"]) == 1 and _REST_OF_LABEL.match(text, unit.end())
    return None if spread else unit
