"""Lists side by side, items that ask for something themselves, records of which some ask for more."""

from __future__ import annotations

from formkit.learn.analyse import analyse
from formkit.learn.found import Found, FoundTable
from formkit.learn.reading import answers
from formkit.model.handbook import Kind
from tests.learn.paper import line, page, signs, table


def learnt(rows: list[list[str]], widths: list[float], height: float = 8.0) -> list[Found | FoundTable]:
    return analyse([page(*table(rows, widths, height=height))]).items


def labels(items: list[Found | FoundTable]) -> list[str]:
    return [item.label for item in items if isinstance(item, Found)]


def test_what_stands_right_of_another_list_is_named_by_its_own_items() -> None:
    rows = [["表具", "底数", "钥匙名称", "数量"], ["水表", "____吨", "入户门钥匙", "____把"],
            ["电表", "____度", "信报箱钥匙", "____把"]]
    assert labels(learnt(rows, [30.0, 40.0, 40.0, 40.0])) == [
        "水表 底数", "入户门钥匙 数量", "电表 底数", "信报箱钥匙 数量",
    ]


def test_an_item_with_a_reading_in_its_words_is_judged_like_those_around_it() -> None:
    rows = [["检查项目", "正常", "异常"], ["机油油位", "", ""], ["燃油油位，存油量____L", "", ""], ["水位", "", ""]]
    found = {item.label: item for item in learnt(rows, [70.0, 20.0, 20.0]) if isinstance(item, Found)}
    assert [option.label for option in found["燃油油位"].options] == ["正常", "异常"]
    assert found["存油量"].kind is Kind.NUMBER


def test_a_box_in_quotation_marks_is_only_spoken_of() -> None:
    assert answers(line("注：在“□”内划“√”。"), cell=False) == []


def test_a_line_set_at_the_right_does_not_go_on_below() -> None:
    glyphs = [*signs("编号：____", 150.0, 20.0), *signs("____小区____栋", 10.0, 26.0)]
    found = labels(analyse([page(glyphs)]).items)
    assert found[0] == "编号"
    assert len(found) == 3


def test_records_go_on_where_some_of_them_ask_for_more() -> None:
    rows = [["项目", "第2次", "第3次", "第4次"], ["随访日期", "", "", ""], ["孕周", "", "", ""], ["体重", "", "", ""],
            ["指导", "□饮食", "□饮食", "□饮食 □分娩"], ["转诊", "□有 □无"] + ["□有 □无"] * 2, ["医生签名", "", "", ""]]
    (found,) = learnt(rows, [30.0, 45.0, 45.0, 45.0])
    assert isinstance(found, FoundTable)
    assert len(found.rows) == 3
    assert [column.label for column in found.rows[0]][-1] == "医生签名"


def test_the_place_to_sign_beside_and_under_its_words_is_one() -> None:
    text = "物业公司（签章）：\n\n\n____年__月__日"
    found = [item for item in learnt([[text, text]], [80.0, 80.0], height=32.0) if isinstance(item, Found)]
    assert [item.kind for item in found] == [Kind.SIGNATURE, Kind.DATE] * 2
    assert all(item.box.height > 8 for item in found if item.kind is Kind.SIGNATURE)


def test_persons_side_by_side_in_the_last_row_sign() -> None:
    rows = [["商品", "", "数量", "", "备注", ""], ["验货员", "", "客服", "", "财务", ""]]
    found = [item for item in learnt(rows, [25.0, 30.0] * 3) if isinstance(item, Found)]
    assert [item.kind for item in found[-3:]] == [Kind.SIGNATURE] * 3


def test_a_choice_whose_options_differ_from_record_to_record_is_left_to_a_person() -> None:
    rows = [["项目", "第2次", "第4次"], ["随访日期", "", ""], ["孕周", "", ""], ["体重", "", ""],
            ["指导", "□饮食 □其他", "□饮食 □分娩 □其他"], ["转诊", "□有 □无", "□有 □无"]]
    (found,) = learnt(rows, [30.0, 60.0, 60.0])
    assert isinstance(found, FoundTable)
    assert {(row[3].kind, row[3].sure) for row in found.rows} == {(Kind.TEXT, False)}
    assert {row[4].kind for row in found.rows} == {Kind.SINGLE}


def test_what_a_record_asks_for_more_moves_nothing_into_another_column() -> None:
    rows = [["日期", "内容"], ["", "甲：____ 乙：____ 丙：____"], ["", "甲： 乙：____ 丙：____"]]
    (found,) = learnt(rows, [40.0, 120.0])
    assert isinstance(found, FoundTable)
    assert not found.sure
    assert [[column.label for column in row] for row in found.rows] == [["日期"], ["日期"]]
