"""Rules on the options of a choice and on the fields that belong to them."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.mapping.finding import FieldView, Finding, finding
from formkit.mapping.schema import OptionNode
from formkit.mapping.spelling import known_hint, listed_hint
from formkit.mapping.tree import Path

_COMPANIONS = (("text_field", "text"), ("count_field", "integer"))
"""A key of an option that names a field, and the kind which that field must have."""


def choice_findings(view: FieldView) -> Iterator[Finding]:
    """Yield what is wrong with the options of one field, and with its ``depends``."""
    named = view.node.options
    if isinstance(named, str) and named not in view.sheet.mapping.option_lists:
        hint = known_hint(named, view.sheet.mapping.option_lists)
        yield finding("M111", (*view.path, "options"), hint=hint, about=named, name=named)
    options = list(zip(view.option_paths, view.options, strict=True))
    yield from _twice(options)
    yield from _exclusive(view, options)
    for path, option in options:
        yield from _companions(view, path, option)
    yield from _depends(view)


def _twice(options: list[tuple[Path, OptionNode]]) -> Iterator[Finding]:
    codes = {option.code for _, option in options}
    seen_codes: set[str] = set()
    seen_labels: set[str] = set()
    for path, option in options:
        if option.code in seen_codes:
            yield finding("M112", (*path, "code"), option=option.code)
        if option.label in seen_labels:
            yield finding("M113", (*path, "label"), label=option.label)
        seen_codes.add(option.code)
        seen_labels.add(option.label)
    for path, option in options:
        for number, other in enumerate(option.accepts):
            if other in codes:
                yield finding("M114", (*path, "accepts", number), option=other)
            codes.add(other)


def _exclusive(view: FieldView, options: list[tuple[Path, OptionNode]]) -> Iterator[Finding]:
    chosen = [path for path, option in options if option.exclusive]
    if view.node.kind == "single":
        for path in chosen:
            yield finding("M115", (*path, "exclusive"), on_key=True, id=view.node.id)
    elif len(chosen) > 1:
        for path in chosen[1:]:
            yield finding("M116", (*path, "exclusive"), on_key=True)


def _companions(view: FieldView, path: Path, option: OptionNode) -> Iterator[Finding]:
    for key, kind in _COMPANIONS:
        name = getattr(option, key)
        if name is None:
            continue
        field = view.sibling(name)
        if field is None:
            hint = known_hint(name, view.sibling_ids())
            yield finding("M121", (*path, key), hint=hint, about=name, name=name, sheet=view.sheet.node.id)
        elif field.kind != kind or field is view.node:
            yield finding("M122", (*path, key), name=name, key=key, kind=kind, found=field.kind)


def _depends(view: FieldView) -> Iterator[Finding]:
    condition = view.node.depends
    if condition is None:
        return
    path = (*view.path, "depends")
    field = view.sibling(condition.field)
    if field is None:
        hint = known_hint(condition.field, view.sibling_ids())
        name = condition.field
        yield finding("M121", (*path, "field"), hint=hint, about=name, name=name, sheet=view.sheet.node.id)
        return
    if field is view.node:
        yield finding("M124", (*path, "field"), id=field.id)
        return
    if field.kind not in ("single", "multi"):
        yield finding("M123", (*path, "field"), name=field.id, kind=field.kind)
        return
    codes = [option.code for option in view.sheet.options(field)]
    for number, code in enumerate(condition.codes):
        if code not in codes:
            hint = listed_hint(codes)
            yield finding("M125", (*path, "codes", number), hint=hint, about=code, option=code, name=field.id)
