"""Options in running text that carry a code: "1 良好 2 一般 3 较差", "A.满意 B.一般", "0（0级） 1（1级）"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from formkit.learn.running import BLANK, GAP, NEWLINE, SLOTS, Running

_CIRCLED = {chr(0x2460 + index): str(index + 1) for index in range(20)}
_START = re.compile(
    rf"(?:^|(?<=[ {GAP}{NEWLINE}{BLANK}{SLOTS};；,，、。次/)）年月日分元人:：])|(?=[①-⑳]))"
    rf"(?P<open>[（(])?(?P<code>\d{{1,2}}(?![\d.]\d)|[A-Z]|[①-⑳])(?P<sign>(?(open)[)）]|[.．、:：)）]?))[ {GAP}]?"
    rf"(?=[\u4e00-\u9fff（(＜<≤≥>A-Za-z]|(?<=[A-Z][.．、])\d|(?<=[①-⑳])\d)"
)
_CLOSE = re.compile(
    r"(?<=[\u4e00-\u9fff）)])(?P<code>\d{1,2})(?P<sign>[.．、:：)）]?)[ ]?(?=[\u4e00-\u9fff])"
)
"""A code right behind the words of the option before it: 1 良好2 一般3 较差, as narrow print and scans show it."""
_END = re.compile(rf"[{GAP}{NEWLINE}{BLANK}{SLOTS};；]|[，,、/。]?[ ]*$")
_OPENED = re.compile(r"(?<=.)(?:[（(][^（()）]{0,16}|[，,：:][^，,：:（()）]{1,8})$")
"""What is said of the blank behind an option: 2 限期整改（限__日）, 2 限用，范围____."""
_TOLD = re.compile(r"[，,、][ ]?请?(?:选择?|填写?|写)?[ ]?$")
"""What is said to the one who fills it in, before the boxes: ⑥测量，选 □□□."""
HOW = re.compile(r"[ ]?[（(](?:[^（()）]*(?:多选|单选|选一|打[“\"‘]?[√勾✓]|圈选)|须另|另[填附]|"
                 r"填写?[上下后附][表页栏])[^（()）]*[）)]?$")
"""How to choose, or what else is to be done, said behind the last option: □其他（可多选）, □报废（另填报废单）."""
_EXAMPLES = re.compile(r"(?<=.)[（(](?:例?如|比如|包括|含|指)[^（()）]{2,}[）)]$")
"""What an option is for example, said behind it: 2 有（如丧偶、重病等）."""
_NOT_LABELS = re.compile(r"^(?:次|年|月|日|号|分钟?|元|个|人|岁|天|周|级|楼|层|米|片|支|种|项|页)(?![\u4e00-\u9fff])")
_LAST = frozenset({"0", "00", "9", "99", "98", "97", "90", "8", "7", "6"})
"""Codes that may stand last out of turn, one or more of them: 9 不适用, 9 未说明 0 未知, 01 汉族 99 其他."""
_FIRST = frozenset({"0", "00", "1", "01", "A", "①"})
"""Codes that a list begins with."""
_NEXT_LABEL = re.compile(
    rf"[ {GAP}{NEWLINE}]*[/／;；,，、|]?[ {GAP}{NEWLINE}]*[^ {GAP}{NEWLINE}/／;；,，：:]{{1,10}}[：:][ {GAP}]*$"
)
"""What names the next list of options, printed behind the last option of the one before: 5 不详 / RH：1 阴性."""


@dataclass(frozen=True, slots=True)
class CodedOption:
    """One option: its code, its words, and where code and words stand in the string."""

    code: str
    label: str
    start: int
    end: int
    words_end: int
    """Where its words end, before examples of it in a bracket."""


def coded_options(running: Running, start: int, end: int) -> list[CodedOption]:
    """Return the longest row of coded options between two places of the string; none where there are fewer than two."""
    text = running.text[start:end]
    marks = _marks(text)
    best: list[re.Match[str]] = []
    for index, mark in enumerate(marks):
        row = _row(marks[index:]) if mark.re is _START else []
        if len(row) > len(best) or (row and len(row) == len(best) and _begins_later(row, best)):
            best = row
    found = _options(text, best, len(text), start) if len(best) > 1 else []
    return found if all(option.label for option in found) else []  # A B AB O are no codes.


def _begins_later(row: list[re.Match[str]], best: list[re.Match[str]]) -> bool:
    """Say whether a row as long begins with the first code, and stands behind one that does not: numbers of questions.

    2. 姓名 ____ 3. 性别 1男 2女 □.
    """
    return row[0]["code"] in _FIRST and best[0]["code"] not in _FIRST and row[0].start() > best[-1].start()


def coded_lists(running: Running, start: int, end: int) -> list[list[CodedOption]]:
    """Return all rows of coded options between two places of the string, one behind the other, each begun anew."""
    text = running.text[start:end]
    marks = _marks(text)
    rows: list[list[re.Match[str]]] = []
    while marks:
        row = _row(marks) if marks[0].re is _START else marks[:1]
        if len(row) > 1:
            rows.append(row)
        marks = [mark for mark in marks if mark.start() > row[-1].start()]
    if len(rows) < 2:
        return []
    limits = [row[0].start() for row in rows[1:]]
    return [
        _options(_NEXT_LABEL.sub("", text[:limit]) if limit < len(text) else text, row, limit, start)
        for row, limit in zip(rows, [*limits, len(text)], strict=True)
    ]


def _options(text: str, row: list[re.Match[str]], limit: int, offset: int) -> list[CodedOption]:
    ends = [*(mark.start() for mark in row[1:]), limit]
    return [_option(text, mark, end, offset) for mark, end in zip(row, ends, strict=True)]


def _marks(text: str) -> list[re.Match[str]]:
    """Return what may be a code, in order; right behind a word only where the same code stands nowhere by itself."""
    apart = list(_START.finditer(text))
    own = {mark["code"] for mark in apart}
    close = [mark for mark in _CLOSE.finditer(text) if mark["code"] not in own]
    marks = [mark for mark in (*apart, *close) if not _NOT_LABELS.match(text[mark.end() :])]
    return sorted(marks, key=lambda mark: mark.start())


def _row(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the codes that follow one another from the first on."""
    row = [marks[0]]
    last = False
    for mark in marks[1:]:
        previous, code = _number(row[-1]["code"]), _number(mark["code"])
        if previous is None or code is None:
            break
        if code == previous + 1 and not last:
            row.append(mark)
        elif mark["code"] in _LAST and (len(row) > 1 or mark["code"][0] in "09"):
            if code in {_number(each["code"]) for each in row}:
                break
            row.append(mark)
            last = True
        elif last or (mark["code"] == row[0]["code"] and mark.re is _START):
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
    own = _EXAMPLES.sub("", shown.rstrip(" ，,、/。"))
    label = own.replace(" ", "").strip("，,、/。;；")
    start = offset + match.end()
    end = start + len(shown.rstrip(" ，,、/。"))
    code = _CIRCLED.get(match["code"], match["code"])
    return CodedOption(code, label, offset + match.start(), end, start + len(own.rstrip(" ，,、/。")))
