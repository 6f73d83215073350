"""Rules on a measured layout: that it places every field of its sheet once, and as the field is marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formkit.errors import Problem
from formkit.geometry import Box
from formkit.mapping.expand import cell_name
from formkit.mapping.finding import FieldView, SheetView, fields, sheets
from formkit.mapping.measured import LayoutSource
from formkit.mapping.schema import FieldNode
from formkit.mapping.spelling import known_hint, listed_hint
from formkit.mapping.tree import Group, Path, value_spot
from formkit.mapping.validate import Validated
from formkit.model.measured import MeasuredLayout, MeasuredPage, MeasuredPlace

_TOLERANCE = 0.5
"""mm by which a box may reach over the edge of its page: rulings at the edge are measured to their middle."""
_KINDS: Mapping[str, tuple[str, ...]] = {
    "options": ("single", "multi"),
    "cells": ("single", "multi", "code", "text", "integer", "number"),
    "parts": ("date", "text"),
}
"""The kinds of field that a key of a place goes with."""


def measured_problems(validated: Validated, layouts: Mapping[str, LayoutSource]) -> list[Problem]:
    """Return what is wrong with the layout files of a mapping, and where file and mapping disagree."""
    if validated.node is None:
        return []
    found: list[Problem] = []
    for sheet in sheets(validated.node):
        source = layouts.get(sheet.node.id)
        if source is None:
            continue
        found += source.problems
        if source.missing:
            spot = value_spot(validated.tree, (*sheet.path, "measured"))
            found.append(spot.problem(source.missing, name=source.name))
        if source.layout is not None and source.tree is not None:
            found += _Comparison(sheet, source.layout, source.tree, validated).problems()
    return found


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A sheet beside its layout."""

    sheet: SheetView
    layout: MeasuredLayout
    tree: Group
    validated: Validated

    def problems(self) -> Iterator[Problem]:
        wanted = self._wanted()
        seen: set[str] = set()
        for page_number, page in enumerate(self.layout.pages):
            for number, place in enumerate(page.places):
                path: Path = ("pages", page_number, "places", number)
                if place.field not in wanted:
                    if place.field.split(".")[0] not in self.validated.lost:
                        yield self._unknown(place.field, path, wanted)
                elif place.field in seen:
                    yield self._at((*path, "field"), "M235", name=place.field)
                else:
                    yield from self._boxes(page, place, path)
                    yield from self._answer(wanted[place.field], place, path)
                seen.add(place.field)
        yield from self._unplaced(wanted, seen)

    def _wanted(self) -> dict[str, FieldView]:
        """Return every place that the layout must have, by its name."""
        wanted: dict[str, FieldView] = {}
        for view in fields(self.sheet):
            if view.table is None:
                wanted[view.node.id] = view
            else:
                rows = range(1, view.table.rows + 1)
                wanted |= {cell_name(view.table, row, view.node): view for row in rows}
        return wanted

    def _at(self, path: Path, code: str, *, hint: str = "", **context: object) -> Problem:
        return value_spot(self.tree, path).problem(code, hint=hint, **context)

    def _unknown(self, name: str, path: Path, wanted: Mapping[str, FieldView]) -> Problem:
        hint = known_hint(name, wanted)
        return self._at((*path, "field"), "M221", hint=hint, name=name, sheet=self.sheet.node.id)

    def _boxes(self, page: MeasuredPage, place: MeasuredPlace, path: Path) -> Iterator[Problem]:
        whole = Box(0, 0, page.width, page.height)
        for box, steps in _boxes_of(place):
            if box.x0 >= box.x1 or box.y0 >= box.y1 or not whole.contains(box, _TOLERANCE):
                shown = ", ".join(f"{side:g}" for side in box.rounded())
                yield self._at((*path, *steps), "M234", name=place.field, box=f"[{shown}]")

    def _answer(self, view: FieldView, place: MeasuredPlace, path: Path) -> Iterator[Problem]:
        node = view.node
        for key, kinds in _KINDS.items():
            if getattr(place, key) and node.kind not in kinds:
                yield self._at((*path, key), "M101", key=key, kind=node.kind, kinds=", ".join(kinds))
        known = {option.code for option in view.options}
        for number, option in enumerate(place.options):
            if known and option.code not in known:
                where = (*path, "options", number, "code")
                yield self._at(where, "M125", hint=listed_hint(known), option=option.code, name=place.field)
        yield from self._marked(view, place, path)
        yield from self._cell_count(node, place, path)

    def _marked(self, view: FieldView, place: MeasuredPlace, path: Path) -> Iterator[Problem]:
        """Yield what a choice cannot be marked without."""
        mark = view.node.mark
        if mark in ("code", "symbol") and not place.cells:
            yield self._at(path, "M237", name=place.field, key="cells", mark=mark)
        if mark not in ("circle", "box"):
            return
        key = "box" if mark == "circle" else "tick"
        measured = {option.code for option in place.options if getattr(option, key) is not None}
        for option in view.options:
            if option.code not in measured:
                yield self._at(path, "M238", name=place.field, key=key, option=option.code)

    def _cell_count(self, node: FieldNode, place: MeasuredPlace, path: Path) -> Iterator[Problem]:
        wanted = [node.cells] if node.kind == "multi" else [node.length, *node.lengths] if node.kind == "code" else []
        if place.cells and wanted and wanted[0] is not None and len(place.cells) not in wanted:
            where = (*path, "cells")
            yield self._at(where, "M239", name=place.field, found=len(place.cells), wanted=wanted[0])

    def _unplaced(self, wanted: Mapping[str, FieldView], seen: set[str]) -> Iterator[Problem]:
        """Yield the fields, and for each column of a table the first row, that have no place."""
        told: set[Path] = set()
        for name, view in wanted.items():
            if name not in seen and view.path not in told:
                told.add(view.path)
                spot = value_spot(self.validated.tree, (*view.path, "id"))
                yield spot.problem("M236", name=name, file=self.sheet.node.measured or "")


def _boxes_of(place: MeasuredPlace) -> Iterator[tuple[Box, Path]]:
    """Yield every box of a place with the way to it."""
    yield place.box, ("box",)
    for key in ("lines", "cells"):
        for number, box in enumerate(getattr(place, key)):
            yield box, (key, number)
    for number, part in enumerate(place.parts):
        yield part.box, ("parts", number, "box")
        for cell_number, cell in enumerate(part.cells):
            yield cell, ("parts", number, "cells", cell_number)
    for number, option in enumerate(place.options):
        if option.box is not None:
            yield option.box, ("options", number, "box")
        if option.tick is not None:
            yield option.tick, ("options", number, "tick")
