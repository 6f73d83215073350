"""Boxes drawn with a few lines: a printed frame, and what a pen put into it."""

from __future__ import annotations

import cv2
import numpy as np

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, Grey, pixels

WIDTH, HEIGHT, GAP = 7.0, 8.0, 5.0
_LEFT = 6.0


def boxes(count: int, width: float = WIDTH) -> list[Box]:
    """Return ``count`` boxes in a row."""
    return [Box.at(_LEFT + number * (width + GAP), 6.0, width, HEIGHT) for number in range(count)]


def blank(places: list[Box]) -> Grey:
    """Return the canvas of the printed page: frames alone."""
    page = np.full((pixels(22), pixels(places[-1].x1 + 6) if places else pixels(20)), 255, np.uint8)
    for box in places:
        corners = [pixels(edge) for edge in (box.x0, box.y0, box.x1, box.y1)]
        cv2.rectangle(page, (corners[0], corners[1]), (corners[2], corners[3]), (0,), 2)
    return page


def write(page: Grey, box: Box, text: str, ink: int = 30, share: float = 0.6, pen: int = 4) -> None:
    """Write ``text`` into ``box`` with the strokes of a drawing library's font."""
    font = cv2.FONT_HERSHEY_SIMPLEX
    (width, height), _ = cv2.getTextSize(text, font, 1.0, pen)
    scale = share * box.height * PIXELS_PER_MM / height
    scale = min(scale, 0.86 * box.width * PIXELS_PER_MM / width)
    at = (round(box.centre.x * PIXELS_PER_MM - width * scale / 2),
          round(box.centre.y * PIXELS_PER_MM + height * scale / 2))
    cv2.putText(page, text, at, font, scale, (ink,), pen, cv2.LINE_AA)


def line(page: Grey, box: Box, points: list[tuple[float, float]], ink: int = 30, pen: int = 4) -> None:
    """Draw a line through ``points``, each from (0, 0) to (1, 1) of the box."""
    path = [[pixels(box.x0 + x * box.width), pixels(box.y0 + y * box.height)] for x, y in points]
    cv2.polylines(page, [np.array(path, np.int32).reshape(-1, 1, 2)], False, (ink,), pen, cv2.LINE_AA)


def scanned(page: Grey) -> Grey:
    """Return the page as an office scanner sees it: a little soft, a little noise."""
    soft = cv2.GaussianBlur(page, (0, 0), 0.9).astype(np.float32)
    noise = np.random.default_rng(1).normal(0, 4, soft.shape)
    return np.clip(soft + noise, 0, 255).astype(np.uint8)
