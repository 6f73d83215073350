"""Pages of written lines with known texts, filled and scanned as booklets are, and cut as the run time cuts them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, cut, pixels
from formkit.media.scan.degrade.faces import Face, Faces, load_face
from formkit.media.scan.degrade.hands import Hand, random_hand
from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.pens import InkLayer, random_pen
from formkit.media.scan.degrade.profiles import conditions
from formkit.media.scan.degrade.rasters import scale_of
from formkit.media.scan.degrade.writing import Writer
from formkit.media.scan.text.lines import written_lines
from tools.scanning import scanned_canvas

WIDTH, HEIGHT = 210.0, 297.0
PROFILES = ("flatbed", "feeder", "fax", "copy", "phone", "worn")
_CHANCES = (0.17, 0.17, 0.22, 0.14, 0.13, 0.17)
_OVERRUN = 2.0
"""Millimetres around a place that its lines are looked for in, as where scans are read."""
_HANDS = 4
"""Writers of one page."""
_TRIES = 6
Wording = Callable[[int, Rng], str]


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line's picture as the engine gets it, what it says, its font and the scanner's profile."""

    image: NDArray[np.uint8]
    text: str
    font: str
    profile: str


def page(seed: int, fonts: Sequence[Path], latin: Sequence[Path], wording: Wording, *, typed: bool) -> list[DrawnLine]:
    """Return the lines of one page.

    Args:
        seed: for everything that is left to chance.
        fonts: with Chinese characters; each writer has one of them and, as far as can be, writes what it has.
        latin: for digits.
        wording: a text for some room and a source of chance.
        typed: without a hand's unsteadiness, as a printer or a typewriter writes.
    """
    rng = np.random.default_rng([seed, 91])
    name = str(rng.choice(PROFILES, p=_CHANCES))
    given = conditions(name, rng, float(rng.choice([0.5, 1.0, 1.5], p=[0.2, 0.6, 0.2])))
    scale = scale_of(max(given.scanner.dpi))
    boxes = _boxes(rng)
    ink = InkLayer(WIDTH, HEIGHT, scale)
    wanted = []
    per = -(-len(boxes) // _HANDS)
    for start in range(0, len(boxes), per):
        han = load_face(str(fonts[int(rng.integers(len(fonts)))]))
        faces = Faces.load([han.path, *latin])
        writer = Writer(ink, _hand(rng, faces, typed), faces)
        wanted += [(box, *_written(writer, han, box, wording, rng)) for box in boxes[start : start + per]]
    blank = _drawn(boxes, scale, rng)
    canvas_blank = cv2.resize(
        blank, (round(WIDTH * PIXELS_PER_MM), round(HEIGHT * PIXELS_PER_MM)), interpolation=cv2.INTER_AREA
    ).astype(np.uint8)
    canvas = scanned_canvas(ink, blank, canvas_blank, given, WIDTH, HEIGHT, rng)
    found = [(_seen(canvas, canvas_blank, box), text, font) for box, text, font in wanted]
    return [DrawnLine(image, text, font, name) for image, text, font in found if image is not None]


def _hand(rng: Rng, faces: Faces, typed: bool) -> Hand:
    hand = random_hand(rng, faces).with_pen(random_pen(rng, "gel" if typed else None))
    if typed:
        size = float(rng.uniform(3.2, 5.0))
        return replace(
            hand, digits=hand.han, size=size, slant=0, turn=0.1, slope=0, sway=0.003, spread=0.003, gap=0.02, bend=0.001
        )
    wild = float(rng.uniform(0.8, 1.5))
    return replace(
        hand, bend=hand.bend * wild, turn=hand.turn * wild, slant=hand.slant * wild, gap=hand.gap + rng.normal(0, 0.03)
    )


def _written(writer: Writer, han: Face, box: Box, wording: Wording, rng: Rng) -> tuple[str, str]:
    """Write a text that fits the box in one row, and return it and its font."""
    size = writer.hand.size * float(rng.uniform(0.8, 1.15))
    room = max(2, int((box.width - 2) / (size * (1 + writer.hand.gap)) * rng.uniform(0.4, 1.1)))
    text = ""
    for _ in range(_TRIES):
        text = wording(room, rng)
        if all(han.has(sign) for sign in text if ord(sign) > 0x2E00):
            break
    font = writer.line(text, box, rng, size).font
    return text, font if all(han.has(sign) for sign in text if ord(sign) > 0x2E00) else "mixed"


def _seen(canvas: NDArray[np.uint8], blank: NDArray[np.uint8], box: Box) -> NDArray[np.uint8] | None:
    """Return the picture of the line in a box; None where more or less than one line is seen."""
    around = np.ascontiguousarray(cut(canvas, box, _OVERRUN))
    printed_there = np.ascontiguousarray(cut(blank, box, _OVERRUN))
    lines = written_lines(around, printed_there, pixels(_OVERRUN)).lines
    return lines[0].image if len(lines) == 1 else None


def _boxes(rng: Rng) -> list[Box]:
    """Return cells all over the page, one under another and side by side."""
    found: list[Box] = []
    y = 9.0
    while y < HEIGHT - 18:
        high = float(rng.uniform(6.5, 10.5))
        x, parts = 8.0, int(rng.integers(1, 5))
        for share in rng.dirichlet(np.full(parts, 4.0)):
            wide = float(share) * (WIDTH - 16)
            if wide > 14:
                found.append(Box(x, y, x + wide, y + high))
            x += wide
        y += high + float(rng.choice([0.0, 0.0, 1.0, 3.0]))
    return found


def _drawn(boxes: Sequence[Box], scale: float, rng: Rng) -> NDArray[np.uint8]:
    """Return the print: frames around the cells, or only rules under them."""
    fine = 2
    sheet = np.full((round(HEIGHT * scale * fine), round(WIDTH * scale * fine)), 255, np.uint8)
    thick = max(1, round(float(rng.uniform(0.1, 0.4)) * scale * fine))
    framed = rng.random() < 0.7
    for box in boxes:
        x0, y0, x1, y1 = (round(v * scale * fine) for v in (box.x0, box.y0, box.x1, box.y1))
        cv2.rectangle(sheet, (x0, y0 if framed else y1), (x1, y1), (0.0,), thick)
    size = (round(WIDTH * scale), round(HEIGHT * scale))
    return np.asarray(cv2.resize(sheet, size, interpolation=cv2.INTER_AREA), np.uint8)
