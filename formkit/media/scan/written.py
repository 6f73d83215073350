"""Looking at one area where somebody writes: whether anything stands there, and its lines as the engine reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from formkit.geometry import Box
from formkit.media.scan.canvas import Grey, cut, pixels
from formkit.media.scan.ink import INKED, Covered, covered
from formkit.media.scan.text.lines import Writing, written_lines
from formkit.media.scan.text.loose import loose_signs
from formkit.media.scan.text.sight import Sight
from formkit.model.engine import LineMatrix, OcrEngine
from formkit.model.layout import Place

_LEAST_STROKE = 1.3
"""Length in mm of its longest stroke under which a written place that is not `INKED` is empty."""
_MUCH_INK, _MUCH_FAINT = 0.006, 6.0
"""Share of ink, and mm² of ink too pale to be writing, with which a place without lines may not be empty."""
_OVERRUN = 2.0
"""Millimetres by which writing may run over the edge of its place."""

_NEARLY = 0.05
"""How much less sure the engine may be of one line than of two: that they are one is likelier to begin with."""
_DOUBTED, _SURE_APART, _FAR_SURER = 0.75, 0.7, 0.15
"""How sure the engine is at most of a line that may be two, how sure of the two at least, and by how much surer."""
_TWO_LINES, _MORE = 6, 1.2
"""Signs that two lines have at least, and as a share of those that are read where they are squeezed into one."""
_LEGIBLE = 0.9
"""How sure the engine is of a character of writing that is not struck out, whatever it looks like: small characters
that run into one another look like a scribble. A person looks at it all the same."""
_AS_LONG = 0.6
"""Share of the longer of two lines that both as one have at least; of a name over a number only one may be read."""


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
        if writing.struck:
            whole = written_lines(around, printed, pixels(_OVERRUN), with_struck=True)
            writing, read = self._with_or_without(writing, whole)
        else:
            writing, read = self._read(writing)
        measures |= {"touching": writing.touching, "gap_mm": writing.gap, "height": writing.height}
        lines = tuple((line,) for line in read)
        pale = writing.ink.faint > max(_MUCH_FAINT / 2, found.share * box.width * box.height)
        loose = loose_signs(writing) if digits else None
        return Look(Sight(lines, loose=loose), measures, not writing.struck and not pale, writing.struck)

    def _with_or_without(self, writing: Writing, whole: Writing) -> tuple[Writing, list[LineMatrix]]:
        """Read the ``whole`` where what seems to be struck out is legible, else the ``writing`` that is left."""
        left = {line.strokes for line in writing.lines}
        whole, read = self._read(whole)
        struck = [text for line, text in zip(whole.lines, read, strict=True) if line.strokes not in left]
        return (whole, read) if _is_legible(struck) or _is_legible(read) else self._read(writing)

    def _read(self, writing: Writing) -> tuple[Writing, list[LineMatrix]]:
        """Return what the engine reads of the lines, and the lines: who only sees where ink is may cut them wrong."""
        return self._apart(*self._joined(writing))

    def _joined(self, writing: Writing) -> tuple[Writing, list[LineMatrix]]:
        """Read the lines, two as one where that is surer: large characters whose strokes lie apart look like two."""
        lines = list(writing.lines)
        read = [self.engine.read_line(line.image) for line in lines]
        for at in reversed(range(len(lines) - 1)):
            whole = writing.as_one(lines[at], lines[at + 1])
            if whole is not None:
                one = self.engine.read_line(whole.image)
                if _is_one(one, read[at : at + 2]):
                    lines[at : at + 2], read[at : at + 2] = [whole], [one]
        return replace(writing, lines=tuple(lines)), read

    def _apart(self, writing: Writing, read: list[LineMatrix]) -> tuple[Writing, list[LineMatrix]]:
        """Return the lines, a doubtful one as two where that is far surer: strokes of small close ones touch."""
        at = 0
        while at < len(read):
            two = writing.halved(at) if read[at].confidence < _DOUBTED else None
            halves = [self.engine.read_line(line.image) for line in two.lines[at : at + 2]] if two else []
            if two is not None and _is_two(read[at], halves):
                writing, read = two, [*read[:at], *halves, *read[at + 1 :]]
            else:
                at += 1
        return writing, read


def _is_legible(lines: Sequence[LineMatrix]) -> bool:
    """Say whether the engine is as sure of some lines as of such that nobody struck out."""
    return _sureness(lines) >= _LEGIBLE


def _is_one(whole: LineMatrix, apart: Sequence[LineMatrix]) -> bool:
    """Say whether two lines are rather one: read so, it has about as many signs as the longer, no less surely read."""
    longest = max(len(line.text) for line in apart)
    return whole.confidence + _NEARLY > _sureness(apart) and len(whole.text) >= _AS_LONG * longest


def _is_two(whole: LineMatrix, apart: Sequence[LineMatrix]) -> bool:
    """Say whether a line is rather two: they have more signs than squeezed into one, and are read far more surely."""
    signs = sum(len(line.text) for line in apart)
    sureness = _sureness(apart)
    return (
        signs >= max(_TWO_LINES, _MORE * len(whole.text)) and all(line.text for line in apart)
        and sureness > max(_SURE_APART, whole.confidence + _FAR_SURER)
    )


def _sureness(lines: Sequence[LineMatrix]) -> float:
    """Return how sure the engine is of a character of some lines; 0 where it read none."""
    signs = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / max(1, signs)


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
