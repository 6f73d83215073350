"""Reading a layout file: JSON that is read like YAML, so that every problem knows its line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from formkit.errors import Problem
from formkit.geometry import Box
from formkit.mapping.assemble import beside, shown_path, written
from formkit.mapping.explain import Language, explain
from formkit.mapping.measured_schema import NODES, LayoutNode, LayoutPageNode, PlaceNode
from formkit.mapping.source import read_source
from formkit.mapping.tree import Group, plain, value_spot
from formkit.model.measured import MeasuredLayout, MeasuredOption, MeasuredPage, MeasuredPart, MeasuredPlace

_LANGUAGE = Language(LayoutNode, NODES)


@dataclass(frozen=True, slots=True)
class LayoutSource:
    """A layout file as read: the layout (None where it is of no use), its tree and what is wrong in it.

    ``missing`` is the code of the problem with the file's name itself, for the place that names it.
    """

    name: str
    layout: MeasuredLayout | None = None
    tree: Group | None = None
    problems: tuple[Problem, ...] = ()
    missing: str = ""


def read_layout(folder: Path, name: str) -> LayoutSource:
    """Read the layout file ``name`` of a mapping folder; what it says of fields is not looked at here."""
    path = beside(folder, name, (".json",))
    if path is None:
        return LayoutSource(name, missing="M231")
    source = read_source(path, shown_path(path))
    if source.tree is None:
        absent = [each.code for each in source.problems] == ["M001"]
        return LayoutSource(name, missing="M015") if absent else LayoutSource(name, problems=source.problems)
    if not isinstance(source.tree, Group):
        found = source.tree.spot.problem("M046", key=name, found=written(source.tree))
        return LayoutSource(name, problems=(*source.problems, found))
    try:
        node = LayoutNode.model_validate(plain(source.tree))
    except ValidationError as cause:
        errors = cause.errors(include_url=False, include_context=True, include_input=False)
        return LayoutSource(name, None, source.tree, (*source.problems, *explain(source.tree, errors, _LANGUAGE)))
    blank, problems = _blank(path.parent, node, source.tree)
    layout = _layout(node, path, blank) if blank is not None else None
    return LayoutSource(name, layout, source.tree, (*source.problems, *problems))


def _blank(folder: Path, node: LayoutNode, tree: Group) -> tuple[Path | None, list[Problem]]:
    """Return the path of the blank, and what is wrong with it."""
    path = beside(folder, node.blank, (".pdf",))
    try:
        content = path.read_bytes() if path is not None else None
    except OSError:
        content = None
    if path is None or content is None:
        return None, [value_spot(tree, ("blank",)).problem("M232", name=node.blank)]
    if hashlib.sha256(content).hexdigest() != node.sha256:
        return path, [value_spot(tree, ("sha256",)).problem("M233", name=node.blank)]
    return path, []


def _layout(node: LayoutNode, path: Path, blank: Path) -> MeasuredLayout:
    document = blank.with_suffix(".docx")
    pages = tuple(_page(each) for each in node.pages)
    return MeasuredLayout(str(path), str(blank), node.sha256, pages, str(document) if document.is_file() else "")


def _page(node: LayoutPageNode) -> MeasuredPage:
    return MeasuredPage(node.width_mm, node.height_mm, tuple(_place(each) for each in node.places))


def _place(node: PlaceNode) -> MeasuredPlace:
    return MeasuredPlace(
        node.field,
        Box(*node.box),
        _boxes(node.lines),
        _boxes(node.cells),
        tuple(MeasuredPart(each.name, Box(*each.box), _boxes(each.cells)) for each in node.parts),
        tuple(
            MeasuredOption(each.code, Box(*each.box) if each.box else None, Box(*each.tick) if each.tick else None)
            for each in node.options
        ),
    )


def _boxes(given: list[list[float]]) -> tuple[Box, ...]:
    return tuple(Box(*each) for each in given)
