"""The lines of a writing area: found, parted, and nothing found where nothing is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from formkit.engines.registry import load_engine
from formkit.media.scan.canvas import pixels
from formkit.media.scan.text.lines import Writing, written_lines
from formkit.model.engine import OcrEngine
from tests.media.scan.text.areas import MARGIN, Area


def lines(area: Area) -> Writing:
    return written_lines(area.page, area.blank, MARGIN)


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    return load_engine("ppocr")


def read(area: Area, engine: OcrEngine) -> list[str]:
    return [engine.read_line(line.image).text for line in lines(area).lines]


EMPTY = {
    "white": Area(60, 11),
    "noise": Area(60, 11).noisy(9),
    "frame half a millimetre off": Area(60, 11).shifted(3, -4).noisy(6),
    "specks": Area(60, 11).speck(5, 5).speck(20, 3).speck(40, 8, 0.25),
    "print showing through": Area(60, 11).write("背面的文字", 10, 3, ink=238).noisy(3),
}


@pytest.mark.parametrize("name", EMPTY)
def test_nothing_is_found_where_nothing_is_written(name: str) -> None:
    assert lines(EMPTY[name]).lines == ()
    assert lines(EMPTY[name]).ink.empty


@pytest.mark.parametrize(("text", "x", "ink"), [
    ("张小明", 3, 60), ("1", 0.9, 60), ("7", 30, 60), ("一", 20, 60), ("李", 3, 150), ("0.5", 2, 90),
])
def test_little_and_pale_writing_is_found(text: str, x: float, ink: int) -> None:
    found = lines(Area(60, 11).write(text, x, 3, ink=ink).noisy(5))
    assert len(found.lines) == 1
    x0, _, x1, _ = found.lines[0].place
    assert x0 <= MARGIN + pixels(x) + 2 < x1


def test_faint_traces_of_an_empty_area_are_told() -> None:
    assert lines(Area(60, 11)).ink.faint == 0.0
    assert lines(Area(60, 11).write("背面", 10, 3, ink=232)).ink.faint > 0.5


def test_two_lines_are_parted_and_read_in_their_order(engine: OcrEngine) -> None:
    area = Area(80, 15).write("云水县清河镇", 3, 1.5).write("柳河村三组", 3, 8.3).noisy(4)
    assert read(area, engine) == ["云水县清河镇", "柳河村三组"]


def test_many_lines_of_a_large_area_are_parted(engine: OcrEngine) -> None:
    texts = ["患者病情稳定", "按时服药", "家属监护到位", "建议定期复查"]
    area = Area(60, 32)
    for number, text in enumerate(texts):
        area.write(text, 2, 1.5 + 7.3 * number)
    assert read(area.noisy(4), engine) == texts


def test_lines_that_rise_are_parted(engine: OcrEngine) -> None:
    area = Area(120, 16)
    for number, sign in enumerate("云水县清河镇柳河村三组十二号"):
        area.write(sign, 3 + 7.5 * number, 2.6 - 0.15 * number)
        area.write(sign, 3 + 7.5 * number, 9.6 - 0.15 * number)
    assert [len(text) for text in read(area.noisy(3), engine)] == [14, 14]


def test_one_line_stays_one_line() -> None:
    for text in ("二三川", "1.5", "三一二", "呈:李", "i! j"):
        assert len(lines(Area(60, 15).write(text, 3, 5)).lines) == 1


def test_writing_that_runs_over_the_edge_is_read_whole(engine: OcrEngine) -> None:
    area = Area(34, 9).write("云水县清河镇", 5.4, 2.2, size=5.0).noisy(4)
    assert lines(area).lines[0].place[2] > area.page.shape[1] - MARGIN
    assert read(area, engine) == ["云水县清河镇"]


def test_the_next_cells_writing_is_not_taken_along(engine: OcrEngine) -> None:
    area = Area(40, 9).write("张小明", 3, 2)
    area.page[:, -MARGIN + 12 :] = np.where(np.arange(MARGIN - 12) % 4 < 2, 60, 255).astype(np.uint8)
    assert read(area.noisy(4), engine) == ["张小明"]


def test_a_ruled_line_under_the_writing_is_no_line_of_text(engine: OcrEngine) -> None:
    area = Area(60, 11)
    area.page[MARGIN + pixels(9.4) : MARGIN + pixels(9.4) + 2, MARGIN:-MARGIN] = 40
    assert read(area.write("精神分裂症", 3, 2.5).noisy(3), engine) == ["精神分裂症"]


def test_a_frame_that_is_off_leaves_the_reading_alone(engine: OcrEngine) -> None:
    for right, down in ((3, 2), (-2, 3), (0, -4)):
        area = Area(60, 11).shifted(right, down).write("0932-5551234", 3, 3.5, size=4.5).noisy(5)
        assert read(area, engine) == ["0932-5551234"]


def test_the_picture_of_a_line_has_the_margin_that_the_engine_likes() -> None:
    line = lines(Area(60, 15).write("张小明", 3, 5)).lines[0]
    height = line.image.shape[0]
    inked = np.flatnonzero((line.image < 128).any(axis=1))
    assert 0.7 < (inked[-1] - inked[0]) / height < 0.98
    assert line.image[:, 0].min() == 255


def struck(area: Area, x0: float, x1: float, y: float) -> Area:
    """Draw two pen strokes through what stands from ``x0`` to ``x1`` mm at the height ``y`` mm."""
    for offset in (-0.5, 0.5):
        ends = [(MARGIN + pixels(x), MARGIN + pixels(y + offset + rise)) for x, rise in ((x0, 0.2), (x1, -0.2))]
        area.page = cv2.line(area.page, *ends, 50, 4)
    return area


def test_a_struck_out_word_is_left_out_and_told(engine: OcrEngine) -> None:
    area = struck(Area(90, 11).write("王小明", 3, 3), 2.5, 18.5, 5.5).write("李秀英", 30, 3).noisy(4)
    assert lines(area).struck
    assert read(area, engine) == ["李秀英"]


def test_a_struck_out_line_below_its_correction_is_left_out(engine: OcrEngine) -> None:
    area = struck(Area(90, 15).write("云水县清河镇", 3, 8), 2.5, 30, 10.4).write("云水县石桥镇", 3, 1.5).noisy(4)
    assert lines(area).struck
    assert read(area, engine) == ["云水县石桥镇"]


def test_what_is_all_struck_out_stays_to_be_looked_at() -> None:
    area = struck(Area(60, 11).write("王小明", 3, 3), 2.5, 18.5, 5.5).noisy(4)
    assert lines(area).struck
    assert len(lines(area).lines) == 1


def test_a_speck_beside_a_struck_out_line_is_not_its_correction() -> None:
    area = struck(Area(60, 11).write("王小明", 3, 3), 2.5, 18.5, 5.5).speck(40, 5, 1.1, ink=60).noisy(4)
    found = lines(area)
    assert found.struck
    assert sum(len(line.strokes) for line in found.lines) > 1


@pytest.mark.parametrize("correction", ["已", "3", "12"])
def test_a_short_correction_of_long_words_is_alone_what_is_left(correction: str) -> None:
    area = struck(Area(90, 11).write("定远市安定医院门诊部", 3, 3), 2.5, 54, 5.5).write(correction, 64, 3).noisy(4)
    (line,) = lines(area).lines
    assert line.place[0] > MARGIN + pixels(58)


def test_the_pale_strokes_of_a_line_are_kept_with_its_darker_ones(engine: OcrEngine) -> None:
    area = Area(90, 9).write("柳河村", 3, 2, ink=185).write("三组", 30, 2, ink=212)
    assert read(area.noisy(1), engine) == ["柳河村三组"]
    assert lines(area).ink.faint > 5, "they may be print that shines through: a person looks"


def test_print_that_shines_through_above_pale_writing_is_not_read(engine: OcrEngine) -> None:
    area = Area(90, 24).write("病情基本稳定", 3, 14, ink=185).write("已复查", 30, 3, ink=216)
    assert read(area.noisy(1), engine) == ["病情基本稳定"]


@pytest.mark.parametrize("text", ["云水县清河镇柳河村", "13812345678", "二三王正", "1.5"])
def test_nothing_is_struck_out_in_plain_writing(text: str) -> None:
    assert not lines(Area(90, 11).write(text, 3, 3).noisy(4)).struck


def dotted(area: Area) -> Area:
    """Turn the page's greys into black dots, as a bilevel scanner does with grey paper."""
    rows, columns = np.indices(area.page.shape)
    screen = 90 + 100 * (np.sin(rows * 2.2) * np.sin(columns * 2.2) + 1) / 2
    grey = cv2.GaussianBlur(area.page, (0, 0), 0.8) * 0.62
    area.page = np.where(grey > screen, 255, 0).astype(np.uint8)
    return area


def test_writing_on_paper_of_dots_is_read(engine: OcrEngine) -> None:
    area = dotted(Area(60, 11).write("李秀英", 3, 3, ink=20))
    assert lines(area).ink.noise > 12
    assert read(area, engine) == ["李秀英"]


def test_empty_paper_of_dots_is_empty() -> None:
    assert lines(dotted(Area(60, 11))).lines == ()
