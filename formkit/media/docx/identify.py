"""Which booklet a Word file is, told without reading its answers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from formkit.errors import InputError, Where
from formkit.media.docx.marking import read_marker
from formkit.media.docx.names import DOCUMENT_PART, MARKER
from formkit.media.docx.package import unpack
from formkit.media.docx.properties import properties
from formkit.media.docx.template import STAMP
from formkit.model.imprint import KEY, Imprint

_MARKERS = re.compile(rb'w:val="(' + MARKER.encode() + rb'[^"<>]{1,80})"')


def identify(content: bytes, name: str) -> Imprint | None:
    """Return what a Word file says of itself; None where it is no form of formkit.

    The identity stands in a property of the file and, should that be lost, in the tags at the head
    of its sides.

    Raises:
        InputError: encrypted (D001), no zip (D002), damaged (D003), not to be unpacked (D004), an old .doc
            (D005), or a template (D006).
    """
    parts = unpack(content, name)
    if DOCUMENT_PART not in parts:
        return None
    stated = properties(parts)
    found = Imprint.from_text(stated[KEY]) if KEY in stated else None
    if found is None:
        if STAMP in stated:
            raise InputError.of("D006", where=Where(name))
        found = _by_markers(parts)
    return found


def _by_markers(parts: Mapping[str, bytes]) -> Imprint | None:
    tags = [match.decode("utf-8", "replace") for match in _MARKERS.findall(parts[DOCUMENT_PART])]
    markers = [marker for tag in tags if (marker := read_marker(tag)) is not None]
    if not markers:
        return None
    first = markers[0]
    handbook, _, edition = first.handbook.partition("@")
    counts: dict[str, int] = {}
    for marker in markers:
        if marker.handbook == first.handbook and marker.serial == first.serial and marker.copy <= 1023:
            counts[marker.sheet] = max(counts.get(marker.sheet, 0), marker.copy)
    return Imprint(handbook, edition, first.serial, counts)
