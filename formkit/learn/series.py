"""Blanks whose names do not stand before them: ____乡____村, 第____次, ____至____, two lines for two persons."""

from __future__ import annotations

import re
from itertools import pairwise

from formkit.geometry import Box
from formkit.learn.found import Found, Span
from formkit.learn.measured import name_pressures
from formkit.learn.running import BLANK, FREE, GAP, NEWLINE, SLASHES, Running
from formkit.learn.sentences import name_term
from formkit.model.handbook import Format, Kind

_PART = (
    "社区居民委员会|社区居委会|居民委员会|村民委员会|人民政府|派出所|司法所|卫生院|省|自治区|直辖市|自治州|市|地区|州|盟|县|旗|区|"
    "街道办事处|街道|乡镇|乡|镇|社区|小区|居委会|村委会|村民小组|村|网格|小组|组|路|街|巷|弄|号楼|号|栋|幢|楼|单元|室|厅|卫|厨"
)
_ROOMS = frozenset({"厅", "卫", "厨"})
"""Of which a dwelling has so many: ____室____厅____卫."""
_ALSO = f"(?:{_PART}|居|地)"
"""What stands for it elsewhere, behind a slash or in a bracket."""
_DISTRICT = re.compile(
    rf"[ ]?(?P<word>(?:{_PART})(?:[ ]?[（(][ ]?{_ALSO}(?:[ ]?[、/／][ ]?{_ALSO})*[ ]?[）)])?"
    rf"(?:[ ]?[、/／][ ]?{_ALSO})*(?:委会)?)"
    rf"(?=[{FREE}{NEWLINE}，,。；;）)：:]|$)"
)
"""The words behind the blanks of an address, which name them."""
_BEFORE_DISTRICT = re.compile(
    rf"(?m)(?:^|(?<=[{FREE}\u4e00-\u9fff]))(?P<white>[{GAP} ]*)(?P<word>{_PART})(?=[{GAP} ]|$)"
)
"""A word of an address with white paper before it: 　　幢　　单元　　室."""
_LEAST = 4.0
"""mm; white paper before such a word is as wide at least."""
_COUNTED = re.compile(r"[ ]?(?P<word>[次页期批季轮周届节课讲堂场][\u4e00-\u9fff]{0,4})")
"""What stands behind the blank of 第____次探访."""
_TO = re.compile(r"起?[，,]?[至到]|[-－—–~～]{1,2}")
_CARRIED = re.compile(r"(?:运|送|开|驶|发)(?:至|到|往)|前往")
"""The same where something goes from one place to another: 自____运至____."""
_AND = re.compile(r"[、，,/／]?")
_SLASH = re.compile(f"[{SLASHES}]")
_SIDE = re.compile(r"[左右]侧?(?:上肢|上臂)?$|[坐卧立]位$")
_PRESSURE = re.compile(r"血压$|血压(?=[左右坐卧立])|^(?=[左右坐卧立])")
"""What blood pressure is measured at: 血压 左侧____/____mmHg 右侧____/____mmHg."""
_WHITE = re.compile(rf"[{FREE}{NEWLINE}]")


def before_districts(running: Running, taken: list[Span]) -> list[Span]:
    """Return the white paper before words of an address that follow one another in a cell: 　　幢　　单元　　室."""
    found: list[Span] = []
    end = -1
    chains: list[list[Span]] = []
    for match in _BEFORE_DISTRICT.finditer(running.text):
        if any(span.holds(index) for span in taken for index in range(match.start(), match.end())):
            continue
        sign = running.signs[match.start("word")].box
        left = running.signs[match.start("white")].box.x0 if match["white"] else running.room.x0
        if sign.x0 - left < _LEAST:
            continue
        box = Box(left, sign.y0, sign.x0, sign.y1)
        span = Span(match.start("white"), match.end(), Found("", Kind.TEXT, box, sure=False))
        if match.start("white") != end:
            chains.append([])
        chains[-1].append(span)
        end = match.end()
    for chain in chains:
        found += chain if len(chain) > 1 else []
    return found


def name_series(running: Running, spans: list[Span]) -> None:
    """Name the blanks of a string, in their order, that the words behind them or the blank before them name."""
    _name_districts(running, spans)
    for span in spans:
        _name_count(running, span)
    _name_terms(running, spans)
    for before, span in pairwise(spans):
        _name_pair(_WHITE.sub("", running.text[before.end : span.start]), before.found, span.found)
    for found in (span.found for span in spans):
        if found.label == "共" and found.unit == "层":
            found.label, found.labelled = "总楼层", True


def _name_terms(running: Running, spans: list[Span]) -> None:
    """Name the days and times of a term: 自____年__月__日__时__分 至____年__月__日__时__分."""
    for first, time, second, last in zip(spans, spans[1:], spans[2:], spans[3:], strict=False):
        kinds = [span.found.kind is Kind.DATE or span.found.format for span in (first, time, second, last)]
        between = _WHITE.sub("", running.text[time.end : second.start])
        if kinds == [True, Format.TIME, True, Format.TIME] and _TO.fullmatch(between):
            label = time.found.label if time.found.label.endswith("时间") else first.found.label
            name_term(first.found, second.found, label)
            for day, of_day in ((first.found, time.found), (second.found, last.found)):
                of_day.label, of_day.labelled = f"{day.label} 时刻", day.labelled


def _name_districts(running: Running, spans: list[Span]) -> None:
    """Name the blanks of an address, of which at least two follow one another, by the words behind them."""
    chain: list[tuple[Span, str]] = []
    base, end = "", -1
    for span in spans:
        word, its_end = _district(running, span)
        goes_on = chain and end <= span.start and not running.text[end : span.start].strip(f"{GAP}{NEWLINE} ")
        if not goes_on:
            _call(chain, base)
            chain, base = [], span.found.label
        if not word:
            _call(chain, base)
            chain, end = [], -1
            continue
        chain.append((span, word))
        end = its_end
    _call(chain, base)


def _district(running: Running, span: Span) -> tuple[str, int]:
    """Return the word of an address behind a blank and where it ends, or "" and -1."""
    found = span.found
    if found.options or found.parts or found.cells:
        return "", -1
    white = _BEFORE_DISTRICT.fullmatch(running.text, span.start, span.end)
    if white is not None:
        return white["word"], span.end
    if running.text[span.start : span.start + 1] not in (BLANK, GAP):
        return "", -1
    match = _DISTRICT.match(running.text, span.start + 1)
    return (match["word"].replace(" ", ""), match.end()) if match else ("", -1)


def _call(chain: list[tuple[Span, str]], base: str) -> None:
    if len(chain) < 2:
        return
    rooms = any(word in _ROOMS for _, word in chain)
    kind = Kind.INTEGER if rooms else Kind.TEXT
    for span, word in chain:
        found = span.found
        found.label, found.labelled = f"{base} {word}".strip(), True
        found.kind, found.format, found.unit, found.sure = kind, None, "", True


def _name_count(running: Running, span: Span) -> None:
    """Name the blank of 第____次探访, and count in it."""
    found, text = span.found, running.text
    match = _COUNTED.match(text, span.start + 1)
    counts = bool(re.search(rf"第[ {GAP}]?[{BLANK}{GAP}]$", text[: span.start + 1]))
    if match is None or found.options or found.parts or not counts:
        return
    base = re.sub(r"^年?第(?:[\u4e00-\u9fff]{0,2}数)?$|第(?:[\u4e00-\u9fff]{0,2}数)?$", "", found.label)
    found.label, found.labelled = f"{base} 第几{match['word']}".strip(), True
    found.kind, found.unit, found.preprinted = Kind.INTEGER, "", ""


def _signs_again(first: Found, second: Found) -> bool:
    """Say whether a blank without a word before it is as long as that of a signature: a scan may not show the 、."""
    longer, shorter = max(first.box.width, second.box.width), min(first.box.width, second.box.width)
    return first.kind is Kind.SIGNATURE and second.kind is Kind.TEXT and longer < 1.2 * shorter


def _name_pair(between: str, first: Found, second: Found) -> None:
    """Name two blanks that have one label: from and to, upper and lower, or the same twice."""
    if first.options or second.options or first.cells or second.cells:
        return
    if first.unit == second.unit == "层" and first.label.endswith("第") and second.label.endswith("共"):
        first.label, second.label, first.labelled, second.labelled = "所在楼层", "总楼层", True, True
        return
    if _SLASH.fullmatch(between) and second.label == between:
        second.label, second.labelled = "", False
    plain = first.kind in (Kind.TEXT, Kind.NUMBER, Kind.INTEGER) and not (first.format or first.unit)
    if _TO.fullmatch(between) and second.unit and plain:
        first.kind, first.unit = second.kind, second.unit
    carried = _CARRIED.fullmatch(between) and first.label in ("从", "由", "自")
    if carried or (_TO.fullmatch(between) and (first.kind is second.kind or not first.label)):
        name_term(first, second, first.label)
    elif _SLASH.fullmatch(between) and second.unit == "mmHg" and _PRESSURE.search(first.label):
        match = _SIDE.search(first.label)
        name_pressures(first, second, match.group() if match is not None else "")
        first.unit, first.labelled, second.labelled = second.unit, True, True
    elif not (between or _signs_again(first, second)):
        return
    elif _AND.fullmatch(between) and first.label and not second.label and not second.unit:
        number = re.search(r"(?<=\D)[2-8]$", first.label)
        base = first.label[: number.start()] if number else first.label
        second.label, second.labelled = f"{base}{int(number.group()) + 1 if number else 2}", True
        second.kind, second.format, second.sure = first.kind, first.format, first.sure
