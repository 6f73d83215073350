"""Blanks to write on: lines and empty brackets with their units, and white paper before a unit."""

from __future__ import annotations

import re
from dataclasses import replace

from formkit.geometry import Box
from formkit.learn.cells import around
from formkit.learn.found import Found, Span, inside
from formkit.learn.persons import HOW_SIGNED
from formkit.learn.running import BLANK, BRACKET, FREE, GAP, Running, Sign
from formkit.learn.spread import sets_apart, spread_labels, unit_at
from formkit.learn.white_paper import WIDEST
from formkit.model.handbook import Kind, Mark

_NUMBERED = re.compile(r"(?:编号|编码|代码|文号|单号|证号|档案号|号码)[：:]?[ ]?[（(\[〔【]?[A-Za-z\d\-－]*[ ]?$")
"""What stands before the first blank of a code."""
_JOINT = re.compile(r"[ ]?(?:[-－—–]|年?第|年|字?[（(\[〔【](?:20)?|[）)\]〕】]第?|字第?)[ ]?")
"""What parts the blanks of one number: NC-____-____, （20__）第____号, ____字〔20__〕____号."""
_TOLD = re.compile(
    r"[ ]?[（(](?P<what>(?!以下|下称|简称|[如请可见附含或注限]|单位[)）]|[大小]写|[选必]填|[单个][位人]填写|人数)"
    r"[\u4e00-\u9fff、]{2,12})[）)]"
)
"""What is said in a bracket behind a blank."""
_SIGNED = re.compile(rf"(?:单位|本人|亲笔|手写|部门|公司)?(?:公章|章|{HOW_SIGNED})")
"""Such words that say how it is signed."""


def ruled_blanks(running: Running, taken: list[Span]) -> list[Span]:
    """Return the blanks that are not in ``taken``, with their units: lines, brackets, white paper before a unit."""
    found: list[Span] = []
    text = running.text
    spread = spread_labels(text)
    for index, sign in enumerate(running.signs):
        left_over = inside(index, taken) and _left_over(index, sign, taken)
        if sign.char not in (BLANK, BRACKET, GAP) or (inside(index, taken) and not left_over):
            continue
        unit = unit_at(text, index + 1)
        if sign.char == GAP and (index in spread or not unit or not _before_unit(running, index)):
            continue
        if unit and unit.end() > index + 1 and inside(unit.end() - 1, taken) and not left_over:
            unit = None
        told = None if unit else _told_behind(text, index)
        answer = Found("", Kind.TEXT, _whole(sign), lines=sign.lines, unit=unit["unit"] if unit else "",
                       multiline=len(sign.lines) > 2, sure=sign.char != BRACKET)
        if told is not None and _SIGNED.fullmatch(told["what"]):
            answer.kind = Kind.SIGNATURE
        elif told is not None:
            answer.label = told["what"]
        behind = unit or told
        found.append(Span(index, behind.end() if behind else index + 1, answer))
    return _with_dashes(text, found)


def _left_over(index: int, sign: Sign, taken: list[Span]) -> bool:
    """Say whether a blank among options to tick is none of those that belong to one: 是□（药名__ 剂量__）."""
    around_it = [span.found for span in taken if span.holds(index)]
    if sign.char != BLANK or not all(found.mark is Mark.BOX for found in around_it):
        return False
    return not any(blank.box == sign.box for found in around_it for blank in found.option_blanks)


def _before_unit(running: Running, index: int) -> bool:
    """Say whether white paper behind print is there for what the unit behind it counts."""
    behind_print = index > 0 and running.text[index - 1] not in FREE
    return behind_print and running.signs[index].box.width < WIDEST and not sets_apart(running, index)


def _told_behind(text: str, index: int) -> re.Match[str] | None:
    """Return what a bracket behind a blank says that it is: ____（项目名称）; a label before it names it sooner."""
    told = _TOLD.match(text, index + 1)
    if told is None or text[index] != BLANK or _SIGNED.fullmatch(told["what"]):
        return told if told is not None and text[index] == BLANK else None
    labelled = re.search(rf"[：:][{FREE}]*$", text[:index])
    return None if labelled else told


def _with_dashes(text: str, spans: list[Span]) -> list[Span]:
    """Put together the blanks of a code that are parted by a dash: 编号：____-____."""
    found: list[Span] = []
    for span in spans:
        before = found[-1] if found else None
        joint = before is not None and _JOINT.fullmatch(text[before.end : span.start])
        if before is not None and joint and not before.found.unit and _NUMBERED.search(text[: found[-1].start]):
            whole = around((before.found.box, span.found.box))
            found[-1] = Span(before.start, span.end, replace(before.found, box=whole, lines=()))
        else:
            found.append(span)
    return found


def _whole(sign: Sign) -> Box:
    """Return the box around ruled lines one under the other; of a blank that only wraps, its longest piece."""
    if len(sign.lines) > 1 and sign.lines[0].x0 - sign.lines[1].x0 < 2.0:
        return around(sign.lines)
    return sign.box
