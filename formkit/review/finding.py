"""Looking for persons: by name, number, ID number or village."""

from __future__ import annotations

import unicodedata

from formkit.model.person import Identity, Person, id_key
from formkit.model.store import Store

MOST = 100
"""Persons that a search shows; whoever finds more has to say more."""


def find_persons(store: Store, wanted: str) -> list[Person]:
    """Return the persons of whom every word of ``wanted`` says something, at most `MOST` + 1, by name.

    Raises:
        StoreError: the store cannot be read.
    """
    words = [_plain(each) for each in wanted.split()]
    if not words:
        return []
    found = [each for each in store.persons() if all(_tells(each.identity, word) for word in words)]
    return sorted(found, key=lambda each: (each.identity.name or "", each.id))[: MOST + 1]


def _tells(identity: Identity, word: str) -> bool:
    """An ID number is looked for whole or by its last four signs: no part of it names anybody."""
    number = identity.id_key or ""
    parts = [identity.name_key, identity.number_key, identity.village_key, identity.phone_key]
    bare = word.replace("-", "")
    whole = number and (number == id_key(word) or (len(bare) == 4 and number.endswith(bare)))
    return bool(whole) or any(part and (word in part or bare in part) for part in parts)


def _plain(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).upper().split())
