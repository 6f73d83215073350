"""Rules on ``checks`` and ``same_as``: that the rules, arguments, fields and codes they name exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from formkit.mapping.finding import FieldView, Finding, finding
from formkit.mapping.schema import CheckNode, MappingNode
from formkit.mapping.spelling import known_hint, listed_hint
from formkit.mapping.tree import Path
from formkit.model.handbook import Field, Handbook, Sheet
from formkit.model.ids import NUMBER, FieldRef, find
from formkit.model.rules import RULES, Argument, ArgumentKind, RuleSpec

_TYPES: dict[ArgumentKind, tuple[type | tuple[type, ...], str]] = {
    ArgumentKind.FIELD: (str, "M041"),
    ArgumentKind.CODE: (str, "M041"),
    ArgumentKind.TEXT: (str, "M041"),
    ArgumentKind.SHEET: (str, "M041"),
    ArgumentKind.FIELDS: (list, "M045"),
    ArgumentKind.CODES: (list, "M045"),
    ArgumentKind.NUMBER: ((int, float), "M043"),
    ArgumentKind.FLAG: (bool, "M044"),
}
"""The type of each kind of argument, and the code for another type."""


def reference(handbook: Handbook, written: str) -> FieldRef | None:
    """Return the field that a full id with N for its numbers stands for, or None."""
    return find(handbook, ".".join("1" if part == NUMBER else part for part in written.split(".")))


def references(handbook: Handbook) -> list[str]:
    """Return every full id of the handbook, with N for numbers."""
    return [name for sheet in handbook.sheets for name in _sheet_references(sheet)]


def _sheet_references(sheet: Sheet) -> Iterator[str]:
    for field in sheet.fields:
        yield own_reference(sheet, field)
    for table in sheet.tables:
        for column in table.columns:
            head = "" if sheet.bare else sheet.id
            yield ".".join(filter(None, (head, NUMBER if sheet.repeats else "", table.id, NUMBER, column.id)))


def own_reference(sheet: Sheet, field: Field) -> str:
    """Return the full id of a sheet's own field, with N for its number."""
    if sheet.bare:
        return field.id
    head = sheet.page_id if field.page_scope and sheet.entries > 1 else sheet.id
    return f"{head}.{NUMBER}.{field.id}" if sheet.repeats else f"{head}.{field.id}"


def same_as_findings(view: FieldView, handbook: Handbook) -> Iterator[Finding]:
    """Yield what is wrong with the ``same_as`` of a field."""
    name = view.node.same_as
    if name is None:
        return
    path = (*view.path, "same_as")
    found = reference(handbook, name)
    if found is None:
        yield _unknown_field(name, path, handbook)
    elif found.sheet.id == view.sheet.node.id and found.field.id == view.node.id and view.table is None:
        yield finding("M124", path, id=view.node.id)
    elif found.field.kind != view.node.kind:
        yield finding("M308", path, name=name, found=found.field.kind.value, kind=view.node.kind)


def check_findings(mapping: MappingNode, handbook: Handbook) -> Iterator[Finding]:
    """Yield what is wrong with the mapping's ``checks``."""
    for number, node in enumerate(mapping.checks):
        path: Path = ("checks", number)
        spec = RULES.get(node.rule)
        if spec is None:
            yield finding("M301", (*path, "rule"), hint=known_hint(node.rule, RULES), rule=node.rule)
        else:
            yield from _arguments(node, spec, path, handbook)


def _arguments(node: CheckNode, spec: RuleSpec, path: Path, handbook: Handbook) -> Iterator[Finding]:
    given = node.model_extra or {}
    missing = [name for name in spec.arguments if name in spec.required_arguments and name not in given]
    for name in given:
        if name not in spec.arguments:
            hint = known_hint(name, [*(set(spec.arguments) - set(given)), "severity", "note"])
            yield finding("M302", (*path, name), hint=hint, on_key=True, argument=name, rule=spec.name)
    for name in missing:
        yield finding("M303", path, argument=name, rule=spec.name, meaning=spec.arguments[name].description)
    for name, argument in spec.arguments.items():
        if name in given:
            yield from _argument(given, name, argument, (*path, name), handbook)


def _argument(
    given: dict[str, Any], name: str, argument: Argument, path: Path, handbook: Handbook
) -> Iterator[Finding]:
    value = given[name]
    expected, code = _TYPES[argument.kind]
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
        yield finding(code, path, key=name, found=_short(value))
        return
    values = value if isinstance(value, list) else [value]
    if isinstance(value, list) and not value:
        yield finding("M040", path, key=name, limit=1)
    for number, each in enumerate(values):
        where = (*path, number) if isinstance(value, list) else path
        if isinstance(value, list) and not isinstance(each, str):
            yield finding("M041", where, key=name, found=_short(each))
        elif argument.kind in (ArgumentKind.FIELD, ArgumentKind.FIELDS):
            if reference(handbook, each) is None:
                yield _unknown_field(each, where, handbook)
        elif argument.kind in (ArgumentKind.CODE, ArgumentKind.CODES):
            yield from _code(given.get(argument.of), each, where, handbook)
        elif argument.kind is ArgumentKind.SHEET and handbook.sheet(each) is None:
            hint = known_hint(each, [sheet.id for sheet in handbook.sheets])
            yield finding("M307", where, hint=hint, about=each, name=each)


def _short(value: object) -> str:
    if isinstance(value, (list, dict)):
        return "[…]" if isinstance(value, list) else "{…}"
    return str(value).lower() if isinstance(value, bool) else str(value)[:40]


def _code(of: object, code: str, path: Path, handbook: Handbook) -> Iterator[Finding]:
    """Yield the finding for a code that no field of the argument ``of`` has."""
    names = [name for name in (of if isinstance(of, list) else [of]) if isinstance(name, str)]
    fields = [found.field for name in names if (found := reference(handbook, name)) is not None]
    codes = {option.code for field in fields for option in field.options}
    if fields and code not in codes:
        yield finding("M125", path, hint=listed_hint(codes), about=code, option=code, name=", ".join(names))


def _unknown_field(name: str, path: Path, handbook: Handbook) -> Finding:
    return finding("M306", path, hint=known_hint(name, references(handbook)), about=_last(name), name=name)


def _last(name: str) -> str:
    """Return the local id in a full id: the word that a broken field has lost."""
    return name.rsplit(".", 1)[-1]
