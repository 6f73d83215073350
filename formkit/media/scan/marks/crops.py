"""What the first reader looks at: the option as it stands on paper, never squeezed, with bins that tell where it is.

An option's crop is as long as the option. The network runs over it at true scale; only what it has found is
gathered into a fixed number of bins: two columns before the box, six in it, two after it; two rows over it,
three in it, two under it. So the ends of a ring fall into the same bins round a short word and a long one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.marks.planes import SCALE, Picture, Planes, grid

BESIDE, ABOVE = 4.5, 4.25
"""Millimetres that a crop shows beyond the box."""
COLUMNS, ROWS = (2, 6, 2), (2, 3, 2)
STRIDE = 4
"""Pixels of a crop that one place of the network's last layer stands for."""
_WIDTHS, _HEIGHTS = (64, 80, 96, 112, 128, 160, 192, 256), (56, 96)
_STEP_X, _STEP_Y = 64, 32
"""Crops are made up to one of these sizes in pixels, and to multiples of the steps beyond, so that few go round."""
_OWN = 128

Bins = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Crops:
    """Options whose crops have one size.

    ``which`` are their numbers; ``pictures`` is (n, 4, height, width): scan, blank, ink and boxes (own 128,
    others 255). ``across`` (n, width / 4, 10) and ``down`` (n, 7, height / 4) share the places out into bins.
    """

    which: tuple[int, ...]
    pictures: Picture
    across: Bins
    down: Bins


def crops(pictures: Planes, boxes: Sequence[Box]) -> Iterator[Crops]:
    """Yield the crops of all options, those of one size together."""
    sizes: dict[tuple[int, int], list[int]] = {}
    for number, box in enumerate(boxes):
        sizes.setdefault(_size(box), []).append(number)
    for (width, height), which in sizes.items():
        yield _of_one_size(pictures, [boxes[number] for number in which], tuple(which), width, height)


def _size(box: Box) -> tuple[int, int]:
    width, height = (box.width + 2 * BESIDE) * SCALE, (box.height + 2 * ABOVE) * SCALE
    return _made_up(width - 1, _WIDTHS, _STEP_X), _made_up(height - 1, _HEIGHTS, _STEP_Y)


def _made_up(length: float, sizes: tuple[int, ...], step: int) -> int:
    return next((size for size in sizes if size >= length), -int(-length // step) * step)


def _of_one_size(planes: Planes, boxes: Sequence[Box], which: tuple[int, ...], width: int, height: int) -> Crops:
    cut = np.empty((len(boxes), 4, height, width), np.uint8)
    edges = np.empty((len(boxes), 4), np.float32)
    sources = (planes.scan, planes.blank, planes.sure_ink, planes.boxes)
    rows, columns = planes.scan.shape
    for number, box in enumerate(boxes):
        left = min(max(round(grid(box.centre.x) - width / 2), 0), max(columns - width, 0))
        top = min(max(round(grid(box.centre.y) - height / 2), 0), max(rows - height, 0))
        for channel, source in enumerate(sources):
            part = source[top : top + height, left : left + width]
            cut[number, channel, : part.shape[0], : part.shape[1]] = part
        x0, y0, x1, y1 = grid(box.x0) - left, grid(box.y0) - top, grid(box.x1) - left, grid(box.y1) - top
        cut[number, 3, max(round(y0), 0) : round(y1), max(round(x0), 0) : round(x1)] = _OWN
        edges[number] = x0, y0, x1, y1
    edges /= STRIDE
    across = _bins(edges[:, 0], edges[:, 2], BESIDE * SCALE / STRIDE, COLUMNS, width // STRIDE)
    down = _bins(edges[:, 1], edges[:, 3], ABOVE * SCALE / STRIDE, ROWS, height // STRIDE)
    return Crops(which, cut, np.ascontiguousarray(across.transpose(0, 2, 1)), down)


def _bins(start: Bins, end: Bins, room: float, counts: tuple[int, int, int], places: int) -> Bins:
    """Return (n, bins, places): with what weight each place counts in the mean of each bin."""
    before, inside, after = counts
    parts = [
        start[:, None] - room + np.arange(before) * (room / before),
        start[:, None] + np.arange(inside) * ((end - start)[:, None] / inside),
        end[:, None] + np.arange(after + 1) * (room / after),
    ]
    edges = np.concatenate(parts, axis=1)
    centre = (edges[:, 1:] + edges[:, :-1]) / 2
    reach = np.maximum((edges[:, 1:] - edges[:, :-1]) / 2, 0.5)
    at = np.arange(places) + 0.5
    overlap = np.minimum(at + 0.5, (centre + reach)[:, :, None]) - np.maximum(at - 0.5, (centre - reach)[:, :, None])
    weights = np.maximum(overlap, 0)
    return np.asarray(weights / np.maximum(weights.sum(axis=2, keepdims=True), 1e-6), np.float32)
