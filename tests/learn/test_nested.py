"""Questions behind options, options that several rows share, what stands over a signature, days of what happened."""

from __future__ import annotations

import pytest

from formkit.geometry import Box
from formkit.learn.found import Found, FoundTable
from formkit.learn.lines import running
from formkit.learn.reading import answers
from formkit.model.handbook import Kind, Mark
from tests.learn.paper import ROOM, signs
from tests.learn.test_ruled import learnt


def read(text: str) -> list[Found]:
    return answers(running(signs(text), [], ROOM), cell=True)


@pytest.mark.parametrize("text", ["是否跟进：□否 □是，方式：□电话 □上门", "是否跟进：□否 □是；方式：□电话 □上门"])
def test_a_question_behind_an_option_has_options_of_its_own(text: str) -> None:
    assert [(each.label, [option.label for option in each.options]) for each in read(text)] == [
        ("是否跟进", ["否", "是"]), ("方式", ["电话", "上门"]),
    ]


@pytest.mark.parametrize("text", ["申请人签名：\n　　年　月　日", "家属（签字）：\n　　　　　　年　月　日"])
def test_who_signs_has_the_line_over_the_day(text: str) -> None:
    person, day = read(text)
    assert (person.kind, day.kind) == (Kind.SIGNATURE, Kind.DATE)
    assert person.box.x1 > ROOM.x1 - 2


def test_a_heading_over_options_is_no_blank() -> None:
    assert [each.kind for each in read("审批意见：\n□同意 □不同意")] == [Kind.SINGLE]


def test_paper_typed_before_the_word_for_a_seal_is_its_place() -> None:
    seal, _ = read("　　　　　　（盖章）\n　　年　月　日")
    assert (seal.label, seal.kind, seal.box.width > 20) == ("盖章", Kind.SIGNATURE, True)


def test_a_seal_off_the_edge_has_room_before_it() -> None:
    room = Box(10.0, 10.0, 100.0, 60.0)
    printed = [*signs("意见", 10.0, 12.0), *signs("（盖章）", 76.0, 40.0), *signs("年月日", 82.0, 46.0)]
    (seal,) = (each for each in answers(running(printed, [], room), cell=True) if each.kind is Kind.SIGNATURE)
    assert (seal.sure, seal.box.x1) == (True, 76.0)
    flush = [*signs("意见", 10.0, 12.0), *signs("（盖章）", 83.0, 40.0)]
    (seal,) = answers(running(flush, [], room), cell=True)
    assert not seal.sure


@pytest.mark.parametrize("options", ["□同意 □不同意", "1 同意 2 不同意 □"])
def test_the_paper_under_the_options_of_an_opinion_is_for_words(options: str) -> None:
    items = learnt([["审批意见", f"{options}\n\n\n负责人签字：____"]], [30, 140], height=30.0).items
    assert [item.label for item in items] == ["审批意见", "审批意见 说明", "负责人签字"]


def test_when_something_happened_is_a_day() -> None:
    found = read("手术：1 无 2 有：名称①____时间____/ 名称②____时间____ □")
    assert [each.label for each in found if each.kind is Kind.DATE] == ["时间①", "时间②"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("监护责任期限自____年__月__日至____年__月__日", "监护责任期限 起"),
        ("甲乙双方约定服务期限为自____年__月__日起至____年__月__日止", "服务期限 起"),
        ("甲方自____年__月__日起至____年__月__日止", "期限 起"),
    ],
)
def test_a_term_is_called_what_stands_right_before_it(text: str, label: str) -> None:
    assert read(text)[0].label == label


def test_what_is_decided_of_a_sum_is_not_its_name() -> None:
    found = read("经审核，同意发放救助金额（大写）：____（￥____元）")
    assert [each.label for each in found] == ["救助金额（大写）", "救助金额（小写）"]


def test_where_somebody_is_sent_is_named_by_the_option() -> None:
    assert [each.label for each in read("□目标达到 □超出范围，转介至____ □其他____")][1:] == ["转介至", "其他"]


@pytest.mark.parametrize("below", [True, False])
def test_rows_of_boxes_share_the_options_printed_once(below: bool) -> None:
    rows = [["家族史", "父亲", "□/□/□", "母亲", "□/□/□"]]
    listed = ["家族史", "1 无 2 高血压 3 糖尿病 4 其他____", "<", "<", "<"]
    items = learnt([*rows, listed] if below else [listed, *rows], [20, 20, 50, 20, 50]).items
    many = [item for item in items if isinstance(item, Found) and item.options]
    assert [(item.label, item.kind, item.mark) for item in many] == [
        ("父亲", Kind.MULTI, Mark.CODE), ("母亲", Kind.MULTI, Mark.CODE),
    ]
    assert [option.label for option in many[0].options] == ["无", "高血压", "糖尿病", "其他"]


def test_the_paper_behind_the_number_of_a_row_is_asked_for() -> None:
    rows = [["服务目标", "方法"], *[[f"{number}.", ""] for number in (1, 2, 3)]]
    (found,) = learnt(rows, [60, 40]).items
    assert isinstance(found, FoundTable)
    assert [column.label for column in found.rows[0]] == ["服务目标", "方法"]


def test_boxes_with_a_day_each_under_a_list_of_codes_are_records() -> None:
    text = "1 无 2 高血压 3 其他____\n□ 确诊时间　年　月 / □ 确诊时间　年　月\n□ 确诊时间　年　月"
    other, found = learnt([["疾病", text]], [30, 150], height=30.0).items
    assert isinstance(found, FoundTable)
    assert [(column.label, column.kind) for column in found.rows[2]] == [("疾病", Kind.SINGLE), ("确诊时间", Kind.DATE)]
    assert [option.label for option in found.rows[0][0].options] == ["无", "高血压", "其他"]
    assert (other.label, len(found.rows)) == ("疾病 其他", 3)


def test_options_in_the_bracket_of_another_are_a_choice_of_their_own() -> None:
    outer, inner = read("□低保户（□全额 □差额） □特困户 □一般户")
    assert [option.label for option in outer.options] == ["低保户", "特困户", "一般户"]
    assert (inner.label, [option.label for option in inner.options]) == ("低保户", ["全额", "差额"])


def test_several_numbers_in_the_bracket_of_an_option_are_named_by_their_words() -> None:
    found = read("有无肇事肇祸：□无 □有（肇事__次，肇祸__次）")
    assert [each.label for each in found][1:] == ["肇事次数", "肇祸次数"]


def test_a_blank_may_stand_between_the_word_and_its_box() -> None:
    choice, other = read("1.身份证□ 2.户口本□ 3.其他____□")
    assert [option.code + option.label for option in choice.options] == ["1身份证", "2户口本", "3其他"]
    assert other.label == "其他"


def test_ringed_options_keep_the_blank_of_the_last() -> None:
    choice, other = read("收入来源：①工资 ②养老金 ③其他____（可多选）")
    assert (choice.kind, other.label) == (Kind.MULTI, "收入来源 其他")


def test_words_with_slashes_behind_a_colon_are_alternatives() -> None:
    (choice,) = read("文化程度：小学及以下/初中/高中/大专及以上")
    assert [option.label for option in choice.options] == ["小学及以下", "初中", "高中", "大专及以上"]


def test_an_hour_may_stand_behind_a_day_without_minutes() -> None:
    day, hour = read("检查时间：__月__日__时")
    assert (day.kind, [name for name, _ in hour.parts]) == (Kind.DATE, ["hour"])


@pytest.mark.parametrize(("first", "choice"), [("□同意开展 □修改后开展 □不同意", "督导意见"), ("", "")])
def test_a_heading_under_what_is_ticked_does_not_name_the_cell(first: str, choice: str) -> None:
    cell = f"{first}\n修改建议：\n\n\n签名：____ ____年__月__日".lstrip("\n")
    items = learnt([["督导意见", cell]], [30, 140], height=40.0).items
    names = [item.label for item in items]
    assert names[-3 if choice else 0] != "督导意见 签名"
    assert "修改建议" in names
    assert (choice in names) == bool(choice)
