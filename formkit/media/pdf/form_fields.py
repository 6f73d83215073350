"""The fields of an AcroForm, whatever program filled them: full names, values, and on which pages they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

from formkit.media.pdf.form import OFF, RADIO
from formkit.media.pdf.opened import Opened
from formkit.media.pdf.strings import name_of, text_of

_MOST_FIELDS = 200_000
_DEEPEST = 64


@dataclass(frozen=True, slots=True)
class FormField:
    """One terminal field: text, or for a button the state it is in ("" where it is off)."""

    name: str
    is_button: bool
    text: str
    guessed: bool
    pages: tuple[int, ...]
    """Pages of the file that it stands on, from 0."""


@dataclass(frozen=True, slots=True)
class _Inherited:
    name: str = ""
    kind: str = ""
    flags: int = 0
    value: object = None
    options: object = None
    depth: int = 0


def form_fields(file: Opened) -> dict[str, FormField]:
    """Return every terminal field of the file's form by its full name; no form gives none."""
    form = resolve1(file.document.catalog.get("AcroForm"))
    roots = resolve1(form.get("Fields")) if isinstance(form, dict) else None
    if not isinstance(roots, list):
        return {}
    places = _places(file)
    found: dict[str, FormField] = {}
    for each in _walk(roots, places):
        kept = found.get(each.name)
        if kept is None or (not kept.text and each.text):
            found[each.name] = each
    return found


def _places(file: Opened) -> dict[int, int]:
    """Return the page of each annotation by its object number."""
    places: dict[int, int] = {}
    for index, page in enumerate(file.pages):
        annotations = resolve1(page.attrs.get("Annots"))
        for each in annotations if isinstance(annotations, list) else []:
            if isinstance(each, PDFObjRef):
                places.setdefault(each.objid, index)
    return places


def _walk(roots: list[Any], places: Mapping[int, int]) -> Iterator[FormField]:
    waiting: list[tuple[object, _Inherited]] = [(each, _Inherited()) for each in reversed(roots)]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_FIELDS:
        raw, above = waiting.pop()
        if isinstance(raw, PDFObjRef):
            if raw.objid in seen:
                continue
            seen.add(raw.objid)
        node = resolve1(raw)
        if not isinstance(node, dict) or above.depth > _DEEPEST:
            continue
        here = _inherit(node, above)
        kids = resolve1(node.get("Kids"))
        kids = kids if isinstance(kids, list) else []
        below = [kid for kid in kids if _is_field(kid)]
        if below:
            waiting += [(kid, here) for kid in reversed(below)]
        else:
            yield _terminal(here, [raw, *kids], places)


def _is_field(raw: object) -> bool:
    node = resolve1(raw)
    return isinstance(node, dict) and node.get("T") is not None


def _inherit(node: Mapping[str, object], above: _Inherited) -> _Inherited:
    own = text_of(node.get("T"))[0]
    flags = resolve1(node.get("Ff"))
    return _Inherited(
        ".".join(part for part in (above.name, own) if part),
        name_of(node.get("FT")) or above.kind,
        flags if isinstance(flags, int) else above.flags,
        node.get("V", above.value),
        node.get("Opt", above.options),
        above.depth + 1,
    )


def _terminal(field: _Inherited, widgets: list[object], places: Mapping[int, int]) -> FormField:
    pages = tuple(
        sorted({places[each.objid] for each in widgets if isinstance(each, PDFObjRef) and each.objid in places})
    )
    if field.kind == "Btn":
        return FormField(field.name, True, _state(field, widgets), False, pages)
    text, guessed = text_of(field.value)
    return FormField(field.name, False, text, guessed, pages)


def _state(field: _Inherited, widgets: list[object]) -> str:
    """Return the state of a button: its value, else what its widgets show; an index into /Opt gives that text."""
    value = resolve1(field.value)
    shown = [name_of(node.get("AS")) for each in widgets if isinstance(node := resolve1(each), dict)]
    state = text_of(value)[0] if value is not None else next((each for each in shown if each and each != OFF), OFF)
    options = resolve1(field.options)
    if isinstance(options, list) and state.isdecimal() and field.flags & RADIO and int(state) < len(options):
        state = text_of(options[int(state)])[0]
    return "" if state == OFF else state


def drawn_over(file: Opened, index: int) -> list[tuple[float, float, float, float]]:
    """Return the rectangles (points, from the lower left) that comment tools drew on a page."""
    annotations = resolve1(file.pages[index].attrs.get("Annots"))
    boxes = []
    for raw in annotations if isinstance(annotations, list) else []:
        node = resolve1(raw)
        if isinstance(node, PDFStream) or not isinstance(node, dict) or name_of(node.get("Subtype")) not in _DRAWN:
            continue
        box = resolve1(node.get("Rect"))
        values = [resolve1(each) for each in box] if isinstance(box, list) else []
        if len(values) == 4 and all(isinstance(each, int | float) for each in values):
            x0, y0, x1, y1 = (float(each) for each in values)
            boxes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return boxes


_DRAWN = frozenset(
    ["Ink", "FreeText", "Circle", "Square", "Line", "PolyLine", "Polygon", "Stamp", "StrikeOut", "Highlight"]
)
