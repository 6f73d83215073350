"""Where two identities agree and where they contradict each other.

What one of them leaves blank is neither.
"""

from __future__ import annotations

import re

from formkit.model.office import same_place
from formkit.model.person import ARCHIVE_PREFIX, Identity

_HOUSE = re.compile(r"\d+(?:号|室|户|栋|幢)")
"""What stands in an address that names one house, not a village or a group of households."""
_ARCHIVE_TAIL = 8
"""Village and sequence: the digits of a health archive's number that forms print boxes for."""


def names_agree(one: Identity, other: Identity) -> bool:
    """Say whether both have a name and it is the same."""
    return one.name_key is not None and one.name_key == other.name_key


def names_differ(one: Identity, other: Identity) -> bool:
    """Say whether both have a name and it is not the same."""
    return _differ(one.name_key, other.name_key)


def ids_agree(one: Identity, other: Identity) -> bool:
    """Say whether both have an ID number and it is the same; 15 digits equal their 18."""
    return one.id_key is not None and one.id_key == other.id_key


def ids_differ(one: Identity, other: Identity) -> bool:
    """Say whether both have an ID number and it is not the same."""
    return _differ(one.id_key, other.id_key)


def ids_nearly_agree(one: Identity, other: Identity) -> bool:
    """Say whether both have an ID number and a slip makes one of the other.

    A slip is one wrong, missing or additional character, or two neighbours changed round.
    """
    mine, its = one.id_key, other.id_key
    return mine is not None and its is not None and mine != its and _is_slip(*sorted((mine, its), key=len))


def _is_slip(short: str, long: str) -> bool:
    if len(long) - len(short) > 1:
        return False
    at = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    changed_round = short[at : at + 2] == long[at : at + 2][::-1]
    return short[at + 1 :] == long[at + 1 :] or (changed_round and short[at + 2 :] == long[at + 2 :])


def numbers_agree(one: Identity, other: Identity) -> bool:
    """Say whether both have a number and it is the same.

    Of a health archive's 17 digits forms often ask for the last eight, and lists do not say which number theirs is.
    """
    mine, its = one.number_key, other.number_key
    if mine is None or its is None:
        return False
    archives = mine.startswith(ARCHIVE_PREFIX) or its.startswith(ARCHIVE_PREFIX)
    short, long = sorted((mine.removeprefix(ARCHIVE_PREFIX), its.removeprefix(ARCHIVE_PREFIX)), key=len)
    return short == long or (archives and len(short) == _ARCHIVE_TAIL and long.endswith(short))


def numbers_differ(one: Identity, other: Identity) -> bool:
    """Say whether both have a number of one sort and they are two; an office's and an archive's tell nothing."""
    mine, its = one.number_key, other.number_key
    if mine is None or its is None or numbers_agree(one, other):
        return False
    return mine.startswith(ARCHIVE_PREFIX) == its.startswith(ARCHIVE_PREFIX)


def births_agree(one: Identity, other: Identity, *, to_the_day: bool = False) -> bool:
    """Say whether both dates of birth give year and month, and are the same as far as both go.

    With ``to_the_day`` both must give the day, too.
    """
    mine, its = _date_parts(one.birth_known), _date_parts(other.birth_known)
    known = list(zip(mine, its, strict=False))
    return len(known) >= (3 if to_the_day else 2) and all(a == b and a for a, b in known)


def births_differ(one: Identity, other: Identity) -> bool:
    """Say whether the dates of birth differ in a part that both give."""
    mine, its = _date_parts(one.birth_known), _date_parts(other.birth_known)
    return any(a and b and a != b for a, b in zip(mine, its, strict=False))


def _date_parts(written: str | None) -> tuple[str, ...]:
    """Return year, month and day as far as written; a year that is left out is empty."""
    if not written:
        return ()
    if written.startswith("--"):
        return ("", *written[2:].split("-"))
    return tuple(written.split("-"))


def villages_agree(one: Identity, other: Identity) -> bool:
    """Say whether both have a village and it is the same: 柳河村 is 柳河村委会, but not 柳河社区."""
    mine, its = one.village_key, other.village_key
    return mine is not None and its is not None and same_place(mine, its)


def villages_differ(one: Identity, other: Identity) -> bool:
    """Say whether both have a village and it is not the same."""
    known = one.village_key is not None and other.village_key is not None
    return known and not villages_agree(one, other)


def reachable_alike(one: Identity, other: Identity) -> bool:
    """Say whether the phone is the same, or the address down to the house.

    A village, or a group of households in it, has many of one name.
    """
    phone = one.phone_key is not None and one.phone_key == other.phone_key
    address = one.address_key
    return phone or (address is not None and address == other.address_key and bool(_HOUSE.search(address)))


def contradict(one: Identity, other: Identity) -> bool:
    """Say whether anything that hardly ever changes differs: ID number, date of birth or sex."""
    return ids_differ(one, other) or births_differ(one, other) or _differ(one.sex_key, other.sex_key)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other
