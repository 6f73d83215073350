"""Matching patches of the printed page in a scan, and the smooth field that their shifts make."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.blank import LOW, PATCH_HEIGHT, PATCH_WIDTH, Blank
from formkit.media.scan.canvas import Grey
from formkit.media.scan.warp import Points

_LEAST = 0.3
"""Correlation below which a patch was not found."""
_AGREE = 0.6
"""Millimetres by which a patch may differ from the smooth field and still agree with it."""
_NEAR = 16.0
"""Millimetres over which neighbouring patches speak for each other."""
_DEGREES = ((45, 3), (24, 2), (9, 1))
"""The polynomial degree that a number of patches bears."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Patches looked for: centres and shifts in mm (n, 2), correlations (n,)."""

    at: Points
    shift: Points
    score: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """A smooth field through the shifts of patches.

    ``agrees`` (n,) marks the patches that it explains; ``residual`` is the 95th percentile in mm of what it
    leaves of them, each seen from the others.
    """

    matches: Matches
    degree: int
    weights: NDArray[np.float64]
    terms: NDArray[np.float64]
    left: Points
    agrees: NDArray[np.bool_]
    residual: float

    def at(self, points: Points) -> Points:
        """Return the field in mm at page points in mm."""
        smooth = _basis(points, self.degree) @ self.terms
        return smooth + _local(points, self.matches.at, self.left, self.weights)


def match(blank: Blank, low: Grey, reach: float) -> Matches:
    """Look for each anchor of ``blank`` in ``low``, a page at 4 pixels a mm, up to ``reach`` mm away."""
    half_w, half_h, r = int(PATCH_WIDTH * LOW / 2), int(PATCH_HEIGHT * LOW / 2), max(2, round(reach * LOW))
    at, shift, score = [], [], []
    rows, columns = blank.low.shape
    for x, y in blank.anchors:
        column, row = round(x * LOW), round(y * LOW)
        top, left = row - half_h, column - half_w
        if top - r < 0 or left - r < 0 or row + half_h + r > rows or column + half_w + r > columns:
            continue
        patch = blank.low[top : row + half_h, left : column + half_w]
        window = low[top - r : row + half_h + r, left - r : column + half_w + r]
        found = np.asarray(cv2.matchTemplate(window, patch, cv2.TM_CCOEFF_NORMED), np.float32)
        _, best, _, (bx, by) = cv2.minMaxLoc(found)
        at.append((x, y))
        score.append(best if np.isfinite(best) else 0.0)
        shift.append(((bx + _peak(found[by], bx) - r) / LOW, (by + _peak(found[:, bx], by) - r) / LOW))
    points = np.array(at, np.float64).reshape(-1, 2)
    return Matches(points, np.array(shift, np.float64).reshape(-1, 2), np.array(score, np.float64))


def _peak(line: NDArray[np.float32], best: int) -> float:
    """Return where between the pixels the top of a parabola through three of them lies."""
    if best == 0 or best == len(line) - 1:
        return 0.0
    before, here, after = (float(line[best + step]) for step in (-1, 0, 1))
    bow = before - 2 * here + after
    return 0.0 if bow >= 0 else max(-0.5, min(0.5, 0.5 * (before - after) / bow))


def fit(found: Matches, tolerance: float = _AGREE) -> Fit | None:
    """Return the smooth field that most patches agree with, or None where too few do.

    First an affine map by consensus, then a polynomial with Tukey's weights, then what is left, shared out
    among neighbours.
    """
    usable = found.score >= _LEAST
    if usable.sum() < 6:
        return None
    target = found.at + found.shift
    matrix, inside = cv2.estimateAffine2D(
        found.at[usable], target[usable], method=cv2.RANSAC, ransacReprojThreshold=2 * tolerance, maxIters=800
    )
    if matrix is None or inside is None or inside.sum() < 5:
        return None
    weights = np.zeros(len(found.at))
    weights[np.flatnonzero(usable)[inside.ravel() > 0]] = 1.0
    weights *= np.clip(found.score, 0, 1) ** 2
    degree = next((each for least, each in _DEGREES if (weights > 0).sum() >= least), 1)
    terms = np.zeros((1, 2))
    for spread in (4 * tolerance, 2 * tolerance, tolerance, tolerance):
        terms = _solve(found, weights, degree)
        off = np.linalg.norm(found.shift - _basis(found.at, degree) @ terms, axis=1)
        tukey = np.clip(1 - (off / spread) ** 2, 0, None) ** 2
        weights = np.where(usable, tukey, 0) * np.clip(found.score, 0, 1) ** 2
        if (weights > 0).sum() < 5:
            return None
    left = found.shift - _basis(found.at, degree) @ terms
    return _judged(found, degree, weights, terms, left, tolerance)


def _judged(
    found: Matches, degree: int, weights: NDArray[np.float64], terms: NDArray[np.float64], left: Points,
    tolerance: float,
) -> Fit:
    others = left - _local(found.at, found.at, left, weights, itself=False)
    off = np.linalg.norm(others, axis=1)
    agrees = (off < tolerance) & (found.score >= _LEAST)
    residual = float(np.percentile(off[agrees], 95)) if agrees.any() else tolerance
    return Fit(found, degree, weights, terms, left, agrees, residual)


def _solve(found: Matches, weights: NDArray[np.float64], degree: int) -> NDArray[np.float64]:
    basis = _basis(found.at, degree)
    ridge = 1e-6 * np.eye(basis.shape[1])
    weighted = basis * weights[:, None]
    return np.asarray(np.linalg.solve(basis.T @ weighted + ridge, weighted.T @ found.shift), np.float64)


def _basis(points: Points, degree: int) -> NDArray[np.float64]:
    x, y = points[:, 0] / 105.0 - 1, points[:, 1] / 148.5 - 1
    return np.stack([x**i * y**j for i in range(degree + 1) for j in range(degree + 1 - i)], 1)


def _local(
    points: Points, at: Points, left: Points, weights: NDArray[np.float64], *, itself: bool = True
) -> Points:
    """Return the weighted mean of what is left near each point; far from every patch it fades away."""
    apart = (points**2).sum(1)[:, None] + (at**2).sum(1) - 2 * (points @ at.T)
    near = np.exp(-apart / (2 * _NEAR**2)) * weights[None]
    if not itself:
        np.fill_diagonal(near, 0.0)
    return np.asarray((near @ left) / (near.sum(1, keepdims=True) + 0.3), np.float64)
