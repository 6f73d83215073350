from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray

from bench.filled_scans import plain
from bench.scans import distance
from formkit.cli.main import cli
from formkit.engines import ppocr, trained
from formkit.engines.ppocr import PpOcr
from formkit.engines.registry import load_engine
from formkit.model.engine import for_print

PICTURES = np.load(Path(__file__).parent / "data" / "handwriting.npz")
"""Lines of two handwriting fonts that nothing was trained on, through six kinds of scanner, and their texts."""


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    trained.fits.cache_clear()
    yield
    trained.fits.cache_clear()


@pytest.fixture
def other_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The installed model file is taken for another one."""
    monkeypatch.setattr(trained, "trained_for", lambda: "0" * 64)


def lines() -> list[tuple[NDArray[np.uint8], str]]:
    return [(PICTURES[f"picture_{number}"], str(text)) for number, text in enumerate(PICTURES["texts"])]


def test_the_installed_model_file_is_the_one_that_was_trained_with() -> None:
    assert PpOcr().name == ppocr.TRAINED
    assert PpOcr().remark is None


def test_print_is_read_with_the_weights_of_the_model_file() -> None:
    picture, _ = lines()[0]
    engine = load_engine("ppocr")
    printed = for_print(engine)
    assert (engine.name, printed.name) == (ppocr.TRAINED, ppocr.PLAIN)
    with pytest.MonkeyPatch.context() as put:
        put.setattr(trained, "replace_weights", lambda options: [])
        untrained = PpOcr().read_line(picture)
    assert np.array_equal(printed.read_line(picture).probabilities, untrained.probabilities)
    assert not np.array_equal(engine.read_line(picture).probabilities, untrained.probabilities)


def test_an_engine_that_keeps_no_other_reads_print_itself(other_file: None) -> None:
    assert for_print(engine := load_engine("ppocr")) is engine
    assert for_print(none := load_engine("none")) is none


def test_with_another_model_file_the_engine_has_its_plain_name_and_says_so(other_file: None) -> None:
    engine = load_engine("ppocr")
    assert engine.name == ppocr.PLAIN
    assert engine.remark is not None
    assert engine.remark.code == "N006"
    assert ppocr.MODEL.name in engine.remark.message


def test_with_another_model_file_the_weights_are_left_out(other_file: None) -> None:
    picture, _ = lines()[0]
    seen = PpOcr().read_line(picture)
    trained.fits.cache_clear()
    with pytest.MonkeyPatch.context() as put:
        put.setattr(trained, "replace_weights", lambda options: [])
        untrained = PpOcr().read_line(picture)
    assert np.array_equal(seen.probabilities, untrained.probabilities)


def test_a_read_with_another_model_file_begins_with_the_remark(other_file: None, tmp_path: Path) -> None:
    told = CliRunner().invoke(cli, ["read", str(tmp_path)])
    assert "N006" in told.stderr


def test_less_of_unseen_handwriting_is_misread_with_the_trained_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    own = PpOcr()
    assert own.name == ppocr.TRAINED
    trained_wrong = misread(own)
    monkeypatch.setattr(trained, "fits", lambda model: False)
    untrained = PpOcr()
    assert untrained.name == ppocr.PLAIN
    assert trained_wrong < 0.9 * misread(untrained)


def misread(engine: PpOcr) -> int:
    return sum(distance(plain(engine.read_line(picture).text), plain(text)) for picture, text in lines())


@pytest.fixture(scope="module")
def with_all() -> NDArray[np.float32] | None:
    """What the engine sees in the first line with all weights."""
    trained.fits.cache_clear()
    return PpOcr().read_line(lines()[0][0]).probabilities


@pytest.mark.parametrize("left_out", trained.weights())
def test_no_weight_is_lost_when_the_model_is_loaded(
    left_out: str, with_all: NDArray[np.float32] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What onnxruntime has folded into another weight it takes from the file, and says nothing."""
    picture, _ = lines()[0]
    others = {name: each for name, each in trained.weights().items() if name != left_out}
    monkeypatch.setattr(trained, "weights", lambda: others)
    without = PpOcr().read_line(picture).probabilities
    assert with_all is not None
    assert without is not None
    assert with_all[:, 0].tolist() != without[:, 0].tolist()
