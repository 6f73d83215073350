"""Ink parted into lines: the valleys between rows of writing, along the slope at which they are deepest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.canvas import PIXELS_PER_MM
from formkit.media.scan.text.ink import Blob, Ink

_LEAST_LINE = 2.2
"""Millimetres; no hand writes lines closer together."""
_MOST_CHARACTER = 6.5
"""Millimetres; characters are taken to be no higher."""
_SLOPES = np.linspace(-0.03, 0.03, 7)
"""Rise of a written line that is looked for, as a share of its length."""
_VALLEY = 0.45
"""Two peaks of ink are two lines where a row between has less than this share of the lower peak."""
_LINE_SHARE = 0.55
"""A line has at least this share of the height of the usual character."""
_BROKEN = 0.28
"""A stroke is broken at a cut where at least this share of its height, and a millimetre, is on either side."""
_HALF = 0.3
"""Share of its height that a line which may be two has at least above and below the cut."""
_DENT = 0.8
"""The least dent between the two, as `_VALLEY`; whether there are two, whoever reads them has to say."""
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
    rows, columns = _cores(ink, ink.blobs)
    if not len(rows):
        return ink, [list(ink.blobs)]
    slope = _slope(rows, columns)
    cuts = _cuts(_profile(rows, columns, slope), _character(ink), limit)
    if not cuts:
        return ink, [list(ink.blobs)]
    ink = _broken(ink, cuts, slope)
    groups: list[list[Blob]] = [[] for _ in range(len(cuts) + 1)]
    for blob in ink.blobs:
        groups[int(np.searchsorted(cuts, _levelled(blob, slope)))].append(blob)
    return ink, [group for group in groups if group and _is_text(group)] or [list(ink.blobs)]


def halved(ink: Ink, group: Sequence[Blob]) -> tuple[Ink, list[Blob], list[Blob]] | None:
    """Return the ink, and the strokes of one of its lines as an upper and a lower line, cut where it has least ink.

    None where it is too low for two lines, or has no dent.
    """
    rows, columns = _cores(ink, group)
    if not len(rows):
        return None
    slope = _slope(rows, columns)
    profile = _profile(rows, columns, slope)
    first, last = _written(profile)
    if last - first < 2 * _LEAST_LINE * PIXELS_PER_MM:
        return None
    reach = round(_HALF * (last - first))
    row = first + reach + int(np.argmin(profile[first + reach : last - reach + 1]))
    if profile[row] >= _DENT * min(profile[first:row].max(), profile[row + 1 : last + 1].max()):
        return None
    broken = _broken(replace(ink, blobs=tuple(group)), [row], slope)
    upper = [blob for blob in broken.blobs if _levelled(blob, slope) < row]
    lower = [blob for blob in broken.blobs if _levelled(blob, slope) >= row]
    if not (upper and lower and _is_text(upper) and _is_text(lower)):
        return None
    others = (blob for blob in ink.blobs if blob not in group)
    return replace(ink, labels=broken.labels, blobs=(*others, *broken.blobs)), upper, lower


def _cores(ink: Ink, blobs: Sequence[Blob]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the rows and columns of the darker half of some strokes."""
    rows, columns = np.nonzero(ink.core)
    own = np.zeros(int(ink.labels.max()) + 1, np.bool_)
    own[[blob.label for blob in blobs]] = True
    wanted = own[ink.labels[rows, columns]]
    return rows[wanted], columns[wanted]


def _character(ink: Ink) -> float:
    """Return the usual height of a character, in pixels; strokes that run from line to line are higher."""
    heights = np.array([blob.height for blob in ink.blobs])
    usual = float(np.percentile(heights, _USUAL))
    return min(max(usual, _LEAST_LINE * PIXELS_PER_MM), _MOST_CHARACTER * PIXELS_PER_MM)


def _profile(rows: NDArray[np.intp], columns: NDArray[np.intp], slope: float) -> _Rows:
    """Return the ink of each row along lines of this slope, smoothed; rows above the area are left out."""
    levelled = np.maximum(0, np.rint(rows - slope * columns).astype(np.intp)) if slope else rows
    return np.convolve(np.bincount(levelled).astype(np.float64), np.ones(3) / 3, mode="same")


def _written(profile: _Rows) -> tuple[int, int]:
    """Return the first and the last row with ink to speak of."""
    rows = np.flatnonzero(profile > 0.02 * profile.max())
    return int(rows[0]), int(rows[-1])


def _levelled(blob: Blob, slope: float) -> float:
    """Return the row of a stroke's middle where its line is level."""
    return blob.middle - slope * (blob.x0 + blob.x1) / 2


def _slope(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> float:
    """Return the slope at which the rows' ink is most uneven: the lines are then level."""
    some = slice(None, None, max(1, len(rows) // 6000))
    uneven = [float((_profile(rows[some], columns[some], slope) ** 2).sum()) for slope in _SLOPES]
    best, level = int(np.argmax(uneven)), len(_SLOPES) // 2
    return float(_SLOPES[best]) if uneven[best] > 1.05 * uneven[level] else 0.0


def _cuts(profile: _Rows, character: float, most: int) -> list[int]:
    """Return the rows between lines: the deepest valleys with a line's height on either side."""
    first, last = _written(profile)
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
