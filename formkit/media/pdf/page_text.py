"""What stands on a page with a text layer: characters, drawn curves and pictures, in mm as the page is viewed.

`moved` puts a page that was printed larger, shifted or turned onto the sheet it shows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdfminer.layout import LTChar, LTCurve, LTFigure, LTImage, LTLine, LTRect

from formkit.geometry import Box, Point, mm_to_points, points_to_mm
from formkit.layout.sheet_code import decode
from formkit.media.pdf.addendum import ATTACHED
from formkit.media.pdf.form_fields import drawn_over
from formkit.media.pdf.opened import Opened
from formkit.model.layout import SheetCode

_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{2}-[0-9A-HJKMNP-TV-Z]{6}-[0-9A-HJKMNP-TV-Z]{2}")
_THIN = 0.5
"""Points: a line that rises by less is level."""
LOST = "\ufffd"
"""Stands for a glyph of which the file does not say what character it is."""
_CID = re.compile(r"\(cid:\d+\)")
_SHAPES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
"""Radicals and compatibility ideographs: programs write them for the ideographs whose glyph they share."""
_RADICALS = str.maketrans("⺠⻓⻔⻅⻉⻋⻘⻚⻛⻜⻢⻥⻦⻩⻬⻮⻰⻄⻆⻁", "民长门见贝车青页风飞马鱼鸟黄齐齿龙西角虎")
"""Those of the supplement that Unicode gives no equivalent for, as they stand in modern texts."""
_NAMELESS = re.compile(f"[{LOST}\u2e80-\u2eff]")


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
    pictures: tuple[Box, ...]
    codes: tuple[SheetCode, ...]
    """The sheet codes in print; more than one where several sheets are on the page."""
    attached: SheetCode | None

    @property
    def code(self) -> SheetCode | None:
        """The first of the codes."""
        return self.codes[0] if self.codes else None


def page_text(file: Opened, index: int) -> PageText:
    """Return what stands on page ``index`` (from 0) of the file, as it is viewed."""
    sheet = file.sheet(index)
    drawn, height = sheet.layout, float(sheet.height)
    chars: list[Char] = []
    curves: list[Box] = []
    pictures: list[Box] = []
    for item in _items(drawn):
        if isinstance(item, LTChar):
            if item.get_text():
                chars.append(Char(_folded(item.get_text()), _box(item, height), float(item.size)))
        elif isinstance(item, LTImage):
            pictures.append(_box(item, height))
        elif not _is_ruled(item):
            curves.append(_curve_box(item, height))
    over = tuple(_viewed(file, index, box) for box in drawn_over(file, index))
    sheet.close()
    codes, attached = _codes(chars)
    return PageText(index, tuple(chars), tuple(curves), over, tuple(pictures), codes, attached)


def _viewed(file: Opened, index: int, box: Box) -> Box:
    """Return a box of a page as it lies once the page is turned for viewing."""
    page = file.pages[index]
    x0, y0, x1, y1 = (points_to_mm(float(each)) for each in page.mediabox)
    width, height = x1 - x0, y1 - y0
    turned = {
        90: Box(height - box.y1, box.x0, height - box.y0, box.x1),
        180: Box(width - box.x1, height - box.y1, width - box.x0, height - box.y0),
        270: Box(box.y0, width - box.x1, box.y1, width - box.x0),
    }
    return turned.get(page.rotate % 360, box)


def _folded(text: str) -> str:
    """Return the text of a glyph, one that has none as `LOST`, radicals as the ideographs they look like."""
    if _CID.fullmatch(text):
        return LOST
    return _SHAPES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text).translate(_RADICALS)


def is_nameless(char: Char) -> bool:
    """Say whether the file does not tell what character a glyph is, or tells only a radical that it looks like."""
    return _NAMELESS.search(char.text) is not None


def moved(page: PageText, put: Callable[[Box], Box]) -> PageText:
    """Return the page with everything where ``put`` says that it lies on the sheet, in mm."""
    chars = tuple(_moved_char(char, put(char.box)) for char in page.chars)
    curves, over, pictures = (tuple(map(put, each)) for each in (page.curves, page.over, page.pictures))
    return replace(page, chars=chars, curves=curves, over=over, pictures=pictures)


def _moved_char(char: Char, box: Box) -> Char:
    """Return a character in its new box; its size is that box's height, for it may have lain on its side."""
    return Char(char.text, box, mm_to_points(box.height))


def _items(drawn: Iterable[Any]) -> Iterator[Any]:
    """Yield characters, lines, curves and pictures, those inside of forms too."""
    waiting = [iter(drawn)]
    while waiting:
        for item in waiting[-1]:
            if isinstance(item, LTFigure):
                waiting.append(iter(item))
                break
            if isinstance(item, LTChar | LTCurve | LTImage):
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


def _codes(chars: Sequence[Char]) -> tuple[tuple[SheetCode, ...], SheetCode | None]:
    """Return the page's own codes, each as often as it stands there, or the code that it is attached to."""
    found: list[SheetCode] = []
    for ordered in (chars, [char for line in lines_of(chars) for char in line]):
        text = "".join(char.text[0] for char in ordered)
        for match in _CODE.finditer(text):
            code = decode(match[0])
            if code is None:
                continue
            if ATTACHED in text[max(0, match.start() - 6) : match.start()]:
                return (), code
            found.append(code)
        if found:
            break
    return tuple(found), None


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
