"""The white paper behind a colon that asks for something; what announces the next lines asks for nothing."""

from __future__ import annotations

import re

from formkit.geometry import Box
from formkit.learn.found import Found, Span, inside
from formkit.learn.running import BLANK, GAP, NEWLINE, Running
from formkit.learn.seals import SEAL
from formkit.learn.white_paper import NARROW
from formkit.model.handbook import Kind

_LONG = 80.0
"""mm; white paper between two labels on a line that is wider than this is set apart, not left to write on."""
_LOW = 1.7
"""In heights of its print: white paper under the only line of a cell that is written on too."""
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
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、．.]")
"""How the heading of a part begins."""
_LONGEST = 24
"""Signs; what is longer before a colon is a sentence."""
_WHITE = f" {GAP}{NEWLINE}"


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
        taken_there = any(inside(index, taken) for index in range(here, match.end() + 1))
        if taken_there or not _asks(text, match, cell=bottom is not None):
            continue
        box = _behind(running, match, bottom, answered=_next_is_day(text, match.end(), taken))
        if box is not None:
            found.append(Span(here + 1, match.end(), Found("", Kind.TEXT, box)))
    return found


def _asks(text: str, match: re.Match[str], *, cell: bool) -> bool:
    """Say whether something is asked for before a colon; in a cell, what else announces a text may be all there is."""
    before, behind = text[: match.start()], text[match.end() :]
    words = re.split(rf"[{GAP}{NEWLINE}]", before)[-1]
    label = words.strip()
    if not label or len(words) > _LONGEST:
        return False
    announces = bool(_HEADING.search(label))
    if cell:
        last = label in _REMARK and not behind.strip(_WHITE)
        return not announces or last or text.strip(_WHITE) == f"{label}{match.group()[0]}"
    addressed = not behind.strip() and bool(_ADDRESSED.search(before))
    return not (announces or addressed or _SECTION.match(words))


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
        named = bool(re.match(r"[^\n\u3000：:]{1,14}[：:]", following) or SEAL.match(following))
        if following and not answered and not named:
            return None
        box = Box(colon.x1, colon.y0, running.room.x1 - 0.5, colon.y1)
        if bottom is not None and not following and bottom - colon.y1 > _LOW * colon.height:
            box = Box(running.room.x0, colon.y0, running.room.x1, bottom)
    return box if box.width >= NARROW else None
