"""The data dictionary of a handbook: every field once, whatever its copies and rows, with its options and checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from formkit.model.handbook import Check, Condition, Field, Handbook, Kind, Option, Sheet
from formkit.model.ids import FieldRef, pattern_of, sheet_refs
from formkit.model.rules import RULES, ArgumentKind

Entry = dict[str, object]
"""A field, option or check as it stands in JSON; what does not apply is left out."""
_OF_FIELDS = (ArgumentKind.FIELD, ArgumentKind.FIELDS)


@dataclass(frozen=True, slots=True)
class Codebook:
    """The data dictionary of one edition: its sheets, its fields by their patterns, and the checks between them."""

    handbook: Handbook
    sheets: tuple[Entry, ...]
    fields: tuple[Entry, ...]
    checks: tuple[Entry, ...]

    def to_json(self) -> dict[str, object]:
        """Return the whole as it stands in the file."""
        book = self.handbook
        return {
            "handbook": book.id, "edition": book.edition, "title": book.title, "editions": list(book.editions),
            "sheets": list(self.sheets), "fields": list(self.fields), "checks": list(self.checks),
        }


def codebook_of(handbook: Handbook) -> Codebook:
    """Return the data dictionary of a handbook in its edition."""
    checks = tuple(_check(number, check) for number, check in enumerate(handbook.checks, start=1))
    named = [(number, _named_in(check)) for number, check in enumerate(handbook.checks, start=1)]
    fields = tuple(
        _field(ref) | _numbers([number for number, patterns in named if ref.pattern in patterns])
        for ref in once_each(handbook)
    )
    return Codebook(handbook, tuple(map(_sheet, handbook.sheets)), fields, checks)


def once_each(handbook: Handbook) -> Iterator[FieldRef]:
    """Yield every field of a handbook once: the first of its copies, entries and rows stands for all."""
    seen: set[str] = set()
    for sheet in handbook.sheets:
        for ref in sheet_refs(sheet, 1):
            if ref.pattern not in seen:
                seen.add(ref.pattern)
                yield ref


def _sheet(sheet: Sheet) -> Entry:
    data: Entry = {
        "id": sheet.id, "title": sheet.title, "edition": sheet.edition, "sides": sheet.side_count,
        "copies": sheet.default_count,
    }
    told = {"repeats": sheet.repeats or None, "entries": sheet.entries if sheet.entries > 1 else None}
    return data | _told(told | {"part": sheet.part or None})


def _field(ref: FieldRef) -> Entry:
    field, sheet = ref.field, ref.sheet
    data: Entry = {
        "id": ref.pattern, "label": field.label, "sheet": sheet.id, "sheet_title": sheet.title, "type": field.kind.value
    }
    return data | _told({
        "part": sheet.part or None, **_repetition(ref), "format": field.format.value if field.format else None,
        "unit": field.unit or None, "required": field.required or None,
        "length": field.length, "lengths": list(field.lengths) or None, "alphabet": _alphabet(field),
        "cells": field.cells, **_precision(field), "min": _whole(field.minimum), "max": _whole(field.maximum),
        "pattern": field.pattern, "mark": field.mark.value if field.mark else None,
        "options": [_option(each) for each in field.options] or None,
        "depends": _depends(ref, field.depends), "same_as": field.same_as, "preprinted": _preprinted(ref),
        "concept": field.concept, "multiline": field.multiline or None,
        "sensitive": field.sensitive or None, "provisional": field.provisional or None,
    })


def _told(data: Entry) -> Entry:
    return {name: value for name, value in data.items() if value is not None}


def _repetition(ref: FieldRef) -> Entry:
    """Return how many entries and rows are printed in a usual booklet, and in which table the field is a column."""
    field, sheet, table = ref.field, ref.sheet, ref.table
    once_a_page = field.page_scope and sheet.entries > 1
    usual = sheet.default_count * (1 if once_a_page else sheet.entries)
    return {
        "entries": usual if sheet.repeats else None,
        "table": table.id if table else None, "table_label": table.label if table else None,
        "rows": table.rows if table else None, "max_rows": table.max_rows if table else None,
    }


def _alphabet(field: Field) -> str | None:
    """A code is of digits unless its field has an alphabet, or a format or pattern that brings its own signs."""
    digits = field.kind is Kind.CODE and field.pattern is None and field.format is None
    return field.alphabet or ("0123456789" if digits else None)


def _precision(field: Field) -> Entry:
    if field.kind is not Kind.DATE:
        return {}
    coarser = field.min_precision is not field.precision
    return {"precision": field.precision.value, "min_precision": field.min_precision.value if coarser else None}


def _whole(number: float | None) -> int | float | None:
    return int(number) if number is not None and number == int(number) else number


def _option(option: Option) -> Entry:
    data: Entry = {"code": option.code, "label": option.label}
    return data | _told({
        "exclusive": option.exclusive or None, "text_field": option.text_field, "count_field": option.count_field,
        "accepts": list(option.accepts) or None,
    })


def _depends(ref: FieldRef, condition: Condition | None) -> Entry | None:
    return None if condition is None else {pattern_of(ref.sibling(condition.field)): list(condition.codes)}


def _preprinted(ref: FieldRef) -> str | None:
    """What is printed, with the number of a row left open as the mapping does."""
    table = ref.table
    column = next((each for each in table.columns if each.id == ref.field.id), None) if table else ref.field
    return column.preprinted if column is not None else None


def _check(number: int, check: Check) -> Entry:
    rule = RULES[check.rule]
    data: Entry = {"number": number, "rule": check.rule, "code": rule.code, "severity": check.severity.value}
    arguments = {name: list(value) if isinstance(value, tuple) else value for name, value in check.arguments}
    return data | {"description": rule.description, "arguments": arguments} | _told({"note": check.note or None})


def _named_in(check: Check) -> frozenset[str]:
    """Return the patterns of the fields that a check names, be it with N or with the number of one entry."""
    rule = RULES[check.rule].arguments
    found: set[str] = set()
    for name, value in check.arguments:
        if rule[name].kind in _OF_FIELDS:
            found.update(pattern_of(each) for each in ([value] if isinstance(value, str) else _texts(value)))
    return frozenset(found)


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else []


def _numbers(numbers: list[int]) -> Entry:
    return {"checks": numbers} if numbers else {}
