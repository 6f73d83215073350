"""Ruled lines outside tables that part a page and are not written on."""

from __future__ import annotations

import pytest

from formkit.learn.analyse import analyse
from formkit.learn.found import Found
from formkit.model.printed import Rule
from tests.learn.paper import page, signs


def labels(text: str, *rules: Rule) -> list[str]:
    return [item.label for item in analyse([page(signs(text, x=20.0), list(rules))]).items if isinstance(item, Found)]


def test_a_line_in_the_middle_of_the_page_is_where_a_slip_is_cut_off() -> None:
    cut = Rule(False, 24.0, 60.0, 150.0)
    text = f"姓名：{'_' * 76}\n\n\n\n电话：____"
    assert labels(text, cut) == ["姓名", "电话"]


def test_lines_from_the_margin_on_go_on_with_the_answer_over_them() -> None:
    lines = [Rule(False, at, 20.0, 190.0) for at in (24.0, 32.0)]
    assert labels("主要检查结果：", *lines) == ["主要检查结果"]


@pytest.mark.parametrize("words", ["（以下退出时填写）", "以下由单位填写"])
def test_lines_on_both_sides_of_words_only_set_them_apart(words: str) -> None:
    rules = [Rule(False, 14.0, 20.0, 70.0), Rule(False, 14.0, 140.0, 190.0)]
    glyphs = signs(words, x=75.0)
    items = analyse([page(glyphs, rules)]).items
    assert not items


def test_a_line_at_the_foot_with_one_to_sign_on_under_it_is_there_to_write_on_and_one_alone_is_not() -> None:
    wide, short = Rule(False, 268.0, 20.0, 190.0), Rule(False, 282.0, 60.0, 90.0)
    shown = [*signs("主管批示", 20.0, 258.0), *signs("填写人：", 20.0, 278.0), *signs("客户姓名：____", 20.0, 100.0)]
    asked = [[item.label for item in analyse([page(shown, rules)]).items if isinstance(item, Found)]
             for rules in ([wide, short], [wide])]
    assert [len(each) for each in asked] == [3, 2]
