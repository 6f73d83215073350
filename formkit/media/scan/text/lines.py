"""The written lines of an area, each as a picture to be read: one line, levelled, nothing else in it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.canvas import PIXELS_PER_MM, WHITE, Grey
from formkit.media.scan.text.ink import Blob, Ink, ink_of

_LEAST_LINE = 2.2
"""Millimetres; no hand writes lines closer together."""
_SLOPES = np.linspace(-0.03, 0.03, 13)
"""Rise of a written line that is looked for, as a share of its length."""
_VALLEY = 0.3
"""Two peaks of ink are two lines where the rows between have less than this share of the lower peak."""
_ABOVE, _BESIDE = 0.08, 2.0
"""Margins of a picture: a share of the line's height above and below, millimetres at its ends. Measured: a wide
margin above and below costs most, for the engine sees everything at 48 pixels of height."""
_LEAST_HEIGHT = 4.0
"""Millimetres; a lone stroke is not blown up to the height of a line."""
_AROUND = 3
"""Pixels around a stroke that belong to it."""


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One line: its picture, and where it is in the area's pixels (x0, y0, x1, y1)."""

    image: Grey
    place: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Writing:
    """What was written in an area: its lines from top to bottom, none where it is empty, and its ink."""

    lines: tuple[WrittenLine, ...]
    ink: Ink


def written_lines(page: Grey, blank: Grey, margin: int, most: int | None = None) -> Writing:
    """Return the lines that were written in an area.

    ``page`` is the levelled canvas around the area and ``blank`` the print there, both ``margin`` pixels wider
    than the box on every side: 2 mm let writing run over the edge. ``most`` lines are looked for; by default
    as many as the height has room for.
    """
    ink = ink_of(page, blank, margin)
    if ink.empty:
        return Writing((), ink)
    room = max(1, int((page.shape[0] - 2 * margin) / (_LEAST_LINE * PIXELS_PER_MM)))
    groups = _grouped(ink, most or room)
    return Writing(tuple(_picture(page, ink, group) for group in groups), ink)


def _grouped(ink: Ink, most: int) -> list[list[Blob]]:
    """Return the blobs of each line, from top to bottom."""
    if most == 1 or len(ink.blobs) == 1:
        return [list(ink.blobs)]
    slope = _slope(ink.blobs)
    cuts = _cuts(_profile(ink.blobs, slope), most)
    groups: list[list[Blob]] = [[] for _ in range(len(cuts) + 1)]
    for blob in ink.blobs:
        level = blob.middle - slope * (blob.x0 + blob.x1) / 2
        groups[int(np.searchsorted(cuts, level + _OFFSET))].append(blob)
    return [group for group in groups if group and _readable(group)] or [list(ink.blobs)]


_OFFSET = 64
"""Rows added so that no levelled row is negative."""


def _profile(blobs: tuple[Blob, ...], slope: float) -> NDArray[np.float64]:
    """Return the ink of each row along lines of this slope, every blob spread over its rows, smoothed."""
    rows = max(blob.y1 for blob in blobs) + 2 * _OFFSET + 64
    ink = np.zeros(rows + 1)
    for blob in blobs:
        shift = round(_OFFSET - slope * (blob.x0 + blob.x1) / 2)
        share = blob.area / blob.height
        ink[max(0, blob.y0 + shift)] += share
        ink[min(rows, blob.y1 + shift)] -= share
    profile = np.cumsum(ink)
    kernel = np.ones(5) / 5
    return np.convolve(profile, kernel, mode="same")


def _slope(blobs: tuple[Blob, ...]) -> float:
    """Return the slope at which the rows' ink is most uneven: the lines are then level."""
    if len(blobs) < 4:
        return 0.0
    uneven = [float((_profile(blobs, slope) ** 2).sum()) - 0.02 * abs(slope) for slope in _SLOPES]
    flat = uneven[len(_SLOPES) // 2]
    best = int(np.argmax(uneven))
    return float(_SLOPES[best]) if uneven[best] > 1.05 * flat else 0.0


def _cuts(profile: NDArray[np.float64], most: int) -> list[int]:
    """Return the rows between lines: the deepest valleys with a peak on either side, a line's height apart."""
    least = int(_LEAST_LINE * PIXELS_PER_MM)
    written = np.flatnonzero(profile > 0.02 * profile.max())
    first, last = int(written[0]), int(written[-1])
    found: list[tuple[float, int]] = []
    for row in range(first + least // 2, last - least // 2):
        above, below = profile[first:row].max(), profile[row + 1 : last + 1].max()
        depth = profile[row] / min(above, below)
        around = profile[max(first, row - least // 2) : row + least // 2 + 1]
        if depth < _VALLEY and profile[row] <= around.min():
            found.append((float(depth), row))
    cuts: list[int] = []
    for _, row in sorted(found):
        if len(cuts) < most - 1 and all(abs(row - other) >= least for other in cuts):
            cuts.append(row)
    return sorted(cuts)


def _readable(group: list[Blob]) -> bool:
    """Say whether a group is more than specks and dashes."""
    return max(blob.height for blob in group) >= PIXELS_PER_MM


def _picture(page: Grey, ink: Ink, group: list[Blob]) -> WrittenLine:
    """Return a line's picture: its strokes with a margin, everything that is not its own white."""
    x0, x1 = min(blob.x0 for blob in group), max(blob.x1 for blob in group)
    y0, y1 = min(blob.y0 for blob in group), max(blob.y1 for blob in group)
    high = max((y1 - y0) * (1 + 2 * _ABOVE), _LEAST_HEIGHT * PIXELS_PER_MM)
    top, beside = round((y0 + y1 - high) / 2), round(_BESIDE * PIXELS_PER_MM)
    place = (x0 - beside, top, x1 + beside, top + round(high))
    own = np.zeros(int(ink.labels.max()) + 1, np.uint8)
    own[[blob.label for blob in group]] = 1
    around = np.ones((2 * _AROUND + 1, 2 * _AROUND + 1), np.uint8)
    mask = cv2.dilate(own[ink.labels], around)
    alone = np.where(mask > 0, page, WHITE).astype(np.uint8)
    return WrittenLine(_cut(alone, place), place)


def _cut(image: Grey, place: tuple[int, int, int, int]) -> Grey:
    """Return a part of ``image``, white where it reaches beyond."""
    x0, y0, x1, y1 = place
    part = np.full((y1 - y0, x1 - x0), WHITE, np.uint8)
    rows, columns = image.shape
    top, left, bottom, right = max(0, y0), max(0, x0), min(rows, y1), min(columns, x1)
    if top < bottom and left < right:
        part[top - y0 : bottom - y0, left - x0 : right - x0] = image[top:bottom, left:right]
    return part
