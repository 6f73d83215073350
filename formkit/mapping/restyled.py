"""The measurement of a restyled template: a JSON file beside the template, its writer and its reader."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from formkit.geometry import Box
from formkit.mapping.schema import Node
from formkit.model.handbook import Handbook
from formkit.model.restyled import Restyled, RestyledPlace, RestyledSide, RestyledTile
from formkit.shipped import template_in_use, template_places

KEPT_FOLDER = "issued"
"""Beside the templates: what was measured before and may have been printed; paper comes back years later."""
_MOST_BYTES = 20_000_000

BoxNode = Annotated[list[float], Field(min_length=4, max_length=4)]
_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _TileNode(Node):
    box: BoxNode
    text: str = ""
    field: str = ""
    role: Literal["", "value", "option", "tick", "control"] = ""
    code: str = ""


class _PlaceNode(Node):
    field: str
    box: BoxNode
    cells: list[BoxNode] = Field(default_factory=list)
    signs: list[BoxNode] = Field(default_factory=list)
    options: dict[str, BoxNode] = Field(default_factory=dict)


class _MarksNode(Node):
    A: BoxNode
    B: BoxNode
    C: BoxNode
    D: BoxNode
    M: BoxNode


class _SideNode(Node):
    sheet: str
    side: int = Field(ge=1)
    width_mm: float = Field(gt=0, le=2000)
    height_mm: float = Field(gt=0, le=2000)
    marks: _MarksNode
    tiles: list[_TileNode]
    places: list[_PlaceNode]


class _FileNode(Node):
    formkit_restyled: Literal[1]
    handbook: str
    template: _Digest
    geometry: _Digest
    blank: str
    sha256: _Digest
    sides: list[_SideNode] = Field(min_length=1)


def measurement_path(template: Path) -> Path:
    """Return where the measurement of a template lies; its blank is the PDF of the same name."""
    return template.with_suffix(".json")


def as_printed(handbook: Handbook) -> Handbook:
    """Return the handbook as the Word template in use prints it: restyled, where it was and has been measured.

    A measurement that cannot be read counts as none; `check` tells of it, and nothing is printed from such a
    template (T011).
    """
    if handbook.is_measured:
        return handbook
    template = template_in_use(handbook.full_id, "docx", handbook.folder)
    found = read_measurement(measurement_path(template)) if template.is_file() else None
    return _restyled(handbook, found) if found is not None and found.handbook == handbook.full_id else handbook


_made: dict[str, tuple[Handbook, Restyled, Handbook]] = {}
"""The handbook made last out of each measurement, and what it was made of: what is asked for again is the same."""


def _restyled(handbook: Handbook, found: Restyled) -> Handbook:
    known = _made.get(found.file)
    if known is None or known[0] is not handbook or known[1] is not found:
        known = _made[found.file] = (handbook, found, handbook.as_restyled(found))
    return known[2]


def kept_measurements(handbook: Handbook) -> Iterator[Restyled]:
    """Yield what was measured of the handbook's templates before, the newest first.

    It counts wherever a template may lie: one that was taken away, or gave way to another, has been printed.
    """
    templates = template_places(handbook.full_id, "docx", handbook.folder)
    places = dict.fromkeys(template.absolute() for template in templates)
    files = [measurement_path(template) for template in places if measurement_path(template).is_file()]
    for template in places:
        files += (template.parent / KEPT_FOLDER).glob(f"{handbook.full_id}.*.json")
    for path in sorted(files, key=_age):
        found = read_measurement(path)
        if found is not None and found.handbook == handbook.full_id:
            yield found


def _age(path: Path) -> tuple[int, str]:
    return -path.stat().st_mtime_ns, path.name


def read_measurement(path: Path) -> Restyled | None:
    """Return a measurement, or None where there is none that can be used: the file or its blank is not as written."""
    blank = path.with_suffix(".pdf")
    try:
        stamps = tuple((each.stat().st_mtime_ns, each.stat().st_size) for each in (path, blank))
        return _read(path.absolute(), blank.absolute(), stamps)
    except (OSError, ValueError, ValidationError):
        return None


@lru_cache(maxsize=64)
def _read(path: Path, blank: Path, _stamps: tuple[tuple[int, int], ...]) -> Restyled:
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError("too large to be a measurement")
    content = path.read_bytes()
    node = _FileNode.model_validate(json.loads(content))
    if hashlib.sha256(blank.read_bytes()).hexdigest() != node.sha256:
        raise ValueError("another blank")
    sides = tuple(_side(each, str(blank), page) for page, each in enumerate(node.sides, start=1))
    name = hashlib.sha256(content).hexdigest()
    return Restyled(node.handbook, node.template, node.geometry, node.sha256, sides, str(path), str(blank), name)


def _side(node: _SideNode, blank: str, page: int) -> RestyledSide:
    marks = {letter: Box(*box) for letter, box in node.marks.model_dump().items()}
    tiles = tuple(RestyledTile(Box(*each.box), each.text, each.field, each.role, each.code) for each in node.tiles)
    places = tuple(
        RestyledPlace(
            each.field, Box(*each.box), _boxes(each.cells), _boxes(each.signs),
            {code: Box(*box) for code, box in each.options.items()},
        )
        for each in node.places
    )
    return RestyledSide(node.sheet, node.side, node.width_mm, node.height_mm, marks, tiles, places, blank, page)


def _boxes(given: list[list[float]]) -> tuple[Box, ...]:
    return tuple(Box(*each) for each in given)


def measurement_text(restyled: Restyled) -> str:
    """Return the text of a measurement's file, a place a line."""
    head = {
        "formkit_restyled": 1, "handbook": restyled.handbook, "template": restyled.template,
        "geometry": restyled.geometry, "blank": Path(restyled.blank).name, "sha256": restyled.sha256,
    }
    sides = ",\n".join(_side_text(each) for each in restyled.sides)
    return f'{_json(head)[:-1]}, "sides": [\n{sides}\n]}}\n'


def _side_text(side: RestyledSide) -> str:
    head = {
        "sheet": side.sheet, "side": side.side, "width_mm": side.width, "height_mm": side.height,
        "marks": {letter: _numbers(box) for letter, box in side.marks.items()},
    }
    tiles = ",\n".join(f"  {_json(_tile(each))}" for each in side.tiles)
    places = ",\n".join(f"  {_json(_place(each))}" for each in side.places)
    return f' {_json(head)[:-1]}, "tiles": [\n{tiles}\n ], "places": [\n{places}\n ]}}'


def _tile(tile: RestyledTile) -> dict[str, Any]:
    told = {"text": tile.text, "field": tile.field, "role": tile.role, "code": tile.code}
    return {"box": _numbers(tile.box)} | {key: value for key, value in told.items() if value}


def _place(place: RestyledPlace) -> dict[str, Any]:
    told: Mapping[str, Any] = {
        "cells": [_numbers(box) for box in place.cells], "signs": [_numbers(box) for box in place.signs],
        "options": {code: _numbers(box) for code, box in (place.options or {}).items()},
    }
    return {"field": place.field, "box": _numbers(place.box)} | {key: value for key, value in told.items() if value}


def _numbers(box: Box) -> list[float]:
    return [round(each, 3) for each in (box.x0, box.y0, box.x1, box.y1)]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def broken_measurement(handbook: Handbook) -> Path | None:
    """Return the measurement of the template in use where it is there and cannot be used."""
    path = measurement_path(template_in_use(handbook.full_id, "docx", handbook.folder))
    found = read_measurement(path) if path.is_file() else None
    return path if path.is_file() and (found is None or found.handbook != handbook.full_id) else None

