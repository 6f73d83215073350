"""Whom a document belongs to, and when the matcher must not be sure."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from formkit.matching.match import match
from formkit.model.office import same_place
from formkit.model.person import Candidate, Certainty, Identity, Match, Person, Reason, id_key

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(birth: str, sequence: int) -> str:
    body = f"330197{birth.replace('-', '')}{sequence:03d}"
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11]


LI = Identity(
    "李青禾", id_number("1981-04-05", 12), "女", "1981-04", "101-00023", "柳河村", "13900000001", "青石镇柳河村3组12号"
)
NAMESAKE = Identity("李青禾", id_number("1954-11-30", 33), "男", "1954-11", "101-00999", "大坝村", "13900000009")


def known(*identities: Identity) -> tuple[Candidate, ...]:
    return tuple(Candidate(Person(number, each)) for number, each in enumerate(identities, 1))


def doubt(reason: Reason, person: int = 1) -> Match:
    return Match(person, Certainty.DOUBTFUL, reason)


def sure(reason: Reason, person: int = 1) -> Match:
    return Match(person, Certainty.SURE, reason)


NOBODY = Match(None, Certainty.NEW, Reason.NOBODY)


@pytest.mark.parametrize(("asked", "expected"), [
    (Identity("李青禾", id_number=LI.id_number), sure(Reason.ID_NUMBER)),
    (Identity(id_number=LI.id_number), sure(Reason.ID_NUMBER)),
    (Identity("李 青 禾", number="10100023"), sure(Reason.NUMBER_AND_NAME)),
    (Identity("李青禾", birth="1981-04-05", village="柳河村委会"), sure(Reason.NAME_BIRTH_VILLAGE)),
    (Identity("李青禾", phone="+86 139-0000-0001"), sure(Reason.NAME_AND_MORE)),
    (Identity("李青禾", address="青石镇 柳河村3组12号"), sure(Reason.NAME_AND_MORE)),
    (Identity("李青禾", birth="1981-04"), doubt(Reason.NAME_ONLY)),
    (Identity("李青禾", birth="1981-04", village="柳河社区"), doubt(Reason.NAME_ONLY)),
    (Identity("李青禾", birth="1981-04", village="大坝村"), doubt(Reason.NAME_ONLY)),
    (Identity("李青禾", birth="1981-04", village="柳河社区", phone=LI.phone), sure(Reason.NAME_AND_MORE)),
    (Identity("李青禾"), doubt(Reason.NAME_ONLY)),
    (Identity("李青禾", village="柳河村"), doubt(Reason.NAME_ONLY)),
    (Identity("李青禾", birth="1981"), doubt(Reason.NAME_ONLY)),
    (Identity(number="101-00023"), doubt(Reason.NUMBER_ONLY)),
    (Identity("赵远山", number="101-00023"), doubt(Reason.CONTRADICTION)),
    (Identity("赵远山", id_number=LI.id_number), doubt(Reason.CONTRADICTION)),
    (Identity("李青禾", sex="男", number="101-00023"), doubt(Reason.CONTRADICTION)),
    (Identity("李青禾", id_number=id_number("1981-04-05", 14), birth="1981-04", number="101-00023"),
     doubt(Reason.CONTRADICTION)),
    (Identity("李青禾", id_number=id_number("1981-04-05", 14)), doubt(Reason.CONTRADICTION)),
    (Identity("李青禾", number="101-00024", phone=LI.phone), doubt(Reason.CONTRADICTION)),
    (Identity("李青禾", number="101-00777"), NOBODY),
    (NAMESAKE, NOBODY),
    (Identity("赵远山", phone=LI.phone), NOBODY),
    (Identity(), NOBODY),
])
def test_one_person_known(asked: Identity, expected: Match) -> None:
    assert match(asked, known(LI)) == expected


@pytest.mark.parametrize(("asked", "expected"), [
    (Identity("李青禾"), doubt(Reason.SEVERAL)),
    (Identity("李青禾", number="101-00999"), sure(Reason.NUMBER_AND_NAME, 2)),
    (Identity("李青禾", birth="1954-11", village="大坝"), sure(Reason.NAME_BIRTH_VILLAGE, 2)),
    (Identity("李青禾", sex="男", phone=NAMESAKE.phone), sure(Reason.NAME_AND_MORE, 2)),
])
def test_two_persons_of_one_name(asked: Identity, expected: Match) -> None:
    assert match(asked, known(LI, NAMESAKE)) == expected


def archived(name: str, number: str) -> Identity:
    return Identity.from_concepts([("person.name", name), ("person.archive_no", number)])


@pytest.mark.parametrize(("asked", "expected"), [
    (archived("李青禾", "201-01454"), sure(Reason.NUMBER_AND_NAME)),
    (archived("李青禾", "33019710020199999"), NOBODY),
    (archived("李青禾", "33019710020101454"), sure(Reason.NUMBER_AND_NAME)),
    (Identity("李青禾", number="20101454"), sure(Reason.NUMBER_AND_NAME)),
    (archived("李青禾", "201-01455"), NOBODY),
    (archived("赵远山", "201-01454"), doubt(Reason.CONTRADICTION)),
    (Identity("李青禾", number="48264727"), doubt(Reason.NAME_ONLY)),
])
def test_the_number_of_a_health_archive_is_a_number_where_there_is_no_other(asked: Identity, expected: Match) -> None:
    assert match(asked, known(archived("李青禾", "20101454"))) == expected


def test_the_number_of_the_office_comes_before_that_of_the_archive() -> None:
    both = [("person.archive_no", "201-01454"), ("person.number", "48264727"), ("person.name", "李青禾")]
    assert Identity.from_concepts(both).number == "48264727"


def test_a_number_that_two_persons_of_one_name_bear_is_doubtful() -> None:
    twin = replace(LI, id_number=None, birth=None, sex=None)
    assert match(Identity("李青禾", number="101-00023"), known(LI, twin)) == doubt(Reason.SEVERAL)


def full(name: str, birth: str, sequence: int, village: str, **more: str) -> Identity:
    return Identity(name, id_number(birth, sequence), birth=birth, village=village, **more)


SLIPS = st.sampled_from(["digit", "round", "missing", "doubled"])


@given(st.dates(dt.date(1930, 1, 1), dt.date(2005, 12, 31)), st.integers(1, 999), st.integers(0, 17), SLIPS,
       st.integers(1, 9))
def test_a_slip_in_an_id_number_is_doubtful_and_neither_merged_nor_lost(
    birth: dt.date, sequence: int, place: int, slip: str, shift: int
) -> None:
    right = id_number(birth.isoformat(), sequence)
    wrong = slipped(right, place, slip, shift)
    assume(wrong != right)
    found = match(Identity("李青禾", wrong), known(Identity("李青禾", right)))
    assert (found.person, found.certainty) == (1, Certainty.DOUBTFUL)


def slipped(right: str, place: int, slip: str, shift: int) -> str:
    if slip == "digit":
        return right[:place] + str((int(right[place].replace("X", "0")) + shift) % 10) + right[place + 1 :]
    if slip == "round":
        return right[:place] + right[place : place + 2][::-1] + right[place + 2 :]
    return right[:place] + (right[place + 1 :] if slip == "missing" else right[place] + right[place:])


def test_twins_are_two_people_without_a_word() -> None:
    first = full("李青禾", "1981-04-05", 12, "柳河村", phone="13900000001", address="柳河村3组12号")
    second = full("李青苗", "1981-04-05", 14, "柳河村", phone="13900000001", address="柳河村3组12号")
    assert match(second, known(first)) == NOBODY
    assert match(first, known(second)) == NOBODY


@pytest.mark.parametrize(("asked", "expected"), [
    (full("李小禾", "1981-04-05", 12, "柳河村"), doubt(Reason.CONTRADICTION)),
    (Identity("李小禾", number="101-00023", birth="1981-04", village="柳河村"), doubt(Reason.CONTRADICTION)),
])
def test_somebody_who_changed_the_name_is_doubtful(asked: Identity, expected: Match) -> None:
    assert match(asked, known(LI)) == expected


def test_same_name_and_birth_in_two_villages_are_doubtful_both_ways() -> None:
    one = Identity("王桂兰", birth="1954-02-25", village="柳河村")
    other = Identity("王桂兰", birth="1954-02-25", village="大坝村")
    assert match(one, known(other)) == match(other, known(one)) == doubt(Reason.NAME_ONLY)


@pytest.mark.parametrize("nothing", ["无", "不详", "0", "000000000000000000", "111111111111111111", "/", "—"])
def test_what_is_written_where_there_is_no_number_joins_nobody(nothing: str) -> None:
    for name in ("id_number", "phone") if nothing.startswith("1") else ("id_number", "number", "phone"):
        one, other = Identity("王桂兰", **{name: nothing}), Identity("李青禾", **{name: nothing})
        assert match(other, known(one)) == NOBODY
        assert match(replace(one, village="柳河村"), known(one)).certainty is Certainty.DOUBTFUL


def test_a_village_or_a_group_as_address_joins_nobody() -> None:
    for address in ("青石镇柳河村", "柳河村3组"):
        one = Identity("王桂兰", address=address)
        assert match(one, known(one)) == doubt(Reason.NAME_ONLY)


def test_the_serial_decides_unless_something_contradicts() -> None:
    (other,) = known(LI)
    own = Candidate(Person(2, NAMESAKE), same_serial=True)
    assert match(Identity(), (other, own)) == sure(Reason.SERIAL, 2)
    assert match(Identity("李青禾", number="101-00999"), (other, own)) == sure(Reason.SERIAL, 2)
    assert match(Identity("赵远山"), (other, own)) == doubt(Reason.CONTRADICTION, 2)
    assert match(replace(LI), (other, own)) == doubt(Reason.CONTRADICTION, 2)


def test_an_id_number_of_fifteen_digits_is_that_of_eighteen() -> None:
    full = id_number("1981-04-05", 12)
    short = full[:6] + full[8:17]
    assert match(Identity(id_number=short), known(LI)) == sure(Reason.ID_NUMBER)
    assert id_key(f" {short} ") == full
    assert id_key("11010519491231002x") == "11010519491231002X"


def test_a_village_and_a_neighbourhood_of_one_name_are_two_places_as_in_the_office() -> None:
    villager = Identity("李青禾", birth="1981-04", village="柳河村")
    for village in ("柳河村", "柳河", " 柳河 村委会", "柳河村民委员会", "柳河社区", "柳河居委会"):
        found = match(Identity("李青禾", birth="1981-04", village=village), known(villager))
        same = same_place("柳河村", "".join(village.split()))
        assert (found.reason is Reason.NAME_BIRTH_VILLAGE) == same
        assert (found.certainty is Certainty.SURE) == same


def either(name: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *filter(None, (getattr(LI, name), getattr(NAMESAKE, name)))])


identities = st.builds(Identity, **{each.name: either(each.name) for each in fields(Identity)})


@given(asked=identities, others=st.lists(identities, max_size=4))
def test_nobody_is_surely_somebody_with_another_id_number_or_name(asked: Identity, others: list[Identity]) -> None:
    found = match(asked, known(*others))
    if found.certainty is Certainty.SURE:
        assert found.person is not None
        person = others[found.person - 1]
        assert asked.id_key is None or person.id_key in (None, asked.id_key)
        assert asked.name_key is None or person.name_key in (None, asked.name_key)
    assert (found.person is None) == (found.certainty is Certainty.NEW)


@given(asked=identities, others=st.lists(identities, max_size=4))
def test_the_order_of_the_candidates_changes_no_certainty(asked: Identity, others: list[Identity]) -> None:
    persons = known(*others)
    one, other = match(asked, persons), match(asked, persons[::-1])
    assert one.certainty is other.certainty
    if one.certainty is Certainty.SURE:
        assert one == other


@given(identity=identities)
def test_filling_gaps_never_overwrites(identity: Identity) -> None:
    filled = identity.filled_from(LI)
    for each in fields(Identity):
        before = getattr(identity, each.name)
        assert getattr(filled, each.name) == (getattr(LI, each.name) if before is None else before)


def test_the_first_value_of_a_concept_holds_and_blanks_do_not_count() -> None:
    found = Identity.from_concepts([
        ("person.name", None), ("person.name", " "), ("person.name", "李青禾"), ("person.name", "季青禾"),
        ("person.town", "青石镇"), ("visit.date", "2013-01-01"), ("person.number", ("1", "2")),
    ])
    assert found == Identity(name="李青禾")
