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
_WIDEST, _HIGHEST = 0.62, 0.2
"""Most of the picture that a crop is widened to for the field's label; one farther off is cut out by itself."""
_ROUND_LABEL = 0.012
"""Share of the picture's width that is shown round a label for which more is shown: 2.5 mm of A4."""
_GAP, _GAP_GREY = 10, 200
"""Rows of a crop between the label's own piece and the field's, and how light they are: not the paper's white."""
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
    """Return the piece of a picture round a field, with the field's and its options' boxes in it.

    Where the label of the field is too far off, its own piece of the picture stands over that of the field.
    """
    page = upright(grey, region.turn)
    box = turned(region.box, region.turn)
    options = {code: turned(each, region.turn) for code, each in region.options.items()}
    ratio = page.shape[1] / page.shape[0]
    view = _view(box, ratio)
    label = None if region.label is None else turned(region.label, region.turn)
    apart = None
    if label is not None and not _holds(view, label):
        both = _with_label(box, label, ratio)
        fits = both[2] - both[0] <= _WIDEST and both[3] - both[1] <= _HIGHEST
        view, apart = (_at_least(both, ratio), None) if fits else (view, _with_label(label, label, ratio))
    piece = _cut(page, view)
    scale = _scale(piece)
    made = _resized(piece, scale)
    head = 0
    if apart is not None:
        made, head = _under(_resized(_cut(page, apart), scale), made)
    below = head / made.shape[0]

    def at(each: Shares) -> Shares:
        left, top, right, bottom = _within(each, view)
        return (left, below + top * (1 - below), right, below + bottom * (1 - below))

    return Crop(
        _packed(made), made.shape[1], made.shape[0], at(box), {code: at(each) for code, each in options.items()}
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
    down = _AROUND * ratio / 2
    return _at_least((box[0] - _BEFORE, box[1] - down, box[2] + _AROUND, box[3] + down), ratio)


def _at_least(view: Shares, ratio: float) -> Shares:
    """Return a view made as wide and high as every crop is at least."""
    left, right = _reach(view[0], view[2], _LEAST[0])
    top, bottom = _reach(view[1], view[3], max(_LEAST[1], (right - left) * ratio / _FLATTEST))
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


def _holds(view: Shares, box: Shares) -> bool:
    return view[0] <= box[0] and view[1] <= box[1] and view[2] >= box[2] and view[3] >= box[3]


def _with_label(box: Shares, label: Shares, ratio: float) -> Shares:
    """Return what holds a box and a label with a little round both; ``ratio`` is width to height."""
    across, down = _ROUND_LABEL, _ROUND_LABEL * ratio
    return (
        max(0.0, min(box[0], label[0]) - across), max(0.0, min(box[1], label[1]) - down),
        min(1.0, max(box[2], label[2]) + across), min(1.0, max(box[3], label[3]) + down),
    )


def _cut(page: Grey, view: Shares) -> Grey:
    rows, columns = page.shape
    x0, x1 = (round(share * columns) for share in (view[0], view[2]))
    y0, y1 = (round(share * rows) for share in (view[1], view[3]))
    return page[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]


def _under(label: Grey, piece: Grey) -> tuple[Grey, int]:
    """Return a piece with the label's over it, and at which row it begins."""
    wide = piece.shape[1]
    label = label[:, :wide]
    head = np.full((label.shape[0] + _GAP, wide), _GAP_GREY, np.uint8)
    head[: label.shape[0], : label.shape[1]] = label
    return np.vstack((head, piece)), head.shape[0]


def _within(box: Shares, view: Shares) -> Shares:
    width, height = max(view[2] - view[0], 1e-6), max(view[3] - view[1], 1e-6)
    return (
        (box[0] - view[0]) / width, (box[1] - view[1]) / height,
        (box[2] - view[0]) / width, (box[3] - view[1]) / height,
    )


def _scale(piece: Grey) -> float:
    return min(_COLUMNS / float(piece.shape[1]), _ROWS / float(piece.shape[0]), 2.0)


def _resized(piece: Grey, scale: float) -> Grey:
    size = (max(1, round(piece.shape[1] * scale)), max(1, round(piece.shape[0] * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(piece, size, interpolation=way), np.uint8)


def _packed(picture: Grey) -> bytes:
    done, packed = cv2.imencode(".jpg", picture, _JPEG)
    return packed.tobytes() if done else b""
