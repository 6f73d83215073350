"""Pages as printers, office programs and joining programs leave them: moved, turned, scaled, stamped, joined."""

from __future__ import annotations

import ctypes
import math
import re
import shutil
import subprocess
import zlib
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pdfminer.pdftypes import resolve1

from formkit.layout import build_layout
from formkit.media import docx
from formkit.media.pdf import identify, read, split
from formkit.media.pdf.opened import opened
from formkit.model.imprint import Booklet, Imprint
from formkit.model.reading import FieldStatus
from tests.media.pdf.probe import FILLED, HANDBOOK, LAYOUT, place, values_of, written
from tests.media.pdf.test_foreign_forms import booklet as from_form
from tests.media.pdf.test_text_layer import drawn_on, known

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
POINTS = 72 / 25.4


def placed(content: bytes, matrix: pypdfium2.PdfMatrix) -> bytes:
    """Return the file printed anew, every page put through ``matrix`` (points)."""
    source, made, out = pypdfium2.PdfDocument(content), pypdfium2.PdfDocument.new(), BytesIO()
    for index, page in enumerate(source):
        sheet = made.new_page(*page.get_size())
        shown = source.page_as_xobject(index, made).as_pageobject()
        shown.set_matrix(matrix)
        sheet.insert_obj(shown)
        sheet.gen_content()
    made.save(out)
    return out.getvalue()


def turned(content: bytes, degrees: int) -> bytes:
    document, out = pypdfium2.PdfDocument(content), BytesIO()
    for page in document:
        page.set_rotation(degrees)
    document.save(out)
    return out.getvalue()


def joined(*contents: bytes) -> bytes:
    made, out = pypdfium2.PdfDocument.new(), BytesIO()
    for content in contents:
        made.import_pages(pypdfium2.PdfDocument(content))
    made.save(out)
    return out.getvalue()


def wrong_and_silent(booklet: Booklet) -> set[str]:
    return {
        name
        for name, each in booklet.readings.items()
        if each.value != FILLED.get(name) and each.status in (FieldStatus.ACCEPTED, FieldStatus.BLANK)
    }


def unread(booklet: Booklet) -> bool:
    return {each.status for each in booklet.readings.values()} <= {FieldStatus.REVIEW, FieldStatus.MISSING}


@pytest.mark.parametrize("scale", [0.9, 0.97, 1.03])
def test_a_page_printed_smaller_or_larger_is_put_straight_by_its_codes(tmp_path: Path, scale: float) -> None:
    matrix = pypdfium2.PdfMatrix().scale(scale, scale).translate(12, 9)
    if scale > 1:
        matrix = pypdfium2.PdfMatrix().scale(scale, scale).translate(-9, -12)
    booklet = known(placed(written(tmp_path, FILLED, form=False), matrix))
    assert values_of(booklet) == FILLED


@pytest.mark.parametrize(
    "matrix",
    [
        pypdfium2.PdfMatrix().scale(0.95, 0.9),
        pypdfium2.PdfMatrix().scale(0.7, 0.7),
        pypdfium2.PdfMatrix(1, 0, 0.05, 1, 0, 0),
        pypdfium2.PdfMatrix(math.cos(0.1), math.sin(0.1), -math.sin(0.1), math.cos(0.1), 60, 0).scale(0.9, 0.9),
    ],
)
def test_a_page_that_no_printer_makes_goes_to_review_whole(tmp_path: Path, matrix: pypdfium2.PdfMatrix) -> None:
    booklet = known(placed(written(tmp_path, FILLED, form=False), matrix))
    assert unread(booklet)
    assert "A211" in {each.code for each in booklet.problems}


def test_a_slightly_skewed_page_says_nothing_wrong_silently(tmp_path: Path) -> None:
    angle = math.radians(1)
    matrix = pypdfium2.PdfMatrix(math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), 5, -3)
    booklet = known(placed(written(tmp_path, FILLED, form=False), matrix))
    assert not wrong_and_silent(booklet)


def test_a_stamp_below_the_footer_does_not_move_the_page(tmp_path: Path) -> None:
    def stamp(page: pypdfium2.PdfPage) -> None:
        raw = pypdfium2.raw
        text = raw.FPDFPageObj_NewTextObj(document_of(page), b"Helvetica", 9)
        words = "printed 2026-11-23".encode("utf-16-le") + b"\0\0"
        raw.FPDFText_SetText(text, _wide(words))
        raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 40, 8)
        raw.FPDFPage_InsertObject(page, text)

    booklet = known(drawn_on(written(tmp_path, FILLED, form=False), stamp))
    assert values_of(booklet) == FILLED


def document_of(page: pypdfium2.PdfPage) -> pypdfium2.PdfDocument:
    found = page.pdf
    assert found is not None
    return found


def _wide(words: bytes) -> object:
    return ctypes.cast(ctypes.create_string_buffer(words), ctypes.POINTER(ctypes.c_ushort))


@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize("form", [True, False])
def test_a_turned_page_is_read_as_if_it_were_not(tmp_path: Path, degrees: int, form: bool) -> None:
    content = turned(written(tmp_path, FILLED, form=form), degrees)
    identity = identify(content, "turned.pdf")
    assert identity is not None
    booklet = read(content, "turned.pdf", HANDBOOK, identity)
    assert values_of(booklet) == FILLED
    assert not booklet.problems


def test_two_sheets_on_a_page_are_told_and_missing(tmp_path: Path) -> None:
    source = pypdfium2.PdfDocument(written(tmp_path, FILLED, form=False))
    made, out = pypdfium2.PdfDocument(pypdfium2.raw.FPDF_ImportNPagesToOne(source, 842, 595, 2, 1)), BytesIO()
    made.save(out)
    booklet = known(out.getvalue())
    assert set(FILLED) <= set(booklet.readings)
    assert unread(booklet)
    assert "A214" in {each.code for each in booklet.problems}


@pytest.mark.libreoffice
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: printed DOCX files are NOT tested")
def test_a_filled_docx_that_was_printed_to_pdf_is_read(tmp_path: Path) -> None:
    docx.emit(HANDBOOK, LAYOUT, FILLED, tmp_path / "form.docx")
    profile = (tmp_path / "profile").as_uri()
    command = [str(OFFICE), "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "form.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    booklet = known((tmp_path / "form.pdf").read_bytes())
    assert not wrong_and_silent(booklet)
    named = {name for name, each in booklet.readings.items() if each.status is FieldStatus.REVIEW}
    assert {"basic.sex", "basic.drugs", "basic.birth", "basic.symptoms", "visit.1.day"}.isdisjoint(named)


def test_two_forms_that_were_joined_are_told_apart_by_serial(tmp_path: Path) -> None:
    layouts = [build_layout(HANDBOOK, {"visit": 1}, serial) for serial in ("AAAAA1", "AAAAA2")]
    forms = [
        written(tmp_path, {"basic.name": name}, form=True, layout=layout)
        for name, layout in zip(("赵一", "钱二"), layouts, strict=True)
    ]
    content = joined(*forms)
    found = split(content, "joined.pdf")
    assert [each.serial for each in found] == ["AAAAA1", "AAAAA2"]
    names = []
    for each in found:
        booklet = read(content, "joined.pdf", HANDBOOK, Imprint(HANDBOOK.id, HANDBOOK.edition, each.serial))
        assert values_of(booklet).keys() == {"basic.name"}
        assert booklet.readings["basic.name"].status is FieldStatus.ACCEPTED
        names.append(booklet.readings["basic.name"].value)
    assert names == ["赵一", "钱二"]


def test_joined_forms_that_cannot_be_told_apart_go_to_review(tmp_path: Path) -> None:
    layout = build_layout(HANDBOOK, {"visit": 1}, "")
    forms = [
        written(tmp_path, {"basic.name": name, "basic.sex": "1"}, form=True, layout=layout) for name in ("赵一", "钱二")
    ]
    booklet = known(joined(*forms))
    assert booklet.readings["basic.name"].status is FieldStatus.REVIEW
    assert booklet.readings["basic.name"].alternatives == ("钱二",)
    assert "A216" in {each.code for each in booklet.problems}
    assert booklet.readings["basic.sex"].status is FieldStatus.ACCEPTED


@pytest.mark.parametrize(("value", "shown"), [(b"/2", b"/1"), (b"/Off", b"/1"), (b"/1", b"/Off")])
def test_a_button_that_shows_something_else_than_it_holds_goes_to_review(value: bytes, shown: bytes) -> None:
    made = from_form(
        b"<</T (basic.sex) /FT /Btn /Ff 32768 /V " + value + b" /Kids [%W1]>>",
        widgets=(b"<</Subtype /Widget /AS " + shown + b">>",),
    )
    assert made.readings["basic.sex"].status is FieldStatus.REVIEW
    assert "A215" in {each.code for each in made.problems}


def test_every_text_widget_has_an_appearance_of_its_own(tmp_path: Path) -> None:
    with opened(written(tmp_path, {}, form=True), "form.pdf") as file:
        looks = [
            node["AP"]["N"].objid
            for page in file.pages
            for raw in resolve1(page.attrs["Annots"])
            if not isinstance((node := resolve1(raw))["AP"]["N"], dict)
        ]
    assert len(looks) > 10
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize(("seen", "meant"), [("⽅⼤⽂", "方大文"), ("\uf900", "\u8c48"), ("⺠⻓", "民长")])
def test_radicals_in_a_text_layer_are_the_ideographs_they_look_like(tmp_path: Path, seen: str, meant: str) -> None:
    booklet = known(written(tmp_path, {"basic.name": seen}, form=False))
    assert booklet.readings["basic.name"].value == meant


def test_glyphs_without_a_character_go_to_review(tmp_path: Path) -> None:
    content = without_unicode(written(tmp_path, {"basic.name": "欧阳"}, form=False), "欧")
    booklet = known(content)
    assert booklet.readings["basic.name"].status is FieldStatus.REVIEW
    assert "A213" in {each.code for each in booklet.problems}


def without_unicode(content: bytes, char: str) -> bytes:
    """Return the file with one character left out of the maps from glyphs to text."""
    code = char.encode("utf-16-be").hex().upper().encode()

    def mended(found: re.Match[bytes]) -> bytes:
        packed = found[2]
        try:
            plain = zlib.decompress(packed)
        except zlib.error:
            return found[0]
        if b"beginbf" not in plain:
            return found[0]
        plain = re.sub(rb"(?im)^<[0-9a-f]+>\s*<" + code + rb">", b"<FFFF> <0041>", plain)
        again = zlib.compress(plain, 9)
        return found[1] + again.ljust(len(packed), b"\0") + found[3]

    return re.sub(rb"(stream\r?\n)(.*?)(\r?\nendstream)", mended, content, flags=re.DOTALL)


def test_a_picture_over_a_field_leaves_it_to_a_person(tmp_path: Path) -> None:
    box = place("basic.story").box

    def paste(page: pypdfium2.PdfPage) -> None:
        bitmap = pypdfium2.PdfBitmap.new_native(20, 20, pypdfium2.raw.FPDFBitmap_BGR)
        bitmap.fill_rect((0, 0, 0, 255), 0, 0, 20, 20)
        image = pypdfium2.PdfImage.new(document_of(page))
        image.set_bitmap(bitmap)
        x, y = (box.x0 + 5) * POINTS, (297 - box.y1 + 2) * POINTS
        image.set_matrix(pypdfium2.PdfMatrix().scale(30, 20).translate(x, y))
        page.insert_obj(image)

    booklet = known(drawn_on(written(tmp_path, {}, form=False), paste))
    assert booklet.readings["basic.story"].status is FieldStatus.REVIEW
    assert "A212" in {each.code for each in booklet.problems}



def test_joined_forms_without_the_names_of_their_widgets_are_not_blank(tmp_path: Path) -> None:
    content = joined(written(tmp_path, FILLED, form=True)).replace(b"/NM", b"/Nm")
    booklet = known(content)
    assert unread(booklet)
    assert "A218" in {each.code for each in booklet.problems}


def test_a_stray_text_whose_value_is_gone_goes_to_review() -> None:
    made = from_form(
        b"<</T (other) /FT /Tx /V (x)>>", widgets=(b"<</Subtype /Widget /NM (basic.name) /FT /Tx /DA (x)>>",)
    )
    assert made.readings["basic.name"].status is FieldStatus.REVIEW
    assert "A217" in {each.code for each in made.problems}
