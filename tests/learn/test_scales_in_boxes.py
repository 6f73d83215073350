"""Numbers, ringed numbers and stars that are options by themselves, and what is told of options behind them."""

from __future__ import annotations

import pytest

from formkit.learn.found import Found, FoundTable
from formkit.learn.reading import answers
from formkit.model.handbook import Kind, Mark
from tests.learn.paper import line
from tests.learn.test_ruled import learnt


def read(text: str) -> list[Found]:
    return answers(line(text), cell=True)


@pytest.mark.parametrize(
    ("text", "codes", "labels"),
    [
        ("0 1 2 3 4级　　□", "01234", ["0", "1", "2", "3", "4"]),
        ("1 2 3 4 5 □", "12345", ["1", "2", "3", "4", "5"]),
        ("Ⅰ Ⅱ Ⅲ Ⅳ级　□", "ⅠⅡⅢⅣ", ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"]),
        ("0级 1级 2级 3级 □", "0123", ["0级", "1级", "2级", "3级"]),
    ],
)
def test_numbers_before_a_box_are_options_whose_number_is_written_into_it(
    text: str, codes: str, labels: list[str],
) -> None:
    (found,) = read(text)
    assert (found.kind, found.mark) == (Kind.SINGLE, Mark.CODE)
    assert ["".join(each.code for each in found.options), [each.label for each in found.options]] == [codes, labels]


def test_numbers_that_do_not_count_are_no_options_of_a_box() -> None:
    assert all(len(each.options) != 3 for each in read("10 30 90 □"))


def test_numbers_without_a_box_behind_them_are_circled() -> None:
    (found,) = read("满意 5 4 3 2 1 不满意")
    assert found.mark is Mark.CIRCLE


def test_examples_of_an_option_are_no_part_of_it() -> None:
    found, said = read("生活事件：1无 2有（如丧偶、亲人离世等），请写明____ □")
    assert [option.label for option in found.options] == ["无", "有"]
    assert found.options[1].text is said


def test_a_bracket_that_tells_options_apart_stays_with_them() -> None:
    (found,) = read("1 轻度（偶尔） 2 中度（每周） □")
    assert [option.label for option in found.options] == ["轻度（偶尔）", "中度（每周）"]


@pytest.mark.parametrize(("words", "count"), [("① ② ③", 3), ("① ②", 2), ("无 ★ ★★ ★★★", 4), ("☆ ☆☆ ☆☆☆", 3)])
def test_ringed_numbers_and_stars_in_rows_that_repeat_are_circled(words: str, count: int) -> None:
    rows = [["序号", "姓名", "领取人"], *([str(number), "", words] for number in (1, 2, 3))]
    (found,) = learnt(rows, [20, 40, 60]).items
    assert isinstance(found, FoundTable)
    choice = found.rows[0][-1]
    assert (choice.kind, choice.mark, len(choice.options)) == (Kind.SINGLE, Mark.CIRCLE, count)
