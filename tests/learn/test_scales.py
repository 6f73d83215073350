"""Choices over the cells of a row, rows with printed names, who signs in the last line, what letters stand for."""

from __future__ import annotations

from formkit.learn.found import Found, FoundTable
from formkit.learn.reading import answers
from formkit.model.handbook import Kind, Mark
from tests.learn.paper import line
from tests.learn.test_ruled import learnt


def read(text: str, *, cell: bool = False) -> list[Found]:
    return answers(line(text), cell=cell)


def test_of_numbers_under_two_heads_one_is_circled() -> None:
    rows = [
        ["题号", "问题", "没有", "有时", "总是"],
        ["题号", "问题", "根本不", "有些", "非常"],
        ["1", "您容易疲乏吗", "1", "2", "3"],
        ["2", "您手脚发凉吗", "1", "2", "3"],
    ]
    items = learnt(rows, [12, 60, 20, 20, 20]).items
    assert [item.label for item in items] == ["您容易疲乏吗", "您手脚发凉吗"]
    for item in items:
        assert isinstance(item, Found)
        assert (item.kind, item.mark) == (Kind.SINGLE, Mark.CIRCLE)
        assert [(option.code, option.label) for option in item.options] == [("1", "没有"), ("2", "有时"), ("3", "总是")]


def test_cells_under_a_head_that_says_to_tick_are_one_choice() -> None:
    rows = [
        ["部位", "检查内容", "检查结果（打√）", "<", "<", "备注"],
        ["部位", "检查内容", "合格", "隐患", "无此设施", "备注"],
        ["阀门", "阀门完好", "", "", "", ""],
        ["软管", "软管未老化", "", "", "", ""],
    ]
    items = learnt(rows, [20, 50, 25, 25, 25, 30]).items
    choices = [item for item in items if isinstance(item, Found) and item.kind is Kind.SINGLE]
    assert [[option.label for option in choice.options] for choice in choices] == [["合格", "隐患", "无此设施"]] * 2


def test_rows_with_printed_names_are_records_where_a_name_repeats() -> None:
    rows = [["与户主关系", "姓名", "年龄", "单位"], *[[name, "", "", ""] for name in ("配偶", "子女", "子女", "父亲")]]
    (found,) = learnt(rows, [30, 40, 30, 40]).items
    assert isinstance(found, FoundTable)
    assert len(found.rows) == 4


def test_a_head_over_columns_says_what_they_are_measured_in() -> None:
    rows = [["序号", "误差（μm）", "<"], ["序号", "甲次", "乙次"], ["1", "", ""], ["2", "", ""]]
    (found,) = learnt(rows, [20, 40, 40]).items
    assert isinstance(found, FoundTable)
    assert [column.kind for column in found.rows[0]] == [Kind.NUMBER, Kind.NUMBER]


def test_persons_in_the_last_line_under_the_tables_sign() -> None:
    items = learnt([["地址", ""]], [30, 60], below="回访员：____　　客服主管：____").items
    assert [item.kind for item in items if isinstance(item, Found)][1:] == [Kind.SIGNATURE, Kind.SIGNATURE]


def test_one_of_two_answers_in_brackets_is_circled() -> None:
    text, choice = read("姓名____（男/女）")
    assert (text.kind, choice.kind, choice.label) == (Kind.TEXT, Kind.SINGLE, "性别")
    assert [option.label for option in choice.options] == ["男", "女"]


def test_answers_behind_a_colon_need_no_boxes() -> None:
    choice, text = read("评价：满意 一般 不满意　　电话：____")
    assert [option.label for option in choice.options] == ["满意", "一般", "不满意"]
    assert text.label == "电话"


def test_lettered_options_behind_a_question_are_circled_and_remarks_are_not() -> None:
    (choice,) = read("是否收费？ A.否 B.是")
    assert (choice.mark, [option.code for option in choice.options]) == (Mark.CIRCLE, ["A", "B"])
    assert read("注：①每月抄表 ②取整数") == []


def test_letters_before_a_blank_are_named_by_its_unit() -> None:
    found = read("T ____℃　P ____次/分　BP ____/____mmHg", cell=True)
    assert [each.label for each in found] == ["体温", "脉搏", "收缩压", "舒张压"]


def test_air_is_measured_where_humidity_stands_beside_it() -> None:
    assert [each.label for each in read("____℃　____%RH", cell=True)] == ["温度", "相对湿度"]


def test_what_ends_in_a_number_of_its_own_is_a_code() -> None:
    (found,) = read("记录编号：JZ-____")
    assert found.kind is Kind.CODE


def test_what_is_said_of_the_blank_behind_a_coded_option_is_no_part_of_the_option() -> None:
    found = read("1合格 2限用，限用范围____ 3不合格 □", cell=True)
    assert [option.label for option in found[0].options] == ["合格", "限用", "不合格"]


def test_coded_options_with_a_box_behind_each_are_ticked() -> None:
    (choice,) = read("1.是□\n2.倾向是□", cell=True)
    assert (choice.mark, [option.label for option in choice.options]) == (Mark.BOX, ["是", "倾向是"])


def test_persons_in_a_cell_under_a_heading_for_signatures_sign() -> None:
    items = learnt([["签字", "处置医生：____　护士：____"]], [20, 120]).items
    assert [item.kind for item in items if isinstance(item, Found)] == [Kind.SIGNATURE, Kind.SIGNATURE]


def test_what_else_is_to_be_done_is_no_part_of_an_option() -> None:
    (choice,) = read("□修理 □降级 □报废（须另填报废单）", cell=True)
    assert [option.label for option in choice.options] == ["修理", "降级", "报废"]


def test_columns_under_a_head_for_readings_are_numbers() -> None:
    rows = [["序号", "示数", "<"], ["序号", "上期", "本期"], ["1", "", ""], ["2", "", ""]]
    (found,) = learnt(rows, [20, 40, 40]).items
    assert isinstance(found, FoundTable)
    assert [column.kind for column in found.rows[0]] == [Kind.NUMBER, Kind.NUMBER]


def test_ringed_numbers_behind_a_colon_are_options() -> None:
    found = read("反映的问题（可多选）：①噪声 ②漏水 ③其他")
    assert [(each.kind, len(each.options)) for each in found] == [(Kind.MULTI, 3)]


def test_over_a_row_of_scores_the_head_is_said_first() -> None:
    rows = [["类型", "甲质", "乙质"], ["得分", "____分", "____分"], ["辨识", "", ""]]
    items = learnt(rows, [30, 40, 40]).items
    assert [item.label for item in items] == ["甲质 得分", "乙质 得分", "甲质 辨识", "乙质 辨识"]


def test_years_in_a_sentence_are_of_age() -> None:
    found = read("实际照料人____，现年____岁，电话____")
    assert [each.label for each in found] == ["实际照料人", "年龄", "电话"]
