from __future__ import annotations

import numpy as np
import pytest

from formkit.geometry import Box
from formkit.media.scan.degrade.corrections import WAYS, corrected_in_box, in_chinese
from formkit.media.scan.degrade.digits import DigitSource
from formkit.media.scan.degrade.faces import BUNDLED, Faces
from formkit.media.scan.degrade.hands import random_hand
from formkit.media.scan.degrade.pens import InkLayer, random_pen
from formkit.media.scan.degrade.writing import Writer
from tests.media.scan.degrade.drawn import PEN, ink_in

CELL = Box(10, 10, 17, 18)


def writer(seed: int = 0, digits: DigitSource | None = None) -> Writer:
    faces = Faces.load([BUNDLED])
    hand = random_hand(np.random.default_rng(seed), faces, PEN)
    return Writer(InkLayer(90, 60, 8), hand, faces, digits)


def test_a_digit_stands_in_its_box() -> None:
    inside = []
    for seed in range(12):
        made = writer(seed)
        written = made.boxed("7", CELL, np.random.default_rng(seed))
        assert written.box.overlaps(CELL, 1)
        inside.append(ink_in(made.layer, CELL).sum() / made.layer.density[..., 0].sum())
    assert np.median(inside) > 0.95


def test_two_digits_of_a_code_share_one_box() -> None:
    made = writer()
    written = made.boxed("12", Box(10, 10, 19, 18), np.random.default_rng(0))
    assert written.box.width < 13


def test_pictures_of_digits_are_used_where_the_caller_gives_them() -> None:
    images = np.zeros((10, 28, 28), np.uint8)
    images[:, 4:24, 12:16] = 255
    made = writer(digits=DigitSource(images, np.arange(10, dtype=np.uint8)))
    written = made.boxed("4", CELL, np.random.default_rng(0))
    assert written.font == "picture"
    assert written.box.height > 1.5 * written.box.width


def test_a_digit_without_a_picture_is_refused() -> None:
    source = DigitSource(np.zeros((1, 28, 28), np.uint8), np.array([3], np.uint8))
    with pytest.raises(LookupError):
        source.pick(4, np.random.default_rng(0))


def test_a_long_text_is_written_on_more_lines_and_stays_near_its_cell() -> None:
    made = writer()
    cell = Box(5, 5, 65, 25)
    written = made.line("病情稳定，继续服药，按时复诊，家属注意观察睡眠情况与服药反应", cell, np.random.default_rng(2))
    assert written.box.height > 8
    assert cell.inset(-14, -4).contains(written.box)


@pytest.mark.parametrize("way", WAYS)
def test_a_corrected_digit_leaves_more_ink_than_a_plain_one(way: str) -> None:
    plain, corrected = writer(), writer()
    plain.boxed("3", CELL, np.random.default_rng(0))
    assert corrected_in_box(corrected, "8", "3", CELL, np.random.default_rng(0), way) == way
    assert corrected.layer.density.sum() > plain.layer.density.sum()


def test_a_rare_character_is_written_with_the_bundled_font() -> None:
    faces = Faces.load([BUNDLED])
    assert faces.choose("王赟", faces.han[0], np.random.default_rng(0)).name == BUNDLED.stem


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (31, "三十一")])
def test_days_and_months_in_chinese(number: int, words: str) -> None:
    assert in_chinese(number) == words


def test_years_in_chinese_are_read_digit_by_digit() -> None:
    assert in_chinese(2020, year=True) == "二〇二〇"


@pytest.mark.parametrize("sort", ["gel", "ballpoint", "fountain", "marker", "pencil"])
def test_pens_keep_within_their_widths(sort: str) -> None:
    for seed in range(20):
        pen = random_pen(np.random.default_rng(seed), sort)
        assert 0.2 <= pen.width <= 1.0
        assert all(0 <= part <= 1 for part in pen.colour)
