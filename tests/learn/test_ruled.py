"""Tables whose cells hold one sign each, records side by side, rooms for an opinion, labels of merged cells."""

from __future__ import annotations

from formkit.learn.analyse import analyse
from formkit.learn.found import Draft, Found, FoundTable
from formkit.model.handbook import Format, Kind, Mark
from formkit.model.printed import Rule
from tests.learn.paper import page, signs, table


def learnt(rows: list[list[str]], widths: list[float], below: str = "", height: float = 8.0) -> Draft:
    glyphs, rules = table(rows, widths, height=height)
    return analyse([page(glyphs + signs(below, 10.0, 250.0), rules)])


def test_narrow_cells_side_by_side_take_one_sign_each() -> None:
    (found,) = learnt([["身份证号", *[""] * 18]], [25, *[8.0] * 18]).items
    assert isinstance(found, Found)
    assert (found.kind, found.format, len(found.cells)) == (Kind.TEXT, Format.ID_NUMBER, 18)


def test_wider_cells_are_a_code_where_the_label_asks_for_digits() -> None:
    (found,) = learnt([["残疾证号后两位", "", ""]], [40, 16, 16]).items
    assert isinstance(found, Found)
    assert (found.kind, len(found.cells)) == (Kind.CODE, 2)


def test_columns_that_are_alike_under_one_another_are_records() -> None:
    rows = [
        ["随访日期", "　年　月　日", "　年　月　日"],
        ["方式", "1门诊 2家庭 □", "1门诊 2家庭 □"],
        ["血压（mmHg）", "____/____", "____/____"],
        ["体重（kg）", "____/____", "____/____"],
        ["摄盐", "轻 / 中 / 重", "轻 / 中 / 重"],
        ["医生签名", "", ""],
    ]
    draft = learnt(rows, [40, 60, 60], below="说明：斜线前填目前情况，斜线后填下次目标。")
    (found,) = (item for item in draft.items if isinstance(item, FoundTable))
    assert len(found.rows) == 2
    assert [(column.label, column.kind) for column in found.rows[1]] == [
        ("随访日期", Kind.DATE), ("方式", Kind.SINGLE), ("收缩压", Kind.INTEGER), ("舒张压", Kind.INTEGER),
        ("体重 目前", Kind.NUMBER), ("体重 目标", Kind.NUMBER), ("摄盐", Kind.SINGLE), ("医生签名", Kind.SIGNATURE),
    ]


def test_boxes_of_each_record_take_the_options_printed_once_for_all() -> None:
    rows = [
        ["日期", "<", "　年　月　日", "　年　月　日"], ["症状", "1头痛 2头晕", "□/□/□", "□/□/□"],
        ["心率", "<", "", ""], ["签名", "<", "", ""],
    ]
    (found,) = learnt(rows, [20, 40, 50, 50]).items
    assert isinstance(found, FoundTable)
    symptom = found.rows[1][1]
    assert (symptom.label, symptom.kind, symptom.mark) == ("症状", Kind.MULTI, Mark.CODE)
    assert [option.label for option in symptom.options] == ["头痛", "头晕"]


def test_the_paper_under_a_heading_in_a_cell_is_there_to_write_on_and_who_stands_under_it_signs() -> None:
    draft = learnt([["村委会意见：\n\n\n\n经办人：____\n____年__月__日"]], [80], height=45.0)
    assert [(item.label, item.kind) for item in draft.items if isinstance(item, Found)] == [
        ("村委会意见", Kind.TEXT), ("经办人", Kind.SIGNATURE), ("村委会意见 日期", Kind.DATE),
    ]
    room = draft.items[0]
    assert isinstance(room, Found)
    assert room.multiline
    assert room.box.height > 15


def test_numbered_headings_over_white_paper_name_what_is_written_there() -> None:
    draft = learnt([["一、事实描述（由审核员填写）\n\n\n\n审核员：____"]], [120], height=45.0)
    assert [item.label for item in draft.items] == ["事实描述", "审核员"]


def test_a_sentence_in_the_middle_of_its_cell_leaves_no_room_over_it() -> None:
    draft = learnt([["声明", "\n本人承诺属实。\n申请人签字：____"]], [20, 120], height=30.0)
    assert [item.label for item in draft.items] == ["申请人签字"]


def test_a_cell_beside_several_rows_is_named_by_the_label_that_is_as_high() -> None:
    glyphs, rules = table([["部位", "内容", "结果", "问题"]], [20, 60, 30, 40])
    more, lines = table([["通风", "风机正常", "", ""], ["通风", "阀门完好", "", ""]], [20, 60, 30, 40], y=38.0)
    below = [glyph for glyph in more if not (glyph.box.x0 < 30 and glyph.box.y0 > 46)]
    merged = [rule for rule in lines if rule.upright or abs(rule.at - 46.0) > 1]
    inner = [type(lines[0])(False, 46.0, 30.0, 120.0)]
    draft = analyse([page(glyphs + below, rules + merged + inner)])
    assert "通风 问题" in [item.label for item in draft.items]


def test_what_one_often_has_several_of_may_be_ticked_together() -> None:
    draft = learnt([["既往病史", "□高血压 □糖尿病 □冠心病 □其他"]], [30, 130])
    assert [item.kind for item in draft.items if isinstance(item, Found)] == [Kind.MULTI]


def test_words_with_slashes_alone_under_a_head_beside_empty_cells_are_options() -> None:
    draft = learnt([["拾获人", "身份", "电话"], ["", "旅客 / 职工", ""]], [40, 50, 40])
    assert [(item.label, item.kind) for item in draft.items if isinstance(item, Found)][1] == ("身份", Kind.SINGLE)


def test_records_side_by_side_may_have_numbered_heads() -> None:
    rows = [["项目", "第1次", "第2次"], ["日期", "　年　月　日", "　年　月　日"], ["体温（℃）", "", ""],
            ["脉搏", "", ""], ["精神", "□好 □差", "□好 □差"], ["签名", "", ""]]
    (found,) = learnt(rows, [30, 50, 50]).items
    assert isinstance(found, FoundTable)
    assert [column.label for column in found.rows[1]] == ["日期", "体温（℃）", "脉搏", "精神", "签名"]


def test_a_seal_is_no_answer_where_a_person_signs() -> None:
    draft = learnt([["村委会意见：\n\n\n\n负责人：____\n（盖章）"]], [80], height=45.0)
    assert [item.label for item in draft.items] == ["村委会意见", "负责人"]


def test_a_label_at_the_top_of_its_cell_leaves_the_paper_under_it_where_others_stand_in_the_middle() -> None:
    rules = table([["", "", "", "", ""], ["", "", "", "", ""]], [30.0, 30.0, 30.0, 30.0, 30.0], height=12.0)[1]
    glyphs = [*signs("运行情况", 12.0, 34.0), *signs("故障", 45.0, 34.0), *signs("原因", 75.0, 34.0),
              *signs("措施", 105.0, 34.0), *signs("值班员", 132.0, 31.0), *signs("时段", 132.0, 43.0),
              *(sign for x in (15.0, 45.0, 75.0, 105.0) for sign in signs("记录", x, 46.0))]
    found = [item for item in analyse([page(glyphs, rules)]).items if isinstance(item, Found)]
    assert [(item.label, item.kind, item.box.y0) for item in found] == [
        ("值班员", Kind.TEXT, 35.0), ("时段", Kind.TEXT, 47.0)]


def test_high_cells_with_nothing_but_their_names_at_the_top_are_written_on() -> None:
    items = learnt([["主要优点", "改进建议"]], [90, 90], height=30.0).items
    assert [(item.label, item.multiline) for item in items if isinstance(item, Found)] == [
        ("主要优点", True), ("改进建议", True)]
    (named,) = learnt([["存在问题", ""]], [30, 150], height=30.0).items
    assert named.label == "存在问题"
    assert learnt([["备注", "本表一式两份"]], [30, 150], height=30.0).items == []


def test_an_underscore_close_over_a_table_is_no_border_of_it() -> None:
    glyphs, rules = table([["姓名", "", "电话", ""]], [30.0, 50.0, 30.0, 50.0])
    found = analyse([page([*signs("采样依据：", 10.0, 25.0), *glyphs], [*rules, Rule(False, 29.3, 32.0, 90.0)])]).items
    assert [item.label for item in found] == ["采样依据", "姓名", "电话"]


def test_telephones_under_one_label_are_told_apart_by_whose_they_are() -> None:
    rows = [["业主姓名", "", "联系电话", ""], ["现场负责人", "", "联系电话", ""]]
    assert [item.label for item in learnt(rows, [30, 50, 30, 50]).items] == [
        "业主姓名", "联系电话", "现场负责人", "现场负责人 联系电话"]


def test_units_may_end_a_head_without_brackets() -> None:
    rows = [["体温℃", "脉搏次/分", "血压mmHg", "维生素A"]] + [["", "", "", ""]] * 3
    (found,) = learnt(rows, [30, 30, 30, 30]).items
    assert isinstance(found, FoundTable)
    assert [column.kind for column in found.rows[0]] == [Kind.NUMBER, Kind.INTEGER, Kind.TEXT, Kind.TEXT]


def test_what_there_is_of_something_is_counted_where_the_label_says_nothing_of_it() -> None:
    items = learnt([["项目概况", "共____栋____户"]], [30, 100]).items
    assert [item.label for item in items] == ["栋数", "户数"]


def test_what_is_measured_left_and_right_is_of_the_kind_of_the_whole() -> None:
    items = learnt([["裸眼视力", "左：____", "右：____"]], [30, 40, 40]).items
    assert [(item.label, item.kind) for item in items if isinstance(item, Found)] == [
        ("裸眼视力 左", Kind.NUMBER), ("裸眼视力 右", Kind.NUMBER)]


def test_several_may_be_chosen_only_where_the_nearest_label_says_so() -> None:
    rows = [["类型", "□综合 □专项 □现场", "方式（可多选）", "□桌面 □实战 □检验"]]
    items = learnt(rows, [20, 60, 40, 60]).items
    assert [item.kind for item in items if isinstance(item, Found)] == [Kind.SINGLE, Kind.MULTI]


def test_who_signs_under_free_paper_beside_its_label_signs() -> None:
    glyphs, rules = table([["体检结论", ""]], [30.0, 150.0], height=26.0)
    found = analyse([page([*glyphs, *signs("主检医师：____　____年__月__日", 60.0, 50.0)], rules)]).items
    assert [(item.label, item.kind) for item in found if isinstance(item, Found)][:2] == [
        ("体检结论", Kind.TEXT), ("主检医师", Kind.SIGNATURE)]
