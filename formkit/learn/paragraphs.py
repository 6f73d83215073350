"""The print outside the tables: lines, and lines that go on with the line before."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from formkit.geometry import Box
from formkit.learn.cells import around
from formkit.learn.cut_lines import cuts
from formkit.learn.found import Found
from formkit.learn.line_ends import joined
from formkit.learn.lines import lines_of, running
from formkit.learn.reading import answers
from formkit.learn.running import BLANK, FREE, GAP, NEWLINE, SLOTS, Running
from formkit.model.printed import Glyph, PrintedPage, Rule

_NEAR = 13.0
"""mm; a ruled line or a line of options this far under a line still belongs to it."""
_TITLE = 1.2
"""A line in print that is larger than the next one's by this is a title, not a question."""
_MARGIN = 0.12
"""Share of the page's height at its head and foot where a ruled line over the whole width is decoration."""
_BEYOND = 3.0
"""mm; a line as far beyond another is one of its own."""
_ASIDE = 0.4
"""Share of the room's width at which a line begins that stands by itself at the right."""
_WORD = re.compile(r"[\u4e00-\u9fff，,、]")
_ANSWERED = re.compile(rf"[\u4e00-\u9fff]{{2,8}}[：:][ {GAP}]*[{BLANK}{SLOTS}]")
"""How a line begins that asks for something by itself: it goes on with no sentence."""
_OPTION = re.compile(rf"^[ {GAP}]*(?:[{SLOTS}]|[A-H][.．、)）]|[①-⑩])")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, and the answers in them."""

    running: Running
    answers: list[Found] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The print without white space."""
        return re.sub(rf"[{FREE}{NEWLINE}]", "", self.running.text)

    @property
    def box(self) -> Box:
        """The box around the print."""
        return around(sign.box for sign in self.running.signs)


def paragraphs(page: PrintedPage, glyphs: list[Glyph], rules: list[Rule], tables: Sequence[Box]) -> list[Paragraph]:
    """Return the paragraphs of a page from top to bottom with their answers.

    Args:
        page: the page, for its size.
        glyphs: the signs outside the tables.
        rules: the ruled lines that border nothing.
        tables: where the tables are; no paragraph goes on behind one.
    """
    room = _room(page, glyphs, rules, tables)
    kept = [rule for rule in rules if not _decoration(page, rule, rules, room)]
    lines = lines_of(glyphs)
    usual = _height(page.glyphs)
    kept = [rule for rule in kept if not (lines and _underlines_title(rule, lines[0], room, usual))]
    single = [running(line, _of_line(line, kept), room) for line in lines]
    under = [rule for rule in kept if not any(_touches(each, rule) for each in single)]
    single += [running([], [rule], room) for rule in under]
    single = sorted((each for each in single if each.signs and not cuts(each, page.width)), key=_top)
    merged: list[Running] = []
    for line in single:
        if merged and _goes_on(merged[-1], line, tables):
            merged[-1] = joined(merged[-1], line)
        else:
            merged.append(line)
    return [Paragraph(each, answers(_headed(each, tables), cell=False)) for each in merged]


def _wraps(before: Running, line: Running) -> bool:
    """Say whether a sentence with something to fill in runs over the end of its line: 自__年__月__日 / 起至…."""
    end, first = before.signs[-1], line.signs[0]
    full = end.box.x1 >= before.room.x1 - 2.3 * end.box.height and first.box.x0 <= before.room.x0 + end.box.height
    close = first.box.y0 - end.box.y0 < 2.2 * before.em and abs(before.em - line.em) < 0.1 * before.em
    asks = any(sign.char in (BLANK, *SLOTS) for sign in (*before.signs, *line.signs))
    words = _WORD.match(end.char) and _WORD.match(first.char) and not _ANSWERED.match(line.text)
    return full and close and asks and bool(words)


def _headed(line: Running, tables: Sequence[Box]) -> Running:
    """Return a line without the colon at its end where a table stands right under it: that is what it announces."""
    last = line.signs[-1]
    if last.char in "：:" and any(0 <= table.y0 - last.box.y1 + 1 < _NEAR for table in tables):
        return Running(line.signs[:-1], line.room)
    return line


def _top(line: Running) -> float:
    return line.signs[0].box.centre.y


def _room(page: PrintedPage, glyphs: list[Glyph], rules: list[Rule], tables: Sequence[Box]) -> Box:
    """Return the page between its margins: as wide as what is printed on it."""
    printed = [glyph.box for glyph in glyphs if not glyph.text.isspace()]
    edges = [(box.x0, box.x1) for box in (*printed, *tables)] + [(rule.start, rule.end) for rule in rules]
    left = min((x0 for x0, _ in edges), default=0.0)
    right = max((x1 for _, x1 in edges), default=page.width)
    return Box(left, 0.0, max(right, page.width - max(left, 15.0)), page.height)


def _decoration(page: PrintedPage, rule: Rule, rules: list[Rule], room: Box) -> bool:
    """Say whether a line over the whole width is no line to write on: alone at the head or the foot of the page.

    Where others stand beyond it, nearer to the edge, it is none of those: one signs under the last words.
    """
    if rule.length < 0.8 * room.width or _MARGIN * page.height < rule.at < (1 - _MARGIN) * page.height:
        return False
    wide = [other for other in rules if other is not rule and other.length > 0.8 * room.width]
    down = 1 if rule.at > page.height / 2 else -1
    beyond = any(down * (other.at - rule.at) > _BEYOND for other in rules)
    return not beyond and not any(abs(other.at - rule.at) < 15 for other in wide)


def _underlines_title(rule: Rule, first: list[Glyph], room: Box, usual: float) -> bool:
    """Say whether a line over the whole width is drawn under the first words of the page, larger than is usual there.

    So Word shows titles in its own style.
    """
    height, bottom = _height(first), max(glyph.box.y1 for glyph in first)
    return rule.length >= 0.8 * room.width and height >= _TITLE * usual and abs(rule.at - bottom) < height


def _height(glyphs: Sequence[Glyph]) -> float:
    return statistics.median(glyph.box.height for glyph in glyphs) if glyphs else 0.0


def _of_line(line: list[Glyph], rules: list[Rule]) -> list[Rule]:
    top, bottom = min(glyph.box.y0 for glyph in line), max(glyph.box.y1 for glyph in line)
    return [rule for rule in rules if (top + bottom) / 2 <= rule.at <= bottom + 0.45 * (bottom - top)]


def _touches(line: Running, rule: Rule) -> bool:
    box = around(sign.box for sign in line.signs)
    return (box.y0 + box.y1) / 2 <= rule.at <= box.y1 + 0.45 * line.em


def _goes_on(before: Running, line: Running, tables: Sequence[Box]) -> bool:
    end = before.signs[-1]
    last, first = (end.lines or (end.box,))[-1], line.signs[0].box
    if not 0 <= first.y0 - last.y0 < _NEAR:
        return False
    if any(last.y1 <= table.y0 + 1 and first.y0 >= table.y1 - 1 for table in tables):
        return False
    if line.text.lstrip(f" {GAP}").startswith(BLANK):
        aside = before.signs[0].box.x0 > before.room.x0 + _ASIDE * before.room.width
        return not line.text.strip(FREE) or (before.em < _TITLE * line.em and not aside)
    if _wraps(before, line):
        return True
    return bool(_OPTION.match(line.text)) and not before.text.startswith(BLANK)

