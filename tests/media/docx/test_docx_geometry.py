"""What LibreOffice makes of a form lies where the layout has it, within a millimetre."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from pdfplumber.page import Page as Printed

from formkit.errors import InputError
from formkit.geometry import Box, points_to_mm
from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.media.docx import emit, identify, read
from formkit.model.handbook import Handbook, Kind, Mark
from formkit.model.layout import Layout, Page, SlotRole
from formkit.model.reading import FieldStatus, Value
from tests.media.docx.forms import HANDBOOK

TOLERANCE = 1.0
"""mm."""
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: the geometry of DOCX is NOT tested"),
]


def _pdf(handbook: Handbook, layout: Layout, values: dict[str, Value], folder: Path) -> Path:
    emit(handbook, layout, values, folder / "form.docx")
    return _converted(folder, "pdf", folder)


def _converted(folder: Path, kind: str, out: Path) -> Path:
    profile = (folder / "profile").as_uri()
    command = [str(OFFICE), "--headless", f"-env:UserInstallation={profile}", "--convert-to", kind,
               "--outdir", str(out), "form.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    return out / f"form.{kind}"


@pytest.fixture(scope="module")
def real() -> tuple[Handbook, Layout]:
    handbook = load_handbook("case-management@2017")
    return handbook, build_layout(handbook, {"followup": 2})


@pytest.fixture(scope="module")
def blank(real: tuple[Handbook, Layout], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _pdf(*real, {}, tmp_path_factory.mktemp("blank"))


def _pages(layout: Layout, pdf: Path) -> Iterator[tuple[Page, Printed]]:
    with pdfplumber.open(pdf) as document:
        assert len(document.pages) == len(layout.pages)
        for page, printed in zip(layout.pages, document.pages, strict=True):
            yield page, printed
            printed.close()


def _mm(found: dict[str, float]) -> Box:
    return Box(*(points_to_mm(found[name]) for name in ("x0", "top", "x1", "bottom")))


def _ruled(printed: Printed) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
    """Return the horizontal lines (y, x0, x1) and the vertical ones (x, y0, y1) of a page in mm."""
    across, down = [], []
    for each in [*printed.rects, *printed.lines]:
        box = _mm(each)
        if box.height < 0.6 < box.width:
            across.append((box.centre.y, box.x0, box.x1))
        elif box.width < 0.6 < box.height:
            down.append((box.centre.x, box.y0, box.y1))
    return across, down


def _covered(lines: list[tuple[float, float, float]], level: float, start: float, end: float) -> bool:
    """Say whether lines within the tolerance of ``level`` cover the middle of a stretch."""
    middle = (start + end) / 2
    return any(abs(at - level) <= TOLERANCE and a - 0.5 <= middle <= b + 0.5 for at, a, b in lines)


def test_every_ruled_edge_of_a_cell_is_where_the_layout_has_it(real: tuple[Handbook, Layout], blank: Path) -> None:
    lost = []
    for page, printed in _pages(real[1], blank):
        across, down = _ruled(printed)
        for tile in page.tiles:
            box = tile.box
            edges = {
                "t": (across, box.y0, box.x0, box.x1), "b": (across, box.y1, box.x0, box.x1),
                "l": (down, box.x0, box.y0, box.y1), "r": (down, box.x1, box.y0, box.y1),
            }
            lost += [(page.number, edge, box) for edge in tile.borders if not _covered(*edges[edge])]
    assert lost == []


def test_every_one_character_box_is_where_the_layout_has_it(real: tuple[Handbook, Layout], blank: Path) -> None:
    count = 0
    for page, printed in _pages(real[1], blank):
        outlines = [_mm(each) for each in printed.rects]
        for place in page.places:
            for cell in place.cells:
                count += 1
                assert min(_apart(cell, found) for found in outlines) <= TOLERANCE, (place.ref.id, cell)
    assert count > 300


def test_every_option_is_printed_in_its_tile(real: tuple[Handbook, Layout], blank: Path) -> None:
    count = 0
    for page, printed in _pages(real[1], blank):
        for tile in page.tiles:
            if tile.slot is None or tile.slot.role is not SlotRole.OPTION:
                continue
            chars = [_mm(each) for each in printed.chars if each["text"].strip()]
            inside = [box for box in chars if tile.box.contains(box.inset(box.width / 2, box.height / 2))]
            assert len(inside) == len(tile.text.replace(" ", "")), (page.number, tile.text)
            middle = (min(box.x0 for box in inside) + max(box.x1 for box in inside)) / 2
            level = (min(box.y0 for box in inside) + max(box.y1 for box in inside)) / 2
            assert abs(level - tile.box.centre.y) <= TOLERANCE, (page.number, tile.text)
            if tile.align == "center":
                assert abs(middle - tile.box.centre.x) <= TOLERANCE, (page.number, tile.text)
            count += 1
    assert count > 60


def test_signs_and_codes_are_where_the_layout_has_them(real: tuple[Handbook, Layout], blank: Path) -> None:
    for page, printed in _pages(real[1], blank):
        pictures = [_mm(each) for each in printed.images]
        wanted = [*(mark.box for mark in page.fiducials), page.code_box]
        for box in wanted:
            assert box is not None
            assert any(_apart(box, found) <= 0.3 for found in pictures), (page.number, box)
        chars = [(each["text"], _mm(each)) for each in printed.chars]
        for place in page.places:
            for box, sign in place.separators:
                apart = [abs(found.centre.x - box.centre.x) + abs(found.centre.y - box.centre.y)
                         for text, found in chars if text == sign]
                assert min(apart) <= 2 * TOLERANCE, (place.ref.id, sign)


def _apart(one: Box, other: Box) -> float:
    return max(abs(a - b) for a, b in zip(one.rounded(), other.rounded(), strict=True))


def test_no_printed_words_are_lost(real: tuple[Handbook, Layout], blank: Path) -> None:
    for page, printed in _pages(real[1], blank):
        words = "".join("".join(each["text"] for each in printed.chars).split())
        for tile in page.tiles:
            for line in tile.text.split("\n") if not tile.wrap else ():
                assert "".join(line.split()) in words, (page.number, tile.text)


def test_what_is_filled_in_falls_into_its_boxes(tmp_path: Path) -> None:
    values: dict[str, Value] = {
        "cover.no": "10100023", "cover.idno": "110101197003070011", "visit.1.date": "2013-05-06",
        "visit.1.next": "2014-11-30", "quarter.1.day": "--07-08", "quarter_page.1.year": "2015",
        "quarter.2.score": 7, "visit.1.sleep": "2",
        "visit.1.symptoms": ("1", "3", "12"),
    }
    layout = build_layout(HANDBOOK)
    pdf = _pdf(HANDBOOK, layout, values, tmp_path)
    wanted = {
        "cover.no": "10100023", "cover.idno": "110101197003070011", "visit.1.date": "20130506",
        "visit.1.next": "20141130", "quarter.1.day": "    0708", "quarter_page.1.year": "2015",
        "quarter.2.score": "7", "visit.1.sleep": "2",
    }
    for page, printed in _pages(layout, pdf):
        chars = [(each["text"], _mm(each)) for each in printed.chars]
        for place in page.places:
            for cell, sign in zip(place.cells, wanted.get(place.ref.id, ""), strict=False):
                inside = [text for text, box in chars if cell.contains(box, 0.3) and text.strip()]
                assert inside == [sign] * (sign != " "), (place.ref.id, cell, inside)


def test_what_does_not_fit_one_character_boxes_is_printed_whole_in_its_cell(tmp_path: Path) -> None:
    values: dict[str, Value] = {
        "cover.no": "1234567890123", "cover.birth": "大约一九七几年的春天", "visit.1.date": "记不清了",
        "quarter.1.score": 12, "visit.1.next": "等医院的通知再说",
    }
    layout = build_layout(HANDBOOK)
    pdf = _pdf(HANDBOOK, layout, values, tmp_path)
    for page, printed in _pages(layout, pdf):
        chars = [(each["text"], _mm(each)) for each in printed.chars if each["text"].strip()]
        for tile in page.tiles:
            if tile.slot and tile.slot.field in values:
                inside = "".join(text for text, box in chars if tile.box.contains(box, 0.3) and text not in "-年月日")
                assert inside == str(values[tile.slot.field]).replace("年", ""), tile.slot.field


def test_check_boxes_stand_in_their_tiles_and_long_texts_on_their_page(tmp_path: Path) -> None:
    text = "一二三四五六七八九十" * 60 + "终"
    values: dict[str, Value] = {"cover.care": ("2",), "cover.sex": "2", "cover.remark": text}
    layout = build_layout(HANDBOOK)
    pdf = _pdf(HANDBOOK, layout, values, tmp_path)
    with pdfplumber.open(pdf) as document:
        first = document.pages[0]
        chars = [(each["text"], _mm(each)) for each in first.chars]
        for place in layout.pages[0].places:
            if place.ref.field.mark is Mark.BOX and place.ref.field.kind is Kind.MULTI:
                for option in place.options:
                    assert option.box is not None
                    sign = "■" if option.code == "2" else "□"
                    centre = option.box.centre
                    signs = [box.centre for text, box in chars if text == sign]
                    assert min(max(abs(at.x - centre.x), abs(at.y - centre.y)) for at in signs) <= TOLERANCE
        remark = next(place for place in layout.pages[0].places if place.ref.id == "cover.remark")
        shown = [text for text, box in chars if remark.box.inset(-1).contains(box, 1)]
        assert "".join(shown).endswith("〔见附页1〕") or "终" in shown


def test_a_form_that_libreoffice_saved_is_never_read_wrongly(tmp_path: Path) -> None:
    values: dict[str, Value] = {"cover.name": "王小明", "visit.1.other": "失眠", "visit.1.symptoms": ("1", "3")}
    emit(HANDBOOK, build_layout(HANDBOOK), values, tmp_path / "form.docx")
    saved = _converted(tmp_path, "docx", tmp_path / "saved").read_bytes()
    identity = identify(saved, "form.docx")
    assert identity is not None
    told, readings = "", {}
    try:
        readings = dict(read(saved, "form.docx", HANDBOOK, identity).readings)
    except InputError as error:  # LibreOffice 7: the tags of all controls are gone
        told = error.problem.code
    accepted = {name: each.value for name, each in readings.items() if each.status is FieldStatus.ACCEPTED}
    wrong = {name for name, value in accepted.items() if name != "cover.notice" and values.get(name) != value}
    assert told == "D007" or (readings and not wrong)
