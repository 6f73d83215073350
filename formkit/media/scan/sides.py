"""What was read of one side of a sheet, before it belongs to a booklet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from formkit.errors import Problem
from formkit.media.scan.shelf import Design
from formkit.model.layout import Page
from formkit.model.reading import Reading


@dataclass(frozen=True, slots=True)
class SideRead:
    """One side on one image.

    ``copy`` and ``serial`` are None where nothing readable tells them, and ``certain`` is False where no code
    named the side. ``registration`` is what goes into the JSON of the page. ``footer`` is a small PNG of the
    line with the page's number, read only where somebody wants to know how many pages were issued.
    """

    image: int
    design: Design
    page: Page
    copy: int | None
    serial: str | None
    certain: bool
    readings: Mapping[str, Reading]
    registration: Mapping[str, object] = field(default_factory=dict)
    footer: bytes = b""
    numbers: tuple[int, int] | None = None
    """The page's number and the number of pages, where the foot is surely that of the default booklet."""
    held: frozenset[str] = frozenset()
    """Fields that a person must see whatever their confidence: another print, or a box that is gone."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Everything that was seen in one file: its sides and its problems, in the order of the images."""

    sides: tuple[SideRead, ...]
    problems: tuple[Problem, ...]
    images: int = 0
