"""The page of a form that formkit did not print, taken into a PDF that formkit writes, as one drawing.

The page's objects are copied as they are: its content becomes a form XObject with its resources (ISO
32000-1, clause 8.10), so that text stays text and the file stays small. What we add is drawn over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSKeyword, PSLiteral

from formkit.errors import InputError, Problem, Where, problem
from formkit.geometry import points_to_mm
from formkit.media.pdf.opened import Opened, opened
from formkit.media.pdf.strings import name_of
from formkit.media.pdf.writer import PdfFile, array, name, numbers, ref
from formkit.model.layout import Layout, Original

_DEEPEST = 60
_TOLERANCE = 1.0
"""mm by which a page of the blank may differ from its layout."""
_TURNS = {0: (1, 0, 0, 1), 90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}


def original_problems(layout: Layout) -> list[Problem]:
    """Return what keeps the blanks of a layout's measured pages from being drawn, or belies the measures."""
    found: list[Problem] = []
    for page in layout.pages:
        if page.original is None:
            continue
        try:
            sizes = _sizes(page.original.path, Path(page.original.path).stat().st_mtime_ns)
        except (InputError, OSError) as cause:
            reason = cause.problems[0].message if isinstance(cause, InputError) else str(cause.strerror)
            return [problem("L010", where=Where(page.original.path), reason=reason)]
        where = Where(page.original.path, detail=f"#{page.original.page}")
        if page.original.page > len(sizes):
            found.append(problem("L011", where=where, pages=len(sizes), page=page.original.page))
            continue
        width, height = sizes[page.original.page - 1]
        if max(abs(width - page.width), abs(height - page.height)) > _TOLERANCE:
            found.append(problem(
                "L012", where=where, page=page.original.page, width=round(width, 1), height=round(height, 1),
                wide=round(page.width, 1), high=round(page.height, 1),
            ))
    return found


@lru_cache(maxsize=64)
def _sizes(path: str, _changed: int) -> tuple[tuple[float, float], ...]:
    """Return width and height in mm of the pages of a PDF as they are viewed."""
    with opened(plain(path), path) as file:
        return tuple(_viewed_size(page) for page in file.pages)


def _viewed_size(page: Any) -> tuple[float, float]:
    x0, y0, x1, y1 = (points_to_mm(float(each)) for each in page.mediabox)
    width, height = abs(x1 - x0), abs(y1 - y0)
    return (height, width) if page.rotate % 180 else (width, height)


@lru_cache(maxsize=16)
def _saved(path: str, _changed: int) -> bytes:
    content = Path(path).read_bytes()
    try:
        with pypdfium2.PdfDocument(content) as document:
            made = BytesIO()
            document.save(made)
            return made.getvalue()
    except pypdfium2.PdfiumError as cause:
        raise InputError.of("A004", where=Where(path), file=Path(path).name) from cause


def plain(path: str) -> bytes:
    """Return the PDF at ``path`` saved anew: without encryption, and with a sound table of its objects.

    Raises:
        InputError: it is damaged or wants a password.
        OSError: it cannot be read.
    """
    return _saved(path, Path(path).stat().st_mtime_ns)


@dataclass(slots=True)
class Originals:
    """Copies pages of blanks into one file, each page and each shared object once."""

    file: PdfFile
    _drawn: dict[Original, int] = field(default_factory=dict)
    _copiers: dict[str, _Copier] = field(default_factory=dict)

    def drawing(self, original: Original) -> int:
        """Return the number of the XObject that draws a page of a blank, upright from the lower left corner.

        Raises:
            InputError: the blank cannot be read, or has no such page.
        """
        if original not in self._drawn:
            self._drawn[original] = self._copy(original)
        return self._drawn[original]

    def _copy(self, original: Original) -> int:
        try:
            content = plain(original.path)
        except OSError as cause:
            reason = cause.strerror or type(cause).__name__
            raise InputError.of("L010", where=Where(original.path), reason=reason) from cause
        with opened(content, original.path) as file:
            if original.page > len(file.pages):
                where = Where(original.path)
                raise InputError.of("L011", where=where, pages=len(file.pages), page=original.page)
            copier = self._copiers.setdefault(original.path, _Copier(self.file))
            return _drawing(self.file, copier, file, original.page - 1)


def _drawing(out: PdfFile, copier: _Copier, file: Opened, index: int) -> int:
    page = file.pages[index]
    contents = resolve1(page.attrs.get("Contents"))
    parts = [resolve1(each) for each in contents] if isinstance(contents, list) else [contents]
    content = b"\n".join(each.get_data() for each in parts if isinstance(each, PDFStream))
    x0, y0, x1, y1 = (float(each) for each in page.mediabox)
    entries = {
        "Type": b"/XObject", "Subtype": b"/Form", "BBox": numbers(x0, y0, x1, y1),
        "Matrix": numbers(*_matrix(page)), "Resources": copier.copied(page.resources or {}),
    }
    group = resolve1(page.attrs.get("Group"))
    if isinstance(group, dict):
        entries["Group"] = copier.copied(group)
    return out.put_stream(content, entries)


def _matrix(page: Any) -> tuple[float, ...]:
    """Return the map that puts a page, turned as it is viewed, onto the lower left corner."""
    x0, y0, x1, y1 = (float(each) for each in page.mediabox)
    a, b, c, d = _TURNS[page.rotate % 360 // 90 * 90]
    corners = [(a * x + c * y, b * x + d * y) for x in (x0, x1) for y in (y0, y1)]
    return (a, b, c, d, -min(x for x, _ in corners), -min(y for _, y in corners))


@dataclass(slots=True)
class _Copier:
    """Writes objects of one PDF into another; what several things share is written once."""

    out: PdfFile
    numbers: dict[int, int] = field(default_factory=dict)

    def copied(self, value: object, depth: int = 0) -> bytes:
        """Return the syntax of a value; what it refers to is written on the way."""
        if depth > _DEEPEST:
            return b"null"
        if isinstance(value, PDFObjRef):
            return ref(self._object(value, depth))
        if isinstance(value, PDFStream):
            return ref(self._stream(value, self.out.reserve(), depth))
        if isinstance(value, Mapping):
            return self._mapping(value, depth)
        if isinstance(value, list | tuple):
            return array(self.copied(each, depth + 1) for each in value)
        return _scalar(value)

    def _mapping(self, value: Mapping[Any, object], depth: int) -> bytes:
        pairs = (name(str(key)) + b" " + self.copied(each, depth + 1) for key, each in value.items() if key != "Parent")
        return b"<<" + b" ".join(pairs) + b">>"

    def _object(self, value: PDFObjRef, depth: int) -> int:
        if value.objid in self.numbers:
            return self.numbers[value.objid]
        number = self.numbers[value.objid] = self.out.reserve()
        target = resolve1(value)
        if isinstance(target, PDFStream):
            return self._stream(target, number, depth)
        return self.out.put(self.copied(target, depth + 1), number)

    def _stream(self, stream: PDFStream, number: int, depth: int) -> int:
        raw = stream.rawdata if stream.rawdata is not None else stream.get_data()
        kept = {key: each for key, each in stream.attrs.items() if key not in ("Length", "DL")}
        if stream.rawdata is None:
            kept = {key: each for key, each in kept.items() if key not in ("Filter", "DecodeParms")}
        head = self._mapping(kept, depth + 1)[:-2] + b" /Length %d>>" % len(raw)
        return self.out.put(head + b"\nstream\n" + raw + b"\nendstream", number)


def _scalar(value: object) -> bytes:
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".").encode() or b"0"
    if isinstance(value, PSLiteral):
        return name(name_of(value))
    if isinstance(value, PSKeyword):
        return bytes(value.name)
    if isinstance(value, bytes):
        return b"<" + value.hex().encode() + b">"
    if isinstance(value, str):
        return b"<" + value.encode("latin-1", "replace").hex().encode() + b">"
    return b"null"

