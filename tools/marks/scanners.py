"""Scanners of the training set: from a printed and written panel to the levelled canvas that the run-time sees."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.canvas import PIXELS_PER_MM
from formkit.media.scan.level import level
from tools.marks.pages import FINE, HEIGHT, WIDTH, Grey, Rng, shrunk
from tools.marks.pens import Layer

Floats = NDArray[np.float32]
PROFILES = ("flat", "adf", "bilevel", "copy", "phone", "worn")
_COARSE = 4
"""Pixels between two places where light is reckoned."""
_MARGIN = 3.0
"""Millimetres of paper around the panel that are scanned too."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """One scanner's settings, all drawn at random for its profile."""

    profile: str
    scale: float
    """Pixels a millimetre of the scan."""
    turn: float
    blur: float
    """Standard deviation in mm."""
    gain: float
    """Growth of print and ink in mm; negative thins."""
    contrast: float
    paper: float
    """Light of the paper, 0 to 255."""
    shade: float
    noise: float
    quality: int
    threshold: str
    residual: float
    """Millimetres by which print misses its place, locally."""
    shift: float
    """The same all over."""
    through: float
    """Share of the other side that shows."""


def random_scanner(rng: Rng, profile: str | None = None) -> Scanner:
    """Return a scanner of a profile, any without it."""
    kind = profile or str(rng.choice(PROFILES, p=[0.2, 0.16, 0.2, 0.14, 0.2, 0.1]))
    dpi = (150.0, 200.0, 300.0, float(rng.uniform(110, 300)))[rng.choice(4, p=[0.2, 0.4, 0.2, 0.2])]
    threshold = "none"
    if kind == "bilevel":
        threshold = ("global", "adaptive", "halftone", "fax")[rng.choice(4, p=[0.3, 0.2, 0.3, 0.2])]
        dpi = 204.0 if threshold == "fax" else dpi
    phone = kind == "phone"
    return Scanner(
        kind, dpi / 25.4, float(rng.normal(0, 0.5)),
        blur=float(rng.uniform(0.05, 0.22) if phone else abs(rng.normal(0.03, 0.04))),
        gain=float(rng.normal(0.02, 0.05)) if kind in ("copy", "bilevel") else float(rng.normal(0.01, 0.03)),
        contrast=float(rng.uniform(0.9, 1.8)) if kind == "copy" else float(rng.uniform(0.7, 1.1)),
        paper=float(rng.uniform(120, 235) if phone else rng.uniform(215, 254)),
        shade=float(rng.uniform(0.1, 0.75) if phone else abs(rng.normal(0, 0.05))),
        noise=float(rng.uniform(1, 12) if phone else rng.gamma(1.2, 2.0)),
        quality=int(rng.integers(25, 95)) if rng.random() < 0.7 else 0,
        threshold=threshold,
        residual=float(rng.gamma(1.5, 0.09) if phone or kind in ("adf", "worn") else rng.gamma(1.2, 0.05)),
        shift=float(rng.normal(0, 0.1)),
        through=float(rng.uniform(0.02, 0.16)) if rng.random() < 0.2 else 0.0,
    )


def scanned(rng: Rng, picture: Grey, ink: Layer, scanner: Scanner, fine: int = FINE) -> tuple[Grey, Grey]:
    """Return the levelled canvas of a written panel, and the blank on the same grid.

    ``fine`` is the grid of ``picture`` and ``ink``, in pixels a millimetre.
    """
    blank = shrunk(picture, PIXELS_PER_MM)
    page = _composed(rng, picture, ink, scanner, fine)
    seen, matrix = _sampled(page, scanner, fine)
    seen = _lit(rng, seen, scanner)
    if scanner.profile == "worn" or rng.random() < 0.12:
        seen = _worn(rng, seen, scanner)
    raster = _digitised(rng, seen, scanner)
    return level(_on_grid(rng, raster, matrix, scanner), blank), blank


def _composed(rng: Rng, picture: Grey, ink: Layer, scanner: Scanner, fine: int) -> Floats:
    pale = float(rng.uniform(0.55, 1.0)) if scanner.profile in ("copy", "worn") else float(rng.uniform(0.8, 1.0))
    page = 1 - (1 - picture.astype(np.float32) / 255) * pale
    page = np.asarray(page * (1 - ink), np.float32)
    if scanner.through:
        other = cv2.blur(cv2.flip(page, 1), (25, 25))
        page *= 1 - np.float32(scanner.through) * (1 - np.roll(np.asarray(other), 150, axis=0)) * 2.0
    size = round(abs(scanner.gain) * fine) * 2 + 1
    if size > 1:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        page = np.asarray(cv2.erode(page, kernel) if scanner.gain > 0 else cv2.dilate(page, kernel), np.float32)
    return np.asarray(np.clip(page, 0, 1), np.float32)


def _sampled(page: Floats, scanner: Scanner, fine: int) -> tuple[Floats, NDArray[np.float64]]:
    """Return the page on the scanner's grid, and the map from mm to its pixels."""
    sigma = float(np.hypot(0.4 * fine / scanner.scale, scanner.blur * fine))
    soft = cv2.GaussianBlur(page, (0, 0), sigma) if sigma > 0.4 else page
    a = np.radians(scanner.turn)
    turn = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]]) * scanner.scale
    middle = np.array([WIDTH / 2, HEIGHT / 2])
    size = np.array([WIDTH + 2 * _MARGIN, HEIGHT + 2 * _MARGIN]) * scanner.scale
    matrix = np.concatenate([turn, (size / 2 - turn @ middle)[:, None]], axis=1)
    of_page = matrix.copy()
    of_page[:, :2] /= fine
    seen = cv2.warpAffine(soft, of_page, (int(size[0]), int(size[1])), flags=cv2.INTER_LINEAR, borderValue=1.0)
    return np.asarray(seen, np.float32), matrix


def _field(rng: Rng, shape: tuple[int, ...], coarse: tuple[int, int]) -> Floats:
    """Return a smooth random field of about unit size."""
    small = rng.normal(0, 1, coarse).astype(np.float32)
    return np.asarray(cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def _lit(rng: Rng, seen: Floats, scanner: Scanner) -> Floats:
    """Contrast, shadow and the paper's own texture."""
    light = 1 - (1 - seen) * scanner.contrast
    light += _field(rng, seen.shape, (9, 13)) * 0.006
    if scanner.shade > 0.01:
        rows, columns = seen.shape
        y, x = np.mgrid[0:rows:_COARSE, 0:columns:_COARSE].astype(np.float32)
        a = rng.uniform(0, 6.3)
        ramp = (np.cos(a) * x / columns + np.sin(a) * y / rows) * rng.uniform(0.5, 1)
        edge = np.cos(a + 1) * x + np.sin(a + 1) * y - rng.uniform(0, 1) * columns
        edge = edge / (scanner.scale * rng.uniform(2, 40))
        shadow = 1 / (1 + np.exp(-np.clip(edge, -20, 20)))
        weight = rng.random()
        shade = scanner.shade * np.clip((1 - weight) * np.abs(ramp) + weight * shadow * 0.8, 0, 1)
        light *= cv2.resize(np.asarray(1 - shade, np.float32), (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(light, 0, 1) * scanner.paper, np.float32)


def _worn(rng: Rng, seen: Floats, scanner: Scanner) -> Floats:
    """Stains, folds, holes, dust and scratches."""
    rows, columns = seen.shape
    s = scanner.scale
    for _ in range(int(rng.poisson(3))):
        _stain(rng, seen, s)
    for _ in range(int(rng.poisson(1.2))):
        _fold(rng, seen, s)
    for _ in range(int(rng.poisson(2))):
        centre = (int(rng.uniform(0, columns)), int(rng.uniform(0, rows)))
        grey = float(rng.choice([15, rng.uniform(20, 200), 252]))
        cv2.circle(seen, centre, round(rng.uniform(2.3, 3.2) * s), grey, -1, cv2.LINE_AA)
    for _ in range(int(rng.poisson(25))):
        centre = (int(rng.uniform(0, columns)), int(rng.uniform(0, rows)))
        radius = max(1, round(rng.uniform(0.05, 0.3) * s))
        cv2.circle(seen, centre, radius, float(rng.uniform(20, 170)), -1, cv2.LINE_AA)
    return seen


def _stain(rng: Rng, seen: Floats, s: float) -> None:
    rows, columns = seen.shape
    radius = rng.uniform(2, 22) * s
    cx, cy = rng.uniform(0, columns), rng.uniform(0, rows)
    x0, x1 = max(0, int(cx - radius * 1.5)), min(columns, int(cx + radius * 1.5))
    y0, y1 = max(0, int(cy - radius * 1.5)), min(rows, int(cy + radius * 1.5))
    if x1 - x0 < 4 or y1 - y0 < 4:
        return
    y, x = np.mgrid[y0:y1, x0:x1].astype(np.float32)
    r = np.hypot(x - cx, (y - cy) * rng.uniform(0.8, 1.6)) / radius + _field(rng, x.shape, (5, 5)) * 0.1
    soft = rng.uniform(0.01, 0.3)
    inside = 1 / (1 + np.exp(np.clip((r - 0.9) / soft, -20, 20)))
    rim = np.exp(-(((r - 0.9) / rng.uniform(0.02, 0.1)) ** 2)) * rng.choice([0, rng.uniform(0, 1)])
    seen[y0:y1, x0:x1] *= 1 - np.clip(rng.uniform(0.04, 0.4) * (inside + rim), 0, 0.9)


def _fold(rng: Rng, seen: Floats, s: float) -> None:
    rows, columns = seen.shape
    a, b = rng.random(2)
    level_ends, upright_ends = ((0.0, a), (1.0, b)), ((a, 0.0), (b, 1.0))
    ends = level_ends if rng.random() < 0.5 else upright_ends
    first, second = ((round(x * columns), round(y * rows)) for x, y in ends)
    shade = np.zeros_like(seen)
    cv2.line(shade, first, second, 1.0, max(1, round(rng.uniform(0.15, 0.8) * s)), cv2.LINE_AA)
    shade = np.asarray(cv2.GaussianBlur(shade, (0, 0), max(0.4, rng.uniform(0.05, 0.4) * s)), np.float32)
    broken = np.clip(_field(rng, seen.shape, (30, 40)) * 0.5 + 0.7, 0, 1)
    seen *= 1 - shade * broken * rng.uniform(-0.2, 0.7)


def _digitised(rng: Rng, seen: Floats, scanner: Scanner) -> Grey:
    noise = rng.standard_normal(seen.shape, np.float32) * np.float32(scanner.noise)
    if scanner.profile == "phone" and rng.random() < 0.5:
        noise = cv2.GaussianBlur(noise, (0, 0), 0.8) * 1.8
    grey = np.asarray(np.clip(seen + noise, 0, 255), np.uint8)
    if scanner.threshold != "none":
        grey = _bilevel(rng, grey, scanner)
    if scanner.profile == "phone" and rng.random() < 0.3:
        sharp = cv2.addWeighted(grey, 2.0, cv2.GaussianBlur(grey, (0, 0), 1.2), -1.0, 0)
        grey = np.asarray(sharp, np.uint8)
    if scanner.quality and scanner.threshold == "none":
        _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, scanner.quality])
        grey = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
    return grey


def _bilevel(rng: Rng, grey: Grey, scanner: Scanner) -> Grey:
    white = float(scanner.paper)
    if scanner.threshold == "adaptive":
        size = int(rng.uniform(2, 8) * scanner.scale) | 1
        below = float(rng.uniform(8, 28))
        return np.asarray(cv2.adaptiveThreshold(
            grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, max(3, size), below), np.uint8)
    if scanner.threshold == "halftone":
        return _halftoned(rng, grey)
    limit = white * rng.uniform(0.5, 0.88)
    if scanner.threshold == "fax":
        rows, columns = grey.shape
        count = round(rows * (3.85 if rng.random() < 0.4 else 7.7) / scanner.scale)
        lines = cv2.resize(grey, (columns, max(2, count)), interpolation=cv2.INTER_AREA)
        hard = np.where(lines > limit, 255, 0).astype(np.uint8)
        return np.asarray(cv2.resize(hard, (columns, rows), interpolation=cv2.INTER_NEAREST), np.uint8)
    flips = rng.random(grey.shape) < rng.choice([0, 0, rng.uniform(0, 0.003)])
    return np.where((grey > limit) ^ flips, 255, 0).astype(np.uint8)


def _halftoned(rng: Rng, grey: Grey) -> Grey:
    """Return black and white dots as some faxes and copiers make them: in a pattern, clustered, or scattered."""
    rows, columns = grey.shape
    kind = rng.choice(3, p=[0.4, 0.2, 0.4])
    if kind == 0:
        fine = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) / 16
        limit = np.tile(fine, (rows // 4 + 1, columns // 4 + 1))[:rows, :columns]
    elif kind == 1:
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        pitch, a = rng.uniform(3, 6), rng.uniform(0, np.pi)
        u, v = (x * np.cos(a) + y * np.sin(a)) / pitch, (y * np.cos(a) - x * np.sin(a)) / pitch
        limit = 0.5 + 0.25 * (np.cos(2 * np.pi * u) + np.cos(2 * np.pi * v))
    else:
        noise = rng.random((rows, columns), np.float32)
        sharp = noise - cv2.blur(noise, (3, 3))
        limit = np.clip(0.5 + (sharp - sharp.mean()) / (sharp.std() * 3.4), 0, 1)
    low = rng.uniform(0, 60)
    high = float(np.median(grey)) * rng.uniform(0.85, 1.35)
    return np.where(grey > low + limit * (high - low), 255, 0).astype(np.uint8)


def _on_grid(rng: Rng, raster: Grey, matrix: NDArray[np.float64], scanner: Scanner) -> Grey:
    """Resample onto the canvas's grid, missing it a little as registration does."""
    rows, columns = round(HEIGHT * PIXELS_PER_MM), round(WIDTH * PIXELS_PER_MM)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    off_x = _field(rng, x.shape, (4, 5)) * scanner.residual + scanner.shift * rng.uniform(-1, 1)
    off_y = _field(rng, x.shape, (4, 5)) * scanner.residual + scanner.shift * rng.uniform(-1, 1)
    off_x, off_y = np.clip(off_x, -0.6, 0.6), np.clip(off_y, -0.6, 0.6)
    mm_x = (x + 0.5) / PIXELS_PER_MM + off_x
    mm_y = (y + 0.5) / PIXELS_PER_MM + off_y
    m = matrix.astype(np.float32)
    map_x = m[0, 0] * mm_x + m[0, 1] * mm_y + m[0, 2] - 0.5
    map_y = m[1, 0] * mm_x + m[1, 1] * mm_y + m[1, 2] - 0.5
    how = cv2.INTER_LINEAR if rng.random() < 0.7 else cv2.INTER_CUBIC
    if raster.shape[1] > columns * 1.2:
        raster = np.asarray(cv2.GaussianBlur(raster, (0, 0), 0.35 * scanner.scale / PIXELS_PER_MM), np.uint8)
    return np.asarray(cv2.remap(raster, map_x, map_y, how, borderMode=cv2.BORDER_REPLICATE), np.uint8)
