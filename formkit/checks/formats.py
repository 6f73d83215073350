"""What a text or a code is made of: one check for each `Format`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from formkit.errors import Problem
from formkit.model.handbook import Format
from formkit.model.ids import FieldRef
from formkit.values import archive, disability, gtin, idcard, phone, regions
from formkit.values.dates import age, surely_after
from formkit.values.telling import about

FormatCheck = Callable[[FieldRef, str, dt.date], Iterator[Problem]]
Fault = TypeVar("Fault", bound=StrEnum)
OLDEST = 130
"""Years beyond which an age is doubted."""
_NOT_IN_NAMES = re.compile(r"[0-9０-９@#$%&*+=<>{}\[\]\\/|~^_!?！？。，；：、]")
_POSTCODE = re.compile(r"\d{6}", re.ASCII)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?", re.ASCII)
_THREE_DIGITS = re.compile(r"\d{3}", re.ASCII)


def check_format(ref: FieldRef, value: str, today: dt.date) -> list[Problem]:
    """Return what is wrong with ``value`` by the format of its field."""
    return list(FORMAT_CHECKS[ref.field.format](ref, value, today)) if ref.field.format else []


def _tell(ref: FieldRef, code: str, **words: object) -> Problem:
    return about(code, ref.field, ref.id, **words)


def _name(ref: FieldRef, value: str, today: dt.date) -> Iterator[Problem]:
    if _NOT_IN_NAMES.search(value):
        yield _tell(ref, "V120")


def _anything(ref: FieldRef, value: str, today: dt.date) -> Iterator[Problem]:
    """Addresses have no form that could be checked."""
    yield from ()


def _phone(ref: FieldRef, value: str, today: dt.date) -> Iterator[Problem]:
    kinds = [phone.phone_kind(phone.normal_phone(number)) for number in phone.phones_in(value)]
    if not kinds or None in kinds:
        yield _tell(ref, "V121")
    elif phone.PhoneKind.LOCAL in kinds:
        yield _tell(ref, "V122")


def _name_phone(ref: FieldRef, value: str, today: dt.date) -> Iterator[Problem]:
    if phone.phone_after_name(value) is None:
        yield _tell(ref, "V123")


_ID_CODES = {
    idcard.IdFault.SHAPE: "V110",
    idcard.IdFault.PROVINCE: "V111",
    idcard.IdFault.BIRTH: "V112",
    idcard.IdFault.CHECK: "V113",
    idcard.IdFault.OLD: "V114",
}


def _id_number(ref: FieldRef, value: str, today: dt.date) -> Iterator[Problem]:
    yield from _by_fault(ref, idcard.id_faults(value), _ID_CODES)
    read = idcard.read_id(value)
    if read is None:
        return
    years = age(read.birth, today)
    if surely_after(read.birth, today.isoformat()):
        yield _tell(ref, "V115")
    elif years is not None and years > OLDEST:
        yield _tell(ref, "V116", most=OLDEST)


def _by_fault(ref: FieldRef, faults: tuple[Fault, ...], codes: Mapping[Fault, str]) -> Iterator[Problem]:
    """Yield the problem of each fault, each code once."""
    yield from (_tell(ref, code) for code in dict.fromkeys(codes[fault] for fault in faults))


def _postcode(ref: FieldRef, value: str, today: dt.date) -> Iterator[Problem]:
    if not _POSTCODE.fullmatch(value):
        yield _tell(ref, "V124")


def _time(ref: FieldRef, value: str, today: dt.date) -> Iterator[Problem]:
    if not _TIME.fullmatch(value):
        yield _tell(ref, "V125")


_REGION_CODES = {
    regions.RegionFault.PROVINCE: "V127",
    regions.RegionFault.CITY: "V128",
    regions.RegionFault.COUNTY: "V128",
    regions.RegionFault.TOWNSHIP: "V128",
}


def _town_code(ref: FieldRef, value: str, today: dt.date) -> Iterator[Problem]:
    faults = regions.region_faults(value)
    if len(value) != 9 or regions.RegionFault.SHAPE in faults:
        yield _tell(ref, "V126")
    elif regions.level(value) is not regions.Level.TOWNSHIP and not faults:
        yield _tell(ref, "V128")
    else:
        yield from _by_fault(ref, faults, _REGION_CODES)


def _village_code(ref: FieldRef, value: str, today: dt.date) -> Iterator[Problem]:
    if _THREE_DIGITS.fullmatch(value):
        return
    faults = regions.region_faults(value)
    if len(value) != 12 or regions.RegionFault.SHAPE in faults:
        yield _tell(ref, "V129")
    elif regions.level(value) is not regions.Level.VILLAGE and not faults:
        yield _tell(ref, "V128")
    else:
        yield from _by_fault(ref, faults, _REGION_CODES)


def _archive_no(ref: FieldRef, value: str, today: dt.date) -> Iterator[Problem]:
    number = archive.read_archive(value)
    if number is None:
        yield _tell(ref, "V130")
    elif number.form is archive.ArchiveForm.LEGACY:
        yield _tell(ref, "V131")


_CARD_CODES = {
    disability.CardFault.SHAPE: "V132",
    disability.CardFault.ID_NUMBER: "V133",
    disability.CardFault.CATEGORY: "V134",
    disability.CardFault.LEVEL: "V135",
    disability.CardFault.REISSUED: "V136",
}


def _disability_card(ref: FieldRef, value: str, today: dt.date) -> Iterator[Problem]:
    yield from _by_fault(ref, disability.card_faults(value), _CARD_CODES)


def _gtin(ref: FieldRef, value: str, today: dt.date) -> Iterator[Problem]:
    if not gtin.has_shape(value):
        yield _tell(ref, "V137")
    elif not gtin.is_gtin(value):
        yield _tell(ref, "V138")


FORMAT_CHECKS: Mapping[Format, FormatCheck] = {
    Format.NAME: _name,
    Format.ADDRESS: _anything,
    Format.PHONE: _phone,
    Format.NAME_PHONE: _name_phone,
    Format.ID_NUMBER: _id_number,
    Format.POSTCODE: _postcode,
    Format.TIME: _time,
    Format.TOWN_CODE: _town_code,
    Format.VILLAGE_CODE: _village_code,
    Format.ARCHIVE_NO: _archive_no,
    Format.DISABILITY_CARD: _disability_card,
    Format.GTIN: _gtin,
}
