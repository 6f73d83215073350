"""Pens: what they leave on paper, and drawing strokes onto a layer of ink."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.degrade.path import Points, Rng, Stroke

Cover = NDArray[np.float32]
"""How much of each pixel ink covers, 0 to 1; more where strokes cross."""
Canvas = NDArray[np.uint8]
Figures = NDArray[np.float64]
Colour = tuple[float, float, float]
"""Share of red, green and blue light that the ink lets back, 0 to 1."""
_FINE = 24.0
"""Pixels a millimetre at which strokes are drawn before they are brought to the layer's size."""


@dataclass(frozen=True, slots=True)
class Pen:
    """One pen.

    Attributes:
        name: what sort it is.
        width: of its usual line, in mm.
        colour: of its ink, laid on fully.
        strength: how fully it is laid on; a pencil's is low.
        uneven: how much the strength varies along a line.
        skips: chance for each mm of line that the ink stops for a moment.
        grain: how much of the paper's roughness shows.
        blots: chance that a line starts or ends with a spot.
        soft: blur of its edge in mm.
    """

    name: str
    width: float
    colour: Colour
    strength: float = 1.0
    uneven: float = 0.1
    skips: float = 0.0
    grain: float = 0.0
    blots: float = 0.0
    soft: float = 0.03


_INKS: dict[str, Colour] = {
    "black": (0.08, 0.08, 0.09), "blue": (0.12, 0.18, 0.55), "blue_black": (0.10, 0.13, 0.30),
    "red": (0.75, 0.12, 0.14), "grey": (0.34, 0.34, 0.36), "pale_blue": (0.35, 0.45, 0.80),
}
_INK_CHANCES = (0.5, 0.3, 0.12, 0.03, 0.02, 0.03)


def random_pen(rng: Rng, name: str | None = None, ink: str | None = None) -> Pen:
    """Return a pen out of an office drawer: mostly gel pens and ballpoints, mostly black and blue.

    Args:
        rng: the source of chance.
        name: gel, ballpoint, fountain, marker or pencil; any without it.
        ink: black, blue, blue_black, red, grey or pale_blue; any without it.
    """
    sort = name or str(rng.choice(list(_SORTS), p=_SORT_CHANCES))
    chosen = ink or ("grey" if sort == "pencil" else str(rng.choice(list(_INKS), p=_INK_CHANCES)))
    shade = rng.uniform(0.75, 1.25, 3) * _INKS[chosen] + rng.normal(0, 0.015, 3)
    red, green, blue = np.clip(shade, 0.02, 0.9)
    return _SORTS[sort](rng, (float(red), float(green), float(blue)))


def _gel(rng: Rng, colour: Colour) -> Pen:
    skips = float(rng.choice([0, 0, 0.004]))
    return Pen("gel", rng.uniform(0.3, 0.65), colour, rng.uniform(0.9, 1.0), 0.05, skips, 0, 0.05, 0.03)


def _ballpoint(rng: Rng, colour: Colour) -> Pen:
    dry = rng.random() < 0.2
    return Pen(
        "ballpoint", rng.uniform(0.2, 0.5), colour, rng.uniform(0.6, 0.95), 0.25 if dry else 0.12,
        rng.uniform(0.02, 0.1) if dry else rng.uniform(0, 0.012), rng.uniform(0.1, 0.35), 0.12, 0.03,
    )


def _fountain(rng: Rng, colour: Colour) -> Pen:
    return Pen("fountain", rng.uniform(0.4, 0.85), colour, rng.uniform(0.75, 1.0), 0.2, 0.0, 0.05, 0.25, 0.06)


def _marker(rng: Rng, colour: Colour) -> Pen:
    return Pen("marker", rng.uniform(0.7, 1.0), colour, rng.uniform(0.8, 1.0), 0.05, 0.0, 0.05, 0.1, 0.07)


def _pencil(rng: Rng, colour: Colour) -> Pen:
    grain = rng.uniform(0.3, 0.7)
    return Pen("pencil", rng.uniform(0.3, 0.75), colour, rng.uniform(0.62, 0.95), 0.2, 0.0, grain, 0.0, 0.05)


_SORTS = {"gel": _gel, "ballpoint": _ballpoint, "fountain": _fountain, "marker": _marker, "pencil": _pencil}
_SORT_CHANCES = (0.42, 0.34, 0.1, 0.05, 0.09)


@dataclass(slots=True)
class InkLayer:
    """All ink on a page, as the density of each colour: light that passes is exp(-density)."""

    width_mm: float
    height_mm: float
    scale: float
    """Pixels a millimetre."""
    density: NDArray[np.float32] = field(init=False)

    def __post_init__(self) -> None:
        rows, columns = round(self.height_mm * self.scale), round(self.width_mm * self.scale)
        self.density = np.zeros((rows, columns, 3), np.float32)

    def lay(self, cover: Cover, left: int, top: int, pen: Pen) -> None:
        """Add a patch of cover whose top left pixel is (left, top); what hangs over the page is cut off."""
        rows, columns = self.density.shape[:2]
        x0, y0 = max(left, 0), max(top, 0)
        x1, y1 = min(left + cover.shape[1], columns), min(top + cover.shape[0], rows)
        if x0 >= x1 or y0 >= y1:
            return
        part = cover[y0 - top : y1 - top, x0 - left : x1 - left]
        light = 1 - np.clip(part, 0, 1)[..., None] * pen.strength * (1 - np.array(pen.colour, np.float32))
        self.density[y0:y1, x0:x1] -= np.log(np.maximum(light, 0.01)).astype(np.float32)

    def draw(self, strokes: Iterable[Stroke], pen: Pen, rng: Rng) -> None:
        """Draw strokes in mm with ``pen``."""
        for each in strokes:
            cover, left, top = stroke_cover(each, pen, self.scale, rng)
            self.lay(cover, left, top, pen)

    def over(self, page: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return a page (rows × columns × red, green, blue) of the layer's size with the ink over it."""
        inked = self.density[..., 0] > 0
        page = page.copy()
        page[inked] = np.clip(page[inked] * np.exp(-self.density[inked]), 0, 255)
        return page

    def over_grey(self, page: NDArray[np.uint8], lamp: tuple[float, float, float]) -> NDArray[np.uint8]:
        """Return a grey page with the ink over it as a lamp of these shares of red, green and blue sees it."""
        inked = self.density[..., 0] > 0
        page = page.copy()
        light = np.exp(-self.density[inked]) @ (np.array(lamp, np.float32) / sum(lamp))
        page[inked] = np.clip(page[inked] * light, 0, 255)
        return page


def stroke_cover(each: Stroke, pen: Pen, scale: float, rng: Rng) -> tuple[Cover, int, int]:
    """Return the cover that one stroke leaves, and the page's pixel (left, top) that it starts at."""
    fine = max(1, round(_FINE / scale))
    room = pen.width * 1.6 / 2 + 0.4
    left, top = (int(np.floor(edge)) for edge in (each.points.min(axis=0) - room) * scale)
    right, bottom = (int(np.ceil(edge)) for edge in (each.points.max(axis=0) + room) * scale)
    size = ((right - left) * fine, (bottom - top) * fine)
    canvas = np.zeros((size[1], size[0]), np.uint8)
    points = (each.points * scale - np.array([left, top])) * fine
    _trace(canvas, points, each.pressure * pen.width * scale * fine, _flow(each, pen, rng))
    _blots(canvas, points, pen, scale * fine, rng)
    small = cv2.resize(canvas, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    return textured(np.asarray(small, np.float32) / np.float32(255), pen, scale, rng), left, top


def textured(cover: Cover, pen: Pen, scale: float, rng: Rng) -> Cover:
    """Return the cover with the soft edge of the pen and the grain of the paper under it."""
    if pen.soft * scale > 0.25:
        cover = np.asarray(cv2.GaussianBlur(cover, (0, 0), pen.soft * scale), np.float32)
    return grained(cover, pen.grain, scale, rng) if pen.grain else cover


def _trace(canvas: Canvas, points: Points, widths: Figures, flow: Figures) -> None:
    """Draw a path of pixels with its own width and grey at each piece."""
    whole = np.round(points * 16).astype(np.int32)
    for start, end, width, ink in zip(whole[:-1], whole[1:], widths[1:], flow[1:], strict=True):
        if ink > 0.03:
            cv2.line(
                canvas, (int(start[0]), int(start[1])), (int(end[0]), int(end[1])), float(255 * min(ink, 1.0)),
                max(1, round(width)), cv2.LINE_8, 4,
            )


def _flow(each: Stroke, pen: Pen, rng: Rng) -> Figures:
    """Return how much ink comes at each point: waves, and gaps of 0.3 to 3 mm."""
    count = len(each.points)
    along = np.linspace(0, each.length, count)
    flow = 1 + pen.uneven * (np.sin(along * rng.uniform(0.3, 1.2) + rng.uniform(0, 6.3)) - 1) / 2
    flow = flow + rng.normal(0, pen.uneven / 3, count)
    for _ in range(rng.poisson(pen.skips * max(each.length, 1e-6))):
        start, size = rng.uniform(0, each.length), rng.uniform(0.3, 3.0)
        flow[(along > start) & (along < start + size)] *= rng.uniform(0, 0.35)
    return np.asarray(np.clip(flow, 0, 1), np.float64)


def _blots(canvas: Canvas, points: Points, pen: Pen, fine: float, rng: Rng) -> None:
    for at in (points[0], points[-1]):
        if rng.random() < pen.blots:
            radius = pen.width * fine * rng.uniform(0.5, 0.8)
            cv2.circle(canvas, (round(at[0]), round(at[1])), max(1, round(radius)), 255, -1)


def grained(cover: Cover, grain: float, scale: float, rng: Rng) -> Cover:
    """Return the cover with the paper's roughness of about 0.15 mm left bare in it."""
    rows, columns = cover.shape
    step = max(1.0, 0.15 * scale)
    rough = rng.random((int(rows / step) + 2, int(columns / step) + 2), np.float32)
    rough = np.asarray(cv2.resize(rough, (columns, rows), interpolation=cv2.INTER_LINEAR), np.float32)
    return np.asarray(cover * (1 - grain * np.clip(rough * 1.8 - 0.4, 0, 1)), np.float32)
