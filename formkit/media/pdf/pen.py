"""Drawing into a content stream: everything comes in millimetres from the top left of the page."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from formkit.geometry import Box, mm_to_points
from formkit.media.pdf.typeface import Embedding

HAIR = 0.25
"""mm: rules of the grid and of one-character boxes."""
KAPPA = 0.5523
"""Of the radius: the handle of the Bézier curve that comes nearest to a quarter of a circle."""


def _n(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"


Segment = tuple[float, float, float, float]


def joined(lines: Iterable[Segment]) -> list[Segment]:
    """Return level and upright lines with those joined that touch or overlap on one line, to 0.01 mm."""
    runs: dict[tuple[bool, float], list[tuple[float, float]]] = {}
    for x0, y0, x1, y1 in lines:
        level = abs(y1 - y0) < abs(x1 - x0)
        start, stop = sorted((x0, x1) if level else (y0, y1))
        runs.setdefault((level, round(y0 if level else x0, 2)), []).append((start, stop))
    made: list[Segment] = []
    for (level, at), spans in runs.items():
        whole: list[tuple[float, float]] = []
        for start, stop in sorted(spans):
            if whole and start <= whole[-1][1] + 0.01:
                whole[-1] = (whole[-1][0], max(whole[-1][1], stop))
            else:
                whole.append((start, stop))
        made += [(start, at, stop, at) if level else (at, start, at, stop) for start, stop in whole]
    return made


class Pen:
    """Writes the operators of one content stream.

    ``height`` is that of the page in mm. ``origin`` (x, y from the top, in mm) is where the
    stream's own origin lies: for the appearance of a form field the lower left corner of its box.
    """

    def __init__(self, fonts: Embedding, height: float, origin: tuple[float, float] | None = None) -> None:
        self._fonts = fonts
        x, y = origin if origin is not None else (0.0, height)
        self._dx, self._dy = mm_to_points(x), mm_to_points(y)
        self._parts: list[str] = []

    @property
    def content(self) -> bytes:
        """The operators so far."""
        return "\n".join(self._parts).encode("ascii")

    def _x(self, mm: float) -> str:
        return _n(mm_to_points(mm) - self._dx)

    def _y(self, mm: float) -> str:
        return _n(self._dy - mm_to_points(mm))

    def operator(self, text: str) -> None:
        """Add operators as they stand."""
        self._parts.append(text)

    def colour(self, red: float, green: float, blue: float) -> None:
        """Set the colour of lines, areas and text; parts of 1."""
        values = f"{_n(red)} {_n(green)} {_n(blue)}"
        self._parts.append(f"{values} rg {values} RG")

    def segments(self, lines: Iterable[Segment], width: float = HAIR) -> None:
        """Draw level and upright lines (x0, y0, x1, y1), each once; ends reach out so that corners close."""
        drawn = joined(lines)
        if not drawn:
            return
        self._parts.append(f"{_n(mm_to_points(width))} w 2 J")
        self._parts += [f"{self._x(x0)} {self._y(y0)} m {self._x(x1)} {self._y(y1)} l" for x0, y0, x1, y1 in drawn]
        self._parts.append("S")

    def frame(self, box: Box, width: float = HAIR) -> None:
        """Draw the outline of ``box``."""
        self._parts.append(f"{_n(mm_to_points(width))} w {self._area(box)} re S")

    def blank(self, box: Box) -> None:
        """Paint ``box`` white with its outline, over what was there."""
        wide = self._area(box.inset(-HAIR / 2))
        self._parts.append(f"q 1 g {wide} re f 0 G {_n(mm_to_points(HAIR))} w {self._area(box)} re S Q")

    def _area(self, box: Box) -> str:
        return f"{self._x(box.x0)} {self._y(box.y1)} {_n(mm_to_points(box.width))} {_n(mm_to_points(box.height))}"

    def ellipse(self, box: Box, width: float) -> None:
        """Draw the ellipse that ``box`` holds."""
        centre, rx, ry = box.centre, box.width / 2, box.height / 2
        x, y, kx, ky = centre.x, centre.y, rx * KAPPA, ry * KAPPA
        self._parts.append(f"{_n(mm_to_points(width))} w {self._x(x + rx)} {self._y(y)} m")
        for bend in (
            (x + rx, y + ky, x + kx, y + ry, x, y + ry),
            (x - kx, y + ry, x - rx, y + ky, x - rx, y),
            (x - rx, y - ky, x - kx, y - ry, x, y - ry),
            (x + kx, y - ry, x + rx, y - ky, x + rx, y),
        ):
            pairs = zip(bend[::2], bend[1::2], strict=True)
            self._parts.append(" ".join(f"{self._x(px)} {self._y(py)}" for px, py in pairs) + " c")
        self._parts.append("s")

    def text(
        self, x: float, baseline: float, text: str, size: float, *, bold: bool = False, squeeze: float = 1.0
    ) -> None:
        """Write one line of text from (``x``, ``baseline``) at ``size`` points; ``squeeze`` narrows it."""
        runs = self._fonts.runs(text)
        if not runs:
            return
        style = f"2 Tr {_n(size * 0.028)} w " if bold else ""
        narrow = f"{_n(squeeze * 100)} Tz " if squeeze != 1.0 else ""
        shown = [f"/F{face} {_n(size)} Tf <{cids.decode()}> Tj" for face, cids, _ in runs]
        self._parts.append(f"BT {style}{narrow}1 0 0 1 {self._x(x)} {self._y(baseline)} Tm {' '.join(shown)} ET")
        if bold or narrow:
            self._parts[-1] = f"q {self._parts[-1]} Q"

    def modules(self, matrix: Iterable[Iterable[int]], box: Box, count: int) -> None:
        """Fill the dark modules of a square symbol of ``count`` x ``count`` modules that fills ``box`` exactly."""
        step = mm_to_points(box.width) / count
        self._parts.append(f"q {step:.5f} 0 0 {-step:.5f} {self._x(box.x0)} {self._y(box.y0)} cm")
        for row, line in enumerate(matrix):
            column = 0
            for dark, group in groupby(line):
                length = len(list(group))
                if dark:
                    self._parts.append(f"{column} {row} {length} 1 re")
                column += length
        self._parts.append("f Q")
