"""Looking at one area where somebody writes: whether anything stands there, and its lines as the engine reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from formkit.geometry import Box
from formkit.media.scan.canvas import Grey, cut, pixels
from formkit.media.scan.ink import INKED, Covered, covered
from formkit.media.scan.text.lines import written_lines
from formkit.media.scan.text.loose import loose_signs
from formkit.media.scan.text.sight import Sight
from formkit.model.engine import OcrEngine
from formkit.model.layout import Place

_LEAST_STROKE = 1.3
"""Length in mm of its longest stroke under which a written place that is not `INKED` is empty."""
_MUCH_INK, _MUCH_FAINT = 0.006, 6.0
"""Share of ink, and mm² of ink too pale to be writing, with which a place without lines may not be empty."""
_OVERRUN = 2.0
"""Millimetres by which writing may run over the edge of its place."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of an area: its sight, which has no lines where it is empty, and measures of the ink.

    ``sure`` is False where a person has to look, whatever is read; ``struck`` says that something was struck out.
    """

    sight: Sight
    measures: dict[str, float]
    sure: bool = True
    struck: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was written there."""
        return not self.sight.lines


@dataclass(frozen=True, slots=True)
class Page:
    """What all areas of a page are looked at with: the scan, its blank and ink on one grid, and the pen's darkness."""

    canvas: Grey
    blank: Grey
    ink: Grey
    pen: float
    engine: OcrEngine
    covered: Mapping[Box, Covered]
    """What is known already to cover a box."""

    def look(self, box: Box, *, digits: bool = False) -> Look:
        """Return what stands in an area; ``digits`` has its signs looked at one by one, too."""
        found = self.covered.get(box) or covered(self.ink, box)
        measures = {"ink": found.share, "stroke": found.stroke}
        traced = found.may_be(self.pen)
        if found.share < INKED and found.stroke < _LEAST_STROKE and not traced:
            return Look(Sight(), measures)
        around = np.ascontiguousarray(cut(self.canvas, box, _OVERRUN))
        printed = np.ascontiguousarray(cut(self.blank, box, _OVERRUN))
        writing = written_lines(around, printed, pixels(_OVERRUN))
        measures |= {"faint": writing.ink.faint, "noise": writing.ink.noise}
        if not writing.lines:
            return Look(Sight(), measures, found.share < _MUCH_INK and writing.ink.faint < _MUCH_FAINT and not traced)
        measures |= {"touching": writing.touching, "gap_mm": writing.gap, "height": writing.height}
        lines = tuple((self.engine.read_line(line.image),) for line in writing.lines)
        pale = writing.ink.faint > max(_MUCH_FAINT / 2, found.share * box.width * box.height)
        loose = loose_signs(around, writing) if digits else None
        return Look(Sight(lines, loose=loose), measures, not writing.struck and not pale, writing.struck)


def areas(place: Place) -> Sequence[Box]:
    """Return the areas of a written place: its box, or its lines where the box does not hold them all."""
    if all(place.box.contains(line, 0.5) for line in place.lines):
        return (place.box,)
    return place.lines


def together(looks: Sequence[Look]) -> Look:
    """Return what was seen of several areas of one place as one look, its lines in their order."""
    if len(looks) == 1:
        return looks[0]
    measures: dict[str, float] = {}
    for each in looks:
        for name, value in each.measures.items():
            measures[name] = max(measures.get(name, value), value)
    lines = tuple(line for each in looks for line in each.sight.lines)
    return Look(Sight(lines), measures, all(each.sure for each in looks), any(each.struck for each in looks))
