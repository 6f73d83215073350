"""What names a row: its label, that of the nearest list, the head; who signs in a table of persons; shifts."""

from __future__ import annotations

import pytest

from formkit.learn.found import Found, FoundTable
from formkit.model.handbook import Kind
from tests.learn.test_ruled import learnt


def asked(rows: list[list[str]], widths: list[float]) -> list[tuple[str, Kind]]:
    return [(item.label, item.kind) for item in learnt(rows, widths).items if isinstance(item, Found)]


@pytest.mark.parametrize("corner", ["审批", "环节", "会签"])
def test_rows_say_what_is_asked_of_the_persons_in_the_heads(corner: str) -> None:
    rows = [[corner, "申请人", "采购部", "总经理批准"], ["签名", "", "", ""], ["日期", "", "", ""]]
    assert asked(rows, [25.0, 40.0, 40.0, 40.0]) == [
        ("申请人 签名", Kind.SIGNATURE), ("采购部 签名", Kind.SIGNATURE), ("总经理批准 签名", Kind.SIGNATURE),
        ("申请人 日期", Kind.DATE), ("采购部 日期", Kind.DATE), ("总经理批准 日期", Kind.DATE),
    ]


def test_an_opinion_and_a_telephone_are_asked_of_whom_the_head_names() -> None:
    rows = [["部门", "主管", "财务"], ["审核意见", "", ""], ["签字", "", ""], ["签字日期", "", ""]]
    assert [kind for _, kind in asked(rows, [25.0, 60.0, 60.0])] == [
        Kind.TEXT, Kind.TEXT, Kind.SIGNATURE, Kind.SIGNATURE, Kind.DATE, Kind.DATE,
    ]


def test_of_two_lists_side_by_side_each_names_its_own_cells() -> None:
    rows = [["计量", "上日表底", "用量", "定期试验", "试验结果"], ["水表", "", "", "熄火保护", "□正常 □不正常"],
            ["电表", "", "", "燃气检漏", "□正常 □不正常"]]
    found = asked(rows, [25.0, 25.0, 25.0, 35.0, 70.0])
    assert [label for label, kind in found if kind is Kind.SINGLE] == ["熄火保护 试验结果", "燃气检漏 试验结果"]
    assert {kind for label, kind in found if label.startswith(("水表", "电表"))} == {Kind.NUMBER}


def test_how_a_thing_is_to_be_does_not_name_the_cell_behind_it() -> None:
    rows = [["检验项目", "实测", "标准要求", "判定"], ["外观", "", "表面平整", "□合格 □不合格"],
            ["尺寸", "", "符合图纸", "□合格 □不合格"]]
    choices = [label for label, kind in asked(rows, [30.0, 30.0, 50.0, 60.0]) if kind is Kind.SINGLE]
    assert choices == ["外观 判定", "尺寸 判定"]


@pytest.mark.parametrize("names", [
    ("早班8:00～16:00", "中班16:00～24:00", "夜班0:00～8:00"),
    ("白班（8:00-20:00）", "夜班（20:00-次日8:00）"),
    ("早餐", "午餐", "晚餐"),
    ("上旬", "中旬", "下旬"),
    ("甲", "乙", "丙"),
])
def test_parts_of_a_day_with_their_hours_are_records(names: tuple[str, ...]) -> None:
    rows = [["班次", "运行情况", "交班人", "接班人"], *[[name, "", "", ""] for name in names]]
    (found,) = learnt(rows, [50.0, 60.0, 30.0, 30.0]).items
    assert isinstance(found, FoundTable)
    assert len(found.rows) == len(names)


@pytest.mark.parametrize("label", ["合计人民币（大写）", "合计（大写）", "合计金额（大写）"])
def test_paper_behind_the_sign_of_a_currency_is_the_sum_in_figures(label: str) -> None:
    rows = [[label, "____万____仟____佰____元", "￥"], ["付款方式", "", ""]]
    found = asked(rows, [50.0, 80.0, 40.0])
    assert ("合计金额", Kind.NUMBER) in found


def test_one_space_before_a_unit_says_that_the_paper_left_of_it_is_to_be_written_on() -> None:
    rows = [["计量", "用量", "备注"], ["水表", "　　　　m³", ""], ["电表", "　　　　kWh", ""]]
    kinds = [kind for label, kind in asked(rows, [30.0, 40.0, 40.0]) if "用量" in label]
    assert kinds == [Kind.NUMBER, Kind.NUMBER]


@pytest.mark.parametrize("names", [
    ("预先警报", "空袭警报（鸣6秒）", "解除警报"), ("主用水泵", "备用水泵"), ("东侧防火门", "西侧防火门"),
])
def test_names_of_one_kind_before_the_same_printed_questions_are_records(names: tuple[str, ...]) -> None:
    rows = [["信号", "时间", "方式", "效果"]]
    rows += [[name, "____时____分", "□遥控 □手动", "□良好 □不响"] for name in names]
    (found,) = learnt(rows, [45.0, 45.0, 45.0, 45.0]).items
    assert isinstance(found, FoundTable)
    assert len(found.rows) == len(names)


def test_names_of_one_kind_before_empty_cells_are_questions_of_their_own() -> None:
    rows = [["仪表", "上月读数", "本月读数", "用量"], ["一层水表", "", "", ""], ["食堂水表", "", "", ""]]
    assert len(asked(rows, [30.0, 40.0, 40.0, 40.0])) == 6


def test_a_list_of_which_some_names_end_alike_is_none_of_records() -> None:
    rows = [["项目", "白天", "夜间"], ["外观检查", "□好 □差", "□好 □差"], ["接线检查", "□好 □差", "□好 □差"],
            ["电压", "□高 □低", "□高 □低"]]
    assert len(asked(rows, [40.0, 50.0, 50.0])) == 6


CHECKED = ["□合格 □不合格", ""]


def parts(head: str, things: list[tuple[str, str]]) -> list[str]:
    """Return what rows of parts and things are called, a part that goes on being merged (`tests.learn.paper`)."""
    rows = [["部位", head, "检查情况", "存在问题"], *[[part, thing, *CHECKED] for part, thing in things]]
    found = asked(rows, [30.0, 60.0, 50.0, 30.0])
    return [label.removesuffix(" 检查情况") for label, kind in found if kind is Kind.SINGLE]


def test_where_most_parts_have_one_thing_only_the_part_names_what_is_looked_at_in_it() -> None:
    things = [("主体结构", "墙体、顶板无裂缝"), ("^", "地面无积水、无渗漏"), ("通风系统", "风机运转正常，滤器在位"),
              ("给排水", "水箱、阀门无锈蚀"), ("电气", "配电箱、应急照明完好")]
    assert parts("检查内容", things) == ["墙体、顶板无裂缝", "地面无积水、无渗漏", "通风系统", "给排水", "电气"]


@pytest.mark.parametrize(("head", "things"), [
    # Most parts have several: they group what is looked at.
    ("检查内容", [("本体", "外观完好无锈蚀变形"), ("^", "防雨罩、百叶完好"), ("供电", "市电接入正常"),
                  ("^", "充电器工作正常"), ("防雷", "避雷装置完好，接地可靠")]),
    # What is under the head is a thing by itself.
    ("检查项目", [("润滑", "油位在上下刻线之间"), ("^", "油窗可见油滴"), ("液压", "系统压力在规定范围"),
                  ("主轴", "低速运转十分钟无异响")]),
    # Short names say what of the part is looked at.
    ("检查内容", [("润滑", "油位"), ("^", "油窗"), ("液压", "系统压力"), ("主轴", "异响")]),
])
def test_else_a_part_of_one_thing_is_named_with_it(head: str, things: list[tuple[str, str]]) -> None:
    part, thing = things[-1]
    assert parts(head, things)[-1] == f"{part} {thing}"
