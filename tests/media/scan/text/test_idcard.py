"""Identity numbers: valid ones are found exactly, wrong ones are told, what was written stays in reach."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.media.scan.text.idcard import ALPHABET, LENGTH, UNLISTED, decode_id, valid_numbers
from formkit.media.scan.text.sight import CellScores, Sight
from formkit.model.gb11643 import check_character
from formkit.values.idcard import is_id_number
from tests.media.scan.text.matrices import matrix

NUMBER = "62010419800315" + "12"
NUMBER = "6201041980031512" + "3"
NUMBER += check_character(NUMBER)


def seen(text: str, doubts: dict[int, str] | None = None, sure: float = 0.98) -> CellScores:
    """Boxes that show ``text``; at each place of ``doubts`` the other sign is a little likelier."""
    logs = np.full((len(text), 11), np.log((1 - sure) / 10))
    for at, sign in enumerate(text):
        logs[at, ALPHABET.index(sign)] = np.log(sure)
    for at, other in (doubts or {}).items():
        logs[at, ALPHABET.index(text[at])] = np.log(0.4)
        logs[at, ALPHABET.index(other)] = np.log(0.55)
    nothing = np.full(len(text), -10.0)
    return CellScores(ALPHABET, logs, nothing, nothing)


def by_changing_one_or_two(logs: np.ndarray, best: str) -> float:
    """Return the best score of a valid number among those that differ from ``best`` in at most two places."""
    top = -np.inf
    digits = [list(best)]
    for first in range(LENGTH):
        for second in range(first, LENGTH):
            for one in ALPHABET:
                for two in ALPHABET:
                    text = digits[0].copy()
                    text[first], text[second] = one, two
                    number = "".join(text)
                    if "X" not in number[:17] and is_id_number(number) and 1900 <= int(number[6:10]) <= 2035:
                        top = max(top, sum(logs[at, ALPHABET.index(sign)] for at, sign in enumerate(number)))
    return float(top)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=4, deadline=None)
def test_no_number_that_differs_in_two_places_is_better_than_the_one_found(seed: int) -> None:
    random = np.random.default_rng(seed)
    cells = seen(NUMBER)
    logs = cells.logs + random.normal(0, 1.5, cells.logs.shape)
    found = valid_numbers(logs)
    assert all(is_id_number(text) for _, text in found)
    assert [score for score, _ in found] == sorted((score for score, _ in found), reverse=True)
    assert found[0][0] >= by_changing_one_or_two(logs, NUMBER) - 1e-9
    for score, text in found:
        assert np.isclose(score, sum(logs[at, ALPHABET.index(sign)] for at, sign in enumerate(text)))


def test_a_number_read_as_it_stands_is_not_repaired() -> None:
    answer = decode_id(Sight(cells=seen(NUMBER)))
    assert (answer.value, answer.repaired) == (NUMBER, False)
    assert answer.measures["as_read"] == 1.0
    assert answer.margin > 5


@pytest.mark.parametrize("at", [3, 9, 16])
def test_one_doubtful_digit_is_settled_by_the_check_character(at: int) -> None:
    other = "0" if NUMBER[at] != "0" else "1"
    answer = decode_id(Sight(cells=seen(NUMBER, {at: other})))
    assert (answer.value, answer.repaired) == (NUMBER, True)
    assert answer.raw != NUMBER
    assert answer.measures["gap"] > 0


def test_a_wrong_number_that_was_surely_written_is_given_as_it_stands() -> None:
    wrong = NUMBER[:17] + ("1" if NUMBER[17] != "1" else "2")
    answer = decode_id(Sight(cells=seen(wrong, sure=0.99999)))
    assert (answer.value, answer.repaired) == (wrong, False)
    assert answer.measures["fits"] == 0.0


def test_an_area_of_the_list_is_preferred_and_another_is_possible() -> None:
    logs = seen(NUMBER, {4: "1"}).logs
    listed = {text: score for score, text in valid_numbers(logs, [NUMBER[:6]])}
    free = {text: score for score, text in valid_numbers(logs)}
    assert max(listed, key=lambda text: listed[text]) == NUMBER
    other = next(text for text in free if text[:6] != NUMBER[:6])
    assert np.isclose(dict(map(reversed, valid_numbers(logs, [NUMBER[:6]], 50)))[other], free[other] - UNLISTED)


def test_fifteen_digits_are_an_old_number() -> None:
    old = NUMBER[:6] + NUMBER[8:17]
    cells = seen(old + "000")
    empty = np.array([-10.0] * 15 + [-0.01] * 3)
    logs = cells.logs.copy()
    logs[15:] = -9.0
    answer = decode_id(Sight(cells=CellScores(ALPHABET, logs, empty, cells.foreign)))
    assert answer.value == old


def test_a_number_of_another_length_is_given_as_it_stands() -> None:
    cells = seen(NUMBER)
    logs, empty = cells.logs.copy(), cells.empty.copy()
    logs[12:], empty[12:] = -12.0, -0.01
    answer = decode_id(Sight(cells=CellScores(ALPHABET, logs, empty, cells.foreign)))
    assert (answer.value, answer.measures["fits"]) == (NUMBER[:12], 0.0)
    assert decode_id(Sight(((matrix("62010419"),),))).value == "62010419"


def test_nothing_seen_is_no_answer() -> None:
    assert decode_id(Sight()).value is None
