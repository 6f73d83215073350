from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from formkit.model.handbook import Field, Format, Handbook, Kind, Option, Sheet, Side
from formkit.model.ids import FieldRef, find
from formkit.model.reading import Value
from formkit.values.typed import VERBATIM, from_json, parse, show

OPTIONS = (
    Option("0", "未治"),
    Option("1", "高中/技校/中专"),
    Option("2", "良好", accepts=("9", "02")),
    Option("10", "农、林、牧业"),
    Option("12", "其他", text_field="other"),
    Option("a", "1"),
)
WRITABLE = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff")
    | st.sampled_from(" \n\t　" + VERBATIM),
    max_size=30,
) | st.text(st.sampled_from("0123456789-年月日/.X x张三　" + VERBATIM), max_size=14)


def field(kind: Kind, fmt: Format | None = None, **more: object) -> Field:
    options = OPTIONS if kind.is_choice else ()
    return Field("value", "栏目", kind, format=fmt, options=options, **more)  # type: ignore[arg-type]


def ref_of(one: Field) -> FieldRef:
    sheet = Sheet("cover", "封面", "2011", (Side(()),), (one,))
    ref = find(Handbook("probe", "试", "2011", ("2011",), (sheet,)), "cover.value")
    assert ref is not None
    return ref


def assert_comes_back(one: Field, value: Value) -> None:
    given_value = from_json(ref_of(one), list(value) if isinstance(value, tuple) else value)
    read = parse(one, show(one, given_value))
    assert read.value == given_value
    assert type(read.value) is type(given_value)
    assert not read.doubtful
    assert not read.problems


@given(WRITABLE, st.sampled_from([None, *Format]), st.booleans())
@example("张 三", Format.NAME, False)
@example("+86 138-0013-8000", Format.PHONE, False)
def test_any_text_of_any_format_comes_back(text: str, fmt: Format | None, multiline: bool) -> None:
    assert_comes_back(field(Kind.TEXT, fmt, multiline=multiline), text)


@given(WRITABLE, st.sampled_from(["", "-", "0123456789ABCx"]))
@example("101-00023", "")
def test_any_text_in_a_code_comes_back(text: str, alphabet: str) -> None:
    assert_comes_back(field(Kind.CODE, alphabet=alphabet or None, separators=((3, "-"),)), text)


@given(WRITABLE | st.dates().map(str) | st.dates().map(lambda day: f"--{day:%m-%d}"))
@example("2012-02-30")
@example("2012年3月5日")
@example("98-3-5")
def test_any_text_in_a_date_comes_back(text: str) -> None:
    assert_comes_back(field(Kind.DATE), text)


@given(st.integers())
@example(10**4000 - 1)
@example(1 - 10**4000)
def test_any_whole_number_comes_back_as_a_whole_number(number: int) -> None:
    assert_comes_back(field(Kind.INTEGER, unit="次"), number)
    assert_comes_back(field(Kind.NUMBER, unit="元"), number)


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(1e22)
@example(3.0)
def test_any_number_comes_back_with_its_type(number: float) -> None:
    assert_comes_back(field(Kind.NUMBER, unit="元/月"), number)


@given(st.sampled_from([option.code for option in OPTIONS]))
def test_any_option_comes_back(code: str) -> None:
    assert_comes_back(field(Kind.SINGLE), code)


@given(st.sets(st.sampled_from([option.code for option in OPTIONS])))
def test_any_set_of_options_comes_back_in_the_order_of_the_options(codes: set[str]) -> None:
    assert_comes_back(field(Kind.MULTI), tuple(codes))


def test_codes_that_hold_the_separator_come_back() -> None:
    odd = Field("v", "栏", Kind.MULTI, options=(Option("1", "甲"), Option("1/2", "乙"), Option("2", "丙")))
    for value in (("1", "2"), ("1/2",), ("1", "1/2"), ("1", "1/2", "2")):
        assert parse(odd, show(odd, value)).value == value


@given(WRITABLE)
def test_text_that_a_person_left_in_a_signature_comes_back_once_stored(text: str) -> None:
    one = field(Kind.SIGNATURE)
    assert parse(one, show(one, text)).value == (text or None)


def test_a_signature_comes_back() -> None:
    assert_comes_back(field(Kind.SIGNATURE), True)
    assert show(field(Kind.SIGNATURE), True) == "已签"


@given(st.sampled_from(list(Kind)), WRITABLE)
def test_reading_never_fails_and_what_it_gives_is_stable(kind: Kind, text: str) -> None:
    one = field(kind)
    first = parse(one, text)
    assert parse(one, show(one, first.value)).value == first.value
