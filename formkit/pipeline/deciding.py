"""What a decision about a field asks for: whether two persons have to enter the same."""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from enum import StrEnum
from functools import lru_cache

from formkit.errors import FormkitError
from formkit.mapping import load_handbook
from formkit.model.handbook import Field, Format, Handbook
from formkit.model.ids import booklet_refs
from formkit.model.store import Store
from formkit.pipeline.shelf import references
from formkit.store.waiting import question_of

TWO_PERSONS = "two_persons"
"""The name of the setting: a JSON list of `Sensitive` words."""


class Sensitive(StrEnum):
    """Kinds of fields that can be set to need two persons; the words stand in the setting."""

    ID_NUMBER = "id_number"
    DIAGNOSIS = "diagnosis"
    DANGER = "danger"


_BY_CONCEPT = {each.value: each for each in Sensitive}
"""By the end of the concept: "plan.danger" is a danger like "visit.danger", "guardian.id_number" an ID number."""


def needs_two(field: Field, kinds: Collection[str]) -> bool:
    """Say whether a field is of one of the ``kinds`` (`Sensitive`) that need two persons who enter the same."""
    return kind_of(field) in kinds


def kind_of(field: Field) -> Sensitive | None:
    """Return of which kind a field is, by its format or its concept; None for all others."""
    if field.format is Format.ID_NUMBER:
        return Sensitive.ID_NUMBER
    return _of_concept(field.concept or "")


def concept_needs_two(concept: str, kinds: Collection[str]) -> bool:
    """Say the same of a reading whose handbook is not installed, by the concept that was stored with it."""
    return _of_concept(concept) in kinds


def _of_concept(concept: str) -> Sensitive | None:
    return _BY_CONCEPT.get(concept.rpartition(".")[2])


def kinds_of_two(store: Store) -> frozenset[str]:
    """Return the kinds of fields (`Sensitive`) that an administrator set to need two persons; none at first.

    Raises:
        StoreError: the store cannot be read.
    """
    return frozenset(json.loads(store.accounts.setting(TWO_PERSONS) or "[]"))


@lru_cache(maxsize=8)
def questions_of_two(kinds: frozenset[str]) -> frozenset[str]:
    """Return the questions (`Waiting.question`) of the installed handbooks that are of one of the ``kinds``.

    A handbook that cannot be read is passed over.
    """
    found: set[str] = set()
    for reference in references() if kinds else ():
        with suppress(FormkitError, OSError):
            found |= _questions(load_handbook(reference), kinds)
    return frozenset(found)


def _questions(book: Handbook, kinds: Collection[str]) -> set[str]:
    found = set()
    for ref in booklet_refs(book, {sheet.id: 1 for sheet in book.sheets}):
        if needs_two(ref.field, kinds):
            local = ref.field.id if ref.table is None else f"{ref.table.id}.{ref.field.id}"
            found.add(question_of(book.id, ref.sheet.id, local))
    return found
