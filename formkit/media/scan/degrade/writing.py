"""Writing by hand: lines of text, and digits in boxes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formkit.geometry import Box
from formkit.media.scan.degrade.digits import DigitSource, enlarged
from formkit.media.scan.degrade.faces import Face, Faces
from formkit.media.scan.degrade.glyphs import FINE, LAST_NARROW, Character, character, picture
from formkit.media.scan.degrade.hands import Hand
from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.pens import InkLayer
from formkit.media.scan.degrade.ticks import cross

_SMALLEST = 2.0
"""No hand writes smaller than this, in mm."""
_SMALL_BOX, _IN_SMALL_BOX, _BESIDE_SMALL_BOX = 4.5, (2.2, 3.8), 0.25
"""Millimetres: into the □ of a printed line, which is as high as its type, a hand writes as small as it can (from,
to), over its edges, and this much off its middle."""
_MOST_ROWS = 4
_PITCH = 1.25
"""Distance of lines, in characters."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the box around its ink in mm, and the font ("picture" for pictures of digits)."""

    box: Box
    font: str


@dataclass(frozen=True, slots=True)
class Writer:
    """A hand at work on one layer of ink."""

    layer: InkLayer
    hand: Hand
    faces: Faces
    digits: DigitSource | None = None
    """Pictures to write digits with; without them, digits come from fonts."""

    def line(self, text: str, box: Box, rng: Rng, size: float | None = None) -> Written:
        """Write ``text`` into a cell: on more lines or smaller where it is long, as far as the cell has room.

        A hand that overruns keeps its size and leaves the cell at its right end by up to a fifth of its width.
        """
        room = (box.width - 1.2) * (rng.uniform(1.0, 1.2) if rng.random() < self.hand.overruns else 0.97)
        wanted = (size or self.hand.size) * rng.normal(1, 0.05)
        size, rows = self._fitted(text, wanted, room, box.height)
        pitch = min(size * _PITCH, box.height * 0.96 / len(rows))
        middle = box.centre.y + rng.normal(0, 0.1) * max(0.0, box.height - pitch * len(rows))
        full = max(self._length(row, size) for row in rows) > 0.9 * room
        left = box.x0 + abs(rng.normal(1.0, 0.8)) * (0.3 if full else 1)
        bases = [middle + (number - (len(rows) - 1) / 2) * pitch + size * 0.36 for number in range(len(rows))]
        boxes = [self.row(row, (left, base), size, rng) for row, base in zip(rows, bases, strict=True)]
        return Written(around(boxes), self._face(text, rng).name)

    def _fitted(self, text: str, wanted: float, room: float, height: float) -> tuple[float, list[str]]:
        """Return the size, and the lines of ``text``, that leave the writing as large as it can be."""
        best = (0.0, 1)
        for count in range(1, _MOST_ROWS + 1):
            fits = room * count / (self._length(text, 1.0) * (1.06 if count > 1 else 1.0) + 0.01)
            best = max(best, (min(wanted, height * 0.92 / (1 + (count - 1) * 1.1), fits), -count))
        size, count = max(_SMALLEST, best[0]), abs(best[1])
        per = int(np.ceil(len(text) / count))
        return size, [text[start : start + per] for start in range(0, len(text), per)]

    def _length(self, text: str, size: float) -> float:
        """Return about how long a line gets, in mm."""
        return sum(size * (1.0 if ord(each) > LAST_NARROW else 0.58) for each in text) * (1 + self.hand.gap)

    def _face(self, text: str, rng: Rng) -> Face:
        return self.faces.choose(text, self.hand.han, rng)

    def row(self, text: str, at: tuple[float, float], size: float, rng: Rng) -> Box:
        """Write one line from ``at``, the left end of its base line, and return the box of its ink."""
        han = self._face("".join(each for each in text if ord(each) > LAST_NARROW), rng)
        slope = np.tan(np.radians(self.hand.slope + rng.normal(0, 0.3)))
        x, boxes = at[0], []
        for sign in text:
            if sign.isspace():
                x += size * 0.4
                continue
            y = at[1] + (x - at[0]) * slope + rng.normal(0, self.hand.sway) * size
            made = self._sign(sign, han, size, rng)
            boxes.append(self._place(made, (x, y)))
            x += made.advance * rng.normal(1, 0.04) + size * self.hand.gap
        return around(boxes) if boxes else Box(at[0], at[1] - size, at[0], at[1])

    def _sign(self, sign: str, han: Face, size: float, rng: Rng) -> Character:
        digit = self.hand.digits
        if sign.isascii() and digit.digit and digit.has(sign):
            em = size * 0.72 / digit.digit
            return character(digit, sign, min(em, size * 2.2), self.hand, self.layer.scale, rng)
        face = han if han.has(sign) else self.faces.choose(sign, han, rng)
        return character(face, sign, size * 0.92 / max(face.han, 0.5), self.hand, self.layer.scale, rng)

    def _place(self, made: Character, at: tuple[float, float]) -> Box:
        scale = self.layer.scale
        left, top = round(at[0] * scale + made.left), round(at[1] * scale + made.top)
        self.layer.lay(made.cover, left, top, self.hand.pen)
        return _inked(made, left, top, scale)

    def boxed(self, text: str, box: Box, rng: Rng, share: float | None = None) -> Written:
        """Write one or two characters into one box: off its middle, now and then over its edge.

        Args:
            text: a digit, the X of an ID number, a code such as "12", or a sign.
            box: the printed box.
            rng: the source of chance.
            share: height of the characters in shares of the box's; any without it.
        """
        loose = self.hand.sloppiness
        height = box.height * (share or float(np.clip(rng.normal(0.66, 0.08 + 0.08 * loose), 0.36, 1.12)))
        x = box.centre.x + rng.normal(0, 0.05 + 0.06 * loose) * box.width
        y = box.centre.y + rng.normal(0, 0.03 + 0.05 * loose) * box.height
        if box.height < _SMALL_BOX:
            height = max(height, float(rng.uniform(*_IN_SMALL_BOX)))
            x, y = x + rng.normal(0, _BESIDE_SMALL_BOX), y + rng.normal(0, _BESIDE_SMALL_BOX)
        made = [self._in_box(sign, height * rng.normal(1, 0.04), rng) for sign in text]
        widths = [each[0].cover.shape[1] / self.layer.scale for each in made]
        close = min(1.0, box.width * 1.05 / max(sum(widths), 0.1)) if len(text) > 1 else 1.0
        at, found, font = x - sum(widths) * close / 2, [], "picture"
        for (each, name), width in zip(made, widths, strict=True):
            found.append(self._place(each, (at + width * close / 2, y + rng.normal(0, 0.02) * box.height)))
            at, font = at + width * close, name
        return Written(around(found), font)

    def _in_box(self, sign: str, height: float, rng: Rng) -> tuple[Character, str]:
        """Return a character that stands about its middle, ``height`` mm high, and its font."""
        scale = self.layer.scale
        if self.digits is not None and sign.isdigit():
            image = self.digits.pick(int(sign), rng)
            return picture(enlarged(image, max(8, round(height * scale * FINE)), rng), self.hand, scale, rng), "picture"
        face = self.hand.digits if self.hand.digits.has(sign) else self.faces.choose(sign, self.hand.han, rng)
        share = face.digit if sign.isascii() else face.han
        made = character(face, sign, height / max(share, 0.35), self.hand, scale, rng)
        rows, columns = made.cover.shape
        return Character(made.cover, -columns / 2, -rows / 2, made.advance), face.name

    def x_mark(self, box: Box, rng: Rng) -> Written:
        """Draw the X of an ID number with two strokes."""
        strokes = cross(rng, box.inset(box.width * 0.22, box.height * 0.22), self.hand.sloppiness * 0.4)
        self.layer.draw(strokes, self.hand.pen, rng)
        return Written(box, "strokes")


def around(boxes: list[Box]) -> Box:
    """Return the box around all ``boxes``, of which there is one at least."""
    union = boxes[0]
    for each in boxes[1:]:
        union = union.union(each)
    return union


def _inked(made: Character, left: int, top: int, scale: float) -> Box:
    """Return the box in mm around what is really ink of a character laid at a pixel."""
    rows, columns = np.flatnonzero(made.cover.max(axis=1) > 0.2), np.flatnonzero(made.cover.max(axis=0) > 0.2)
    if not len(rows):
        return Box.at(left / scale, top / scale, made.cover.shape[1] / scale, made.cover.shape[0] / scale)
    return Box(
        (left + int(columns[0])) / scale, (top + int(rows[0])) / scale,
        (left + int(columns[-1]) + 1) / scale, (top + int(rows[-1]) + 1) / scale,
    )
