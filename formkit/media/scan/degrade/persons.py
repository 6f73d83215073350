"""Invented persons: one patient with family and place, whose answers agree with one another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from formkit.media.scan.degrade import words
from formkit.media.scan.degrade.path import Rng
from formkit.model.handbook import Field
from formkit.values.disability import CATEGORIES, LEVELS
from formkit.values.idcard import MALE, check_character
from formkit.values.regions import PROVINCES

_EPOCH = dt.date(1935, 1, 1)
_YOUNGEST = dt.date(2008, 12, 31)
_ON_CARD = ("disability.category", "disability.level")
"""Concepts of what the disability card tells."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person who is not: ``county`` is a code of six digits that is right in shape only."""

    name: str
    sex: str
    birth: dt.date
    id_number: str
    county: str
    town: str
    village: str
    town_code: str
    village_code: str
    address: str
    phone: str
    guardian: str
    guardian_phone: str
    contact: str
    contact_phone: str
    doctor: str
    city_name: str
    county_name: str
    disability: tuple[str, str] = ("6", "2")
    """Category and level of the disability card, as in the card's number."""

    def on_card(self, asked: Field) -> str | None:
        """Return the code of the option that is on the person's disability card; None of another field."""
        for concept, told, names in zip(_ON_CARD, self.disability, (CATEGORIES, LEVELS), strict=True):
            if asked.concept == concept:
                return next((each.code for each in asked.options if each.label.startswith(names[told])), None)
        return None


def pick(rng: Rng, choices: tuple[str, ...] | str) -> str:
    """Return one of ``choices``."""
    return choices[int(rng.integers(len(choices)))]


def random_name(rng: Rng, sex: str | None = None) -> str:
    """Return a name: mostly three characters, sometimes two, four, or as in other peoples."""
    if rng.random() < 0.015:
        return pick(rng, words.MINORITY_NAMES)
    weights = 1 / (3.0 + np.arange(len(words.SURNAMES)))
    surname = words.SURNAMES[int(rng.choice(len(words.SURNAMES), p=weights / weights.sum()))]
    surname = pick(rng, words.DOUBLE_SURNAMES) if rng.random() < 0.02 else surname
    male = rng.random() < 0.5 if sex is None else sex == MALE
    stock = words.GIVEN_MALE if male else words.GIVEN_FEMALE
    return surname + pick(rng, stock) + (pick(rng, stock) if rng.random() < 0.8 else "")


def random_phone(rng: Rng) -> str:
    """Return a mobile number, or now and then a landline with its area code."""
    if rng.random() < 0.88:
        return pick(rng, ("13", "15", "17", "18", "19")) + digits(rng, 9)
    return f"09{rng.integers(30, 80)}{pick(rng, ('-', ''))}{rng.integers(2, 9)}{digits(rng, 6)}"


def digits(rng: Rng, count: int) -> str:
    """Return ``count`` digits."""
    return "".join(str(each) for each in rng.integers(0, 10, count))


def random_id(rng: Rng, county: str, birth: dt.date, sex: str) -> str:
    """Return an ID number that passes every check."""
    sequence = int(rng.integers(0, 499)) * 2 + (1 if sex == MALE else 2)
    first = f"{county}{birth:%Y%m%d}{sequence:03d}"
    return first + check_character(first)


def random_day(rng: Rng, first: dt.date, last: dt.date) -> dt.date:
    """Return a day between two days, both included."""
    return first + dt.timedelta(days=int(rng.integers(0, max(1, (last - first).days + 1))))


def random_person(rng: Rng) -> Person:
    """Return an invented person."""
    sex = "男" if rng.random() < 0.5 else "女"
    birth = random_day(rng, _EPOCH, _YOUNGEST)
    county = f"{pick(rng, tuple(PROVINCES)[:31])}{rng.integers(1, 30):02d}{rng.integers(1, 40):02d}"
    town, village = pick(rng, words.PLACES), pick(rng, words.PLACES)
    kind = pick(rng, ("镇", "镇", "乡", "街道"))
    city_name, county_name = pick(rng, words.CITIES), pick(rng, words.COUNTIES)
    village_name = village + ("社区" if kind == "街道" else "村")
    group, house = rng.integers(1, 20), rng.integers(1, 300)
    door = pick(rng, (f"{group}组{house}号", f"{group}社", f"{house}号"))
    head = pick(rng, ("", "", county_name, city_name + county_name))
    town_code = county + ("0" if kind == "街道" else "1" if kind == "镇" else "2") + f"{rng.integers(1, 40):02d}"
    return Person(
        name=random_name(rng, sex), sex=sex, birth=birth, id_number=random_id(rng, county, birth, sex), county=county,
        town=town + kind, village=village_name, town_code=town_code,
        village_code=f"{rng.integers(1, 30):03d}" if kind == "街道" else f"{rng.integers(200, 260):03d}",
        address=f"{head}{town}{kind}{village_name}{door}", phone=random_phone(rng),
        guardian=random_name(rng), guardian_phone=random_phone(rng), contact=random_name(rng),
        contact_phone=random_phone(rng), doctor=random_name(rng), city_name=city_name, county_name=county_name,
        disability=(str(rng.integers(1, 8)), str(rng.integers(1, 5))),
    )
