"""The layout as JSON, in the form that other programs build on."""

from __future__ import annotations

from formkit.geometry import Box
from formkit.model.handbook import PUBLIC_FORMATS, Field, Kind, Mark
from formkit.model.ids import FieldRef
from formkit.model.layout import Layout, OptionPlace, Page, Part, Place


def to_json(layout: Layout) -> dict[str, object]:
    """Return the layout as plain data; boxes are [x0, y0, x1, y1] in mm."""
    return {
        "handbook": layout.handbook,
        "edition": layout.edition,
        "serial": layout.serial,
        "pages": [_page(page) for page in layout.pages],
    }


def _page(page: Page) -> dict[str, object]:
    return {
        "page": page.number, "sheet": page.sheet, "side": page.side, "copy": page.copy,
        "fingerprint": page.fingerprint, "code": page.code, "width_mm": page.width, "height_mm": page.height,
        "fiducials": [{"corner": each.corner, "box": _box(each.box)} for each in page.fiducials],
        "fields": [_place(place) for place in page.places],
    }


def _box(box: Box) -> list[float]:
    return list(box.rounded())


def _place(place: Place) -> dict[str, object]:
    field = place.ref.field
    data: dict[str, object] = {"id": place.ref.id, "label": field.label, "type": field.kind.value}
    data |= _traits(field) | _links(place.ref)
    data["box"] = _box(place.box)
    if place.lines:
        data["lines"] = [_box(line) for line in place.lines]
    if place.cells and field.kind is not Kind.DATE:
        data["cells"] = [_box(cell) for cell in place.cells]
    if place.parts:
        data["parts"] = [_part(part) for part in place.parts]
    if field.kind.is_choice:
        data["options"] = [_option(field, each) for each in place.options]
    return data


def _part(part: Part) -> dict[str, object]:
    data: dict[str, object] = {"name": part.name, "box": _box(part.box)}
    if part.cells:
        data["cells"] = [_box(cell) for cell in part.cells]
    return data


def _traits(field: Field) -> dict[str, object]:
    data: dict[str, object] = {}
    if field.format in PUBLIC_FORMATS and field.kind is Kind.TEXT:
        data["format"] = field.format.value if field.format else ""
    if field.required:
        data["required"] = True
    if field.kind is Kind.DATE:
        data["precision"] = field.precision.value
        if field.min_precision is not field.precision:
            data["min_precision"] = field.min_precision.value
    if field.mark is not None:
        data["mark"] = field.mark.value
    optional = {
        "length": field.length, "alphabet": field.alphabet, "min": field.minimum, "max": field.maximum,
        "preprinted": field.preprinted, "concept": field.concept, "unit": field.unit or None,
    }
    data |= {name: _number(value) for name, value in optional.items() if value is not None}
    if field.provisional:
        data["provisional"] = True
    return data


def _number(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _links(ref: FieldRef) -> dict[str, object]:
    data: dict[str, object] = {}
    if ref.field.depends is not None:
        data["depends"] = {ref.sibling(ref.field.depends.field): list(ref.field.depends.codes)}
    if ref.field.same_as is not None:
        data["same_as"] = ref.resolve(ref.field.same_as)
    return data


def _option(field: Field, place: OptionPlace) -> dict[str, object]:
    option = field.option(place.code)
    data: dict[str, object] = {"code": place.code, "label": option.label if option else ""}
    if option is not None and option.exclusive:
        data["exclusive"] = True
    if place.box is not None and field.mark is not Mark.CODE:
        data["box"] = _box(place.box)
    if place.words is not None:
        data["words"] = _box(place.words)
    return data


