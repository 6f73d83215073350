"""What the store must know of a field to understand it years later, without its handbook at hand.

Each reading is kept with its sheet, its entry, its id within the sheet and its role:

========== ==========================================================================
``date``   the day of the entry: concept ``visit.date`` or ``entry.date``; on a sheet
           that repeats and has neither, its first date down to the day that has no concept
           or one such as ``plan.date``
``number`` the number of the entry: concept ``visit.number`` or ``entry.number``
``given``  says nothing new: preprinted, a repetition, or who the person is
``answer`` everything else
========== ==========================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from formkit.model import ids
from formkit.model.handbook import Field, Handbook, Kind, Precision, Sheet
from formkit.model.person import CONCEPT_PREFIX

DATE_CONCEPTS = ("visit.date", "entry.date")
OWN_DATE = ".date"
"""The end of a concept that is the date of what its sheet is about ("plan.date"), not of something in it."""
NUMBER_CONCEPTS = ("visit.number", "entry.number")


class Role(StrEnum):
    """What a field means for its entry."""

    DATE = "date"
    NUMBER = "number"
    GIVEN = "given"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a field belongs; ``entry`` is 0 for what stands once on a page of several entries."""

    sheet: str = ""
    sheet_edition: str = ""
    repeats: bool = False
    copy: int = 0
    entry: int = 0
    local: str = ""
    concept: str | None = None
    role: Role = Role.ANSWER
    labels: Mapping[str, str] | None = None
    """The words of the codes, where they tell who the person is."""


def spot(handbook: Handbook | None, field_id: str) -> Spot:
    """Return where a field belongs; an unknown one belongs to no sheet."""
    ref = ids.find(handbook, field_id) if handbook is not None else None
    if ref is None:
        return Spot(local=field_id)
    sheet, field = ref.sheet, ref.field
    paged = field.page_scope and sheet.entries > 1
    local = field.id if ref.table is None else f"{ref.table.id}.{ref.row}.{field.id}"
    return Spot(
        sheet.id, sheet.edition, sheet.repeats, ref.copy, 0 if paged else ref.instance, local,
        field.concept, _role(sheet, field, in_table=ref.table is not None), _labels(field),
    )


def tells_persons(handbook: Handbook | None) -> bool:
    """Say whether a handbook is about persons at all."""
    return handbook is not None and any(
        is_personal(field.concept) for sheet in handbook.sheets for field in sheet.fields
    )


def is_personal(concept: str | None) -> bool:
    """Say whether a concept tells who the person is."""
    return concept is not None and concept.startswith(CONCEPT_PREFIX)


def _role(sheet: Sheet, field: Field, *, in_table: bool) -> Role:
    if in_table:
        return Role.GIVEN if field.preprinted is not None else Role.ANSWER
    if field.id == _date_field(sheet):
        return Role.DATE
    if field.concept in NUMBER_CONCEPTS:
        return Role.NUMBER
    given = field.preprinted is not None or field.same_as is not None or is_personal(field.concept)
    return Role.GIVEN if given else Role.ANSWER


def _date_field(sheet: Sheet) -> str | None:
    named = next((field.id for field in sheet.fields if field.concept in DATE_CONCEPTS), None)
    if named is not None or not sheet.repeats:
        return named
    return next((field.id for field in sheet.fields if _may_date(field)), None)


def _may_date(field: Field) -> bool:
    own = field.concept is None or field.concept.endswith(OWN_DATE)
    plain = field.same_as is None and field.depends is None and own
    return field.kind is Kind.DATE and field.precision is Precision.DAY and plain and not field.page_scope


def _labels(field: Field) -> dict[str, str] | None:
    if not is_personal(field.concept) or not field.kind.is_choice:
        return None
    labels = {option.code: option.label for option in field.options}
    return labels | {code: option.label for option in field.options for code in option.accepts}
