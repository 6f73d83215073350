"""What a decision about a field asks for: whether two persons have to enter the same."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from enum import StrEnum
from functools import lru_cache

from formkit.errors import FormkitError
from formkit.mapping import load_handbook
from formkit.model.handbook import Field, Format, Handbook
from formkit.model.ids import booklet_refs
from formkit.model.question import question_of
from formkit.model.reading import Value
from formkit.model.store import Store
from formkit.pipeline.shelf import references

TWO_PERSONS = "two_persons"
"""The name of the setting: a JSON list of `Sensitive` words."""


class Sensitive(StrEnum):
    """Kinds of fields that can be set to need two persons; the words stand in the setting."""

    ID_NUMBER = "id_number"
    DIAGNOSIS = "diagnosis"
    DANGER = "danger"


_BY_CONCEPT = {each.value: each for each in Sensitive}
"""By the end of the concept: "plan.danger" is a danger like "visit.danger", "guardian.id_number" an ID number."""

_ID_NUMBER = re.compile(r"\d{17}[\dXx]|\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}", re.ASCII)
"""The shape of a number of GB 11643-1999, and of one of 1989 with a month and a day in it: the check character, which a
doubtful reading may have wrong, is not asked for."""


def needs_two(field: Field, kinds: Collection[str]) -> bool:
    """Say whether a field is of one of the ``kinds`` (`Sensitive`) that need two persons who enter the same."""
    return kind_of(field) in kinds


def kind_of(field: Field) -> Sensitive | None:
    """Return of which kind a field is, by its format or its concept; None for all others."""
    if field.format is Format.ID_NUMBER:
        return Sensitive.ID_NUMBER
    return _of_concept(field.concept or "")


def reading_needs_two(concept: str, values: Iterable[Value], kinds: Collection[str]) -> bool:
    """Say the same of a reading whose handbook is not installed.

    The concept that was stored with it tells; where it tells nothing, a value of the shape of an ID number does: what
    was read, what else it might be, or what was entered.
    """
    kind = _of_concept(concept)
    if kind is None and any(map(_is_shaped_like_id_number, values)):
        kind = Sensitive.ID_NUMBER
    return kind in kinds


def _is_shaped_like_id_number(value: Value) -> bool:
    return isinstance(value, str) and _ID_NUMBER.fullmatch(re.sub(r"[\s-]", "", value)) is not None


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
            found.add(question_of(book.id, book.edition, ref.sheet.id, local))
    return found
