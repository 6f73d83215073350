"""The hand of the test set: other ways to make every stroke, and another pen. It shares no drawing with training."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.marks.place import Shape
from formkit.model.handbook import Mark
from tools.marks.pages import FINE, Rng
from tools.marks.pens import Layer

Points = NDArray[np.float64]


def bezier(*knots: Sequence[float] | Points, count: int = 40) -> Points:
    """Return a Bézier curve of any degree."""
    rows = [np.asarray(each, np.float64) for each in knots]
    t = np.linspace(0, 1, count)[:, None]
    while len(rows) > 1:
        rows = [a * (1 - t) + b * t for a, b in pairwise(rows)]
    return rows[0]


def tremble(rng: Rng, path: Points, mm: float) -> Points:
    """Return the path with correlated noise, as of a slow hand."""
    noise = rng.normal(0, 1, (len(path) + 24, 2))
    kernel = np.hanning(13) / np.hanning(13).sum()
    smooth = np.stack([np.convolve(noise[:, axis], kernel, "same") for axis in (0, 1)], axis=1)[12:-12]
    return np.asarray(path + smooth * mm * 2)


class OtherHand:
    """Stamps discs along Bézier curves."""

    def __init__(self, rng: Rng, layer: Layer) -> None:
        """Take a pen and a habit."""
        self.rng, self.layer = rng, layer
        widths, darks = ((0.25, 0.5), (0.45, 0.8), (0.9, 1.4)), ((0.75, 0.97), (0.5, 0.75), (0.28, 0.5))
        self.width = float(rng.uniform(*widths[rng.choice(3, p=[0.5, 0.42, 0.08])]))
        self.dark = float(rng.uniform(*darks[rng.choice(3, p=[0.65, 0.22, 0.13])]))
        self.rough = float(rng.choice([0.0, rng.uniform(0.1, 0.6)]))
        self.haste = float(rng.beta(1.5, 3))
        self.clockwise = rng.random() < 0.5
        self.start = float(rng.normal(-90, 45))

    def draw(self, paths: Sequence[Points]) -> None:
        """Lay discs densely along each path; pressure swells and fades."""
        for path in paths:
            self._one(path)

    def _one(self, path: Points) -> None:
        way = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))))
        count = max(2, int(way[-1] / 0.06))
        at = np.linspace(0, way[-1], count)
        x, y = np.interp(at, way, path[:, 0]), np.interp(at, way, path[:, 1])
        t = np.linspace(0, 1, count)
        swell = 1 + 0.2 * np.sin(t * self.rng.uniform(2, 9) + self.rng.uniform(0, 6)) * self.rng.random()
        ends = np.minimum(1, np.minimum(t, 1 - t) * self.rng.uniform(8, 60) + self.rng.uniform(0.35, 1))
        room = self.width + 0.4
        x0, y0 = max(0, int((x.min() - room) * FINE)), max(0, int((y.min() - room) * FINE))
        x1, y1 = int((x.max() + room) * FINE), int((y.max() + room) * FINE)
        part = self.layer[y0:y1, x0:x1]
        if min(part.shape, default=0) < 2:
            return
        cover = np.zeros(part.shape, np.uint8)
        for px, py, r in zip(x, y, self.width / 2 * swell * ends, strict=True):
            middle = (int((px * FINE - x0) * 8), int((py * FINE - y0) * 8))
            cv2.circle(cover, middle, max(4, int(r * FINE * 8)), 255, -1, cv2.LINE_AA, 3)
        ink = cover.astype(np.float32) / 255
        if self.rough:
            paper = cv2.GaussianBlur(self.rng.normal(0.5, 0.5, part.shape).astype(np.float32), (0, 0), 1.1) * 2.2 - 0.6
            ink *= 1 - self.rough * np.clip(paper, 0, 1)
        np.maximum(part, ink * self.dark + part * (1 - ink * self.dark) * 0.4, out=part, where=ink > 0.02)

    def ring(self, box: Box, neighbours: Sequence[Box] = ()) -> list[Points]:
        """Return a loop of cubic arcs through points on a rounded frame."""
        rng, haste = self.rng, self.haste
        left, right = (rng.normal(1.0, 0.7 + 0.6 * haste) for _ in range(2))
        top, bottom = (rng.normal(0.6, 0.5 + 0.4 * haste) for _ in range(2))
        if neighbours and rng.random() < 0.08:
            right, left = right + rng.uniform(1, 3), left + rng.uniform(0, 1)
        x0, x1 = box.x0 - np.clip(left, -1.0, 4), box.x1 + np.clip(right, -1.0, 4)
        y0, y1 = box.y0 - np.clip(top, -0.7, 2.4), box.y1 + np.clip(bottom, -0.7, 2.4)
        cx, cy, hx, hy = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2
        turn = float(rng.uniform(*((340, 400), (280, 340), (640, 760))[rng.choice(3, p=[0.72, 0.16, 0.12])]))
        steps = max(6, int(turn / rng.uniform(25, 50)))
        sense = 1 if self.clockwise else -1
        angles = np.radians(self.start + rng.normal(0, 15) + np.linspace(0, turn, steps) * sense)
        square = rng.uniform(0.5, 1.0)
        ux, uy = np.cos(angles), np.sin(angles)
        ux, uy = np.sign(ux) * np.abs(ux) ** square, np.sign(uy) * np.abs(uy) ** square
        grow = np.linspace(1, 1 + rng.normal(0, 0.06 + 0.06 * haste), steps)
        knots = np.stack([cx + hx * ux * grow, cy + hy * uy * grow], axis=1)
        knots += rng.normal(0, 0.05 + 0.3 * haste, knots.shape)
        knots = self._leaned(knots, box, (cx, cy))
        path = self._through(knots)
        if rng.random() < 0.25:
            out = path[-1] + (path[-1] - path[-6]) * rng.uniform(1, 5) + rng.normal(0, 0.8, 2)
            path = np.concatenate([path, bezier(path[-1], path[-1] * 2 - path[-4], out, count=12)])
        return [tremble(rng, path, abs(rng.normal(0, 0.05)))]

    def _leaned(self, knots: Points, box: Box, about: tuple[float, float]) -> Points:
        limit = 6.0 if box.width > 20 else 18.0
        a = np.radians(np.clip(self.rng.normal(-2, 2 if box.width > 20 else 6) * (1 + self.haste), -limit, limit))
        x, y = (knots - about).T
        return np.asarray(np.stack([x * np.cos(a) - y * np.sin(a), x * np.sin(a) + y * np.cos(a)], axis=1) + about)

    @staticmethod
    def _through(knots: Points) -> Points:
        tangents = np.gradient(knots, axis=0) / 3
        pieces = [
            bezier(knots[i], knots[i] + tangents[i], knots[i + 1] - tangents[i + 1], knots[i + 1], count=16)
            for i in range(len(knots) - 1)
        ]
        return np.concatenate(pieces)

    def tick(self, box: Box) -> list[Points]:
        """Return a tick of one bent stroke."""
        rng = self.rng
        size = float(np.clip(rng.normal(4.6, 1.5 + self.haste), 2.0, 11))
        foot = np.array([box.x0, box.y0]) + rng.uniform([0.15, 0.5], [0.75, 0.98]) * [min(box.width, 5), box.height]
        start = foot - size * np.array([rng.uniform(0.15, 0.4), rng.uniform(0.1, 0.4)])
        end = foot + size * np.array([rng.uniform(0.5, 1.0), -rng.uniform(0.55, 1.0)])
        if rng.random() < 0.1:
            return [bezier(foot - [size * 0.2, -size * 0.15], (foot + end) / 2 + rng.normal(0, 0.3, 2), end)]
        down = bezier(start, (start + foot) / 2 + rng.normal(0, 0.25, 2), foot, count=14)
        up = bezier(foot, (foot + end) / 2 + rng.normal(0, 0.5, 2) + [0.2, 0.4], end, count=26)
        return [tremble(rng, np.concatenate([down, up]), 0.04)]

    def cross(self, box: Box) -> list[Points]:
        """Return two bent strokes that cross."""
        rng = self.rng
        c, r = np.array([box.centre.x, box.centre.y]) + rng.normal(0, 0.35, 2), rng.uniform(1.3, 3.2)
        a, b = r * np.array([1, rng.uniform(0.8, 1.2)]), r * np.array([rng.uniform(0.8, 1.2), -1])
        return [
            bezier(c - s + rng.normal(0, 0.2, 2), c + rng.normal(0, 0.25, 2), c + s + rng.normal(0, 0.2, 2))
            for s in (a, b)
        ]

    def fill(self, box: Box) -> list[Points]:
        """Return one stroke that fills the box line by line."""
        rng = self.rng
        rows = int(rng.integers(5, 14))
        inner = box.inset(rng.uniform(0, 0.5), rng.uniform(0, 0.5))
        ends = []
        for row in range(rows):
            y = inner.y0 + inner.height * (row + 0.5) / rows
            pair = [[inner.x0 + rng.normal(0, 0.2), y + 0.15], [inner.x1 + rng.normal(0, 0.2), y - 0.15]]
            ends += pair if row % 2 == 0 else pair[::-1]
        return [np.asarray(ends)]

    def mark(self, box: Box, mark: Mark, neighbours: Sequence[Box], struck: bool) -> tuple[Shape, Box]:
        """Mark an option."""
        shape, paths = self._marked(box, mark, neighbours, struck)
        self.draw(paths)
        points = np.concatenate(paths)
        return shape, Box(*map(float, (*points.min(axis=0), *points.max(axis=0))))

    def _marked(self, box: Box, mark: Mark, neighbours: Sequence[Box], struck: bool) -> tuple[Shape, list[Points]]:
        kind = self.rng.random()
        if mark is Mark.CIRCLE:
            return (Shape.TICK, self.tick(box)) if kind < 0.04 else (Shape.RING, self.ring(box, neighbours))
        if mark is Mark.SYMBOL:
            inner = box.inset(box.width * 0.18)
            return (Shape.TICK, self.tick(inner)) if kind < 0.6 else (Shape.CROSS, self.cross(inner))
        if kind < 0.7 or (struck and kind > 0.85):
            return Shape.TICK, self.tick(box)
        return (Shape.CROSS, self.cross(box)) if kind < 0.86 else (Shape.OTHER, self.fill(box))

    def strike(self, option: Box, mark_box: Box, shape: Shape) -> None:
        """Strike a mark out: two lines, one line, a wave, a cross, loops."""
        room = Box(
            min(option.x0, mark_box.x0 + 0.5), (option.y0 + mark_box.y0) / 2,
            max(option.x1, mark_box.x1 - 0.5), (option.y1 + mark_box.y1) / 2,
        )
        self.draw(self._struck(room if shape is Shape.RING else room.inset(-0.6), shape))

    def _struck(self, box: Box, shape: Shape) -> list[Points]:
        rng = self.rng
        c, hx, hy = np.array([box.centre.x, box.centre.y]), box.width / 2, box.height / 2
        kind = rng.random() if shape is not Shape.CROSS else rng.choice([0.1, 0.8])
        if kind < 0.6:
            fewest = 0.3 if shape is Shape.RING else 0.0
            count = int(rng.choice([1, 2, 3], p=[fewest, 0.88 - fewest, 0.12]))
            lean, gap = rng.normal(-0.3, 0.7), rng.uniform(0.8, 1.8)
            found = []
            for number in range(count):
                y = c[1] + (number - (count - 1) / 2) * gap + rng.normal(0, 0.2)
                reach = hx + rng.uniform(-0.3, 2.2)
                found.append(bezier([c[0] - reach, y - lean], [c[0], y + rng.normal(0, 0.4)], [c[0] + reach, y + lean]))
            return found
        if kind < 0.75:
            r = min(hx, 6.5)
            ends = np.array([r, hy]) * rng.uniform([1, 0.8], [1, 1.3], (4, 2)) * [[-1, -1], [1, 1], [1, -1], [-1, 1]]
            return [bezier(c + ends[i], c + rng.normal(0, 0.5, 2), c + ends[i + 1]) for i in (0, 2)]
        turns = max(3, int(box.width / rng.uniform(1.2, 2.6)))
        t = np.linspace(0, turns * 2 * np.pi, turns * 18)
        x = box.x0 + box.width * t / t[-1]
        if kind < 0.88:
            y = c[1] + hy * rng.uniform(0.6, 1.1) * (2 / np.pi) * np.arcsin(np.sin(t))
        else:
            x, y = x + 0.9 * np.cos(t), c[1] + hy * rng.uniform(0.5, 1.0) * np.sin(t)
        return [tremble(rng, np.stack([x, y], axis=1), 0.08)]

    def strike_words(self, option: Box) -> None:
        """Strike a printed option out with two lines."""
        for off in (-0.6, 0.6):
            y = option.centre.y + off + self.rng.normal(0, 0.2)
            self.draw([bezier([option.x0 - 1, y], [option.centre.x, y + self.rng.normal(0, 0.3)], [option.x1 + 1, y])])

    def write(self, line: Box) -> None:
        """Write loops and bars like running script."""
        rng, x = self.rng, line.x0 + 1
        size = line.height * rng.uniform(0.4, 0.75)
        end = line.x0 + line.width * rng.uniform(0.2, 1.05)
        while x < end:
            knots = np.array([x, line.centre.y]) + rng.uniform(-0.5, 0.5, (int(rng.integers(3, 7)), 2)) * size
            self.draw([self._through(knots)])
            x += size * rng.uniform(0.25, 0.6)

    def stray(self, place: Box) -> None:
        """Leave a speck, a hair, a line or a scrap of writing."""
        rng = self.rng
        at = np.array([rng.uniform(place.x0, place.x1), rng.uniform(place.y0, place.y1)])
        kind = rng.random()
        if kind < 0.4:
            self.draw([at + rng.normal(0, 0.15, (3, 2))])
        elif kind < 0.65:
            self.draw([bezier(at, at + rng.normal(0, 2, 2), at + rng.normal(0, 4, 2))])
        elif kind < 0.85:
            self.draw([bezier(at, at + rng.normal([12, 0], [0, 4]), at + rng.normal([24, 0], [8, 5]))])
        else:
            self.write(Box.at(at[0], at[1], rng.uniform(8, 30), rng.uniform(4, 8)))

    def speck(self, box: Box) -> None:
        """Leave a small dot in a box."""
        at = np.array([box.centre.x, box.centre.y]) + self.rng.normal(0, 0.8, 2)
        usual, self.width = self.width, min(self.width, 0.45)
        self.draw([at + self.rng.normal(0, 0.05, (3, 2))])
        self.width = usual

    def underline(self, option: Box) -> None:
        """Underline printed words."""
        y = option.y1 + self.rng.uniform(-0.2, 0.8)
        self.draw([bezier([option.x0, y], [option.centre.x, y + self.rng.normal(0, 0.4)], [option.x1, y])])
