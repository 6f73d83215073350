"""The fields of an AcroForm, whatever program filled them: full names, values, and on which pages they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

from formkit.geometry import Box, points_to_mm
from formkit.media.pdf.form import OF_OPTION, OFF, RADIO
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
    disagrees: bool = False
    """The value of a button is not what its widgets show."""
    lost: bool = False
    """The file does not say any more what the field holds."""
    others: tuple[FormField, ...] = ()
    """Further fields of the same name that hold something else."""


@dataclass(frozen=True, slots=True)
class _Inherited:
    name: str = ""
    kind: str = ""
    flags: int = 0
    value: object = None
    options: object = None
    depth: int = 0


def form_fields(file: Opened) -> list[FormField]:
    """Return every terminal field of the file; a name may come more than once where files were joined.

    Fields that only the annotations of the pages lead to count too: joining programs lose the form's tree.
    """
    places = _places(file)
    form = resolve1(file.document.catalog.get("AcroForm"))
    roots = resolve1(form.get("Fields")) if isinstance(form, dict) else None
    reached: set[int] = set()
    found = list(_walk(roots, places, reached)) if isinstance(roots, list) else []
    return found + list(_strays(file, places, reached))


def one_by_name(fields: Iterable[FormField]) -> dict[str, FormField]:
    """Return fields by full name; ``others`` of each has what further fields of the name say differently.

    All that have no name are one, on the pages of all of them.
    """
    found: dict[str, FormField] = {}
    for each in fields:
        kept = found.get(each.name)
        if kept is not None and not each.name:
            found[""] = replace(kept, pages=tuple(sorted({*kept.pages, *each.pages})))
        elif kept is None or not kept.pages:
            found[each.name] = each
        elif each.pages:
            found[each.name] = _merged(kept, each)
    return found


def _merged(kept: FormField, other: FormField) -> FormField:
    differing = (*kept.others, other) if other.text != kept.text else kept.others
    if not kept.text and other.text and not kept.others:
        return replace(other, others=(kept,))
    return replace(kept, others=differing, disagrees=kept.disagrees or other.disagrees)


def _strays(file: Opened, places: Mapping[int, int], reached: set[int]) -> Iterator[FormField]:
    """Yield the fields of widgets that the form's tree does not lead to, by their own names or those of their parents.

    A widget that has neither gives a field without a name.
    """
    groups: dict[object, tuple[_Inherited, list[object]]] = {}
    for raw, node in _widgets(file):
        if raw.objid in reached:
            continue
        chain = _chain(raw)
        own = text_of(node.get("NM"))[0].partition(OF_OPTION)[0]
        here = _inherited(chain)
        group: object = (places[raw.objid], own) if own else _nearest(chain)
        groups.setdefault(group, (replace(here, name=own or _whole(here, chain)), []))[1].append(raw)
    for inherited, widgets in groups.values():
        yield _stray(inherited, widgets, places)


def _widgets(file: Opened) -> Iterator[tuple[PDFObjRef, dict[str, Any]]]:
    for page in file.pages:
        annotations = resolve1(page.attrs.get("Annots"))
        for raw in annotations if isinstance(annotations, list) else []:
            node = resolve1(raw)
            if isinstance(raw, PDFObjRef) and isinstance(node, dict) and name_of(node.get("Subtype")) == "Widget":
                yield raw, node


def _nearest(chain: Sequence[PDFObjRef]) -> int:
    """Return the object of the field that a widget belongs to."""
    return next((each.objid for each in chain if _is_field(each)), chain[0].objid)


def _whole(field: _Inherited, chain: Sequence[PDFObjRef]) -> str:
    """Return the name of a field whose parents are all there; where a parent is no field the name is lost."""
    above = [resolve1(each) for each in chain[1:]]
    return field.name if all(isinstance(node, dict) and "Kids" in node for node in above) else ""


def _stray(field: _Inherited, widgets: list[object], places: Mapping[int, int]) -> FormField:
    """Return a field that lost its tree: what a button shows is its state, a text whose value is gone is lost."""
    shows = any(isinstance(node := resolve1(each), dict) and node.get("AS") is not None for each in widgets)
    made = _terminal(replace(field, kind="Btn") if shows else field, widgets, places)
    return made if shows or field.value is not None else replace(made, lost=True)


def _chain(raw: PDFObjRef) -> list[PDFObjRef]:
    """Return a widget and its parents, the nearest first."""
    chain = [raw]
    while len(chain) <= _DEEPEST:
        node = resolve1(chain[-1])
        above = node.get("Parent") if isinstance(node, dict) else None
        if not isinstance(above, PDFObjRef) or any(above.objid == each.objid for each in chain):
            break
        chain.append(above)
    return chain


def _inherited(chain: Sequence[PDFObjRef]) -> _Inherited:
    here = _Inherited()
    for each in reversed(chain):
        node = resolve1(each)
        if isinstance(node, dict):
            here = _inherit(node, here)
    return here


def _places(file: Opened) -> dict[int, int]:
    """Return the page of each annotation by its object number."""
    places: dict[int, int] = {}
    for index, page in enumerate(file.pages):
        annotations = resolve1(page.attrs.get("Annots"))
        for each in annotations if isinstance(annotations, list) else []:
            if isinstance(each, PDFObjRef):
                places.setdefault(each.objid, index)
    return places


def _walk(roots: list[Any], places: Mapping[int, int], seen: set[int]) -> Iterator[FormField]:
    """Yield the terminal fields under ``roots``, and add the objects that were reached to ``seen``."""
    waiting: list[tuple[object, _Inherited]] = [(each, _Inherited()) for each in reversed(roots)]
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
            seen.update(kid.objid for kid in kids if isinstance(kid, PDFObjRef))
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
        state = _state(field, widgets)
        return FormField(field.name, True, state, False, pages, _disagrees(field, widgets))
    text, guessed = text_of(field.value)
    return FormField(field.name, False, text, guessed, pages)


def _disagrees(field: _Inherited, widgets: list[object]) -> bool:
    """Say whether a button has a value and its widgets show another state."""
    value = resolve1(field.value)
    nodes = [node for each in widgets if isinstance(node := resolve1(each), dict)]
    shown = [name_of(node.get("AS")) for node in nodes if node.get("AS") is not None]
    if value is None or not shown:
        return False
    on = {each for each in shown if each and each != OFF}
    state = text_of(value)[0].removeprefix("/") or OFF
    if len(shown) == 1 and not field.flags & RADIO:
        return bool(on) == (state == OFF)
    return on != ({state} - {OFF})


def _state(field: _Inherited, widgets: list[object]) -> str:
    """Return the state of a button: its value, else what its widgets show; an index into /Opt gives that text."""
    value = resolve1(field.value)
    shown = [name_of(node.get("AS")) for each in widgets if isinstance(node := resolve1(each), dict)]
    state = text_of(value)[0] if value is not None else next((each for each in shown if each and each != OFF), OFF)
    options = resolve1(field.options)
    if isinstance(options, list) and state.isdecimal() and field.flags & RADIO and int(state) < len(options):
        state = text_of(options[int(state)])[0]
    return "" if state == OFF else state


def drawn_over(file: Opened, index: int) -> list[Box]:
    """Return the boxes (mm from the top left, before any turn of the page) that comment tools drew on a page."""
    page = file.pages[index]
    annotations = resolve1(page.attrs.get("Annots"))
    left, _, _, top = (float(each) for each in page.mediabox)
    boxes = []
    for raw in annotations if isinstance(annotations, list) else []:
        node = resolve1(raw)
        if isinstance(node, PDFStream) or not isinstance(node, dict) or name_of(node.get("Subtype")) not in _DRAWN:
            continue
        box = resolve1(node.get("Rect"))
        values = [resolve1(each) for each in box] if isinstance(box, list) else []
        if len(values) == 4 and all(isinstance(each, int | float) for each in values):
            x0, y0, x1, y1 = (float(each) for each in values)
            sides = (min(x0, x1) - left, top - max(y0, y1), max(x0, x1) - left, top - min(y0, y1))
            boxes.append(Box(*map(points_to_mm, sides)))
    return boxes


_DRAWN = frozenset(
    ["Ink", "FreeText", "Circle", "Square", "Line", "PolyLine", "Polygon", "Stamp", "StrikeOut", "Highlight"]
)
