"""Edits of a blank in the places of its own signs, so that several can be made in one unit."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from formkit.media.docx.typed.blank import Blank, Unit, UnitId
from tools.typed.atoms import Atom, Document, Look


@dataclass(frozen=True)
class Edit:
    """Atoms in the place of those from ``start`` to ``stop`` of a unit of the blank."""

    unit: UnitId
    start: int
    stop: int
    atoms: tuple[Atom, ...]
    rank: int = 0
    """Among insertions at one place, the lower stand first."""


class Pen:
    """Makes edits: text in the font around it, looks on what is printed."""

    def __init__(self, blank: Blank, document: Document, rng: random.Random, back: Document | None = None) -> None:
        self.blank = blank
        self.document = document
        self.rng = rng
        self.edits: list[Edit] = []

    def unit(self, unit: UnitId) -> Unit:
        """Return a unit of the blank."""
        return self.blank.units[unit]

    def span(self, unit: UnitId, start: int, stop: int) -> tuple[int, int]:
        """Return the signs of tokens ``start`` to ``stop`` of a unit."""
        tokens = self.unit(unit).tokens
        first = tokens[start].start if start < len(tokens) else (tokens[-1].stop if tokens else 0)
        return first, max(first, tokens[stop - 1].stop if stop > start else first)

    def sign_place(self, unit: UnitId, token: int) -> int:
        """Return where a token begins."""
        tokens = self.unit(unit).tokens
        return tokens[token].start if token < len(tokens) else (tokens[-1].stop if tokens else 0)

    def put(self, unit: UnitId, start: int, stop: int, text: str, look: Look = (), rank: int = 1) -> None:
        """Type ``text`` over signs."""
        atoms = tuple(self.document.units[unit].typed(text, start, look))
        self.edits.append(Edit(unit, start, stop, atoms, rank))

    def put_raw(self, unit: UnitId, start: int, stop: int, xml: str, rank: int = 1) -> None:
        """Put runs of XML over signs."""
        self.edits.append(Edit(unit, start, stop, (Atom("", raw=xml),), rank))

    def dress(self, unit: UnitId, start: int, stop: int, look: Look) -> None:
        """Give printed signs a look."""
        atoms = tuple(replace(atom, look=look) for atom in self.document.units[unit].atoms[start:stop])
        self.edits.append(Edit(unit, start, stop, atoms, 0))

    def track(self, unit: UnitId, start: int, stop: int, wrong: str, text: str) -> None:
        """Type with changes tracked: a slip that was deleted, and what stands for it."""
        make = self.document.units[unit].typed
        slip = tuple(replace(atom, deleted=True) for atom in make(wrong, start))
        right = tuple(replace(atom, inserted=True) for atom in make(text, start))
        self.edits.append(Edit(unit, start, stop, slip + right, 1))

    def apply(self) -> None:
        """Make all edits, from the end of each unit to its start."""
        for edit in _from_behind(self.edits):
            self.document.units[edit.unit].put(edit.start, edit.stop, edit.atoms)
        self.edits = []


def _from_behind(edits: Sequence[Edit]) -> list[Edit]:
    return sorted(edits, key=lambda edit: (edit.unit, edit.start, edit.stop > edit.start, edit.rank), reverse=True)
