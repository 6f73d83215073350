"""A side as an office restyled it: the places that formkit lays out, each with the boxes that were measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from formkit.geometry import Box
from formkit.model.handbook import Sheet
from formkit.model.ids import sheet_refs
from formkit.model.layout import Part, Place, Slot, SlotRole, Tile
from formkit.model.restyled import RestyledPlace, RestyledSide, RestyledTile


def fits(sheet: Sheet, declared: Mapping[str, Place]) -> bool:
    """Say whether the measurement of a sheet has what the mapping says: all fields with their boxes and options.

    ``declared`` are the places of the first copy as formkit lays them out. A mapping that has changed since does
    not fit; then its own layout counts, and `check` says so (T002).
    """
    measured = {place.field: place for side in sheet.restyled for place in side.places}
    return measured.keys() == declared.keys() and len(sheet.restyled) == sheet.side_count and all(
        _is_alike(declared[name], place) for name, place in measured.items()
    )


def _is_alike(declared: Place, measured: RestyledPlace) -> bool:
    marked = {option.code for option in declared.options if option.box is not None}
    return (
        len(declared.cells) == len(measured.cells) and len(declared.separators) == len(measured.signs)
        and marked == set(measured.options or {})
    )


def restyled_places(side: RestyledSide, declared: Mapping[str, Place], names: Mapping[str, str]) -> tuple[Place, ...]:
    """Return the places of a side; ``names`` leads from the ids of the first copy to those of the copy in ``declared``.

    They have the order of the mapping.
    """
    measured = {names[place.field]: place for place in side.places}
    return tuple(_moved(place, measured[name]) for name, place in declared.items() if name in measured)


def _moved(place: Place, measured: RestyledPlace) -> Place:
    options = measured.options or {}
    return replace(
        place,
        box=measured.box,
        cells=measured.cells,
        parts=tuple(_parts(place, measured.cells)),
        options=tuple(replace(option, box=options.get(option.code)) for option in place.options),
        separators=tuple((box, sign) for box, (_, sign) in zip(measured.signs, place.separators, strict=True)),
    )


def _parts(place: Place, cells: tuple[Box, ...]) -> Iterator[Part]:
    """Yield the parts of a date: its boxes are those of the whole date, one part after the other."""
    start = 0
    for part in place.parts:
        own = cells[start : start + len(part.cells)]
        start += len(own)
        yield Part(part.name, own[0].union(own[-1]), own)


def restyled_tiles(side: RestyledSide, names: Mapping[str, str]) -> tuple[Tile, ...]:
    """Return the cells of a side as tiles; their print is the template's, so they have no lines."""
    return tuple(Tile(tile.box, tile.text, slot=_slot(tile, names)) for tile in side.tiles)


def _slot(tile: RestyledTile, names: Mapping[str, str]) -> Slot | None:
    return Slot(names[tile.field], SlotRole(tile.role), tile.code) if tile.field in names else None


def names_in_copy(sheet: Sheet, copy: int) -> dict[str, str]:
    """Return the id of each field in a copy of a sheet by its id in the first copy."""
    firsts, own = sheet_refs(sheet, 1), sheet_refs(sheet, copy)
    return {first.id: ref.id for first, ref in zip(firsts, own, strict=True)}
