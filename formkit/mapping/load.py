"""From the validated schema to the `Handbook` that every other room sees."""

from __future__ import annotations

from collections.abc import Mapping

from formkit.catalogue.entry import Severity
from formkit.mapping.expand import expand_side
from formkit.mapping.schema import CheckNode, FieldNode, MappingNode, OptionNode, SheetNode, TableNode
from formkit.model.handbook import (
    Check,
    Condition,
    Field,
    Format,
    Handbook,
    Kind,
    Mark,
    Option,
    Precision,
    Sheet,
    Table,
)
from formkit.model.measured import MeasuredLayout
from formkit.model.rules import RULES

OptionLists = dict[str, list[OptionNode]]


def to_handbook(
    node: MappingNode, edition: str, folder: str, measured: Mapping[str, MeasuredLayout] | None = None
) -> Handbook:
    """Return the handbook that a validated edition of a mapping declares; ``measured`` layouts by sheet."""
    layouts = measured or {}
    return Handbook(
        id=node.id,
        title=node.title,
        edition=edition,
        editions=tuple(node.editions),
        sheets=tuple(_sheet(sheet, edition, node.option_lists, layouts.get(sheet.id)) for sheet in node.sheets),
        checks=tuple(_check(check) for check in node.checks),
        subtitle=node.subtitle,
        folder=folder,
    )


def options_of(node: FieldNode, lists: OptionLists) -> list[OptionNode]:
    """Return the options of a field; none where its list is unknown."""
    return lists.get(node.options, []) if isinstance(node.options, str) else node.options or []


def _sheet(node: SheetNode, edition: str, lists: OptionLists, measured: MeasuredLayout | None) -> Sheet:
    tables = {table.id: table for table in node.tables}
    return Sheet(
        id=node.id,
        title=node.title,
        edition=edition,
        sides=tuple(expand_side(side, tables, node.entries) for side in node.sides),
        fields=tuple(_field(field, lists) for field in node.fields),
        tables=tuple(_table(table, lists) for table in node.tables),
        repeats=node.repeats,
        default_count=node.count,
        entries=node.entries,
        part=node.part,
        measured=measured,
        bare=node.bare,
    )


def _table(node: TableNode, lists: OptionLists) -> Table:
    columns = tuple(_field(column, lists) for column in node.columns)
    return Table(node.id, node.label, node.rows, columns, node.max_rows)


def _field(node: FieldNode, lists: OptionLists) -> Field:
    precision = Precision(node.precision)
    return Field(
        id=node.id,
        label=node.label,
        kind=Kind(node.kind),
        format=Format(node.format) if node.format else None,
        mark=Mark(node.mark) if node.mark else None,
        options=tuple(_option(option) for option in options_of(node, lists)),
        required=node.required,
        depends=Condition(node.depends.field, tuple(node.depends.codes)) if node.depends else None,
        same_as=node.same_as,
        minimum=node.min,
        maximum=node.max,
        length=node.length,
        lengths=tuple(node.lengths),
        alphabet=node.alphabet,
        pattern=node.pattern,
        precision=precision,
        min_precision=Precision(node.min_precision) if node.min_precision else precision,
        cells=node.cells,
        separators=tuple((separator.after, separator.sign) for separator in node.separators),
        unit=node.unit,
        multiline=node.multiline,
        preprinted=node.preprinted,
        concept=node.concept,
        aliases=tuple(node.aliases),
        provisional=node.provisional,
        sensitive=node.sensitive,
        page_scope=node.scope == "page",
    )


def _option(node: OptionNode) -> Option:
    return Option(node.code, node.label, node.exclusive, node.text_field, node.count_field, tuple(node.accepts))


def _check(node: CheckNode) -> Check:
    arguments = tuple((name, _frozen(value)) for name, value in (node.model_extra or {}).items())
    spec = RULES.get(node.rule)
    severity = Severity(node.severity) if node.severity else spec.severity if spec else Severity.ERROR
    return Check(node.rule, arguments, severity, node.note)


def _frozen(value: object) -> object:
    """Return an argument with its lists as tuples, so that a check can be compared and hashed."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
