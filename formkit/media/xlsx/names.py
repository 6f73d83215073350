"""Defined names ↔ field ids, and the names that carry what formkit itself needs.

A field's name is its id with each dot as two underscores (``plan.1.items.3.problem`` is
``plan__1__items__3__problem``). Ids hold only single underscores, so the way back is unique.
"""

from __future__ import annotations

import re

IDENTITY = "formkit__identity"
"""The cell with the identity, for programs that drop custom document properties."""
DESIGN = "formkit__design"
"""The cell with the digest of the mapping that a template was built from."""
PRINTED = "formkit__printed"
"""The cell with short digests of every printed text, by which a reader tells print from what was added."""
OWN = (IDENTITY, DESIGN, PRINTED)

_OWN_PREFIX = "formkit__"
_ADDENDUM = re.compile(r"formkit__addendum__([1-9][0-9]*)__(.+)")
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
    return f"{_OWN_PREFIX}addendum__{number}__{name_of(field_id)}"


def addendum_of(name: str) -> tuple[int, str] | None:
    """Return the number and the field id of an entry of the addendum; None where ``name`` is no such name."""
    match = _ADDENDUM.fullmatch(name)
    return (int(match[1]), id_of(match[2])) if match and len(match[1]) < 7 else None
