from __future__ import annotations

import numpy as np
import pytest

from formkit.geometry import Box
from formkit.media.scan.marks.crops import crops
from formkit.media.scan.marks.measures import ink_share, of_unrolled
from formkit.media.scan.marks.planes import planes
from formkit.media.scan.marks.unrolled import INSIDE, unrolled
from tests.media.scan.marks.paper import Paper, ring_points, shrunk

BOXES = [
    Box(0.5, 0.5, 4.5, 4.5), Box(20, 20, 29, 25.5), Box(20, 40, 70, 45.5), Box(90, 60, 119, 79), Box(60, 5, 64, 30),
]


def blank_canvas() -> np.ndarray:
    return np.full((640, 960), 255, np.uint8)


def test_every_option_is_cut_once_by_each_reader_also_at_the_edge() -> None:
    pictures = planes(blank_canvas(), blank_canvas(), BOXES)
    assert sorted(n for each in crops(pictures, BOXES) for n in each.which) == [0, 1, 2, 3, 4]
    assert sorted(n for each in unrolled(pictures, BOXES) for n in each.which) == [0, 1, 2, 3, 4]


def test_bins_share_out_whole_places() -> None:
    pictures = planes(blank_canvas(), blank_canvas(), BOXES)
    for each in crops(pictures, BOXES):
        assert each.across.sum(axis=1) == pytest.approx(1, abs=1e-4)
        assert each.down.sum(axis=2) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("words", ["是", "有时需要提醒", "能够按时服药并且接受定期随访"])
def test_a_ring_is_met_in_every_direction_however_long_the_option(words: str) -> None:
    paper = Paper()
    box = paper.option(20, 30, words)
    paper.ring(box, beside=1.0, above=1.0)
    blank = shrunk(np.asarray(paper.print, np.float32)).astype(np.uint8)
    (ring,) = unrolled(planes(paper.canvas(), blank, [box]), [box])
    coverage, gap, _, width = of_unrolled(ring.pictures[:, 2])
    assert coverage[0] > 0.97
    assert gap[0] < 0.03
    assert 0.3 < width[0] < 1.2
    assert (ring.pictures[0, 2, INSIDE:] > 70).any(axis=0).mean() > 0.8


def test_an_open_ring_has_a_gap() -> None:
    paper = Paper()
    box = paper.option(20, 30, "良好")
    paper.line(*ring_points(box, 1.0, 1.0, 270, 0))
    blank = shrunk(np.asarray(paper.print, np.float32)).astype(np.uint8)
    (ring,) = unrolled(planes(paper.canvas(), blank, [box]), [box])
    coverage, gap, _, _ = of_unrolled(ring.pictures[:, 2])
    assert 0.6 < coverage[0] < 0.9
    assert 0.1 < gap[0] < 0.4


def test_the_share_of_ink_is_that_of_the_box() -> None:
    scan = blank_canvas()
    scan[20 * 8 : 23 * 8, 20 * 8 : 29 * 8] = 0
    assert ink_share(planes(scan, blank_canvas(), BOXES).sure_ink, BOXES)[1] == pytest.approx(3 / 5.5, abs=0.06)


def test_the_neighbours_box_is_shown_to_both_readers() -> None:
    boxes = [Box(20, 20, 29, 25.5), Box(31, 20, 40, 25.5)]
    pictures = planes(blank_canvas(), blank_canvas(), boxes)
    (crop,) = crops(pictures, boxes)
    assert {0, 128, 255} <= set(np.unique(crop.pictures[0, 3]).tolist())
    (around,) = unrolled(pictures, boxes)
    assert around.pictures[0, 3].max() == 255
    assert around.pictures[0, 3, :INSIDE].max() == 0
