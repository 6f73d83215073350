"""Which cells of a roster rest on something that nobody has settled: a doubtful reading, or documents that differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from formkit.model.store import CaseValue, CaseView

Found = Callable[[str], CaseValue | None]
"""The value that a roster shows of a concept, where one of the case's sheets says it."""

_VISIT_DATE = "visit.date"
_MANAGED = ("managed", "status", "consent")
_SOURCES: Mapping[str, tuple[str, ...]] = {
    "patient_no": ("person.number",), "name": ("person.name",), "sex": ("person.sex",),
    "id_number": ("person.id_number",), "birth": ("person.birth",), "age": ("person.birth",),
    "household_address": ("person.household_address",), "address": ("person.address",), "phone": ("person.phone",),
    "village": ("person.village", "person.village_code", "person.town", "person.town_code"),
    "household_type": ("household_type",), "guardian_name": ("guardian.name",),
    "guardian_relation": ("guardian.relation",), "guardian_phone": ("guardian.phone",),
    "village_contact": ("village.contact", "village.contact_name", "village.contact_phone"),
    "diagnosis": ("illness.diagnosis",), "hospital": ("illness.hospital",), "diagnosed_on": ("illness.diagnosed_on",),
    "first_onset": ("illness.first_onset",), "consent": ("consent",), "managed_since": ("managed_since",),
    "managed": _MANAGED, "danger": ("visit.danger",), "visit_class": ("visit.class",),
    "adherence": ("visit.adherence",), "exam_date": ("exam_date",),
    "disability": ("disability", "disability.category", "disability.level", "disability.has_card"),
    "poverty": ("poverty", "person.economy"), "subsidy": ("subsidy",), "care_group": ("care_group",),
    "status": ("person.death_date", "visit.lost_reason", "visit.class", "visit.inpatient", *_MANAGED),
    "remark": ("remark",),
}
"""The concepts that a column is made from."""


def unsure_columns(view: CaseView, found: Found) -> frozenset[str]:
    """Return the columns whose values for a case nobody has settled."""
    torn = _torn(view)
    shown = {column: [each for name in names if (each := found(name)) is not None]
             for column, names in _SOURCES.items()}
    unsure = {column for column, values in shown.items() if any(_is_open(each, torn) for each in values)}
    if not shown["birth"] and "id_number" in unsure:
        unsure |= {"birth", "age"}  # Without a written date the ID number tells it.
    return frozenset(unsure)


def unsure_visits(view: CaseView) -> frozenset[str]:
    """Return the dates of visits that nobody has settled and that no other entry shows."""
    torn = _torn(view)
    dates = [each for visit in view.visits for each in visit.values.values()
             if each.concept == _VISIT_DATE and each.value is not None]
    return frozenset(_said(each for each in dates if _is_open(each, torn))
                     - _said(each for each in dates if not _is_open(each, torn)))


def _said(values: Iterable[CaseValue]) -> set[str]:
    return {str(each.value) for each in values}


def _is_open(found: CaseValue, torn: set[tuple[int, str]]) -> bool:
    return found.doubtful or (found.document_id, found.field_id) in torn


def _torn(view: CaseView) -> set[tuple[int, str]]:
    """Return the fields that the documents of an entry show differently and that nobody decided."""
    return {
        (each.document_id, each.field_id) for visit in view.visits for local, each in visit.values.items()
        if local in visit.conflicts and not each.corrected
    }
