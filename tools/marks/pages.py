"""Blank panels: parts of forms with printed options in random arrangements, drawn at a fine grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from formkit.geometry import Box
from formkit.model.handbook import Mark

Rng = np.random.Generator
Grey = NDArray[np.uint8]
FINE = 16
"""Pixels a millimetre."""
WIDTH, HEIGHT = 176.0, 120.0
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of a panel: its options' boxes in mm.

    ``wholes`` are the boxes together with the words that belong to them, where a number or a □ is marked.
    """

    mark: Mark
    boxes: tuple[Box, ...]
    single: bool
    wholes: tuple[Box, ...] = ()


@dataclass(slots=True)
class Panel:
    """A printed panel: its picture, its choices, and places where somebody may write."""

    picture: Grey
    choices: list[Choice] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)


@cache
def words() -> tuple[str, ...]:
    """Return printed words: those of the shipped mappings."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("mappings/*/*.yaml")))
    return tuple(sorted(set(re.findall(r"[一-鿿]{1,16}", text))))


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the shipped font, ``size`` fine pixels an em."""
    return ImageFont.truetype(str(ROOT / "formkit/fonts/formkit-sans-core.ttf"), size)


def label(rng: Rng, low: int, high: int) -> str:
    """Return printed words of ``low`` to ``high`` characters."""
    count = int(rng.integers(low, high + 1))
    text = ""
    while len(text) < count:
        text += str(rng.choice(words()))
    text = text[:count]
    kind = rng.random()
    if kind < 0.08:
        text = f"{rng.integers(1, 10)}{'.、 '[rng.integers(3)]}{text}"
    elif kind < 0.13:
        text = text[: max(1, count - 3)] + "(" + text[-1] + ")"
    elif kind < 0.16:
        text = "".join(str(digit) for digit in rng.integers(0, 10, min(count, 4)))
    return text


class Printer:
    """Draws words and lines in mm."""

    def __init__(self) -> None:
        """Start with white paper."""
        self.image = Image.new("L", (round(WIDTH * FINE), round(HEIGHT * FINE)), 255)
        self.draw = ImageDraw.Draw(self.image)

    def words(self, x: float, middle: float, text: str, em: float, bold: bool = False) -> Box:
        """Draw one line of words and return the box of its ink, an em high."""
        size = round(em * FINE)
        stroke = max(1, round(em * FINE / 40)) if bold else 0
        self.draw.text((x * FINE, middle * FINE), text, 0, font(size), "lm", stroke_width=stroke)
        return Box(x, middle - em / 2, x + self.width(text, em), middle + em / 2)

    def width(self, text: str, em: float) -> float:
        """Return how long words are in mm."""
        return float(font(round(em * FINE)).getlength(text)) / FINE

    def frame(self, box: Box, thick: float = 0.25, grey: int = 0) -> None:
        """Draw a box's outline."""
        corners = [round(edge * FINE) for edge in (box.x0, box.y0, box.x1, box.y1)]
        self.draw.rectangle(corners, outline=grey, width=max(1, round(thick * FINE)))

    def line(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.25, grey: int = 0) -> None:
        """Draw a ruled line."""
        self.draw.line([x0 * FINE, y0 * FINE, x1 * FINE, y1 * FINE], grey, max(1, round(thick * FINE)))


@dataclass(frozen=True, slots=True)
class Look:
    """How a block of options looks; lengths in mm."""

    mark: Mark
    em: float
    pitch: float
    gap: float
    pad: float
    height: float
    low: int
    high: int
    square: float = 4.0
    before: bool = True
    numbered: bool = False
    two_lines: bool = False
    bold: bool = False
    thick: float = 0.25


def random_look(rng: Rng) -> Look:
    """Return a look; half of them are like formkit's own sheets."""
    mark = (Mark.CIRCLE, Mark.BOX, Mark.SYMBOL)[rng.choice(3, p=[0.66, 0.27, 0.07])]
    own = rng.random() < 0.5
    em = 3.53 if own else float(rng.uniform(2.9, 4.6))
    low, high = ((1, 5), (2, 8), (4, 12), (8, 16), (1, 2))[rng.choice(5, p=[0.34, 0.22, 0.17, 0.17, 0.1])]
    if own:
        low, high = min(low, 3), min(high, 5)
    numbered = rng.random() < 0.12
    return Look(
        mark, em,
        pitch=float(rng.choice([9.0, rng.uniform(9, 11)])) if own else float(rng.uniform(max(6.0, em + 2), 10.5)),
        gap=float(rng.choice([5.0, rng.uniform(5, 9)] if own else [rng.uniform(0.8, 4), rng.uniform(3, 9)])),
        pad=1.0 if own else float(rng.uniform(0.0, 1.3)),
        height=5.5 if own else float(np.clip(em + rng.uniform(0.4, 2.2), 3.6, 6.5)),
        low=low, high=high,
        square=(4.0 if own else float(rng.uniform(2.8, 5.0))) if mark is Mark.BOX else float(rng.uniform(6.0, 9.0)),
        before=own or rng.random() < 0.8,
        numbered=numbered,
        two_lines=not own and not numbered and mark is Mark.CIRCLE and rng.random() < 0.15,
        bold=rng.random() < 0.1,
        thick=float(rng.uniform(0.12, 0.4)),
    )


def panel(rng: Rng) -> Panel:
    """Return a random panel full of options."""
    printer = Printer()
    made = Panel(np.empty((0, 0), np.uint8))
    ruled = rng.random() < 0.6
    y = float(rng.uniform(2, 6))
    while y < HEIGHT - 12:
        kind = rng.random()
        top = y
        y = _block(rng, printer, made, y) if kind < 0.86 else _writing_line(rng, printer, made, y)
        if ruled:
            _rule(rng, printer, top, y)
        y += float(rng.choice([0.0, rng.uniform(0, 4)]))
    made.picture = _softened(rng, np.asarray(printer.image, np.uint8))
    return made


def _softened(rng: Rng, picture: Grey) -> Grey:
    """Print is not always black, and rendered with or without soft edges."""
    grey = float(rng.choice([0.0, 0.0, rng.uniform(0, 60)]))
    return np.asarray(255 - (255 - picture.astype(np.float32)) * (1 - grey / 255), np.uint8)


def _rule(rng: Rng, printer: Printer, top: float, bottom: float) -> None:
    thick = float(rng.uniform(0.1, 0.35))
    printer.frame(Box(1.5, top, WIDTH - 1.5, bottom), thick)


def _writing_line(rng: Rng, printer: Printer, made: Panel, y: float) -> float:
    height = float(rng.uniform(7, 10))
    text = label(rng, 2, 6)
    words_box = printer.words(3, y + height / 2, text, 3.5)
    left = words_box.x1 + 2
    if rng.random() < 0.5:
        printer.line(left, y + height - 1, WIDTH - 5, y + height - 1, 0.15)
    else:
        for cell in range(int(rng.integers(6, 18))):
            printer.frame(Box.at(left + 6.5 * cell, y + 0.5, 6.5, height - 1), 0.15)
    made.lines.append(Box(left, y, WIDTH - 5, y + height))
    return y + height


def _block(rng: Rng, printer: Printer, made: Panel, y: float) -> float:
    """Draw questions side by side; return where the row of them ends."""
    x, end = 3.0, y
    while x < WIDTH - 40 and (x == 3.0 or rng.random() < 0.75):
        x, bottom, wrapped = _question(rng, printer, made, x, y)
        end = max(end, bottom)
        if wrapped:
            break
        x += float(rng.uniform(3, 10))
    return end


def _question(rng: Rng, printer: Printer, made: Panel, x: float, y: float) -> tuple[float, float, bool]:
    """Draw one question; only the first of a row may take several lines. Return its end and whether it did."""
    first = x == 3.0
    look = random_look(rng)
    pitch = look.pitch + (look.em * 1.25 if look.two_lines else 0)
    left = x
    if rng.random() < 0.7:
        name = label(rng, 2, 6)
        printer.words(x, y + pitch / 2, name, look.em)
        left = x + printer.width(name, look.em) + float(rng.choice([2.0, rng.uniform(1, 12)]))
    if rng.random() < 0.3:
        printer.line(left, y, left, y + pitch, 0.2)
    boxes, wholes, x, y, wrapped = _options(rng, printer, look, (left + float(rng.uniform(0.5, 3)), y), pitch, first)
    if boxes:
        made.choices.extend(_as_choices(rng, look, boxes, wholes))
    if rng.random() < 0.15 and x < WIDTH - 30:
        end = min(x + 25, WIDTH - 4)
        printer.line(x, y + pitch - 2, end, y + pitch - 2, 0.15)
        made.lines.append(Box(x, y + 1, end, y + pitch - 1))
        x = end
    return x, y + pitch, wrapped


def _options(
    rng: Rng, printer: Printer, look: Look, start: tuple[float, float], pitch: float, may_wrap: bool
) -> tuple[list[Box], list[Box], float, float, bool]:
    """Draw options; return them, the room they take, where they end, and whether they took more than one line."""
    count = int(rng.integers(1, 4)) if look.mark is Mark.SYMBOL else int(rng.choice([1, 2, 3, 4, 5, 6, 8, 12]))
    boxes: list[Box] = []
    wholes: list[Box] = []
    (x, y), left = start, start[0]
    for number in range(count):
        text = label(rng, look.low, look.high)
        need = _needed(printer, look, text)
        if x + need > WIDTH - 3:
            if not may_wrap:
                break
            x, y = left, y + pitch
            if y + pitch > HEIGHT - 1 or x + need > WIDTH - 2:
                return boxes, wholes, x, y - pitch, True
        boxes.append(_option(rng, printer, look, x, y + pitch / 2, text, number))
        wholes.append(boxes[-1].union(Box(x, boxes[-1].y0, x + need, boxes[-1].y1)))
        x += need + look.gap
    return boxes, wholes, x, y, y > start[1]


def _as_choices(rng: Rng, look: Look, boxes: Sequence[Box], wholes: Sequence[Box]) -> list[Choice]:
    if look.mark is Mark.SYMBOL:
        return [Choice(look.mark, (box,), True) for box in boxes]
    worded = look.numbered or look.mark is Mark.BOX
    return [Choice(look.mark, tuple(boxes), bool(rng.random() < 0.7), tuple(wholes) if worded else ())]


def _needed(printer: Printer, look: Look, text: str) -> float:
    if look.two_lines and len(text) > 3:
        text = text[: (len(text) + 1) // 2]
    words_width = printer.width(text, look.em) + 2 * look.pad
    if look.mark is Mark.CIRCLE:
        return words_width + (8.0 if look.numbered else 0.0)
    return words_width + look.square + 2


def _option(rng: Rng, printer: Printer, look: Look, x: float, middle: float, text: str, number: int) -> Box:
    if look.mark is not Mark.CIRCLE:
        return _boxed(rng, printer, look, x, middle, text)
    if look.numbered:
        digit = str(number + 1) if rng.random() < 0.8 else "ABCDEFGHIJKL"[number]
        printer.words(x + 4 - printer.width(digit, look.em) / 2, middle, digit, look.em, look.bold)
        printer.words(x + 8, middle, text, look.em, look.bold)
        return Box(x, middle - look.height / 2, x + 8, middle + look.height / 2)
    if look.two_lines and len(text) > 3:
        half = (len(text) + 1) // 2
        step = look.em * 1.25
        printer.words(x + look.pad, middle - step / 2, text[:half], look.em, look.bold)
        printer.words(x + look.pad, middle + step / 2, text[half:], look.em, look.bold)
        width = max(printer.width(part, look.em) for part in (text[:half], text[half:])) + 2 * look.pad
        return Box(x, middle - step / 2 - look.height / 2, x + width, middle + step / 2 + look.height / 2)
    printer.words(x + look.pad, middle, text, look.em, look.bold)
    box = Box.at(x, middle - look.height / 2, printer.width(text, look.em) + 2 * look.pad, look.height)
    return box.moved(float(rng.normal(0, 0.12)), float(rng.normal(0, 0.15)))


def _boxed(rng: Rng, printer: Printer, look: Look, x: float, middle: float, text: str) -> Box:
    size = look.square
    if look.before or look.mark is Mark.SYMBOL:
        square = Box.at(x, middle - size / 2, size, size)
        printer.words(x + size + 1 + look.pad, middle, text, look.em, look.bold)
    else:
        words_box = printer.words(x + look.pad, middle, text, look.em, look.bold)
        square = Box.at(words_box.x1 + 1, middle - size / 2, size, size)
    printer.frame(square, look.thick)
    return square.moved(float(rng.normal(0, 0.08)), float(rng.normal(0, 0.08)))


def shrunk(picture: Grey, scale: int) -> Grey:
    """Return a fine picture at ``scale`` pixels a mm."""
    size = (round(WIDTH * scale), round(HEIGHT * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
