from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.layout.sheet_code import ALPHABET, LENGTH, NO_SERIAL, decode, encode, new_serial, printed
from formkit.model.layout import SheetCode

letters = st.sampled_from(ALPHABET)
codes = st.builds(
    SheetCode,
    design=st.text(letters, min_size=5, max_size=5),
    copy=st.integers(0, 1023),
    serial=st.one_of(st.just(""), st.text(letters, min_size=6, max_size=6).filter(lambda s: s != NO_SERIAL)),
)


@given(codes)
def test_a_code_says_what_was_put_into_it(code: SheetCode) -> None:
    assert decode(encode(code)) == code
    assert decode(printed(encode(code)).lower()) == code


@given(codes, st.integers(0, LENGTH - 1), letters)
def test_one_wrong_character_is_noticed(code: SheetCode, place: int, letter: str) -> None:
    text = encode(code)
    wrong = text[:place] + letter + text[place + 1 :]
    assert wrong == text or decode(wrong) is None


@given(codes, st.integers(0, LENGTH * 5 - 1))
def test_one_flipped_bit_is_noticed(code: SheetCode, bit: int) -> None:
    text = encode(code)
    place, within = divmod(bit, 5)
    flipped = ALPHABET[ALPHABET.index(text[place]) ^ 1 << within]
    assert decode(text[:place] + flipped + text[place + 1 :]) is None


@given(codes, st.integers(0, LENGTH - 2))
def test_two_neighbours_swapped_are_noticed(code: SheetCode, place: int) -> None:
    text = encode(code)
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    assert swapped == text or decode(swapped) is None


def test_a_code_typed_with_look_alike_letters_is_understood() -> None:
    text = encode(SheetCode("01010", 1, "10101A"))
    assert decode(text.replace("0", "O").replace("1", "l")) == SheetCode("01010", 1, "10101A")


@pytest.mark.parametrize("text", ["", "ABC", "U" * LENGTH, "患" * LENGTH, "0" * (LENGTH + 1)])
def test_what_is_no_code_is_none(text: str) -> None:
    assert decode(text) is None


def test_a_copy_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        encode(SheetCode("ABCDE", 1024))


def test_new_serials_differ() -> None:
    assert len({new_serial() for _ in range(200)}) == 200
