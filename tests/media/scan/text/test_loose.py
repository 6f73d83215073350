"""Single signs of a line, looked at by the reader of boxes."""

from __future__ import annotations

import numpy as np
import pytest

from formkit.media.scan.text.lines import written_lines
from formkit.media.scan.text.loose import loose_signs
from formkit.media.scan.text.sight import CellScores, Sight
from tests.media.scan.text.areas import MARGIN, Area
from tests.media.scan.text.boxes import boxes


def signs(area: Area) -> CellScores | None:
    return loose_signs(written_lines(area.page, area.blank, MARGIN))


@pytest.mark.parametrize(("text", "digits"), [
    ("13897", "13897"), ("0.25", "025"), ("400", "400"), ("0932-5551", "09325551"),
])
def test_digits_that_stand_apart_are_read_one_by_one(text: str, digits: str) -> None:
    seen = signs(Area(60, 11).write(text, 4, 3, size=5).noisy(4))
    assert seen is not None
    assert "".join(seen.symbols[at] for at in seen.logs.argmax(axis=1)) == digits


def test_digits_on_paper_made_of_dots_are_looked_at_without_the_dots() -> None:
    area = Area(30, 11).write("13897", 4, 3, size=5)
    rng = np.random.default_rng(1)
    area.page[rng.random(area.page.shape) < 0.12] = 0
    seen = signs(area)
    assert seen is not None
    assert "".join(seen.symbols[at] for at in seen.logs.argmax(axis=1)) == "13897"
    assert seen.foreign.max() < -0.7


def test_characters_are_foreign() -> None:
    seen = signs(Area(60, 11).write("云水县", 4, 3).noisy(4))
    assert seen is None or seen.foreign.max() > -0.7


def test_several_lines_and_empty_areas_have_no_loose_signs() -> None:
    assert signs(Area(60, 15).write("123", 3, 1.5).write("456", 3, 8.5)) is None
    assert signs(Area(60, 11)) is None


def test_a_text_is_weighed_by_its_digits_where_they_are_as_many() -> None:
    sight = Sight(loose=boxes("138"))
    assert sight.loose_score("1-3.8") == pytest.approx(sight.loose_score("138"))
    assert sight.loose_score("138") > sight.loose_score("128")
    assert sight.loose_score("1388") < sight.loose_score("138")
    assert Sight().loose_score("138") == 0.0
