"""Writing areas on the canvas's grid: a framed box, and what is written in and around it."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from formkit.media.scan.canvas import PIXELS_PER_MM, Grey, pixels
from formkit.shipped import shipped

MARGIN = pixels(2.0)


@dataclass(slots=True)
class Area:
    """A box of ``width`` × ``height`` mm with its frame, 2 mm around it; ``page`` is written on, ``blank`` is not."""

    width: float
    height: float
    page: Grey = field(init=False)
    blank: Grey = field(init=False)

    def __post_init__(self) -> None:
        shape = (pixels(self.height) + 2 * MARGIN, pixels(self.width) + 2 * MARGIN)
        self.blank = self._framed(shape, 0, 0)
        self.page = self.blank.copy()

    def _framed(self, shape: tuple[int, int], right: int, down: int) -> Grey:
        empty = np.full(shape, 255, np.uint8)
        corners = (MARGIN + right, MARGIN + down), (shape[1] - MARGIN - 1 + right, shape[0] - MARGIN - 1 + down)
        framed: Grey = cv2.rectangle(empty, *corners, 0, 2)
        return framed

    def shifted(self, right: int, down: int) -> Area:
        """Print the page's frame so many pixels off."""
        self.page = self._framed(self.page.shape, right, down)
        return self

    def write(self, text: str, x: float, y: float, size: float = 5.0, ink: int = 60) -> Area:
        """Write ``text`` with its top left corner at (x, y) mm from the box's, ``size`` mm high."""
        font = ImageFont.truetype(str(shipped("fonts") / "formkit-sans-core.ttf"), pixels(size))
        picture = Image.fromarray(self.page)
        ImageDraw.Draw(picture).text((MARGIN + pixels(x), MARGIN + pixels(y)), text, font=font, fill=ink, anchor="lt")
        self.page = np.array(picture)
        return self

    def speck(self, x: float, y: float, size: float = 0.2, ink: int = 0) -> Area:
        """Put a dot of ``size`` mm at (x, y) mm."""
        page = self.page.copy()
        left, top, side = MARGIN + pixels(x), MARGIN + pixels(y), max(1, round(size * PIXELS_PER_MM))
        page[top : top + side, left : left + side] = ink
        self.page = page
        return self

    def noisy(self, sigma: float, seed: int = 0) -> Area:
        """Blur the page a little and add a scanner's noise."""
        soft = cv2.GaussianBlur(self.page, (0, 0), 0.9).astype(np.float64)
        noise = np.random.default_rng(seed).normal(0, sigma, soft.shape)
        self.page = np.clip(soft + noise, 0, 255).astype(np.uint8)
        return self
