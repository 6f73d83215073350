"""What sentences and cells say of their blanks: pressures, cases, numbers of times, who signs."""

from __future__ import annotations

import pytest

from formkit.geometry import Box
from formkit.learn.analyse import analyse
from formkit.learn.found import Found, FoundTable
from formkit.learn.lines import lines_of, running
from formkit.learn.reading import answers
from formkit.model.handbook import Kind
from formkit.model.printed import Glyph, Rule
from tests.learn.paper import ROOM, page, signs
from tests.learn.test_ruled import learnt


def read(text: str) -> list[Found]:
    return answers(running(signs(text), [], ROOM), cell=True)


def test_blood_pressure_of_two_sides_is_four_numbers() -> None:
    found = read("血压 左侧____/____mmHg 右侧____/____mmHg")
    assert [each.label for each in found] == ["左侧 收缩压", "左侧 舒张压", "右侧 收缩压", "右侧 舒张压"]


@pytest.mark.parametrize(("text", "label"), [
    ("若失访，原因：____", "失访原因"), ("如转诊，时间：____", "转诊时间"), ("日饮酒量：平均____两", "日饮酒量平均"),
])
def test_what_says_little_is_named_with_what_it_is_said_of(text: str, label: str) -> None:
    assert read(text)[0].label == label


@pytest.mark.parametrize(("text", "kind"), [
    ("坚持锻炼时间____年", Kind.INTEGER), ("建成时间____年", Kind.DATE), ("工龄____年", Kind.INTEGER),
])
def test_years_are_counted_or_are_a_date(text: str, kind: Kind) -> None:
    assert read(text)[0].kind is kind


@pytest.mark.parametrize("text", ["第____次", "第　　次"])
def test_which_time_it_is_may_be_written_over_white_paper(text: str) -> None:
    (found,) = learnt([["随访次数", text]], [30, 60]).items
    assert isinstance(found, Found)
    assert (found.label, found.kind) == ("随访次数 第几次", Kind.INTEGER)


@pytest.mark.parametrize("who", ["负责人（签字）", "审核人", "医生签名"])
def test_wide_paper_between_a_person_and_a_day_is_signed_on(who: str) -> None:
    person, day = read(f"{who}：{'　' * 8}年　月　日")
    assert (person.label, person.kind, day.kind) == (who, Kind.SIGNATURE, Kind.DATE)


def test_paper_before_a_day_that_is_named_is_its_year() -> None:
    assert [each.kind for each in read("填表日期：　　　　　　　　年　月　日")] == [Kind.DATE]


def test_a_slash_that_a_scan_shows_as_a_one_is_a_slash_at_each_visit() -> None:
    rows = [["日期", "　年　月　日"], ["血压", "　　　1"], ["吸烟", "　　1　　支"], ["心率", ""], ["签名", ""]]
    (found,) = learnt([[row[0], row[1], row[1]] for row in rows], [30, 30, 30]).items
    assert isinstance(found, FoundTable)
    assert [column.label for column in found.rows[0]][1:5] == ["收缩压", "舒张压", "吸烟", "目标吸烟"]


def test_signs_stay_in_their_line_though_one_of_it_is_only_a_stroke() -> None:
    line = [*signs("金额____", 10.0, 20.0), Glyph("1", Box(40.0, 20.1, 42.0, 20.4)), *signs("元", 40.5, 20.6)]
    assert len(lines_of(line)) == 1


def test_rows_of_two_parties_are_told_apart_by_the_label_over_them() -> None:
    glyphs = [*signs("甲", 12.0, 33.0), *signs("方", 12.0, 38.0), *signs("乙", 12.0, 49.0), *signs("方", 12.0, 54.0)]
    for row, label in enumerate(("姓名", "住址", "姓名", "住址")):
        glyphs += signs(label, 26.0, 31.0 + 8 * row)
    rules = [Rule(False, 30.0 + 8 * row, 25.0 if row % 2 else 10.0, 85.0) for row in range(5)]
    rules += [Rule(True, x, 30.0, 62.0) for x in (10.0, 25.0, 45.0, 85.0)]
    items = analyse([page(glyphs, rules)]).items
    assert [item.label for item in items] == ["甲方 姓名", "甲方 住址", "乙方 姓名", "乙方 住址"]


@pytest.mark.parametrize(("text", "labels"), [
    ("兹证明____同志系我单位职工，月收入____元。", ["姓名", "月收入"]),
    ("现有我辖区居民____（身份证号：____），因____，特申请救助。", ["我辖区居民", "身份证号", "原因"]),
    ("____街道____社区居民委员会：", ["街道", "社区居民委员会"]),
    ("双方就____事宜达成如下协议：", ["双方就"]),
])
def test_certificates_and_letters_name_their_blanks(text: str, labels: list[str]) -> None:
    assert [each.label for each in answers(running(signs(text), [], ROOM), cell=False)] == labels


@pytest.mark.parametrize("text", ["编号：（20__）第____号", "编号：____年第____号", "文号：____字〔20__〕____号"])
def test_one_number_may_have_several_blanks(text: str) -> None:
    (found,) = answers(running(signs(text), [], ROOM), cell=False)
    assert (found.kind, found.label.endswith("号")) == (Kind.CODE, True)


def test_numbered_lines_that_ask_the_same_are_no_options() -> None:
    found = read("用药情况：\n1.药名____ 剂量____\n2.药名____ 剂量____")
    assert [each.label for each in found] == ["药名", "剂量", "药名", "剂量"]


def test_answers_with_numbers_in_brackets_are_options_and_remarks_are_not() -> None:
    assert [option.label for option in read("有无自伤行为：（1）无 （2）有")[0].options] == ["无", "有"]
    assert read("（1）请如实填写 （2）字迹清楚") == []


def test_numbers_by_themselves_are_lines_to_write_on() -> None:
    items = learnt([["主要问题", "1.\n2.\n3."]], [30, 100], height=24.0).items
    assert [item.label for item in items] == ["主要问题 1", "主要问题 2", "主要问题 3"]
    items = learnt([["健康问题", f"1.{'　' * 6}2."]], [30, 100]).items
    assert [item.label for item in items] == ["健康问题 1", "健康问题 2"]


def test_whoever_is_named_beside_the_word_for_signatures_signs() -> None:
    items = learnt([["签字", "居民：", "医生：", "日期："]], [20, 50, 50, 50]).items
    assert [item.kind for item in items if isinstance(item, Found)] == [Kind.SIGNATURE, Kind.SIGNATURE, Kind.DATE]


def test_a_spread_label_is_no_unit_and_what_was_done_before_is_no_name() -> None:
    assert [each.kind for each in read("　　　　审核人：____\n　　　　日　期：____")] == [Kind.SIGNATURE, Kind.DATE]
    assert read("经评议，□同意 □不同意")[0].label == ""
