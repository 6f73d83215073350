"""Where two identities agree and where they contradict each other.

What one of them leaves blank is neither.
"""

from __future__ import annotations

from formkit.model.office import same_place
from formkit.model.person import Identity


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


def numbers_agree(one: Identity, other: Identity) -> bool:
    """Say whether both have the office's number and it is the same."""
    return one.number_key is not None and one.number_key == other.number_key


def births_agree(one: Identity, other: Identity) -> bool:
    """Say whether both dates of birth give year and month, and are the same as far as both go."""
    mine, its = _date_parts(one.birth_known), _date_parts(other.birth_known)
    known = list(zip(mine, its, strict=False))
    return len(known) >= 2 and all(a == b and a for a, b in known)


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
    """Say whether the phone or the address is the same."""
    phone = one.phone_key is not None and one.phone_key == other.phone_key
    return phone or (one.address_key is not None and one.address_key == other.address_key)


def contradict(one: Identity, other: Identity) -> bool:
    """Say whether anything that hardly ever changes differs: ID number, date of birth or sex."""
    return ids_differ(one, other) or births_differ(one, other) or _differ(one.sex_key, other.sex_key)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other
