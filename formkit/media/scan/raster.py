"""A file's bytes → its images, one at a time, grey and upright as they lie in the file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pi_heif
import pypdfium2
from PIL import Image, ImageSequence, UnidentifiedImageError
from pypdfium2 import raw

from formkit.errors import InputError, Problem, Where, problem
from formkit.geometry import POINTS_PER_INCH
from formkit.media.scan.canvas import Grey
from formkit.media.turns import pdfium

MOST_PIXELS = 250_000_000
"""An A3 page at 900 dpi is 166 million pixels; more is no form."""
MOST_IMAGES = 20_000
RENDER_DPI = 300
"""At which a PDF page is drawn that is not one single picture; also the most that a larger picture keeps."""
_AT_ONCE = 32
"""Pages that are read of a PDF before it is opened anew: at half a megabyte a page little is kept."""
_LOOKED_AT = 40
"""Pages of a PDF that tell whether it is a scan."""
_LARGE = 5600
"""Rows above which an A4 page has more than 480 dpi, and half of it is enough."""
_OVER_PICTURES = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_SHADING)
_UNSEEN = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_COVERS = 0.85
"""Share of the page's width and height from which a picture is the page."""

pi_heif.register_heif_opener()


@dataclass(frozen=True, slots=True)
class PageImage:
    """One image of a file: its number from 1, and its pixels."""

    number: int
    grey: Grey


@dataclass(frozen=True, slots=True)
class BadImage:
    """An image of a file that cannot be shown."""

    number: int
    problem: Problem


def images(content: bytes, name: str, *, first: int = 0, step: int = 1) -> Iterator[PageImage | BadImage]:
    """Yield the images of a file in their order; a bad one does not keep the others from coming.

    Args:
        content: the bytes of the file.
        name: what it is called in messages.
        first: how many images are passed over before the first.
        step: only every n-th image from there on.

    Raises:
        InputError: the file as a whole is no picture and no PDF, damaged, locked or far too large.
    """
    if b"%PDF-" in content[:1024]:
        yield from _pdf_images(content, name, first, step)
    elif not content.startswith(b"\xff\xd8"):
        yield from _picture_frames(content, name, first, step)
    elif first == 0:
        yield _jpeg(content, name)


def image_count(content: bytes, name: str) -> int | None:
    """Return how many images a file has, without looking at them; None where only reading them tells.

    Raises:
        InputError: as `images`.
    """
    if b"%PDF-" in content[:1024]:
        with pdfium, _opened(content, name) as document:
            return len(document)
    if content.startswith(b"\xff\xd8"):
        return 1
    try:
        with _picture(content, name) as picture:
            return int(getattr(picture, "n_frames", 1))
    except (OSError, ValueError, SyntaxError, EOFError):
        return None


def is_scanned(content: bytes) -> bool:
    """Say whether a PDF holds pictures of paper: some page is covered by one picture, or has nothing else.

    A form that is laid over such pictures, to be filled on a screen, is none: its fields say what it holds.
    """
    try:
        with pdfium, _opened(content, "") as document:
            looked_at = range(min(len(document), _LOOKED_AT))
            return any(_is_picture(document[index]) for index in looked_at) and not _is_form(document, looked_at)
    except InputError:
        return False


def _is_form(document: Any, looked_at: range) -> bool:
    """Say whether a PDF has fields to fill in. A signature alone is put on scans, too."""
    document.init_forms()
    return any(
        kind != raw.FPDF_FORMFIELD_SIGNATURE for index in looked_at for kind in _field_kinds(document, document[index])
    )


def _field_kinds(document: Any, page: Any) -> Iterator[int | None]:
    """Yield of what kind each form field on a page is; None where only its place is left, and the form is lost."""
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
            yield raw.FPDFAnnot_GetFormFieldType(document.formenv, annotation) if document.formenv else None
        raw.FPDFPage_CloseAnnot(annotation)


def _opened(content: bytes, name: str) -> Any:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as cause:
        code = "A003" if "password" in str(cause).lower() else "A004"
        raise InputError.of(code, where=Where(name), file=name) from cause
    return document


def _pdf_images(content: bytes, name: str, first: int, step: int) -> Iterator[PageImage | BadImage]:
    """Yield the pages; the file is opened anew now and then, because PDFium keeps all it has seen of a document."""
    with pdfium, _opened(content, name) as document:
        count = len(document)
    if count > MOST_IMAGES:
        raise InputError.of("A006", where=Where(name), file=name, pages=count, most=MOST_IMAGES)
    wanted = range(first, count, step)
    for start in range(0, len(wanted), _AT_ONCE):
        with pdfium:
            document = _opened(content, name)
        try:
            for index in wanted[start : start + _AT_ONCE]:
                yield _pdf_image(document, index, name)
        finally:
            with pdfium:
                document.close()


def _pdf_image(document: Any, index: int, name: str) -> PageImage | BadImage:
    try:
        with pdfium:
            page = document[index]
            grey = _whole_picture(page)
            grey = _drawn(page) if grey is None else grey
            page.close()
    except (pypdfium2.PdfiumError, ValueError, cv2.error, MemoryError) as cause:
        return BadImage(index + 1, _unreadable(name, index + 1, cause))
    return PageImage(index + 1, grey)


def _pictures(page: Any) -> list[Any]:
    return list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _is_picture(page: Any) -> bool:
    width, height = page.get_size()
    covered = 0.0
    for each in _pictures(page):
        left, bottom, right, top = each.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(covered >= _COVERS * _COVERS * width * height)


def _whole_picture(page: Any) -> Grey | None:
    """Return the one picture that is the page, in its own pixels; None where the page must be drawn.

    Reading the picture itself keeps its resolution and costs a fraction of drawing it.
    """
    found = _pictures(page)
    if len(found) != 1 or page.get_rotation():
        return None
    a, b, c, d, _, _ = found[0].get_matrix().get()
    left, bottom, right, top = found[0].get_bounds()
    width, height = page.get_size()
    covers = right - left >= _COVERS * width and top - bottom >= _COVERS * height
    if not covers or b or c or a <= 0 or d <= 0 or _is_written_on(page):
        return None
    filters = found[0].get_filters()
    columns, rows = found[0].get_px_size()
    if columns * rows > MOST_PIXELS or not columns or not rows:
        return None
    if abs((columns / rows) / (a / d) - 1) > 0.05:
        return None
    if filters == ["DCTDecode"]:
        return _decoded(bytes(found[0].get_data(decode_simple=False)), rows)
    bitmap = found[0].get_bitmap(render=False)
    return _shrunk(_to_grey(np.asarray(bitmap.to_pil().convert("L"))))


def _is_written_on(page: Any) -> bool:
    """Say whether something can be seen over the picture of a page: lines, or what was typed or stamped on it.

    The words that a program recognised on a scan lie over it unseen.
    """
    if raw.FPDFPage_GetAnnotCount(page):
        return True
    return any(map(_is_seen, page.get_objects(filter=_OVER_PICTURES, max_depth=3)))


def _is_seen(each: Any) -> bool:
    return each.type != raw.FPDF_PAGEOBJ_TEXT or raw.FPDFTextObj_GetTextRenderMode(each) not in _UNSEEN


def _drawn(page: Any) -> Grey:
    width, height = page.get_size()
    scale = RENDER_DPI / POINTS_PER_INCH
    if width * height * scale * scale > MOST_PIXELS:
        scale = (MOST_PIXELS / (width * height)) ** 0.5 / 2
    picture = page.render(scale=scale).to_numpy()
    return _to_grey(picture)


def _to_grey(picture: np.ndarray[Any, Any]) -> Grey:
    if picture.ndim == 2:
        return np.ascontiguousarray(picture, np.uint8)
    code = cv2.COLOR_BGRA2GRAY if picture.shape[2] == 4 else cv2.COLOR_BGR2GRAY
    return np.asarray(cv2.cvtColor(picture, code), np.uint8)


def _decoded(content: bytes, rows: int) -> Grey | None:
    mode = cv2.IMREAD_REDUCED_GRAYSCALE_2 if rows > _LARGE else cv2.IMREAD_GRAYSCALE
    grey = cv2.imdecode(np.frombuffer(content, np.uint8), mode | cv2.IMREAD_IGNORE_ORIENTATION)
    return None if grey is None else np.asarray(grey, np.uint8)


def _jpeg(content: bytes, name: str) -> PageImage | BadImage:
    """Photographs of a telephone may hold more pictures behind the first; that is the one."""
    with _picture(content, name) as picture:
        rows = picture.height
    grey = _decoded(content, max(rows, picture.width))
    if grey is None:
        return BadImage(1, _unreadable(name, 1, "JPEG"))
    return PageImage(1, grey)


def _picture(content: bytes, name: str) -> Image.Image:
    """Open a picture, looking at its size before anything is unpacked."""
    try:
        picture = Image.open(io.BytesIO(content))
    except Image.DecompressionBombError as cause:
        raise InputError.of("G002", where=Where(name), file=name, most=MOST_PIXELS // 1_000_000) from cause
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as cause:
        raise InputError.of("G001", where=Where(name), file=name) from cause
    _check_size(picture, name)
    return picture


def _check_size(picture: Image.Image, name: str) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise InputError.of("G002", where=Where(name), file=name, most=MOST_PIXELS // 1_000_000)


def _picture_frames(content: bytes, name: str, first: int, step: int) -> Iterator[PageImage | BadImage]:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with _picture(content, name) as picture:
        frames = ImageSequence.Iterator(picture)
        number = 0
        while True:
            number += 1
            try:
                frame = next(frames)
            except StopIteration:
                return
            except (OSError, ValueError, SyntaxError, EOFError) as cause:
                yield BadImage(number, _unreadable(name, number, cause))
                return
            if number > first and (number - 1 - first) % step == 0:
                yield _frame(frame, number, name)


def _frame(frame: Image.Image, number: int, name: str) -> PageImage | BadImage:
    try:
        _check_size(frame, name)
        return PageImage(number, _shrunk(_flat(frame)))
    except InputError as cause:
        return BadImage(number, cause.problem)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError) as cause:
        return BadImage(number, _unreadable(name, number, cause))


def _flat(frame: Image.Image) -> Grey:
    """Transparent pixels are paper; 16-bit greys are scaled down."""
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        paper = Image.new("RGBA", frame.size, "white")
        frame = Image.alpha_composite(paper, frame.convert("RGBA"))
    if frame.mode.startswith(("I", "F")):
        values = np.asarray(frame, np.float32)
        top = float(values.max()) or 1.0
        scale = 255.0 / (65535.0 if top > 255 else 255.0)
        return np.asarray(np.clip(values * scale, 0, 255), np.uint8)
    return np.asarray(frame.convert("L"), np.uint8)


def _shrunk(grey: Grey) -> Grey:
    if max(grey.shape) <= _LARGE:
        return grey
    half = (grey.shape[1] // 2, grey.shape[0] // 2)
    return np.asarray(cv2.resize(grey, half, interpolation=cv2.INTER_AREA), np.uint8)


def _unreadable(name: str, number: int, cause: object) -> Problem:
    del cause
    return problem("G003", where=Where(name), image=number)


