"""What a pen left on a page: the canvas without its print, and how much of a box it covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, Grey, cut
from formkit.media.scan.levels import levels, middle, spread
from formkit.media.scan.pieces import statistics
from formkit.media.scan.text.descreen import broadened, descreened

FAINT = 56
"""Levels darker than paper and print from which a pixel is ink; a pale pencil is about 70."""
_NEAR = np.ones((5, 5), np.uint8)
"""0.3 mm: how far print may be out of place."""
_SOFT, _PALE, _OUT_OF_NOISE = 1.5, 11.0, 6.0
"""Blur in pixels, least level and multiple of the noise by which a trace is told."""
_LEAST_TRACE, _OF_PEN = 2.0, 0.33
"""Millimetres of a trace, and share of the pen's darkness, from which it may be writing."""
_PALE_PEN = 100.0
"""Levels under which a page's whole writing is pale; its strokes then come in pieces, and half a trace counts."""
INKED = 0.0025
"""Share of a written place that strokes cover from which it is inked."""
_LOST = 2
"""How many more places have a trace than are inked, where writing is lost. Of 1,900 simulated pages 33 are such."""
_EDGE = 0.6
"""Millimetres at the edge of a place that tell nothing of the pen."""
_LEAST_PIXELS = 300
"""Pixels of ink on a page from which its pen is known."""
UNKNOWN_PEN = 60.0
"""Levels of the palest pencil, where a page has no darker writing."""
_WHITE_PAPER, _BLACK, _BLACKENED = 200, 128, 0.5
"""The level of white paper, that of black, and the share of it that is black where paper is dark: writing in a narrow
box covers up to 0.4."""
_DOTTED, _SAMPLED = 0.12, (7, 5)
"""Share of a page that is dark where dots make the paper grey, and which rows and columns of pixels are looked at:
filled pages have under half of that share, dotted ones 0.2 to 0.35; dots repeat every two to four pixels."""
_SPECK = 10
"""Pixels that a stroke has at least: 0.15 mm²; a speck of toner or dust has fewer."""


def page_ink(scan: Grey, blank: Grey) -> Grey:
    """Return the ink of a page as `ink_of`; where the paper's grey is made of dots, they are smoothed away first.

    Not where nothing would be left: a page that is half black has no paper to be told from its dots.
    """
    ink = ink_of(scan, blank)
    if not is_mostly_dots(ink):
        return ink
    smooth = ink_of(descreened(scan), broadened(blank))
    return smooth if float(smooth.max()) > FAINT else ink


def is_mostly_dots(ink: Grey) -> bool:
    """Say whether the grey of a page's paper is made of dots, by its ink as `ink_of` has it."""
    rows, columns = _SAMPLED
    return float((ink[::rows, ::columns] > FAINT).mean()) >= _DOTTED


def ink_of(scan: Grey, blank: Grey) -> Grey:
    """Return how much darker the scan is than print anywhere near, 0 to 255; both on the canvas's grid."""
    return np.asarray(cv2.subtract(np.asarray(cv2.erode(blank, _NEAR), np.uint8), scan), np.uint8)


def pen_level(ink: Grey, boxes: Sequence[Box]) -> float:
    """Return how dark the pen of a page is, in levels: that of the darker half of its strokes in ``boxes``."""
    levels = [part[part > FAINT] for part in (cut(ink, _inner(box, _EDGE)) for box in boxes)]
    found = np.concatenate(levels) if levels else np.zeros(0, np.uint8)
    return float(np.percentile(found, 75)) if found.size >= _LEAST_PIXELS else UNKNOWN_PEN


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of a box strokes cover: ``share`` of its area, and ``stroke``, the longest side of one, in mm.

    ``trace`` is the longest side in mm of what is too pale to be read for sure and yet no noise, and ``level`` how
    dark it is: a hard pencil, or print shining through.
    """

    share: float
    stroke: float
    trace: float = 0.0
    level: float = 0.0

    def may_be(self, pen: float) -> bool:
        """Say whether a trace may be of a pen that leaves ``pen`` levels elsewhere on the page."""
        least = _LEAST_TRACE if pen > _PALE_PEN else _LEAST_TRACE / 2
        return self.trace >= least and self.level >= _OF_PEN * pen


def is_black(scan: Grey, blank: Grey, box: Box) -> bool:
    """Say whether the paper of a place is dark itself, from a shadow, a blot or a fold: nothing can be told on it."""
    paper = cut(blank, box) > _WHITE_PAPER
    dark = cut(scan, box) < _BLACK
    return float((dark & paper).sum()) > _BLACKENED * max(1.0, float(paper.sum()))


def is_pale(pen: float, places: Sequence[Covered]) -> bool:
    """Say whether writing on a page is lost in part: its pen is pale, and more places have a trace than have ink."""
    traced = sum(each.trace >= _LEAST_TRACE / 2 for each in places)
    inked = sum(each.share >= INKED for each in places)
    return pen <= _PALE_PEN and traced - inked >= _LOST


def covered(ink: Grey, box: Box, inset: float = 0.4) -> Covered:
    """Return how much of a box strokes cover, specks left aside; ``inset`` mm of its edge do not count."""
    inner = np.ascontiguousarray(cut(ink, _inner(box, inset)))
    dark = (inner > FAINT).astype(np.uint8)
    trace, level = _trace(inner)
    if not dark.any():
        return Covered(0.0, 0.0, trace, level)
    strokes = _strokes(dark)
    if not len(strokes):
        return Covered(0.0, 0.0, trace, level)
    return Covered(float(strokes[:, cv2.CC_STAT_AREA].sum()) / dark.size, _longest(strokes), trace, level)


def breadth(found: Covered, box: Box, inset: float = 0.4) -> float:
    """Return how much ink a box has for its longest stroke, in mm² a mm; 0 without strokes.

    A line that ran into the box is as broad as its pen, a written name many times that.
    """
    inner = _inner(box, inset)
    return found.share * inner.width * inner.height / found.stroke if found.stroke else 0.0


def _inner(box: Box, inset: float) -> Box:
    """Return a box without ``inset`` mm of its edge, but at least its middle half."""
    return box.inset(min(inset, box.width / 4), min(inset, box.height / 4))


def _trace(inner: Grey) -> tuple[float, float]:
    """Blur joins what a pale pen left, and evens out noise; what then stands out of the noise is a trace."""
    soft = np.asarray(cv2.GaussianBlur(inner, (0, 0), _SOFT), np.uint8)
    highest = float(soft.max())
    if highest < _PALE:
        return 0.0, 0.0
    counts = levels(soft)
    usual = middle(counts)
    noise = 1.4826 * spread(counts, usual) + 0.5
    standing = np.asarray(soft > max(_PALE, usual + _OUT_OF_NOISE * noise), np.uint8)
    strokes = _strokes(standing)
    return (_longest(strokes), highest) if len(strokes) else (0.0, 0.0)


def _strokes(mask: Grey) -> NDArray[np.int32]:
    """Return the statistics of the connected pieces of a mask that are no specks."""
    strokes = statistics(mask)[1:]
    return strokes[strokes[:, cv2.CC_STAT_AREA] >= _SPECK]


def _longest(strokes: NDArray[np.int32]) -> float:
    return int(strokes[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max()) / PIXELS_PER_MM
