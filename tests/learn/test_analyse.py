from __future__ import annotations

from formkit.geometry import Box
from formkit.learn.analyse import analyse
from formkit.learn.found import Draft, Found, FoundTable
from formkit.model.handbook import Kind, Mark
from formkit.model.printed import Glyph, Rule
from tests.learn.paper import page, signs, table


def learnt(rows: list[list[str]], widths: list[float], above: str = "", height: float = 8.0) -> Draft:
    glyphs, rules = table(rows, widths, height=height)
    return analyse([page(glyphs + signs(above, 10.0, 20.0), rules)])


def labels(draft: Draft) -> list[str]:
    return [item.label for item in draft.items]


def test_an_empty_cell_is_named_by_the_label_on_its_left() -> None:
    draft = learnt([["姓 名", "", "联系电话", ""], ["地址", "", "<", "<"]], [25, 40, 25, 40])
    assert labels(draft) == ["姓名", "联系电话", "地址"]
    assert [item.format for item in draft.items if isinstance(item, Found)] == ["name", "phone", "address"]


def test_equal_empty_rows_under_a_head_are_a_table_with_its_heading() -> None:
    rows = [["日期", "服务内容", "社工签名"], ["", "", ""], ["", "", ""]]
    draft = learnt(rows, [30, 70, 30], above="三、服务过程记录")
    (found,) = draft.items
    assert isinstance(found, FoundTable)
    assert (found.label, len(found.rows)) == ("服务过程记录", 2)
    assert [column.kind for column in found.rows[0]] == [Kind.DATE, Kind.TEXT, Kind.SIGNATURE]


def test_printed_row_numbers_are_no_column() -> None:
    draft = learnt([["序号", "内容"], ["1", ""], ["2", ""], ["3", ""]], [15, 70])
    (found,) = draft.items
    assert isinstance(found, FoundTable)
    assert [column.label for column in found.rows[0]] == ["内容"]


def test_the_row_of_sums_is_named_by_its_head() -> None:
    draft = learnt([["名称", "金额（元）"], ["", ""], ["", ""], ["合计", ""]], [50, 40])
    total = draft.items[1]
    assert isinstance(total, Found)
    assert (total.label, total.kind) == ("合计 金额（元）", Kind.NUMBER)


def test_rows_with_the_same_words_and_another_number_are_a_table() -> None:
    rows = [["用药情况", "药物1：", "每次剂量　　　mg"], ["用药情况", "药物2：", "每次剂量　　　mg"]]
    (found,) = learnt(rows, [30, 60, 60]).items
    assert isinstance(found, FoundTable)
    columns = [(column.label, column.kind) for column in found.rows[0]]
    assert columns == [("药物", Kind.TEXT), ("每次剂量", Kind.NUMBER)]


def test_rows_of_printed_items_are_named_by_item_and_head() -> None:
    rows = [["项目", "检查结果", "异常说明"], ["照明", "□正常 □异常", ""], ["通风", "□正常 □异常", ""]]
    draft = learnt(rows, [30, 60, 50])
    assert labels(draft) == ["照明 检查结果", "照明 异常说明", "通风 检查结果", "通风 异常说明"]


def test_heads_that_answer_make_a_choice_of_their_row() -> None:
    rows = [["评价项目", "满意", "一般", "不满意"], ["态度", "", "", ""], ["速度", "", "", ""]]
    draft = learnt(rows, [40, 25, 25, 25])
    first = draft.items[0]
    assert isinstance(first, Found)
    assert (first.label, first.kind, first.mark) == ("态度", Kind.SINGLE, Mark.BOX)
    assert [option.label for option in first.options] == ["满意", "一般", "不满意"]


def test_words_side_by_side_beside_a_label_are_circled() -> None:
    draft = learnt([["类别", "甲类 / 乙类", "级别", "核4 核4B 核5"]], [25, 45, 25, 60])
    found = [item for item in draft.items if isinstance(item, Found)]
    assert [[option.label for option in item.options] for item in found] == [["甲类", "乙类"], ["核4", "核4B", "核5"]]
    assert not any(item.sure for item in found)


def test_an_opinion_has_the_paper_over_its_signature() -> None:
    glyphs, rules = table([["部门意见", ""]], [30, 120], height=30.0)
    glyphs += signs("签名：______ 日期：____年__月__日", 45.0, 52.0)
    draft = analyse([page(glyphs, rules)])
    assert labels(draft) == ["部门意见", "部门意见 签名", "部门意见 日期"]


def test_a_label_with_a_colon_beside_an_empty_cell_is_a_label() -> None:
    assert labels(learnt([["姓名：", ""], ["年龄：", ""]], [60, 60])) == ["姓名", "年龄"]


def test_two_lists_side_by_side_name_their_own_rows() -> None:
    rows = [["项目", "情况", "项目", "情况"], ["用火", "□安全 □不安全", "用电", "□安全 □不安全"],
            ["用气", "□安全 □不安全", "地面", "□安全 □不安全"]]
    assert labels(learnt(rows, [25, 45, 25, 45])) == ["用火 情况", "用电 情况", "用气 情况", "地面 情况"]


def test_words_that_stand_in_every_record_are_options() -> None:
    draft = learnt([["部位", "压力"], ["", "正常 偏低"], ["", "正常 偏低"]], [50, 50])
    (found,) = draft.items
    assert isinstance(found, FoundTable)
    assert [option.label for option in found.rows[0][1].options] == ["正常", "偏低"]


def test_one_label_in_two_cells_has_the_label_of_its_cell_before_it() -> None:
    rows = [["村委会意见", "负责人：____", "镇政府意见", "负责人：____"]]
    assert labels(learnt(rows, [30, 50, 30, 50])) == ["村委会意见 负责人", "镇政府意见 负责人"]


def test_strokes_at_the_top_of_a_cell_are_no_line_to_write_on() -> None:
    glyphs, rules = table([["家庭成员", "姓名", "年龄"], ["<", "", ""], ["<", "", ""]], [30, 60, 30])
    stroke = Rule(False, 31.0, 12.0, 20.0)
    dash = Glyph("_", Box(22.0, 31.2, 25.0, 31.5))
    (found,) = analyse([page([*glyphs, dash], [*rules, stroke])]).items
    assert isinstance(found, FoundTable)
    assert [column.label for column in found.rows[0]] == ["姓名", "年龄"]


def test_boxes_in_a_cell_of_their_own_belong_to_the_coded_options_left_of_them() -> None:
    rows = [["随访方式", "1 入户 2 门诊 3 电话", "□"], ["目前症状", "1 幻觉 2 猜疑 3 其他____", "□/□/□"]]
    way, symptoms, other = learnt(rows, [30, 90, 40]).items
    assert isinstance(way, Found)
    assert (way.label, way.kind, way.mark, [option.code for option in way.options]) == (
        "随访方式", Kind.SINGLE, Mark.CODE, ["1", "2", "3"]
    )
    assert way.box.x0 > 120
    assert isinstance(symptoms, Found)
    assert (symptoms.label, symptoms.kind, len(symptoms.cells)) == ("目前症状", Kind.MULTI, 3)
    assert other.label == "目前症状 其他"


def test_a_head_of_one_sign_has_name_and_unit_from_the_head_over_it() -> None:
    rows = [["药物", "每日用量（mg）", "<", "其他"], ["药名", "早", "晚", "备注"], ["", "", "", ""], ["", "", "", ""]]
    (found,) = learnt(rows, [40, 30, 30, 30]).items
    assert isinstance(found, FoundTable)
    assert [column.label for column in found.rows[0]] == ["药名", "每日用量 早", "每日用量 晚", "备注"]
    assert found.rows[0][1].kind is Kind.NUMBER


def test_a_label_of_three_signs_set_apart_is_no_choice() -> None:
    draft = learnt([["评估", "自 知 力", ""]], [20, 30, 60])
    assert labels(draft) == ["自知力"]


def test_how_to_mark_it_behind_a_choice_is_no_option() -> None:
    (level,) = learnt([["投诉级别", "一般 / 重要 / 重大（请在相应级别上画圈）"]], [30, 120]).items
    assert isinstance(level, Found)
    assert [option.label for option in level.options] == ["一般", "重要", "重大"]


def test_the_room_under_a_lone_label_is_its_answer_whatever_the_label_ends_in() -> None:
    (ask,) = learnt([["客户要求："]], [150], height=20.0).items
    assert (ask.label, ask.kind if isinstance(ask, Found) else None) == ("客户要求", Kind.TEXT)


def test_a_list_that_goes_on_beside_itself_is_one_table() -> None:
    rows = [["部门", "签名", "部门", "签名"], ["", "", "", ""], ["", "", "", ""]]
    (found,) = learnt(rows, [30, 30, 30, 30]).items
    assert isinstance(found, FoundTable)
    assert [[column.label for column in row] for row in found.rows] == [["部门", "签名"]] * 4
    assert found.rows[2][0].box.x0 > found.rows[0][1].box.x0


def test_a_column_of_remarks_beside_a_scale_is_a_field_of_its_own() -> None:
    rows = [["项目", "正常", "异常", "备注"], ["清洁机身", "", "", ""], ["检查油位", "", "", ""]]
    draft = learnt(rows, [50, 20, 20, 60])
    assert labels(draft) == ["清洁机身", "清洁机身 备注", "检查油位", "检查油位 备注"]


def test_a_word_behind_a_list_of_slashes_is_no_option() -> None:
    (grade,) = learnt([["设备等级", "A / B / C　类"]], [30, 80]).items
    assert isinstance(grade, Found)
    assert [option.label for option in grade.options] == ["A", "B", "C"]


def test_numbers_that_count_columns_under_a_head_of_theirs_are_heads() -> None:
    heads = [["检验", "<", "实测值", "<", "<"], ["序号", "项目", "1", "2", "3"]]
    rows = [*heads, *([str(number), "", "", "", ""] for number in (1, 2, 3))]
    (found,) = learnt(rows, [15, 50, 25, 25, 25]).items
    assert isinstance(found, FoundTable)
    assert [column.label for column in found.rows[0]] == ["项目", "实测值 1", "实测值 2", "实测值 3"]
