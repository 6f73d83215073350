"""The outlines of a sheet that was photographed on a desk, or lies on a scanner's dark lid.

Two ways of looking, for neither sees every sheet. Paper is brighter than what lies around it, where the light is even.
And paper is smooth: between a sheet and a desk of nearly its grey there is an edge all the same, whatever shadow falls
over both, and the margin of a printed page is one smooth ring inside that edge.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.canvas import Grey

Corners = NDArray[np.float32]
"""(4, 2): the corners of a quadrangle in pixels, in their order around it."""
_LONG = 480
"""Pixels of the longer side of the picture that is looked at."""
_DARK_BORDER = 0.4
"""Share of the picture's border that is darker than paper where a desk can be seen."""
_LEAST, _MOST = 0.12, 0.97
"""Share of the picture that a sheet covers."""
_STEPS = (14, 9, 6)
"""Levels from one pixel to its neighbours from which there is an edge."""
_FULL = 0.93
"""Share of the quadrangle that an outline fills, and of the outline that lies in it."""
_APART = 0.03
"""Share of the picture's longer side by which corners lie apart in two outlines that are worth a look each."""
_BAND, _BRIGHTER, _PAPER = 5, 4.0, 60
"""Pixels to both sides of an outline by which paper is compared with the desk, levels by which it is brighter, and the
percentile that is paper beside print. The frame of a table has paper on both sides."""
_SIDES = (0.02, 0.03, 0.05, 0.08)
"""Shares of an outline's length by which it may be straightened to have four corners."""


def outlines(image: Grey) -> list[Corners]:
    """Return the quadrangles in an image that may be a sheet, in its pixels; none where paper fills it."""
    factor = _LONG / max(image.shape)
    small = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    soft = np.asarray(cv2.GaussianBlur(small, (5, 5), 0), np.uint8)
    found: list[Corners] = []
    for corners in (*_brighter(soft), *_smooth(soft)):
        if all(_apart(corners, each) for each in found) and _on_darker(soft, corners):
            found.append(corners)
    return [np.asarray(each / factor, np.float32) for each in found]


def _brighter(soft: Grey) -> Iterator[Corners]:
    """Yield the largest area that is brighter than most of the picture's border."""
    border = np.concatenate([soft[:4].ravel(), soft[-4:].ravel(), soft[:, :4].ravel(), soft[:, -4:].ravel()])
    level, white = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    if (border < level).mean() >= _DARK_BORDER:
        yield from _quadrangles(np.asarray(white, np.uint8), 0)


def _smooth(soft: Grey) -> Iterator[Corners]:
    """Yield the areas without an edge within, each as far as it reaches; most levels for an edge first."""
    around = np.ones((3, 3), np.uint8)
    steps = np.asarray(cv2.morphologyEx(soft, cv2.MORPH_GRADIENT, around), np.uint8)
    for level in _STEPS:
        yield from _quadrangles(np.asarray(steps < level, np.uint8), 1)


def _quadrangles(mask: Grey, lost: int) -> Iterator[Corners]:
    """Yield the quadrangles that areas of a mask fill, ``lost`` pixels larger than these, the largest first."""
    contours, _ = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    sized = [(area / mask.size, each) for each in contours if (area := cv2.contourArea(each)) > _LEAST * mask.size]
    for share, contour in sorted(sized, key=lambda pair: -pair[0]):
        corners = _corners(contour) if share < _MOST else None
        if corners is not None:
            middle = corners.mean(0)
            away = corners - middle
            yield np.asarray(middle + away * (1 + lost / np.abs(away).max()), np.float32)


def _corners(contour: NDArray[np.generic]) -> Corners | None:
    """Return the four corners of an outline; None where it is no quadrangle."""
    hull = cv2.convexHull(np.asarray(contour, np.int32))
    if cv2.contourArea(np.asarray(contour, np.int32)) < _FULL * cv2.contourArea(hull):
        return None
    for share in _SIDES:
        corners = cv2.approxPolyDP(hull, share * cv2.arcLength(hull, True), True)
        if len(corners) == 4:
            alike = cv2.contourArea(corners) / max(1.0, cv2.contourArea(hull))
            return np.asarray(corners.reshape(4, 2), np.float32) if _FULL < alike < 1 / _FULL else None
    return None


def _on_darker(soft: Grey, corners: Corners) -> bool:
    """Say whether the picture is darker outside of a quadrangle than inside, all around it."""
    middle, away = corners.mean(0), corners - corners.mean(0)
    reach = _BAND / np.abs(away).max()
    beside = []
    for first, second in zip(range(4), (1, 2, 3, 0), strict=True):
        inside, outside = (
            _along(soft, middle + away[first] * factor, middle + away[second] * factor)
            for factor in (1 - reach, 1 + reach)
        )
        if inside.size and outside.size:
            beside.append(float(np.percentile(inside, _PAPER)) - float(np.percentile(outside, _PAPER)))
    return bool(beside) and min(beside) > _BRIGHTER


def _along(soft: Grey, start: NDArray[np.floating], end: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Return the levels on a straight line, as far as it lies in the picture; not those at its ends."""
    at = np.linspace(0.05, 0.95, 60)[:, None]
    columns, rows = np.round(start * (1 - at) + end * at).astype(int).T
    within = (rows >= 0) & (rows < soft.shape[0]) & (columns >= 0) & (columns < soft.shape[1])
    return np.asarray(soft[rows[within], columns[within]], np.uint8)


def _apart(one: Corners, other: Corners) -> bool:
    """Say whether a corner of one outline is far from every corner of the other."""
    away = np.linalg.norm(one[:, None] - other[None], axis=2).min(axis=1)
    return bool(away.max() > _APART * _LONG)
