"""Pages full of boxes with known contents, filled and scanned as booklets are: what the digit reader learns from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM
from formkit.media.scan.cells.pictures import TYPES, pictures
from formkit.media.scan.degrade.corrections import corrected_in_box
from formkit.media.scan.degrade.digits import DigitSource
from formkit.media.scan.degrade.faces import Faces
from formkit.media.scan.degrade.hands import Hand, random_hand
from formkit.media.scan.degrade.path import Rng, Stroke
from formkit.media.scan.degrade.pens import InkLayer, random_pen
from formkit.media.scan.degrade.profiles import conditions
from formkit.media.scan.degrade.rasters import scale_of
from formkit.media.scan.degrade.stray import stray
from formkit.media.scan.degrade.strikes import strike
from formkit.media.scan.degrade.ticks import cross, fill, tick
from formkit.media.scan.degrade.writing import Writer
from tools.scanning import scanned_canvas

WIDTH, HEIGHT = 210.0, 297.0
_HAN = "无有是否男女二三四五六七八九十年月不上中大小人王李张"
_OTHER = "AEFHKMNPRTUVWadfhknr?+="
"""Letters and signs that nobody takes for a digit: not S for 5, b for 6, Z for 2."""
_USUAL, _USUAL_CHANCES = (10, 11, 12, 13, 14, 99), (0.18, 0.18, 0.2, 0.09, 0.07, 0.05, 0.23)
"""Codes of two digits that forms have, their chances, and that of any other."""
NO_TENS, X_ONES = 10, 10
PROFILES = ("flatbed", "feeder", "fax", "copy", "phone", "worn")
_CHANCES = (0.2, 0.2, 0.2, 0.13, 0.14, 0.13)


@dataclass(frozen=True, slots=True)
class Cell:
    """A box and what stands in it: a type of `TYPES`, and for numbers its tens (10: none) and ones (10: X)."""

    box: Box
    kind: str
    tens: int = NO_TENS
    ones: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """Pictures (n, 2, size, size) and what they show (n, 3): type, tens, ones; ``profile`` and ``source`` by name."""

    pictures: NDArray[np.uint8]
    truth: NDArray[np.int16]
    profile: str
    source: str


@dataclass(frozen=True, slots=True)
class Mix:
    """What a page has: shares of writers who use pictures of digits, of boxes with more odd contents, and its frames.

    ``combs`` is the share of rows that are combs, ``wild`` how much more than usual writing is bent, turned and
    slanted, ``frame`` the width of the frames' lines in mm, ``shade`` their grey, 0 black, ``small`` the share of rows
    whose boxes are as small as those that others print.
    """

    pictures: float = 0.72
    odd: float = 0.0
    combs: float = 0.6
    wild: float = 1.0
    frame: float = 0.2
    shade: int = 0
    small: float = 0.0


def random_mix(rng: Rng) -> Mix:
    """Return a mix for training: more odd contents on some pages, and frames of all kinds."""
    return Mix(
        odd=float(rng.choice([0.02, 0.12, 0.3])), combs=float(rng.uniform(0.3, 0.7)),
        wild=float(rng.uniform(0.8, 2.2)), frame=float(rng.uniform(0.1, 0.4)),
        shade=int(rng.choice([0, 0, 0, 60, 110])),
    )


def page(
    seed: int, fonts: Sequence[Path], digits: DigitSource | None, profile: str | None = None, mix: Mix | None = None
) -> Sample:
    """Return the boxes of one page; without ``digits`` all are written with fonts."""
    mix = mix or Mix()
    rng = np.random.default_rng([seed, 77])
    name = profile or str(rng.choice(PROFILES, p=_CHANCES))
    severity = float(rng.choice([0.5, 1.0, 1.5], p=[0.3, 0.5, 0.2]))
    given = conditions(name, rng, severity)
    scale = scale_of(max(given.scanner.dpi))
    boxes = _boxes(mix, rng)
    ink = InkLayer(WIDTH, HEIGHT, scale)
    faces = Faces.load(fonts)
    cells: list[Cell] = []
    for start in range(0, len(boxes), 40):
        hand = _wilder(random_hand(rng, faces).with_pen(random_pen(rng)), mix.wild)
        writer = Writer(ink, hand, faces, digits if digits is not None and rng.random() < mix.pictures else None)
        cells += [_written(writer, box, comb, mix, rng) for box, comb in boxes[start : start + 40]]
    blank = _drawn(boxes, scale, mix)
    canvas_blank = _drawn(boxes, PIXELS_PER_MM, mix)
    canvas = scanned_canvas(ink, blank, canvas_blank, given, WIDTH, HEIGHT, rng)
    made = pictures(canvas, canvas_blank, [each.box for each in cells])
    truth = np.array([(TYPES.index(each.kind), each.tens, each.ones) for each in cells], np.int16)
    return Sample(made, truth, name, "digits" if digits is not None else "fonts")


def _wilder(hand: Hand, times: float) -> Hand:
    return replace(hand, bend=hand.bend * times, turn=hand.turn * times, slant=hand.slant * times)


def _boxes(mix: Mix, rng: Rng) -> list[tuple[Box, bool]]:
    """Return boxes all over the page: rows of combs, and code boxes by themselves or with signs between."""
    found: list[tuple[Box, bool]] = []
    y = 10.0
    while y < HEIGHT - 20:
        comb = bool(rng.random() < mix.combs)
        width = rng.uniform(5.2, 7.5) if comb else rng.uniform(5.5, 10.0)
        height = rng.uniform(6.0, 9.5) if comb else rng.uniform(5.5, 10.0)
        if mix.small and rng.random() < mix.small:
            comb, width, height = False, rng.uniform(3.0, 5.0), rng.uniform(3.0, 5.0)
        x = rng.uniform(8, 20)
        while x + width < WIDTH - 8:
            run = int(rng.integers(2, 19)) if comb else 1
            for _ in range(run):
                if x + width < WIDTH - 8:
                    found.append((Box(x, y, x + width, y + height), comb))
                    x += width
            x += rng.uniform(1.0, 6.0)
        y += height + rng.uniform(1.5, 5.0)
    return found


def _drawn(boxes: Sequence[tuple[Box, bool]], scale: float, mix: Mix) -> NDArray[np.uint8]:
    fine = 2
    pagefield = np.full((round(HEIGHT * scale * fine), round(WIDTH * scale * fine)), 255, np.uint8)
    thick = max(1, round(mix.frame * scale * fine))
    for box, _ in boxes:
        corners = [round(v * scale * fine) for v in (box.x0, box.y0, box.x1, box.y1)]
        cv2.rectangle(pagefield, (corners[0], corners[1]), (corners[2], corners[3]), (float(mix.shade),), thick)
    size = (round(WIDTH * scale), round(HEIGHT * scale))
    return np.asarray(cv2.resize(pagefield, size, interpolation=cv2.INTER_AREA), np.uint8)


def _written(writer: Writer, box: Box, comb: bool, mix: Mix, rng: Rng) -> Cell:
    return _odd(writer, box, rng) if mix.odd and rng.random() < mix.odd else _fill(writer, box, comb, rng)


def _fill(writer: Writer, box: Box, comb: bool, rng: Rng) -> Cell:
    draw = rng.random()
    pen = writer.hand.pen
    if draw < (0.86 if comb else 0.56):
        digit = int(rng.integers(10))
        if comb and rng.random() < 0.035:
            return _x(writer, box, rng)
        writer.boxed(str(digit), box, rng, _share(rng))
        if rng.random() < 0.02:
            writer.layer.draw(stray(rng, box, str(rng.choice(["dot", "dash"]))), pen, rng)
        return Cell(box, "number", ones=digit)
    if draw < 0.9:
        if comb:
            return _odd(writer, box, rng)
        number = int(rng.choice([*_USUAL, int(rng.integers(10, 100))], p=_USUAL_CHANCES))
        if rng.random() < 0.12:
            number = int(rng.integers(1, 10))  # Some people write 01.
        text = f"{number:02d}"
        writer.boxed(text, box, rng, float(np.clip(rng.normal(0.55, 0.08), 0.35, 0.8)))
        return Cell(box, "number", number // 10, number % 10)
    if draw < 0.95:
        if rng.random() < 0.25:
            writer.layer.draw(stray(rng, box, "dot"), pen, rng)
        return Cell(box, "blank")
    return _odd(writer, box, rng)


def _share(rng: Rng) -> float | None:
    return float(np.clip(rng.normal(0.68, 0.12), 0.35, 1.05))


def _x(writer: Writer, box: Box, rng: Rng) -> Cell:
    if rng.random() < 0.5:
        writer.x_mark(box, rng)
    else:
        writer.boxed("X", box, rng)
    return Cell(box, "number", ones=X_ONES)


def _odd(writer: Writer, box: Box, rng: Rng) -> Cell:
    pen, inner = writer.hand.pen, box.inset(box.width * 0.1)
    draw = rng.random()
    if draw < 0.08:
        writer.layer.draw(cross(rng, inner), pen, rng)
        return Cell(box, "cross")
    if draw < 0.22:
        writer.layer.draw(tick(rng, inner), pen, rng)
        return Cell(box, "tick")
    if draw < 0.36:
        writer.layer.draw(_slash(rng, box), pen, rng)
        return Cell(box, "slash")
    if draw < 0.56:
        sign = str(rng.choice(list(_HAN if rng.random() < 0.7 else _OTHER)))
        writer.boxed(sign, box, rng)
        return Cell(box, "other")
    if draw < 0.66:
        writer.layer.draw(fill(rng, inner), pen, rng)
        return Cell(box, "other")
    wrong, right = (int(each) for each in rng.integers(0, 10, 2))
    if draw < 0.78:
        before = writer.boxed(str(wrong), box, rng, _share(rng))
        writer.layer.draw(strike(rng, before.box), pen, rng)
    else:
        corrected_in_box(writer, str(wrong), str((right + (right == wrong)) % 10), box, rng)
    return Cell(box, "corrected")


def _slash(rng: Rng, box: Box) -> list[Stroke]:
    """A dash or a slash says that there is nothing to say."""
    inner = box.inset(box.width * 0.12)
    if rng.random() < 0.5:
        return stray(rng, box.inset(box.width * 0.25, box.height * 0.3), "dash")
    return strike(rng, inner, "slashes", 1)
