"""What the documents say, drawn over the scan: boxes, values, confidence; a page a picture, in one PDF.

A field is settled by others of its booklet, which may lie in any picture of the file. So a picture is made small and
kept while the others are read, and drawn over when the documents are known.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from formkit.errors import FormkitError
from formkit.i18n import N_, _
from formkit.mapping import load_handbook
from formkit.media.scan.canvas import Grey
from formkit.model.reading import Document, FieldStatus, PageFound, Reading, Shares
from formkit.shipped import shipped

COLOURS = {
    FieldStatus.ACCEPTED: (0, 128, 60),
    FieldStatus.BLANK: (150, 150, 150),
    FieldStatus.REVIEW: (214, 76, 0),
    FieldStatus.MISSING: (190, 0, 30),
}
LONGEST = 1754
"""Rows of an overlay picture: A4 at 150 dots per inch."""
_LETTER = 14
_PLAIN, _JPEG = 85, 72
_METHODS = {"code": N_("known by its codes"), "print": N_("known by its print")}
"""How a page was told, by the method of its registration."""


def plain(grey: Grey) -> bytes:
    """Return a scanned picture as a JPEG of the size in which it is drawn over."""
    scale = min(1.0, LONGEST / max(grey.shape))
    made = Image.fromarray(grey)
    size = (max(1, round(made.width * scale)), max(1, round(made.height * scale)))
    return _jpeg(made.resize(size, Image.Resampling.BOX), _PLAIN)


def picture(page: bytes, number: int, documents: Iterable[Document]) -> bytes:
    """Return the picture with this number, as `plain` made it, with what the documents of its file say of it.

    Of a page that was scanned twice the second picture has no boxes: its answers are in no document.
    """
    made = Image.open(io.BytesIO(page)).convert("RGB")
    pen = ImageDraw.Draw(made, "RGBA")
    letters = ImageFont.truetype(str(shipped("fonts") / "formkit-sans-core.ttf"), _LETTER)
    for document in documents:
        for reading in document.readings.values():
            if reading.region is not None and reading.region.image == number:
                _field(pen, reading.region.box, made.size, reading, letters)
        for found in document.pages:
            if found.image == number:
                _head(pen, heading(found, document), letters)
    return _jpeg(made, _JPEG)


def _jpeg(made: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def _field(
    pen: ImageDraw.ImageDraw, box: Shares, size: tuple[int, int], reading: Reading, letters: ImageFont.FreeTypeFont
) -> None:
    colour = COLOURS[reading.status]
    corners = (box[0] * size[0], box[1] * size[1], box[2] * size[0], box[3] * size[1])
    pen.rectangle(corners, outline=(*colour, 255), width=2)
    words = _words(reading)
    if not words:
        return
    width = pen.textlength(words, font=letters)
    inside = width < 0.6 * (corners[2] - corners[0])
    x = corners[2] - width - 4 if inside else corners[0]
    y = corners[1] + 1 if inside else corners[1] - _LETTER - 2
    around = pen.textbbox((x, y), words, font=letters)
    pen.rectangle((around[0] - 2, around[1] - 1, around[2] + 2, around[3] + 1), fill=(255, 255, 255, 205))
    pen.text((x, y), words, font=letters, fill=(*colour, 255))


def _words(reading: Reading) -> str:
    if reading.status is FieldStatus.BLANK:
        return ""
    value = ",".join(reading.value) if isinstance(reading.value, tuple) else str(reading.value)
    if reading.value is None:
        value = "?"
    if reading.value is True:
        value = "✓"
    return f"{value}  {reading.confidence:.3f}".replace("\n", " ")  # Several lines have no length for Pillow.


def heading(found: PageFound, document: Document) -> str:
    """Return what stands above a picture: which page it is of which booklet, and how well its print was found."""
    known = found.registration or {}
    how = _METHODS.get(str(known.get("method")))
    title = _title(document.handbook, document.edition, found.sheet)
    told = [_("{sheet}, page {page}").format(sheet=title, page=found.page)]
    told += [_("booklet {serial}").format(serial=document.serial)] if document.serial else []
    told += [_(how)] if how is not None else []
    if "residual_mm" in known and "share" in known:
        residual, share = known["residual_mm"], round(100 * float(str(known["share"])))
        told.append(_("print found to {residual} mm, {share} % of it").format(residual=residual, share=share))
    return "   ".join(told)


@lru_cache(256)
def _title(handbook: str, edition: str, sheet: str) -> str:
    """Return the title of a sheet; its id where the handbook is not installed."""
    try:
        known = load_handbook(f"{handbook}@{edition}").sheet(sheet)
    except FormkitError:
        return sheet
    return sheet if known is None else known.title


def _head(pen: ImageDraw.ImageDraw, words: str, letters: ImageFont.FreeTypeFont) -> None:
    around = pen.textbbox((8, 4), words, font=letters)
    pen.rectangle((around[0] - 3, around[1] - 2, around[2] + 3, around[3] + 2), fill=(255, 255, 255, 220))
    pen.text((8, 4), words, font=letters, fill=(20, 20, 120, 255))


def append_page(path: Path, jpeg: bytes, *, first: bool) -> None:
    """Add a picture to a PDF as its next page; ``first`` begins the file anew.

    Raises:
        OSError: the file cannot be written.
    """
    with Image.open(io.BytesIO(jpeg)) as page:
        page.save(path, "PDF", append=not first, resolution=150.0)
