"""What a reader doubts is looked at again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formkit.media.scan.marks import readers as module
from formkit.media.scan.marks.place import MarkPlace, MarkScores
from formkit.media.scan.marks.planes import planes
from tests.media.scan.marks.paper import Paper, readers, shrunk

QUARTER = 0.25


def half_ringed() -> Paper:
    """A page with a ring of which one half is missing, and an option that nobody marked."""
    paper = Paper()
    box = paper.option(10, 20, "良好")
    paper.option(60, 20, "一般")
    paper.ring(box, sweep=170, start=-60)
    return paper


def at(paper: Paper, places: list[MarkPlace]) -> MarkScores:
    blank = shrunk(np.asarray(paper.print, np.float32)).astype(np.uint8)
    boxes = [each.box for each in paper.places]
    return readers().judge_pictures(planes(paper.canvas(), blank, boxes), places)


def test_an_option_in_doubt_is_worth_the_mean_of_five_looks_and_a_clear_one_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = half_ringed()
    found = at(paper, paper.places)
    monkeypatch.setattr(module, "_DOUBTFUL", -1.0)
    looks = [
        at(paper, [replace(each, box=each.box.moved(dx, dy)) for each in paper.places])
        for dx, dy in ((0, 0), (QUARTER, 0), (-QUARTER, 0), (0, QUARTER), (0, -QUARTER))
    ]
    for name in ("crop", "unrolled"):
        single = [getattr(each, name)[0] for each in looks]
        assert np.ptp(single, axis=0).max() > 0.3, "the looks differ"
        assert getattr(found, name)[0] == pytest.approx(np.mean(single, axis=0), abs=1e-4)
        assert getattr(found, name)[1] == pytest.approx(getattr(looks[0], name)[1], abs=1e-6)
    assert found.coverage[0] == looks[0].coverage[0], "measures are those of the place itself"
