"""The identity of a side's geometry: what a sheet of paper must agree with to be read by a layout."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from formkit.geometry import Box
from formkit.layout.sheet_code import DESIGN_LENGTH, to_base32
from formkit.model.layout import Place

LENGTH = 16
"""Hexadecimal digits kept of the SHA-256."""


def fingerprint(
    handbook: str, sheet: str, side: int, places: Iterable[Place], marks: Mapping[str, Box] | None = None
) -> str:
    """Return the fingerprint of a side: where it is answered, in tenths of a millimetre.

    Printed words do not count, so a corrected typing error leaves paper readable; the codes of
    options do, because they are what an answer means. Instance numbers do not count: all copies of
    a sheet have one design. ``marks`` are the codes that an office put elsewhere in its template.
    """
    lines = sorted(_place_line(place) for place in places)
    lines += [f"{letter} {_tenths(box)}" for letter, box in sorted((marks or {}).items())]
    text = "\n".join([handbook, sheet, str(side), *lines])
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def design_of(mark: str) -> str:
    """Return the design number of a fingerprint: its first 25 bits as 5 characters of base 32."""
    return to_base32(int(mark, 16) >> (4 * LENGTH - 5 * DESIGN_LENGTH), DESIGN_LENGTH)


def _place_line(place: Place) -> str:
    ref = place.ref
    row = f"{ref.table.id}.{ref.row}." if ref.table else ""
    entry = (ref.instance - 1) % ref.sheet.entries
    boxes = [_tenths(place.box), *(_tenths(cell) for cell in place.cells)]
    boxes += [_tenths(line) for line in place.lines]
    boxes += [f"{part.name}={_tenths(part.box)}" for part in place.parts if not part.cells]
    boxes += [f"{option.code}~{_tenths(option.words)}" for option in place.options if option.words]
    boxes += [f"{option.code}={_tenths(option.box) if option.box else ''}" for option in place.options]
    meaning = "|".join(f"{option.code}:{option.label}" for option in ref.field.options)
    return f"{row}{ref.field.id}#{entry} {ref.field.kind} {' '.join(boxes)} {meaning}"


def _tenths(box: Box) -> str:
    return ",".join(str(round(value * 10)) for value in (box.x0, box.y0, box.x1, box.y1))
