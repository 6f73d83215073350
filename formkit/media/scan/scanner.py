"""One picture in, its sides with all their readings out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import cv2
import numpy as np

from formkit.errors import Problem, Where, problem
from formkit.media.scan.blank import Blank
from formkit.media.scan.confidence import Calibration, shipped_calibration
from formkit.media.scan.footer import is_as_printed, is_readable, number_part
from formkit.media.scan.identify import Identifier, Shown
from formkit.media.scan.marks.readers import MarkReaders
from formkit.media.scan.raster import PageImage
from formkit.media.scan.regions import regions
from formkit.media.scan.shelf import Shelf
from formkit.media.scan.side import Readers, SideReader, for_review, page_level
from formkit.media.scan.sides import SideRead
from formkit.media.scan.text.lexicons import Lexicons
from formkit.media.scan.wording import Wording, compare
from formkit.media.scan.wording_signs import Sign, signs_of
from formkit.model.engine import OcrEngine
from formkit.model.layout import Page


@dataclass(slots=True)
class Scanner:
    """Reads pictures; what it needs is loaded once.

    ``calibration`` is the shipped one unless an office fitted its own.
    """

    shelf: Shelf
    engine: OcrEngine
    lexicons: Lexicons
    calibration: Calibration = field(default_factory=shipped_calibration)
    _identifier: Identifier = field(init=False)
    _readers: Readers = field(init=False)
    _signs: dict[str, list[Sign]] = field(default_factory=dict)
    """The printed signs of each measured page, by its fingerprint."""

    def __post_init__(self) -> None:
        # A page's pictures are small: more threads would cost more of the processor than they save time, and
        # workers are the way to use more cores.
        cv2.setNumThreads(1)
        self._identifier = Identifier(self.shelf, self.engine)
        self._readers = Readers(MarkReaders(), self.engine, self.lexicons, self.calibration)

    def read_image(self, image: PageImage, name: str) -> tuple[list[SideRead], list[Problem]]:
        """Return the sides on a picture and what there is to say of it; neither for an empty page."""
        sides: list[SideRead] = []
        problems: list[Problem] = []
        for found in self._identifier.sides(image, name):
            if isinstance(found, Problem):
                problems.append(found)
                continue
            side, told = self._side(found, image, name)
            sides.append(side)
            problems += told
        return sides, problems

    def read_as(self, image: PageImage, name: str, number: str, copy: int) -> SideRead | None:
        """Return a side as which a person says a picture is to be read; None where its print is not found there.

        ``number`` is the design number of the side.
        """
        design = self.shelf.find(number)
        shown = None if design is None else self._identifier.shown_as(image, design, copy)
        return None if shown is None else self._side(shown, image, name)[0]

    def _side(self, shown: Shown, image: PageImage, name: str) -> tuple[SideRead, list[Problem]]:
        blank = self.shelf.blank(shown.design, shown.copy or 1)
        reader = SideReader(self._readers, shown.registered, blank.canvas, blank.page, name, image.number)
        where_at = regions(shown.registered.warp, blank.page, image)
        readings = {each: replace(found, region=where_at[each]) for each, found in reader.read().items()}
        problems = reader.problems
        held = frozenset(reader.held)
        is_other = False
        if blank.page.is_foreign:
            wording = self._wording(shown, blank)
            is_other = wording.is_other
            held = frozenset(readings) if is_other else held | wording.fields | wording.moved
            problems += _told(wording, blank.page, image.number, name)
        if not shown.registered.trusted:
            percent = round(100 * shown.registered.share)
            where = Where(name, detail=f"#{image.number}")
            problems.append(problem("G108", where=where, image=image.number, share=percent))
        canvas = shown.registered.canvas
        numbers = blank.numbers if blank.numbers and is_as_printed(canvas, blank.canvas) else None
        has_foot = shown.design.coded and not numbers and is_readable(canvas)
        footer = _packed(number_part(canvas, blank.canvas)) if has_foot else b""
        side = SideRead(
            image.number, shown.design, blank.page, shown.copy, shown.serial, shown.certain and not is_other,
            {each: for_review(reading) if each in held else reading for each, reading in readings.items()},
            page_level(shown.registered), footer, numbers, held,
        )
        return side, problems

    def _wording(self, shown: Shown, blank: Blank) -> Wording:
        """Return what a page of a form that formkit did not print says otherwise than its blank."""
        key = blank.page.fingerprint
        if key not in self._signs:
            self._signs[key] = signs_of(blank.canvas, blank.page)
        return compare(shown.registered.canvas, blank, self._signs[key])


def _told(wording: Wording, page: Page, number: int, name: str) -> Iterator[Problem]:
    """Yield the problems of other print: that of the page, else one for each field."""
    where = Where(name, detail=f"#{number}")
    if wording.is_other:
        yield problem("G110", where=where, image=number, sheet=page.title, count=wording.places)
        return
    if wording.moved:
        yield problem("G215", where=where, image=number, sheet=page.title, count=len(wording.moved))
    for place in page.places:
        if place.ref.id in wording.fields:
            yield problem("G211", where=where, field=place.ref.id, label=place.ref.field.label)


def _packed(picture: np.ndarray[Any, Any]) -> bytes:
    done, packed = cv2.imencode(".png", picture)
    return packed.tobytes() if done else b""
