"""A person says which side a picture is: it is read as that side where its print is found, however it lies."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from formkit.layout import build_layout
from formkit.layout.fingerprint import design_of
from formkit.mapping import load_handbook
from formkit.media.scan.degrade import Blanks, Material, simulate
from formkit.media.scan.raster import PageImage, images
from formkit.media.scan.scanner import Scanner
from formkit.pipeline.scan_options import ScanOptions
from formkit.pipeline.scanning import scanner_for
from formkit.pipeline.simulating import printed_blank

COVER, VISIT = 1, 9
BOOK = load_handbook("case-management@2017")
LAYOUT = build_layout(BOOK, serial="ABCDE1")


@cache
def visit() -> np.ndarray:
    """Return the picture of a visit that was written by hand and scanned."""
    blanks = Blanks(printed_blank(BOOK, LAYOUT))
    made = simulate(BOOK, LAYOUT, blanks, 11, "clean", Material(()), pages=(VISIT,), dpi=150)
    (found,) = images(made.pages[0].content, "visit")
    assert isinstance(found, PageImage)
    return found.grey


@pytest.fixture
def scanner() -> Scanner:
    return scanner_for(ScanOptions())


def number_of(page: int) -> str:
    return design_of(LAYOUT.pages[page - 1].fingerprint)


@pytest.mark.parametrize("turn", [0, 2])
def test_a_picture_is_read_as_the_side_that_a_person_names(scanner: Scanner, turn: int) -> None:
    image = PageImage(3, np.ascontiguousarray(np.rot90(visit(), turn)))
    (known,), _problems = scanner.read_image(image, "visit.pdf")
    side = scanner.read_as(image, "visit.pdf", number_of(VISIT), 1)
    assert side is not None
    assert {name: each.value for name, each in side.readings.items()} == {
        name: each.value for name, each in known.readings.items()
    }
    assert {each.region.turn for each in side.readings.values() if each.region} == {turn}
    assert {each.region.image for each in side.readings.values() if each.region} == {3}


def test_the_fields_are_those_of_the_copy_that_is_named(scanner: Scanner) -> None:
    side = scanner.read_as(PageImage(1, visit()), "visit.pdf", number_of(VISIT), 2)
    assert side is not None
    assert {name.split(".")[1] for name in side.readings} == {"2"}


def test_codes_that_were_torn_off_are_not_missed(scanner: Scanner) -> None:
    torn = visit().copy()
    rows = len(torn)
    torn[: rows // 12], torn[-rows // 14 :] = 255, 255
    side = scanner.read_as(PageImage(1, torn), "visit.pdf", number_of(VISIT), 1)
    assert side is not None
    assert side.readings["followup.1.danger"].region is not None


def test_what_shows_another_side_or_none_is_not_read(scanner: Scanner) -> None:
    blank = np.full_like(visit(), 250)
    assert scanner.read_as(PageImage(1, visit()), "visit.pdf", number_of(COVER), 1) is None
    assert scanner.read_as(PageImage(1, blank), "visit.pdf", number_of(VISIT), 1) is None
    assert scanner.read_as(PageImage(1, visit()), "visit.pdf", "ZZZZ", 1) is None
