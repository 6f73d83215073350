"""What the second reader looks at: the surroundings of an option unrolled along its outline.

x runs round the option (left end, top, right end, bottom), y from its middle line out to 5 mm beyond its edge. A
ring is a level line here, however long or tilted the option is, and a line that strikes it out is a steep one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.marks.planes import SCALE, Picture, Planes, grid

FAN = 24
"""Directions round each end."""
SIDES = (16, 32, 64, 96)
"""Places along each long side; the first with steps of at most half a millimetre is taken."""
_LONGEST_STEP = 0.5
INSIDE, OUTSIDE = 12, 20
OUTER_STEP = 0.25
"""Millimetres between two rows outside."""
_LEAST_FLAT = 0.3
"""Share of a square's width that counts as its long side."""
_PALE = np.array([255 - round(255 * ((255 - grey) / 255) ** 0.7) for grey in range(256)], np.uint8)
"""Pale pencil made darker."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Unrolled:
    """Options with equally many places along their sides.

    ``which`` are their numbers; ``pictures`` is (n, 4, 32, 48 + 2 × side): scan with pale ink darkened, blank,
    ink, and other options.
    """

    which: tuple[int, ...]
    pictures: Picture


def unrolled(pictures: Planes, boxes: Sequence[Box]) -> Iterator[Unrolled]:
    """Yield the unrolled surroundings of all options, those of one length together."""
    merged = cv2.merge([
        np.asarray(cv2.LUT(pictures.scan, _PALE), np.uint8), pictures.blank, pictures.ink, pictures.boxes,
    ])
    lengths: dict[int, list[int]] = {}
    for number, box in enumerate(boxes):
        lengths.setdefault(side_of(box), []).append(number)
    for side, which in lengths.items():
        x, y = _maps(np.array([_frame(boxes[number]) for number in which], np.float32), side)
        sampled = cv2.remap(merged, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        shape = (len(which), INSIDE + OUTSIDE, x.shape[1])
        stacked = np.stack([np.asarray(part).reshape(shape) for part in cv2.split(sampled)], axis=1)
        stacked[:, 3, :INSIDE] = 0
        yield Unrolled(tuple(which), np.asarray(stacked, np.uint8))


def side_of(box: Box) -> int:
    """Return how many places along each long side an option of this size takes."""
    flat = _flat(box.width, box.height)
    return next((side for side in SIDES if flat / side <= _LONGEST_STEP), SIDES[-1])


def _flat(width: float, height: float) -> float:
    """Return the length of the middle line in mm."""
    long, short = max(width, height), min(width, height)
    return max(long - short, _LEAST_FLAT * long)


def _frame(box: Box) -> tuple[float, float, float, float, float, float]:
    """Return middle, half the middle line, half-axes of the ends, and whether the option stands upright."""
    upright = float(box.height > box.width)
    long, short = max(box.width, box.height), min(box.width, box.height)
    half = _flat(box.width, box.height) / 2
    return box.centre.x, box.centre.y, half, long / 2 - half, short / 2, upright


def _rays(side: int) -> tuple[Floats, Floats, Floats]:
    """Return for every direction where on the middle line it starts (-1 to 1), and its cosine and sine."""
    fan = (np.arange(FAN) + 0.5) / FAN * np.pi
    along = (np.arange(side) + 0.5) / side * 2 - 1
    start = np.concatenate((np.full(FAN, -1.0), along, np.full(FAN, 1.0), -along))
    angle = np.concatenate((np.pi / 2 + fan, np.full(side, 1.5 * np.pi), 1.5 * np.pi + fan, np.full(side, np.pi / 2)))
    return start.astype(np.float32), np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def _maps(frames: Floats, side: int) -> tuple[Floats, Floats]:
    """Return where in the pictures every place of the unrolled surroundings lies: (n × 32, directions) each."""
    start, cos, sin = _rays(side)
    depth = np.concatenate(((np.arange(INSIDE) + 0.5) / INSIDE, np.ones(OUTSIDE))).astype(np.float32)
    beyond = np.concatenate((np.zeros(INSIDE), (np.arange(OUTSIDE) + 0.5) * OUTER_STEP)).astype(np.float32)
    half, long, short, upright = (frames[:, number, None] for number in range(2, 6))
    reach_long = (long * depth + beyond)[:, :, None]
    reach_short = (short * depth + beyond)[:, :, None]
    first = (half * start)[:, None, :] + reach_long * cos
    second = reach_short * sin
    stands = upright[:, :, None] > 0
    x = frames[:, 0, None, None] + (np.where(stands, second, first) if stands.any() else first)
    y = frames[:, 1, None, None] + (np.where(stands, first, second) if stands.any() else second)
    flat = (len(frames) * (INSIDE + OUTSIDE), len(start))
    return _pixels(x).reshape(flat), _pixels(y).reshape(flat)


def _pixels(mm: Floats) -> Floats:
    return np.asarray(mm * SCALE + (grid(0.0) - 0.5), np.float32)
