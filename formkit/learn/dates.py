"""Dates to be written: ____年__月__日, with as many parts as are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from formkit.geometry import Box
from formkit.learn.cells import around
from formkit.learn.found import Found, Span
from formkit.learn.persons import APPROVES, HOW_SIGNED, POSTS
from formkit.learn.running import BLANK, FREE, GAP, Running
from formkit.model.handbook import Kind, Precision

_F = f"[{FREE}□]"
_YEAR = rf"{BLANK}[ ]?|(?:□ ?){{2,4}}|[ {GAP}]+"
_MONTH = rf"{BLANK}[ ]?|(?:□ ?){{1,2}}|[ {GAP}]+"
_PATTERN = re.compile(
    rf"(?P<year>{_YEAR}|(?<![0-9])(?:19|20){_F}*)?(?P<Y>年度?|[羊午](?={_F}+月))(?:(?P<month>{_F}+)(?P<M>月)(?:份|(?P<day>{_F}+)(?P<D>日|号))?)?"
    rf"|(?:(?P<month2>{_MONTH})|^)(?P<M2>月)(?P<day2>{_F}+)(?P<D2>日|号)"
)
_QUARTER = re.compile(rf"[ ]?(?:第?[{FREE}]+(?:季度|学期|半年)|第[{FREE}]+[周月期])")
"""A part of a year behind it."""
# A scan whose line touches the foot of 年 may be read as 羊 or 午.
_ONE = 6.0
"""mm; the most that is taken of the white paper before 年 where nothing else says where the year begins."""
_SIGNING = re.compile(
    rf"(?:{HOW_SIGNED}|签署|{APPROVES}|[人员]|{POSTS}|医生|护士)[）)]?[：:][ ]?{GAP}$"
)
"""What stands before white paper to sign on. There whoever is named signs (责任人), but a word that heads what was
found (检查：, 督导：) may stand before its day."""
_ROOM_TO_SIGN, _APART = 12.0, 1.0
"""mm; how wide that is at least, and how far from the place of the year, or of a month without one."""
_NAMES = {"year": "year", "month": "month", "day": "day", "month2": "month", "day2": "day"}


def dates(running: Running) -> Iterator[Span]:
    """Yield the dates of a string, their labels still open."""
    for match in _PATTERN.finditer(running.text):
        if match["M2"] is None and (match["month"] is None and not _lone_year(match)):
            continue
        found = _date(running, match)
        if found is not None:
            yield Span(match.start(), match.end(), found)


def _lone_year(match: re.Match[str]) -> bool:
    """Say whether a year without month is meant: 20__年, ____年度, ____年第__季度; "工龄__年" counts years."""
    year = match["year"] or ""
    whole = match["Y"] == "年度" or year.startswith(("19", "20")) or _QUARTER.match(match.string, match.end())
    return bool(year) and bool(whole)


def _date(running: Running, match: re.Match[str]) -> Found | None:
    parts = []
    for group, name in _NAMES.items():
        if match[group] is not None:
            box = _part(running, match.start(group), match.end(group))
            if box is not None:
                parts.append((name, _shortened(running, match, box) if group in ("year", "month2") else box))
        elif group == "year" and match["month"] is not None:
            parts.append((name, _before_year(running, match)))
        elif group == "month2" and match["M2"] is not None:
            parts.append((name, _before_month(running, match)))
    if not parts or parts[0][1].width <= 0:
        return None
    finest = parts[-1][0]
    return Found("", Kind.DATE, around(box for _, box in parts), parts=tuple(parts), precision=Precision(finest))


def _part(running: Running, start: int, end: int) -> Box | None:
    """Return the place of one part: its ruled blank where it has one, else the white paper."""
    signs = running.signs[start:end]
    ruled = [sign.box for sign in signs if sign.char in (BLANK, "□")]
    if ruled:
        return around(ruled)
    white = [sign.box for sign in signs if sign.char in FREE]
    return around(white) if white else None


def _shortened(running: Running, match: re.Match[str], box: Box) -> Box:
    """Return where a date begins, with its year or its month, without the far part of the white paper before that."""
    first, after, times = ("year", "month", 2) if match["M2"] is None else ("month2", "day2", 1)
    if BLANK in match[first] or match[after] is None:
        return box
    then = _part(running, match.start(after), match.end(after))
    wide = max(_ONE, times * then.width) if then is not None else box.width
    return Box(max(box.x0, box.x1 - wide), box.y0, box.x1, box.y1)


def signed_before(running: Running, dated: Iterable[Span]) -> Iterator[Span]:
    """Yield the white paper between the colon of who signs and the day behind it: 签名：          年  月  日."""
    for span in dated:
        lead = _SIGNING.search(running.text, 0, span.start + 1)
        if lead is None or not span.found.parts or span.found.parts[0][0] == "day":
            continue
        gap, first = running.signs[span.start].box, span.found.parts[0][1]
        box = Box(gap.x0, gap.y0, first.x0 - _APART, gap.y1)
        if box.width >= _ROOM_TO_SIGN:
            yield Span(span.start, span.start, Found("", Kind.SIGNATURE, box))


def _before_month(running: Running, match: re.Match[str]) -> Box:
    """Return the white paper left of a 月 that begins its cell, as a scan shows it: as wide as the day's place."""
    sign, day = running.signs[match.start("M2")].box, _part(running, match.start("day2"), match.end("day2"))
    wide = day.width if day is not None else _ONE
    return Box(max(running.room.x0, sign.x0 - wide), sign.y0, sign.x0, sign.y1)


def _before_year(running: Running, match: re.Match[str]) -> Box:
    """Return the white paper left of a 年 that begins its line: as wide as twice the month's place."""
    sign = running.signs[match.start("Y")]
    month = _part(running, match.start("month"), match.end("month"))
    wide = 2 * month.width if month is not None else _ONE
    before = running.signs[match.start() - 1].box.x1 if match.start() else running.room.x0
    left = before if before < sign.box.x0 else running.room.x0
    return Box(max(left, sign.box.x0 - max(wide, _ONE)), sign.box.y0, sign.box.x0, sign.box.y1)
