"""A page that was printed and written on, through a scanner, registered about as well as formkit registers."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, Grey
from formkit.media.scan.degrade.encoding import decoded, encoded
from formkit.media.scan.degrade.paper import aged
from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.pens import InkLayer
from formkit.media.scan.degrade.press import printed
from formkit.media.scan.degrade.profiles import Conditions
from formkit.media.scan.degrade.rasters import Raster, scale_of
from formkit.media.scan.degrade.scanner import scanned
from formkit.media.scan.level import level
from formkit.media.scan.warp import Warp


def scanned_canvas(
    ink: InkLayer, blank: Raster, canvas_blank: Grey, given: Conditions, width: float, height: float, rng: Rng
) -> Grey:
    """Return the levelled canvas of a page, as a registered scan of it.

    Args:
        ink: what was written.
        blank: what was printed, at the scale of the scanner's finest resolution.
        canvas_blank: the same on the canvas.
        given: press, paper and scanner.
        width: of the page in mm.
        height: of it.
        rng: the source of chance.
    """
    scale = scale_of(max(given.scanner.dpi))
    sheet = ink.over_grey(printed(blank, given.press, scale, rng), given.scanner.lamp)
    sheet, mask = aged(sheet, given.paper, scale, rng, blank if given.paper.through else None)
    scan = scanned(sheet, mask, given.press, given.scanner, width, height, rng)
    image = scan.image
    if given.scanner.file == "jpeg":
        image = decoded(encoded(image, "jpeg", given.scanner.quality, given.scanner.dpi))
    if image.ndim == 3:
        image = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    warp = Warp.flat(scan.matrix, width, height)
    if scan.bend is not None:
        warp = warp.bent(scan.bend.at(warp.nodes()))
    warp = warp.bent(_misfit(warp, rng))
    return level(warp.flatten(image, Box(0, 0, width, height), PIXELS_PER_MM), canvas_blank)


def _misfit(warp: Warp, rng: Rng) -> NDArray[np.float64]:
    """Registration is off by a tenth of a millimetre, more at times, and not the same all over the page."""
    rows, columns = warp.bend.shape[:2]
    coarse = rng.normal(0, float(rng.choice([0.04, 0.09, 0.2])), (5, 4, 2)).astype(np.float32)
    whole = rng.normal(0, 0.05, 2)
    return np.asarray(cv2.resize(coarse, (columns, rows), interpolation=cv2.INTER_CUBIC), np.float64).reshape(
        -1, 2
    ) + whole
