"""Ink parted into lines: the valleys between rows of writing, along the slope at which they are deepest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.canvas import PIXELS_PER_MM
from formkit.media.scan.text.ink import Blob, Ink

_LEAST_LINE = 2.2
"""Millimetres; no hand writes lines closer together."""
_SLOPES = np.linspace(-0.03, 0.03, 7)
"""Rise of a written line that is looked for, as a share of its length."""
_VALLEY = 0.45
"""Two peaks of ink are two lines where a row between has less than this share of the lower peak."""
_LINE_SHARE = 0.55
"""A line has at least this share of the height of the usual character."""
_BROKEN = 0.28
"""A stroke is broken at a cut where at least this share of its height, and a millimetre, is on either side."""
_USUAL = 80
"""Percentile of the heights of strokes that stands for the height of a character."""

_Rows = NDArray[np.float64]


def parted(ink: Ink, height: int, most: int | None) -> tuple[Ink, list[list[Blob]]]:
    """Return the ink, strokes that run from line to line broken, and the strokes of each line from top to bottom.

    ``height`` is that of the box in pixels; at most ``most`` lines are made, by default as many as it has room for.
    """
    room = max(1, int(height / (_LEAST_LINE * PIXELS_PER_MM)))
    limit = min(room, most or room)
    if limit == 1 or len(ink.blobs) == 1:
        return ink, [list(ink.blobs)]
    rows, columns = np.nonzero(ink.core & np.isin(ink.labels, [blob.label for blob in ink.blobs]))
    if not len(rows):
        return ink, [list(ink.blobs)]
    slope = _slope(rows, columns)
    cuts = _cuts(_profile(rows, columns, slope), _character(ink), limit)
    if not cuts:
        return ink, [list(ink.blobs)]
    ink = _broken(ink, cuts, slope)
    groups: list[list[Blob]] = [[] for _ in range(len(cuts) + 1)]
    for blob in ink.blobs:
        groups[int(np.searchsorted(cuts, blob.middle - slope * (blob.x0 + blob.x1) / 2))].append(blob)
    return ink, [group for group in groups if group and _is_text(group)] or [list(ink.blobs)]


def _character(ink: Ink) -> float:
    """Return the usual height of a character, in pixels."""
    heights = np.array([blob.height for blob in ink.blobs])
    return float(max(np.percentile(heights, _USUAL), _LEAST_LINE * PIXELS_PER_MM))


def _profile(rows: NDArray[np.intp], columns: NDArray[np.intp], slope: float) -> _Rows:
    """Return the ink of each row along lines of this slope, smoothed; rows above the area are left out."""
    levelled = np.maximum(0, np.rint(rows - slope * columns).astype(np.intp))
    return np.convolve(np.bincount(levelled).astype(np.float64), np.ones(3) / 3, mode="same")


def _slope(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> float:
    """Return the slope at which the rows' ink is most uneven: the lines are then level."""
    some = slice(None, None, max(1, len(rows) // 6000))
    uneven = [float((_profile(rows[some], columns[some], slope) ** 2).sum()) for slope in _SLOPES]
    best, level = int(np.argmax(uneven)), len(_SLOPES) // 2
    return float(_SLOPES[best]) if uneven[best] > 1.05 * uneven[level] else 0.0


def _cuts(profile: _Rows, character: float, most: int) -> list[int]:
    """Return the rows between lines: the deepest valleys with a line's height on either side."""
    written = np.flatnonzero(profile > 0.02 * profile.max())
    first, last = int(written[0]), int(written[-1])
    least, reach = int(_LINE_SHARE * character), int(1.2 * character)
    found: list[tuple[float, int]] = []
    for row in range(first + least, last - least + 1):
        above, below = profile[max(first, row - reach) : row].max(), profile[row + 1 : row + reach + 1].max()
        depth = profile[row] / max(1e-9, min(above, below))
        if depth < _VALLEY and profile[row] <= profile[max(first, row - 3) : row + 4].min():
            found.append((float(depth), row))
    cuts: list[int] = []
    for _, row in sorted(found):
        if len(cuts) < most - 1 and all(abs(row - other) >= 0.75 * character for other in cuts):
            cuts.append(row)
    return sorted(cuts)


def _broken(ink: Ink, cuts: list[int], slope: float) -> Ink:
    """Return the ink with every stroke that lies in two lines broken at the cut between them."""
    labels = ink.labels.copy()
    blobs = list(ink.blobs)
    free = int(labels.max()) + 1
    for cut in cuts:
        for blob in list(blobs):
            row = cut + slope * (blob.x0 + blob.x1) / 2
            shares = row - blob.y0, blob.y1 - row
            if min(shares) < max(_BROKEN * blob.height, PIXELS_PER_MM):
                continue
            blobs.remove(blob)
            blobs += _halves(labels, blob, round(row), free)
            free += 1
    return replace(ink, labels=labels, blobs=tuple(blobs))


def _halves(labels: NDArray[np.int32], blob: Blob, row: int, label: int) -> list[Blob]:
    """Give the part of a blob from ``row`` down a label of its own, and return both parts."""
    part = labels[blob.y0 : blob.y1, blob.x0 : blob.x1]
    lower = part[row - blob.y0 :]
    lower[lower == blob.label] = label
    found = []
    for own in (blob.label, label):
        rows, columns = np.nonzero(part == own)
        if len(rows):
            box = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
            x0, y0, x1, y1 = box[0] + blob.x0, box[1] + blob.y0, box[2] + blob.x0, box[3] + blob.y0
            found.append(Blob(own, x0, y0, x1, y1, len(rows)))
    return found


def _is_text(group: list[Blob]) -> bool:
    """Say whether a line is more than specks and dashes."""
    return max(blob.height for blob in group) >= PIXELS_PER_MM
