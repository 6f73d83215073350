"""White paper in a cell that is left to write on: before a unit, behind a number, 其他 or the last word of a line."""

from __future__ import annotations

import re

from formkit.geometry import Box
from formkit.learn.found import Found, Span, inside
from formkit.learn.running import FREE, GAP, NEWLINE, Running
from formkit.learn.spread import spread_labels, unit_at
from formkit.model.handbook import Kind

WIDEST = 45.0
"""mm; white paper before a unit that is wider than this is no place for a number."""
NARROW = 5.0
"""mm; white paper before a unit or behind a colon that is narrower than this is none to write on."""
_LINE_START = re.compile(rf"(?m)^(?P<white>[{GAP} ]*)")
_LAST_WORD = re.compile(rf"(?m)(?<=[ {GAP}，,；;])[\u4e00-\u9fff]{{2,4}}(?=[ {GAP}]*$)")
_TO_THE_END = 8.0
"""mm; white paper from the last word of a line to the edge of its cell that is as wide is there to write on."""
_OTHER = re.compile(
    rf"{NEWLINE}[ {GAP}]*(?P<word>其他|其它|备注|说明|补充|(?:具体|其他|补充)(?:情况|说明))[ {GAP}]*$"
)
_NUMBERS = re.compile(rf"(?:[{GAP}{NEWLINE} ]*\d{{1,2}}[.、．]){{2,}}[{GAP}{NEWLINE} ]*")


def before_units(running: Running, taken: list[Span]) -> list[Span]:
    """Return the white paper before a unit that begins its line, in a cell: "　　次/周　　分钟/次".

    A unit alone in its cell is a word of a list, unless white paper was typed before it, be it one space, or it stands
    right of the middle: |        元|.
    """
    found: list[Span] = []
    text = running.text
    spread = spread_labels(text)
    for match in _LINE_START.finditer(text):
        unit = unit_at(text, match.end())
        if unit is None or inside(match.end(), taken) or inside(unit.end() - 1, taken):
            continue
        first, last = running.signs[unit.start("unit")].box, running.signs[unit.end() - 1].box
        typed = running.signs[match.start("white")].box.x0 if match["white"] else None
        alone = text[unit.end() :].split(NEWLINE)[0].strip(FREE) == ""
        left = typed if typed is not None and not (alone and first.x0 - typed < NARROW) else running.room.x0
        white, right = first.x0 - left, running.room.x1 - last.x1
        if white < NARROW or white > WIDEST or unit.start("unit") in spread:
            continue
        if typed is None and (white < 1.5 * right if alone else len(unit["unit"]) < 2):
            continue
        if typed is None and text[unit.end() : unit.end() + 1] == GAP:
            white = min(white, running.signs[unit.end()].box.width)
        box = Box(first.x0 - white, first.y0, first.x0, first.y1)
        found.append(Span(match.start(), unit.end(), Found("", Kind.TEXT, box, unit=unit["unit"], sure=False)))
    return found


def behind_numbers(running: Running) -> list[Span]:
    """Return the white paper behind the numbers that are all that is printed in a cell: 1.      2.      3."""
    text, found = running.text, []
    if not _NUMBERS.fullmatch(text):
        return []
    for match in re.finditer(r"\d{1,2}", text):
        dot = running.signs[match.end()].box
        rest = text[match.end() + 1 :].lstrip(f"{GAP} ")
        ends = rest and rest[0] != NEWLINE
        right = running.signs[len(text) - len(rest)].box.x0 if ends else running.room.x1 - 0.5
        if right - dot.x1 >= _TO_THE_END:
            place = Box(dot.x1, dot.y0, right, dot.y1)
            found.append(Span(match.start(), match.end() + 1, Found(match.group(), Kind.TEXT, place, labelled=False)))
    return found


def behind_last_word(running: Running, taken: list[Span]) -> list[Span]:
    """Return the white paper from the last word of a line to the end of its cell: 每日　　次 每次.

    It is there to write on where the line asks for something else before, over white paper too.
    """
    found: list[Span] = []
    text = running.text
    for match in _LAST_WORD.finditer(text):
        last = running.signs[match.end() - 1].box
        start = text.rfind(NEWLINE, 0, match.start()) + 1
        same_way = any(
            start <= span.start < match.start() and span.found.unit and text[span.start] == GAP for span in taken
        )
        width = running.room.x1 - 0.5 - last.x1
        if same_way and width >= _TO_THE_END and not inside(match.end() - 1, taken):
            box = Box(last.x1, last.y0, running.room.x1 - 0.5, last.y1)
            found.append(Span(match.end(), match.end(), Found("", Kind.TEXT, box, sure=False)))
    return found


def under_other(running: Running, taken: list[Span]) -> list[Span]:
    """Return the white paper behind 其他 or the like, alone in the last line of a cell that asks for more above it."""
    match = _OTHER.search(running.text)
    if match is None or not taken or inside(match.start("word"), taken):
        return []
    last, room = running.signs[match.end("word") - 1].box, running.room
    low = room.y1 - last.y1 > 1.6 * last.height
    box = Box(room.x0, last.y1, room.x1, room.y1) if low else Box(last.x1, last.y0, room.x1 - 0.5, last.y1)
    return [Span(match.end("word"), match.end(), Found("", Kind.TEXT, box))] if box.width > _TO_THE_END else []
