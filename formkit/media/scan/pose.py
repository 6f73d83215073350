"""Finding a page without its codes: which printed page it is, and how it lies, by its lines and its ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.blank import Blank
from formkit.media.scan.canvas import Grey
from formkit.media.scan.outline import outlines

PER_MM = 1.5
"""Pixels a millimetre of an ink map; measured in the project's study of pages without marks."""
_MARGIN = 24
"""Millimetres by which a page may lie off the middle of its image."""
_SCALES = (1.0, 0.965, 1.035, 0.93, 1.07, 0.9, 1.1)
_ANGLES = np.arange(-6.0, 6.01, 0.5)
_NOISE = 3
"""Levels by which paper is darker than its surroundings without any ink."""
_LEAST = 0.12
"""Correlation below which nothing resembles the page. Measured: own page 0.20 and more even on photographs."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A page that an image may show: the index of its blank, the map from mm to pixels, and the correlation."""

    blank: int
    matrix: NDArray[np.float64]
    score: float


def ink_map(grey: Grey) -> NDArray[np.float32]:
    """Return where there is ink, 0 to 1, whatever the light: what is darker than its surroundings.

    The root of how much darker it is, so that pale print still counts beside a thick pen.
    """
    smooth = cv2.GaussianBlur(grey, (0, 0), 8)
    darker = np.maximum(cv2.subtract(smooth, grey).astype(np.float32) - _NOISE, 0)
    top = max(12.0, float(np.percentile(darker, 99)))
    return np.asarray(cv2.GaussianBlur(np.sqrt(np.clip(darker / top, 0, 1)), (3, 3), 0), np.float32)


def map_of(blank: Blank) -> NDArray[np.float32]:
    """Return the ink map of a printed page without its margins, which differ from copy to copy."""
    size = (round(blank.page.width * PER_MM), round(blank.page.height * PER_MM))
    return ink_map(np.asarray(cv2.resize(blank.canvas, size, interpolation=cv2.INTER_AREA), np.uint8))


def guesses(image: Grey, maps: Sequence[NDArray[np.float32]], most: int = 4) -> list[Guess]:
    """Return the pages that ``image`` may show, best first; ``maps`` are the ink maps of the known pages."""
    found: list[Guess] = []
    for sides, indexes in _by_size(maps).items():
        for upright, back in _upright(image, sides):
            for turn in range(4):
                ink = np.ascontiguousarray(np.rot90(upright, turn))
                found += _compare(ink, maps, indexes, back @ _unturn(upright.shape, turn))
    found = [each for each in found if each.score >= _LEAST]
    best: dict[int, list[Guess]] = {}
    for each in sorted(found, key=lambda guess: -guess.score):
        best.setdefault(each.blank, []).append(each)
    ranked = sorted((each for group in best.values() for each in group[:2]), key=lambda guess: -guess.score)
    return ranked[:most]


def _by_size(maps: Sequence[NDArray[np.float32]]) -> dict[tuple[int, int], list[int]]:
    """Return the indexes of the maps by their shorter and longer side in pixels."""
    found: dict[tuple[int, int], list[int]] = {}
    for index, page in enumerate(maps):
        found.setdefault((min(page.shape), max(page.shape)), []).append(index)
    return found


def _upright(image: Grey, sides: tuple[int, int]) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float64]]]:
    """Yield ink maps of the image with its skew taken out, each with the map from its pixels to the image's.

    ``sides`` are the shorter and the longer side of the page that is looked for, in pixels of an ink map.
    """
    for outline in outlines(image):
        yield _stretched(image, outline, sides)
    factor = sides[1] / max(image.shape)
    small = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = ink_map(np.asarray(small, np.uint8))
    angle = max(_ANGLES, key=lambda each: _sharpness(ink, float(each)))
    turned, back = _turned(ink, float(angle))
    yield turned, np.diag([1 / factor, 1 / factor, 1.0]) @ back


def _stretched(
    image: Grey, corners: NDArray[np.float32], sides: tuple[int, int]
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Return the ink map of the quadrangle as an upright page, and the map back."""
    middle = corners.mean(0)
    order = np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))
    ordered = corners[order]
    first, second = np.linalg.norm(ordered[1] - ordered[0]), np.linalg.norm(ordered[2] - ordered[1])
    w, h = sides if first < second else sides[::-1]
    target = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32)
    to_page = cv2.getPerspectiveTransform(ordered, target)
    flat = cv2.warpPerspective(image, to_page, (round(w), round(h)), flags=cv2.INTER_AREA)
    return ink_map(np.asarray(flat, np.uint8)), np.asarray(np.linalg.inv(to_page), np.float64)


def _turned(ink: NDArray[np.float32], angle: float) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    height, width = ink.shape
    there = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(ink, there, (width, height))
    return np.asarray(turned, np.float32), np.linalg.inv(np.vstack([there, [0, 0, 1.0]]))


def _sharpness(ink: NDArray[np.float32], angle: float) -> float:
    """Return how sharp the sums of rows and columns are: rules and lines of print stand upright at the right angle."""
    turned, _ = _turned(ink, angle)
    return float(np.square(np.diff(turned.sum(0))).sum() + np.square(np.diff(turned.sum(1))).sum())


def _unturn(shape: tuple[int, ...], turn: int) -> NDArray[np.float64]:
    """Return the map from the pixels of ``np.rot90(ink, turn)`` to those of ``ink``."""
    height, width = shape[0] - 1.0, shape[1] - 1.0
    maps: dict[int, list[list[float]]] = {
        0: [[1, 0, 0], [0, 1, 0]],
        1: [[0, -1, width], [1, 0, 0]],
        2: [[-1, 0, width], [0, -1, height]],
        3: [[0, 1, 0], [-1, 0, height]],
    }
    return np.array(maps[turn] + [[0, 0, 1]], np.float64)


def _compare(
    ink: NDArray[np.float32], maps: Sequence[NDArray[np.float32]], indexes: Sequence[int], back: NDArray[np.float64]
) -> Iterator[Guess]:
    """Yield, for each page and scale, where it correlates best with the ink; pages have one size, upright or across.

    This is ``cv2.matchTemplate`` by ``TM_CCOEFF_NORMED``, with each picture transformed once and not for every other.
    Only the few of the ink are kept: an office may have hundreds of pages.
    """
    alike = [index for index in indexes if _is_high(maps[index]) == _is_high(ink)]
    if not alike:
        return
    margin, (height, width) = round(_MARGIN * PER_MM), maps[alike[0]].shape
    longest = (round(each * max(_SCALES)) + 2 * margin + 1 for each in ink.shape)
    size = tuple(map(cv2.getOptimalDFTSize, map(max, longest, (height, width))))
    sized = []
    for scale in _SCALES:
        scaled = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        picture = np.pad(np.asarray(scaled, np.float32), margin)
        if picture.shape[0] >= height and picture.shape[1] >= width:
            sized.append((scale, _spectrum(picture, size), _spread(picture, height, width)))
    for index in alike:
        page = _spectrum(_standard(maps[index]), size)
        for scale, spectrum, spread in sized:
            product = cv2.mulSpectrums(spectrum, page, 0, conjB=True)
            found = cv2.idft(product, flags=cv2.DFT_SCALE | cv2.DFT_REAL_OUTPUT)
            _, score, _, (x, y) = cv2.minMaxLoc(found[: spread.shape[0], : spread.shape[1]] / spread)
            shift = np.array([[1, 0, x - margin], [0, 1, y - margin], [0, 0, 1.0]])
            matrix = back @ np.diag([1 / scale, 1 / scale, 1.0]) @ shift @ np.diag([PER_MM, PER_MM, 1.0])
            yield Guess(index, matrix, float(score))


def _is_high(ink: NDArray[np.float32]) -> bool:
    return bool(ink.shape[0] > ink.shape[1])


def _standard(page: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a map with mean 0 and length 1; one without any ink stays 0, so that nothing resembles it."""
    without_mean = page - page.mean()
    return np.asarray(without_mean / max(float(np.linalg.norm(without_mean)), 1.0), np.float32)


def _spectrum(picture: NDArray[np.float32], size: tuple[int, ...]) -> NDArray[np.float32]:
    """Return the Fourier transform of a picture that is continued with 0 to ``size``, in rows and columns."""
    wide = np.zeros(size, np.float32)
    wide[: picture.shape[0], : picture.shape[1]] = picture
    return np.asarray(cv2.dft(wide), np.float32)


def _spread(picture: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    """Return how far the pixels of every window of this size are from their mean: the root of the sum of squares."""
    sums, squares = (
        each[height:, width:] - each[:-height, width:] - each[height:, :-width] + each[:-height, :-width]
        for each in cv2.integral2(picture, sdepth=cv2.CV_64F, sqdepth=cv2.CV_64F)
    )
    return np.sqrt(np.maximum(squares - sums * sums / (height * width), 1.0)).astype(np.float32)
