"""White paper before units and around slashes, and what else a line asks for without a line to write on."""

from __future__ import annotations

import pytest

from formkit.learn.found import Found, FoundTable
from formkit.learn.lines import running
from formkit.learn.reading import answers
from formkit.learn.units import UNIT, kind_of_unit
from formkit.model.handbook import Kind
from tests.learn.paper import ROOM, line, signs
from tests.learn.test_ruled import learnt


@pytest.mark.parametrize(
    ("unit", "kind"),
    [("分钟/次", Kind.INTEGER), ("克/天", Kind.NUMBER), ("支/日", Kind.INTEGER), ("人/㎡", Kind.NUMBER)],
)
def test_a_unit_may_be_counted_in_another(unit: str, kind: Kind) -> None:
    match = UNIT.match(unit)
    assert match is not None
    assert (match["unit"], kind_of_unit(unit)) == (unit, kind)


def visits(*rows: list[str]) -> list[tuple[str, Kind]]:
    """Return what a table of two visits asks for."""
    whole = [["日期", "　年　月　日"], *rows, ["心率", ""], ["签名", ""]]
    (found,) = learnt([[row[0], row[1], row[1]] for row in whole], [40, 60, 60]).items
    assert isinstance(found, FoundTable)
    return [(column.label, Kind(column.kind)) for column in found.rows[1]][1:-2]


def test_paper_around_a_slash_at_each_visit_is_of_now_and_of_what_is_aimed_at() -> None:
    assert visits(["血压（mmHg）", "　　/"], ["体重（kg）", "　　/"], ["日吸烟量", "　　/　　支"]) == [
        ("收缩压", Kind.INTEGER), ("舒张压", Kind.INTEGER), ("体重（kg）", Kind.NUMBER),
        ("目标体重（kg）", Kind.NUMBER), ("日吸烟量", Kind.INTEGER),
        ("目标日吸烟量", Kind.INTEGER),
    ]


def test_units_in_two_lines_at_each_visit_are_of_now_and_of_what_is_aimed_at() -> None:
    found = visits(["运动", "　　次/周"], ["步行", "　　次/周　　分钟/次"])
    assert found == [("运动", Kind.INTEGER), ("步行 次/周", Kind.INTEGER), ("步行 分钟/次", Kind.INTEGER)]


def test_a_slash_by_itself_says_that_there_is_nothing_to_fill_in() -> None:
    assert [item.label for item in learnt([["备注", "　　/"], ["地址", ""]], [40, 60]).items] == ["地址"]


def test_paper_around_a_slash_is_of_the_two_things_of_its_label() -> None:
    items = learnt([["身高/体重", "　　　/"]], [40, 60]).items
    assert [item.label for item in items] == ["身高", "体重"]


def test_the_last_word_of_a_line_has_the_paper_to_the_edge() -> None:
    found = answers(running(signs("每日　　次 每次"), [], ROOM), cell=True)
    assert [(each.label, each.kind) for each in found] == [("每日次数", Kind.INTEGER), ("每次剂量", Kind.TEXT)]


def test_the_word_for_anything_else_has_the_paper_under_it() -> None:
    (_, other) = answers(running(signs("□头痛 □发热\n其他"), [], ROOM), cell=True)
    assert (other.label, other.box.y1) == ("其他", ROOM.y1)


def test_a_label_in_the_next_line_is_its_own_though_the_line_before_is_full() -> None:
    text = "　" * 30 + "血红蛋白____%"
    (_, day) = answers(running(signs(text + "\n检查日期：____", 20.0), [], ROOM), cell=True)
    assert day.label == "检查日期"


def read(text: str) -> list[Found]:
    return answers(running(signs(text), [], ROOM), cell=True)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("1男 2女 9未说明的性别 0未知的性别 □", ["1", "2", "9", "0"]),
        ("01 汉族 99 少数民族____ □", ["01", "99"]),
        ("1 良好2 一般3 较差 □", ["1", "2", "3"]),
        ("1听力残疾2言语残疾3肢体残疾4无 □", ["1", "2", "3", "4"]),
    ],
)
def test_codes_may_stand_out_of_turn_and_close_behind_words(text: str, codes: list[str]) -> None:
    assert [option.code for option in read(text)[0].options] == codes


def test_as_many_lists_as_boxes_have_one_each() -> None:
    blood, rhesus = read("1 A型 2 B型 3 不详 / RH：1 阴性 2 阳性 □/□")
    assert [option.label for option in blood.options] == ["A型", "B型", "不详"]
    assert (rhesus.label, [option.label for option in rhesus.options]) == ("RH", ["阴性", "阳性"])


@pytest.mark.parametrize(("text", "expected"), [
    ("浴室____℃水温____℃", [("浴室", "℃"), ("水温", "℃")]),
    ("含氧____%负压____kPa", [("含氧", "%"), ("负压", "kPa")]),
])
def test_a_sign_is_a_unit_though_the_next_name_follows_at_once(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(found.label, found.unit) for found in answers(line(text), cell=True)] == expected


def test_a_word_is_no_unit_where_it_goes_on() -> None:
    assert [found.unit for found in answers(line("姓名____人员类别____"), cell=True)] == ["", ""]
