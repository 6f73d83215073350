"""Strips of print in a scanned page."""

from __future__ import annotations

import cv2
import numpy as np

from formkit.media.scan.printed_lines import strips


def test_signs_of_two_halves_that_stand_alone_are_one_strip_and_two_lines_are_two() -> None:
    page = np.full((600, 1200), 255, np.uint8)
    for x in range(100, 400, 60):
        cv2.rectangle(page, (x, 100), (x + 36, 138), 0, 3)
        cv2.rectangle(page, (x, 160), (x + 36, 198), 0, 3)
    cv2.rectangle(page, (900, 300), (930, 318), 0, 3)
    cv2.rectangle(page, (896, 323), (934, 339), 0, 3)
    for x in (600, 650):
        cv2.rectangle(page, (x, 300), (x + 30, 318), 0, 3)
        cv2.rectangle(page, (x - 4, 323), (x + 34, 339), 0, 3)
    found = strips(page, [], [])
    assert len([strip for strip in found if strip.x0 > 800]) == 1
    assert len([strip for strip in found if strip.x0 < 500]) >= 2
    assert len([strip for strip in found if 500 < strip.x0 < 800]) == 1
