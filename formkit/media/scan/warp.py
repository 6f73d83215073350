"""From page millimetres to the pixels of an image: a plane map bent by a smooth field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box, PixelBox
from formkit.media.scan.canvas import WHITE, Grey

Points = NDArray[np.float64]
"""(n, 2): x and y."""
STEP = 9.0
"""Millimetres between the nodes of the field: paper bends over centimetres."""
_FINE = 8
"""Pixels a millimetre from which tiles are worth their calls."""
_AFFINE = 0.08
"""Millimetres by which a tile may differ from an affine map and still be drawn by one, which is faster."""
_BEYOND: Any = {"borderMode": cv2.BORDER_CONSTANT, "borderValue": WHITE}


@dataclass(frozen=True, slots=True)
class Warp:
    """Where each point of the page lies in the image.

    ``matrix`` is the 3 × 3 projective map from mm to pixels; ``bend`` is (rows, columns, 2): what is added to a
    page point in mm before it, at nodes `STEP` mm apart from the page's top left.
    """

    matrix: NDArray[np.float64]
    bend: NDArray[np.float64]

    @classmethod
    def flat(cls, matrix: NDArray[np.float64], width: float, height: float) -> Warp:
        """Return the map of a page of ``width`` × ``height`` mm that is not bent."""
        rows, columns = int(np.ceil(height / STEP)) + 2, int(np.ceil(width / STEP)) + 2
        return cls(np.asarray(matrix, np.float64), np.zeros((rows, columns, 2)))

    def nodes(self) -> Points:
        """Return the nodes of the field in mm, row by row."""
        rows, columns = self.bend.shape[:2]
        ys, xs = np.mgrid[0:rows, 0:columns] * STEP
        return np.stack([xs.ravel(), ys.ravel()], 1)

    def bent(self, more: NDArray[np.float64]) -> Warp:
        """Return the map with ``more`` mm (nodes, 2) added to the field."""
        return replace(self, bend=self.bend + more.reshape(self.bend.shape))

    def bend_at(self, points: Points) -> Points:
        """Return the field in mm at page points in mm, linear between the nodes."""
        maps = (points / STEP).astype(np.float32).reshape(-1, 1, 2)
        field = self.bend.astype(np.float32)
        got = cv2.remap(field, maps[..., 0], maps[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(got, np.float64).reshape(-1, 2)

    def to_pixels(self, points: Points) -> Points:
        """Return the pixels of page points in mm."""
        return project(self.matrix, points + self.bend_at(points))

    def pixel_boxes(self, boxes: Sequence[Box]) -> list[PixelBox]:
        """Return, for each of ``boxes``, the upright pixel box round its four mapped corners."""
        if not boxes:
            return []
        corners = [
            corner for box in boxes
            for corner in ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1))
        ]
        got = self.to_pixels(np.array(corners)).reshape(-1, 4, 2)
        ends = np.concatenate([got.min(1), got.max(1)], 1)
        return [PixelBox(*(float(v) for v in each)) for each in ends]

    def quarter_turns(self) -> int:
        """Return how many quarter turns clockwise bring the image upright."""
        across = np.diff(self.to_pixels(np.array([[0.0, 0.0], [50.0, 0.0]])), axis=0)[0]
        return -round(float(np.arctan2(across[1], across[0])) / (np.pi / 2)) % 4

    def scaled(self, across: float, down: float) -> Warp:
        """Return the map into the image made larger by two factors; a pixel's middle keeps its place."""
        change = np.array([[across, 0, (across - 1) / 2], [0, down, (down - 1) / 2], [0, 0, 1.0]])
        return replace(self, matrix=change @ self.matrix)

    def flatten(self, image: Grey, box: Box, per_mm: int) -> Grey:
        """Return the part of the page inside ``box`` at ``per_mm`` pixels a millimetre; outside the image is white.

        The top left of ``box`` lies on a whole pixel.
        """
        size = round(box.width * per_mm), round(box.height * per_mm)
        if not self.bend.any():
            return _projected(image, self.matrix, box, size, per_mm)
        at = project(self.matrix, self.nodes() + self.bend.reshape(-1, 2)).reshape(self.bend.shape)
        if per_mm >= _FINE and _is_flat(at):
            return _by_tiles(image, at, box, size, per_mm)
        nothing: Any = None  # As the second map, with both coordinates in the first: a third faster.
        flat = cv2.remap(image, _map(at, box, size, per_mm), nothing, cv2.INTER_LINEAR, **_BEYOND)
        return np.asarray(flat, np.uint8)


def _projected(
    image: Grey, matrix: NDArray[np.float64], box: Box, size: tuple[int, int], per_mm: int
) -> Grey:
    """Draw a page that is not bent; the middle of a pixel is half a pixel from its edge."""
    to_mm = np.array([
        [1 / per_mm, 0, box.x0 + 0.5 / per_mm], [0, 1 / per_mm, box.y0 + 0.5 / per_mm], [0, 0, 1.0],
    ])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(image, matrix @ to_mm, size, flags=flags, **_BEYOND), np.uint8)


def _map(at: NDArray[np.float64], box: Box, size: tuple[int, int], per_mm: int) -> NDArray[np.float32]:
    """Return where each pixel inside ``box`` lies in the image: (rows, columns, 2), linear between the nodes.

    Enlarging by a whole factor puts each node half a step into its square. (`cv2.warpAffine` would do the same
    in steps of 1/32 of the distance of the nodes, which is a pixel.)
    """
    step = round(STEP * per_mm)
    large = cv2.resize(
        at.astype(np.float32), (at.shape[1] * step, at.shape[0] * step), interpolation=cv2.INTER_LINEAR
    )
    left, top = round(box.x0 * per_mm) + step // 2, round(box.y0 * per_mm) + step // 2
    return np.asarray(large[top : top + size[1], left : left + size[0]], np.float32)


def _is_flat(at: NDArray[np.float64]) -> bool:
    """Say whether each group of neighbouring nodes is so nearly an affine map that tiles may be drawn by one."""
    twist = at[2:, 2:] - at[:-2, 2:] - at[2:, :-2] + at[:-2, :-2]
    across, down = at[:, 2:] - 2 * at[:, 1:-1] + at[:, :-2], at[2:] - 2 * at[1:-1] + at[:-2]
    pixel = np.linalg.norm(at[0, 1] - at[0, 0]) / STEP
    worst = max(np.abs(twist).max() / 4, np.abs(across).max() / 2, np.abs(down).max() / 2)
    return bool(worst <= _AFFINE * pixel)


def _by_tiles(image: Grey, at: NDArray[np.float64], box: Box, size: tuple[int, int], per_mm: int) -> Grey:
    """Draw tiles of two nodes each way, each by the affine map through its nodes."""
    width, height = size
    made = np.full((height, width), WHITE, np.uint8)
    tile = round(2 * STEP * per_mm)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    tops, lefts = range(0, height, tile), range(0, width, tile)
    matrices = _tile_matrices(at, box, np.array(tops), np.array(lefts), per_mm)
    for row, top in zip(matrices, tops, strict=True):
        for matrix, left in zip(row, lefts, strict=True):
            part = made[top : top + tile, left : left + tile]
            cv2.warpAffine(image, matrix, (part.shape[1], part.shape[0]), dst=part, flags=flags, **_BEYOND)
    return made


def _tile_matrices(
    at: NDArray[np.float64], box: Box, tops: NDArray[np.int_], lefts: NDArray[np.int_], per_mm: int
) -> NDArray[np.float64]:
    """Return the affine map of each tile to the image's pixels: (tops, lefts, 2, 3), all at once for speed."""
    middle = STEP  # Half a tile in mm.
    rows = np.clip(np.rint((box.y0 + tops / per_mm + middle) / STEP).astype(np.intp), 1, at.shape[0] - 2)
    columns = np.clip(np.rint((box.x0 + lefts / per_mm + middle) / STEP).astype(np.intp), 1, at.shape[1] - 2)
    steps = np.arange(-1, 2)
    near = at[(rows[:, None] + steps)[:, None, :, None], (columns[:, None] + steps)[None, :, None, :]]
    across = (near[:, :, :, 2] - near[:, :, :, 0]).mean(2) / 2
    down = (near[:, :, 2] - near[:, :, 0]).mean(2) / 2
    to_pixels = np.stack([across, down], -1) / (STEP * per_mm)
    from_left = lefts + 0.5 - (columns * STEP - box.x0) * per_mm
    from_top = tops + 0.5 - (rows * STEP - box.y0) * per_mm
    from_node = np.stack(np.broadcast_arrays(from_left[None], from_top[:, None]), -1)
    origin = near.mean((2, 3)) + (to_pixels @ from_node[..., None])[..., 0]
    return np.concatenate([to_pixels, origin[..., None]], -1)


def project(matrix: NDArray[np.float64], points: Points) -> Points:
    """Return ``points`` (n, 2) through a 3 × 3 projective map."""
    moved = points @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(moved[:, :2] / moved[:, 2:3], np.float64)


def scale_of(matrix: NDArray[np.float64], width: float, height: float) -> float:
    """Return the image's pixels a millimetre in the middle of the page."""
    middle = np.array([[width / 2, height / 2], [width / 2 + 1, height / 2], [width / 2, height / 2 + 1]])
    at = project(matrix, middle)
    across, down = at[1] - at[0], at[2] - at[0]
    return float(np.sqrt(abs(across[0] * down[1] - across[1] * down[0])))
