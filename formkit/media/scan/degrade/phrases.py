"""What is written into a field of some format or meaning."""

from __future__ import annotations

from formkit.media.scan.degrade import words
from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.persons import Person, digits, pick, random_id, random_name, random_phone
from formkit.model.handbook import Field, Format
from formkit.values.gtin import check_digit


def by_concept(asked: Field, person: Person, rng: Rng) -> str | None:
    """Return what this person's booklet says under a shared concept; None for concepts without a set answer."""
    known = {
        "person.name": person.name, "person.phone": person.phone, "person.address": person.address,
        "person.id_number": person.id_number, "person.town": person.town, "person.village": person.village,
        "guardian.name": person.guardian, "guardian.phone": person.guardian_phone,
        "village.contact_name": person.contact, "village.contact_phone": person.contact_phone,
        "form.filled_by": person.doctor,
    }
    return known.get(asked.concept or "")


def by_format(asked: Field, person: Person, rng: Rng) -> str | None:
    """Return a right value of the field's format; None where it has none."""
    if asked.format is None:
        return None
    card = person.id_number + "".join(person.disability)
    item = digits(rng, 12)
    made = {
        Format.NAME: random_name(rng), Format.ADDRESS: person.address, Format.PHONE: random_phone(rng),
        Format.NAME_PHONE: f"{person.contact} {person.contact_phone}", Format.POSTCODE: digits(rng, 6),
        Format.ID_NUMBER: random_id(rng, person.county, person.birth, person.sex),
        Format.TIME: f"{rng.integers(7, 20)}:{rng.integers(0, 60):02d}",
        Format.TOWN_CODE: person.town_code, Format.VILLAGE_CODE: person.village_code,
        Format.ARCHIVE_NO: person.village_code[-3:] + digits(rng, 5), Format.DISABILITY_CARD: card,
        Format.GTIN: item + check_digit(item),
    }
    return made[asked.format]


_BY_WORD = (
    (("药物", "药品", "药名"), words.DRUGS), (("诊断",), words.DIAGNOSES), (("医院",), words.HOSPITALS),
    (("机构", "科室", "转诊至"), words.UNITS), (("关系",), words.RELATIONS), (("民族",), words.PEOPLES),
    (("检查结果", "结果"), words.RESULTS), (("原因",), words.REASONS), (("责任人", "负责人"), words.ROLES),
    (("其他", "其它", "反应", "表现"), words.OTHERS), (("姓名", "签名", "人员"), ()),
)
"""Words of a label, and what is written under it; the first that fits counts."""


def phrase(asked: Field, person: Person, rng: Rng) -> str:
    """Return some text that suits the field's label."""
    stock: tuple[str, ...] = words.SENTENCES
    for parts, candidates in _BY_WORD:
        if any(part in asked.label for part in parts):
            if not candidates:
                return random_name(rng)
            stock = candidates
            break
    text = pick(rng, stock).format(city=person.city_name, county=person.county_name, place=pick(rng, words.PLACES))
    if stock is words.SENTENCES and asked.multiline and rng.random() < 0.5:
        text += ("。" if rng.random() < 0.7 else ";") + pick(rng, words.SENTENCES)
    return text.replace(",", "，") if rng.random() < 0.5 else text
