from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.geometry import Box
from formkit.learn.found import Found
from formkit.learn.lines import running
from formkit.learn.reading import answers
from formkit.learn.running import BLANK
from formkit.model.handbook import Kind, Mark
from tests.learn.paper import EM, ROOM, line, signs


def read(text: str, *, cell: bool = True) -> list[Found]:
    return answers(line(text), cell=cell)


def options(found: Found) -> list[tuple[str, str]]:
    return [(option.code, option.label) for option in found.options]


def test_coded_options_before_a_box_are_a_single_choice_with_the_printed_codes() -> None:
    (found,) = read("1 良好 2 一般 3 较差　　□")
    assert (found.kind, found.mark, len(found.cells)) == (Kind.SINGLE, Mark.CODE, 1)
    assert options(found) == [("1", "良好"), ("2", "一般"), ("3", "较差")]


def test_several_boxes_behind_coded_options_make_a_multiple_choice() -> None:
    found, other = read("1 幻觉 2 猜疑 3 其他____\n□/□/□")
    assert (found.kind, len(found.cells)) == (Kind.MULTI, 3)
    assert found.options[2].text is other
    assert other.label == "其他"


def test_a_level_in_brackets_is_no_code_of_its_own() -> None:
    (found,) = read("0（0级） 1（1级） 2（2级） □")
    assert options(found) == [("0", "（0级）"), ("1", "（1级）"), ("2", "（2级）")]


def test_a_count_behind_an_option_is_a_number_of_that_option() -> None:
    found, count = read("1 轻度滋事___次 2 无 □")
    assert found.options[0].count is count
    assert (count.label, count.kind, count.unit) == ("轻度滋事次数", Kind.INTEGER, "次")


@pytest.mark.parametrize(("text", "ticks"), [
    ("性别：□男 □女", ["男", "女"]), ("性别：男□ 女□", ["男", "女"]), ("性别：（ ）男 （ ）女", ["男", "女"]),
    ("性别：男（ ） 女（ ）", ["男", "女"]), ("性别：○男 ○女", ["男", "女"]), ("性别：1□男 2□女", ["男", "女"]),
])
def test_boxes_before_or_behind_their_words_are_ticked(text: str, ticks: list[str]) -> None:
    (found,) = read(text, cell=False)
    assert (found.label, found.kind, found.mark) == ("性别", Kind.SINGLE, Mark.BOX)
    assert [option.label for option in found.options] == ticks
    assert all(option.tick is not None for option in found.options)


def test_two_questions_on_a_line_are_two_choices() -> None:
    first, second = read("性别：□男 □女　　　婚姻：□已婚 □未婚", cell=False)
    assert (first.label, second.label) == ("性别", "婚姻")
    assert [option.label for option in second.options] == ["已婚", "未婚"]


def test_options_on_the_next_line_belong_to_the_brackets_of_the_question() -> None:
    (found,) = read("1、您对服务是否满意？（　）\nA.满意　B.一般　C.不满意", cell=False)
    assert (found.label, found.mark) == ("您对服务是否满意", Mark.CODE)
    assert options(found) == [("A", "满意"), ("B", "一般"), ("C", "不满意")]


def test_words_that_allow_several_options_make_a_multiple_choice() -> None:
    (found,) = read("业务类型（可多选）：□仓储 □配送", cell=False)
    assert found.kind is Kind.MULTI


def test_a_date_has_a_place_for_each_part() -> None:
    (found,) = read("填表日期：____年__月__日")
    assert (found.label, found.kind) == ("填表日期", Kind.DATE)
    assert [name for name, _ in found.parts] == ["year", "month", "day"]
    assert all(box.width > 3 for _, box in found.parts)


def test_white_paper_before_the_words_of_a_date_is_written_on() -> None:
    (found,) = read("　　　年　　月　　日")
    assert [name for name, _ in found.parts] == ["year", "month", "day"]


def test_a_signature_and_the_date_behind_it_stay_apart() -> None:
    signed, date = read("访谈人（签名）：______　____年__月__日", cell=False)
    assert (signed.kind, date.kind) == (Kind.SIGNATURE, Kind.DATE)
    assert signed.box.x1 <= date.box.x0


def test_years_of_work_are_a_number_and_not_a_date() -> None:
    (found,) = read("工龄____年", cell=False)
    assert (found.kind, found.unit) == (Kind.INTEGER, "年")


@pytest.mark.parametrize(("text", "kind", "unit"), [
    ("体温____℃", Kind.NUMBER, "℃"), ("每次剂量　　mg", Kind.NUMBER, "mg"), ("每次____片", Kind.NUMBER, "片"),
    ("月收入____元", Kind.NUMBER, "元"),
    ("年龄：____岁", Kind.INTEGER, "岁"), ("建筑面积____㎡", Kind.NUMBER, "㎡"),
])
def test_the_unit_behind_a_blank_says_its_kind(text: str, kind: Kind, unit: str) -> None:
    (found,) = read(text)
    assert (found.kind, found.unit) == (kind, unit)


def test_print_before_a_blank_is_kept_as_preprinted() -> None:
    (found,) = read("个案编号：CM____", cell=False)
    assert (found.label, found.preprinted, found.kind) == ("个案编号", "CM", Kind.CODE)


def test_boxes_with_a_dash_are_a_code_with_a_separator() -> None:
    (found,) = read("编号□□□-□□□□□", cell=False)
    assert (found.label, found.kind, len(found.cells), found.separators) == ("编号", Kind.CODE, 8, ((3, "-"),))


def test_boxes_for_an_id_number_are_text() -> None:
    (found,) = read(f"身份证号：{'□' * 18}", cell=False)
    assert (found.kind, found.format, len(found.cells)) == (Kind.TEXT, "id_number", 18)


def test_ruled_lines_under_a_heading_are_one_answer_of_several_lines() -> None:
    (found,) = read(f"2、案主的背景资料\n{'_' * 80}\n{'_' * 80}\n{'_' * 80}", cell=False)
    assert (found.label, len(found.lines)) == ("案主的背景资料", 3)
    assert found.box.height > 12


@pytest.mark.parametrize("text", [
    "填写说明：请用钢笔填写", "尊敬的客户：", "第 1 页　共 1 页", "2011年版", "注：服务方式填写面谈、电话、家访。",
    "重性精神疾病管理治疗工作规范",
])
def test_print_that_asks_nothing_gives_no_answers(text: str) -> None:
    assert read(text, cell=False) == []


@given(st.text("□（）()_ 　：:/年月日次元1239AB男女有无其他签名\n①.、，；", max_size=40))
def test_no_print_stops_the_reader_and_every_place_is_on_the_page(text: str) -> None:
    for found in read(text, cell=False) if text.strip() else []:
        assert found.box.x0 <= found.box.x1
        assert found.kind.is_choice == bool(found.options)


WORDS = st.sampled_from(["良好", "一般", "较差", "自理", "缺失", "稳定", "加重"])


@given(st.lists(WORDS, min_size=2, max_size=6, unique=True))
def test_every_printed_option_is_found_with_its_code_and_its_place(words: list[str]) -> None:
    text = " ".join(f"{number} {word}" for number, word in enumerate(words, 1)) + "　□"
    (found,) = read(text)
    assert options(found) == [(str(number), word) for number, word in enumerate(words, 1)]
    places = [option.box for option in found.options]
    assert all(a.x1 <= b.x0 for a, b in pairwise(places))


def test_the_parts_of_an_address_are_named_by_the_words_behind_their_blanks() -> None:
    found = read("____乡（镇）____村____组", cell=False)
    assert [each.label for each in found] == ["乡（镇）", "村", "组"]
    assert {each.kind for each in found} == {Kind.TEXT}


def test_the_parts_of_a_named_address_bear_its_name() -> None:
    found = read("住址：____市____区____号楼", cell=False)
    assert [each.label for each in found] == ["住址 市", "住址 区", "住址 号楼"]


def test_one_blank_before_a_measure_word_is_a_number() -> None:
    (found,) = read("人数：____组", cell=False)
    assert (found.label, found.kind, found.unit) == ("人数", Kind.INTEGER, "组")


def test_the_blank_between_an_ordinal_and_its_word_is_counted() -> None:
    (found,) = read("第____次探访", cell=False)
    assert (found.label, found.kind) == ("第几次探访", Kind.INTEGER)


def test_blanks_from_and_to_say_which_they_are() -> None:
    assert [each.label for each in read("时间：____至____", cell=False)] == ["时间 起", "时间 止"]


def test_a_second_blank_behind_a_comma_asks_for_the_same_once_more() -> None:
    found = read("检查人员（签名）：____、____", cell=False)
    assert [(each.label, each.kind) for each in found] == [
        ("检查人员（签名）", Kind.SIGNATURE), ("检查人员（签名）2", Kind.SIGNATURE)]


def test_two_blanks_of_a_blood_pressure_are_two_numbers() -> None:
    found = read("血压____/____mmHg")
    assert [(each.label, each.kind, each.unit) for each in found] == [
        ("收缩压", Kind.INTEGER, "mmHg"), ("舒张压", Kind.INTEGER, "mmHg")]


def test_an_empty_bracket_before_coded_options_takes_the_code() -> None:
    (found,) = read("（ ）A.良好 B.一般 C.低落")
    assert (found.mark, options(found)) == (Mark.CODE, [("A", "良好"), ("B", "一般"), ("C", "低落")])


def test_a_box_before_the_next_question_belongs_to_the_options_before_it() -> None:
    first, second = read("饮食：①规律 ②不规律 □ 睡眠：①好 ②差 □")
    assert (first.label, options(first)) == ("饮食", [("1", "规律"), ("2", "不规律")])
    assert (second.label, options(second)) == ("睡眠", [("1", "好"), ("2", "差")])


def test_the_blank_of_an_option_bears_the_label_of_its_choice() -> None:
    choice, other = read("患病：□无 □其他____")
    assert (choice.label, other.label) == ("患病", "患病 其他")


def test_a_year_that_is_asked_for_is_a_date() -> None:
    (found,) = read("建造年代：____年", cell=False)
    assert (found.kind, found.precision, [part for part, _ in found.parts]) == (Kind.DATE, "year", ["year"])


def test_a_bracket_round_the_blank_of_an_option_is_not_its_label() -> None:
    choice, days = read("1 改正 2 限期整改（限____日） 3 停用 □")
    assert options(choice)[1] == ("2", "限期整改")
    assert (days.label, days.kind) == ("限期整改天数", Kind.INTEGER)


def test_a_signature_named_in_brackets_before_a_line_is_the_label_of_the_line() -> None:
    (found,) = read("负责人（签字）：____")
    assert (found.label, found.kind) == ("负责人（签字）", Kind.SIGNATURE)


def test_three_words_between_slashes_behind_a_colon_are_circled_beside_other_answers() -> None:
    ticked, circle = read("季度：□一 □二　　　类型：日常 / 专项 / 复查", cell=False)
    assert (ticked.mark, circle.mark, circle.label) == (Mark.BOX, Mark.CIRCLE, "类型")


def test_a_blank_of_flat_dashes_that_wraps_is_one_blank_with_two_pieces() -> None:
    words = "1 良好 2 其他"
    start = 190.0 - 5 * EM / 2
    first = [*signs(words, start - 6 * EM), *signs("_____", start)]
    second = signs("___", y=16.0)
    flat = [
        replace(each, box=Box(each.box.x0, each.box.y1 - 0.3, each.box.x1, each.box.y1)) if each.text == "_" else each
        for each in (*first, *second)
    ]
    blank = next(each for each in running(flat, [], ROOM).signs if each.char == BLANK)
    assert [(each.x0, round(each.height, 1)) for each in blank.lines] == [(start, EM), (10.0, EM)]


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("自上次随访以来：轻度滋事____次", "轻度滋事次数", Kind.INTEGER),
        ("赔付金额：人民币____元", "赔付金额", Kind.NUMBER),
        ("防护门____樘", "防护门", Kind.INTEGER),
        ("要求____个工作日内回复", "要求", Kind.INTEGER),
        ("手册共____页", "手册", Kind.INTEGER),
        ("自____年__月__日起生效。", "生效日期", Kind.DATE),
        ("保养人：____", "保养人", Kind.SIGNATURE),
    ],
)
def test_a_blank_in_a_sentence_is_named_by_the_words_nearest_and_counted_by_its_unit(
    text: str, label: str, kind: Kind
) -> None:
    (found,) = read(text)
    assert (found.label, found.kind) == (label, kind)


def test_a_label_spread_over_its_cell_has_no_blank_in_it() -> None:
    assert read("姓　　名") == []


def test_codes_in_brackets_are_codes() -> None:
    (found,) = read("评审结论：（1）通过 （2）修改后通过 （3）不通过 □", cell=False)
    assert found.label == "评审结论"
    assert options(found) == [("1", "通过"), ("2", "修改后通过"), ("3", "不通过")]


def test_remarks_with_numbers_in_brackets_are_no_choice() -> None:
    assert read("（1）按季填写（2）字迹清楚") == []


def test_brackets_behind_their_words_are_ticked_though_spaces_stand_between() -> None:
    (found,) = read("能力完好 （ ）　轻度失能 （ ）　重度失能 （ ）")
    assert [label for _, label in options(found)] == ["能力完好", "轻度失能", "重度失能"]


def test_a_slash_read_as_a_digit_still_parts_the_two_blood_pressures() -> None:
    upper, lower = read("血压____1____mmHg")
    assert [(upper.label, upper.kind), (lower.label, lower.kind)] == [
        ("收缩压", Kind.INTEGER), ("舒张压", Kind.INTEGER)
    ]


def test_ringed_codes_close_behind_words_are_codes_of_options_that_begin_with_figures() -> None:
    [found] = read("①5千以下②5千～1万 ③1万以上□")
    assert options(found) == [("1", "5千以下"), ("2", "5千～1万"), ("3", "1万以上")]


def test_a_box_that_is_only_spoken_of_is_none() -> None:
    assert read("评审输入（已提交的在□内打√）", cell=False) == []
    [found] = read("资料（在□中划√）：□图纸 □说明书")
    assert [label for _, label in options(found)] == ["图纸", "说明书"]


def test_what_changed_is_circled_and_names_by_how_much() -> None:
    choice, number = read("满意率较上年（上升／持平／下降）____个百分点", cell=False)
    assert [label for _, label in options(choice)] == ["上升", "持平", "下降"]
    assert number.kind is Kind.NUMBER
    assert number.label.endswith("百分点")


@pytest.mark.parametrize(("text", "kind"), [
    ("本月受理投诉____起，", Kind.INTEGER), ("停机时间____起", Kind.TEXT), ("有效期自____起", Kind.TEXT),
])
def test_cases_are_counted_where_something_happens(text: str, kind: Kind) -> None:
    assert read(text, cell=False)[0].kind is kind


def test_what_there_is_in_all_behind_a_clause_is_named_by_it() -> None:
    assert [each.label for each in read("型材构件齐全，共____块")] == ["型材构件齐全块数"]
    assert [each.label for each in read("□无 □原件 □传真件，共____份")][1] == "传真件份数"
