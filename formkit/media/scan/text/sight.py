"""What was seen of one field before its rules are looked at: lines of text, and one-character boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from formkit.media.scan.text.line import Line, Logs, joined
from formkit.media.scan.text.variants import simplified
from formkit.model.engine import LineMatrix

_OTHER_COUNT = 2.0
"""Nats for every sign more or less than a text has digits: signs may touch, or be broken."""


@dataclass(frozen=True, slots=True)
class CellScores:
    """Log-probabilities of one-character boxes, from left to right.

    ``logs`` is (cells, symbols) with a column for each character of ``symbols``; ``empty`` and ``foreign``
    are (cells,): that nothing is written, and that it is none of the symbols (a stroke, a character, two digits).
    """

    symbols: str
    logs: Logs
    empty: Logs
    foreign: Logs

    @property
    def count(self) -> int:
        """How many boxes there are."""
        return len(self.logs)

    def of(self, alphabet: str) -> Logs:
        """Return (cells, characters of ``alphabet``); a character that the reader does not know is very unlikely."""
        columns = [self.symbols.find(sign) for sign in alphabet]
        found = np.full((self.count, len(alphabet)), -np.inf)
        known = [at for at, column in enumerate(columns) if column >= 0]
        found[:, known] = self.logs[:, [columns[at] for at in known]]
        floored: Logs = np.maximum(found, -14.0)
        return floored

    def filled(self) -> NDArray[np.bool_]:
        """Return which boxes have something written in them, rather than nothing."""
        written: NDArray[np.bool_] = np.maximum(self.logs.max(axis=1), self.foreign) > self.empty
        return written


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything seen of one field.

    ``lines`` are its written lines from top to bottom, each with its readings: the first is the main one, the
    others are of the same line differently prepared or by another engine. ``cells`` are the boxes of a code or
    a number, ``parts`` those of a date by the part's name. ``loose`` are the signs of a line without boxes, where
    it can be cut into such (`loose.loose_signs`): whether they are as many as the text has is not certain.
    """

    lines: tuple[tuple[LineMatrix, ...], ...] = ()
    cells: CellScores | None = None
    parts: Mapping[str, CellScores] = field(default_factory=lambda: MappingProxyType({}))
    loose: CellScores | None = None

    def boxes(self, length: int) -> CellScores | None:
        """Return the boxes, or the loose signs where there are none and these are ``length``."""
        if self.cells is not None:
            return self.cells
        return self.loose if self.loose is not None and self.loose.count == length else None

    def loose_score(self, text: str) -> float:
        """Return what the loose signs say of a text, in nats: its digits one by one, where they are as many."""
        digits = [sign for sign in text if sign.isdigit()]
        if self.loose is None or not digits:
            return 0.0
        if len(digits) != self.loose.count:
            return -_OTHER_COUNT * min(3, abs(len(digits) - self.loose.count))
        logs = self.loose.of("0123456789")
        return float(logs[np.arange(len(digits)), [int(sign) for sign in digits]].sum())

    @property
    def raw(self) -> str:
        """The plain main reading of all lines."""
        return "".join(readings[0].text for readings in self.lines if readings).translate(simplified())

    def line(self, reading: int = 0) -> Line | None:
        """Return the lines of one reading as a single line; None where there is no matrix.

        A line that was not read a second time stands in with its first reading.
        """
        found = [Line.of(readings[min(reading, len(readings) - 1)]) for readings in self.lines if readings]
        known = [line for line in found if line is not None]
        return joined(known) if known and len(known) == len(found) else None

    def by_line(self) -> list[Sight]:
        """Return each written line as a sight of its own, without boxes."""
        return [Sight((readings,), loose=self.loose if len(self.lines) == 1 else None) for readings in self.lines]

    @property
    def readings(self) -> int:
        """How many readings some line has."""
        return max((len(readings) for readings in self.lines), default=0)

    def all_readings(self) -> list[Line]:
        """Return every reading that has a matrix, the main one first."""
        return [line for line in (self.line(at) for at in range(self.readings)) if line is not None]
