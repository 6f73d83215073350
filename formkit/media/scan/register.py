"""Putting a scan onto the grid of its printed page: sheet codes for a start, then the print itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.anchors import Fit, fit, match
from formkit.media.scan.blank import LOW, Blank
from formkit.media.scan.canvas import PIXELS_PER_MM, Grey
from formkit.media.scan.codes import Symbol, corner_points, places_on
from formkit.media.scan.dots import is_halftone, without_dots
from formkit.media.scan.level import level
from formkit.media.scan.warp import Warp, scale_of
from formkit.model.layout import Page

LEAST_SHARE = 0.55
"""Share of patches that must agree. Measured: right pages 0.74 and more, wrong blanks 0.20 and less."""
_CLEAR_SHARE, _WORST = 0.65, (LEAST_SHARE / 2, 0.2)
"""Share of patches from which less of the worst third of a page is asked for, and how much of it without and with that:
a log whose rows are full of writing has hardly a patch left there."""
_FINE, _COARSE, _SLIPPED = (1.2, 0.6), (7.0, 2.5, 0.6), (5.0, 2.5, 1.2, 0.6)
"""Millimetres around a patch's place in which it is looked for, one look after another: on a pose that is known well,
on one that is not, and where part of the page was not found because a feeder slipped or the paper is bent."""
_FOUND, _CLOSE, _HOPELESS = 0.5, 0.1, 0.3
"""Share of the patches of the worst third, and millimetres of residual, with which no part of a page is out of place:
writing hides four patches in ten of some thirds. And the share with which it is another page, so that looking further
is no use."""
_SETTLED, _NEAR = 0.1, 0.3
"""Millimetres of residual, and of shift, with which the first look is good enough: where print lies between the
pixels, a patch is found a fifth of a pixel off, which a second look from nearby mends."""
_WELL_KNOWN = 3
"""Symbols with which a pose needs no wide search."""
_BANDS = 3


@dataclass(frozen=True, slots=True)
class Registered:
    """A page on its grid.

    ``canvas`` is levelled, 8 pixels a mm, in step with the blank; ``residual`` is in mm; ``share`` is the part
    of the print that was found where it belongs, ``worst_share`` that of the worst third of the page.
    """

    canvas: Grey
    warp: Warp
    method: str
    residual: float
    share: float
    worst_share: float
    score: float

    @property
    def trusted(self) -> bool:
        """Whether print was found in place all over the page."""
        least, least_clear = _WORST
        asked = least_clear if self.share >= _CLEAR_SHARE else least
        return self.share >= LEAST_SHARE and self.worst_share >= asked


def pose_from_codes(symbols: Sequence[Symbol], page: Page) -> NDArray[np.float64] | None:
    """Return the projective map from mm to pixels by the corners of the codes, or None where they contradict.

    One or two symbols only bear an affine map that keeps angles: a small error of a corner grows tenfold
    over the page.
    """
    places = places_on(page)
    known = [each for each in symbols if each.place in places]
    if not known:
        return None
    paper = np.array([(p.x, p.y) for each in known for p in corner_points(places[each.place])])
    pixels = np.array([corner for each in known for corner in each.corners])
    if len(known) >= _WELL_KNOWN:
        matrix, _ = cv2.findHomography(paper, pixels, cv2.RANSAC, _off(paper, pixels))
        return None if matrix is None else np.asarray(matrix, np.float64)
    affine, _ = cv2.estimateAffinePartial2D(paper, pixels)
    return None if affine is None else np.vstack([affine, [0, 0, 1.0]])


def _off(paper: NDArray[np.float64], pixels: NDArray[np.float64]) -> float:
    """Return 0.8 mm in pixels."""
    spread = np.ptp(pixels, axis=0), np.ptp(paper, axis=0)
    return 0.8 * float(np.linalg.norm(spread[0])) / max(1e-6, float(np.linalg.norm(spread[1])))


def register(
    image: Grey, blank: Blank, pose: NDArray[np.float64], *, method: str, well_known: bool = True
) -> Registered | None:
    """Return the page on its grid, or None where its print is not found near ``pose``.

    Args:
        image: the scan.
        blank: the side that it shows.
        pose: the map from page mm to pixels to begin with.
        method: how the pose was found, as told with the reading.
        well_known: the pose is right within about a millimetre all over the page.
    """
    page = blank.page
    warp = Warp.flat(pose, page.width, page.height)
    per_mm = scale_of(pose, page.width, page.height)
    if not np.isfinite(per_mm) or not 2.0 <= per_mm <= 40.0:
        return None
    small, factor = _smaller(image, LOW * 1.1 / per_mm)
    found = _looked_for(small, factor, blank, warp, _FINE if well_known else _COARSE, settles=well_known)
    if found is None:
        return register(image, blank, pose, method=method, well_known=False) if well_known else None
    if well_known and _share(found[1])[0] < LEAST_SHARE:
        again = register(image, blank, pose, method=method, well_known=False)
        if again is not None and again.share > _share(found[1])[0]:
            return again
    warp, last = _looked_further(small, factor, blank, *found)
    share, worst = _share(last)
    source, by = _smaller(image, PIXELS_PER_MM * 1.1 / per_mm)
    if is_halftone(image):
        source = without_dots(source, per_mm * min(by))
    canvas = warp.scaled(*by).flatten(source, Box(0, 0, page.width, page.height), PIXELS_PER_MM)
    good = last.matches.score[last.agrees]
    score = float(np.median(good)) if good.size else 0.0
    return Registered(level(canvas, blank.canvas), warp, method, last.residual, share, worst, score)


def _smaller(image: Grey, factor: float) -> tuple[Grey, tuple[float, float]]:
    """Return the image made smaller by whole-pixel means, where that is worth it, and the factors across and down."""
    if factor > 0.8:
        return image, (1.0, 1.0)
    times = round(1 / factor)
    if abs(times * factor - 1) < 0.25 and times > 1:
        rows, columns = image.shape[0] // times * times, image.shape[1] // times * times
        image, factor = image[:rows, :columns], 1 / times  # Whole factors are several times faster.
    size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
    made = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return np.asarray(made, np.uint8), (size[0] / image.shape[1], size[1] / image.shape[0])


def _looked_for(
    small: Grey, factor: tuple[float, float], blank: Blank, warp: Warp, reaches: Sequence[float], *,
    settles: bool = False,
) -> tuple[Warp, Fit] | None:
    """Return the map after looks of these reaches in mm, and the last look's fit; None where print is not found.

    Where it ``settles``, a look that is good enough is the last one.
    """
    last = None
    for reach in reaches:
        last = _round(small, factor, blank, warp, reach)
        if last is None:
            return None
        warp = warp.bent(last.at(warp.nodes()))
        if settles and _is_settled(last):
            break
    return None if last is None else (warp, last)


def _looked_further(
    small: Grey, factor: tuple[float, float], blank: Blank, warp: Warp, found: Fit
) -> tuple[Warp, Fit]:
    """Return the better of what was found and of what is found by looking further, if part of the page is not."""
    share, worst = _share(found)
    if share < _HOPELESS or (worst >= _FOUND and found.residual <= _CLOSE):
        return warp, found
    wide = _looked_for(small, factor, blank, warp, _SLIPPED[:1])
    if wide is None or (_share(wide[1])[0] <= share and _worth(wide[1]) <= _worth(found)):
        return warp, found  # What is missing is hidden, not elsewhere.
    further = _looked_for(small, factor, blank, wide[0], _SLIPPED[1:])
    return further if further is not None and _worth(further[1]) > _worth(found) else (warp, found)


def _worth(found: Fit) -> float:
    """Return how good a fit is: a tenth of the patches is worth a tenth of a millimetre of residual."""
    return _share(found)[0] - found.residual


def _round(small: Grey, factor: tuple[float, float], blank: Blank, warp: Warp, reach: float) -> Fit | None:
    page = blank.page
    low = warp.scaled(*factor).flatten(small, Box(0, 0, page.width, page.height), LOW)
    return fit(match(blank, low, reach), 0.5 if reach < 1 else 0.9)


def _is_settled(found: Fit) -> bool:
    """Say whether the first look was so near that a second would find the same."""
    near = np.abs(found.matches.shift[found.agrees])
    return found.residual < _SETTLED and found.agrees.mean() > 0.9 and float(np.percentile(near, 90)) < _NEAR


def _share(found: Fit) -> tuple[float, float]:
    """Return the share of patches that agree, on the page and in its worst band."""
    share = float(found.agrees.mean())
    edges = np.linspace(found.matches.at[:, 1].min(), found.matches.at[:, 1].max() + 1e-6, _BANDS + 1)
    bands = np.digitize(found.matches.at[:, 1], edges[1:-1])
    worst = min(
        (float(found.agrees[bands == band].mean()) for band in range(_BANDS) if (bands == band).sum() >= 4),
        default=share,
    )
    return share, worst
