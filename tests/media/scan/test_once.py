"""What is made of a printed page is made once, never of another page, and goes with the page."""

from __future__ import annotations

import gc

import numpy as np

from formkit.media.scan.once import once_for_each_blank


def test_the_same_page_is_worked_on_once_and_an_equal_other_one_anew() -> None:
    made: list[int] = []

    @once_for_each_blank
    def count(page: np.ndarray) -> int:
        made.append(int(page.sum()))
        return made[-1]

    page, other = np.full((4, 4), 3, np.uint8), np.full((4, 4), 3, np.uint8)
    assert [count(page), count(page), count(other), count(page)] == [48, 48, 48, 48]
    assert made == [48, 48]


def test_what_was_made_does_not_outlive_its_page_nor_pass_to_the_next_one_at_its_place() -> None:
    @once_for_each_blank
    def total(page: np.ndarray) -> int:
        return int(page.sum())

    for value in range(200):
        page = np.full((64, 64), value, np.uint8)
        assert total(page) == 64 * 64 * value
        del page
    gc.collect()
    held = [cell.cell_contents for cell in total.__closure__ or () if isinstance(cell.cell_contents, dict)]
    assert held == [{}]
