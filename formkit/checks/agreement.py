"""Whether two fields that should hold the same value do."""

from __future__ import annotations

from formkit.checks.booklet import Spot
from formkit.model.handbook import Format, Kind
from formkit.values.archive import ArchiveForm, read_archive
from formkit.values.characters import without_blanks
from formkit.values.dates import is_date, may_be_same


def agree(one: Spot, other: Spot) -> bool:
    """Say whether both mean the same.

    Choices are compared by their labels, dates as far as both are written, names without their
    blanks; a health archive number of 17 digits is the same as its last 8.
    """
    if one.ref.field.options and other.ref.field.options:
        return _labels(one) == _labels(other)
    if one.value == other.value:
        return True
    left, right = one.text, other.text
    if one.ref.field.kind is Kind.DATE and is_date(left) and is_date(right):
        return may_be_same(left, right)
    if one.ref.field.format is Format.NAME:
        return without_blanks(left) == without_blanks(right)
    if one.ref.field.format is Format.ARCHIVE_NO:
        return _same_archive(left, right)
    return False


def _labels(spot: Spot) -> set[str]:
    """Return the labels of the chosen options: sheets may code the same answer differently."""
    return {option.label if (option := spot.ref.field.option(code)) else code for code in spot.codes}


def _same_archive(left: str, right: str) -> bool:
    first, second = read_archive(left), read_archive(right)
    if first is None or second is None or ArchiveForm.LEGACY in (first.form, second.form):
        return False
    return first.digits.endswith(second.digits) or second.digits.endswith(first.digits)
