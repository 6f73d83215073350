"""Rules on a single field: what goes with its kind, and its own ids, limits and references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formkit.mapping.finding import FieldView, Finding, finding
from formkit.mapping.schema import FieldNode
from formkit.mapping.spelling import known_hint, nearest
from formkit.model.concepts import CONCEPTS

KEYS_OF_KINDS: dict[str, frozenset[str]] = {
    "options": frozenset({"single", "multi"}),
    "mark": frozenset({"single", "multi"}),
    "format": frozenset({"text", "code"}),
    "pattern": frozenset({"text", "code"}),
    "length": frozenset({"code"}),
    "lengths": frozenset({"code"}),
    "alphabet": frozenset({"code"}),
    "separators": frozenset({"code"}),
    "min": frozenset({"integer", "number"}),
    "max": frozenset({"integer", "number"}),
    "precision": frozenset({"date"}),
    "min_precision": frozenset({"date"}),
    "cells": frozenset({"text", "integer", "number", "multi"}),
    "multiline": frozenset({"text"}),
}
"""The kinds that a key goes with; a key that is not here goes with all of them."""
NEEDED_KEYS: dict[str, tuple[str, ...]] = {
    "single": ("options", "mark"), "multi": ("options", "mark"), "code": ("length",),
}
"""The keys that a kind cannot do without."""
_COARSENESS = {"day": 0, "month": 1, "year": 2}
_NEAR_CONCEPT = 0.88
_CELL_REFERENCE = re.compile(r"[a-z]{1,3}[0-9]{1,7}|r[0-9]*c?[0-9]*|c[0-9]*")
"""What a workbook takes for a cell ("ab12", "r1c1"), so that no name may look like it."""


def field_findings(view: FieldView) -> Iterator[Finding]:
    """Yield what is wrong with one field or column, its options and references left aside."""
    yield from id_findings(view.node.id, view.path)
    yield from _keys(view)
    yield from _needed(view)
    yield from _limits(view)
    yield from _code_parts(view)
    yield from _precision(view)
    yield from _pattern(view)
    yield from _concept(view)
    yield from _scope(view)
    if view.node.provisional:
        yield finding("M901", (*view.path, "provisional"), on_key=True, name=view.node.id, label=view.node.label)


def id_findings(local_id: str, path: tuple[str | int, ...]) -> Iterator[Finding]:
    """Yield the finding for an id that a workbook would take for a cell."""
    if _CELL_REFERENCE.fullmatch(local_id):
        yield finding("M104", (*path, "id"), id=local_id)


def _given(node: FieldNode) -> set[str]:
    """Return the keys that the author wrote, those with an empty value left aside."""
    return {key for key in node.model_fields_set if getattr(node, key) not in (None, [], False)}


def _keys(view: FieldView) -> Iterator[Finding]:
    for key in sorted(_given(view.node)):
        kinds = KEYS_OF_KINDS.get(key)
        if kinds is not None and view.node.kind not in kinds:
            listed = ", ".join(sorted(kinds))
            yield finding("M101", (*view.path, key), on_key=True, key=key, kind=view.node.kind, kinds=listed)


def _needed(view: FieldView) -> Iterator[Finding]:
    for key in NEEDED_KEYS.get(view.node.kind, ()):
        if key == "length" and view.sheet.node.measured is not None:
            continue  # A form of somebody else's may have a code on a line, of a length that it does not tell.
        if not getattr(view.node, key):
            yield finding("M102", view.path, key=key, kind=view.node.kind, id=view.node.id)


def _limits(view: FieldView) -> Iterator[Finding]:
    node = view.node
    if node.min is not None and node.max is not None and node.min > node.max:
        yield finding("M103", (*view.path, "min"), min=f"{node.min:g}", max=f"{node.max:g}")


def _code_parts(view: FieldView) -> Iterator[Finding]:
    node = view.node
    if node.length is None:
        return
    after = [separator.after for separator in node.separators]
    for number, (place, before) in enumerate(zip(after, [0, *after], strict=False)):
        if place >= node.length or place <= before:
            path = (*view.path, "separators", number, "after")
            yield finding("M105", path, after=place, length=node.length)


def _precision(view: FieldView) -> Iterator[Finding]:
    node = view.node
    if node.min_precision is not None and _COARSENESS[node.min_precision] < _COARSENESS[node.precision]:
        path = (*view.path, "min_precision")
        yield finding("M106", path, precision=node.precision, min_precision=node.min_precision)


def _pattern(view: FieldView) -> Iterator[Finding]:
    if view.node.pattern is None:
        return
    try:
        re.compile(view.node.pattern)
    except (re.error, RecursionError, OverflowError) as cause:
        yield finding("M107", (*view.path, "pattern"), detail=cause)


def _concept(view: FieldView) -> Iterator[Finding]:
    concept = view.node.concept
    if concept is None or concept in CONCEPTS:
        return
    close = nearest(concept, CONCEPTS, cutoff=_NEAR_CONCEPT)
    if close is not None:
        yield finding("M902", (*view.path, "concept"), hint=known_hint(concept, [close]), concept=concept)


def _scope(view: FieldView) -> Iterator[Finding]:
    if view.node.scope == "page" and (view.sheet.node.entries == 1 or view.table is not None):
        yield finding("M108", (*view.path, "scope"), on_key=True, id=view.node.id)
