"""A printed page as it was found: signs and ruled lines, in millimetres from the top left.

This is what a legacy blank is learnt from. A PDF, a Word file by way of its PDF and a scanned sheet of paper all come
down to it, so that one analysis serves all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from formkit.geometry import Box

BOX = "□"
"""The sign of a box to tick or to write a code into, however the page draws it."""
_BOXES = frozenset("□☐◻▢❏❐❑❒⬜▭◽\uf06f\uf071\uf0a8\uf0a3\uf072○◯〇⃝")
_UNDERSCORES = frozenset("_＿﹍﹎ˍ")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed sign; ``box`` is its place in its line, for a `BOX` its ink."""

    text: str
    box: Box
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: at which y it runs from ``start`` to ``end`` (upright: at which x)."""

    upright: bool
    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """Its length in millimetres."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page: its size in millimetres, its signs in no special order, and its ruled lines.

    ``unruled`` are tables whose lines are known (they are among the rules), though none of them is printed.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    unruled: tuple[Box, ...] = ()


def sign_of(text: str) -> str:
    """Return a sign as the analysis knows it: every empty box as □, every underscore as _."""
    if text in _BOXES:
        return BOX
    return "_" if text in _UNDERSCORES else text
