"""The scanner: from a sheet of paper to an image."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from formkit.media.scan.degrade.bending import Bend, Matrix, curled, fed, laid, moved, sized, spun
from formkit.media.scan.degrade.bilevel import Threshold, bilevel
from formkit.media.scan.degrade.lighting import Light, backing_of, shone
from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.press import Press
from formkit.media.scan.degrade.rasters import Raster, noisy, scale_of


@dataclass(frozen=True, slots=True)
class Optics:
    """What lens, sensor and electronics do.

    Attributes:
        blur: in mm of the page.
        motion: length of a shaken hand's blur in mm.
        motion_turn: its direction in degrees.
        black: grey level that black comes out at.
        white: grey level of white; above 255 the paper is clipped to pure white.
        gamma: over 1 makes the middle darker.
        sharpen: strength of the scanner's own sharpening.
        noise: in grey levels.
        noise_soft: blur of the noise in pixels.
    """

    blur: float = 0.05
    motion: float = 0.0
    motion_turn: float = 0.0
    black: float = 10.0
    white: float = 250.0
    gamma: float = 1.0
    sharpen: float = 0.0
    noise: float = 2.0
    noise_soft: float = 0.0


@dataclass(frozen=True, slots=True)
class Pose:
    """How the sheet lies.

    Attributes:
        skew: its turn in degrees.
        dx: its shift in mm.
        dy: the same downwards.
        stretch: its size along x and y.
        tilt: how far each corner is out of place, in shares of the width; a camera that is not straight above.
        feed: how unevenly rollers pull it, in shares.
        sway: how far it sways meanwhile, in mm.
        curl: how far it is bent, in mm.
        room: table around the page that is in the picture, in mm; negative cuts the page's edges off.
        turn: quarter turns clockwise of the whole image.
    """

    skew: float = 0.0
    dx: float = 0.0
    dy: float = 0.0
    stretch: tuple[float, float] = (1.0, 1.0)
    tilt: float = 0.0
    feed: float = 0.0
    sway: float = 0.0
    curl: float = 0.0
    room: float = 0.0
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Scanner:
    """One scan.

    Attributes:
        dpi: pixels an inch, across and down the page; faxes have 204 and 196 or 98.
        mode: colour, grey or bilevel.
        lamp: shares of red, green and blue light that make its grey.
        pose: how the sheet lies.
        optics: lens and sensor.
        light: lamp, shadows and streaks.
        backing: what is seen around and through the page: white, black, grey or desk.
        threshold: how black and white are told apart, for bilevel.
        copies: how many times the sheet was photocopied first.
        file: jpeg, png, or g4 (a TIFF; bilevel only).
        quality: of a JPEG, 1 to 100.
    """

    dpi: tuple[float, float] = (200.0, 200.0)
    mode: str = "grey"
    lamp: tuple[float, float, float] = (0.3, 0.59, 0.11)
    pose: Pose = field(default_factory=Pose)
    optics: Optics = field(default_factory=Optics)
    light: Light = field(default_factory=Light)
    backing: str = "white"
    threshold: Threshold = field(default_factory=Threshold)
    copies: int = 0
    file: str = "jpeg"
    quality: int = 80


@dataclass(frozen=True, slots=True)
class Scan:
    """An image, and the map from page millimetres to its pixels; ``bend`` comes before ``matrix``."""

    image: Raster
    matrix: Matrix
    bend: Bend | None


def scanned(page: Raster, mask: Raster, press: Press, scanner: Scanner, width: float, height: float, rng: Rng) -> Scan:
    """Return the scan of a sheet.

    Args:
        page: print and ink on paper, grey or coloured, the whole of the sheet.
        mask: 255 where there is paper, 0 where there is none.
        press: for the print's place on the sheet.
        scanner: what scans.
        width: of the sheet in mm.
        height: of it.
        rng: the source of chance.
    """
    own = page.shape[1] / width
    matrix, size = placed(press, scanner, width, height, rng)
    bend = _bend(scanner.pose, width, height, rng)
    image = laid(page, own, matrix, bend, size, outside=255)
    seen = laid(mask, own, matrix, bend, size, outside=0)
    image = backing_of(scanner.backing, image, seen, scale_of(scanner.dpi[0]), rng)
    for _ in range(scanner.copies):
        image = _copied(image, scale_of(scanner.dpi[0]), rng)
    image = _seen(image, scanner, rng)
    if scanner.mode == "bilevel":
        image = bilevel(image, scanner.threshold, scale_of(scanner.dpi[0]), rng)
    return _turned(Scan(image, matrix, bend), scanner.pose.turn)


def placed(press: Press, scanner: Scanner, width: float, height: float, rng: Rng) -> tuple[Matrix, tuple[int, int]]:
    """Return the projective map from page mm to pixels, and the image's rows and columns, before it is turned."""
    middle = (width / 2, height / 2)
    pose = scanner.pose
    on_sheet = moved(press.dx, press.dy) @ spun(press.skew, middle) @ moved(*middle) @ sized(*press.scale)
    on_sheet = on_sheet @ moved(-middle[0], -middle[1])
    on_glass = moved(pose.dx, pose.dy) @ spun(pose.skew, middle) @ sized(*pose.stretch) @ on_sheet
    if pose.tilt:
        on_glass = _tilted(pose.tilt, width, height, rng) @ on_glass
    across, down = scale_of(scanner.dpi[0]), scale_of(scanner.dpi[1])
    matrix = sized(across, down) @ moved(pose.room, pose.room) @ on_glass
    size = (round((height + 2 * pose.room) * down), round((width + 2 * pose.room) * across))
    return np.asarray(matrix, np.float64), size


def _tilted(tilt: float, width: float, height: float, rng: Rng) -> Matrix:
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    shifted = corners + rng.uniform(-1, 1, (4, 2)).astype(np.float32) * np.float32(tilt * width)
    return np.asarray(cv2.getPerspectiveTransform(corners, shifted.astype(np.float32)), np.float64)


def _bend(pose: Pose, width: float, height: float, rng: Rng) -> Bend | None:
    if pose.curl:
        return curled(width, height, pose.curl, rng)
    if pose.feed or pose.sway:
        return fed(width, height, pose.feed, pose.sway, rng)
    return None


def _copied(image: Raster, scale: float, rng: Rng) -> Raster:
    """One pass through a photocopier: soft, hard in contrast, with spots and a little grime."""
    image = np.asarray(cv2.GaussianBlur(image, (0, 0), rng.uniform(0.04, 0.09) * scale), np.uint8)
    low, high = rng.uniform(30, 90), rng.uniform(195, 248)
    slope = np.clip((np.arange(256) - low) / (high - low), 0, 1)
    image = np.asarray(cv2.LUT(image, (slope * rng.uniform(235, 255)).astype(np.uint8)), np.uint8)
    image = noisy(image, rng.uniform(1, 6), rng, 0.9)
    rows, columns = image.shape[:2]
    for _ in range(int(rng.poisson(25))):
        at = (int(rng.integers(columns)), int(rng.integers(rows)))
        shade = float(rng.integers(10, 120))
        cv2.circle(image, at, int(rng.integers(0, 2)), (shade, shade, shade), -1, cv2.LINE_AA)
    return image


def _seen(image: Raster, scanner: Scanner, rng: Rng) -> Raster:
    """Lens, light, electronics, in this order."""
    optics, scale = scanner.optics, scale_of(scanner.dpi[0])
    if optics.blur * scale > 0.3:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), optics.blur * scale), np.uint8)
    if optics.motion * scale > 1.2:
        image = np.asarray(cv2.filter2D(image, -1, _shake(optics.motion * scale, optics.motion_turn)), np.uint8)
    image = shone(image, scanner.light, scale, rng)
    levels = (np.arange(256) / 255.0) ** optics.gamma
    table = np.clip(optics.black + levels * (optics.white - optics.black), 0, 255).astype(np.uint8)
    image = np.asarray(cv2.LUT(image, table), np.uint8)
    if optics.sharpen:
        soft = cv2.GaussianBlur(image, (0, 0), 1.2)
        image = np.asarray(cv2.addWeighted(image, 1 + optics.sharpen, soft, -optics.sharpen, 0), np.uint8)
    return noisy(image, optics.noise, rng, optics.noise_soft)


def _shake(pixels: float, degrees: float) -> Raster:
    size = int(pixels) | 1
    kernel = np.zeros((size, size), np.float32)
    half = size / 2 * np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    middle = size // 2
    ends = [(round(middle + sign * half[0]), round(middle + sign * half[1])) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], (1.0,), 1)
    return np.asarray(kernel / kernel.sum())


def _turned(scan: Scan, quarters: int) -> Scan:
    """Turn the image clockwise by quarters, and the map with it."""
    image, matrix = scan.image, scan.matrix
    for _ in range(quarters % 4):
        rows = image.shape[0]
        image = np.asarray(cv2.rotate(image, cv2.ROTATE_90_CLOCKWISE), np.uint8)
        matrix = np.array([[0.0, -1, rows - 1], [1, 0, 0], [0, 0, 1]]) @ matrix
    return Scan(image, matrix, scan.bend)
