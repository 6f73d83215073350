"""What a booklet lacks because its template lost it; quick enough for every booklet that is written."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from formkit.errors import Problem, Severity, Where, problem
from formkit.media.docx.elements import controls
from formkit.model.ids import FieldRef
from formkit.model.layout import Layout, Page, SlotRole


def lost_controls(root: etree._Element, layout: Layout, where: Where) -> list[Problem]:
    """Return a warning (T003) for each control that the first copy of a sheet should have and has not."""
    present = {tag for tag, _ in controls(root)}
    return [
        problem("T003", where=where, severity=Severity.WARNING, field=tag, label=ref.field.label)
        for page in layout.pages
        if page.copy == 1
        for tag, ref in wanted_controls(page)
        if tag not in present
    ]


def wanted_controls(page: Page) -> Iterator[tuple[str, FieldRef]]:
    """Yield the tag of each control of a side with its field: of its answers, and of options that are ticked."""
    refs = {place.ref.id: place.ref for place in page.places}
    for tile in page.tiles:
        slot = tile.slot
        if slot is not None and slot.role is SlotRole.VALUE:
            yield slot.field, refs[slot.field]
        elif slot is not None and slot.role is not SlotRole.OPTION:
            yield f"{slot.field}.{slot.code}", refs[slot.field]
