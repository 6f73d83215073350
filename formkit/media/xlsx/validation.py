"""Data validation of answer cells: lists, dates, numbers, lengths, and the messages beside them.

All complain and let the person keep what was typed ("warning"): a bare code or a date without its
day is a good answer, and the reader takes it.
"""

from __future__ import annotations

from collections.abc import Callable

from openpyxl.worksheet.datavalidation import DataValidation

from formkit.media.xlsx.hints import complaint, prompt, title
from formkit.model.handbook import Field, Kind, Precision

_FIRST_DAY = "367"
"""1901-01-01 as a serial number; earlier dates are kept as text."""


def validation_for(field: Field, list_range: Callable[[Field], str]) -> DataValidation | None:
    """Return the validation of the answer cells of ``field``; None where there is nothing to check or say."""
    rule = _rule(field, list_range)
    words = prompt(field)
    if rule is None and not words:
        return None
    made = rule or DataValidation(type=None)
    made.allow_blank = True
    made.errorStyle = "warning"
    made.errorTitle = title(field)
    made.error = complaint(field)
    made.showErrorMessage = rule is not None
    if words:
        made.promptTitle, made.prompt, made.showInputMessage = title(field), words, True
    return made


def _rule(field: Field, list_range: Callable[[Field], str]) -> DataValidation | None:
    if field.kind is Kind.SINGLE and field.options:
        return DataValidation(type="list", formula1=list_range(field))
    if field.kind is Kind.DATE and field.min_precision is Precision.DAY:
        return DataValidation(type="date", operator="greaterThanOrEqual", formula1=_FIRST_DAY)
    if field.kind in (Kind.INTEGER, Kind.NUMBER):
        return _bounds(field)
    if field.kind is Kind.CODE and field.length is not None and not field.lengths and not field.separators:
        return DataValidation(type="textLength", operator="equal", formula1=str(field.length))
    return None


def _bounds(field: Field) -> DataValidation:
    made = DataValidation(type="whole" if field.kind is Kind.INTEGER else "decimal")
    low, high = field.minimum, field.maximum
    if low is not None and high is not None:
        made.operator, made.formula1, made.formula2 = "between", f"{low:g}", f"{high:g}"
    elif high is not None:
        made.operator, made.formula1 = "lessThanOrEqual", f"{high:g}"
    else:
        made.operator, made.formula1 = "greaterThanOrEqual", f"{-1e12 if low is None else low:.15g}"
    return made
