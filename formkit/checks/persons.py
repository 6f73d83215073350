"""Rules about who and where: ID number, sex, birth, disability card, administrative codes, equal values."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.checks.agreement import agree
from formkit.checks.booklet import Booklet, Spot
from formkit.checks.bound import Bound, bind, texts
from formkit.errors import Problem
from formkit.model.handbook import Check
from formkit.values import archive, disability, idcard, regions
from formkit.values.dates import is_date, may_be_same


def same_value(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare every field with the first that is written, in the order of the patterns."""
    bound = Bound(check, booklet)
    spots = bound.every("fields")
    yield from (bound.tell(spot, spots[0]) for spot in spots[1:] if not agree(spot, spots[0]))


def id_matches_sex(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare the sex with the 17th digit of the ID number."""
    for bound in bind(check, booklet):
        id_number, sex = bound.one("id_number"), bound.one("sex")
        read = id_number and idcard.read_id(id_number.text)
        if id_number and sex and read and (told := _sexes(check, sex)) and told != {read.sex}:
            yield bound.tell(sex, id_number)


def _sexes(check: Check, sex: Spot) -> set[str]:
    """Return 男 or 女 for the chosen options; nothing for an answer that is neither, as "not told"."""
    found = set()
    for name, word in (("male", idcard.MALE), ("female", idcard.FEMALE)):
        labelled = {option.code for option in sex.ref.field.options if option.label.strip() == word}
        if sex.codes & (set(texts(check, name)) or labelled or {word}):
            found.add(word)
    return found


def id_matches_birth(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare the birth date, as far as written, with the digits 7 to 14 of the ID number."""
    for bound in bind(check, booklet):
        id_number, birth = bound.one("id_number"), bound.one("birth")
        read = id_number and idcard.read_id(id_number.text)
        if not id_number or not birth or not read:
            continue
        if is_date(read.birth) and is_date(birth.text) and not may_be_same(read.birth, birth.text):
            yield bound.tell(birth, id_number)


def starts_with(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare the beginning of one text with another."""
    for bound in bind(check, booklet):
        whole, start = bound.one("field"), bound.one("start")
        if whole and start and not whole.text.startswith(start.text):
            yield bound.tell(whole, start)


def ends_with(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare the end of one text with another."""
    for bound in bind(check, booklet):
        whole, end = bound.one("field"), bound.one("end")
        if whole and end and not whole.text.endswith(end.text):
            yield bound.tell(whole, end)


def village_in_town(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare the first digits of a full village code with the town's; three digits alone fit any town."""
    for bound in bind(check, booklet):
        village, town = bound.one("village"), bound.one("town")
        if village and town and not regions.inside(village.text, town.text):
            yield bound.tell(village, town)


def archive_in_village(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare the village in the archive number with the village code, as far as both tell one."""
    for bound in bind(check, booklet):
        archive_no, village = bound.one("archive_no"), bound.one("village")
        read = archive_no and archive.read_archive(archive_no.text)
        told = village and regions.village_part(village.text)
        if archive_no and village and read and read.village and told and read.village != told:
            yield bound.tell(archive_no, village)


def card_of_person(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare the first 18 characters of the disability card's number with the ID number."""
    for bound in bind(check, booklet):
        card, id_number = bound.one("card"), bound.one("id_number")
        read = id_number and idcard.read_id(id_number.text)
        if card and id_number and read and not idcard.normal(card.text).startswith(read.number):
            yield bound.tell(card, id_number)


def card_matches(check: Check, booklet: Booklet) -> Iterator[Problem]:
    """Compare category and level in the card's number with what is chosen or written in words."""
    for bound in bind(check, booklet):
        card = bound.one("card")
        read = card and disability.read_card(card.text)
        if not card or not read:
            continue
        for name, code, names in (
            ("category", read.category, disability.CATEGORIES),
            ("level", read.level, disability.LEVELS),
        ):
            spot = bound.one(name)
            if spot and code in names and not _names(spot, code, names[code]):
                yield bound.tell(spot, card)
        words = bound.one("words")
        if words and disability.category_and_level(words.text) not in (None, (read.category, read.level)):
            yield bound.tell(words, card)


def _names(spot: Spot, code: str, name: str) -> bool:
    """Say whether the chosen option means ``name``: by its label, or by its code where no label tells."""
    labelled = {option.code for option in spot.ref.field.options if option.label.startswith(name)}
    return bool(spot.codes & (labelled or {code}))
