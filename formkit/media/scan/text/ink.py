"""The ink of a writing area: what a hand left there, as connected strokes, without print, lines and specks."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.canvas import PIXELS_PER_MM, Grey
from formkit.media.scan.levels import Counts, levels, middle, percentile, spread
from formkit.media.scan.pieces import labelled

_NEAR_PRINT = 2
"""Pixels around print that a registration may be off; what lies there is told from print by its darkness."""
_PALE, _DARK = 14.0, 52.0
"""Grey levels below the paper: the faintest edge of a stroke, and what some part of every stroke reaches. Print
showing through from the other side stays under the second, a pale pencil is about 70."""
_EDGE_OF_INK = 0.12
"""The edge of a stroke as a share of the ink's usual darkness; print showing through does not join strokes."""
_DEEP = 0.06
"""That part, as a share of a stroke's area."""
_CORE = 0.5
"""Share of the darkest that the core of a stroke has."""
_THROUGH = 0.3
"""Strokes this much paler than the darkest of their area are print showing through."""
_PALE_WRITING, _PALER, _PALER_NOISE, _IN_ROWS = 80.0, 0.55, 6.0, 0.6
"""Grey levels up to which the writing of an area is pale all over. What is this share as dark then, and so many times
the paper's noise, is taken for writing where at least that share of its height lies in rows of surely written strokes;
it may be print showing through, so a person looks where there is much of it (`Ink.faint`)."""
_NOISE_PALE, _NOISE_DARK = 4.5, 8.0
"""The same as multiples of the paper's noise."""
_THROUGH_ALL = 0.85
"""Share of the box's height or width that a ruled line or a scanner's streak crosses."""
_STREAK = 9.0
"""Millimetres of a straight upright line that no hand writes: a feeder's streak, in however high a box."""
_LOW = 6.5
"""Millimetres of a straight line that is not taken for one in a box that is lower or narrower: strokes of a sign are as
long as that. What crosses such a box goes on beyond it."""
_SPECK = 0.28
"""Millimetres; a component that is smaller both ways is dust."""
_LINE_THICK, _LINE_LONG = 0.65, 7.0
"""Millimetres; print that is longer than the second is a ruled line, pieces of one are thinner than the first."""
_NEAR_LINE = 4
"""Pixels around a printed line where even short straight runs are pieces of it: bilevel scans thicken lines."""
_CRUMB, _CRUMB_SIZE = 0.7, 1.5
"""A crumb of the line: the share of a component that lies there, and the mm that it is smaller than or flat."""
_PRINT = 160
"""Grey level of the blank under which there is print."""
_LINE_PIECE = 2.2
"""Millimetres of such a run."""
_EDGE_NEAR, _EDGE_LONG = 0.7, 0.8
"""What is left of the frame: millimetres from the edge of the box, and the share of its height or 4 mm at least.
A 1 that stands close to the edge is shorter."""
_EDGE_LEVEL = 4.0
_INSIDE = 0.35
"""Share of a component that lies inside the box if it belongs there."""
_RUN_ON = 1.3
"""Millimetres between a stroke outside the box and one inside that it goes on from."""
_SMALLEST_SIGN = 1.0
"""Millimetres; an area with nothing larger is empty."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Blob:
    """A connected piece of ink: its label in the picture of labels, its box in pixels and its area."""

    label: int
    x0: int
    y0: int
    x1: int
    y1: int
    area: int

    @property
    def width(self) -> int:
        """Pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Pixels."""
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """The row half-way down."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of an area: every kept blob, and the picture of labels in which they lie (0 is paper).

    ``core`` is the darker half of the strokes, without the pale edges that join what stands close together.
    """

    blobs: tuple[Blob, ...]
    labels: NDArray[np.int32]
    core: Mask
    faint: float = 0.0
    """Square mm inside the box that were left out as dust or as too pale, or are only taken for writing beside darker
    strokes; an area with much of it may not be empty, and what is read there not be all or be too much."""
    noise: float = 0.0
    """Standard deviation of the paper in grey levels; above about 12 the paper's grey is made of dots, and what is
    found or not found there is not to be trusted."""

    @property
    def empty(self) -> bool:
        """Whether nothing was written: no blob, or none as large as the smallest sign."""
        least = _SMALLEST_SIGN * PIXELS_PER_MM
        return not any(max(blob.width, blob.height) >= least for blob in self.blobs)


def ink_of(page: Grey, blank: Grey, margin: int) -> Ink:
    """Return what was written in an area.

    ``page`` is the levelled canvas around the area and ``blank`` the print there, both ``margin`` pixels wider
    than the box on every side. Ink outside the box is kept where it goes on from ink inside.
    """
    dark = darkness(page, blank)
    counts = levels(dark)
    noise = _noise(counts)
    least = max(_DARK, _NOISE_DARK * noise)
    edge = _EDGE_OF_INK * percentile(counts, 75, ceil(least))
    strokes = np.asarray(dark >= max(_PALE, _NOISE_PALE * noise, edge), np.uint8)
    beside = _printed_lines(blank)
    pen = _without_lines(strokes, beside, margin)
    joined = np.asarray(cv2.morphologyEx(pen, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), np.uint8)
    labels, stats = labelled(joined)
    deep, paler, darkest = _deep(dark, labels, stats, least, noise)
    crumbs = np.bincount(labels[beside], minlength=len(stats)) > _CRUMB * stats[:, cv2.CC_STAT_AREA]
    crumbs &= (
        stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) < _CRUMB_SIZE * PIXELS_PER_MM
    ) | (stats[:, cv2.CC_STAT_HEIGHT] <= _LINE_THICK * PIXELS_PER_MM)
    height, width = page.shape
    box = (margin, margin, width - margin, height - margin)
    blobs = [
        Blob(label, *_corners(stats[label]), int(stats[label][cv2.CC_STAT_AREA]))
        for label in range(1, len(stats)) if not crumbs[label]
    ]
    kept = [blob for blob in blobs if deep[blob.label] and not _is_speck(blob) and not _is_remnant(blob, box)]
    known = {blob.label for blob in kept}
    doubtful = (blob for blob in blobs if blob.label not in known or paler[blob.label])
    left = sum(blob.area for blob in doubtful if _share_inside(blob, box) > 0.5)
    core = np.asarray((dark >= _CORE * darkest) & (joined > 0))
    return Ink(tuple(_belonging(kept, box)), labels, core, left / PIXELS_PER_MM**2, noise)


def _deep(
    dark: Grey, labels: NDArray[np.int32], stats: NDArray[np.int32], least: float, noise: float
) -> tuple[Mask, Mask, float]:
    """Return which labels are written, which of them are so only beside darker ones, and how dark the darkest are."""
    sizes = np.maximum(1, stats[:, cv2.CC_STAT_AREA])
    high = stats[:, cv2.CC_STAT_HEIGHT] >= PIXELS_PER_MM
    inked = np.flatnonzero(labels > 0)
    values, owners = dark.ravel()[inked], labels.ravel()[inked]
    deep: Mask = np.bincount(owners[values >= least], minlength=len(sizes)) >= _DEEP * sizes
    deep[0] = False
    large = values[(deep & high)[owners]]
    paler: Mask = np.zeros_like(deep)
    if not len(large):
        return deep, paler, least
    darkest = float(np.percentile(large, 90))
    deep &= np.bincount(owners[values >= _THROUGH * darkest], minlength=len(sizes)) >= _DEEP * sizes
    if darkest < _PALE_WRITING:
        enough = max(_PALER * darkest, _PALER_NOISE * noise)
        paler = np.bincount(owners[values >= enough], minlength=len(sizes)) >= _DEEP * sizes
        paler &= _beside(stats, deep & high) & ~deep
    return deep | paler, paler, darkest


def _beside(stats: NDArray[np.int32], sure: Mask) -> Mask:
    """Return which components lie, by most of their height, in the rows of those that are surely written."""
    rows = np.zeros(int((stats[:, cv2.CC_STAT_TOP] + stats[:, cv2.CC_STAT_HEIGHT]).max(initial=0)) + 1, np.int64)
    for label in np.flatnonzero(sure):
        top, height = (int(stats[label][at]) for at in (cv2.CC_STAT_TOP, cv2.CC_STAT_HEIGHT))
        rows[top : top + height] = 1
    below = np.concatenate([[0], np.cumsum(rows)])
    tops, heights = stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_HEIGHT]
    shared: Mask = below[tops + heights] - below[tops] >= _IN_ROWS * heights
    shared[0] = False
    return shared


def darkness(page: Grey, blank: Grey) -> Grey:
    """Return how much darker than paper the writing is, print taken off with the room that registration needs."""
    near = cv2.erode(blank, np.ones((2 * _NEAR_PRINT + 1, 2 * _NEAR_PRINT + 1), np.uint8))
    paper = np.full_like(page, int(middle(levels(page))))
    dark = cv2.subtract(cv2.subtract(paper, page), cv2.bitwise_not(near))
    return np.asarray(cv2.GaussianBlur(dark, (0, 0), 0.8), np.uint8)


def _noise(counts: Counts) -> float:
    """Return the standard deviation of empty paper, which is most of the area; half a grey level at least."""
    return 1.4826 * spread(counts, int(middle(counts))) + 0.5


def _printed_lines(blank: Grey) -> Mask:
    """Return what lies beside the ruled lines of the print, where their edges can be taken for ink."""
    printed = (blank < _PRINT).astype(np.uint8)
    ruled = cv2.max(_runs(printed, _LINE_LONG, across=False), _runs(printed, _LINE_LONG, across=True))
    return np.asarray(cv2.dilate(ruled, np.ones((2 * _NEAR_LINE + 1, 2 * _NEAR_LINE + 1), np.uint8)) > 0)


def _without_lines(strokes: Grey, beside: Mask, margin: int) -> Grey:
    """Return the strokes without ruled lines: straight runs across all of the box, short ones beside print.

    A long stroke that ends within the area is a pen's: it strikes something out.
    """
    close = strokes * beside.astype(np.uint8)
    lines = np.zeros_like(strokes)
    for across in (False, True):
        reach = max(_LOW, _THROUGH_ALL * (strokes.shape[0 if across else 1] - 2 * margin) / PIXELS_PER_MM)
        reach = min(reach, _STREAK) if across else reach
        swaying = cv2.dilate(strokes, np.ones((1, 3) if across else (3, 1), np.uint8))
        lines |= _runs(close, _LINE_PIECE, across) | _runs(np.asarray(swaying, np.uint8), reach, across)
    return np.asarray(cv2.subtract(strokes, cv2.dilate(lines, np.ones((3, 3), np.uint8))), np.uint8)


def _runs(mask: Grey, mm: float, across: bool) -> Grey:
    """Return the straight runs of at least so many mm in a mask, level or ``across``.

    Few rows have ink enough for one (a run that leaves the area may be half as long), so only those are looked at.
    """
    length = int(mm * PIXELS_PER_MM)
    made = np.zeros_like(mask)
    inked = cv2.reduce(mask, 0 if across else 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel()
    enough = np.flatnonzero(inked >= min(length // 2, mask.shape[0 if across else 1]))
    if len(enough):
        level = np.ascontiguousarray(mask[:, enough].T) if across else mask[enough]
        runs = cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
        made[(slice(None), enough) if across else enough] = runs.T if across else runs
    return made


def _corners(row: NDArray[np.int32]) -> tuple[int, int, int, int]:
    left, top, width, height = (int(row[at]) for at in range(4))
    return left, top, left + width, top + height


def _is_speck(blob: Blob) -> bool:
    return max(blob.width, blob.height) < _SPECK * PIXELS_PER_MM


def _is_remnant(blob: Blob, box: tuple[int, int, int, int]) -> bool:
    """Say whether a blob is a piece of the frame, where the page lies a little off."""
    thick = _LINE_THICK * PIXELS_PER_MM
    near = _EDGE_NEAR * PIXELS_PER_MM
    centre = (blob.x0 + blob.x1) / 2
    at_side = min(abs(centre - box[0]), abs(centre - box[2])) <= near
    at_end = min(abs(blob.middle - box[1]), abs(blob.middle - box[3])) <= near
    upright = blob.width <= thick and blob.height >= _EDGE_LONG * (box[3] - box[1])
    level = blob.height <= thick and blob.width >= _EDGE_LEVEL * PIXELS_PER_MM
    return (at_side and upright) or (at_end and level)


def _belonging(blobs: list[Blob], box: tuple[int, int, int, int]) -> list[Blob]:
    """Return the blobs inside ``box``, and those outside that go on from them on the same height."""
    kept = [blob for blob in blobs if _share_inside(blob, box) >= _INSIDE]
    known = {blob.label for blob in kept}
    rest = sorted((blob for blob in blobs if blob.label not in known), key=lambda blob: (blob.x0 + blob.x1) / 2)
    reach = _RUN_ON * PIXELS_PER_MM
    for blob in rest:
        if any(_goes_on(blob, other, reach) for other in kept):
            kept.append(blob)
    return kept


def _share_inside(blob: Blob, box: tuple[int, int, int, int]) -> float:
    wide = min(blob.x1, box[2]) - max(blob.x0, box[0])
    high = min(blob.y1, box[3]) - max(blob.y0, box[1])
    return max(0, wide) * max(0, high) / (blob.width * blob.height)


def _goes_on(blob: Blob, other: Blob, reach: float) -> bool:
    gap = max(blob.x0, other.x0) - min(blob.x1, other.x1)
    shared = min(blob.y1, other.y1) - max(blob.y0, other.y0)
    return gap <= reach and shared >= 0.5 * min(blob.height, other.height) and blob.height <= 3 * other.height
