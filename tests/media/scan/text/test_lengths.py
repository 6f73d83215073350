"""Specks in some of many boxes are no code; a code that is too short, but clearly there, is one all the same."""

from __future__ import annotations

import numpy as np
import pytest

from formkit.media.scan.text.lengths import is_rather_empty, odd_length
from formkit.media.scan.text.sight import CellScores
from formkit.model.handbook import Field, Format, Kind

SYMBOLS = "0123456789X"
IDENTITY = Field("idno", "身份证号", Kind.CODE, format=Format.ID_NUMBER, cells=18)
CARD = Field("card", "残疾证号", Kind.CODE, format=Format.DISABILITY_CARD, cells=20)
ARCHIVE = Field("archive", "档案号", Kind.CODE, length=8, lengths=(17,), cells=8)
FREE = Field("amount", "金额", Kind.INTEGER, cells=6)


def _cells(count: int, filled: int, sure: float) -> CellScores:
    """Return boxes of which the first ones look, by so many nats, rather like a 1 than empty."""
    logs = np.full((count, len(SYMBOLS)), -14.0)
    logs[:filled, 1] = -0.1
    empty = np.full(count, -0.01)
    empty[:filled] = -0.1 - sure
    return CellScores(SYMBOLS, logs, empty, np.full(count, -12.0))


@pytest.mark.parametrize(("field", "count", "filled", "sure", "empty"), [
    (IDENTITY, 18, 1, 4.0, True), (IDENTITY, 18, 3, 4.0, True), (IDENTITY, 18, 10, 7.0, False),
    (IDENTITY, 18, 18, 0.1, False), (IDENTITY, 18, 15, 0.1, False),
    (CARD, 20, 2, 5.0, True), (CARD, 20, 20, 0.1, False),
    (ARCHIVE, 8, 1, 4.0, True), (ARCHIVE, 8, 6, 7.0, False), (FREE, 6, 1, 0.1, False),
])
def test_what_no_code_is_long_enough_for_needs_more_ink(
    field: Field, count: int, filled: int, sure: float, empty: bool
) -> None:
    assert is_rather_empty(field, _cells(count, filled, sure)) is empty


def test_a_field_of_any_length_has_no_odd_one() -> None:
    assert [odd_length(FREE, count) for count in range(7)] == [0.0] * 7
