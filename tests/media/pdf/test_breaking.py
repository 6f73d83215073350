from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from formkit.geometry import Box
from formkit.media.pdf.breaking import LEAST_SIZE, NOT_FIRST, NOT_LAST, break_lines, fit, lines_that_fit
from formkit.media.pdf.pen import joined
from formkit.media.pdf.typeface import em_width

MIXED = st.text(st.sampled_from("患者服药，。（）“”《》、 abc12./-甲乙丙"), max_size=80)
PROSE = st.lists(
    st.sampled_from(["患者", "睡眠差", "服药50mg", "，", "。", "（复查）", "“自语”", "、", " "]), max_size=40
).map("".join)


@given(MIXED, st.floats(3, 30))
def test_no_character_is_lost_and_no_line_too_wide(text: str, room: float) -> None:
    lines = break_lines(text, room)
    assert "".join(lines) == text
    assert all(em_width(line.rstrip(" ")) <= room + 1e-6 for line in lines)


@given(PROSE)
def test_no_line_starts_with_a_closing_sign_or_ends_with_an_opening_one(text: str) -> None:
    lines = break_lines(text.lstrip("，。、”） "), 12)
    for before, line in pairwise(lines):
        together = before.rstrip()[-1:] in NOT_LAST or line[0] in NOT_FIRST
        assert not together or em_width(line) >= 12 or em_width(before) >= 12


def test_words_and_numbers_stay_whole() -> None:
    assert break_lines("服用Olanzapine片", 7) == ["服用", "Olanzapine片"]


def test_own_line_breaks_are_kept() -> None:
    assert break_lines("一\n\n二", 10) == ["一", "", "二"]


@given(MIXED, st.floats(8, 60), st.floats(4, 30))
def test_text_in_a_box_is_whole_or_ends_with_the_reference(text: str, width: float, height: float) -> None:
    fitted = fit(text, Box(0, 0, width, height), 11, "…〔见附页1〕")
    assert LEAST_SIZE <= fitted.size <= 11
    assert len(fitted.lines) <= max(1, lines_that_fit(height, fitted.size))
    if fitted.whole:
        assert "".join(fitted.lines) == text
    else:
        assert fitted.lines[-1].endswith("…〔见附页1〕")
        assert text.startswith("".join(fitted.lines)[: -len("…〔见附页1〕")].rstrip())


def test_a_million_signs_take_no_long_time() -> None:
    started = time.process_time()
    for text in ("." * 200_000, "（" * 200_000, "甲" * 200_000, "1." * 100_000, " " * 200_000):
        fit(text, Box(0, 0, 60, 10), 11, "…")
        break_lines(text, 40)
    assert time.process_time() - started < 30


def test_lines_that_touch_are_drawn_as_one() -> None:
    assert joined([(0, 1, 5, 1), (5, 1, 9, 1), (3, 1, 6, 1), (2, 0, 2, 4)]) == [(0, 1, 9, 1), (2, 0, 2, 4)]


def test_a_number_gets_smaller_and_never_goes_on_in_a_second_line() -> None:
    narrow = Box(0, 0, 12, 12)
    assert fit("1234.75", narrow, 11, unbroken=True).lines == ("1234.75",)
    long = fit("123456789.25", narrow, 11, "…", unbroken=True)
    assert (long.whole, long.size, len(long.lines)) == (False, LEAST_SIZE, 1)
