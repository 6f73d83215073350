"""The hands of the training set: our own strokes, and those of formkit's own degradation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from formkit.geometry import Box
from formkit.media.scan.degrade import circles, strikes, ticks
from formkit.media.scan.degrade import stray as stray_ink
from formkit.media.scan.degrade.path import Stroke
from formkit.media.scan.marks.place import Shape
from formkit.model.handbook import Mark
from tools.marks import strokes
from tools.marks.pages import Rng
from tools.marks.pens import Layer, Pen, draw, random_pen
from tools.marks.strokes import Strokes


def room_of(paths: Strokes) -> Box:
    """Return the box around strokes."""
    points = np.concatenate(paths)
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return Box(float(x0), float(y0), float(x1), float(y1))


def between(rng: Rng, one: Box, other: Box) -> Box:
    """Return a box between two."""
    t = rng.random()
    return Box(*(a * (1 - t) + b * t for a, b in zip(
        (one.x0, one.y0, one.x1, one.y1), (other.x0, other.y0, other.x1, other.y1), strict=True)))


class TrainingHand:
    """Draws with the strokes of `tools.marks.strokes`."""

    def __init__(self, rng: Rng, layer: Layer, ticks: float = 0.1) -> None:
        """Take a pen, and be as careful or careless as chance wants; ``ticks`` is how often words are ticked."""
        self.rng, self.layer, self.ticks = rng, layer, ticks
        self.pen = random_pen(rng)
        self.wild = float(rng.beta(1.3, 2.2))

    def draw(self, paths: Strokes, pen: Pen | None = None) -> None:
        """Draw with the own pen or another."""
        draw(self.layer, paths, pen or (random_pen(self.rng) if self.rng.random() < 0.08 else self.pen), self.rng)

    def mark(self, box: Box, mark: Mark, neighbours: Sequence[Box], struck: bool) -> tuple[Shape, Box]:
        """Mark an option."""
        shape, paths = self._marked(box, mark, neighbours, struck)
        self.draw(paths)
        return shape, room_of(paths)

    def _marked(self, box: Box, mark: Mark, neighbours: Sequence[Box], struck: bool) -> tuple[Shape, Strokes]:
        kind = self.rng.random()
        if mark is Mark.CIRCLE:
            if kind < 0.956 * (1 - self.ticks):
                return Shape.RING, strokes.ring(self.rng, self._grown(box, neighbours), self.wild)
            if kind < 1 - self.ticks:
                return Shape.RING, strokes.squared(self.rng, box)
            return Shape.TICK, strokes.tick(self.rng, box, self.wild)
        if mark is Mark.SYMBOL:
            if kind < 0.5:
                return Shape.TICK, strokes.tick(self.rng, box.inset(box.width * 0.2), self.wild * 0.6)
            if kind < 0.88:
                return Shape.CROSS, strokes.cross(self.rng, box.inset(box.width * 0.15), self.wild)
            return Shape.RING, strokes.ring(self.rng, box.inset(box.width * 0.28), self.wild * 0.4)
        return self._ticked(box, kind, struck)

    def _ticked(self, box: Box, kind: float, struck: bool) -> tuple[Shape, Strokes]:
        if kind < 0.62 or (struck and kind > 0.8):
            return Shape.TICK, strokes.tick(self.rng, box, self.wild)
        if kind < 0.8:
            return Shape.CROSS, strokes.cross(self.rng, box, self.wild)
        if kind < 0.94:
            return Shape.OTHER, strokes.fill(self.rng, box, self.wild)
        if kind < 0.97:
            return Shape.RING, strokes.ring(self.rng, box, self.wild * 0.5)
        angle = self.rng.normal(-40, 20)
        return Shape.OTHER, [strokes.turned(np.asarray(
            [[box.x0 + 0.4, box.centre.y], [box.x1 - 0.4, box.centre.y]]), angle, (box.centre.x, box.centre.y))]

    def _grown(self, box: Box, neighbours: Sequence[Box]) -> Box:
        """Now and then a ring reaches into a neighbour, but does not take it in."""
        if not neighbours or self.rng.random() > 0.12:
            return box
        other = neighbours[int(self.rng.integers(len(neighbours)))]
        bite = self.rng.uniform(-0.5, 1.3)
        if other.x0 >= box.x1:
            return Box(box.x0, box.y0, max(box.x1, other.x0 - 1.2 + bite), box.y1)
        if other.x1 <= box.x0:
            return Box(min(box.x0, other.x1 + 1.2 - bite), box.y0, box.x1, box.y1)
        if other.y0 >= box.y1:
            return Box(box.x0, box.y0, box.x1, max(box.y1, min(other.y0 - 0.8 + bite * 0.7, box.y1 + 3)))
        return Box(box.x0, min(box.y0, max(other.y1 + 0.8 - bite * 0.7, box.y0 - 3)), box.x1, box.y1)

    def strike(self, option: Box, mark_box: Box, shape: Shape) -> None:
        """Strike a mark out, mostly with the same pen."""
        around = between(self.rng, option, mark_box)
        pen = self.pen if self.rng.random() < 0.9 else None
        if shape is Shape.RING:
            self.draw(strokes.strike(self.rng, around, self.wild), pen)
        else:
            self.draw(strokes.strike_box(self.rng, around, self.wild, shape is Shape.CROSS), pen)

    def strike_words(self, option: Box) -> None:
        """Strike a printed option out."""
        if option.width < 7 or self.rng.random() < 0.5:
            count = int(self.rng.integers(2, 4))
            self.draw(strokes.lines_through(self.rng, option.inset(-0.8, 0), count))
            return
        self.draw(strokes.strike(self.rng, option, self.wild))

    def write(self, line: Box) -> None:
        """Write on a line, or beyond it."""
        width = line.width * self.rng.uniform(0.2, 1.1)
        off = self.rng.normal(0, 1.0)
        self.draw(strokes.writing(self.rng, Box(line.x0, line.y0 + off, line.x0 + width, line.y1 + off)))

    def stray(self, place: Box) -> None:
        """Leave stray ink."""
        at = (self.rng.uniform(place.x0, place.x1), self.rng.uniform(place.y0, place.y1))
        if self.rng.random() < 0.12:
            width = self.rng.uniform(8, 40)
            self.draw(strokes.writing(self.rng, Box.at(at[0], at[1], width, self.rng.uniform(3, 7))))
            return
        self.draw(strokes.stray(self.rng, at))

    def speck(self, box: Box) -> None:
        """Leave a small dot in a box."""
        at = self.rng.uniform([box.x0, box.y0], [box.x1, box.y1])
        size = min(self.pen.width, self.rng.uniform(0.15, 0.5))
        self.draw([np.stack([at, at + self.rng.normal(0, 0.1, 2)])], replace(self.pen, width=size))

    def underline(self, option: Box) -> None:
        """Underline printed words."""
        self.draw(strokes.underline(self.rng, option))


def as_paths(drawn: Sequence[Stroke]) -> Strokes:
    """Return the strokes of formkit's degradation as paths."""
    return [each.points for each in drawn]


class FormkitHand(TrainingHand):
    """Draws with the strokes of formkit's own degradation; writes and strays a little differently too."""

    def _marked(self, box: Box, mark: Mark, neighbours: Sequence[Box], struck: bool) -> tuple[Shape, Strokes]:
        rng, sloppy = self.rng, self.wild
        if mark is Mark.CIRCLE:
            if rng.random() < 1 - 0.8 * self.ticks:
                near = neighbours[int(rng.integers(len(neighbours)))] if neighbours and rng.random() < 0.1 else None
                return Shape.RING, as_paths(circles.any_circle(rng, box, sloppy, near))
            drawn = ticks.tick_over(rng, box, sloppy) if rng.random() < 0.5 else ticks.tick_at_start(rng, box, sloppy)
            return Shape.TICK, as_paths(drawn)
        if mark is Mark.SYMBOL:
            inner = box.inset(box.width * 0.2)
            if rng.random() < 0.55:
                return Shape.TICK, as_paths(ticks.tick(rng, inner, sloppy))
            return Shape.CROSS, as_paths(ticks.cross(rng, inner, sloppy))
        kind = rng.random()
        if kind < 0.66 or (struck and kind > 0.82):
            return Shape.TICK, as_paths(ticks.tick(rng, box, sloppy))
        if kind < 0.82:
            return Shape.CROSS, as_paths(ticks.cross(rng, box, sloppy))
        if kind < 0.95:
            return Shape.OTHER, as_paths(ticks.fill(rng, box, sloppy))
        return Shape.OTHER, as_paths(ticks.dot(rng, (box.centre.x, box.centre.y), rng.uniform(0.5, 1.2)))

    def strike(self, option: Box, mark_box: Box, shape: Shape) -> None:
        """Strike a mark out."""
        around = between(self.rng, option, mark_box)
        kinds = ("lines", "zigzag", "spiral", "scribble") if shape is Shape.CROSS else strikes.KINDS
        kind = str(self.rng.choice(kinds)) if self.rng.random() < 0.5 else "lines"
        count = None if shape is Shape.RING else int(self.rng.integers(2, 4))
        around = around if shape is Shape.RING else around.inset(-self.rng.uniform(0.3, 1.2))
        drawn = strikes.strike(self.rng, around, kind, count)
        self.draw(as_paths(drawn), self.pen if self.rng.random() < 0.9 else None)

    def stray(self, place: Box) -> None:
        """Leave stray ink."""
        self.draw(as_paths(stray_ink.stray(self.rng, place)))


def random_hand(rng: Rng, layer: Layer, ticks: float = 0.1) -> TrainingHand:
    """Return one of the two hands."""
    return (TrainingHand if rng.random() < 0.6 else FormkitHand)(rng, layer, ticks)
