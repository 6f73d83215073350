"""One contract over every installed engine, the built-in, a stranger's and broken ones."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from formkit.engines import ppocr, registry
from formkit.errors import FormkitError, UsageError
from formkit.model.engine import LineMatrix, OcrEngine
from tests.engines import plugins
from tests.engines.written import printed

PICTURES = {
    "empty paper": np.full((56, 300), 255, np.uint8),
    "one pixel": np.zeros((1, 1), np.uint8),
    "a tall strip": np.full((400, 8), 200, np.uint8),
    "noise": np.random.default_rng(1).integers(0, 255, (40, 200), np.uint8),
    "a view of a larger page": np.full((500, 500), 255, np.uint8)[100:150, 50:350],
}
MEMBERS = ("none", "ppocr", "tesseract", "good")


@pytest.fixture
def strangers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugins.install(
        tmp_path, monkeypatch,
        {"good": "strangers_engines:Good", **plugins.UNLOADABLE, **plugins.UNREADABLE},
    )


@pytest.fixture(params=MEMBERS)
def engine(request: pytest.FixtureRequest, strangers: None) -> OcrEngine:
    try:
        return registry.load_engine(request.param)
    except UsageError as missing:
        if missing.problem.code not in ("N005", "N007"):
            raise
        pytest.skip(missing.problem.message)


def test_an_engine_has_a_name_and_an_alphabet(engine: OcrEngine) -> None:
    assert isinstance(engine, OcrEngine)
    assert engine.name
    assert all(len(sign) == 1 for sign in engine.alphabet)


@pytest.mark.parametrize("picture", PICTURES)
def test_whatever_the_picture_a_sound_answer_comes_back(engine: OcrEngine, picture: str) -> None:
    before = PICTURES[picture].copy()
    seen = engine.read_line(PICTURES[picture])
    assert isinstance(seen, LineMatrix)
    assert 0.0 <= seen.confidence <= 1.0
    assert np.array_equal(before, PICTURES[picture])
    if seen.probabilities is not None:
        assert seen.alphabet[0] == ""
        assert seen.probabilities.shape == (len(seen.probabilities), len(seen.alphabet))
        assert set(seen.alphabet[1:]) <= engine.alphabet


def test_the_same_picture_gives_the_same_answer(engine: OcrEngine) -> None:
    first, second = (engine.read_line(PICTURES["noise"]) for _ in range(2))
    assert first.text == second.text


@pytest.mark.parametrize("name", plugins.UNLOADABLE)
def test_a_plug_in_that_does_not_load_is_a_problem_with_its_name(strangers: None, name: str) -> None:
    with pytest.raises(UsageError) as told:
        registry.load_engine(name)
    assert told.value.problem.code == "N002"
    assert name in told.value.problem.message
    listed = {each.name: each for each in registry.installed()}
    assert listed[name].problem == told.value.problem
    assert listed[name].package == "strangers-engines"


@pytest.mark.parametrize("name", plugins.UNREADABLE)
def test_a_plug_in_that_answers_nonsense_is_a_problem_with_its_name(strangers: None, name: str) -> None:
    engine = registry.load_engine(name)
    with pytest.raises(FormkitError) as told:
        engine.read_line(PICTURES["empty paper"])
    assert told.value.problem.code == "N004"
    assert name in told.value.problem.message
    assert "\n" not in told.value.problem.message


def test_a_broken_plug_in_leaves_the_others_alone(strangers: None) -> None:
    working = {each.name for each in registry.installed() if each.problem is None}
    assert {"none", "ppocr", "good"} <= working


def test_an_engine_that_is_not_there_is_told_with_those_that_are(strangers: None) -> None:
    with pytest.raises(UsageError) as told:
        registry.load_engine("nobody")
    assert told.value.problem.code == "N001"
    assert "ppocr" in told.value.problem.hint


def test_a_stranger_cannot_take_the_name_of_a_built_in_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugins.install(tmp_path, monkeypatch, {"none": "strangers_engines:Faulty"})
    assert registry.load_engine("none").read_line(PICTURES["noise"]).text == ""


def test_a_missing_model_file_is_told_with_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ppocr, "MODEL", Path("models") / "gone.onnx")
    with pytest.raises(UsageError) as told:
        registry.load_engine("ppocr").read_line(PICTURES["noise"])
    assert told.value.problem.code == "N003"
    assert "gone.onnx" in told.value.problem.message


def test_the_none_engine_reads_nothing() -> None:
    assert registry.load_engine("none").read_line(printed("张伟")) == LineMatrix("", 0.0)


def test_ppocr_reads_printed_chinese_and_leaves_unlikely_characters_out_of_the_matrix() -> None:
    started = time.process_time()
    engine = registry.load_engine("ppocr")
    seen = engine.read_line(printed("云水县清河镇柳河村3组"))
    assert time.process_time() - started < 5
    assert seen.text == "云水县清河镇柳河村3组"
    assert seen.confidence > 0.9
    assert seen.probabilities is not None
    assert len(seen.alphabet) < 3000
    assert {"云", "组"} <= set(seen.alphabet)


def test_tesseract_without_its_library_is_told_as_the_extra_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pytesseract", None)
    [told] = [each.problem for each in registry.installed() if each.name == "tesseract"]
    assert told is not None
    assert told.code == "N007"
    assert "pytesseract" in told.message
    assert "formkit[tesseract]" in told.hint


def test_tesseract_without_its_program_is_told_with_the_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    def languages() -> list[str]:
        raise OSError("tesseract is not in your PATH")

    library = ModuleType("pytesseract")
    library.get_languages = languages  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pytesseract", library)
    with pytest.raises(UsageError) as told:
        registry.load_engine("tesseract")
    assert told.value.problem.code == "N005"
    assert "not in your PATH" in told.value.problem.message
