"""White paper within a cell under the heading that asks for it: an opinion over its signature."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from formkit.geometry import Box
from formkit.learn.found import Found
from formkit.learn.labels import cleaned
from formkit.learn.persons import SIGNING, STAMP
from formkit.learn.row_names import LONGEST
from formkit.learn.running import BLANK, SLOTS, Sign
from formkit.learn.tabular import Cell
from formkit.model.handbook import Kind

_LEAST = 6.5
"""mm; white paper between two lines that is as high is there to write on."""
_EMPTY_LINE = 1.2
"""In heights of its print: an empty line under a heading leaves as much."""
_BARE = 8.0
"""mm; the same under a heading without a colon."""
_LEVEL = 2.0
"""mm; how far such white paper may differ."""
_ABOVE = 7.0
"""mm; the same over the print of a cell."""
_SIGNED = 23.0
"""mm; a signature with its seal is as wide: where less is left behind the words for who signs, one signs under them."""
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十][)）])")
_SUBJECT = re.compile(r"(?:意见|说明|情况|描述|分析|措施|记录|原因|理由|结论|内容|建议|经过|评价|处理|小结|总结|概述)$")
_NAME = re.compile(r"^[\u4e00-\u9fff（()）、/／]{2,24}$")
_SIGNS = re.compile(rf"{SIGNING}|[人员长]$")
"""Who signs on the paper under his name; that is not what the cell is of."""
_ONLY_SEAL = re.compile(rf"[（(](?:加?盖)?(?:单位)?(?:{STAMP})[）)]")
"""A line that says where the seal is put."""
_ASIDE = re.compile(r"[（(][^（()）]*[)）]?$")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of a cell: its words without white space, where it begins and ends from top to bottom."""

    words: str
    y0: float
    y1: float


@dataclass(frozen=True, slots=True)
class Room:
    """White paper in a cell, the heading over it, and whether that heading names the rest of the cell too."""

    label: str
    box: Box
    names: bool

    @property
    def signs(self) -> bool:
        """Whether somebody signs there."""
        return bool(_SIGNS.search(self.label))


def rooms(cell: Cell, base: str) -> list[Room]:
    """Return the white paper under headings in a cell, from top to bottom; ``base`` is what names the cell itself."""
    lines = _lines(cell)
    found = []
    for index, line in enumerate(lines):
        end = lines[index + 1].y0 if index + 1 < len(lines) else cell.box.y1
        label = _heading(line, first=index == 0, high=end - line.y1)
        after = lines[index + 1] if index + 1 < len(lines) and end - line.y1 >= _LEAST else None
        if not label and after is not None and _under_options(line, after, base):
            found.append(Room(f"{base} 说明", Box(cell.box.x0, line.y1 + 0.3, cell.box.x1, end), names=False))
            continue
        if label and (len(lines) > 1 or _NUMBERED.match(line.words)):
            box = Box(cell.box.x0, line.y1 + 0.3, cell.box.x1, end)
            found.append(Room(label, box, names=_names_cell(lines[:index], line, label)))
    return found if len(found) < 2 else [replace(room, names=False) for room in found]


def _names_cell(over: list[Line], line: Line, label: str) -> bool:
    """Say whether a heading names the whole cell: not one with a number, who signs, or one under what is ticked."""
    ticked = any(re.search(rf"[{SLOTS}]", each.words) for each in over)
    return not (ticked or _NUMBERED.match(line.words) or _SIGNS.search(label))


def _under_options(line: Line, after: Line, base: str) -> bool:
    """Say whether white paper stands between the options of an opinion and who signs it: there it is given in words."""
    signed = re.search(rf"{SIGNING}|[人员长]：|年.{{0,4}}月", after.words)
    return bool(_SUBJECT.search(base)) and bool(re.search(rf"[{SLOTS}]", line.words)) and bool(signed)


def heading(cell: Cell) -> str:
    """Return the opinion or the like that the first line of a cell announces, "" where it announces none."""
    lines = _lines(cell)
    words = lines[0].words if len(lines) > 1 else ""
    name = cleaned(words) if words[-1:] in ("：", ":") else ""
    return name if _SUBJECT.search(name) and len(name) < 20 else ""


def _first_line(cell: Cell) -> str:
    """Return the words of the first printed line of a cell, past the place of a seal over who signs."""
    return next((line.words for line in _lines(cell) if not _ONLY_SEAL.fullmatch(line.words)), "")


def room_above(cell: Cell, base: str) -> list[Found]:
    """Return the empty upper part of a cell whose print names other things: an opinion over its signature."""
    top = min((sign.box.y0 for sign in cell.running.signs if not sign.char.isspace()), default=cell.box.y0)
    if not base or heading(cell) or not cell.answers or not cell.answers[0].labelled or top - cell.box.y0 < _ABOVE:
        return []
    first = cell.answers[0]
    begins = first.label.split(" ")[-1] in cleaned(_first_line(cell)) or first.box.y0 < top + cell.running.em
    if not begins and (not _declares(cell) or _in_the_middle(cell, top)):
        return []
    box = Box(cell.box.x0, cell.box.y0, cell.box.x1, top)
    return [Found(base, Kind.TEXT, box, multiline=True, labelled=False)]


def _in_the_middle(cell: Cell, top: float) -> bool:
    """Say whether the print of a cell has as much white paper over it as under it: it is only set in the middle."""
    low = max(sign.box.y1 for sign in cell.running.signs)
    return abs((cell.box.y1 - low) - (top - cell.box.y0)) < _LEVEL


def _declares(cell: Cell) -> bool:
    """Say whether the print of a cell begins with a whole sentence and asks for nothing but who signs it and when."""
    signed_for = all(answer.kind in (Kind.SIGNATURE, Kind.DATE) for answer in cell.answers)
    sentence, ends, _ = cell.running.text.partition("。")
    return signed_for and bool(ends) and len(sentence) > LONGEST // 2 and not re.search(r"[：:]", sentence)


def with_rooms(cell: Cell, found: list[Room]) -> list[Found]:
    """Return the answers of a cell, those for its rooms first: of a heading with a colon, in place of its line."""
    behind = {
        id(answer): room for room in found for answer in cell.answers
        if answer.kind in (Kind.TEXT, Kind.SIGNATURE) and not answer.lines and _on_heading(answer, room)
    }
    signed = [answer for answer in cell.answers if id(answer) in behind and answer.kind is Kind.SIGNATURE]
    for answer in signed:  # One signs beside the words as well as under them.
        room = behind[id(answer)].box
        beside = Box(answer.box.x0, answer.box.y0, answer.box.x1, room.y1)
        answer.box = beside if beside.width >= _SIGNED else room
    own = [behind[id(answer)] for answer in signed]
    found = [room for room in found if not any(_is_answered(answer, room) for answer in cell.answers)]
    made = [Found(room.label, Kind.TEXT, room.box, multiline=True) for room in found if room not in own]
    rest = [answer for answer in cell.answers if id(answer) not in behind or answer in signed]
    return sorted([*made, *rest], key=lambda answer: (answer.box.y0, answer.box.x0)) if found else cell.answers


def _is_answered(answer: Found, room: Room) -> bool:
    """Say whether what a heading asks for is a day or a signature right of its colon: then no words stand under it."""
    over = answer.box.y1 <= room.box.y0 + 0.5 and room.box.y0 - answer.box.y1 < 2.0
    told = answer.kind in (Kind.DATE, Kind.SIGNATURE) and not answer.parts
    return told and over and answer.box.x1 > room.box.x1 - 2.0


def _on_heading(answer: Found, room: Room) -> bool:
    """Say whether an answer is the paper right of a heading's colon."""
    beside = answer.box.y1 <= room.box.y0 + 0.5 and room.box.y0 - answer.box.y1 < 2.0
    return beside and answer.box.x1 > room.box.x1 - 2.0 and answer.label in room.label


def _lines(cell: Cell) -> list[Line]:
    lines: list[list[Sign]] = []
    for sign in sorted((each for each in cell.running.signs if not each.char.isspace()), key=lambda each: each.box.y0):
        if lines and sign.box.y0 < lines[-1][0].box.y0 + 0.6 * lines[-1][0].box.height:
            lines[-1].append(sign)
        else:
            lines.append([sign])
    made: list[Line] = []
    for line in lines:
        ordered = sorted(line, key=lambda each: each.box.x0)
        bottom = max(sign.box.y1 for sign in line)
        words = "".join(sign.char for sign in ordered)
        if made and made[-1].words.count("（") > made[-1].words.count("）"):
            made[-1] = Line(made[-1].words + words, made[-1].y0, bottom)
        else:
            made.append(Line(words, min(sign.box.y0 for sign in line), bottom))
    return made


def _heading(line: Line, *, first: bool, high: float) -> str:
    """Return the name of what is written under a line, "" where it is no heading or nothing is free under it."""
    if high < min(_LEAST, _EMPTY_LINE * (line.y1 - line.y0)):
        return ""
    numbered = bool(_NUMBERED.match(line.words))
    if numbered and high >= _BARE:
        name = re.split(r"[（(：:]", line.words, maxsplit=1)[0]
        return cleaned(name) if len(name) < 18 else ""
    if re.search(rf"[{BLANK}{SLOTS}]", line.words):
        return ""
    if line.words[-1] in "：:":
        name = cleaned(line.words)
        return name if len(name) < 20 else ""
    bare = _ASIDE.sub("", line.words) or line.words
    if not first or high < _BARE or not _NAME.match(bare) or len(bare) > 14:
        return ""
    return cleaned(bare) if _SUBJECT.search(bare) else ""
