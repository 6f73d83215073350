"""What stands on a page with a text layer: characters and drawn curves, in millimetres of the printed sheet.

A page that was printed again may be a little larger or shifted; the sheet code at the top right and
the footer at the bottom left, whose places are known, put it straight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from pdfminer.layout import LTChar, LTCurve, LTFigure, LTLine, LTRect

from formkit.geometry import Box, Point, points_to_mm
from formkit.layout.paper import FOOTER_BOX
from formkit.layout.sheet_code import decode
from formkit.media.pdf.addendum import ATTACHED
from formkit.media.pdf.form_fields import drawn_over
from formkit.media.pdf.opened import Opened
from formkit.media.pdf.page import CODE_ROOM
from formkit.model.layout import SheetCode

_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{2}-[0-9A-HJKMNP-TV-Z]{6}-[0-9A-HJKMNP-TV-Z]{2}")
_THIN = 0.5
"""Points: a line that rises by less is level."""
_STRAIGHT = 0.3
"""mm: a page that is off by less is left as it is."""


@dataclass(frozen=True, slots=True)
class Char:
    """A character: where it stands in mm, and its size in points."""

    text: str
    box: Box
    size: float


@dataclass(frozen=True, slots=True)
class PageText:
    """A page as it was read; ``code`` is None where it carries none, ``attached`` the code an addendum belongs to."""

    index: int
    chars: tuple[Char, ...]
    curves: tuple[Box, ...]
    over: tuple[Box, ...]
    """Where comment tools drew something."""
    code: SheetCode | None
    attached: SheetCode | None


def page_text(file: Opened, index: int) -> PageText:
    """Return what stands on page ``index`` (from 0) of the file."""
    sheet = file.sheet(index)
    drawn, height = sheet.layout, float(sheet.height)
    chars: list[Char] = []
    curves: list[Box] = []
    for item in _items(drawn):
        if isinstance(item, LTChar):
            if item.get_text():
                chars.append(Char(item.get_text(), _box(item, height), float(item.size)))
        elif not _is_ruled(item):
            curves.append(_curve_box(item, height))
    over = tuple(
        Box(points_to_mm(x0), points_to_mm(height - y1), points_to_mm(x1), points_to_mm(height - y0))
        for x0, y0, x1, y1 in drawn_over(file, index)
    )
    sheet.close()
    found, attached, place = _codes(chars)
    text = PageText(index, tuple(chars), tuple(curves), over, found, attached)
    return _straightened(text, place) if found is not None and place is not None else text


def _items(drawn: Iterable[Any]) -> Iterator[Any]:
    """Yield characters, lines and curves, those inside of forms too; no other objects are of interest."""
    waiting = [iter(drawn)]
    while waiting:
        for item in waiting[-1]:
            if isinstance(item, LTFigure):
                waiting.append(iter(item))
                break
            if isinstance(item, LTChar | LTCurve):
                yield item
        else:
            waiting.pop()


def _is_ruled(item: Any) -> bool:
    """Say whether a path is a rectangle or a level or upright line, as the print is made of."""
    return isinstance(item, LTRect) or (isinstance(item, LTLine) and min(item.width, item.height) < _THIN)


def _curve_box(item: Any, height: float) -> Box:
    """Return the box of a path with the handles of its curves: pdfminer's own box leaves them out."""
    points = [point for step in item.original_path or () for point in step[1:]]
    xs = [item.x0, item.x1, *(x for x, _ in points)]
    ys = [item.y0, item.y1, *(y for _, y in points)]
    return Box(*map(points_to_mm, (min(xs), height - max(ys), max(xs), height - min(ys))))


def _box(item: Any, height: float) -> Box:
    return Box(
        points_to_mm(item.x0), points_to_mm(height - item.y1), points_to_mm(item.x1), points_to_mm(height - item.y0)
    )


def _codes(chars: Sequence[Char]) -> tuple[SheetCode | None, SheetCode | None, Box | None]:
    """Return the page's own code, the code it is attached to, and where its own code stands."""
    for ordered in (chars, [char for line in lines_of(chars) for char in line]):
        text = "".join(char.text[0] for char in ordered)
        for match in _CODE.finditer(text):
            code = decode(match[0])
            if code is None:
                continue
            if ATTACHED in text[max(0, match.start() - 6) : match.start()]:
                return None, code, None
            box = ordered[match.start()].box
            for char in ordered[match.start() : match.end()]:
                box = box.union(char.box)
            return code, None, box
    return None, None, None


def _straightened(page: PageText, code: Box) -> PageText:
    low = max((char.box.centre.y for char in page.chars if not char.text.isspace()), default=0.0)
    footer = [char.box for char in page.chars if abs(char.box.centre.y - low) < 1.0 and not char.text.isspace()]
    seen = (code.x1, code.centre.y, min(box.x0 for box in footer), median(box.centre.y for box in footer))
    meant = (CODE_ROOM.x1, CODE_ROOM.centre.y, FOOTER_BOX.x0, FOOTER_BOX.centre.y)
    if all(abs(one - other) < _STRAIGHT for one, other in zip(seen, meant, strict=True)):
        return page
    if seen[0] - seen[2] < 20 or seen[3] - seen[1] < 20:
        return page
    across = (meant[0] - meant[2]) / (seen[0] - seen[2])
    down = (meant[3] - meant[1]) / (seen[3] - seen[1])

    def put(box: Box) -> Box:
        return Box(
            meant[2] + (box.x0 - seen[2]) * across,
            meant[1] + (box.y0 - seen[1]) * down,
            meant[2] + (box.x1 - seen[2]) * across,
            meant[1] + (box.y1 - seen[1]) * down,
        )

    chars = tuple(Char(char.text, put(char.box), char.size * down) for char in page.chars)
    return PageText(
        page.index, chars, tuple(map(put, page.curves)), tuple(map(put, page.over)), page.code, page.attached
    )


def inside(point: Point, box: Box, slack: float = 0.0) -> bool:
    """Say whether a point lies in a box made larger by ``slack`` mm on all sides."""
    return box.x0 - slack <= point.x <= box.x1 + slack and box.y0 - slack <= point.y <= box.y1 + slack


def chars_in(page: PageText, box: Box, slack: float = 0.0) -> list[Char]:
    """Return the characters whose middle lies in ``box``, in the order of the page."""
    return [char for char in page.chars if inside(char.box.centre, box, slack)]


def lines_of(chars: Iterable[Char]) -> list[list[Char]]:
    """Return characters in lines from top to bottom, each from left to right."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda each: each.box.centre.y):
        middle = char.box.centre.y
        if lines and abs(lines[-1][0].box.centre.y - middle) < 0.35 * points_to_mm(max(char.size, 1.0)):
            lines[-1].append(char)
        else:
            lines.append([char])
    return [sorted(line, key=lambda each: each.box.x0) for line in lines]


def line_text(line: Sequence[Char]) -> str:
    """Return the text of a line; a wide gap between Latin words that came without a blank gives one."""
    text = ""
    before: Char | None = None
    for char in line:
        if before is not None and before.text[-1:].isascii() and char.text[:1].isascii():
            gap = char.box.x0 - before.box.x1
            if gap > 0.3 * points_to_mm(char.size) and not (before.text + char.text).count(" "):
                text += " "
        text += char.text
        before = char
    return text
