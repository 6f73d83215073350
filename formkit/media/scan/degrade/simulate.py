"""A booklet filled in by hand, printed and scanned: the images, and the truth of what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from formkit.media.scan.degrade.answers import Answering
from formkit.media.scan.degrade.bending import transform_of
from formkit.media.scan.degrade.choosing import Habits
from formkit.media.scan.degrade.digits import DigitSource
from formkit.media.scan.degrade.encoding import decoded, encoded
from formkit.media.scan.degrade.faces import BUNDLED, Faces
from formkit.media.scan.degrade.filling import Filler
from formkit.media.scan.degrade.hands import Hand, jittered, random_hand
from formkit.media.scan.degrade.paper import aged
from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.pens import InkLayer, random_pen
from formkit.media.scan.degrade.persons import random_day, random_person
from formkit.media.scan.degrade.press import printed
from formkit.media.scan.degrade.profiles import Conditions, conditions, settled
from formkit.media.scan.degrade.rasters import Raster, fitted, render, scale_of
from formkit.media.scan.degrade.scanner import scanned
from formkit.media.scan.degrade.truth import FieldTruth, PageTruth, Truth
from formkit.media.scan.degrade.writing import Writer
from formkit.model.handbook import Check, Handbook
from formkit.model.layout import Layout, Page
from formkit.model.reading import Value

_FIRST_BOOKLET, _LAST_BOOKLET = dt.date(2009, 1, 1), dt.date(2026, 6, 30)
"""Between which days booklets begin."""
_GROWN_UP = 365 * 14


@dataclass(frozen=True, slots=True)
class Material:
    """What synthetic handwriting is made from.

    Attributes:
        fonts: files of handwriting fonts; without any, the bundled font is written with a strong jitter.
        digits: pictures of digits, used by some writers; None for none.
        digit_share: share of writers who write their digits with pictures.
        habits: chances of corrections, stray ink and the like.
        blank: chance that a field is left blank.
    """

    fonts: tuple[Path, ...] = ()
    digits: DigitSource | None = None
    digit_share: float = 0.6
    habits: Habits = field(default_factory=Habits)
    blank: float = 0.08

    def faces(self) -> Faces:
        """Return the fonts, loaded.

        Raises:
            OSError: a file is missing or is no font.
        """
        return Faces.load(self.fonts or (BUNDLED,))


@dataclass(frozen=True, slots=True)
class SimulatedPage:
    """One image as a file (jpeg, png or g4), its dpi across and down the page, and its truth."""

    content: bytes
    file: str
    dpi: tuple[float, float]
    truth: PageTruth

    @property
    def image(self) -> Raster:
        """The pixels as a reader of the file sees them: grey, or red, green, blue."""
        return decoded(self.content)


@dataclass(frozen=True, slots=True)
class Simulation:
    """A simulated booklet."""

    pages: tuple[SimulatedPage, ...]
    truth: Truth


class Blanks:
    """The printed blank pages of one PDF, drawn once for each resolution."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._drawn: dict[tuple[int, float], Raster] = {}

    def page(self, number: int, dpi: float) -> Raster:
        """Return page ``number`` (from 1) in grey.

        Raises:
            IndexError: there is no such page.
        """
        key = (number, dpi)
        if key not in self._drawn:
            self._drawn[key] = render(self._pdf, number, dpi)
        return self._drawn[key]


def simulate(
    handbook: Handbook, layout: Layout, blanks: Blanks, seed: int, profile: str | Conditions = "any",
    material: Material | None = None, *, severity: float = 1.0, dpi: float | None = None,
    values: Mapping[str, Value] | None = None, pages: Sequence[int] | None = None,
) -> Simulation:
    """Return a booklet as it comes back on paper, and its truth; the same seed gives the same booklet.

    Args:
        handbook: the design.
        layout: its pages.
        blanks: the printed blank of ``layout``, in the same order of pages.
        seed: for everything that is left to chance.
        profile: one of `profiles.PROFILES`; "any" settles on one for the booklet, and each page has its own figures.
            Conditions are taken as they are, for each page.
        material: fonts, digits and habits.
        severity: 0 for hardly any harm, 1 as usual, more for worse.
        dpi: of the scans, where the profile leaves a choice.
        values: what is answered; invented without it.
        pages: numbers of the pages that are wanted; all without it.

    Raises:
        KeyError: there is no such profile.
        IndexError: the PDF has fewer pages than the layout.
        OSError: a font is missing.
    """
    rng = np.random.default_rng([seed, 1])
    profile = settled(profile, rng) if isinstance(profile, str) else profile
    material = material or Material()
    answers = dict(values) if values is not None else invented(layout, rng, material.blank, handbook.checks)
    hand = _hand(material, rng)
    uses_pictures = material.digits is not None and rng.random() < material.digit_share
    desk = _Desk(material, hand, material.digits if uses_pictures else None, blanks, profile, severity, dpi)
    made = [
        desk.page(page, answers, np.random.default_rng([seed, 2, page.number]))
        for page in layout.pages if pages is None or page.number in pages
    ]
    truth = Truth(handbook.id, handbook.edition, layout.serial, seed, tuple(each.truth for each in made))
    return Simulation(tuple(made), truth)


def invented(
    layout: Layout, rng: Rng, blank: float = 0.08, checks: Sequence[Check] = ()
) -> dict[str, Value]:
    """Return answers for every field of a layout that somebody might give; ``checks`` are the handbook's rules."""
    places = [place for page in layout.pages for place in page.places]
    boxes = {place.ref.id: place.box for place in places}
    person = random_person(rng)
    start = random_day(rng, max(_FIRST_BOOKLET, person.birth + dt.timedelta(days=_GROWN_UP)), _LAST_BOOKLET)
    return Answering(person, rng, boxes, blank, start=start, checks=checks).all(place.ref for place in places)


def _hand(material: Material, rng: Rng) -> Hand:
    faces = material.faces()
    hand = random_hand(rng, faces)
    return hand if material.fonts else jittered(hand)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the pages of one booklet are filled in and scanned, one after the other."""

    material: Material
    hand: Hand
    digits: DigitSource | None
    blanks: Blanks
    profile: str | Conditions
    severity: float
    dpi: float | None

    def page(self, page: Page, values: Mapping[str, Value], rng: Rng) -> SimulatedPage:
        """Print, fill and scan one page."""
        name = self.profile if isinstance(self.profile, str) else "given"
        given = self.profile
        if isinstance(given, str):
            given = conditions(given, rng, self.severity, self.dpi)
        dpi = max(given.scanner.dpi)
        ink, fields, pen = self._written(page, values, dpi, rng)
        blank = fitted(self.blanks.page(page.number, dpi), *ink.density.shape[:2])
        print_ = printed(blank, given.press, scale_of(dpi), rng)
        sheet = _inked(print_, ink, given)
        back = self.blanks.page(self._other_side(page.number), dpi) if given.paper.through else None
        sheet, mask = aged(sheet, given.paper, scale_of(dpi), rng, back)
        scan = scanned(sheet, mask, given.press, given.scanner, page.width, page.height, rng)
        content = encoded(scan.image, given.scanner.file, given.scanner.quality, given.scanner.dpi)
        truth = PageTruth(
            page.number, page.sheet, page.copy, name, transform_of(scan.matrix), scan.bend is None, dpi, pen,
            given.figures(), fields,
        )
        return SimulatedPage(content, given.scanner.file, given.scanner.dpi, truth)

    def _other_side(self, number: int) -> int:
        return number - 1 if number % 2 == 0 else max(1, number - 2)

    def _written(
        self, page: Page, values: Mapping[str, Value], dpi: float, rng: Rng
    ) -> tuple[InkLayer, dict[str, FieldTruth], str]:
        """Fill the page; once in a while with another pen than the booklet's."""
        ink = InkLayer(page.width, page.height, scale_of(dpi))
        hand = self.hand
        if rng.random() < _OTHER_PEN:
            hand = hand.with_pen(random_pen(rng))
        writer = Writer(ink, hand, self.material.faces(), self.digits)
        filler = Filler.of(writer, self.material.habits, rng, measured=page.is_foreign)
        fields = filler.page(page, values, rng)
        return ink, fields, hand.pen.name


_OTHER_PEN = 0.15


def _inked(print_: Raster, ink: InkLayer, given: Conditions) -> Raster:
    """Lay the ink over the print, in grey at once where the scanner sees no colours."""
    if given.scanner.mode == "colour":
        return ink.over(np.repeat(print_[..., None], 3, axis=2))
    return ink.over_grey(print_, given.scanner.lamp)
