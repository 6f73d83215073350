"""Image files as scanners write them: JPEG, PNG, G4 TIFF, and PDF around any of them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pypdfium2
from PIL import Image

from formkit.geometry import POINTS_PER_INCH
from formkit.media.scan.degrade.rasters import Raster

SUFFIXES = {"jpeg": ".jpg", "png": ".png", "g4": ".tif"}


def encoded(image: Raster, file: str, quality: int, dpi: tuple[float, float]) -> bytes:
    """Return the bytes of an image file: jpeg, png, or g4 (a TIFF of an image in 0 and 255)."""
    out = io.BytesIO()
    picture = Image.fromarray(image)
    if file == "g4":
        picture.convert("1", dither=Image.Dither.NONE).save(out, "TIFF", compression="group4", dpi=dpi)
    elif file == "png":
        if image.ndim == 2 and not ((image != 0) & (image != 255)).any():
            picture = picture.convert("1", dither=Image.Dither.NONE)
        picture.save(out, "PNG", dpi=dpi, compress_level=3)
    else:
        picture.save(out, "JPEG", quality=quality, dpi=(round(dpi[0]), round(dpi[1])))
    return out.getvalue()


def decoded(content: bytes) -> Raster:
    """Return the pixels of an image file as its reader sees them: grey, or red, green, blue."""
    picture: Image.Image = Image.open(io.BytesIO(content))
    if picture.mode == "1":
        picture = picture.convert("L")
    return np.asarray(picture, np.uint8)


def as_pdf(pages: Sequence[tuple[bytes, tuple[float, float]]]) -> bytes:
    """Return a PDF with one image file (and its dpi) a page: JPEG bytes go in as they are, others without loss."""
    document = pypdfium2.PdfDocument.new()
    for content, dpi in pages:
        image = decoded(content)
        width, height = image.shape[1] / dpi[0] * POINTS_PER_INCH, image.shape[0] / dpi[1] * POINTS_PER_INCH
        picture = pypdfium2.PdfImage.new(document)
        if content.startswith(b"\xff\xd8"):
            picture.load_jpeg(io.BytesIO(content), inline=True)
        else:
            picture.set_bitmap(pypdfium2.PdfBitmap.from_pil(Image.fromarray(image)))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page = document.new_page(width, height)
        page.insert_obj(picture)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()
