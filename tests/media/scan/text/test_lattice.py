"""Look-alikes: told apart by the words they make, and only where the engine leaves room for it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.media.scan.text.beam import search
from formkit.media.scan.text.ctc import score
from formkit.media.scan.text.fields import decode
from formkit.media.scan.text.lattice import readings, slots
from formkit.media.scan.text.lexicon import TAU, listed_in
from formkit.media.scan.text.line import Line
from formkit.media.scan.text.sight import Sight
from formkit.media.scan.text.vocabulary import Vocabulary, with_beginnings
from formkit.model.engine import LineMatrix
from formkit.model.handbook import Field, Kind
from tests.media.scan.text.knowing import office
from tests.media.scan.text.matrices import matrix

OPINION = Field("o", "意见", Kind.TEXT, multiline=True)
TOWN = Field("t", "乡镇", Kind.TEXT, concept="person.town")


def line_of(text: str, sure: float = 0.97, doubts: Mapping[int, tuple[str, float]] | None = None) -> Line:
    line = Line.of(matrix(text, sure, doubts))
    assert line is not None
    return line


def words(common: Mapping[str, float], weight: float = 1.0) -> Vocabulary:
    return Vocabulary(with_beginnings(common), {}, weight)


def read(field: Field, text: str, sure: float = 0.97, doubts: Mapping[int, tuple[str, float]] | None = None) -> object:
    return decode(field, Sight(((matrix(text, sure, doubts),),)), office())


def test_a_place_has_the_alternatives_of_its_steps_and_their_costs() -> None:
    places = slots(line_of("甲乙", doubts={1: ("丙", 0.3)}))
    assert [place[0] for place in places] == [("甲", 0.0), ("乙", 0.0)]
    assert dict(places[1])["丙"] == pytest.approx(np.log(0.3 / 0.67), abs=0.05)


def test_a_faint_character_between_two_is_a_place_of_its_own() -> None:
    rows = np.array([[0.01, 0.98, 0.01], [0.98, 0.01, 0.01], [0.8, 0.0, 0.2], [0.98, 0.01, 0.01], [0.01, 0.98, 0.01]])
    line = Line.of(LineMatrix("甲甲", 0.9, rows.astype(np.float32), ("", "甲", "乙")))
    assert line is not None
    assert [place[0][0] for place in slots(line)] == ["甲", "", "甲"]
    assert readings(slots(line), words({"甲乙甲": -2.0}), TAU)[0] == "甲乙甲"


def test_a_word_wins_over_its_look_alike() -> None:
    line = line_of("病清", doubts={1: ("情", 0.2)})
    assert readings(slots(line), words({"病情": -8.0, "病": -8.0, "情": -8.0, "清": -8.0}), TAU)[0] == "病情"


def test_the_likeliest_parting_counts() -> None:
    found = words({"甲乙": -6.0, "丙": -6.0, "甲": -9.0, "乙丙": -9.0, "乙": -9.0})
    assert found.text("甲乙丙") == pytest.approx(-12.0 + 15.0)
    assert found.text("甲乙1丙") == found.text("甲乙丙")


def test_no_reading_is_further_behind_than_it_may_be() -> None:
    line = line_of("甲乙丙", doubts={0: ("子", 0.05), 1: ("丑", 0.05), 2: ("寅", 0.05)})
    found = words({"子丑寅": -1.0})
    assert readings(slots(line), found, TAU)[0] == "子丑寅"
    assert "子丑寅" not in readings(slots(line), found, 5.0)


SIGNS = "甲乙丙12，"


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """Lines of a few steps, each with a sign or the blank that is the likeliest by far, as engines give them."""
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        row = np.array(draw(st.lists(st.floats(0.001, 0.06), min_size=len(SIGNS) + 1, max_size=len(SIGNS) + 1)))
        row[draw(st.integers(0, len(SIGNS)))] = draw(st.floats(0.2, 1.0))
        rows.append(row / row.sum())
    line = Line.of(LineMatrix("", 0.5, np.array(rows, np.float32), ("", *SIGNS)))
    assert line is not None
    return line


@given(lines())
@settings(max_examples=60, deadline=None)
def test_without_weight_the_open_reading_comes_out(line: Line) -> None:
    found = listed_in(OPINION, [line], (), words({"甲乙": -1.0, "丙": -2.0, "乙丙甲": -1.0}, 0.0))
    best = next((each for each in search(line, width=200, keep=40, least=0.0) if each.text), None)
    assert best is not None
    assert score(line, found.raw) == pytest.approx(best.seen, abs=1e-6)


@given(lines(), st.floats(0.0, 3.0))
@settings(max_examples=60, deadline=None)
def test_words_never_bring_in_what_the_engine_all_but_excludes(line: Line, weight: float) -> None:
    found = listed_in(OPINION, [line], (), words({"甲乙": -1.0, "丙": -2.0, "乙丙甲": -1.0}, weight))
    open_ = [each for each in search(line, width=12, keep=6) if each.text]
    assert score(line, found.raw) >= max(each.seen for each in open_) - TAU or found.raw in {e.text for e in open_}


def test_running_text_is_read_as_words_and_says_so() -> None:
    answer = read(OPINION, "定期夏查", doubts={2: ("复", 0.1)})
    assert (answer.value, answer.repaired) == ("定期复查", True)
    assert answer.alternatives[0] == "定期夏查"


@pytest.mark.parametrize("text", ["定期夏查", "患者懒动少语", "王二麻子骂人", "服利培酮2mg/晚，B超正常"])
def test_a_clear_reading_stands_whatever_the_words(text: str) -> None:
    answer = read(OPINION, text, 0.999)
    assert (answer.value, answer.repaired) == (text, False)


def test_a_place_ends_as_places_do() -> None:
    assert read(TOWN, "安乐公", doubts={2: ("乡", 0.05)}).value == "安乐乡"


def test_a_stroke_at_an_end_and_a_long_run_are_told() -> None:
    assert read(OPINION, "病情稳定1").measures["loose_ends"] == 1.0
    assert read(OPINION, "病情稳定，继续服药").measures["run"] == 4.0
    assert read(OPINION, "120").measures["loose_ends"] == 0.0
