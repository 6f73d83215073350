"""Times printed as parts: ____时____分, ____:____, behind a date too (____年__月__日__时__分)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formkit.geometry import Box
from formkit.learn.cells import around
from formkit.learn.found import Found, Span
from formkit.learn.running import BLANK, FREE, GAP, Running
from formkit.model.handbook import Format, Kind

_F = f"[{FREE}□]"
_PATTERN = re.compile(rf"(?P<hour>{_F}+)?(?<![小及临暂即按当同工学课])(?P<H>[时点])(?P<minute>{_F}+)分(?![钟数之])")
_HOUR = re.compile(
    rf"(?<=[日号])(?P<hour>{_F}+)(?P<H>[时点])(?P<minute>)(?![间钟]|(?![至到止起前后])[\u4e00-\u9fff]|{_F}+分)"
)
"""An hour behind a day: ____年__月__日__时, ____日__时至____日__时."""
_COLON = re.compile(
    rf"(?P<hour>{BLANK}|□{{2}}|(?:^|(?<=[：:至到\-－—–~～]))[{GAP} ]+)[ ]?[:：]"
    rf"(?P<minute>[ ]?(?:{BLANK}|□{{2}})|[{GAP} ]+)(?=[^：:]|$)"
)
"""The same with a colon between them, ____:____; white paper is an hour only behind a colon or a dash."""
_EVENT = re.compile(r"[ ]?(?P<what>到达|到场|离开|开始|结束|出发|返回|发生|接报|报告|进入|完成)")
"""What happens at a time, said behind it: ____时____分到达."""
_ONE = 6.0
"""mm; what is taken of the white paper before 时 where nothing says where it begins."""


def times(running: Running) -> Iterator[Span]:
    """Yield the times of a string; what happens then is their label, where it is said behind them."""
    for match in (*_PATTERN.finditer(running.text), *_HOUR.finditer(running.text), *_with_colon(running.text)):
        hour = _hour(running, match)
        minute = _place(running, match.start("minute"), match.end("minute")) if match["minute"] else hour
        if hour.width <= 0 or minute.width <= 0:
            continue
        event = _EVENT.match(running.text, match.end())
        label = f"{event['what']}时间" if event else ""
        found = Found(label, Kind.TEXT, around((hour, minute)), format=Format.TIME, labelled=bool(label),
                      parts=(("hour", hour), ("minute", minute))[: 2 if match["minute"] else 1], sure=False)
        yield Span(match.start("hour") if match["hour"] else match.start("H"), match.end(), found)


def _with_colon(text: str) -> Iterator[re.Match[str]]:
    """Yield the times with a colon; what is a ratio of two numbers is none."""
    return (match for match in _COLON.finditer(text) if not re.search(r"比例?[：:]?[ ]?$", text[: match.start()]))


def _hour(running: Running, match: re.Match[str]) -> Box:
    """Return the place of the hour; white paper left of a 时 that begins its line where nothing was typed there."""
    if match["hour"]:
        place = _place(running, match.start("hour"), match.end("hour"))
        left = place.x0 if BLANK in match["hour"] else max(place.x0, place.x1 - 2 * _ONE)
        return Box(left, place.y0, place.x1, place.y1)
    sign = running.signs[match.start("H")].box
    return Box(max(running.room.x0, sign.x0 - _ONE), sign.y0, sign.x0, sign.y1)


def _place(running: Running, start: int, end: int) -> Box:
    signs = running.signs[start:end]
    ruled = [sign.box for sign in signs if sign.char in (BLANK, "□")]
    return around(ruled or [sign.box for sign in signs])
