"""Choices without boxes that the print says to be some: a list （圈选）, （一、二、三）季度, 满意 3 2 1 不满意."""

from __future__ import annotations

import re
from itertools import pairwise

from formkit.learn.circled import LONGEST, MOST, PART, as_circled, ranked
from formkit.learn.code_scales import box_behind
from formkit.learn.found import FoundOption, Span
from formkit.learn.running import BLANK, FREE, GAP, NEWLINE, Running
from formkit.model.printed import BOX

_MARKED = (
    "(?:圈选|圈出|划圈|画圈|打圈|在[^（()）]{0,12}[画划打][^（()）]{0,6}|选[^（()）]{0,4}打[^（()）]{1,3}|"
    "打[“\"]?[√✓○][”\"]?)"
)
_TOLD = re.compile(
    rf"(?P<list>[^：:（()）{NEWLINE}]+)[（(]请?{_MARKED}[）)]"
)
"""A list behind which is said that one of it is marked: 体系性、实施性（圈选）."""
_TOLD_INSIDE = re.compile(rf"[（(](?P<list>[^：:（()）{NEWLINE}]+?)[ ]?[，,、;][ ]?请?{_MARKED}[）)]")
"""The same within one bracket: 类别（一般、较大、重大，圈选）."""
_TOLD_BEFORE = re.compile(rf"[（(]请?{_MARKED}[）)][ ]?[：:][{FREE}]*(?P<list>[^：:（()）{NEWLINE}]+)")
"""The same said before the list: 表现（圈选）：优秀 良好 一般."""
_CHOSEN = re.compile(
    rf"[（(][{FREE}]*(?P<list>[^（()）{NEWLINE}]{{3,24}})[{FREE}]*[）)][{FREE}]*"
    rf"(?P<what>季度|半年度?|学期|级别|等级|[季级类档期])"
)
"""Ranks in brackets before what they are ranks of: 第（一、二、三、四）季度."""
_CODE = re.compile(r"^(?:\d{1,2}|[A-Z])[.．、]?(?=[\u4e00-\u9fff]{2})|^[①-⑩]")
"""The code before the words of an option, which is its place in the list."""
_WORD = 2
"""Signs of a word that a code stands before, at least: single ones are ranks or grades."""
_SCALE = re.compile(rf"(?<!\d)\d{{1,2}}(?:[{FREE}]+\d{{1,2}}){{2,10}}(?!\d)")
"""Numbers side by side, one of which is circled: 满意 5 4 3 2 1 不满意."""


def pointed_out(running: Running) -> list[Span]:
    """Return choices that the print says to be some: a list （圈选）, （一、二、三）季度, the numbers of a scale."""
    found = [_told(running, match) for match in _TOLD.finditer(running.text)]
    for pattern in (_TOLD_INSIDE, _TOLD_BEFORE):
        found += [_told(running, match) for match in pattern.finditer(running.text)]
    found += [_chosen(running, match) for match in _CHOSEN.finditer(running.text)]
    found += [_scale(running, match) for match in _SCALE.finditer(running.text)]
    kept: list[Span] = []
    for span in found:
        if span is not None and not any(other.start < span.end and span.start < other.end for other in kept):
            kept.append(span)
    return kept


def _parts_of(running: Running, match: re.Match[str], start: int) -> list[FoundOption]:
    listed = [(part.group(), *part.span()) for part in PART.finditer(running.text, start, match.end("list"))]
    return [
        FoundOption(str(number), _CODE.sub("", word), running.box(begin, end))
        for number, (word, begin, end) in enumerate(_with_codes(listed), 1)
    ]


def _with_codes(parts: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Return words with the codes before them, where white paper parts each from its own: A 严重 B 一般 C 轻微."""
    codes, words = parts[::2], parts[1::2]
    counted = "".join(code for code, _, _ in codes)
    ordered = len(codes) > 1 and (counted in "ABCDEFGHIJ" or counted in "123456789")
    if not ordered or len(words) != len(codes) or min(len(word) for word, _, _ in words) < _WORD:
        return parts
    return [(word, begin, end) for (_, begin, _), (word, _, end) in zip(codes, words, strict=True)]


def _told(running: Running, match: re.Match[str]) -> Span | None:
    """Return a list that is said to be one; of numbers, the words at both ends of their scale are none of them."""
    scale = _SCALE.search(running.text, match.start("list"), match.end("list"))
    if scale is not None:
        return _scale(running, scale)
    wide = re.compile(rf"[{GAP}](?=[^{GAP}]*[：:])").split(match["list"])
    options = _parts_of(running, match, match.end("list") - len(wide[-1]))
    words = [option.label for option in options]
    if not 2 <= len(words) <= MOST or len(set(words)) < len(words) or max(map(len, words)) > LONGEST:
        return None
    if re.search(rf"[{BLANK}{BOX}，。；]", match["list"]) or _is_heading(words):
        return None
    return Span(match.end("list") - len(wide[-1]), match.end(), as_circled(options))


def _chosen(running: Running, match: re.Match[str]) -> Span | None:
    options = _parts_of(running, match, match.start("list"))
    if len(options) < 2 or not ranked([option.label for option in options]):
        return None
    found = as_circled(options)
    found.label = match["what"] if len(match["what"]) > 1 else ""
    return Span(match.start(), match.end(), found)


def _scale(running: Running, match: re.Match[str]) -> Span | None:
    parts = list(re.finditer(r"\d+", match.group()))
    numbers = [int(part.group()) for part in parts]
    steps = {after - before for before, after in pairwise(numbers)}
    if steps not in ({1}, {-1}) or len(numbers) < 4 or box_behind(running.text, match.end()):
        return None
    offset = match.start()
    options = [
        FoundOption(part.group(), part.group(), running.box(offset + part.start(), offset + part.end()))
        for part in parts
    ]
    start = len(running.text[:offset].rstrip(FREE))
    lead = re.search(r"[\u4e00-\u9fff]{1,5}$", running.text[:start])
    return Span(lead.start() if lead else offset, match.end(), as_circled(options))


def _is_heading(words: list[str]) -> bool:
    """Say whether a list is the heading of a part: 一、保养项目（在相应栏内打√）."""
    numbered = re.fullmatch(r"[一二三四五六七八九十\d]+|第[一二三四五六七八九十\d]+(?:部分|[章节项页步])?", words[0])
    return bool(numbered) and len(words[1]) > 2 and words[1] > "一"
