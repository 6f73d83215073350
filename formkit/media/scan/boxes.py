"""Boxes of a page in one call of the digit reader, and what it says of them in the words of the decoders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formkit.geometry import Box
from formkit.media.scan.canvas import WHITE, Grey, cut, pixels
from formkit.media.scan.cells.classifier import BLANK, NO_TENS, NUMBER, X_ONES, BoxLogs, classify, number_logs
from formkit.media.scan.cells.pictures import TYPES, pictures
from formkit.media.scan.coded import FAR, CodeBoxes
from formkit.media.scan.text.line import Logs
from formkit.media.scan.text.sight import CellScores

SYMBOLS = "0123456789X"
_CORRECTED, _STROKE = TYPES.index("corrected"), TYPES.index("slash")
EMPTY_INK = 0.0012
"""Share of ink under which a box is empty without a look: a dot of 0.3 mm in a box of 6.5 × 8 mm."""


@dataclass(frozen=True, slots=True)
class BoxScores:
    """What was seen of some boxes: the reader's log-probabilities, and the share of each that ink covers."""

    logs: BoxLogs
    ink: NDArray[np.float64]

    def part(self, start: int, stop: int) -> BoxScores:
        """Return the boxes from ``start`` to before ``stop``."""
        own = BoxLogs(self.logs.kinds[start:stop], self.logs.tens[start:stop], self.logs.ones[start:stop])
        return BoxScores(own, self.ink[start:stop])

    def filled(self) -> NDArray[np.bool_]:
        """Return which boxes have something in them."""
        return np.asarray(self.logs.kinds[:, BLANK] < np.log(0.5), np.bool_)

    def corrected(self) -> NDArray[np.bool_]:
        """Return in which boxes something was struck out."""
        return np.asarray(self.logs.kinds[:, _CORRECTED] > np.log(0.5), np.bool_)

    def empty_margin(self) -> float:
        """Return by how many nats the least empty box is rather empty than not; negative where one is filled."""
        blank = self.logs.kinds[:, BLANK]
        return float((blank - _rest(blank)).min(initial=30.0))

    def lead(self) -> float:
        """Return how far the best answer is ahead of the next in the most doubtful filled box, in nats."""
        filled = np.flatnonzero(self.filled())
        if not len(filled):
            return FAR
        ranked = np.sort(self.cells().logs[filled], axis=1)
        return float((ranked[:, -1] - ranked[:, -2]).min())

    def cells(self) -> CellScores:
        """Return the boxes as one-character boxes of digits and X."""
        kinds = self.logs.kinds
        alone = np.logaddexp(self.logs.tens[:, NO_TENS], self.logs.tens[:, 0])[:, None]
        symbols = kinds[:, [NUMBER]] + alone + self.logs.ones[:, [*range(10), X_ONES]]
        known = np.logaddexp(np.logaddexp.reduce(symbols, axis=1), kinds[:, BLANK])
        return CellScores(SYMBOLS, symbols, kinds[:, BLANK], _rest(known))

    def codes(self, codes: tuple[str, ...]) -> CodeBoxes:
        """Return the boxes as code boxes: a number can only be one of the codes that stand there.

        ``listed`` says how much of what the reader thinks of is one of them.
        """
        logs = number_logs(self.logs, codes)
        kinds = self.logs.kinds
        listed = np.logaddexp.reduce(logs, axis=1)
        closed = logs - listed[:, None] + kinds[:, [NUMBER]]
        known = np.logaddexp(kinds[:, NUMBER], np.logaddexp(kinds[:, BLANK], kinds[:, _CORRECTED]))
        share = np.minimum(0.0, listed - kinds[:, NUMBER])
        foreign = np.maximum(_rest(known), kinds[:, _STROKE])
        return CodeBoxes(
            codes, closed, kinds[:, BLANK], foreign, kinds[:, _STROKE], kinds[:, _CORRECTED], self.ink, share
        )


def with_line(cells: CellScores, filled: NDArray[np.bool_], line: Logs) -> CellScores:
    """Return boxes with what a line of their contents says added to the filled ones.

    ``line`` is (filled boxes, symbols): log-probabilities of each place on the line. What a box says of being
    empty, or of holding no symbol at all, stays.
    """
    logs = cells.logs.copy()
    both = logs[filled] + line
    both -= np.logaddexp.reduce(both, axis=1, keepdims=True)
    logs[filled] = both + np.logaddexp.reduce(cells.logs[filled], axis=1, keepdims=True)
    return CellScores(cells.symbols, logs, cells.empty, cells.foreign)


def packed(scan: Grey, boxes: Sequence[Box]) -> Grey:
    """Return the insides of boxes side by side as one line, without their frames and without gaps."""
    inset = 0.25
    high = min(box.height for box in boxes) - 2 * inset
    parts = []
    for box in boxes:
        middle = box.centre.y
        inside = Box(box.x0 + inset, middle - high / 2, box.x1 - inset, middle + high / 2)
        part = cut(scan, inside)
        parts.append(part[: pixels(high)] if part.shape[0] >= pixels(high) else _taller(part, pixels(high)))
    return np.ascontiguousarray(np.hstack(parts))


def _taller(part: Grey, rows: int) -> Grey:
    made = np.full((rows, part.shape[1]), WHITE, np.uint8)
    made[: part.shape[0]] = part
    return made


def _rest(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log-probability of everything else."""
    return np.asarray(np.log(np.maximum(1e-9, -np.expm1(np.minimum(logs, -1e-9)))), np.float64)


def read_boxes(
    scan: Grey, blank: Grey, ink: Sequence[float], boxes: Sequence[Box], wanted: Sequence[bool]
) -> BoxScores:
    """Return what stands in ``boxes``, each with its share of ``ink``; the unwanted are empty without a look."""
    covered = np.asarray(ink, np.float64)
    looked = [number for number, asked in enumerate(wanted) if asked]
    kinds = np.full((len(boxes), len(TYPES)), -12.0)
    kinds[:, BLANK] = -1e-4
    tens, ones = np.full((len(boxes), 11), np.log(1 / 11)), np.full((len(boxes), 11), np.log(1 / 11))
    if looked:
        seen = classify(pictures(scan, blank, [boxes[each] for each in looked]))
        kinds[looked], tens[looked], ones[looked] = seen.kinds, seen.tens, seen.ones
    return BoxScores(BoxLogs(kinds, tens, ones), covered)
