from __future__ import annotations

import pytest

from formkit.errors import InputError
from formkit.model.handbook import Field, Handbook, Kind, Option, Sheet, Side
from formkit.model.ids import FieldRef, find
from formkit.values.given import line_breaks_changed
from formkit.values.typed import from_json

OPTIONS = (Option("2", "乙"), Option("1", "甲", accepts=("7",)), Option("3", "丙"))


def ref(kind: Kind) -> FieldRef:
    field = Field("f", "栏", kind, options=OPTIONS if kind.is_choice else ())
    found = find(Handbook("h", "册", "1", ("1",), (Sheet("s", "页", "1", (Side(()),), (field,)),)), "s.f")
    assert found is not None
    return found


@pytest.mark.parametrize("kind", list(Kind))
def test_null_is_nothing_written(kind: Kind) -> None:
    assert from_json(ref(kind), None) is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.TEXT, 1),
        (Kind.TEXT, True),
        (Kind.TEXT, ["a"]),
        (Kind.TEXT, {}),
        (Kind.CODE, 12345678),
        (Kind.DATE, 2012),
        (Kind.INTEGER, "3"),
        (Kind.INTEGER, 3.0),
        (Kind.INTEGER, True),
        (Kind.NUMBER, "3"),
        (Kind.NUMBER, False),
        (Kind.SINGLE, 1),
        (Kind.SINGLE, ["1"]),
        (Kind.MULTI, "1"),
        (Kind.MULTI, [1]),
        (Kind.MULTI, {"1": 1}),
        (Kind.SIGNATURE, "张三"),
        (Kind.SIGNATURE, False),
        (Kind.SIGNATURE, 1),
    ],
)
def test_wrong_json_types_are_refused(kind: Kind, value: object) -> None:
    with pytest.raises(InputError) as caught:
        from_json(ref(kind), value)
    assert caught.value.problem.code == "V011"
    assert caught.value.problem.field == "s.f"
    assert "张三" not in str(caught.value)


@pytest.mark.parametrize(("kind", "value"), [(Kind.SINGLE, "9"), (Kind.SINGLE, " 1"), (Kind.MULTI, ["1", "9"])])
def test_unknown_codes_are_refused(kind: Kind, value: object) -> None:
    with pytest.raises(InputError) as caught:
        from_json(ref(kind), value)
    assert caught.value.problem.code == "V012"
    assert "2 乙, 1 甲, 3 丙" in str(caught.value)


def test_codes_come_in_the_order_of_the_options_and_once() -> None:
    assert from_json(ref(Kind.MULTI), ["3", "2"]) == ("2", "3")
    assert from_json(ref(Kind.MULTI), []) is None
    with pytest.raises(InputError, match="V013"):
        from_json(ref(Kind.MULTI), ["1", "7"])


def test_any_text_is_taken_as_it_is() -> None:
    assert from_json(ref(Kind.TEXT), "  张 三\r\n\t李四\r ") == "  张 三\n\t李四\n "
    assert from_json(ref(Kind.DATE), "2012-02-30") == "2012-02-30"
    assert from_json(ref(Kind.TEXT), "") is None


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_characters_that_no_document_holds_are_refused_by_name(sign: str) -> None:
    with pytest.raises(InputError) as caught:
        from_json(ref(Kind.TEXT), f"平稳{sign}")
    assert caught.value.problem.code == "V014"
    assert f"U+{ord(sign):04X}" in str(caught.value)
    str(caught.value).encode()


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 10**4000])
def test_numbers_that_cannot_be_written_are_refused(number: float) -> None:
    with pytest.raises(InputError, match="V015"):
        from_json(ref(Kind.NUMBER), number)


def test_numbers_keep_their_type() -> None:
    assert [repr(from_json(ref(Kind.NUMBER), number)) for number in (3, 3.0, -0.5)] == ["3", "3.0", "-0.5"]


@pytest.mark.parametrize("kind", list(Kind))
def test_an_empty_text_is_nothing_written_for_every_kind(kind: Kind) -> None:
    assert from_json(ref(kind), "") is None


@pytest.mark.parametrize(("text", "changed"), [("一\r\n二", True), ("一\r二", True), ("一\n二", False), ("", False)])
def test_changed_line_breaks_can_be_told(text: str, changed: bool) -> None:
    assert line_breaks_changed(text) is changed
    assert "\r" not in str(from_json(ref(Kind.TEXT), text))
