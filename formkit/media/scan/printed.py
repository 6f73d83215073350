"""A scanned blank as signs and ruled lines (`formkit.model.printed`): straightened, lines and boxes found, print read.

Lengths inside are pixels of a picture at `DPI`; what leaves is in millimetres of the straightened page.
"""

from __future__ import annotations

import io
from collections.abc import Container
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from formkit.errors import InputError, Problem, Where, problem
from formkit.geometry import MM_PER_INCH, Box
from formkit.media.scan.canvas import WHITE, Grey
from formkit.media.scan.level import level_paper
from formkit.media.scan.printed_again import first_of_ranks, opened
from formkit.media.scan.printed_lines import Strip, strips
from formkit.media.scan.printed_rules import rules_and_squares
from formkit.media.scan.printed_text import read_strip
from formkit.media.scan.printed_times import times
from formkit.media.scan.raster import BadImage, images
from formkit.model.engine import OcrEngine
from formkit.model.printed import BOX, Glyph, PrintedPage, Rule

DPI = 280
"""At which a page is looked at: 10.5 pt print is 41 pixels high, near to the 48 that the engine was trained with."""
_LOW = 130
"""dpi below which labels are misread now and then."""
_PAPERS = (
    (210.0, 297.0), (297.0, 420.0), (148.0, 210.0), (176.0, 250.0), (250.0, 353.0), (215.9, 279.4), (182.0, 257.0),
)
"""mm: A4, A3, A5, B5, B4 (ISO), Letter, B5 (JIS). A scan rarely says its resolution right; its proportions do."""
_MOST_ANGLE = 8.0
_BEFORE_MOUTH, _AFTER_MOUTH = frozenset("入路门窗港"), frozenset("径岸腔")
_DASHES = frozenset("一—－-_ー–")
_FLAT = 1.2
"""mm; a sign that is lower is a dash, whatever it is read as."""
_REACH = 15.0
"""mm; how far from a flat sign the others of its line stand at most."""
_LINES = frozenset("—-－–")
_BEFORE_ONE, _AFTER_ONE = frozenset("第"), frozenset("般")
_CLOSE = 1.2
"""mm between the signs of a word."""
_LIKE_BOXES = frozenset("口ロ囗0OoDQU")
_BESIDE_BOXES = frozenset(f"{BOX}/-—口ロ囗0OoDQ")


@dataclass(frozen=True, slots=True)
class ScannedBlank:
    """The pages of a scanned blank, the same pages as a PDF, and what there is to say of them."""

    pages: tuple[PrintedPage, ...]
    pdf: bytes
    problems: tuple[Problem, ...]


def scanned_blank(files: list[tuple[str, bytes]], engine: OcrEngine, most: int) -> ScannedBlank:
    """Return what is printed on pictures of a form, page after page.

    Args:
        files: name and bytes of each picture (or of a PDF of pictures), in the order of the pages.
        engine: reads a line of print.
        most: pages.

    Raises:
        InputError: a file is no picture or damaged, or there are more pages.
    """
    greys: list[Grey] = []
    sizes: list[tuple[float, float]] = []
    problems: list[Problem] = []
    for name, content in files:
        for image in images(content, name):
            if isinstance(image, BadImage):
                raise InputError(image.problem)
            width, height = paper_of(image.grey)
            dpi = image.grey.shape[1] / width * MM_PER_INCH
            if dpi < _LOW:
                problems.append(problem("K008", where=Where(name), file=name, dpi=round(dpi)))
            greys.append(_upright(image.grey, width, height))
            sizes.append((width, height))
            if len(greys) > most:
                raise InputError.of("K007", where=Where(name), file=name, pages=f"> {most}", most=most)
    pages = tuple(_page(grey, size, engine) for grey, size in zip(greys, sizes, strict=True))
    return ScannedBlank(pages, _as_pdf(greys), tuple(problems))


def paper_of(grey: Grey) -> tuple[float, float]:
    """Return the size in mm of the paper that a picture of these proportions shows: A4 where several fit."""
    rows, columns = grey.shape
    ratio = max(rows, columns) / min(rows, columns)
    short, long = min(_PAPERS, key=lambda paper: round(abs(paper[1] / paper[0] - ratio), 2))
    if abs(long / short - ratio) > 0.08:
        short, long = 210.0, 210.0 * ratio
    return (short, long) if rows >= columns else (long, short)


def _upright(grey: Grey, width: float, height: float) -> Grey:
    """Return the page at `DPI` with white paper, turned so that its print is level."""
    size = (round(width / MM_PER_INCH * DPI), round(height / MM_PER_INCH * DPI))
    shrinks = size[0] < grey.shape[1]
    scaled = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC), np.uint8)
    flat = level_paper(scaled)
    angle = _angle(flat)
    if abs(angle) < 0.03:
        return flat
    turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1.0)
    return np.asarray(cv2.warpAffine(flat, turn, size, flags=cv2.INTER_CUBIC, borderValue=WHITE), np.uint8)


def _angle(grey: Grey) -> float:
    """Return by how many degrees the print leans: where the sums of its rows are most uneven."""
    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = (small < 160).astype(np.float32)
    best, found = -1.0, 0.0
    for step, reach in ((1.0, _MOST_ANGLE), (0.2, 1.0), (0.05, 0.2)):
        middle = found
        for angle in np.arange(middle - reach, middle + reach + step / 2, step):
            score = _evenness(ink, float(angle))
            if score > best:
                best, found = score, float(angle)
    return found


def _evenness(ink: np.ndarray[tuple[int, ...], np.dtype[np.float32]], angle: float) -> float:
    rows, columns = ink.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1.0)
    sums = cv2.warpAffine(ink, turn, (columns, rows), flags=cv2.INTER_NEAREST).sum(axis=1)
    return float(np.square(np.diff(sums)).sum())


def _page(grey: Grey, size: tuple[float, float], engine: OcrEngine) -> PrintedPage:
    per_pixel = MM_PER_INCH / DPI
    timed = times(rules_and_squares(grey))
    drawn = timed.drawn
    glyphs = [Glyph(BOX, _mm(box, per_pixel)) for box in drawn.squares]
    glyphs += [Glyph(":", _mm(box, per_pixel)) for box in timed.colons]
    for strip in strips(drawn.rest, drawn.upright, drawn.squares):
        glyphs += _glyphs(drawn.rest, strip, engine, per_pixel)
    glyphs = opened(degrees(ones_in_words(_mouths(_boxes_again(levelled(glyphs))))))
    rules = [
        Rule(upright, at * per_pixel, start * per_pixel, end * per_pixel)
        for upright, lines in ((False, drawn.flat), (True, drawn.upright))
        for at, start, end in lines
    ]
    glyphs, rules = first_of_ranks(glyphs, rules)
    return PrintedPage(*size, tuple(glyphs), tuple(rules))


def _glyphs(grey: Grey, strip: Strip, engine: OcrEngine, per_pixel: float) -> list[Glyph]:
    return [
        Glyph(text, Box(x0 * per_pixel, strip.y0 * per_pixel, x1 * per_pixel, strip.y1 * per_pixel))
        for text, x0, x1 in read_strip(grey, strip, engine)
    ]


def _boxes_again(glyphs: list[Glyph]) -> list[Glyph]:
    """Put a box for signs that look like one and are as large as the others: broken frames are read as letters."""
    sides = sorted(glyph.box.width for glyph in glyphs if glyph.text == BOX)
    if not sides:
        return glyphs
    side = sides[len(sides) // 2]
    return [Glyph(BOX, glyph.box) if _looks_boxed(glyph, side, glyphs) else glyph for glyph in glyphs]


def _looks_boxed(glyph: Glyph, side: float, glyphs: list[Glyph]) -> bool:
    if glyph.text not in _LIKE_BOXES or abs(glyph.box.width - side) > 0.2 * side or glyph.box.height < 0.7 * side:
        return False
    beside = [other for other in glyphs if other is not glyph and abs(other.box.centre.y - glyph.box.centre.y) < side
              and other.text != " " and 0 <= max(other.box.x0 - glyph.box.x1, glyph.box.x0 - other.box.x1) < side]
    return all(other.text in _BESIDE_BOXES for other in beside)


def levelled(glyphs: list[Glyph]) -> list[Glyph]:
    """Put flat signs that stand apart into their line: amid it a 一 or a dash, at its foot an underscore.

    One close over a sign is its upper stroke, as that of 元, and goes into it.
    """
    flat = [glyph for glyph in glyphs if _is_flat(glyph)]
    found = []
    for glyph in glyphs:
        stroke = None if _is_flat(glyph) else next((each for each in flat if _over(each.box, glyph.box)), None)
        if stroke is not None:
            found.append(Glyph(glyph.text, glyph.box.union(stroke.box), glyph.bold))
        elif not _is_flat(glyph):
            found.append(glyph)
        elif not any(_over(glyph.box, other.box) for other in glyphs):
            found.append(_in_line(glyph, glyphs))
    return found


def _over(stroke: Box, sign: Box) -> bool:
    """Say whether a flat sign is the upper stroke of the low sign under it."""
    shared = min(stroke.x1, sign.x1) - max(stroke.x0, sign.x0)
    return 0 < sign.y0 - stroke.y1 < _FLAT and shared > 0.6 * stroke.width and sign.width < 2 * stroke.width


def _is_flat(glyph: Glyph) -> bool:
    return glyph.text in _DASHES and glyph.box.height < _FLAT


def _in_line(glyph: Glyph, glyphs: list[Glyph]) -> Glyph:
    centre = glyph.box.centre
    near = [other.box for other in glyphs if other.box.height > 2 * _FLAT and _apart(other.box, glyph.box) < _REACH]
    amid = [box for box in near if box.y0 + 0.25 * box.height < centre.y < box.y1 - 0.25 * box.height]
    if amid:
        line = min(amid, key=lambda box: _apart(box, glyph.box))
        return Glyph(glyph.text, Box(glyph.box.x0, line.y0, glyph.box.x1, line.y1), glyph.bold)
    foot = any(box.y1 - 0.2 * box.height < centre.y < box.y1 + _FLAT for box in near)
    return Glyph("_", glyph.box, glyph.bold) if foot else glyph


def _apart(first: Box, second: Box) -> float:
    return max(first.x0 - second.x1, second.x0 - first.x1, 0.0)


def ones_in_words(glyphs: list[Glyph]) -> list[Glyph]:
    """Put 一 for a dash before or behind a sign that makes a word with it: 一般, 第一."""
    return [
        Glyph("一", glyph.box, glyph.bold)
        if glyph.text in _LINES and _in_a_word(glyph, glyphs, _BEFORE_ONE, _AFTER_ONE) else glyph for glyph in glyphs
    ]


def degrees(glyphs: list[Glyph]) -> list[Glyph]:
    """Leave out a ° right before ℃: it is the sign's own, read twice."""
    signs = [glyph.box for glyph in glyphs if glyph.text == "℃"]
    return [
        glyph for glyph in glyphs
        if glyph.text != "°" or not any(abs(box.x0 - glyph.box.x1) < _CLOSE and box.y0 < glyph.box.centre.y < box.y1
                                        for box in signs)
    ]


def _mouths(glyphs: list[Glyph]) -> list[Glyph]:
    """Put 口 for a box that makes a word with the sign beside it: 出入口, 门口, 口径.

    Signs that options begin or end with (户, 人, 部) are left aside.
    """
    return [
        Glyph("口", glyph.box)
        if glyph.text == BOX and _in_a_word(glyph, glyphs, _BEFORE_MOUTH, _AFTER_MOUTH) else glyph for glyph in glyphs
    ]


def _in_a_word(glyph: Glyph, glyphs: list[Glyph], firsts: Container[str], seconds: Container[str]) -> bool:
    """Say whether one of ``firsts`` stands close before a sign on its line, or one of ``seconds`` close behind it."""
    box = glyph.box
    for other in glyphs:
        if abs(other.box.centre.y - box.centre.y) > max(box.height, other.box.height) / 2:
            continue
        before, after = box.x0 - other.box.x1, other.box.x0 - box.x1
        if other.text in firsts and -0.5 < before < _CLOSE:
            return True
        if other.text in seconds and -0.5 < after < _CLOSE:
            return True
    return False


def _mm(box: tuple[int, int, int, int], per_pixel: float) -> Box:
    return Box(*(side * per_pixel for side in box))


def _as_pdf(greys: list[Grey]) -> bytes:
    """Return the straightened pages as a PDF of their size: the blank that the layout belongs to."""
    pictures = [Image.fromarray(grey) for grey in greys]
    buffer = io.BytesIO()
    if pictures:
        pictures[0].save(buffer, "PDF", resolution=float(DPI), save_all=True, append_images=pictures[1:])
    return buffer.getvalue()
