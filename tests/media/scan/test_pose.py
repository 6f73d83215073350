"""What a page without codes resembles."""

from __future__ import annotations

import tracemalloc

import cv2
import numpy as np
import pytest

from formkit.media.scan.pose import _SCALES, PER_MM, _compare, map_of
from tests.media.scan.paper import scanned, shelf, side


def test_pages_are_compared_as_opencv_compares_them() -> None:
    shown, others = side("cover")[1], [shelf().blank(each, 1) for each in shelf().designs()[4:6]]
    maps = [map_of(shown), *map(map_of, others), np.zeros_like(map_of(shown))]
    maps = [each for each in maps if each.shape == maps[0].shape]
    picture, _ = scanned(shown, seed=2)
    small = cv2.resize(picture, maps[0].shape[::-1], interpolation=cv2.INTER_AREA)
    ink = np.asarray((255 - small) / 255, np.float32)
    margin = round(24 * PER_MM)
    padded = cv2.copyMakeBorder(ink, *[margin] * 4, cv2.BORDER_CONSTANT, value=0)
    expected = [cv2.matchTemplate(padded, each, cv2.TM_CCOEFF_NORMED) for each in maps[:-1]]
    *found, empty = list(_compare(ink, maps, range(len(maps)), np.eye(3)))[:: len(_SCALES)]
    assert [each.score for each in found] == pytest.approx([each.max() for each in expected], abs=1e-4)
    corner = [divmod(int(each.argmax()), each.shape[1])[::-1] for each in expected]
    assert [tuple(each.matrix[:2, 2] + margin) for each in found] == corner
    assert empty.score == pytest.approx(0, abs=1e-4)


def test_many_known_pages_take_no_more_memory_than_few() -> None:
    page = map_of(side("cover")[1])

    def most(count: int) -> int:
        tracemalloc.start()
        assert len(list(_compare(page, [page] * count, range(count), np.eye(3)))) == count * len(_SCALES)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    most(1)
    assert most(24) < 1.2 * most(2)
