"""Places that repeat one another make each other surer, and never change each other's value."""

from __future__ import annotations

from dataclasses import replace

from formkit.mapping import load_handbook
from formkit.media.scan.confidence import Calibration, Model
from formkit.media.scan.consensus import with_peers
from formkit.model.ids import FieldRef, booklet_refs
from formkit.model.reading import FieldStatus, Reading, Value

READER = "name@engine"
NAMES = ("cover.patient_name", "basic.patient_name", "supplement.patient_name", "plan.1.patient_name")
JUDGE = Calibration({READER: Model({"peers": 2.0, "rivals": -4.0}, 0.0, 0.9)})


def refs() -> list[FieldRef]:
    return list(booklet_refs(load_handbook("case-management@2017")))


def read(value: Value, unsure: float = 0.0) -> Reading:
    return Reading(value, FieldStatus.REVIEW, 0.5, reader=READER, measures={"unsure": unsure})


def judged(*values: Value) -> dict[str, Reading]:
    return with_peers({name: read(value) for name, value in zip(NAMES, values, strict=False)}, refs(), JUDGE)


def test_places_that_agree_are_accepted_together() -> None:
    found = judged("王秀兰", "王秀兰", "王秀 兰", "王秀兰")
    assert [found[name].status for name in NAMES] == [FieldStatus.ACCEPTED] * 4
    assert found[NAMES[0]].measures["peers"] == 3
    assert found[NAMES[2]].value == "王秀 兰", "each place keeps what was written in it"


def test_a_place_that_differs_goes_to_a_person_and_keeps_its_value() -> None:
    found = judged("王秀兰", "王秀兰", "王秀芝", "王秀兰")
    assert found[NAMES[2]].status is FieldStatus.REVIEW
    assert found[NAMES[2]].value == "王秀芝"
    assert (found[NAMES[2]].measures["peers"], found[NAMES[2]].measures["rivals"]) == (0, 3)
    assert found[NAMES[0]].status is FieldStatus.REVIEW, "and a contradiction makes the others less sure"


def test_an_empty_place_neither_agrees_nor_differs() -> None:
    found = judged("王秀兰", None, "王秀兰")
    assert NAMES[1] not in found
    assert (found[NAMES[0]].measures["peers"], found[NAMES[0]].measures["rivals"]) == (1, 0)


def test_a_place_alone_is_left_as_it_is() -> None:
    assert judged("王秀兰") == {}


def test_what_a_person_must_see_stays_for_them_however_many_agree() -> None:
    readings = {name: read("王秀兰") for name in NAMES}
    readings[NAMES[1]] = read("王秀兰", unsure=1.0)
    found = with_peers(readings, refs(), JUDGE)
    assert found[NAMES[1]].status is FieldStatus.REVIEW
    assert found[NAMES[0]].status is FieldStatus.ACCEPTED


def test_a_field_that_nothing_repeats_has_no_peers() -> None:
    readings = {name: read("王秀兰") for name in NAMES} | {"cover.address": replace(read("河东村"), reader="text")}
    assert "cover.address" not in with_peers(readings, refs(), JUDGE)
