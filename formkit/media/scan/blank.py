"""The printed page that a scan is compared with, on the canvas's grid, and where it can be recognised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from formkit.geometry import points_to_mm
from formkit.media.scan.canvas import PIXELS_PER_MM, WHITE, Grey, pixels
from formkit.media.turns import pdfium
from formkit.model.layout import Page

LOW = 4
"""Pixels a millimetre of the small picture in which patches are matched."""
PATCH_WIDTH, PATCH_HEIGHT = 11.0, 7.0
"""Millimetres of an anchor patch; measured in the project's study of registration."""
_CELL = 19.0
"""Millimetres between anchors."""
_LEAST_STRUCTURE = 6.0


@dataclass(frozen=True, slots=True)
class Blank:
    """A printed page.

    ``canvas`` is at 8 pixels a millimetre, ``low`` at 4. ``anchors`` is (n, 2): the centres in mm of patches
    with structure in both directions.
    """

    page: Page
    canvas: Grey
    low: Grey
    anchors: NDArray[np.float64]
    numbers: tuple[int, int] | None = None
    """The page's number and the number of pages that stand at its foot."""


def render_page(pdf: bytes, index: int) -> Grey:
    """Return a page of a PDF on the canvas's grid.

    Raises:
        pypdfium2.PdfiumError: the PDF cannot be drawn.
    """
    with pdfium, pypdfium2.PdfDocument(pdf) as document:
        page: Any = document[index]
        picture = page.render(scale=points_to_mm(1.0) * PIXELS_PER_MM, grayscale=True).to_numpy()
        if picture.ndim == 3:
            picture = picture[:, :, 0]
        return np.array(picture, np.uint8)


def make_blank(page: Page, canvas: Grey, numbers: tuple[int, int] | None = None) -> Blank:
    """Return the blank of ``page`` with its anchors; what differs from copy to copy is no anchor."""
    canvas = _fitted(canvas, pixels(page.height), pixels(page.width))
    size = (round(page.width * LOW), round(page.height * LOW))
    low = np.asarray(cv2.resize(canvas, size, interpolation=cv2.INTER_AREA), np.uint8)
    return Blank(page, canvas, low, _anchors(page, low), numbers)


def _fitted(canvas: Grey, rows: int, columns: int) -> Grey:
    """A renderer rounds up: cut or fill to the page's own size."""
    made = np.full((rows, columns), WHITE, np.uint8)
    part = canvas[:rows, :columns]
    made[: part.shape[0], : part.shape[1]] = part
    return made


def _anchors(page: Page, low: Grey) -> NDArray[np.float64]:
    structure = _structure(low)
    top, bottom = _content(page)
    across = np.linspace(PATCH_WIDTH / 2 + 8, page.width - PATCH_WIDTH / 2 - 8, max(2, round(page.width / _CELL)))
    down = np.linspace(top + PATCH_HEIGHT / 2, bottom - PATCH_HEIGHT / 2, max(2, round((bottom - top) / _CELL)))
    found: list[tuple[float, float]] = []
    reach = int(_CELL * LOW / 2 - 4)
    for y in down:
        for x in across:
            row, column = int(y * LOW), int(x * LOW)
            first, last = max(row - reach, int(top * LOW)), min(row + reach, int(bottom * LOW))
            near = structure[first:last, max(0, column - reach) : column + reach]
            if near.size == 0:
                continue
            best = np.unravel_index(int(np.argmax(near)), near.shape)
            if near[best] < _LEAST_STRUCTURE:
                continue
            centre = ((max(0, column - reach) + best[1]) / LOW, (first + best[0]) / LOW)
            if all(abs(centre[0] - a) > 6 or abs(centre[1] - b) > 5 for a, b in found):
                found.append(centre)
    return np.array(found, np.float64).reshape(-1, 2)


def _content(page: Page) -> tuple[float, float]:
    """Return the top and bottom in mm between the corner marks: codes and numbers outside differ on each copy."""
    upper = [each.box.y1 for each in page.fiducials if each.box.y1 < page.height / 2]
    lower = [each.box.y0 for each in page.fiducials if each.box.y0 > page.height / 2]
    top = max([*upper, page.code_box.y1 if page.code_box else 0.0, 4.0])
    return top + 1.0, min([*lower, page.height - 4.0]) - 1.0


def _structure(low: Grey) -> NDArray[np.float32]:
    """Return how much structure a patch round each pixel has in its weaker direction."""
    smooth = cv2.GaussianBlur(low, (3, 3), 0).astype(np.float32)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    window = (int(PATCH_WIDTH * LOW), int(PATCH_HEIGHT * LOW))
    xx, yy, xy = (cv2.boxFilter(each, cv2.CV_32F, window) for each in (across * across, down * down, across * down))
    weaker = (xx + yy) / 2 - np.sqrt(((xx - yy) / 2) ** 2 + xy**2)
    return np.sqrt(np.maximum(weaker, 0)).astype(np.float32)


