from __future__ import annotations

import numpy as np
import pytest

from formkit.geometry import Box
from formkit.media.scan.degrade.choosing import Chooser, Habits
from formkit.media.scan.degrade.faces import BUNDLED, Faces
from formkit.media.scan.degrade.hands import random_hand
from formkit.media.scan.degrade.pens import InkLayer
from formkit.media.scan.degrade.writing import Writer
from formkit.model.handbook import Field, Kind, Mark, Option, Sheet
from formkit.model.ids import FieldRef
from formkit.model.layout import OptionPlace, Place
from tests.media.scan.degrade.drawn import PEN, ink_in

BOXES = {"1": Box(10, 20, 14, 24), "2": Box(40, 20, 44, 24), "3": Box(70, 20, 74, 24)}
NEVER = Habits().scaled(0)


def chooser(habits: Habits = NEVER) -> Chooser:
    faces = Faces.load([BUNDLED])
    return Chooser(Writer(InkLayer(100, 45, 8), random_hand(np.random.default_rng(1), faces, PEN), faces), habits)


def place(kind: Kind, mark: Mark, cells: tuple[Box, ...] = ()) -> Place:
    options = tuple(Option(code, label) for code, label in (("1", "√"), ("2", "×"), ("3", "其他")))
    asked = Field("answer", "答", kind, mark=mark, options=options)
    ref = FieldRef("sheet.answer", asked, Sheet("sheet", "表", "1", (), (asked,)), 1, 1)
    places = tuple(OptionPlace(code, None if cells else box) for code, box in BOXES.items())
    return Place(ref, Box(5, 15, 95, 30), cells, (), places)


def test_ticked_boxes_have_ink_and_the_others_none() -> None:
    for seed in range(10):
        made = chooser()
        truth = made.answer(place(Kind.MULTI, Mark.BOX), ("1", "3"), np.random.default_rng(seed))
        assert (truth.marked, truth.way) == (("1", "3"), "tick")
        assert ink_in(made.writer.layer, BOXES["1"]).max() > 0
        assert ink_in(made.writer.layer, BOXES["3"]).max() > 0
        assert ink_in(made.writer.layer, BOXES["2"].inset(-1)).max() == 0


@pytest.mark.parametrize("code", ["1", "2"])
def test_a_sign_is_written_into_its_box(code: str) -> None:
    cell = Box(20, 15, 28, 23)
    made = chooser()
    truth = made.answer(place(Kind.SINGLE, Mark.SYMBOL, (cell,)), code, np.random.default_rng(0))
    assert (truth.way, truth.marked) == ("symbol", (code,))
    assert ink_in(made.writer.layer, cell).max() > 0


def test_codes_stand_in_the_first_boxes() -> None:
    cells = tuple(Box.at(10 + 12 * number, 15, 9, 8) for number in range(4))
    made = chooser()
    truth = made.answer(place(Kind.MULTI, Mark.CODE, cells), ("1", "3"), np.random.default_rng(0))
    assert truth.marked == ("1", "3")
    assert [ink_in(made.writer.layer, cell.inset(1)).max() > 0 for cell in cells] == [True, True, False, False]


def test_a_withdrawn_answer_leaves_struck_marks_and_no_value() -> None:
    made = chooser(Habits(0, withdrawn=1.0, contrary=0, stray=0))
    truth = made.answer(place(Kind.SINGLE, Mark.CIRCLE), "2", np.random.default_rng(0))
    assert (truth.value, truth.marked, truth.struck) == (None, (), ("2",))
    assert ink_in(made.writer.layer, BOXES["2"]).max() > 0
