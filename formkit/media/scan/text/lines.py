"""The written lines of an area, each as a picture to be read: one line, levelled, nothing else in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.canvas import PIXELS_PER_MM, WHITE, Grey
from formkit.media.scan.text.descreen import DOTTED, broadened, descreened
from formkit.media.scan.text.ink import Blob, Ink, ink_of
from formkit.media.scan.text.rows import halved, parted
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
_THIN = 0.06
"""Share of the ink of a line's fullest row under which a row is beside it."""
_GAP = 0.9
"""Millimetres without ink that a line has at most from top to bottom."""
_IN_BAND = 0.3
"""Share of a stroke's height that lies in the rows of its line."""
_MOST_HEIGHT = 8.0
"""Millimetres up to which the ink of two neighbouring lines may be one line of large characters."""
_SPECK = 0.08
"""Share of the largest stroke's ink under which a piece says nothing of where a line is."""
_SIGN = 0.45
"""Share of the height of what was struck out that a sign of its correction is high or wide; a speck is less."""
_CUT_OFF = 4
"""Pixels from the edge of the area within which ink was cut off by it."""
_SOME = 0.04
"""Share of the ink of the fullest line under which there is no line, but a speck."""
_LOW = 0.6
"""Share of the highest line's height that is low for a line."""
_OWN_SHARE = 0.4
"""Share of its ink that a line which is cut off by the edge of the area has in the box, if it is not a neighbour's."""
_EDGE = 0.5
"""Millimetres from the edge of the box at which ink touches it."""

_Picture = TypeVar("_Picture", NDArray[np.uint8], NDArray[np.int32])


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One line: its picture, where it is in the area's pixels (x0, y0, x1, y1), and its strokes."""

    image: Grey
    place: tuple[int, int, int, int]
    strokes: tuple[Blob, ...] = ()


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
    page: Grey = field(default_factory=lambda: np.zeros((0, 0), np.uint8))
    """What the lines were cut from."""

    def as_one(self, line: WrittenLine, other: WrittenLine) -> WrittenLine | None:
        """Return two lines as one; None where they are too high for one line of large characters."""
        strokes = [*line.strokes, *other.strokes]
        least = _SPECK * max(blob.area for blob in strokes)
        if _height([blob for blob in strokes if blob.area >= least]) > _MOST_HEIGHT * PIXELS_PER_MM:
            return None
        return _picture(self.page, self.ink, strokes)

    def halved(self, at: int) -> Writing | None:
        """Return the writing with one of its lines as the two that it may be; None where it cannot be cut."""
        found = halved(self.ink, self.lines[at].strokes)
        if found is None:
            return None
        ink, upper, lower = found
        two = tuple(_picture(self.page, ink, _in_band(half)) for half in (upper, lower))
        lines = (*self.lines[:at], *two, *self.lines[at + 1 :])
        high = max(_height(line.strokes) for line in lines) / PIXELS_PER_MM
        return replace(self, lines=lines, ink=ink, height=high)


def written_lines(
    page: Grey, blank: Grey, margin: int, most: int | None = None, *, with_struck: bool = False
) -> Writing:
    """Return the lines that were written in an area.

    ``page`` is the levelled canvas around the area and ``blank`` the print there, both ``margin`` pixels wider
    than the box on every side: 2 mm let writing run over the edge. ``most`` lines are looked for; by default
    as many as the height has room for. ``with_struck`` keeps among the lines what seems to be struck out.
    """
    ink = ink_of(page, blank, margin)
    if ink.noise > DOTTED:
        page = descreened(page)
        ink = replace(ink_of(page, broadened(blank), margin), noise=ink.noise)
    if ink.empty:
        return Writing((), ink)
    struck = struck_blobs(ink)
    room = page.shape[0] - 2 * margin
    if struck and not with_struck:
        ink = _without_struck(ink, struck, room, most)
    ink, groups = parted(ink, room, most)
    groups = _own(groups, page.shape[0], margin)
    high = max(_height(group) for group in groups)
    return Writing(
        tuple(_picture(page, ink, _in_band(group)) for group in groups), ink, bool(struck),
        touching=_touching(ink, page.shape, margin),
        gap=max(_widest_gap(group) for group in groups) / PIXELS_PER_MM,
        height=high / PIXELS_PER_MM,
        page=page,
    )


def _height(group: Sequence[Blob]) -> int:
    return max(blob.y1 for blob in group) - min(blob.y0 for blob in group)


def _own(groups: list[list[Blob]], rows: int, margin: int) -> list[list[Blob]]:
    """Return the lines without specks, and without those of the places above and below; one stays in any case.

    ``rows`` are those of the area, ``margin`` of them around the box. A line of another place is cut off by the area
    and mostly beside the box, or it crosses the edge of the box and is lower than the lines in it, as half of it is not
    there.
    """
    most = max(_ink(group) for group in groups)
    groups = [group for group in groups if _ink(group) >= _SOME * most]
    highest = max(_height(group) for group in groups)
    own = [
        group for group in groups
        if not _crosses(group, _CUT_OFF, rows - _CUT_OFF) or _inside(group, margin, rows - margin) >= _OWN_SHARE
    ]
    whole = [group for group in own if not _crosses(group, margin, rows - margin) or _height(group) > _LOW * highest]
    return whole or own or groups


def _ink(group: Sequence[Blob]) -> int:
    return sum(blob.area for blob in group)


def _crosses(group: list[Blob], top: int, bottom: int) -> bool:
    return min(blob.y0 for blob in group) < top or max(blob.y1 for blob in group) > bottom


def _inside(group: list[Blob], top: int, bottom: int) -> float:
    """Return the share of a line's ink between two rows, each stroke's spread evenly over its height."""
    within = sum(
        blob.area * max(0, min(blob.y1, bottom) - max(blob.y0, top)) / max(1, blob.height) for blob in group
    )
    return within / _ink(group)


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
    least = _SIGN * min(_MOST_HEIGHT * PIXELS_PER_MM / 2, max(blob.height for blob in ink.blobs))
    for labels in (gone, struck):
        left = tuple(blob for blob in ink.blobs if blob.label not in labels)
        if any(max(blob.width, blob.height) >= least for blob in left):
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
    return WrittenLine(alone, place, tuple(group))


def _in_band(group: list[Blob]) -> list[Blob]:
    """Return the strokes of a line without the specks above and below it, which would make its characters small."""
    first, last = _band(group)
    return [blob for blob in group if min(blob.y1, last) - max(blob.y0, first) >= _IN_BAND * blob.height] or group


def _band(group: list[Blob]) -> tuple[int, int]:
    """Return the rows around the one with most ink that have a share of that, over gaps as a taken out line leaves."""
    first, last = min(blob.y0 for blob in group), max(blob.y1 for blob in group)
    rows = np.zeros(last - first)
    for blob in group:
        rows[blob.y0 - first : blob.y1 - first] += blob.area / max(1, blob.height)
    full = np.flatnonzero(rows >= _THIN * rows.max())
    parts = np.split(full, np.flatnonzero(np.diff(full) > _GAP * PIXELS_PER_MM) + 1)
    own = next(part for part in parts if rows.argmax() in part)
    return first + int(own[0]), first + int(own[-1]) + 1


def _cut(image: _Picture, place: tuple[int, int, int, int], beyond: int) -> _Picture:
    """Return a part of ``image``; ``beyond`` is what lies around it."""
    x0, y0, x1, y1 = place
    part = np.full((y1 - y0, x1 - x0), beyond, image.dtype)
    rows, columns = image.shape
    top, left, bottom, right = max(0, y0), max(0, x0), min(rows, y1), min(columns, x1)
    if top < bottom and left < right:
        part[top - y0 : bottom - y0, left - x0 : right - x0] = image[top:bottom, left:right]
    return part
