"""Lines of a writing area as the engine reads them: large characters stay whole, lines stay apart."""

from __future__ import annotations

import pytest

from formkit.engines.registry import load_engine
from formkit.geometry import Box
from formkit.media.scan.canvas import PIXELS_PER_MM, pixels
from formkit.media.scan.ink import UNKNOWN_PEN, page_ink
from formkit.media.scan.written import Look, Page
from formkit.model.engine import OcrEngine
from tests.media.scan.text.areas import MARGIN, Area


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    return load_engine("ppocr")


def looked(area: Area, engine: OcrEngine) -> Look:
    page = Page(area.page, area.blank, page_ink(area.page, area.blank), UNKNOWN_PEN, engine, {})
    start = MARGIN / PIXELS_PER_MM
    return page.look(Box(start, start, start + area.width, start + area.height))


def read(area: Area, engine: OcrEngine) -> list[str]:
    return [line.text for (line,) in looked(area, engine).sight.lines]


@pytest.mark.parametrize("text", ["三旦昌三", "吕昌", "三岔镇"])
def test_large_characters_of_strokes_that_lie_apart_are_one_line(text: str, engine: OcrEngine) -> None:
    assert read(Area(60, 9).write(text, 3, 1, size=7).noisy(4), engine) == [text]


@pytest.mark.parametrize("below", ["19490966225", "柳河村三组"])
def test_two_small_lines_in_one_cell_stay_two(below: str, engine: OcrEngine) -> None:
    area = Area(60, 9).write("王根祥", 3, 0.8, size=3.4).write(below, 3, 5, size=3.4).noisy(4)
    assert read(area, engine) == ["王根祥", below]


def test_a_line_of_the_place_below_that_reaches_into_the_area_is_not_read(engine: OcrEngine) -> None:
    area = Area(60, 11).write("柳河村三组", 3, 2, size=5).write("云水县清河镇", 3, 10.4, size=5).noisy(4)
    assert read(area, engine) == ["柳河村三组"]


def test_a_line_that_runs_over_the_edge_of_its_place_is_read(engine: OcrEngine) -> None:
    assert read(Area(60, 11).write("柳河村三组", 3, 7.5, size=5).noisy(4), engine) == ["柳河村三组"]


def test_a_speck_far_from_a_line_leaves_its_characters_large(engine: OcrEngine) -> None:
    area = Area(60, 40).write("同意目前方案", 3, 6).speck(10, 30, 0.6, ink=60).noisy(4)
    assert read(area, engine) == ["同意目前方案"]


def test_a_streak_down_the_cell_leaves_its_lines_apart(engine: OcrEngine) -> None:
    area = Area(60, 40).write("与邻居发生口角", 3, 6).write("经劝说平息", 3, 13)
    streak = MARGIN + pixels(22)
    area.page[pixels(4) : -pixels(4), streak : streak + 2] = 90
    assert read(area.noisy(4), engine) == ["与邻居发生口角", "经劝说平息"]


@pytest.mark.parametrize("text", ["2014", "1964", "2018"])
def test_upright_strokes_of_digits_on_a_low_blank_are_no_streaks(text: str, engine: OcrEngine) -> None:
    area = Area(14, 3.7)
    area.page[:] = area.blank[:] = 255
    assert read(area.write(text, 2, 0, size=4.8).noisy(2), engine) == [text]


def test_lines_whose_strokes_run_into_each_other_are_parted(engine: OcrEngine) -> None:
    area = Area(30, 30).write("患者和", 3, 3).write("个案管", 3, 8.6).write("理员", 3, 14.2)
    for x in (5.0, 10.5, 15.5):
        column, top = MARGIN + pixels(x), MARGIN + pixels(6)
        area.page[top : top + pixels(10), column : column + 2] = 60
    assert len(read(area.noisy(4), engine)) == 3


def test_small_lines_that_touch_are_read_apart(engine: OcrEngine) -> None:
    area = Area(60, 30).write("病情稳定继续", 3, 10, size=3.2).write("每周参加活动", 3, 13.2, size=3.2).noisy(4)
    assert read(area, engine) == ["病情稳定继续", "每周参加活动"]


def test_writing_that_only_looks_struck_out_is_read_and_shown_to_a_person(engine: OcrEngine) -> None:
    area = Area(60, 9).write("定远市安定医院", 3, 3)
    line = MARGIN + pixels(7.4)
    area.page[line : line + 2, MARGIN + pixels(4) : MARGIN + pixels(30)] = 60
    look = looked(area.noisy(4), engine)
    assert look.struck
    assert [text.text for (text,) in look.sight.lines] == ["定远市安定医院"]
