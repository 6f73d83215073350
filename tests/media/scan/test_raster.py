"""Pictures come out of every kind of file; a bad one is told and the others come."""

from __future__ import annotations

import io

import numpy as np
import pi_heif
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from formkit.errors import InputError
from formkit.media.scan.raster import BadImage, PageImage, images, is_scanned

PAGE = Image.fromarray(np.tile(np.linspace(40, 250, 827).astype(np.uint8), (1169, 1)))


def _saved(kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    PAGE.save(buffer, kind, **options)
    return buffer.getvalue()


def _pdf(*pages: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=100.0, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("content", [
    _saved("JPEG"), _saved("PNG"), _saved("WEBP"), _saved("TIFF"), _saved("TIFF", compression="tiff_lzw"),
    _saved("BMP"), _pdf(PAGE),
], ids=["jpeg", "png", "webp", "tiff", "tiff-lzw", "bmp", "pdf"])
def test_a_page_keeps_its_pixels_in_every_kind_of_file(content: bytes) -> None:
    [page] = images(content, "x")
    assert isinstance(page, PageImage)
    assert page.grey.shape == (1169, 827)
    assert np.abs(page.grey.astype(int) - np.asarray(PAGE).astype(int)).mean() < 3


def test_every_page_of_a_fax_comes() -> None:
    buffer = io.BytesIO()
    bilevel = PAGE.convert("1")
    bilevel.save(buffer, "TIFF", compression="group4", save_all=True, append_images=[bilevel.rotate(180), bilevel])
    pages = list(images(buffer.getvalue(), "x"))
    assert [each.number for each in pages] == [1, 2, 3]
    assert set(np.unique(pages[1].grey)) == {0, 255}


def test_only_a_share_of_the_pages_comes_where_a_worker_asks_for_it() -> None:
    content = _pdf(PAGE, PAGE, PAGE, PAGE, PAGE)
    assert [each.number for each in images(content, "x", first=1, step=2)] == [2, 4]


def test_a_picture_of_a_telephone_is_read_where_it_is_installed() -> None:
    assert pi_heif.__version__
    with pytest.raises(InputError):
        list(images(b"\0\0\0\x18ftypheic" + b"\0" * 200, "x.heic"))


def test_transparent_pixels_are_paper() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (200, 300), (0, 0, 0, 0)).save(buffer, "PNG")
    [page] = images(buffer.getvalue(), "x")
    assert page.grey.min() == 255


def test_a_picture_that_is_cut_off_is_a_problem() -> None:
    content = _saved("PNG")
    [bad] = images(content[: len(content) // 2], "x.png")
    assert isinstance(bad, BadImage)
    assert bad.problem.code == "G003"


@pytest.mark.parametrize("content", [b"GIF89a" + b"\0" * 30, b"\x89PNG\r\n\x1a\n" + b"\0" * 100, b"BM" + b"\0" * 60])
def test_what_only_begins_like_a_picture_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(InputError, match=r"x\.bin"):
        list(images(content, "x.bin"))


def test_a_picture_of_absurd_size_is_refused_before_it_is_unpacked() -> None:
    header = Image.new("1", (1, 1))
    buffer = io.BytesIO()
    header.save(buffer, "PNG")
    content = bytearray(buffer.getvalue())
    content[16:24] = (60000).to_bytes(4, "big") * 2
    import zlib

    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    with pytest.raises(InputError) as refused:
        list(images(bytes(content), "x.png"))
    assert refused.value.problem.code == "G002"


def test_a_scan_is_told_from_a_file_that_was_made_on_a_computer(tmp_path: object) -> None:
    from formkit.layout import build_layout
    from formkit.mapping import load_handbook
    from formkit.pipeline.simulating import printed_blank

    handbook = load_handbook("case-management")
    assert is_scanned(_pdf(PAGE))
    assert not is_scanned(printed_blank(handbook, build_layout(handbook)))
    assert not is_scanned(b"%PDF-1.7 nothing")


def test_a_large_scan_is_halved() -> None:
    buffer = io.BytesIO()
    Image.new("L", (4960, 7016), 200).save(buffer, "JPEG")
    [page] = images(buffer.getvalue(), "x")
    assert page.grey.shape == (3508, 2480)


def _written_on(*, words: str = "", unseen: bool = False, field: bool = False) -> bytes:
    """Return a PDF of one picture with something laid over it."""
    buffer = io.BytesIO()
    drawing = Canvas(buffer, pagesize=(595.44, 841.68), pageCompression=0)
    drawing.drawImage(ImageReader(PAGE), 0, 0, 595.44, 841.68)
    if words:
        text = drawing.beginText(60, 700)
        text.setFont("Helvetica", 40)
        text.setTextRenderMode(3 if unseen else 0)
        text.textLine(words)
        drawing.drawText(text)
    if field:
        drawing.acroForm.textfield(name="name", x=60, y=60, width=200, height=40)
    drawing.save()
    return buffer.getvalue()


def test_a_form_laid_over_a_scanned_blank_is_no_scan() -> None:
    assert is_scanned(_written_on())
    assert not is_scanned(_written_on(field=True))


def test_a_scan_that_was_signed_on_a_computer_is_still_a_scan() -> None:
    form = _written_on(field=True)
    assert form.count(b"/FT /Tx") == 1
    assert is_scanned(form.replace(b"/FT /Tx", b"/FT /Sig"))


def test_what_was_typed_on_a_scan_is_seen_with_it() -> None:
    [bare], [typed] = images(_written_on(), "x"), images(_written_on(words="HHHHHHHH"), "x")
    assert isinstance(bare, PageImage)
    assert isinstance(typed, PageImage)
    assert bare.grey.shape == (1169, 827)
    rows = slice(typed.grey.shape[0] // 8, typed.grey.shape[0] // 4)
    assert (typed.grey[rows] < 20).any()


def test_unseen_words_that_a_program_recognised_do_not_cost_a_scan_its_pixels() -> None:
    [page] = images(_written_on(words="HHHHHHHH", unseen=True), "x")
    assert isinstance(page, PageImage)
    assert page.grey.shape == (1169, 827)
