"""The overlay says what the documents say, in the colour of what is to be done about each answer."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from formkit.i18n import language, set_language
from formkit.media.scan.overlay import COLOURS, LONGEST, heading, picture, plain
from formkit.model.reading import Document, FieldStatus, PageFound, Reading, Region

SHEET = plain(np.full((1200, 800), 255, np.uint8))
UPPER, LOWER = (0.2, 0.2, 0.8, 0.3), (0.2, 0.6, 0.8, 0.7)


def said(box: tuple[float, float, float, float], status: FieldStatus, image: int = 1) -> Document:
    reading = Reading("王秀兰", status, 0.93, region=Region(image, box))
    return Document("a.pdf", "0" * 64, readings={"a.name": reading}, pages=(PageFound(1, "a", image),))


def frame(jpeg: bytes, box: tuple[float, float, float, float]) -> tuple[float, ...]:
    """Return the mean colour of the left line of a box."""
    with Image.open(io.BytesIO(jpeg)) as page:
        pixels = np.asarray(page.convert("RGB")).astype(float)
    rows, column = slice(int((box[1] + 0.03) * 1200), int((box[3] - 0.02) * 1200)), round(box[0] * 800)
    return tuple(pixels[rows, column : column + 2].mean(axis=(0, 1)))


@pytest.mark.parametrize("status", [FieldStatus.ACCEPTED, FieldStatus.BLANK, FieldStatus.REVIEW])
def test_a_box_has_the_colour_of_what_is_to_be_done(status: FieldStatus) -> None:
    assert frame(picture(SHEET, 1, [said(UPPER, status)]), UPPER) == pytest.approx(COLOURS[status], abs=45)


def test_every_document_of_a_file_is_drawn_where_it_lies_and_nowhere_else() -> None:
    one, two = said(UPPER, FieldStatus.ACCEPTED), said(LOWER, FieldStatus.REVIEW)
    seen = picture(SHEET, 1, [one, two])
    assert frame(seen, UPPER) == pytest.approx(COLOURS[FieldStatus.ACCEPTED], abs=45)
    assert frame(seen, LOWER) == pytest.approx(COLOURS[FieldStatus.REVIEW], abs=45)
    other = picture(SHEET, 2, [one, said(LOWER, FieldStatus.REVIEW, 2)])
    assert min(frame(other, UPPER)) > 240
    assert frame(other, LOWER) == pytest.approx(COLOURS[FieldStatus.REVIEW], abs=45)


def test_a_picture_of_which_no_document_speaks_stays_as_it_is() -> None:
    empty = replace(said(UPPER, FieldStatus.MISSING), readings={"a.name": Reading(None, FieldStatus.MISSING, 0.0)})
    for documents in ([], [replace(empty, pages=())]):
        with Image.open(io.BytesIO(picture(SHEET, 1, documents))) as page:
            assert np.asarray(page).min() > 240


def test_a_large_picture_is_kept_small() -> None:
    with Image.open(io.BytesIO(plain(np.full((3508, 2480), 255, np.uint8)))) as page:
        assert (max(page.size), page.mode) == (LONGEST, "L")


def test_above_a_picture_stands_in_the_language_of_the_program_which_page_it_is() -> None:
    found = PageFound(9, "followup", 1, {"method": "code", "residual_mm": 0.12, "share": 0.987})
    of_2011 = Document("a.pdf", "0" * 64, "case-management", "2011", "ABC123", {}, (found,))
    before = language()
    try:
        set_language("zh_CN")
        assert heading(found, of_2011) == (
            "重性精神疾病患者随访服务记录表 第 9 页   编号 ABC123   按角码识别   版面偏差 0.12 毫米，对上 99%"
        )
        set_language("en")
        assert "page 9   booklet ABC123   known by its codes   print found to 0.12 mm, 99 %" in heading(found, of_2011)
        assert heading(PageFound(1, "a", 1), replace(of_2011, handbook="x", serial=None)) == "a, page 1"
    finally:
        set_language(before)
