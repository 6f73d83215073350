from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.geometry import Box, Point, Transform, mm_to_points, points_to_mm

lengths = st.floats(-500, 500)


@given(lengths)
def test_points_and_millimetres_lead_back_to_each_other(mm: float) -> None:
    assert points_to_mm(mm_to_points(mm)) == pytest.approx(mm, abs=1e-9)


@given(st.floats(0.5, 20), st.floats(-0.3, 0.3), lengths, lengths, st.floats(0, 210), st.floats(0, 297))
def test_a_transform_and_its_inverse_lead_back_to_the_point(
    scale: float, shear: float, dx: float, dy: float, x: float, y: float
) -> None:
    there = Transform((scale, shear, dx, -shear, scale, dy, 1e-5, 1e-5, 1))
    px, py = there.apply(Point(x, y))
    assert there.inverse().apply(Point(px, py)) == pytest.approx((x, y), abs=1e-5)


def test_a_singular_transform_has_no_inverse() -> None:
    with pytest.raises(ValueError, match="singular"):
        Transform((1, 2, 0, 2, 4, 0, 0, 0, 1)).inverse()


def test_a_page_scanned_at_254_dpi_has_ten_pixels_a_millimetre() -> None:
    pixels = Transform.scale(254).apply_box(Box(1, 2, 3, 4))
    assert (pixels.x0, pixels.y0, pixels.x1, pixels.y1) == pytest.approx((10, 20, 30, 40))


def test_boxes_that_only_touch_do_not_overlap() -> None:
    assert not Box(0, 0, 10, 10).overlaps(Box(10, 0, 20, 10))
    assert Box(0, 0, 10, 10).overlaps(Box(9, 9, 20, 20))
