"""Where a line ends: whether its words, or its blank, go on with the next line."""

from __future__ import annotations

import re

from formkit.geometry import Box
from formkit.learn.running import BLANK, GAP, NEWLINE, SLOTS, Running, Sign
from formkit.learn.units import UNIT_WORD

_NEXT_HEADING = re.compile(r"[ \u3000]?[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]")
"""What may stand behind the last ruled line of an answer: the heading of the next one."""
_ENDS = 16
"""Signs before and behind the end of a line that tell whether it broke within a word."""
_ONE_SIGN = re.compile(rf"(?![注附例])[\u4e00-\u9fff][：:][ ]?{BLANK}")
_OWN_LABEL = re.compile(r"[\u4e00-\u9fff]{2,10}[：:]")
"""A label with its colon at the beginning of a line: behind an answer, a question of its own."""
_TAIL = 8
"""Signs; the longest unit and the blank before it."""
_TYPED = 8.0
"""mm; how far apart lines of underscores end that were typed to end together."""
_ALIGNED = 2.0
"""mm; lines that begin as near as this to one another are one under the other."""


def joined(before: Running, line: Running) -> Running:
    """Return a string and the line that goes on with it."""
    signs = list(before.signs)
    append_line(signs, list(line.signs), before.room)
    return Running(tuple(signs), before.room)


def _answered(signs: list[Sign]) -> bool:
    """Say whether a line ends with a place to fill in, or with the unit behind one."""
    tail = "".join(sign.char for sign in signs[-_TAIL:])
    at = max(tail.rfind(BLANK), *(tail.rfind(slot) for slot in SLOTS))
    return at >= 0 and (at == len(tail) - 1 or bool(re.fullmatch(rf" ?(?:{UNIT_WORD})[，,；;。]?", tail[at + 1 :])))


def append_line(signs: list[Sign], line: list[Sign], room: Box) -> None:
    """Add a line, joined to the one before where its words or its blank go on."""
    if not signs:
        signs += line
        return
    last, first = signs[-1], line[0]
    end = (last.lines or (last.box,))[-1]
    full = end.x1 >= room.x1 - 2.3 * end.height and first.box.x0 <= room.x0 + 1.8 * first.box.height
    full = full and not (_answered(signs) and _OWN_LABEL.match("".join(sign.char for sign in line)))
    rest = "".join(sign.char for sign in line[1:])
    full = full or _as_far(end, line, room)
    under = abs(first.box.x0 - end.x0) < _ALIGNED and (not rest or bool(_NEXT_HEADING.match(rest)))
    if (full or under) and last.char == BLANK and first.char == BLANK:
        pieces = (*(last.lines or (last.box,)), first.box)
        signs[-1] = Sign(BLANK, max(pieces, key=lambda box: box.width), pieces)
        signs += line[1:]
    elif full and (first.char == BLANK or (len(line) == 1 and first.char in SLOTS)):
        signs += line
    elif (full or _broken(signs, line)) and last.char not in SLOTS and first.char not in (BLANK, GAP, *SLOTS):
        if re.match(r"\d|[A-Z][.．、]", first.char):
            signs.append(Sign(" ", Box(last.box.x1, last.box.y0, last.box.x1, last.box.y1)))
        signs += line
    else:
        signs.append(Sign(NEWLINE, Box(last.box.x1, last.box.y0, last.box.x1, last.box.y1)))
        signs += line


def _as_far(end: Box, line: list[Sign], room: Box) -> bool:
    """Say whether a line is a blank only, from the left edge to where the one above ends: 措施：____ over ____."""
    first = line[0]
    alone = len(line) == 1 and first.char == BLANK and first.box.width > end.width
    return alone and abs(first.box.x1 - end.x1) < _TYPED and first.box.x0 <= room.x0 + 1.8 * first.box.height


def _broken(before: list[Sign], line: list[Sign]) -> bool:
    """Say whether a line broke within a bracket or a word, as the blank behind it did not fit: 联系电 / 话：____."""
    words = "".join(sign.char for sign in before[-_ENDS:])
    rest = "".join(sign.char for sign in line[:_ENDS])
    opened = re.search(r"[（(][^（()）\n]*$", words) and re.match(r"[^（()）]*[）)]", rest)
    return bool(opened) or (bool(re.search(r"[\u4e00-\u9fff]$", words)) and bool(_ONE_SIGN.match(rest)))
