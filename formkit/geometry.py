"""Points, boxes and the transform between paper and pixels.

One convention holds everywhere: the origin is the top left corner of the page, x runs right and
y runs down. A `Box` is in millimetres of paper and a `PixelBox` in pixels of an image; they are
different types on purpose, and only a `Transform` leads from one to the other.
"""

from __future__ import annotations

from dataclasses import dataclass

MM_PER_INCH = 25.4
POINTS_PER_INCH = 72.0


def mm_to_points(mm: float) -> float:
    """Return ``mm`` in PostScript points (1/72 inch)."""
    return mm * POINTS_PER_INCH / MM_PER_INCH


def points_to_mm(points: float) -> float:
    """Return ``points`` (1/72 inch) in millimetres."""
    return points * MM_PER_INCH / POINTS_PER_INCH


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the page, in millimetres."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle on the page, in millimetres; x0 <= x1 and y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def at(cls, x: float, y: float, width: float, height: float) -> Box:
        """Return the box of the given size whose top left corner is (x, y)."""
        return cls(x, y, x + width, y + height)

    @property
    def width(self) -> float:
        """The width in millimetres."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """The height in millimetres."""
        return self.y1 - self.y0

    @property
    def centre(self) -> Point:
        """The middle of the box."""
        return Point((self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2)

    def inset(self, dx: float, dy: float | None = None) -> Box:
        """Return the box with ``dx`` taken off left and right and ``dy`` off top and bottom."""
        dy = dx if dy is None else dy
        return Box(self.x0 + dx, self.y0 + dy, self.x1 - dx, self.y1 - dy)

    def moved(self, dx: float, dy: float) -> Box:
        """Return the box shifted by (dx, dy)."""
        return Box(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def contains(self, other: Box, tolerance: float = 0.0) -> bool:
        """Say whether ``other`` lies inside, within ``tolerance`` mm."""
        return (
            other.x0 >= self.x0 - tolerance
            and other.y0 >= self.y0 - tolerance
            and other.x1 <= self.x1 + tolerance
            and other.y1 <= self.y1 + tolerance
        )

    def overlaps(self, other: Box, tolerance: float = 0.0) -> bool:
        """Say whether the boxes share more than a strip of ``tolerance`` mm."""
        return (
            min(self.x1, other.x1) - max(self.x0, other.x0) > tolerance
            and min(self.y1, other.y1) - max(self.y0, other.y0) > tolerance
        )

    def union(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        return Box(
            min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )

    def rounded(self, digits: int = 2) -> tuple[float, float, float, float]:
        """Return (x0, y0, x1, y1) rounded, as it goes into JSON."""
        return (round(self.x0, digits), round(self.y0, digits), round(self.x1, digits), round(self.y1, digits))


@dataclass(frozen=True, slots=True)
class PixelBox:
    """An upright rectangle in an image, in pixels from its top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


Matrix = tuple[float, float, float, float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Transform:
    """A plane projective map from page millimetres to image pixels (row-major 3 x 3)."""

    matrix: Matrix = (1, 0, 0, 0, 1, 0, 0, 0, 1)

    @classmethod
    def scale(cls, dpi: float) -> Transform:
        """Return the map of a page that was rasterised upright at ``dpi``."""
        factor = dpi / MM_PER_INCH
        return cls((factor, 0, 0, 0, factor, 0, 0, 0, 1))

    def apply(self, point: Point) -> tuple[float, float]:
        """Return the pixel position (x, y) of a page point."""
        a, b, c, d, e, f, g, h, i = self.matrix
        w = g * point.x + h * point.y + i
        return ((a * point.x + b * point.y + c) / w, (d * point.x + e * point.y + f) / w)

    def apply_box(self, box: Box) -> PixelBox:
        """Return the upright pixel box around the four mapped corners of ``box``."""
        corners = [
            self.apply(Point(x, y)) for x, y in ((box.x0, box.y0), (box.x1, box.y0), (box.x0, box.y1), (box.x1, box.y1))
        ]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return PixelBox(min(xs), min(ys), max(xs), max(ys))

    def inverse(self) -> Transform:
        """Return the map back from pixels to millimetres.

        Raises:
            ValueError: the matrix is singular.
        """
        a, b, c, d, e, f, g, h, i = self.matrix
        det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
        if abs(det) < 1e-12:
            raise ValueError("a singular transform has no inverse")
        adjugate = (
            e * i - f * h, c * h - b * i, b * f - c * e,
            f * g - d * i, a * i - c * g, c * d - a * f,
            d * h - e * g, b * g - a * h, a * e - b * d,
        )
        return Transform(tuple(value / det for value in adjugate))  # type: ignore[arg-type]
