"""Defined names ↔ field ids, and the names that carry what formkit itself needs.

A field's name is its id with each dot as two underscores (``plan.1.items.3.problem`` is
``plan__1__items__3__problem``). Ids hold only single underscores, so the way back is unique.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

IDENTITY = "formkit_identity"
"""The cell with the identity, for programs that drop custom document properties."""
DESIGN = "formkit_design"
"""The cell with the digest of the mapping that a template was built from."""
PRINTED = "formkit_printed"
"""The cell with short digests of every printed text, by which a reader tells print from what was added."""
OWN = (IDENTITY, DESIGN, PRINTED)

_OWN_PREFIX = "formkit_"
_ADDENDUM = re.compile(r"formkit_addendum_([1-9][0-9]*)__(.+)")
_FIELD_NAME = re.compile(r"[a-z][a-z0-9]*(?:_{1,2}[a-z0-9]+)+")


def name_of(field_id: str) -> str:
    """Return the defined name of a field."""
    return field_id.replace(".", "__")


def id_of(name: str) -> str:
    """Return the field id that a defined name stands for."""
    return name.replace("__", ".")


def looks_like_field(name: str) -> bool:
    """Say whether a defined name has the form of a field's name."""
    return "__" in name and not name.startswith(_OWN_PREFIX) and _FIELD_NAME.fullmatch(name) is not None


def addendum_name(number: int, field_id: str) -> str:
    """Return the name of the cells that hold entry ``number`` of the addendum."""
    return f"{_OWN_PREFIX}addendum_{number}__{name_of(field_id)}"


def addendum_of(name: str) -> tuple[int, str] | None:
    """Return the number and the field id of an entry of the addendum; None where ``name`` is no such name."""
    match = _ADDENDUM.fullmatch(name)
    return (int(match[1]), id_of(match[2])) if match and len(match[1]) < 7 else None


def sheet_name(sheet_id: str, copy: int) -> str:
    """Return the name by which the worksheet of one copy of a sheet is found, whatever it is called."""
    return f"{_OWN_PREFIX}sheet_{sheet_id}_{copy}"


_TARGET = re.compile(
    r"=?(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?"
)


@dataclass(frozen=True, slots=True)
class Target:
    """The cells that a name stands for: a worksheet's title, rows and columns from 1."""

    sheet: str
    row: int
    column: int
    last_row: int
    last_column: int


def target_of(reference: str) -> Target | None:
    """Return the cells of one worksheet that a reference names; None where it is broken or anything else."""
    match = _TARGET.fullmatch(reference.strip())
    if match is None:
        return None
    quoted, plain, letters, digits, more_letters, more_digits = match.groups()
    title = quoted.replace("''", "'") if quoted else plain
    row, column = int(digits), column_number(letters)
    last_row = int(more_digits) if more_digits else row
    last_column = column_number(more_letters) if more_letters else column
    return Target(title, min(row, last_row), min(column, last_column), max(row, last_row), max(column, last_column))


def column_number(letters: str) -> int:
    """Return the number of a column by its letters; A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
