"""Invented people of an invented town."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from formkit.model.office import Office, Signatories, Town, Village
from formkit.model.roster import RosterPerson, Status
from formkit.values.idcard import check_character

AS_OF = dt.date(2013, 11, 20)
TOWN = Town(
    "330197101", "青石镇",
    (Village("330197101201", "柳河村"), Village("330197101202", "东湾村")), 20_000, 16_000,
)
OTHER_TOWN = Town("330197102", "白石乡", (Village("330197102201", "上坪村"),), 10_000, 8_000)
OFFICE = Office(
    unit="青石镇卫生院", county="南屏县", county_code="330197", towns=(TOWN,),
    signatories=Signatories("俞桂香", "陶立新", ""),
)
DISTRICT = replace(OFFICE, towns=(TOWN, OTHER_TOWN))


def number_of(birth: str, sequence: int) -> str:
    body = f"330197{birth.replace('-', '')}{sequence:03}"
    return body + check_character(body)


def person(name: str, **changes: object) -> RosterPerson:
    base = RosterPerson(
        name=name, patient_no="00000007", sex="男", id_number=number_of("1970-01-02", 101), birth="1970-01-02",
        address="柳河村3组", phone="13900000001", guardian_name="张甲", guardian_relation="父亲",
        guardian_phone="0579-8000001", diagnosis="精神分裂症", first_onset="1990", diagnosed_on="1991-03",
        consent="同意", managed_since="2010-05-06", managed=True, danger=1, visit_class="稳定", adherence="规律",
        visits=("2013-01-05", "2013-04-05", "2013-07-05", "2013-10-05"), exams=("2013-05-06",),
        village="柳河村", village_code="330197101201", town_code="330197101",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def crowd() -> list[RosterPerson]:
    """Return people of every sort that the statistics tell apart."""
    dong = {"village": "东湾村", "village_code": "330197101202"}
    return [
        person("赵一", danger=0, visit_class="稳定"),
        person("钱二", danger=5, visit_class="不稳定", adherence="不服药", visits=("2013-02-01",)),
        person("孙三", danger=3, visit_class="不稳定", adherence="间断", sex="女", birth="1950", id_number=""),
        person("李四", danger=3, visit_class="基本稳定", managed=False, exams=()),
        person("周五", danger=None, visit_class="", adherence="", diagnosis="", visits=(), managed=None, sex="",
               birth="", id_number=""),
        person("吴六", danger=2, diagnosis="双相情感障碍", birth="2001-05-06", id_number="", **dong),
        person("郑七", danger=4, diagnosis='怪病*?~"=1', visits=("2012-12-31", "2013-12-01"), **dong),
        person("王八", status=Status.DEAD, **dong),
        person("冯九", status=Status.MOVED),
        person("陈十", village="无名村", village_code="", status=Status.AWAY),
    ]
