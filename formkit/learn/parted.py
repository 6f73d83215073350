"""Rows that repeat beside merged names: 早餐, 午餐, 晚餐 with rows of their own are a list each."""

from __future__ import annotations

from itertools import groupby

from formkit.learn.tabular import Band, Cell, Neighbours

_FEWEST = 2
"""Rows of a list at least."""


def parted(cells: Neighbours, run: list[Band]) -> list[list[Band]]:
    """Return the lists that a run of rows consists of: one for each merged name left of it, where each counts anew."""
    names = [_name(cells, band) for band in run]
    beside = groupby(zip(map(id, names), run, strict=True), lambda each: each[0])
    parts = [[band for _, band in part] for _, part in beside]
    if any(name is None for name in names) or len(parts) < 2 or any(len(part) < _FEWEST for part in parts):
        return [run]
    return parts if all(_begins_anew(part, parts[0]) for part in parts) else [run]


def _name(cells: Neighbours, band: Band) -> Cell | None:
    """Return the label left of a row that stands for several rows."""
    left = cells.left(band[0])
    merged = left is not None and left.is_label and left.box.height > 1.5 * band[0].box.height
    return left if merged else None


def _begins_anew(part: list[Band], first: list[Band]) -> bool:
    """Say whether the rows of a list are numbered, and begin with the number that the first list begins with."""
    number = part[0][0]
    return number.is_number and number.words == first[0][0].words and part[1][0].words != number.words
