"""Looking for persons by name, number, ID number, village or phone; the database looks, and few rows come out."""

from __future__ import annotations

import unicodedata
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from formkit.model.person import Identity, Person, id_key
from formkit.store import lookup, people, schema
from formkit.store.encoding import plain

_DIGITS = "0123456789"


def find_persons(connection: Connection, wanted: str, most: int) -> tuple[Person, ...]:
    """Return the persons of whom every word of ``wanted`` says something, at most ``most``, by name.

    Of persons settled to be one, what is known of any of them counts.
    """
    words = [_plain(each) for each in wanted.split()]
    if not words:
        return ()
    root = people.roots(connection)
    fitting = set.intersection(*({root.get(each, each) for each in _said(connection, word)} for word in words))
    own: dict[int, list[int]] = {}
    for person_id, first in root.items():
        own.setdefault(first, []).append(person_id)
    found: list[Person] = []
    order = _by_name(connection, fitting)
    for start in range(0, len(order), most):
        some = order[start : start + most]
        every = lookup.persons(connection, [number for each in some for number in (each, *own.get(each, ()))])
        known = {each.id: each for each in every}
        found += [known[each] for each in some if each in known]
        if len(found) >= most:
            break
    return tuple(found[:most])


def _said(connection: Connection, word: str) -> set[int]:
    """Return the persons of whom a word says something.

    An ID number is looked for whole or by its last four signs: no part of it names anybody.
    """
    table, bare = schema.person, word.replace("-", "")
    fits: list[ColumnElement[bool]] = [
        column.contains(each, autoescape=True) for column in (table.c.name_key, table.c.number_key)
        for each in {word, bare} - {""}
    ]
    whole = id_key(word)
    if whole is not None:
        fits.append(table.c.id_key == whole)
    if len(bare) == 4:
        fits.append(table.c.id_key.endswith(bare, autoescape=True))
    villages = connection.scalars(select(table.c.village).where(table.c.village.is_not(None)).distinct())
    fits.append(table.c.village.in_([each for each in villages if _tells(Identity(village=each).village_key, word)]))
    return {*connection.scalars(select(table.c.id).where(or_(*fits))), *_by_phone(connection, word)}


def _by_phone(connection: Connection, word: str) -> set[int]:
    digits = word.replace("-", "")
    if not digits.isdecimal():
        return set()
    phone = schema.person.c.phone
    bare = _without(phone, " -+")
    # Of a number with full-width digits, brackets or words only Python tells the digits.
    maybe = or_(bare.contains(digits, autoescape=True), _without(bare, _DIGITS) != "")
    rows = connection.execute(select(schema.person.c.id, phone).where(maybe))
    return {row.id for row in rows if _tells(Identity(phone=row.phone).phone_key, word)}


def _without(column: Any, signs: str) -> Any:
    """Return in SQL a text without some signs."""
    return reduce(lambda left, sign: func.replace(left, sign, ""), signs, column)


def _tells(key: str | None, word: str) -> bool:
    return key is not None and (word in key or word.replace("-", "") in key)


def _by_name(connection: Connection, numbers: set[int]) -> list[int]:
    """Return persons by name and number; of those settled to be one, the first one's name counts."""
    table = schema.person
    rows = connection.execute(select(table.c.id, table.c.name).order_by(table.c.id))
    names = {row.id: row.name or "" for row in rows if row.id in numbers}
    return sorted(names, key=lambda each: (names[each], each))


def _plain(word: str) -> str:
    return plain("".join(unicodedata.normalize("NFKC", word).upper().split()))
