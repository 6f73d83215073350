"""What a person looks at: a picture of a file upright, and the part of it round a field."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from formkit.errors import InputError
from formkit.media.scan.canvas import Grey
from formkit.media.scan.raster import BadImage, images
from formkit.model.reading import Region, Shares

_AROUND, _BEFORE = 0.04, 0.19
"""Shares of the picture's width that are shown round a field and to the left of it: 8 and 40 mm of A4.

Labels are printed on the left."""
_LEAST = (0.45, 0.11)
"""Least width and height of a crop as shares of the picture's: its label and the lines above and below are seen."""
_FLATTEST = 3.2
"""A crop is at most so many times as wide as it is high."""
_ROWS, _COLUMNS = 420, 1100
"""Most pixels of a crop: what a page has room for."""
_PAGE_ROWS = 2200
_JPEG = [cv2.IMWRITE_JPEG_QUALITY, 80]


@dataclass(frozen=True, slots=True)
class Crop:
    """A piece of a picture, upright, as JPEG; boxes are shares of the piece's width and height."""

    jpeg: bytes
    width: int
    height: int
    box: Shares
    options: dict[str, Shares] = field(default_factory=dict)


def picture_of(content: bytes, name: str, number: int) -> Grey:
    """Return the ``number``-th picture of a file, as it lies there.

    Raises:
        InputError: the file, or this picture of it, cannot be shown.
    """
    for found in images(content, name, first=number - 1, step=1_000_000):
        if isinstance(found, BadImage):
            raise InputError(found.problem)
        return found.grey
    raise InputError.of("G003", image=number)


def upright(grey: Grey, turn: int) -> Grey:
    """Return a picture after ``turn`` quarter turns clockwise."""
    return np.ascontiguousarray(np.rot90(grey, -turn % 4))


def turned(box: Shares, turn: int) -> Shares:
    """Return the shares of a box in its picture after ``turn`` quarter turns clockwise."""
    left, top, right, bottom = box
    for _ in range(turn % 4):
        left, top, right, bottom = 1 - bottom, left, 1 - top, right
    return (left, top, right, bottom)


def crop(grey: Grey, region: Region) -> Crop:
    """Return the piece of a picture round a field, with the field's and its options' boxes in it."""
    page = upright(grey, region.turn)
    box = turned(region.box, region.turn)
    options = {code: turned(each, region.turn) for code, each in region.options.items()}
    rows, columns = page.shape
    view = _view(box, columns / rows)
    x0, x1 = (round(share * columns) for share in (view[0], view[2]))
    y0, y1 = (round(share * rows) for share in (view[1], view[3]))
    piece = page[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
    made = _fitted(piece)
    return Crop(
        _packed(made), made.shape[1], made.shape[0], _within(box, view),
        {code: _within(each, view) for code, each in options.items()},
    )


def page_jpeg(grey: Grey, turn: int, most: int = _PAGE_ROWS) -> bytes:
    """Return a whole picture, upright, as JPEG of at most ``most`` pixels a side."""
    page = upright(grey, turn)
    scale = min(1.0, most / max(page.shape))
    if scale < 1.0:
        size = (round(page.shape[1] * scale), round(page.shape[0] * scale))
        page = np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), np.uint8)
    return _packed(page)


def _view(box: Shares, ratio: float) -> Shares:
    """Return what is shown round a box: a margin, and at least `_LEAST`; ``ratio`` is width to height."""
    left, right = _reach(box[0] - _BEFORE, box[2] + _AROUND, _LEAST[0])
    least = max(_LEAST[1], (right - left) * ratio / _FLATTEST)
    top, bottom = _reach(box[1] - _AROUND * ratio / 2, box[3] + _AROUND * ratio / 2, least)
    return (left, top, right, bottom)


def _reach(low: float, high: float, least: float) -> tuple[float, float]:
    """Return a stretch of the page that holds another and is at least so long, where the page is."""
    more = max(0.0, least - (high - low)) / 2
    low, high = low - more, high + more
    if low < 0.0:
        return 0.0, min(1.0, max(high, least))
    if high > 1.0:
        return max(0.0, min(low, 1.0 - least)), 1.0
    return low, high


def _within(box: Shares, view: Shares) -> Shares:
    width, height = max(view[2] - view[0], 1e-6), max(view[3] - view[1], 1e-6)
    return (
        (box[0] - view[0]) / width, (box[1] - view[1]) / height,
        (box[2] - view[0]) / width, (box[3] - view[1]) / height,
    )


def _fitted(piece: Grey) -> Grey:
    scale = min(_COLUMNS / piece.shape[1], _ROWS / piece.shape[0], 2.0)
    size = (max(1, round(piece.shape[1] * scale)), max(1, round(piece.shape[0] * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(piece, size, interpolation=way), np.uint8)


def _packed(picture: Grey) -> bytes:
    done, packed = cv2.imencode(".jpg", picture, _JPEG)
    return packed.tobytes() if done else b""
