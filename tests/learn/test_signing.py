"""Who signs, and what the day behind a signature is called."""

from __future__ import annotations

import pytest

from formkit.learn.analyse import analyse
from formkit.learn.found import Found, FoundTable
from formkit.learn.reading import answers
from formkit.model.handbook import Kind
from tests.learn.paper import line, page, signs, table


def read(text: str) -> list[tuple[str, Kind]]:
    return [(found.label, found.kind) for found in answers(line(text), cell=True)]


@pytest.mark.parametrize(("text", "who", "day"), [
    ("提出人/日期：____ ____年__月__日", "提出人", "提出日期"),
    ("责任部门负责人确认/日期：____ ____年__月__日", "责任部门负责人确认", "确认日期"),
    ("审核人及日期：____ ____年__月__日", "审核人", "审核日期"),
    ("检查人签字、日期：____ ____年__月__日", "检查人签字", "检查日期"),
    ("使用单位填表人员：____日期：____年__月__日", "使用单位填表人员", "填表日期"),
    ("批准：____　日期：____年__月__日", "批准", "批准日期"),
    ("厂长：____　____年__月__日", "厂长", "日期"),
])
def test_a_person_before_a_day_signs_and_gives_the_day_its_name(text: str, who: str, day: str) -> None:
    assert read(text) == [(who, Kind.SIGNATURE), (day, Kind.DATE)]


def test_the_day_under_an_opinion_is_named_by_it_where_the_person_is_named_by_a_post() -> None:
    assert read("审批意见：□同意 □不同意\n管理者代表/日期：____ ____年__月__日")[-1] == ("审批日期", Kind.DATE)


def test_one_blank_for_person_and_day_is_signed() -> None:
    assert read("编制/日期：____") == [("编制/日期", Kind.SIGNATURE)]


def test_one_who_is_responsible_is_named_and_signs_only_beside_one_who_signs() -> None:
    rooms = [["措施：\n\n\n计划完成日期：____年__月__日　　责任人：____"]]
    glyphs, rules = table(rooms, [180.0], height=32.0)
    kinds = {found.label: found.kind for found in analyse([page(glyphs, rules)]).items if isinstance(found, Found)}
    assert kinds["责任人"] is Kind.TEXT
    rooms = [["措施：\n\n\n责任人：____　　部门负责人：____"]]
    glyphs, rules = table(rooms, [180.0], height=32.0)
    kinds = {found.label: found.kind for found in analyse([page(glyphs, rules)]).items if isinstance(found, Found)}
    assert kinds["责任人"] is kinds["部门负责人"] is Kind.SIGNATURE


def test_who_attests_each_row_of_a_list_signs_it_and_who_repaired_is_named() -> None:
    rows = [["时间", "电压（V）", "抄表人", "维修人"]] + [["", "", "", ""]] * 3
    (found,) = analyse([page(*table(rows, [30.0, 30.0, 30.0, 30.0]))]).items
    assert isinstance(found, FoundTable)
    assert [column.kind for column in found.rows[0]][2:] == [Kind.SIGNATURE, Kind.TEXT]


@pytest.mark.parametrize("name", ["单位负责人（签字）", "经办人（签名）", "主管单位（盖章）"])
def test_a_cell_that_ends_with_how_to_sign_names_the_empty_cell_beside_it(name: str) -> None:
    rows = [["姓名", "", "电话", ""], [name, "", "日期", ""]]
    found = [item for item in analyse([page(*table(rows, [50.0, 40.0, 30.0, 40.0]))]).items if isinstance(item, Found)]
    assert (found[2].kind, found[2].box.x0) == (Kind.SIGNATURE, 60.0)
    assert len(found) == 4


def test_a_head_that_says_how_to_sign_names_the_tall_cell_under_it() -> None:
    rows = [["日检查", "型号", "检查人", "管理人（签字）"], ["<", "", "", ""]]
    glyphs, rules = table(rows, [30.0, 40.0, 40.0, 50.0], height=12.0)
    found = {item.label: item.kind for item in analyse([page(glyphs, rules)]).items if isinstance(item, Found)}
    assert found.get("管理人（签字）") is Kind.SIGNATURE


@pytest.mark.parametrize("who", ["签名", "负责人（签字）", "站长"])
def test_white_paper_between_who_signs_and_the_year_is_signed(who: str) -> None:
    sign, day = answers(line(f"{who}：\u3000\u3000\u3000\u3000\u3000\u3000年\u3000月\u3000日"), cell=True)
    assert (sign.label, sign.kind, day.kind) == (who, Kind.SIGNATURE, Kind.DATE)
    assert sign.box.width >= 12
    assert sign.box.x1 < day.parts[0][1].x0


def test_white_paper_before_the_year_of_a_day_alone_is_the_year() -> None:
    (day,) = answers(line("填表日期：\u3000\u3000\u3000\u3000\u3000\u3000年\u3000月\u3000日"), cell=True)
    assert (day.label, day.kind) == ("填表日期", Kind.DATE)


def test_empty_cells_whose_head_asks_several_to_sign_are_signed() -> None:
    rows = [["会签", "采购部", "", "使用部门", ""], ["验收人签名", "业主", "", "物业", ""]]
    found = [item for item in analyse([page(*table(rows, [40.0, 30.0, 30.0, 30.0, 30.0]))]).items
             if isinstance(item, Found)]
    assert [(each.label, each.kind) for each in found if each.label in ("采购部", "业主")] == [
        ("采购部", Kind.SIGNATURE), ("业主", Kind.SIGNATURE),
    ]


def foot(height: float, names: tuple[str, ...] = ("供货单位代表", "采购部门", "使用部门", "财务部门")) -> set[Kind]:
    rows = [["设备名称", "", "型号", ""], list(names)]
    heads, rules = table(rows, [35.0] * 4)
    _, more = table([[""] * 4], [35.0] * 4, y=46.0, height=height)
    items = analyse([page(heads, [*rules, *more])]).items
    return {item.kind for item in items if isinstance(item, Found) and item.box.y0 > 45}


def test_a_high_last_row_under_offices_and_persons_is_signed_and_a_low_one_names_them() -> None:
    assert foot(14.0) == {Kind.SIGNATURE}
    assert foot(7.0) == {Kind.TEXT}


@pytest.mark.parametrize("post", ["客服主管", "运营总监", "党支部书记", "总工程师", "科长"])
def test_a_high_last_row_under_any_post_is_signed_and_one_under_things_is_not(post: str) -> None:
    assert foot(14.0, ("责任部门经理", post, "总经理", "业主代表")) == {Kind.SIGNATURE}
    assert foot(14.0, ("责任部门经理", post, "处理费用", "业主代表")) == {Kind.TEXT, Kind.NUMBER}


def test_columns_under_a_head_of_those_who_sign_are_signed() -> None:
    rows = [["日期", "结存", "保管人", "<"], ["日期", "结存", "一", "二"]] + [["", "", "", ""]] * 3
    (found,) = analyse([page(*table(rows, [30.0, 30.0, 25.0, 25.0]))]).items
    assert isinstance(found, FoundTable)
    assert [column.kind for column in found.rows[0]][1:] == [Kind.NUMBER, Kind.SIGNATURE, Kind.SIGNATURE]


@pytest.mark.parametrize("how", ["签字或按手印", "签名、按指印", "签字并加盖公章", "签章", "盖章或签字"])
def test_white_paper_between_how_one_signs_and_the_day_is_signed(how: str) -> None:
    assert read(f"申请人（{how}）：　　　　　　　　　年　　月　　日")[0][1] is Kind.SIGNATURE


@pytest.mark.parametrize("office", ["人力资源部", "质检科", "村委会", "甲方", "学生家长"])
def test_an_office_before_a_bare_day_under_all_tables_signs(office: str) -> None:
    glyphs, rules = table([["姓名", "", "电话", ""]], [30.0, 40.0, 30.0, 40.0])
    foot = signs(f"{office}：____________　　日期：____年__月__日", 10.0, 60.0)
    found = [item for item in analyse([page(glyphs + foot, rules)]).items if isinstance(item, Found)]
    assert [item.kind for item in found[-2:]] == [Kind.SIGNATURE, Kind.DATE]


def test_the_office_that_asks_is_named_over_the_table() -> None:
    glyphs, rules = table([["姓名", "", "电话", ""]], [30.0, 40.0, 30.0, 40.0])
    head = signs("采购部：____________　　日期：____年__月__日", 10.0, 12.0)
    found = [item for item in analyse([page(glyphs + head, rules)]).items if isinstance(item, Found)]
    assert found[0].kind is Kind.TEXT


def test_the_day_of_signing_is_a_day() -> None:
    glyphs, rules = table([["签字日期", "", "审批时间", ""]], [30.0, 40.0, 30.0, 40.0])
    found = [item for item in analyse([page(glyphs, rules)]).items if isinstance(item, Found)]
    assert [item.kind for item in found] == [Kind.DATE, Kind.DATE]


def test_a_blank_to_sign_on_before_a_day_without_a_year_is_no_part_of_it() -> None:
    for who in ("车间主任：________   ", "设备科审核：________   ", "回访人：________"):
        text = f"{who} ____月____日"
        found = answers(line(text), cell=True)
        assert [each.kind for each in found] == [Kind.SIGNATURE, Kind.DATE], text
        assert [part for part, _ in found[1].parts] == ["month", "day"]


def test_white_paper_to_sign_on_before_a_month_is_no_part_of_it() -> None:
    found = answers(line("审核人：                        月    日"), cell=True)
    assert [each.kind for each in found] == [Kind.SIGNATURE, Kind.DATE]
    assert found[1].parts[0][1].width < 10


def drafted(rows: list[list[str]], widths: list[float], below: str = "", height: float = 8.0) -> dict[str, Kind]:
    glyphs, rules = table(rows, widths, height=height)
    found = analyse([page(glyphs + signs(below, 10.0, 250.0), rules)]).items
    return {item.label: item.kind for item in found if isinstance(item, Found)}


@pytest.mark.parametrize(("below", "signing"), [
    ("盘点人：____　卫生室负责人：____　乡镇卫生院审核：____", ["盘点人", "卫生室负责人", "乡镇卫生院审核"]),
    ("安全管理员：____　分管领导：____", ["安全管理员", "分管领导"]),
    ("保养人：____　工程主管：____　使用部门：____", ["保养人", "工程主管", "使用部门"]),
    ("使用部门：____　地点：____", []),
])
def test_roles_side_by_side_under_all_tables_sign(below: str, signing: list[str]) -> None:
    found = drafted([["姓名", "", "部门", ""]], [30.0, 40.0, 30.0, 40.0], below)
    assert [label for label, kind in found.items() if kind is Kind.SIGNATURE] == signing


def test_the_last_two_rows_sign_where_they_ask_for_persons_and_days_only() -> None:
    rows = [["品名", "", "数量", ""], ["验货员", "", "客服", ""], ["财务", "", "完成日期", ""]]
    found = drafted(rows, [30.0, 40.0, 30.0, 40.0])
    assert [label for label, kind in found.items() if kind is Kind.SIGNATURE] == ["验货员", "客服", "财务"]


def test_persons_in_rows_with_other_questions_are_named() -> None:
    rows = [["品名", "", "验货员", ""], ["客服", "", "地点", ""], ["财务", "", "完成日期", ""]]
    assert Kind.SIGNATURE not in drafted(rows, [30.0, 40.0, 30.0, 40.0]).values()


@pytest.mark.parametrize(("text", "kind"), [
    ("结论：□有效 □无效\n品质工程师：____", Kind.SIGNATURE),
    ("温度____℃　有效氯____mg/L\n操作人：____", Kind.SIGNATURE),
    ("方式：□上门 □电话\n报修人：____", Kind.TEXT),
    ("结果：□满意 □不满意\n联系人：____", Kind.TEXT),
    ("性别：□男 □女\n监护人：____", Kind.TEXT),
])
def test_who_is_named_last_behind_what_was_done_signs(text: str, kind: Kind) -> None:
    found = drafted([["记录", text]], [30.0, 120.0], height=20.0)
    assert list(found.values())[-1] is kind


def test_one_signs_under_the_words_where_little_is_left_beside_them() -> None:
    rows = [["单位负责人（签字）：\n\n\n　　　　年　月　日"] * 2]
    glyphs, rules = table(rows, [55.0, 55.0], height=26.0)
    found = [item for item in analyse([page(glyphs, rules)]).items if isinstance(item, Found)]
    sign = next(item for item in found if item.kind is Kind.SIGNATURE)
    assert (sign.box.x0, sign.box.y0 > 35.0) == (10.0, True)


@pytest.mark.parametrize("names", [
    ("助浴师（主）", "助浴师（辅）", "老人或家属"), ("康复治疗师", "家属"), ("护理员", "咨询师"),
])
def test_who_works_and_the_family_sign_side_by_side_under_all(names: tuple[str, ...]) -> None:
    text = "  ".join(f"{name}：________" for name in names)
    glyphs, rules = table([["姓名", "", "电话", ""]], [40.0] * 4)
    items = analyse([page([*glyphs, *signs(text, 10.0, 60.0)], rules)]).items
    kinds = {item.label: item.kind for item in items if isinstance(item, Found)}
    assert [kinds[name] for name in names] == [Kind.SIGNATURE] * len(names)


def test_a_family_that_is_called_or_who_works_beside_other_questions_is_named() -> None:
    for text in ("家属：____  电话：____", "助浴师：____  服务次数：____"):
        found = answers(line(text), cell=False)[0]
        assert found.kind is Kind.TEXT


def test_who_fills_in_a_card_signs_it_and_the_doctor_who_treats_is_named() -> None:
    assert [kind for _, kind in read("填卡医师：____  主治医师：____")] == [Kind.SIGNATURE, Kind.TEXT]
