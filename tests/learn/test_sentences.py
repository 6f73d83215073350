"""Blanks in sentences, times, codes and choices in running text that were not read at first sight."""

from __future__ import annotations

import pytest

from formkit.geometry import Box
from formkit.learn.analyse import analyse
from formkit.learn.circled import circled
from formkit.learn.found import Found
from formkit.learn.lines import running
from formkit.learn.reading import answers
from formkit.model.handbook import Format, Kind, Mark, Precision
from tests.learn.paper import ROOM, line, page, signs


def read(text: str, *, cell: bool = False) -> list[Found]:
    return answers(line(text), cell=cell)


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("查出问题____项，其中当场整改____项。", "当场整改项数", Kind.INTEGER),
        ("每月应付服务费人民币____元", "每月应付服务费", Kind.NUMBER),
        ("服务时间不变，由护理员____负责", "护理员", Kind.TEXT),
        ("因故暂停的，应提前____天通知对方", "提前天数", Kind.INTEGER),
        ("请于____年__月__日前整改完毕，并报告我办。", "整改期限", Kind.DATE),
    ],
)
def test_a_blank_in_a_sentence_is_named_without_the_words_that_join_it(text: str, label: str, kind: Kind) -> None:
    found = read(text)[-1]
    assert (found.label, found.kind) == (label, kind)


def test_a_term_between_two_days_is_named_from_and_to() -> None:
    found = read("甲方自____年__月__日起至____年__月__日止提供服务。")
    assert [each.label for each in found] == ["期限 起", "期限 止"]


def test_hour_and_minute_are_one_time_with_two_places() -> None:
    (found,) = read("开始时间：____时____分")
    assert (found.label, found.kind, found.format) == ("开始时间", Kind.TEXT, Format.TIME)
    assert [name for name, _ in found.parts] == ["hour", "minute"]


def test_a_time_behind_a_day_is_named_by_what_happens_then() -> None:
    day, time = read("检查时间：____年__月__日__时__分到达")
    assert (day.label, day.kind) == ("检查时间", Kind.DATE)
    assert (time.label, time.format) == ("到达时间", Format.TIME)


def test_two_times_that_one_goes_on_to_are_from_and_to() -> None:
    assert [found.label for found in read("上门时间为__时__分至__时__分。")] == ["上门时间 起", "上门时间 止"]


def test_blanks_with_a_dash_between_them_are_one_code() -> None:
    (found,) = read("报告编号：NC-20____-____")
    assert (found.label, found.kind, found.preprinted) == ("报告编号", Kind.CODE, "NC-20")


def test_letters_behind_a_dash_belong_to_the_boxes_of_a_code() -> None:
    (found,) = read("协议编号：CM□□-X□□")
    assert (found.kind, len(found.cells), found.separators) == (Kind.CODE, 4, ((2, "-X"),))


def test_eight_boxes_behind_the_word_for_a_day_are_a_date() -> None:
    (found,) = read("出生日期：□□□□ □□ □□", cell=True)
    assert (found.kind, found.precision) == (Kind.DATE, Precision.DAY)
    assert [name for name, _ in found.parts] == ["year", "month", "day"]


def test_the_year_behind_an_option_is_no_number_of_years() -> None:
    choice, day = read("以前享受：□否 □是，____年__月", cell=True)
    assert [option.label for option in choice.options] == ["否", "是"]
    assert (day.kind, day.precision) == (Kind.DATE, Precision.MONTH)


def test_a_sum_behind_an_option_is_named_as_a_sum() -> None:
    found = read("审批意见：□同意，补贴____元 □不同意", cell=True)[1]
    assert (found.label, found.unit) == ("审批意见 补贴金额", "元")


def test_a_sum_in_figures_is_named_by_the_one_in_words() -> None:
    words, figures = read("现金（大写）：____　　￥____", cell=True)
    assert (words.label, words.kind) == ("现金（大写）", Kind.TEXT)
    assert (figures.label, figures.kind) == ("现金（小写）", Kind.NUMBER)


def test_an_option_ends_with_its_sentence_and_keeps_its_comma() -> None:
    (found,) = read("结论：□有效，关闭 □无效，重新开具。以上属实")
    assert [option.label for option in found.options] == ["有效，关闭", "无效，重新开具"]


@pytest.mark.parametrize(("text", "label", "listed"), [
    ("类型：体系性、实施性、效果性（圈选）", "类型", ["体系性", "实施性", "效果性"]),
    ("补贴比例：50%　80%　100%（在相应比例上画“○”）", "补贴比例", ["50%", "80%", "100%"]),
    ("满意 5　4　3　2　1 不满意（圈选）", "", ["5", "4", "3", "2", "1"]),
    ("20__年第（一、二、三、四）季度", "季度", ["一", "二", "三", "四"]),
])
def test_a_list_that_is_said_to_be_one_is_circled(text: str, label: str, listed: list[str]) -> None:
    found = read(text, cell=True)[-1]
    assert (found.label, found.mark) == (label, Mark.CIRCLE)
    assert [option.label for option in found.options] == listed


def test_the_heading_of_a_part_is_no_list_though_it_says_how_to_mark() -> None:
    assert read("一、保养项目（在相应栏内打√）") == []


def test_a_sentence_that_runs_over_the_end_of_its_line_is_read_as_one() -> None:
    text = "　" * 20 + "甲乙双方约定服务期限自____年__月__日起至"
    wide = signs(text[-42:], 10.0, 40.0) + signs("____年__月__日止。", 10.0, 46.0)
    right = max(glyph.box.x1 for glyph in wide)
    found = analyse([page([*wide, *signs("终", right - 4.0, 80.0)])]).items
    assert [item.label for item in found][-1].endswith("止")


def test_a_person_who_is_followed_by_a_bare_day_signs() -> None:
    person, day = read("验证人：____　____年__月__日", cell=True)
    assert (person.kind, day.kind) == (Kind.SIGNATURE, Kind.DATE)


def test_a_list_within_one_bracket_with_how_to_mark_it_is_circled() -> None:
    (found,) = read("事故类别（一般、较大、重大，圈选）", cell=True)
    assert (found.label, found.mark) == ("事故类别", Mark.CIRCLE)
    assert [option.label for option in found.options] == ["一般", "较大", "重大"]


def test_single_signs_with_slashes_are_options_where_they_are_a_rank() -> None:
    (found,) = read("班次：早/中/晚")
    assert [option.label for option in found.options] == ["早", "中", "晚"]


def test_what_is_said_of_several_options_may_stand_behind_them() -> None:
    (found,) = read("致困原因：□疾病 □残疾 □失业（可多选）")
    assert found.kind is Kind.MULTI
    assert [option.label for option in found.options] == ["疾病", "残疾", "失业"]


def test_how_long_something_lasts_is_named_by_the_words_before_the_blank() -> None:
    assert read("是否停炉：□是，停炉____小时 □否")[1].label == "是否停炉 停炉小时数"


def test_digits_of_a_telephone_have_boxes() -> None:
    (found,) = read("手机号码：□□□□□□□□□□□")
    assert (found.kind, found.format, len(found.cells)) == (Kind.TEXT, Format.PHONE, 11)


def test_a_list_may_stand_behind_how_to_mark_it() -> None:
    (found,) = read("本次表现（圈选）：优秀 良好 一般 差")
    assert [option.label for option in found.options] == ["优秀", "良好", "一般", "差"]


def test_the_day_behind_one_who_signs_for_what_he_does_is_that_of_doing_it() -> None:
    assert [found.label for found in read("申请人签名：____　____年__月__日")] == ["申请人签名", "申请日期"]


def test_a_month_at_the_head_of_its_cell_has_paper_before_it() -> None:
    (found,) = answers(running(signs("月　　日", 30.0), [], ROOM), cell=True)
    assert [name for name, _ in found.parts] == ["month", "day"]


def test_the_blank_behind_a_choice_of_several_is_no_words_of_its_last_option() -> None:
    choice, plate = read("□火车 □自驾（可多选） 自驾车牌号：____", cell=True)
    assert (choice.kind, choice.options[-1].text) == (Kind.MULTI, None)
    assert (plate.label, plate.kind) == ("自驾车牌号", Kind.CODE)


def test_a_rank_is_read_sign_by_sign_though_a_scan_lost_some_white_paper() -> None:
    found = circled(line("一二 三 四 级"), must_know=False)
    assert found is not None
    assert [option.label for option in found.options] == ["一", "二", "三", "四"]


@pytest.mark.parametrize("text", ["上门时间：____:____至____:____", "上门时间：____：____-____：____"])
def test_hour_and_minute_may_have_a_colon_between_them(text: str) -> None:
    found = read(text, cell=True)
    assert [(each.label, each.format) for each in found] == [
        ("上门时间 起", Format.TIME), ("上门时间 止", Format.TIME)]


def test_the_colon_of_a_label_and_that_of_a_ratio_make_no_time() -> None:
    assert [each.format for each in read("配比：____:____")] != [Format.TIME]
    assert [each.label for each in read("姓名：____　电话：____")] == ["姓名", "电话"]


@pytest.mark.parametrize("listed", ["上午/下午/晚间", "（上午/下午）", "上午、下午"])
def test_parts_of_the_day_behind_a_day_are_circled(listed: str) -> None:
    day, part = read(f"____年__月__日 {listed}", cell=True)
    assert (day.kind, part.mark, part.label) == (Kind.DATE, Mark.CIRCLE, "时段")


def test_words_before_a_blank_behind_the_last_option_name_the_blank() -> None:
    found = read("可靠接地：（ ）是（ ）否 电源电压____V 水压____MPa", cell=True)
    assert [option.label for option in found[0].options] == ["是", "否"]
    assert [(each.label, each.unit) for each in found[1:]] == [("电源电压", "V"), ("水压", "MPa")]


@pytest.mark.parametrize(("text", "kind"), [
    ("□有效 □无效，重新开单，编号：____", Kind.CODE), ("□否 □是，联系电话：____", Kind.TEXT),
    ("□否 □是，金额：____", Kind.NUMBER), ("□合格 □其他____", Kind.TEXT),
])
def test_the_blank_of_an_option_is_of_the_kind_that_its_words_say(text: str, kind: Kind) -> None:
    assert read(text, cell=True)[-1].kind is kind


@pytest.mark.parametrize(("text", "label", "kind"), [
    ("No.____", "编号", Kind.CODE), ("№：____", "编号", Kind.CODE), ("容量：____kVA", "容量", Kind.NUMBER),
    ("运行时间：____h", "运行时间", Kind.NUMBER), ("合计金额（大写）：____", "合计金额（大写）", Kind.TEXT),
    ("日用电量：____kWh", "日用电量", Kind.NUMBER), ("排量：____m³/h", "排量", Kind.NUMBER),
])
def test_signs_for_numbers_and_units_of_all_trades_are_known(text: str, label: str, kind: Kind) -> None:
    (found,) = read(text, cell=True)
    assert (found.label, found.kind) == (label, kind)


@pytest.mark.parametrize("heading", [
    "原因分析（可采用5WHY、鱼骨图等方法，可附页）：", "整改措施（须注明责任人、完成时限）：",
    "事件经过（包括时间、地点、人物）：",
])
def test_a_heading_with_an_aside_is_named_without_it(heading: str) -> None:
    room = Box(10.0, 10.0, 190.0, 60.0)
    (found,) = answers(line(heading, room), cell=True)
    assert found.label == heading.split("（")[0]


def test_white_paper_before_a_unit_that_stands_alone_in_its_cell_is_written_on() -> None:
    room = Box(10.0, 10.0, 60.0, 18.0)
    (found,) = answers(running(signs("年", 50.0, 12.0), [], room), cell=True)
    assert (found.unit, found.box.x0, found.box.x1) == ("年", 10.0, 50.0)
    assert answers(running(signs("台", 33.0, 12.0), [], room), cell=True) == []


def test_a_typed_space_parts_two_blanks() -> None:
    assert [each.kind for each in read("用户签字：____ ____年__月__日", cell=True)] == [Kind.SIGNATURE, Kind.DATE]


def test_a_sum_in_words_is_one_text_over_its_ranks() -> None:
    words, figures = read("申请补助金额：人民币（大写）__万__仟__佰__拾__元整，（小写）￥____")
    assert (words.label, words.kind, len(words.lines)) == ("申请补助金额（大写）", Kind.TEXT, 5)
    assert (figures.label, figures.kind) == ("申请补助金额（小写）", Kind.NUMBER)


@pytest.mark.parametrize(("text", "label", "kind"), [
    ("____（单位名称）自愿参加投标", "单位名称", Kind.TEXT),
    ("使用单位：____（盖章）", "使用单位", Kind.SIGNATURE),
    ("经办人：____（签字）", "经办人", Kind.SIGNATURE),
    ("出租方（以下简称甲方）：____", "出租方（以下简称甲方）", Kind.TEXT),
])
def test_a_bracket_behind_a_blank_says_what_it_is_where_nothing_before_it_does(
    text: str, label: str, kind: Kind,
) -> None:
    (found,) = read(text, cell=True)
    assert (found.label, found.kind) == (label, kind)


@pytest.mark.parametrize(("text", "listed"), [
    ("血型：A　B　AB　O　　身份证号：□□□□□□", ["A", "B", "AB", "O"]),
    ("意见：同意入场　不同意入场", ["同意入场", "不同意入场"]),
    ("性质：新建　改建　扩建　　地址：____", ["新建", "改建", "扩建"]),
])
def test_words_with_white_paper_between_them_are_circled_where_they_go_together(text: str, listed: list[str]) -> None:
    found = read(text)[0]
    assert (found.mark, [option.label for option in found.options]) == (Mark.CIRCLE, listed)


def test_a_line_that_broke_within_a_bracket_or_a_word_is_read_as_one() -> None:
    assert read("□认证 □其他（请注\n明）____", cell=True)[0].options[-1].label == "其他（请注明）"
    assert [each.label for each in read("姓名：____ 联系电\n话：____", cell=True)] == ["姓名", "联系电话"]


@pytest.mark.parametrize(("text", "label"), [
    ("请于____年__月__日前书面回复整改情况", "回复期限"), ("其余应于____年__月__日前完成整改。", "整改期限"),
    ("自____年__月__日__时__分至____年__月__日__时__分止", "期限 起"), ("企业成立于____年", "企业成立年份"),
])
def test_days_in_sentences_are_named_by_what_they_are_for(text: str, label: str) -> None:
    assert read(text)[0].label == label


def test_a_unit_between_two_numbers_is_of_both() -> None:
    assert [(each.kind, each.unit) for each in read("适宜温度：____~____℃")] == [(Kind.NUMBER, "℃")] * 2


def test_where_one_goes_from_and_to_are_places() -> None:
    assert [each.label for each in read("从____到____", cell=True)] == ["出发地", "目的地"]


def test_blanks_of_an_address_are_named_by_words_with_others_in_brackets() -> None:
    found = read("户籍地址：____省（自治区、直辖市）____市（地、州、盟）____县（市、区、旗）")
    named = [each.label.removeprefix("户籍地址 ") for each in found]
    assert named == ["省（自治区、直辖市）", "市（地、州、盟）", "县（市、区、旗）"]


def test_what_is_asked_for_with_an_option_does_not_part_the_choice() -> None:
    choice, day = read("处理结果：○已修复 ○待修复，预计修复日期：____年__月__日　○停用", cell=True)
    assert [option.label for option in choice.options] == ["已修复", "待修复", "停用"]
    assert (day.label, day.kind) == ("预计修复日期", Kind.DATE)


def test_numbers_that_begin_the_words_of_an_option_are_no_codes() -> None:
    (found,) = read("年龄：□60～69岁 □70～79岁 □90岁及以上", cell=True)
    assert [option.label for option in found.options] == ["60～69岁", "70～79岁", "90岁及以上"]


def test_lettered_options_may_begin_with_numbers() -> None:
    (found,) = read("愿意支付的费用是（　）\nA.100元以下　　B.100～300元　　C.300元以上")
    assert [(option.code, option.label) for option in found.options] == [
        ("A", "100元以下"), ("B", "100～300元"), ("C", "300元以上")]


@pytest.mark.parametrize(("text", "unit", "kind"), [
    ("主食____克/天", "克/天", Kind.NUMBER), ("用水量____m³/h", "m³/h", Kind.NUMBER),
    ("吸烟____支/天", "支/天", Kind.INTEGER),
])
def test_units_may_be_counted_by_something(text: str, unit: str, kind: Kind) -> None:
    (found,) = read(text, cell=True)
    assert (found.unit, found.kind) == (unit, kind)


def test_a_person_whose_telephone_is_asked_for_is_named_and_does_not_sign() -> None:
    assert [found.kind for found in read("经办人：____　　联系电话：____", cell=True)] == [Kind.TEXT, Kind.TEXT]
    assert read("经办人签字：____　　联系电话：____", cell=True)[0].kind is Kind.SIGNATURE


@pytest.mark.parametrize("text", [
    "玩具□已做□未做 餐具□已做□未做 空气□已做□未做", "甲□是 □否 乙□是 □否", "甲：□是 □否 乙：□是 □否",
])
def test_options_that_begin_again_are_those_of_the_next_choice(text: str) -> None:
    found = read(text, cell=True)
    assert len({tuple(option.label for option in choice.options) for choice in found}) == 1
    assert [choice.label for choice in found] in (["玩具", "餐具", "空气"], ["甲", "乙"])


def test_an_option_that_begins_as_the_first_goes_on() -> None:
    (found,) = read("来源：□资助 □自费 □资助与自费结合", cell=True)
    assert len(found.options) == 3


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("经审批，符合条件，同意自____年____月起，每月发放高龄津贴____元。", "起始年月"),
        ("批准从____年____月起享受待遇", "起始年月"),
        ("同意补贴自____年__月__日起发放", "补贴起始日期"),
        ("经研究，决定于____年__月起停发", "起始年月"),
    ],
)
def test_from_when_on_something_is_granted_is_named_so(text: str, label: str) -> None:
    assert read(text)[0].label == label


@pytest.mark.parametrize("between", ["：建立档案，提供健康教育。", "（含税）。", "，每月一次；"])
def test_options_that_begin_lines_with_sentences_about_them_are_one_choice(between: str) -> None:
    found = read(f"服务方式（选一项）：\n（　）基础服务包{between}\n（　）个性服务包{between}")
    assert [[option.label[:5] for option in each.options] for each in found] == [["基础服务包", "个性服务包"]]


def test_a_day_in_running_text_always_has_a_name() -> None:
    assert [each.label for each in read("　　年　　月　　日　　　　　　　　　　年　　月　　日")] == ["日期", "日期"]


def test_the_heading_of_a_part_is_no_choice_though_it_says_how_to_mark() -> None:
    assert read("第一部分　学员评价（请在相应分值上划“○”）") == []


def choices(text: str) -> list[tuple[str, list[str]]]:
    found = answers(line(text, Box(10.0, 10.0, 400.0, 200.0)), cell=False)
    return [(each.label, [option.label for option in each.options]) for each in found if each.options]


def test_a_choice_ends_with_the_bracket_that_it_stands_in() -> None:
    assert choices("声明价值____元（□已保价 □未保价），运输方式为□公路 □铁路") == [
        ("是否保价", ["已保价", "未保价"]), ("运输方式", ["公路", "铁路"]),
    ]
    assert choices("危险行为□轻度滋事 □肇事") == [("危险行为", ["轻度滋事", "肇事"])]
    assert choices("困难（□有 □无）") == [("困难", ["有", "无"])]
    assert choices("类型：□低保户（全额） □特困户") == [("类型", ["低保户（全额）", "特困户"])]


def test_what_was_done_or_not_names_a_choice_that_has_no_name_only() -> None:
    assert choices("保价情况：□已保价 □未保价") == [("保价情况", ["已保价", "未保价"])]
    assert choices("□已保价 □未付款")[0][0] == ""


def test_a_star_behind_a_name_is_none_of_an_option() -> None:
    assert choices("户别*：□城镇 □农村 病人属于*：□本县 □外省") == [
        ("户别", ["城镇", "农村"]), ("病人属于", ["本县", "外省"]),
    ]


@pytest.mark.parametrize(("text", "label"), [
    ("本单位（本人）于____年__月__日委托贵公司承运货物", "委托日期"),
    ("运输方式为□公路 □铁路，于____年__月__日签收。", "签收日期"),
])
def test_a_day_in_a_claim_is_that_of_what_was_done_on_it(text: str, label: str) -> None:
    assert [found.label for found in answers(line(text), cell=False) if found.kind is Kind.DATE] == [label]


@pytest.mark.parametrize(("text", "labels"), [
    ("自____运至____，共____件", ["出发地", "目的地", "件数"]), ("从____开往____", ["出发地", "目的地"]),
    ("名称____送至____", ["名称", "送至"]),
])
def test_what_is_carried_goes_from_one_place_to_another(text: str, labels: list[str]) -> None:
    assert [found.label for found in answers(line(text), cell=False)] == labels


@pytest.mark.parametrize(("text", "label"), [
    ("申请人（单位）：____（□托运人 □收货人）", "申请人身份"),
    ("代办人姓名：____（□家属 □邻居）", "代办人身份"),
    ("申请人：____（□男 □女）", ""), ("申请金额：____元（□现金 □转账）", ""),
])
def test_a_choice_behind_a_person_says_who_that_is(text: str, label: str) -> None:
    assert choices(text)[0][0] == label


def test_an_address_goes_on_in_the_next_line() -> None:
    text = "现住址：____省____市____县（区）____乡（镇、街道）\n____村（居）____（门牌号）"
    names = [found.label for found in answers(line(text), cell=False)]
    assert names[3:5] == ["现住址 乡（镇、街道）", "现住址 村（居）"]


def test_letters_parted_from_the_words_that_they_are_codes_of_are_no_options() -> None:
    assert choices("等级：A 严重 B 一般 C 轻微（圈选）")[0][1] == ["严重", "一般", "轻微"]
    assert choices("血型：A B AB O（圈选）")[0][1] == ["A", "B", "AB", "O"]
    assert choices("等级：A B C D（圈选）")[0][1] == ["A", "B", "C", "D"]
    assert choices("型号：甲型 A 乙型 B（圈选）")[0][1] == ["甲型", "A", "乙型", "B"]
