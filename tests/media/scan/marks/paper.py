"""A small printed page for the tests, with pens to mark it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

import formkit
from formkit.geometry import Box
from formkit.media.scan.marks.place import MarkPlace, MarkScores, State
from formkit.media.scan.marks.readers import MarkReaders
from formkit.model.handbook import Mark

FINE, GRID = 32, 8
FONT = Path(formkit.__file__).parent / "fonts" / "formkit-sans-core.ttf"


@cache
def readers() -> MarkReaders:
    return MarkReaders()


@dataclass
class Paper:
    """120 × 80 mm; ink is drawn at 32 pixels a millimetre."""

    width: int = 120
    height: int = 80
    places: list[MarkPlace] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.print = Image.new("L", (self.width * FINE, self.height * FINE), 255)
        self.ink = np.full((self.height * FINE, self.width * FINE), 255, np.uint8)

    def option(self, x: float, y: float, *lines: str, em: float = 3.5) -> Box:
        """Print an option whose middle line is at y; return its box."""
        draw, font = ImageDraw.Draw(self.print), ImageFont.truetype(str(FONT), round(em * FINE))
        step = em * 1.3
        for number, text in enumerate(lines):
            middle = y + (number - (len(lines) - 1) / 2) * step
            draw.text(((x + 1) * FINE, middle * FINE), text, 0, font, "lm")
        width = max(font.getlength(text) for text in lines) / FINE + 2
        height = 5.5 + (len(lines) - 1) * step
        return self._placed(Box.at(x, y - height / 2, width, height), Mark.CIRCLE)

    def square(self, x: float, y: float, size: float = 4.0, mark: Mark = Mark.BOX) -> Box:
        """Print a □ whose middle line is at y."""
        box = Box.at(x, y - size / 2, size, size)
        corners = [edge * FINE for edge in (box.x0, box.y0, box.x1, box.y1)]
        ImageDraw.Draw(self.print).rectangle(corners, outline=0, width=8)
        return self._placed(box, mark)

    def _placed(self, box: Box, mark: Mark) -> Box:
        self.places.append(MarkPlace("f", str(len(self.places) + 1), box, mark))
        return box

    def line(self, *points: tuple[float, float], width: float = 0.45, grey: int = 20) -> None:
        """Draw with a pen from point to point."""
        path = np.round(np.array(points) * FINE).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(self.ink, [path], False, grey, round(width * FINE), cv2.LINE_AA)

    def dot(self, x: float, y: float, radius: float, grey: int = 20) -> None:
        cv2.circle(self.ink, (round(x * FINE), round(y * FINE)), round(radius * FINE), grey, -1, cv2.LINE_AA)

    def ring(
        self, box: Box, beside: float = 1.4, above: float = 1.0, sweep: float = 370.0, tilt: float = 0.0,
        width: float = 0.45, grey: int = 20, start: float = -100.0,
    ) -> None:
        """Draw a ring round a box, in degrees clockwise from ``start``."""
        self.line(*ring_points(box, beside, above, sweep, tilt, start), width=width, grey=grey)

    def canvas(self, dx: float = 0.0, dy: float = 0.0, bilevel: bool = False, noise: float = 2.0) -> NDArray[np.uint8]:
        """Return the scan's canvas, its print and ink missing their place by (dx, dy) mm."""
        page = np.asarray(self.print, np.float32) * self.ink.astype(np.float32) / 255
        shift = np.array([[1, 0, dx * FINE], [0, 1, dy * FINE]])
        moved = cv2.warpAffine(page, shift, page.shape[::-1], borderValue=255)
        small = shrunk(cv2.GaussianBlur(moved, (0, 0), 1.5))
        grainy = np.clip(small + np.random.default_rng(5).normal(0, noise, small.shape), 0, 255)
        return np.where(grainy > 150, 255, 0).astype(np.uint8) if bilevel else grainy.astype(np.uint8)

    def judged(self, dx: float = 0.0, dy: float = 0.0, bilevel: bool = False) -> MarkScores:
        blank = shrunk(np.asarray(self.print, np.float32)).astype(np.uint8)
        return readers().judge(self.canvas(dx, dy, bilevel), blank, self.places)

    def seen(self, dx: float = 0.0, dy: float = 0.0, bilevel: bool = False) -> list[State]:
        """Return the state of every option; both readers must agree on what is marked."""
        scores = self.judged(dx, dy, bilevel)
        crop, unrolled = scores.crop.argmax(axis=1), scores.unrolled.argmax(axis=1)
        joint = (scores.crop + scores.unrolled).argmax(axis=1)
        for one, other in zip(crop, unrolled, strict=True):
            assert (one == State.MARKED) == (other == State.MARKED), (scores.crop, scores.unrolled)
        return [State(int(state)) for state in joint]


def ring_points(
    box: Box, beside: float, above: float, sweep: float, tilt: float, start: float = -100.0
) -> Sequence[tuple[float, float]]:
    t = np.radians(start + np.linspace(0, sweep, 120))
    half_x, half_y = box.width / 2 + beside, box.height / 2 + above
    x = half_x * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** 0.8
    y = half_y * np.sign(np.sin(t)) * np.abs(np.sin(t)) ** 0.8
    a = np.radians(tilt)
    turned_x, turned_y = x * np.cos(a) - y * np.sin(a), x * np.sin(a) + y * np.cos(a)
    return [(float(px), float(py)) for px, py in zip(box.centre.x + turned_x, box.centre.y + turned_y, strict=True)]


def shrunk(page: NDArray[np.float32]) -> NDArray[np.float32]:
    size = (page.shape[1] * GRID // FINE, page.shape[0] * GRID // FINE)
    return np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), np.float32)
