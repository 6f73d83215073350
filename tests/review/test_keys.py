"""The keys of options and alternatives."""

from __future__ import annotations

import pytest

from formkit.review.keys import alternative_keys, option_keys


@pytest.mark.parametrize(
    ("codes", "keys"),
    [
        (["1", "2", "9"], ["1", "2", "9"]),
        (["0", "1"], ["0", "1"]),
        (["A", "b"], ["a", "b"]),
        ([str(each) for each in range(8, 15)], ["8", "9", "Shift+0", "Shift+1", "Shift+2", "Shift+3", "Shift+4"]),
        (["01", "99"], ["1", "9"]),
        (["9", "99"], ["9", ""]),
        (["01", "31"], ["1", ""]),
    ],
)
def test_each_option_has_a_key_that_no_other_has(codes: list[str], keys: list[str]) -> None:
    assert option_keys(codes) == keys


def test_alternatives_take_digits_where_no_answer_begins_with_one() -> None:
    assert alternative_keys(2, digits=True) == ["1", "2"]
    assert alternative_keys(2, digits=False) == ["Alt+1", "Alt+2"]
    assert len(alternative_keys(12, digits=True)) == 12
