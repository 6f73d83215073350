"""Print that its neighbours say more of than its shape."""

from __future__ import annotations

import pytest

from formkit.geometry import Box
from formkit.media.scan.printed_again import first_of_ranks, opened
from formkit.model.printed import Glyph, Rule


def signs(text: str, x: float = 20.0) -> list[Glyph]:
    return [Glyph(char, Box(x + 6 * n, 20.0, x + 6 * n + 3.5, 23.5)) for n, char in enumerate(text)]


@pytest.mark.parametrize("dash", ["_", "—", "-", "－"])
def test_a_stroke_before_two_and_three_is_the_one_of_a_rank(dash: str) -> None:
    shown, _ = first_of_ranks(signs(f"{dash}二三四"), [])
    assert "".join(each.text for each in shown) == "一二三四"


def test_a_line_amid_the_print_before_two_and_three_is_a_one_too() -> None:
    shown, rules = first_of_ranks(signs("二三", 26.0), [Rule(False, 21.8, 20.0, 23.4)])
    assert sorted(each.text for each in shown) == sorted("一二三")
    assert rules == []


@pytest.mark.parametrize("rule", [
    Rule(False, 23.6, 20.0, 23.4),  # at the foot of the print: to write on
    Rule(False, 21.8, 5.0, 23.4),  # longer than a sign
    Rule(False, 40.0, 20.0, 23.4),  # in another line
])
def test_other_lines_before_them_are_none(rule: Rule) -> None:
    shown, rules = first_of_ranks(signs("二三", 26.0), [rule])
    assert (len(shown), rules) == (2, [rule])


def test_an_underscore_before_two_alone_stays_one() -> None:
    shown, _ = first_of_ranks(signs("_二组"), [])
    assert shown[0].text == "_"


@pytest.mark.parametrize(("read", "meant"), [("C年度）", "（"), ("c一至四）", "（"), ("C1级）", "C"), ("C类", "C"),
                                             ("C（甲）", "C"), ("A年度）", "A")])
def test_a_c_that_begins_a_line_in_which_a_bracket_closes_opens_it(read: str, meant: str) -> None:
    assert opened(signs(read))[0].text == meant


def test_a_c_amid_its_line_is_a_letter() -> None:
    assert [each.text for each in opened(signs("维C片）"))][1] == "C"
