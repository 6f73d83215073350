"""Numbers side by side whose like is written into the box behind them: 0 1 2 3 4级 □, Ⅰ Ⅱ Ⅲ级 □, 0级 1级 2级 □."""

from __future__ import annotations

import re

from formkit.learn.coded import CodedOption
from formkit.learn.running import GAP, SLOTS, Running

_ROMAN = "ⅠⅡⅢⅣⅤⅥ"
_NUMBER = rf"(?:\d{{1,2}}|[{_ROMAN}])"
_UNIT = "[级分度期档类型]"
_SCALE = re.compile(
    rf"(?<![\d.．\-－/／]){_NUMBER}(?P<unit>{_UNIT}?)(?:[ {GAP}、/／]+{_NUMBER}(?P=unit)){{2,10}}"
    rf"{_UNIT}?[ {GAP}]*$"
)
"""Such numbers right before a box, each with its unit or the last one with that of all."""
_BOX_BEHIND = re.compile(rf"{_UNIT}?[ {GAP}]*[{SLOTS}]")


def numbers_before(running: Running, start: int, end: int) -> list[CodedOption]:
    """Return the numbers of a scale that ends at a box, each an option by itself; none where there is no scale."""
    match = _SCALE.search(running.text, start, end)
    if match is None:
        return []
    found = []
    for part in re.finditer(rf"(?P<code>{_NUMBER}){match['unit']}", match.group()):
        begin, stop = match.start() + part.start(), match.start() + part.end()
        found.append(CodedOption(part["code"], part.group(), begin, stop, stop))
    ranks = [_rank(option.code) for option in found]
    return found if ranks == list(range(ranks[0], ranks[0] + len(ranks))) else []


def box_behind(text: str, index: int) -> bool:
    """Say whether a box to write a number into stands behind those that end at a place of the string."""
    return bool(_BOX_BEHIND.match(text, index))


def _rank(code: str) -> int:
    return _ROMAN.index(code) + 1 if code in _ROMAN else int(code)
