"""What a decision about a field asks for: whether two persons have to enter the same."""

from __future__ import annotations

import json
from collections.abc import Collection
from enum import StrEnum

from formkit.model.handbook import Field, Format
from formkit.model.store import Store

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
    return _BY_CONCEPT.get((field.concept or "").rpartition(".")[2])


def kinds_of_two(store: Store) -> frozenset[str]:
    """Return the kinds of fields (`Sensitive`) that an administrator set to need two persons; none at first.

    Raises:
        StoreError: the store cannot be read.
    """
    return frozenset(json.loads(store.accounts.setting(TWO_PERSONS) or "[]"))
