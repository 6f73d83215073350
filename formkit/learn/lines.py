"""Glyphs and ruled lines → the string of a room: what is printed on its lines, and what is left free on them."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import replace

from formkit.geometry import Box
from formkit.learn.cells import around
from formkit.learn.line_ends import append_line
from formkit.learn.running import BLANK, BRACKET, GAP, Running, Sign
from formkit.model.printed import Glyph, Rule

_WIDE = 1.3
"""In ems: white space as wide as this parts things."""
_SPACE = 0.6
"""In ems: white space as wide as this is a space, though none be typed."""
_BRACKETS = re.compile(r"[（(〔\[【][ 　]*[）)〕\]】]")
_NEAREST = 3
"""Signs of a line that another is compared with."""
_TYPED = 10.0
"""mm; spaces typed as wide as this are a blank."""
_SYNTHETIC = 5.0
"""mm; height of the writing place over a ruled line without print."""
_SHORTEST = 3.0
"""mm; the shortest line that one writes on."""


def lines_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return the printed lines from top to bottom, each from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: (each.box.y0 + each.box.y1, each.box.x0)):
        for line in reversed(lines[-3:]):
            if _beside(line, glyph):
                line.append(glyph)
                break
        else:
            lines.append([glyph])
    ordered = [sorted(line, key=lambda each: each.box.x0) for line in lines]
    return [line for line in ordered if any(not glyph.text.isspace() for glyph in line)]


def _beside(line: Sequence[Glyph], glyph: Glyph) -> bool:
    """Say whether a sign is level with the ones nearest to it; a scan may show one of them as a stroke only."""
    nearest = sorted(line, key=lambda each: abs(each.box.centre.x - glyph.box.centre.x))[:_NEAREST]
    return any(_level(each.box, glyph.box) for each in nearest)


def _level(first: Box, second: Box) -> bool:
    shared = min(first.y1, second.y1) - max(first.y0, second.y0)
    return shared > 0.45 * min(first.height, second.height)


def running(glyphs: Iterable[Glyph], underlines: Sequence[Rule], room: Box) -> Running:
    """Return what stands in ``room``; ``underlines`` are the ruled lines in it that are no borders."""
    lines = [_line(glyphs_of, underlines) for glyphs_of in lines_of(_standing(list(glyphs)))]
    used = {rule for _, rules in lines for rule in rules}
    bare = [_bare(rule) for rule in underlines if rule not in used and rule.length >= _SHORTEST]
    ordered = sorted([signs for signs, _ in lines if signs] + bare, key=lambda signs: signs[0].box.centre.y)
    signs: list[Sign] = []
    for line in ordered:
        append_line(signs, _bracketed(line), room)
    return Running(tuple(signs), room)


def _standing(glyphs: list[Glyph]) -> list[Glyph]:
    """Return print whose underscores are as high as the rest: a scan shows only their ink, a flat dash on the line."""
    heights = [glyph.box.height for glyph in glyphs if glyph.text != "_" and not glyph.text.isspace()]
    em = statistics.median(heights) if heights else _SYNTHETIC
    return [
        replace(glyph, box=Box(glyph.box.x0, glyph.box.y1 - em, glyph.box.x1, glyph.box.y1))
        if glyph.text == "_" and glyph.box.height < em / 2 else glyph
        for glyph in glyphs
    ]


def _bare(rule: Rule) -> list[Sign]:
    return [Sign(BLANK, Box(rule.start, rule.at - _SYNTHETIC, rule.end, rule.at))]


def _line(glyphs: list[Glyph], underlines: Sequence[Rule]) -> tuple[list[Sign], list[Rule]]:
    """Return the signs of one printed line and the underlines that belong to it."""
    ink = [glyph for glyph in glyphs if not glyph.text.isspace()]
    spaces = [glyph.box for glyph in glyphs if glyph.text.isspace()]
    em = statistics.median(glyph.box.height for glyph in ink)
    top, bottom = min(glyph.box.y0 for glyph in ink), max(glyph.box.y1 for glyph in ink)
    under = [rule for rule in underlines if top + 0.5 * em <= rule.at <= bottom + 0.45 * em]
    items = [Sign(glyph.text, glyph.box) for glyph in ink if glyph.text != "_"]
    items += _underscored([glyph.box for glyph in ink if glyph.text == "_"], [sign.box for sign in items] + spaces, em)
    for rule in under:
        items += _uncovered(rule, items, em, top)
    items.sort(key=lambda sign: sign.box.x0)
    return _spaced(items, spaces, em), under


def _underscored(boxes: list[Box], between: list[Box], em: float) -> list[Sign]:
    """Return the blanks that underscores make; print or a typed space between two of them parts them."""
    runs: list[Box] = []
    for box in boxes:
        parted = runs and any(runs[-1].x1 <= each.centre.x <= box.x0 for each in between)
        if runs and not parted and box.x0 - runs[-1].x1 < 0.5 * em:
            runs[-1] = runs[-1].union(box)
        else:
            runs.append(box)
    return [Sign(BLANK, run) for run in runs]


def _uncovered(rule: Rule, items: list[Sign], em: float, top: float) -> list[Sign]:
    """Return the stretches of an underline that no print stands on."""
    edges = [(sign.box.x0, sign.box.x1) for sign in items if sign.box.x1 > rule.start and sign.box.x0 < rule.end]
    found: list[Sign] = []
    left = rule.start
    for x0, x1 in [*sorted(edges), (rule.end, rule.end)]:
        if min(x0, rule.end) - left >= max(_SHORTEST, 0.8 * em):
            found.append(Sign(BLANK, Box(left, min(top, rule.at - em), min(x0, rule.end), rule.at)))
        left = max(left, x1)
    return found


def _spaced(items: list[Sign], spaces: list[Box], em: float) -> list[Sign]:
    """Return the signs of a line with a space or a gap between them where there is white paper."""
    found: list[Sign] = []
    typed_before = [box.x0 for box in spaces if items and box.x1 <= items[0].box.x0 + 0.2 * em]
    if typed_before:
        first = items[0].box
        found.append(Sign(GAP, Box(min(typed_before), first.y0, first.x0, first.y1)))
    for sign in items:
        before = found[-1].box if found else None
        if before is not None and found[-1].char not in (GAP, " "):
            room = Box(before.x1, min(before.y0, sign.box.y0), sign.box.x0, max(before.y1, sign.box.y1))
            between = [box for box in spaces if room.x0 < box.centre.x < room.x1]
            typed = bool(between)
            if room.width >= _WIDE * em:
                found.append(Sign(GAP, _typed_part(room, between, em)))
            elif sign.char not in "：:" and room.width > 0 and (typed or room.width >= _SPACE * em):
                found.append(Sign(" ", room))
        found.append(sign)
    return found


def _typed_part(room: Box, spaces: list[Box], em: float) -> Box:
    """Return the part of a gap that was typed as spaces, where a tab made the rest of it."""
    if not spaces or min(box.x0 for box in spaces) > room.x0 + em:
        return room
    end = max(box.x1 for box in spaces)
    return Box(room.x0, room.y0, end, room.y1) if end - room.x0 >= _TYPED else room


def _bracketed(line: list[Sign]) -> list[Sign]:
    """Put one sign for every pair of empty brackets."""
    text = "".join(sign.char for sign in line)
    found: list[Sign] = []
    done = 0
    for match in _BRACKETS.finditer(text):
        found += line[done : match.start()]
        found.append(Sign(BRACKET, around(sign.box for sign in line[match.start() : match.end()])))
        done = match.end()
    return found + line[done:]
