from __future__ import annotations

import pytest

from formkit.model.handbook import Field, Format, Kind, Option, Precision
from formkit.values.typed import VERBATIM, parse, show

GRADES = Field(
    "sleep",
    "睡眠情况",
    Kind.SINGLE,
    options=(Option("1", "良好"), Option("2", "一般"), Option("3", "较差", accepts=("9",))),
)
SCHOOL = Field(
    "education",
    "文化程度",
    Kind.MULTI,
    options=(
        Option("1", "文盲及半文盲"),
        Option("4", "高中/技校/中专"),
        Option("5", "农、林、牧业"),
        Option("12", "其他"),
    ),
)
DATE = Field("d", "日期", Kind.DATE)
MONTH = Field("m", "出生年月", Kind.DATE, precision=Precision.MONTH, min_precision=Precision.MONTH)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2012年3月5日", "2012-03-05"),
        ("2012 年 3 月 5 日", "2012-03-05"),
        ("２０１２年０３月０５日", "2012-03-05"),
        ("2012年3月5号", "2012-03-05"),
        ("2012-3-5", "2012-03-05"),
        ("2012.3.5", "2012-03-05"),
        ("2012/3/5", "2012-03-05"),
        ("2012．3．5", "2012-03-05"),
        ("2012—3—5", "2012-03-05"),
        ("20120305", "2012-03-05"),
        ("2012-03-05 00:00:00", "2012-03-05"),
        ("2012-03-05T00:00:00", "2012-03-05"),
        ("二〇一二年三月", "2012-03"),
        ("二零一二年十二月三十一日", "2012-12-31"),
        ("二○一二年十月二十日", "2012-10-20"),
        ("2012年3月廿五日", "2012-03-25"),
        ("2012年3月", "2012-03"),
        ("2012.3", "2012-03"),
        ("2012年", "2012"),
        ("2012年度", "2012"),
        ("2012", "2012"),
        ("2012年__月__日", "2012"),
        ("2012年3月 日", "2012-03"),
        ("3月5日", "--03-05"),
        ("  年3月5日", "--03-05"),
        ("--03-05", "--03-05"),
        ("2012-02-29", "2012-02-29"),
    ],
)
def test_date_spellings_become_iso(text: str, value: str) -> None:
    read = parse(DATE, text)
    assert (read.value, read.doubtful, read.problems) == (value, False, ())


@pytest.mark.parametrize(
    ("text", "value"), [("98.3.5", "1998-03-05"), ("12年3月5日", "2012-03-05"), ("3-5", "--03-05")]
)
def test_dates_that_may_be_read_otherwise_are_doubtful(text: str, value: str) -> None:
    read = parse(DATE, text, field_id="basic.d")
    assert (read.value, read.doubtful) == (value, True)
    assert [(each.code, each.field) for each in read.problems] == [("V005", "basic.d")]


@pytest.mark.parametrize(
    "text", ["2012年2月30日", "2011-02-29", "去年春天", "5/3/2012", "2012-13-01", "99999999", "三十月"]
)
def test_what_is_no_date_stays_as_it_was_typed(text: str) -> None:
    read = parse(DATE, text)
    assert (read.value, read.raw, read.doubtful) == (text, text, True)
    assert [each.code for each in read.problems] == ["V002"]


def test_six_digits_are_a_month_only_where_months_are_asked_for() -> None:
    assert (parse(MONTH, "195003").value, parse(MONTH, "195003").doubtful) == ("1950-03", False)
    assert parse(DATE, "195003").doubtful


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "\n", "\u200b", VERBATIM])
@pytest.mark.parametrize("kind", list(Kind))
def test_blanks_are_nothing(kind: Kind, text: str) -> None:
    assert parse(Field("f", "栏", kind, options=GRADES.options), text).value is None


def test_the_printed_signs_of_an_empty_date_are_nothing() -> None:
    for text in ("年 月 日", "____年__月__日", "  -  -  "):
        assert (parse(DATE, text).value, parse(DATE, text).doubtful) == (None, False)


@pytest.mark.parametrize(
    "text",
    ["1", "１", "良好", " 良 好 ", "1 良好", "1.良好", "1、良好", "①", "① 良好", "(1)", "（1）良好", "01", "1：良好"],
)
def test_one_option_by_code_label_or_both(text: str) -> None:
    assert (parse(GRADES, text).value, parse(GRADES, text).doubtful) == ("1", False)


def test_a_code_of_the_same_edition_is_brought_to_ours() -> None:
    assert parse(GRADES, "9").value == "3"


@pytest.mark.parametrize("text", ["4", "1 较差", "良", "1/2", "12", "?"])
def test_what_is_no_option_stays_as_it_was_typed(text: str) -> None:
    read = parse(GRADES, text)
    assert (read.value, read.doubtful) == (text, True)
    assert [each.code for each in read.problems] == ["V006"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/4", ("1", "4")),
        ("4、1", ("1", "4")),
        ("12，4；1", ("1", "4", "12")),
        ("1 4 12", ("1", "4", "12")),
        ("①/④", ("1", "4")),
        ("高中/技校/中专", ("4",)),
        ("农、林、牧业、高中/技校/中专", ("4", "5")),
        ("1 文盲及半文盲、12 其他", ("1", "12")),
        ("/1//4/", ("1", "4")),
    ],
)
def test_several_options_in_the_order_of_the_options(text: str, value: tuple[str, ...]) -> None:
    assert (parse(SCHOOL, text).value, parse(SCHOOL, text).doubtful) == (value, False)


def test_codes_written_together_are_parted_where_each_has_one_sign() -> None:
    many = Field("f", "栏", Kind.MULTI, options=tuple(Option(str(code), f"第{code}") for code in range(1, 7)))
    assert parse(many, "135").value == ("1", "3", "5")
    assert parse(SCHOOL, "14").doubtful


def test_an_option_that_stands_twice_is_kept_once_and_told() -> None:
    read = parse(SCHOOL, "1/1/4")
    assert (read.value, read.doubtful) == (("1", "4"), True)
    assert [each.code for each in read.problems] == ["V008"]


def test_a_list_with_an_unknown_code_stays_as_it_was_typed() -> None:
    assert parse(SCHOOL, "1/7").value == "1/7"
    assert parse(SCHOOL, "1/7").problems[0].code == "V007"


@pytest.mark.parametrize(
    ("text", "name"),
    [("张 三", "张三"), ("张　三", "张三"), (" 欧阳 小 明", "欧阳小明"), ("阿卜杜 热合曼", "阿卜杜 热合曼")],
)
def test_blanks_in_short_chinese_names_are_closed(text: str, name: str) -> None:
    assert parse(Field("n", "姓名", Kind.TEXT, Format.NAME), text).value == name


def test_a_name_that_a_program_filled_keeps_its_blank() -> None:
    name = Field("n", "姓名", Kind.TEXT, Format.NAME)
    assert show(name, "张 三") == VERBATIM + "张 三"
    assert show(name, "张三") == "张三"
    assert parse(name, VERBATIM + "张 三").value == "张 三"
    assert parse(name, VERBATIM + "张 三").raw == "张 三"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("11010519491231002x", "11010519491231002X"),
        ("110105 19491231 002X", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
    ],
)
def test_id_numbers_are_brought_to_plain_capitals(text: str, value: str) -> None:
    assert parse(Field("i", "身份证号", Kind.TEXT, Format.ID_NUMBER), text).value == value


def test_printed_separators_are_no_part_of_a_code() -> None:
    archive = Field("a", "编号", Kind.CODE, Format.ARCHIVE_NO, length=8, separators=((3, "-"),))
    for text in ("101-00023", "101－00023", "101 00023", "10100023"):
        assert parse(archive, text).value == "10100023"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("3", "", 3),
        ("３", "", 3),
        ("3次", "次", 3),
        ("3 次", "", 3),
        ("3.0", "", 3),
        ("-2", "", -2),
        ("1,200", "", 1200),
    ],
)
def test_whole_numbers(text: str, unit: str, value: int) -> None:
    read = parse(Field("c", "次数", Kind.INTEGER, unit=unit), text).value
    assert (read, type(read)) == (value, int)


@pytest.mark.parametrize("text", ["3.5", "三", "3月", "1,5", "9" * 5000, "1e400"])
def test_what_is_no_whole_number_stays_as_it_was_typed(text: str) -> None:
    read = parse(Field("c", "次数", Kind.INTEGER), text)
    assert (read.value, read.doubtful, read.problems[0].code) == (text, True, "V003")


def test_numbers_keep_their_type() -> None:
    dose = Field("dose", "剂量", Kind.NUMBER, unit="mg")
    assert [repr(parse(dose, text).value) for text in ("25", "25mg", "2.50 mg", "25.0")] == ["25", "25", "2.5", "25.0"]


def test_any_name_signs_and_a_refusal_does_not() -> None:
    signature = Field("s", "签字", Kind.SIGNATURE)
    assert [parse(signature, text).value for text in ("已签", "李明", "√", "未签", "×")] == [
        True,
        True,
        True,
        None,
        None,
    ]


def test_characters_that_no_document_holds_are_left_out_and_told() -> None:
    read = parse(Field("t", "备注", Kind.TEXT), "平\x00稳\ud800")
    assert (read.value, read.raw) == ("平稳", "平稳")
    assert [each.code for each in read.problems] == ["V001"]


def test_line_ends_stay_only_where_there_are_several_lines() -> None:
    assert parse(Field("t", "备注", Kind.TEXT, multiline=True), "一\r\n二\r三\n").value == "一\n二\n三"
    assert parse(Field("t", "备注", Kind.TEXT), "一\r\n二").value == "一 二"


def test_a_problem_names_label_and_full_id_and_not_what_was_written() -> None:
    told = str(parse(DATE, "张三的生日", field_id="basic.d").problems[0])
    assert "日期" in told
    assert "basic.d" in told
    assert "张三" not in told


MANY = Field("m", "症状", Kind.MULTI, options=tuple(Option(str(n), f"症状{n}") for n in range(1, 21)))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("①②", ("1", "2")), ("①、②", ("1", "2")), ("⑫", ("12",)), ("⑳", ("20",)), ("⑴⑵", ("1", "2")),
        ("⒈⒉", ("1", "2")), ("❶❷", ("1", "2")), ("➊➋", ("1", "2")), ("⓫①", ("1", "11")), ("㊀㊁", ("1", "2")),
        ("1\u20dd2\u20dd", ("1", "2")), ("1\u20dd", ("1",)), ("1②", ("1", "2")), ("②1", ("1", "2")), ("12", ("12",)),
    ],
)
def test_a_number_in_one_sign_is_an_item_by_itself(text: str, codes: tuple[str, ...]) -> None:
    read = parse(MANY, text)
    assert (read.value, read.doubtful) == (codes, False)


@pytest.mark.parametrize("text", ["①②", "⑴⑵", "❶❷", "1②", "1\u20dd2\u20dd"])
def test_two_numbers_in_signs_are_never_the_option_that_their_digits_spell(text: str) -> None:
    single = Field("s", "症状", Kind.SINGLE, options=MANY.options)
    read = parse(single, text)
    assert (read.value, [each.code for each in read.problems]) == (text, ["V006"])


@pytest.mark.parametrize(("text", "value"), [("⑫", "12"), ("❶", "1"), ("①症状1", "1"), ("⒈", "1"), ("1\u20dd", "1")])
def test_one_number_in_a_sign_is_an_option(text: str, value: str) -> None:
    assert parse(Field("s", "症状", Kind.SINGLE, options=MANY.options), text).value == value


@pytest.mark.parametrize("text", ["①②", "10²"])
def test_numbers_side_by_side_are_no_number(text: str) -> None:
    assert [each.code for each in parse(Field("n", "次数", Kind.INTEGER), text).problems] == ["V003"]


def test_a_unit_with_a_raised_digit_does_not_spoil_the_number() -> None:
    assert parse(Field("n", "面积", Kind.NUMBER, unit="m²"), "30m²").value == 30
    assert parse(Field("n", "次数", Kind.INTEGER), "③").value == 3


def test_a_filled_date_finer_than_its_field_says_that_it_stands() -> None:
    assert show(MONTH, "2012-03-05") == VERBATIM + "2012-03-05"
    assert show(MONTH, "2012-03") == "2012-03"
    assert parse(MONTH, show(MONTH, "2012-03-05")).value == "2012-03-05"
