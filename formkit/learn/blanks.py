"""Blanks to write on: lines with a label before them, and the white paper behind a colon."""

from __future__ import annotations

import re
from dataclasses import replace

from formkit.geometry import Box
from formkit.learn.cells import around
from formkit.learn.found import Found, Span
from formkit.learn.persons import HOW_SIGNED, SIGNING, STAMP
from formkit.learn.running import BLANK, BRACKET, FREE, GAP, NEWLINE, Running, Sign
from formkit.learn.units import UNIT
from formkit.model.handbook import Kind

_LONG = 80.0
"""mm; white paper between two labels on a line that is wider than this is set apart, not left to write on."""
_WIDEST = 45.0
"""mm; white paper before a unit that is wider than this is no place for a number."""
_NARROW = 5.0
"""mm; white paper behind a colon that is narrower than this is none to write on."""
_HEADING = re.compile(
    r"(?:说明|注意|提示|如下|此项|以下.*|附件?|要求|备查|注|下列.*|填写|方法|标准|范围|其中|例如?|注意事项|规定|须知)$|^尊敬的|您好$|"
    r"如下[\u4e00-\u9fff]{0,6}$|达成.{0,6}(?:协议|约定|一致)$|^(?:声明|承诺|保证|特此.*)$"
)
"""What ends in a colon and announces the next lines."""
_REMARK = frozenset({"说明", "备注", "注", "附注", "补充说明", "其他说明"})
"""Such words that may stand at the end of a cell for something to be added."""
_ADDRESSED = re.compile(
    rf"{BLANK}[ ]?[（(][^（()）]{{2,12}}[）)]$|"
    rf"{BLANK}[^{BLANK}]{{0,8}}(?:委员会|居委会|村委会|办事处|政府|[局厅部院校所队科办]|公司|单位|中心|街道|同志|先生|女士)$"
)
"""Who a letter is to, with blanks for his name, over its first line."""
_COLON = re.compile(r"[：:](?P<free>[ \u3000]*)(?=\n|$|(?P<next>.))", re.S)
_LINE_START = re.compile(rf"(?m)^(?P<white>[{GAP} ]*)")
_LAST_WORD = re.compile(rf"(?m)(?<=[ {GAP}，,；;])[\u4e00-\u9fff]{{2,4}}(?=[ {GAP}]*$)")
_TO_THE_END = 8.0
"""mm; white paper from the last word of a line to the edge of its cell that is as wide is there to write on."""
_OTHER = re.compile(
    rf"{NEWLINE}[ {GAP}]*(?P<word>其他|其它|备注|说明|补充|(?:具体|其他|补充)(?:情况|说明))[ {GAP}]*$"
)
_REST_OF_LABEL = re.compile(rf"[{GAP} ]+[\u4e00-\u9fff][：:]")
_NUMBERS = re.compile(rf"(?:[{GAP}{NEWLINE} ]*\d{{1,2}}[.、．]){{2,}}[{GAP}{NEWLINE} ]*")
_SPREAD = re.compile(
    rf"(?m)^[ {GAP}]*(?![第共约每])[\u4e00-\u9fff](?:[ {GAP}]+[\u4e00-\u9fff]){{1,4}}[ {GAP}]*[：:]?[ {GAP}]*$"
)
"""A label whose signs are spread over the line: 姓    名."""
_NUMBERED = re.compile(r"(?:编号|编码|代码|文号|单号|证号|档案号|号码)[：:]?[ ]?[（(\[〔【]?[A-Za-z\d\-－]*[ ]?$")
"""What stands before the first blank of a code."""
_JOINT = re.compile(r"[ ]?(?:[-－—–]|年?第|年|字?[（(\[〔【](?:20)?|[）)\]〕】]第?|字第?)[ ]?")
"""What parts the blanks of one number: NC-____-____, （20__）第____号, ____字〔20__〕____号."""
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、．.]")
"""How the heading of a part begins."""
_TOLD = re.compile(
    r"[ ]?[（(](?P<what>(?!以下|下称|简称|[如请可见附含或注限]|单位[)）]|[大小]写|[选必]填|人数)"
    r"[\u4e00-\u9fff、]{2,12})[）)]"
)
"""What is said in a bracket behind a blank."""
_SIGNED = re.compile(rf"(?:单位|本人|亲笔|手写|部门|公司)?(?:公章|章|{HOW_SIGNED})")
"""Such words that say how it is signed."""
_STAMP = 8.0
"""mm; white paper typed before （盖章） that is as wide is left for it."""
_MOVED = 3.5
"""mm; a scan shows ink, which ends as far from the right edge: what was typed around it is not to be known there."""
_SEAL = re.compile(rf"[（(]\s*(?:单位|部门|公司|机构)?(?:{STAMP}|{SIGNING})\s*[）)](?!\s*[：:])")


def ruled_blanks(running: Running, taken: list[Span]) -> list[Span]:
    """Return the blanks that are not in ``taken``, with their units: lines, brackets, white paper before a unit."""
    found: list[Span] = []
    text = running.text
    spread = [match.span() for match in _SPREAD.finditer(text)]
    for index, sign in enumerate(running.signs):
        if sign.char not in (BLANK, BRACKET, GAP) or inside(index, taken):
            continue
        unit = _unit_at(text, index + 1)
        if sign.char == GAP and (any(start <= index < end for start, end in spread) or _sets_apart(running, index)):
            continue
        behind_print = index > 0 and text[index - 1] not in FREE
        if sign.char == GAP and not (unit and sign.box.width < _WIDEST and behind_print):
            continue
        if unit and unit.end() > index + 1 and inside(unit.end() - 1, taken):
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


def _sets_apart(running: Running, index: int) -> bool:
    """Say whether white paper parts the last two signs of a label that began in a line above: 初次发病 / 时　　间."""
    gap = running.signs[index].box
    line = [each for each in running.signs if abs(each.box.centre.y - gap.centre.y) < gap.height / 2]
    printed = [each.char for each in line if each.char not in FREE]
    ends = index + 2 == len(running.signs) and len(line) < len(running.signs)
    return ends and len(printed) == 2 and all("\u4e00" <= char <= "\u9fff" for char in printed)


def _told_behind(text: str, index: int) -> re.Match[str] | None:
    """Return what a bracket behind a blank says that it is: ____（项目名称）; a label before it names it sooner."""
    told = _TOLD.match(text, index + 1)
    if told is None or text[index] != BLANK or _SIGNED.fullmatch(told["what"]):
        return told if told is not None and text[index] == BLANK else None
    labelled = re.search(rf"[：:][{FREE}]*$", text[:index])
    return None if labelled else told


def _unit_at(text: str, index: int) -> re.Match[str] | None:
    """Return the unit at a place of a string; the first sign of a label that is spread, 日  期：, is none."""
    unit = UNIT.match(text, index)
    spread = unit is not None and len(unit["unit"]) == 1 and _REST_OF_LABEL.match(text, unit.end())
    return None if spread else unit


def before_units(running: Running, taken: list[Span]) -> list[Span]:
    """Return the white paper before a unit that begins its line, in a cell: "　　次/周　　分钟/次".

    A unit alone in its cell is a word of a list, unless white paper was typed before it, be it one space, or it stands
    right of the middle: |        元|.
    """
    found: list[Span] = []
    text = running.text
    spread = [match.span() for match in _SPREAD.finditer(text)]
    for match in _LINE_START.finditer(text):
        unit = _unit_at(text, match.end())
        if unit is None or inside(match.end(), taken) or inside(unit.end() - 1, taken):
            continue
        first, last = running.signs[unit.start("unit")].box, running.signs[unit.end() - 1].box
        typed = running.signs[match.start("white")].box.x0 if match["white"] else None
        alone = text[unit.end() :].split(NEWLINE)[0].strip(FREE) == ""
        left = typed if typed is not None and not (alone and first.x0 - typed < _NARROW) else running.room.x0
        white, right = first.x0 - left, running.room.x1 - last.x1
        if white < _NARROW or white > _WIDEST or any(start <= unit.start("unit") < end for start, end in spread):
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


def inside(index: int, taken: list[Span]) -> bool:
    """Say whether a place in the string belongs to an answer that was found."""
    return any(span.holds(index) for span in taken)


def after_colons(running: Running, taken: list[Span], bottom: float | None) -> list[Span]:
    """Return the white paper behind colons.

    Args:
        running: the string.
        taken: the answers that were found so far.
        bottom: where the room of a cell ends (y in mm), for the paper under its only line; None outside tables.
    """
    found: list[Span] = []
    text = running.text
    for match in _COLON.finditer(text):
        here = match.start()
        if any(inside(index, taken) for index in range(here, match.end() + 1)):
            continue
        label = re.split(rf"[{GAP}{NEWLINE}]", text[:here])[-1]
        if bottom is None and _SECTION.match(label):
            continue
        last = bottom is not None and not text[match.end() :].strip(f" {GAP}{NEWLINE}") and label.strip() in _REMARK
        alone = bottom is not None and text.strip(f" {GAP}{NEWLINE}") == f"{label.strip()}{text[here]}"
        if bottom is None and not text[match.end() :].strip() and _ADDRESSED.search(text[:here]):
            continue
        if not label.strip() or (_HEADING.search(label.strip()) and not (alone or last)) or len(label) > 24:
            continue
        box = _behind(running, match, bottom, answered=_next_is_day(text, match.end(), taken))
        if box is not None:
            found.append(Span(here + 1, match.end(), Found("", Kind.TEXT, box)))
    return found


def _next_is_day(text: str, index: int, taken: list[Span]) -> bool:
    """Say whether a day is all that the next line begins with: that of the signature over it."""
    following = text[index:]
    days = [span for span in taken if span.found.kind is Kind.DATE]
    return inside(index + len(following) - len(following.lstrip()), days)


def _behind(running: Running, match: re.Match[str], bottom: float | None, *, answered: bool) -> Box | None:
    """Return the paper from a colon to the next print on the line, or to the end of the room.

    ``answered`` says that the next line is no list or text that the colon announces.
    """
    colon = running.signs[match.start()].box
    if match["next"] is not None and match["next"] != NEWLINE:
        if GAP not in match["free"]:
            return None
        gap = running.signs[match.start() + 1].box
        end = min(running.signs[match.end()].box.x0, gap.x1)
        box = Box(colon.x1, colon.y0, end if end - colon.x1 < _LONG else colon.x1 + _LONG / 2, colon.y1)
    else:
        following = running.text[match.end() :].lstrip()
        if bottom is None and following:
            return None
        named = bool(re.match(r"[^\n\u3000：:]{1,14}[：:]", following) or _SEAL.match(following))
        if following and not answered and not named:
            return None
        box = Box(colon.x1, colon.y0, running.room.x1 - 0.5, colon.y1)
        if bottom is not None and not following and bottom - colon.y1 > 2.0 * colon.height:
            box = Box(running.room.x0, colon.y0, running.room.x1, bottom)
    return box if box.width >= _NARROW else None


def seals(running: Running, taken: list[Span]) -> list[Span]:
    """Return the places for a seal or a signature that are only named, as （盖章） in a cell.

    White paper typed before one that stands in a line of its own is its place.
    """
    found: list[Span] = []
    for match in _SEAL.finditer(running.text):
        if inside(match.start(), taken):
            continue
        left = _left_for_stamp(running, match)
        box = left or running.box(match.start(), match.end())
        label = match.group().strip("（()） ")
        found.append(Span(match.start(), match.end(), Found(label, Kind.SIGNATURE, box, sure=left is not None)))
    return found


def _left_for_stamp(running: Running, match: re.Match[str]) -> Box | None:
    """Return the white paper before （盖章） in a line of its own: what was typed, or in a scan what there is."""
    lead, rest = running.text[: match.start()].split(NEWLINE)[-1], running.text[match.end() :].split(NEWLINE)[0]
    if lead.strip(f"{GAP} ") or rest.strip(f"{GAP} ") or not match.start():
        return None
    words = running.box(match.start(), match.end())
    typed = running.signs[match.start() - 1].box
    if lead:
        return typed if lead == GAP and typed.width >= _STAMP else None
    moved = running.room.x1 - words.x1 >= _MOVED and words.x0 - running.room.x0 >= 2 * _STAMP
    return Box(words.x0 - 2 * _STAMP, words.y0, words.x0, words.y1) if moved else None
