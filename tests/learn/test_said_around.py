"""What the cells and lines around an answer say of it: units, parts, numbers, seals, rows that it spans."""

from __future__ import annotations

import pytest

from formkit.learn.analyse import analyse
from formkit.learn.found import Found, FoundTable
from formkit.learn.reading import answers
from formkit.model.handbook import Format, Kind, Mark
from tests.learn.paper import line, page, signs, table
from tests.learn.test_ruled import learnt


def fields(rows: list[list[str]], widths: list[float], height: float = 8.0) -> list[Found]:
    return [item for item in learnt(rows, widths, height=height).items if isinstance(item, Found)]


@pytest.mark.parametrize("told", ["（打√）", "（打“√”）", "（请打√）"])
def test_a_rank_in_a_cell_that_is_said_to_be_ticked_is_a_choice(told: str) -> None:
    (season, model) = fields([["保养季度", f"一　二　三　四{told}", "型号", ""]], [30.0, 70.0, 30.0, 40.0])
    assert [option.label for option in season.options] == ["一", "二", "三", "四"]
    assert (season.kind, model.kind) == (Kind.SINGLE, Kind.TEXT)


def test_parts_of_what_is_measured_are_numbers_and_remarks_beside_it_are_none() -> None:
    rows = [["冷冻水（℃）", "出水：____", "冷却水（℃）", "回水：____"], ["压力（MPa）", "处理措施：____", "编号", ""]]
    assert [(each.label, each.kind) for each in fields(rows, [35.0, 50.0, 35.0, 50.0])][:3] == [
        ("出水", Kind.NUMBER), ("回水", Kind.NUMBER), ("处理措施", Kind.TEXT),
    ]


def test_a_telephone_under_each_of_two_persons_is_that_of_each() -> None:
    rows = [["使用情况", "法定代表人", "", "电话", ""], ["^", "安全责任人", "", "电话", ""]]
    labels = [each.label for each in fields(rows, [20.0, 30.0, 40.0, 20.0, 40.0])]
    assert [label for label in labels if "电话" in label] == ["法定代表人 电话", "安全责任人 电话"]


@pytest.mark.parametrize("label", ["来电号码", "主叫号码", "回拨号码"])
def test_the_number_that_called_is_a_telephone_and_others_are_codes(label: str) -> None:
    (called, other) = fields([[label, "", "发票号码", ""]], [30.0, 50.0, 30.0, 50.0])
    assert (called.kind, called.format, other.kind) == (Kind.TEXT, Format.PHONE, Kind.CODE)


@pytest.mark.parametrize("seal", ["（公章）", "（盖章）"])
def test_paper_over_a_seal_and_who_signs_under_it_is_for_the_opinion(seal: str) -> None:
    rows = [["主管部门意见", f"\n\n\n\n{seal}\n负责人：____　____年__月__日"]]
    opinion, signed, _ = fields(rows, [40.0, 120.0], height=40.0)
    assert (opinion.label, opinion.kind, signed.kind) == ("主管部门意见", Kind.TEXT, Kind.SIGNATURE)
    assert opinion.box.height > 15


def test_the_only_line_of_a_high_cell_asks_for_what_is_under_it_too() -> None:
    rows = [["评价", "意见和建议：", "分数", ""]]
    low, high = (fields(rows, [30.0, 80.0, 30.0, 30.0], height)[0] for height in (9.0, 16.0))
    assert low.box.height < 5 < high.box.height


def test_blanks_of_a_grid_of_households_are_named_by_the_words_behind_them() -> None:
    assert [each.label for each in answers(line("____社区（村）____网格"), cell=False)] == ["社区（村）", "网格"]


@pytest.mark.parametrize("pair", ["先生/女士", "男/女", "女士/先生"])
def test_a_known_pair_in_brackets_behind_a_name_is_a_choice_in_a_cell(pair: str) -> None:
    name, choice = answers(line(f"____（{pair}）"), cell=True)
    assert (name.kind, choice.kind, choice.mark) == (Kind.TEXT, Kind.SINGLE, Mark.CIRCLE)


@pytest.mark.parametrize("label", ["处理经过\n及　结　果", "部门负责\n人　意　见"])
def test_words_spread_over_the_second_line_of_a_label_are_no_choice(label: str) -> None:
    found = fields([["办理", label, ""], ["^", "责任认定", "□有责 □无责"]], [14.0, 40.0, 90.0], height=14.0)
    assert [each.kind for each in found] == [Kind.TEXT, Kind.SINGLE]


def test_letters_and_degrees_side_by_side_stay_choices() -> None:
    found = fields([["血型", "A　B　AB　O", "疼痛", "无　轻度　重度"]], [20.0, 60.0, 20.0, 60.0])
    assert [len(each.options) for each in found] == [4, 3]


def test_numbers_in_rows_right_of_one_label_are_answers_of_their_own() -> None:
    rows = [["主要问题", "1."], ["^", "2."], ["^", "3."], ["随访频次", ""]]
    found = fields(rows, [40.0, 110.0])
    assert [each.label for each in found] == ["主要问题1", "主要问题2", "主要问题3", "随访频次"]
    assert found[0].box.x0 > 52


def test_the_number_of_one_row_asks_for_nothing() -> None:
    assert fields([["条款", "1."], ["说明", ""]], [40.0, 110.0])[0].label == "说明"


def test_days_and_times_side_by_side_in_numbered_rows_are_one_table() -> None:
    rows = [["序号", "日期", "开始时间", "结束时间", "内容"]]
    rows += [[str(n), "____月____日", "____：____", "____：____", ""] for n in range(1, 6)]
    (found,) = learnt(rows, [15.0, 40.0, 40.0, 40.0, 40.0]).items
    assert isinstance(found, FoundTable)
    assert [each.label for each in found.rows[0]] == ["日期", "开始时间", "结束时间", "内容"]
    assert len(found.rows) == 5


@pytest.mark.parametrize("how", ["（签名）", "（签字）", "（盖章）"])
def test_rows_that_say_how_they_are_signed_are_signed_in_each_record_side_by_side(how: str) -> None:
    rows = [["维护日期", *["____月____日"] * 3], ["外观", *["□正常 □异常"] * 3], ["阻力", *["____Pa"] * 3],
            ["发现问题", *[""] * 3], [f"管理单位确认{how}", *[""] * 3]]
    (found,) = learnt(rows, [50.0, 45.0, 45.0, 45.0]).items
    assert isinstance(found, FoundTable)
    assert (found.rows[0][-1].label, found.rows[0][-1].kind) == (f"管理单位确认{how}", Kind.SIGNATURE)


def test_a_cell_of_several_rows_is_named_by_the_only_label_beside_it() -> None:
    rows = [["姓名", "", "护理等级", "□自理\n□失能"], ["服务性质", "□购买 □自费", "<", "^"]]
    glyphs, rules = table(rows, [30.0, 60.0, 30.0, 40.0], height=14.0)
    found = [item for item in analyse([page(glyphs, rules)]).items if isinstance(item, Found)]
    assert [each.label for each in found if each.options] == ["护理等级", "服务性质"]


@pytest.mark.parametrize("head", ["服务项目代码：", "故障代号：", "图例："])
def test_what_codes_stand_for_is_no_choice(head: str) -> None:
    found = fields([["姓名", "", f"{head}A助餐 B助浴 C助洁"]], [30.0, 50.0, 90.0])
    assert [each.label for each in found] == ["姓名"]


@pytest.mark.parametrize(("text", "kind"), [
    ("资料来源：□面谈 □家访 □电话", Kind.MULTI), ("拜访目的：□回访 □洽谈 □催款", Kind.MULTI),
    ("个案来源：□自己 □社工 □转介", Kind.SINGLE),
])
def test_several_sources_and_purposes_may_hold(text: str, kind: Kind) -> None:
    assert answers(line(text), cell=False)[0].kind is kind


def test_a_blank_line_that_ends_under_the_one_before_goes_on_with_it() -> None:
    shown = [*signs("措施：" + "_" * 60), *signs("_" * 66, y=18.0), *signs("责任人：____", y=26.0)]
    found = [item for item in analyse([page(shown)]).items if isinstance(item, Found)]
    assert (found[0].label, len(found[0].lines)) == ("措施", 2)
    assert len(found) == 2
