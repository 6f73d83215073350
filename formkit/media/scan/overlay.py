"""What was seen, drawn over the scan: boxes, values, confidence; a page a picture, in one PDF."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from formkit.media.scan.canvas import Grey
from formkit.media.scan.sides import SideRead
from formkit.model.reading import FieldStatus, Reading, Shares
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
_JPEG = 72


def picture(grey: Grey, sides: Iterable[SideRead]) -> bytes:
    """Return the scan as JPEG with every field's box, value and confidence; sides without any leave it as it is."""
    scale = min(1.0, LONGEST / max(grey.shape))
    made = Image.fromarray(grey)
    size = (max(1, round(made.width * scale)), max(1, round(made.height * scale)))
    made = made.resize(size, Image.Resampling.BOX).convert("RGB")
    pen = ImageDraw.Draw(made, "RGBA")
    letters = ImageFont.truetype(str(shipped("fonts") / "formkit-sans-core.ttf"), _LETTER)
    for side in sides:
        for reading in side.readings.values():
            if reading.region is not None:
                _field(pen, reading.region.box, size, reading, letters)
        _head(pen, side, letters)
    buffer = io.BytesIO()
    made.save(buffer, "JPEG", quality=_JPEG)
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
    return f"{value}  {reading.confidence:.3f}"


def _head(pen: ImageDraw.ImageDraw, side: SideRead, letters: ImageFont.FreeTypeFont) -> None:
    how = ", ".join(f"{name} {value}" for name, value in side.registration.items())
    words = f"{side.design.sheet} {side.copy or '?'} / {side.design.side}   {side.serial or ''}   {how}"
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
