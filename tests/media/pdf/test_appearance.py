from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from formkit.geometry import Box
from formkit.layout import build_layout
from formkit.layout.sheet_code import MAIN
from formkit.mapping import load_handbook
from formkit.media.pdf import emit
from formkit.media.pdf.ink import Text, ink, ring_box
from formkit.model.reading import Value
from tests.media.pdf.probe import FILLED, LAYOUT, place, written

DPI = 150


def pdfium(content: bytes, index: int = 0, dpi: float = DPI) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    return document[index].render(scale=dpi / 72, grayscale=True, may_draw_forms=True).to_pil().convert("L")


def poppler(content: bytes, folder: Path) -> Image.Image:
    (folder / "in.pdf").write_bytes(content)
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-f", "1", "-l", "1", "-singlefile", "in.pdf", "out"]
    said = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stderr.splitlines()
    # Without poppler-data it misses the tables of CJK encodings, which an embedded font does not need.
    assert [line for line in said if "Missing language pack" not in line] == []
    return Image.open(folder / "out.pgm").convert("L")


def darkness(image: Image.Image, box: Box) -> float:
    pixels = image.crop(tuple(round(value * DPI / 25.4) for value in (box.x0, box.y0, box.x1, box.y1)))
    values = pixels.tobytes()
    return sum(value < 128 for value in values) / len(values)


VIEWERS = [
    "pdfium",
    pytest.param("poppler", marks=pytest.mark.skipif(not shutil.which("pdftoppm"), reason="needs Poppler")),
]


def seen(viewer: str, content: bytes, folder: Path) -> Image.Image:
    return poppler(content, folder) if viewer == "poppler" else pdfium(content)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("form", [True, False])
def test_chinese_and_marks_show_in_the_viewer(tmp_path: Path, viewer: str, form: bool) -> None:
    blank = seen(viewer, written(tmp_path, {}, form=form), tmp_path)
    full = seen(viewer, written(tmp_path, FILLED, form=form), tmp_path)
    ring = next(each.box for each in place("basic.sex").options if each.code == "2")
    tick = next(each.box for each in place("basic.drugs").options if each.code == "3")
    assert ring is not None
    assert tick is not None
    for box in (place("basic.name").box, place("basic.story").box, place("basic.birth").box, ring.inset(-1), tick):
        assert darkness(full, box) > darkness(blank, box) + 0.01
    assert (
        abs(
            darkness(full, place("basic.seen").box.moved(-60, 0))
            - darkness(blank, place("basic.seen").box.moved(-60, 0))
        )
        < 0.001
    )


def test_a_form_and_a_print_look_the_same(tmp_path: Path) -> None:
    form = pdfium(written(tmp_path, FILLED, form=True)).tobytes()
    printed = pdfium(written(tmp_path, FILLED, form=False)).tobytes()
    different = sum(abs(one - other) > 128 for one, other in zip(form, printed, strict=True))
    assert different / len(form) < 0.0005


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_all_five_codes_of_every_page_can_be_read_from_a_picture(tmp_path: Path, dpi: int) -> None:
    content = written(tmp_path, FILLED, form=False)
    for index, page in enumerate(LAYOUT.pages):
        found = zxingcpp.read_barcodes(pdfium(content, index, dpi), formats=zxingcpp.BarcodeFormat.QRCode)
        assert {each.text for each in found} == {MAIN + page.code, *(each.text for each in page.fiducials)}


def test_corner_marks_stand_where_the_layout_says(tmp_path: Path) -> None:
    image = pdfium(written(tmp_path, {}, form=False), dpi=600)
    for fiducial in LAYOUT.pages[0].fiducials:
        box = fiducial.box.inset(-2)
        part = image.crop(tuple(round(value * 600 / 25.4) for value in (box.x0, box.y0, box.x1, box.y1)))
        edges = part.point(lambda value: 255 if value < 128 else 0).getbbox()
        assert edges is not None
        measured = tuple(edge * 25.4 / 600 for edge in edges)
        assert measured == pytest.approx((2.0, 2.0, 12.5, 12.5), abs=0.06)


@pytest.mark.parametrize("form", [True, False])
def test_no_ink_of_a_long_answer_leaves_its_box(tmp_path: Path, form: bool) -> None:
    values: dict[str, Value] = {
        "basic.story": "很长的经过，写不下的。" * 60,
        "basic.name": "W" * 90,
        "basic.times": 10**29,
    }
    blank, full = (pdfium(written(tmp_path, each, form=form)) for each in ({}, values))
    for name in values:
        box = place(name).box
        for margin in (
            Box(box.x0 - 1, box.y0, box.x0, box.y1),
            Box(box.x1, box.y0, box.x1 + 1, box.y1),
            Box(box.x0, box.y0 - 0.7, box.x1, box.y0),
            Box(box.x0, box.y1, box.x1, box.y1 + 0.7),
        ):
            assert darkness(full, margin) == pytest.approx(darkness(blank, margin), abs=0.004)


@pytest.mark.parametrize("form", [True, False])
def test_a_number_stands_in_one_line_or_in_the_addendum(tmp_path: Path, form: bool) -> None:
    handbook = load_handbook("case-management@2011")
    layout = build_layout(handbook, {"followup": 1})
    values: dict[str, Value] = {"followup.1.drugs.1.dose": 1234.75, "followup.1.drugs.2.dose": 123456789.25}
    places = layout.places()
    inked = {name: ink(places[name][1], value, 1) for name, value in values.items()}
    first, second = inked.values()
    assert [each.text for each in first.strokes if isinstance(each, Text)] == ["1234.75"]
    assert (first.whole, second.whole) == (True, False)
    problems = emit(handbook, layout, values, tmp_path / "x.pdf", form=form)
    assert [(each.code, each.field) for each in problems] == [("A102", "followup.1.drugs.2.dose")]


def test_the_ring_round_the_last_option_of_a_line_stays_in_its_cell() -> None:
    layout = build_layout(load_handbook("case-management@2011"), {"plan": 1})
    place = layout.places()["plan.1.plan_adr"][1]
    for option in place.options:
        assert option.box is not None
        assert ring_box(place.ref.field, option.box).x1 <= place.box.x1 - 0.9
