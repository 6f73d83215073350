"""Options in running text that carry a code: "1 良好 2 一般 3 较差", "A.满意 B.一般", "0（0级） 1（1级）"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from formkit.learn.running import BLANK, GAP, NEWLINE, SLOTS, Running

_CIRCLED = {chr(0x2460 + index): str(index + 1) for index in range(20)}
_START = re.compile(
    rf"(?:^|(?<=[ {GAP}{NEWLINE}{BLANK}{SLOTS};；,，、。次/)）年月日分元人:：]))"
    rf"(?P<open>[（(])?(?P<code>\d{{1,2}}|[A-Z]|[①-⑳])(?![\d.]\d)(?P<sign>(?(open)[)）]|[.．、:：)）]?))[ {GAP}]?"
    rf"(?=[\u4e00-\u9fff（(＜<≤≥>A-Za-z])"
)
_END = re.compile(rf"[{GAP}{NEWLINE}{BLANK}{SLOTS};；]|[，,、/。]?[ ]*$")
_OPENED = re.compile(r"(?<=.)(?:[（(][^（()）]{0,16}|[，,：:][^，,：:（()）]{1,8})$")
"""What is said of the blank behind an option: 2 限期整改（限__日）, 2 限用，范围____."""
_TOLD = re.compile(r"[，,、][ ]?请?(?:选择?|填写?|写)?[ ]?$")
"""What is said to the one who fills it in, before the boxes: ⑥测量，选 □□□."""
HOW = re.compile(r"[ ]?[（(](?:[^（()）]*(?:多选|单选|选一|打[√勾✓]|圈选)|须另|另[填附])[^（()）]*[）)]?$")
"""How to choose, or what else is to be done, said behind the last option: □其他（可多选）, □报废（另填报废单）."""
_NOT_LABELS = re.compile(r"^(?:次|年|月|日|号|分钟?|元|个|人|岁|天|周|级|楼|层|米|片|支|种|项|页)(?![\u4e00-\u9fff])")
_LAST = frozenset({"0", "9", "99", "8", "7", "6"})
"""Codes that may stand last out of turn: 9 不适用, 0 未访到."""


@dataclass(frozen=True, slots=True)
class CodedOption:
    """One option: its code, its words, and where code and words stand in the string."""

    code: str
    label: str
    start: int
    end: int


def coded_options(running: Running, start: int, end: int) -> list[CodedOption]:
    """Return the longest row of coded options between two places of the string; none where there are fewer than two."""
    text = running.text[start:end]
    marks = [match for match in _START.finditer(text) if not _NOT_LABELS.match(text[match.end() :])]
    best: list[re.Match[str]] = []
    for index in range(len(marks)):
        row = _row(marks[index:])
        if len(row) > len(best):
            best = row
    if len(best) < 2:
        return []
    found = [
        _option(text, match, best[index + 1].start() if index + 1 < len(best) else len(text), start)
        for index, match in enumerate(best)
    ]
    return found if all(option.label for option in found) else []  # A B AB O are no codes.


def _row(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the codes that follow one another from the first on."""
    row = [marks[0]]
    for mark in marks[1:]:
        previous, code = _number(row[-1]["code"]), _number(mark["code"])
        if previous is None or code is None:
            break
        if code == previous + 1:
            row.append(mark)
        elif (len(row) > 1 or mark["code"] in "09") and mark["code"] in _LAST:
            if code not in {_number(each["code"]) for each in row}:
                row.append(mark)
            break
    return row


def _number(code: str) -> int | None:
    shown = _CIRCLED.get(code, code)
    return int(shown) if shown.isdigit() else ord(shown) - 1000


def _option(text: str, match: re.Match[str], limit: int, offset: int) -> CodedOption:
    words = text[match.end() : limit]
    cut = _END.search(words)
    shown = words[: cut.start()] if cut else words
    opened = _OPENED.search(shown)
    if opened and words[len(shown) :].startswith(BLANK):
        shown = shown[: opened.start()]
    shown = HOW.sub("", _TOLD.sub("", shown))
    label = shown.replace(" ", "").strip("，,、/。;；")
    end = match.end() + len(shown.rstrip(" ，,、/。"))
    code = _CIRCLED.get(match["code"], match["code"])
    return CodedOption(code, label, offset + match.start(), offset + end)
