"""Persons, their cases and the booklets issued to them, and what it takes to recognise a person.

An `Identity` is what one document, list row or booklet says about a person. Two identities are
compared by their keys: the same words without blanks, full-width letters and other habits of
writing. Nothing in here decides who is who; that is the work of a `Matcher`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from formkit.model.gb11643 import OLD, lengthened
from formkit.model.reading import Value

CONCEPT_PREFIX = "person."
"""Fields whose concept starts so tell who the person is."""
ARCHIVE_PREFIX = "档案号"
"""Stands before the number of a health archive where it is all the number there is: many forms have no other."""
_ARCHIVE = "archive_no"
_FEWEST_DIGITS = 5
"""In an ID number, a passport's or a phone's; what is shorter names nobody."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a person; None where nothing is written.

    ``sex`` is the printed word ("男", "女"), ``birth`` an ISO date as far as written, ``number`` the
    office's number of the person, or, behind `ARCHIVE_PREFIX`, that of the health archive; the rest is text as it
    stands.
    """

    name: str | None = None
    id_number: str | None = None
    sex: str | None = None
    birth: str | None = None
    number: str | None = None
    village: str | None = None
    phone: str | None = None
    address: str | None = None

    @classmethod
    def from_concepts(cls, pairs: Iterable[tuple[str, Value]]) -> Identity:
        """Return the identity that (concept, value) pairs give; the first value of a concept holds."""
        known = {each.name for each in fields(cls)}
        found: dict[str, str] = {}
        for concept, value in pairs:
            name = concept.removeprefix(CONCEPT_PREFIX)
            named = concept.startswith(CONCEPT_PREFIX) and (name in known or name == _ARCHIVE)
            if named and isinstance(value, str) and value.strip():
                found.setdefault(name, value)
        archive = found.pop(_ARCHIVE, None)
        if archive is not None:
            found.setdefault("number", f"{ARCHIVE_PREFIX} {archive}")
        return cls(**found)

    def __bool__(self) -> bool:
        return any((self.name, self.id_number, self.number))

    @property
    def name_key(self) -> str | None:
        """The name without blanks, full-width letters and differences of the middle dot."""
        return _key(self.name, drop=r"[\s·・•‧∙.]")

    @property
    def id_key(self) -> str | None:
        """The ID number in capitals, one of 15 digits made 18 long (GB 11643-1999); None for what is no number."""
        return id_key(self.id_number)

    @property
    def number_key(self) -> str | None:
        """The number without printed separators; None for zeros and words that say there is none."""
        key = _key(self.number, drop=r"[\s\-—－_/.]")
        return key if key is not None and re.search(r"[1-9A-Z]", key) else None

    @property
    def village_key(self) -> str | None:
        """The village without blanks; whether two are one says `formkit.model.office.same_place`."""
        return _key(self.village)

    @property
    def phone_key(self) -> str | None:
        """The digits of the phone number without the country code."""
        key = _key(self.phone, drop=r"\D")
        return re.sub(r"^(?:0086|86)(?=1\d{10}$)", "", key) if key and _tells(key) else None

    @property
    def address_key(self) -> str | None:
        """The address without blanks."""
        return _key(self.address)

    @property
    def sex_key(self) -> str | None:
        """The word for the sex without blanks."""
        return _key(self.sex)

    @property
    def birth_known(self) -> str | None:
        """The date of birth as written, else as the ID number says."""
        if self.birth:
            return self.birth
        key = self.id_key
        if key is None or not re.fullmatch(r"\d{17}[\dX]", key):
            return None
        return f"{key[6:10]}-{key[10:12]}-{key[12:14]}"

    def filled_from(self, other: Identity) -> Identity:
        """Return this identity with its gaps filled from ``other``; nothing known is overwritten."""
        gaps = {
            each.name: getattr(other, each.name)
            for each in fields(self)
            if getattr(self, each.name) is None and getattr(other, each.name) is not None
        }
        return replace(self, **gaps)


def id_key(written: str | None) -> str | None:
    """Return an ID number as it is compared: capitals, no blanks, 18 long where it was 15 digits.

    What people write where there is none ("无", "0", one digit all along) is None. A number of 15 digits
    (GB 11643-1989) gets the century 19 and the check character.
    """
    key = _key(written, drop=r"[\s\-]")
    if key is None or not _tells(key):
        return None
    return lengthened(key) if OLD.fullmatch(key) else key


def _tells(key: str) -> bool:
    """Say whether a number can be anybody's: not "无", not zeros, not one digit all along."""
    digits = re.sub(r"\D", "", key)
    return len(digits) >= _FEWEST_DIGITS and len(set(digits)) > 2


def _key(text: str | None, drop: str = r"\s") -> str | None:
    if text is None:
        return None
    return re.sub(drop, "", unicodedata.normalize("NFKC", text)).upper() or None


@dataclass(frozen=True, slots=True)
class Person:
    """A person the store knows.

    ``possible_duplicate_of`` names another person as long as nobody has settled whether the two
    are one.
    """

    id: int
    identity: Identity
    possible_duplicate_of: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What is kept of one person under one handbook, whatever its editions."""

    id: int
    person_id: int
    handbook: str


@dataclass(frozen=True, slots=True)
class IssuedBooklet:
    """A booklet that was printed with a serial number: what it holds and whose it is.

    ``values`` are the values filled in before printing, by full field id; ``fingerprints`` are
    those of its sides, so that the paper can be read years later.
    """

    serial: str
    handbook: str
    edition: str
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    person_id: int | None = None
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    fingerprints: tuple[str, ...] = ()


class Certainty(StrEnum):
    """How sure a match is."""

    SURE = "sure"
    DOUBTFUL = "doubtful"
    """Someone must look; the document gets a person of its own until then."""
    NEW = "new"


class Reason(StrEnum):
    """Why a match came out as it did."""

    SERIAL = "serial"
    ID_NUMBER = "id_number"
    NUMBER_AND_NAME = "number_and_name"
    NAME_BIRTH_VILLAGE = "name_birth_village"
    NAME_AND_MORE = "name_and_more"
    """The only person of this name, and the phone, the address or the date of birth agrees."""
    SEVERAL = "several"
    """More than one person fits."""
    CONTRADICTION = "contradiction"
    """A number or serial fits, and something else says another person."""
    NAME_ONLY = "name_only"
    NUMBER_ONLY = "number_only"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Match:
    """What a matcher found: ``person`` is the one that fits surely, or the likeliest when doubtful."""

    person: int | None
    certainty: Certainty
    reason: Reason


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be meant; ``same_serial`` when the document's booklet is theirs."""

    person: Person
    same_serial: bool = False


class Matcher(Protocol):
    """Decides which of the candidates a document belongs to; a pure function."""

    def __call__(self, identity: Identity, candidates: Sequence[Candidate]) -> Match:
        """Return the match of ``identity`` among ``candidates``."""
