"""What names blanks and choices in sentences: the words behind them, who is meant, what happened on a day."""

from __future__ import annotations

import pytest

from formkit.learn.analyse import analyse
from formkit.learn.found import Found
from formkit.learn.reading import answers
from formkit.model.handbook import Kind
from tests.learn.paper import line, page, signs, table
from tests.learn.test_ruled import learnt


def read(text: str, *, cell: bool = False) -> list[Found]:
    return answers(line(text), cell=cell)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("需转入____单位____科室____接诊医生。", ["需转入单位", "科室", "接诊医生"]),
        ("转入____医院____科室", ["转入医院", "科室"]),
        ("就读于____学校____年级", ["就读学校", "年级"]),
        ("父亲在____务工，母亲在____工作。", ["父亲务工地点", "母亲工作地点"]),
        ("经____诊断为____。", ["诊断机构", "诊断"]),
        ("姓名____医生____", ["姓名", "医生"]),
        ("由____（管理单位）____医生负责管理。", ["管理单位", "医生"]),
    ],
)
def test_blanks_are_named_by_the_words_behind_them_where_none_stand_before(text: str, labels: list[str]) -> None:
    found = [each.label for each in read(text)]
    assert found == labels


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("于____年__月__日因病情需要，转回____", "转回日期"),
        ("该患者于____年__月__日经____诊断为____", "诊断日期"),
        ("已于____年__月__日向公安机关报告", "报告日期"),
        ("本人于____年__月__日在____医院住院", "住院日期"),
        ("本人于____年__月__日收到慰问金____元", "收到日期"),
        ("会议定于____年__月__日召开", "会议定于"),
    ],
)
def test_a_day_in_a_sentence_is_named_by_what_happened_then(text: str, label: str) -> None:
    assert read(text)[0].label == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("监护人____，系患者的（□配偶 □父母 □子女）", "与患者关系"),
        ("随访采取以下方式：□上门 □门诊 □电话", "随访方式"),
        ("我决定：\n□同意参加服务\n□不同意参加", "是否同意"),
        ("审批意见：□同意 □不同意", "审批意见"),
    ],
)
def test_a_choice_in_a_sentence_is_named_by_what_is_chosen(text: str, label: str) -> None:
    assert next(each for each in read(text) if each.options).label == label


def test_two_floors_in_one_cell_are_told_apart() -> None:
    found = learnt([["楼层", "第____层/共____层"]], [30, 80]).items
    assert [(each.label, each.kind) for each in found if isinstance(each, Found)] == [
        ("所在楼层", Kind.INTEGER), ("总楼层", Kind.INTEGER),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("日期：____.__.__", [Kind.DATE]), ("填表日期：20__-__-__", [Kind.DATE]), ("出生日期：____/__/__", [Kind.DATE]),
        ("尺寸：____/____/____", [Kind.TEXT, Kind.TEXT, Kind.TEXT]),
    ],
)
def test_a_day_may_have_dots_or_dashes_between_its_parts(text: str, kinds: list[Kind]) -> None:
    assert [each.kind for each in read(text)] == kinds


def test_a_signature_and_its_day_share_the_label_beside_their_cell() -> None:
    rows = [["督导意见", "", "督导签名及日期", "________ ____.__.__"]]
    assert [(item.label, item.kind) for item in learnt(rows, [30, 40, 40, 70]).items if isinstance(item, Found)] == [
        ("督导意见", Kind.TEXT), ("督导签名", Kind.SIGNATURE), ("督导日期", Kind.DATE),
    ]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("□低保 □特困 □残疾人 □独居 □其他", Kind.MULTI),
        ("□低保户 □五保户 □残疾人家庭 □其他", Kind.SINGLE),
        ("□低保 □低保边缘 □特困 □支出型困难 □其他", Kind.SINGLE),
    ],
)
def test_groups_told_by_income_and_by_other_things_may_hold_together(words: str, kind: Kind) -> None:
    (found,) = learnt([["人员类别", words]], [30, 130]).items
    assert isinstance(found, Found)
    assert found.kind is kind


def test_nothing_to_do_is_the_option_beside_several_things_to_do() -> None:
    (found,) = learnt([["处理意见", "□无需处理 □健康教育 □心理疏导 □建议转诊"]], [30, 130]).items
    assert isinstance(found, Found)
    assert found.kind is Kind.MULTI


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("患者____（性别：男/女，年龄__岁）", ["患者", "性别", "年龄"]),
        ("（____年第____季度）", ["年度", "第几季度"]),
        ("收到____（单位）交来____（物品）____件", ["收到", "物品", "件数"]),
        ("我（□同意 □不同意）接受上述服务。", ["是否同意"]),
        ("□是（药名____ 剂量____） □否", ["", "是 药名", "剂量"]),
        ("经我院____科____医生诊治，建议____。", ["科", "医生", "建议"]),
        ("请于____年__月__日前到____医院____科复诊", ["请于", "医院", "科"]),
    ],
)
def test_more_sentences_name_what_they_ask_for(text: str, expected: list[str]) -> None:
    assert [each.label for each in read(text)] == expected


def test_words_behind_the_bracket_of_options_are_none_of_the_last() -> None:
    (found,) = read("我（□同意 □不同意）接受上述服务。")
    assert [option.label for option in found.options] == ["同意", "不同意"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("提供给：（ ）公安 （ ）民政 （ ）残联（同意的打“√”）", Kind.MULTI),
        ("审批结果：（ ）同意 （ ）不同意 （ ）缓办（在相应的括号内打“√”）", Kind.SINGLE),
        ("跟进方式：□电话 □探访 □微信", Kind.MULTI),
        ("报修方式：□电话 □前台 □微信", Kind.SINGLE),
    ],
)
def test_several_may_be_ticked_where_it_is_said_or_usual(text: str, kind: Kind) -> None:
    assert read(text)[0].kind is kind


def test_the_body_over_a_table_is_named_and_that_under_it_sets_its_seal() -> None:
    glyphs, rules = table([["姓名", ""]], [40, 60], y=60.0)
    text = signs("填报单位（盖章）：________") + signs("填报单位（盖章）：________", y=120.0)
    items = [item for item in analyse([page(text + glyphs, rules)]).items if isinstance(item, Found)]
    assert [item.kind for item in items] == [Kind.TEXT, Kind.TEXT, Kind.SIGNATURE]


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("所在楼层", "____层（共____层）", [("所在楼层", Kind.INTEGER), ("总楼层", Kind.INTEGER)]),
        ("户型", "____室____厅____卫", [("室", Kind.INTEGER), ("厅", Kind.INTEGER), ("卫", Kind.INTEGER)]),
        ("住址", "____小区____号楼____室", [("小区", Kind.TEXT), ("号楼", Kind.TEXT), ("室", Kind.TEXT)]),
        ("吸烟", "____/____支/天", [("吸烟", Kind.INTEGER), ("吸烟 目标", Kind.INTEGER)]),
    ],
)
def test_blanks_side_by_side_in_a_cell_are_told_apart(label: str, text: str, expected: list[tuple[str, Kind]]) -> None:
    found = learnt([[label, text], ["备注", ""]], [30, 100]).items[:-1]
    assert [(each.label, each.kind) for each in found if isinstance(each, Found)] == expected


@pytest.mark.parametrize("text", ["意见：1.同意 2.不同意（圈选）", "意见：①同意 ②不同意（圈选）"])
def test_codes_before_a_list_that_is_circled_are_no_part_of_its_words(text: str) -> None:
    (found,) = read(text)
    assert [(option.code, option.label) for option in found.options] == [("1", "同意"), ("2", "不同意")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自____年__月__日__时至____年__月__日__时，共____天",
         ["期限 起", "期限 起 时刻", "期限 止", "期限 止 时刻"]),
        ("用车时间：____月__日__时至__月__日__时止",
         ["用车时间 起", "用车时间 起 时刻", "用车时间 止", "用车时间 止 时刻"]),
        ("兹有____同志（身份证号____）前来联系", ["姓名", "身份证号"]),
        ("本人____（联系电话____）申请领取", ["姓名", "联系电话"]),
    ],
)
def test_hours_of_a_term_and_blanks_in_brackets_have_names(text: str, expected: list[str]) -> None:
    assert [each.label for each in read(text)][: len(expected)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("出院诊断：1.____ 2.____ 3.____", ["出院诊断1", "出院诊断2", "出院诊断3"]),
        ("证明人：①____ ②____", ["证明人1", "证明人2"]),
        ("服务表现（优秀/良好/合格）", ["服务表现"]),
        ("本人因____，需前往____", ["原因", "需前往地点"]),
        ("附：1.____", [""]),
    ],
)
def test_numbers_before_blanks_count_them_under_one_name(text: str, expected: list[str]) -> None:
    assert [each.label for each in read(text)] == expected


def test_numbered_blanks_in_a_cell_have_its_label_and_their_number() -> None:
    found = learnt([["辅助检查", "1.____ 2.____"], ["备注", ""]], [30, 100]).items[:2]
    assert [each.label for each in found] == ["辅助检查 1", "辅助检查 2"]
