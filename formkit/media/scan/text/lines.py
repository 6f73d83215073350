"""The written lines of an area, each as a picture to be read: one line, levelled, nothing else in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.canvas import PIXELS_PER_MM, WHITE, Grey
from formkit.media.scan.text.descreen import DOTTED, broadened, descreened
from formkit.media.scan.text.ink import Blob, Ink, ink_of
from formkit.media.scan.text.rows import parted
from formkit.media.scan.text.struck import struck_blobs

_ABOVE, _BESIDE = 0.08, 2.0
"""Margins of a picture: a share of the line's height above and below, millimetres at its ends. Measured: a wide
margin above and below costs most, for the engine sees everything at 48 pixels of height."""
_LEAST_HEIGHT = 4.0
"""Millimetres; a lone stroke is not blown up to the height of a line."""
_AROUND = 3
"""Pixels around a stroke that belong to it."""
_STRUCK_LINE = 0.4
"""Share of a line's width from which a struck part takes the rest of its line along."""
_EDGE = 0.5
"""Millimetres from the edge of the box at which ink touches it."""

_Picture = TypeVar("_Picture", NDArray[np.uint8], NDArray[np.int32])


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One line: its picture, and where it is in the area's pixels (x0, y0, x1, y1)."""

    image: Grey
    place: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Writing:
    """What was written in an area: its lines from top to bottom, none where it is empty, and its ink.

    ``struck`` says that something was struck out; it is not among the lines where anything else is left.
    """

    lines: tuple[WrittenLine, ...]
    ink: Ink
    struck: bool = False
    touching: float = 0.0
    """The share of the ink that touches the edge of the box: a neighbour's stroke, or writing that runs over."""
    gap: float = 0.0
    """Millimetres of the widest gap within a line; what stands apart may not belong there."""
    height: float = 0.0
    """Millimetres of the highest line."""


def written_lines(page: Grey, blank: Grey, margin: int, most: int | None = None) -> Writing:
    """Return the lines that were written in an area.

    ``page`` is the levelled canvas around the area and ``blank`` the print there, both ``margin`` pixels wider
    than the box on every side: 2 mm let writing run over the edge. ``most`` lines are looked for; by default
    as many as the height has room for.
    """
    ink = ink_of(page, blank, margin)
    if ink.noise > DOTTED:
        page = descreened(page)
        ink = replace(ink_of(page, broadened(blank), margin), noise=ink.noise)
    if ink.empty:
        return Writing((), ink)
    struck = struck_blobs(ink)
    room = page.shape[0] - 2 * margin
    if struck:
        ink = _without_struck(ink, struck, room, most)
    ink, groups = parted(ink, room, most)
    high = max(max(blob.y1 for blob in group) - min(blob.y0 for blob in group) for group in groups)
    return Writing(
        tuple(_picture(page, ink, group) for group in groups), ink, bool(struck),
        touching=_touching(ink, page.shape, margin),
        gap=max(_widest_gap(group) for group in groups) / PIXELS_PER_MM,
        height=high / PIXELS_PER_MM,
    )


def _without_struck(ink: Ink, struck: frozenset[int], room: int, most: int | None) -> Ink:
    """Return the ink that is left: without struck words, and without lines of which most is struck.

    Where nothing else is left, all of it stays: somebody has to look.
    """
    whole = frozenset(blob.label for blob in ink.blobs)
    _, groups = parted(ink, room, most)
    gone: set[int] = set(struck)
    for group in groups:
        wide = max(blob.x1 for blob in group) - min(blob.x0 for blob in group)
        out = [blob for blob in group if blob.label in struck]
        if out and max(blob.x1 for blob in out) - min(blob.x0 for blob in out) >= _STRUCK_LINE * wide:
            gone |= {blob.label for blob in group if blob.label in whole}
    for labels in (gone, struck):
        left = tuple(blob for blob in ink.blobs if blob.label not in labels)
        if not replace(ink, blobs=left).empty:
            return replace(ink, blobs=left)
    return ink


def _touching(ink: Ink, shape: tuple[int, ...], margin: int) -> float:
    near = margin + round(_EDGE * PIXELS_PER_MM)
    whole = sum(blob.area for blob in ink.blobs)
    edge = sum(
        blob.area for blob in ink.blobs
        if blob.x0 < near or blob.y0 < near or blob.x1 > shape[1] - near or blob.y1 > shape[0] - near
    )
    return edge / whole


def _widest_gap(group: list[Blob]) -> int:
    widest, reached = 0, group[0].x1
    for blob in sorted(group, key=lambda each: each.x0):
        widest = max(widest, blob.x0 - reached) if blob is not group[0] else widest
        reached = max(reached, blob.x1)
    return widest


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
    mask = np.asarray(cv2.dilate(own[_cut(ink.labels, place, 0)], around), np.uint8)
    alone = np.where(mask > 0, _cut(page, place, WHITE), WHITE).astype(np.uint8)
    return WrittenLine(alone, place)


def _cut(image: _Picture, place: tuple[int, int, int, int], beyond: int) -> _Picture:
    """Return a part of ``image``; ``beyond`` is what lies around it."""
    x0, y0, x1, y1 = place
    part = np.full((y1 - y0, x1 - x0), beyond, image.dtype)
    rows, columns = image.shape
    top, left, bottom, right = max(0, y0), max(0, x0), min(rows, y1), min(columns, x1)
    if top < bottom and left < right:
        part[top - y0 : bottom - y0, left - x0 : right - x0] = image[top:bottom, left:right]
    return part
