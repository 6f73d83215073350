"""The short names of a list's fields, as the command line and its JSON show them, and their concepts."""

from __future__ import annotations

from types import MappingProxyType

from formkit.media.table.vocabulary import Vocabulary
from formkit.model.concepts import CONCEPTS

_NAMES = {
    "seq": "row.number", "patient_no": "person.number", "name": "person.name", "sex": "person.sex",
    "idno": "person.id_number", "birth": "person.birth", "age": "person.age", "village": "person.village",
    "village_code": "person.village_code", "town": "person.town", "town_code": "person.town_code",
    "household_addr": "person.household_address", "address": "person.address", "phone": "person.phone",
    "phone_2": "person.phone_2", "household_type": "household_type", "guardian": "guardian.name",
    "relation": "guardian.relation", "guardian_phone": "guardian.phone", "guardian_address": "guardian.address",
    "guardian_idno": "guardian.id_number", "village_contact": "village.contact", "diagnosis": "illness.diagnosis",
    "dx_hospital": "illness.hospital", "dx_date": "illness.diagnosed_on", "first_onset": "illness.first_onset",
    "consent": "consent", "managed_since": "managed_since", "managed": "managed", "danger": "visit.danger",
    "visit_class": "visit.class", "adherence": "visit.adherence", "last_visit": "visit.date",
    "next_date": "visit.next_date", "q1": "visit.q1", "q2": "visit.q2", "q3": "visit.q3", "q4": "visit.q4",
    "exam_date": "exam_date", "death_date": "person.death_date",
    "disability": "disability", "poverty": "poverty", "subsidy": "subsidy",
    "care_group": "care_group", "status": "status", "remark": "remark",
}
"""The names of township rosters' columns (docs/rosters-in.md)."""
_CONCEPTS = MappingProxyType({concept: name for name, concept in _NAMES.items()})


def field_names() -> tuple[str, ...]:
    """Return every short name."""
    return tuple(_NAMES)


def field_of(concept: str) -> str:
    """Return the short name of a concept; a concept that only a handbook has is its own name."""
    return _CONCEPTS.get(concept, concept)


def label_of(concept: str, words: Vocabulary) -> str:
    """Return what people call a concept: the usual heading of its column."""
    known = CONCEPTS.get(concept)
    if known is not None and known.headers:
        return known.headers[0]
    return next((heading for heading, each in words.headings.items() if each == concept), "")


def concept_of(name: str, words: Vocabulary) -> str | None:
    """Return the concept of a short name, or of a concept's own id; None where there is none."""
    concept = _NAMES.get(name, name)
    return concept if concept in CONCEPTS or words.known(concept) else None
