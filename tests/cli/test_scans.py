"""Scans go through the commands as files: stacks, photographs, overlays, several workers, bad pages, calibration."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from formkit.engines import ppocr
from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.media.scan.degrade.choosing import Habits
from formkit.media.scan.degrade.encoding import as_pdf
from formkit.media.scan.degrade.faces import BUNDLED
from formkit.media.scan.degrade.simulate import Blanks, Material, Simulation, simulate
from formkit.model.reading import Document, FieldStatus, Reading
from formkit.pipeline.simulating import printed_blank
from formkit.store import open_store
from tests.cli.conftest import Run, lines_of

CAREFUL = Material((BUNDLED,), habits=Habits(*([0.0] * 8)))
"""A neat hand; nobody corrects, ticks or scrawls."""


@cache
def booklet(serial: str = "", seed: int = 11, pages: tuple[int, ...] = (1, 5, 6)) -> Simulation:
    handbook = load_handbook("case-management@2011")
    layout = build_layout(handbook, serial=serial)
    blanks = Blanks(printed_blank(handbook, layout))
    return simulate(handbook, layout, blanks, seed, "clean", CAREFUL, pages=pages, dpi=200)


def scanned(made: Simulation) -> bytes:
    return as_pdf([(page.content, page.dpi) for page in made.pages])


def _right(document: dict[str, object], made: Simulation) -> float:
    """Return the share of written fields that were read rightly."""
    fields = document["fields"]
    written = [each for each in made.truth.fields().values() if each.value is not None]
    same = sum(fields[each.id]["value"] == (list(each.value) if isinstance(each.value, tuple) else each.value)
               for each in written)
    return same / len(written)


def test_a_stack_of_two_booklets_becomes_two_documents_with_their_answers(run: Run) -> None:
    first, second = booklet("ABCDE1", 11), booklet("XYZ234", 12)
    mixed = [first.pages[0], second.pages[1], second.pages[0], first.pages[2], first.pages[1], second.pages[2]]
    Path("stack.pdf").write_bytes(as_pdf([(page.content, page.dpi) for page in mixed]))
    result = run("read", "stack.pdf")
    assert result.exit_code == 0
    one, two = lines_of(result)
    assert (one["serial"], two["serial"]) == ("ABCDE1", "XYZ234")
    assert [page["image"] for page in one["pages"]] == [1, 4, 5]
    assert one["pages"][0]["registration"]["residual_mm"] < 0.3
    assert _right(one, first) > 0.85
    assert _right(two, second) > 0.85
    assert "6 pictures read" in result.stderr


def test_pages_that_were_issued_and_never_came_are_missing(run: Run) -> None:
    Path("part.pdf").write_bytes(scanned(booklet("ABCDE1")))
    result = run("read", "part.pdf")
    [document] = lines_of(result)
    missing = sum(each["code"] == "G106" for each in document["problems"])
    assert missing
    assert f"; pages missing: {missing}" in result.stderr
    assert document["fields"]["plan.1.care_mode"]["status"] == "missing"
    assert document["fields"]["followup.4.danger"]["status"] == "missing"
    assert document["status"] == "review"
    assert "G106" in {each["code"] for each in document["problems"]}


@pytest.mark.parametrize(("name", "kind"), [("x.jpg", "JPEG"), ("x.png", "PNG"), ("x.webp", "WEBP"), ("x.tif", "TIFF")])
def test_one_photograph_is_a_document(run: Run, name: str, kind: str) -> None:
    page = booklet().pages[1]
    Image.fromarray(page.image).rotate(180).save(name, kind)
    [document] = lines_of(run("read", name))
    assert document["handbook"] == "case-management"
    assert document["serial"] is None
    assert [each["sheet"] for each in document["pages"]] == ["basic"]


def test_workers_read_the_same_as_one_process(run: Run) -> None:
    Path("part.pdf").write_bytes(scanned(booklet("ABCDE1")))
    alone, shared = run("read", "part.pdf"), run("read", "part.pdf", "--workers", "2")
    assert lines_of(alone) == lines_of(shared)


def test_the_overlay_has_a_page_for_every_picture(run: Run) -> None:
    Path("part.pdf").write_bytes(scanned(booklet("ABCDE1")))
    assert run("read", "part.pdf", "-o", "out.jsonl", "--overlay", "seen.pdf").exit_code == 0
    with pypdfium2.PdfDocument("seen.pdf") as document:
        assert len(document) == 3
        drawn = document[0].render(scale=1).to_numpy().astype(int)
    coloured = np.abs(drawn.max(axis=2) - drawn.min(axis=2)) > 40
    assert coloured.sum() > 500


def test_a_bad_page_and_a_foreign_page_do_not_keep_the_others_from_being_read(run: Run) -> None:
    pages = [Image.open(io.BytesIO(page.content)).convert("L") for page in booklet().pages[:2]]
    lines = np.full((2339, 1654), 250, np.uint8)
    lines[200:2100:40, 150:1500] = 60
    lines[200:2100, 150:1500:90] = 60
    pages.insert(1, Image.fromarray(lines))
    pages[0].save("stack.tif", save_all=True, append_images=pages[1:])
    result = run("read", "stack.tif")
    [document] = lines_of(result)
    assert result.exit_code == 0
    assert [each["image"] for each in document["pages"]] == [1, 3]
    assert [each["where"] for each in document["problems"] if each["code"] == "G101"] == ["stack.tif #2"]


def test_a_fault_of_ours_on_one_page_costs_only_that_page_and_tells_no_answers(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from formkit.media.scan.scanner import Scanner

    whole = Scanner.read_image

    def faulty(self: Scanner, image: object, name: str) -> object:
        if image.number == 2:
            raise ValueError("王桂兰 33019719540225442X")
        return whole(self, image, name)

    monkeypatch.setattr(Scanner, "read_image", faulty)
    Path("part.pdf").write_bytes(scanned(booklet("ABCDE1")))
    result = run("read", "part.pdf")
    [document] = lines_of(result)
    assert [each["image"] for each in document["pages"]] == [1, 3]
    [told] = [each for each in document["problems"] if each["code"] == "G004"]
    assert "ValueError" in told["message"]
    assert "王桂兰" not in result.output


def test_a_page_of_which_half_is_covered_is_told_and_none_of_its_answers_accepted(run: Run) -> None:
    page = booklet().pages[1].image.copy()
    page[900:1900] = 255
    Image.fromarray(page).save("half.png")
    [document] = lines_of(run("read", "half.png"))
    codes = {each["code"] for each in document["problems"]}
    assert codes & {"G103", "G108"}
    assert all(each["status"] in ("review", "missing") for each in document["fields"].values())


def test_a_file_without_any_page_of_ours_has_failed_by_name(run: Run) -> None:
    Image.new("L", (1654, 2339), 240).save("empty.png")
    Path("broken.jpg").write_bytes(b"\xff\xd8\xff" + b"\0" * 400)
    result = run("read", "empty.png", "broken.jpg")
    assert result.exit_code == 1
    assert [each["status"] for each in lines_of(result)] == ["failed", "failed"]
    assert "empty.png" in result.output
    assert "broken.jpg" in result.output


def test_an_unknown_engine_is_refused_before_anything_is_read(run: Run) -> None:
    result = run("read", "x.pdf", "--engine", "nobody")
    assert (result.exit_code, "N001" in result.output) == (2, True)


def test_scans_are_imported_with_what_was_measured(run: Run) -> None:
    Path("part.pdf").write_bytes(scanned(booklet("ABCDE1")))
    assert run("import", "part.pdf").exit_code == 0
    with open_store(None, create=False) as store:
        [document] = store.documents()
        reading = store.values(document.id)["cover.sex"].reading
    assert reading.reader == "circle"
    assert reading.measures["margin"] > 0


def _decided(run: Run, wrong: int, right: int) -> None:
    """Fill a store with circle readings of which a person said whether they are right."""
    Path("part.pdf").write_bytes(scanned(booklet("ABCDE1")))
    run("import", "part.pdf")
    with open_store(None, create=False) as store:
        [stored] = store.documents()
        values = store.values(stored.id)
        sure = [name for name, each in values.items() if each.reading.reader == "circle" and each.value]
        for name in sure[:wrong]:
            store.correct(stored.id, name, None, who="王芳", why="the mark is a stain")
        for name in sure[wrong : wrong + right]:
            store.correct(stored.id, name, values[name].value, who="王芳", why="looked at")


def test_calibrating_shows_what_would_change_and_changes_it_only_when_asked(run: Run) -> None:
    _decided(run, wrong=1, right=4)
    shown = run("calibrate")
    assert "5 readings were decided" in shown.output
    assert "circle" in shown.output
    assert not Path("calibration.json").exists()
    assert run("calibrate", "--apply").exit_code == 0
    models = json.loads(Path("calibration.json").read_text(encoding="utf-8"))
    [document] = lines_of(run("read", "part.pdf"))
    doubted = [each for each in document["fields"].values() if each.get("reader") == "circle"]
    assert models["circle"]["threshold"] > 0
    assert "review" in {each["status"] for each in doubted}


def test_calibrating_without_decisions_changes_nothing(run: Run) -> None:
    Path("part.pdf").write_bytes(scanned(booklet("ABCDE1")))
    run("import", "part.pdf")
    assert "Nothing changes" in run("calibrate").output


def test_a_calibration_that_is_none_is_refused(run: Run) -> None:
    Path("calibration.json").write_text("[1]", encoding="utf-8")
    Path("part.pdf").write_bytes(scanned(booklet("ABCDE1")))
    result = run("read", "part.pdf")
    assert result.exit_code == 1
    assert "G301" in result.output


def test_a_reading_keeps_its_measures_in_the_store(tmp_path: Path) -> None:
    reading = Reading("1", FieldStatus.ACCEPTED, 0.99, reader="circle", measures={"margin": 4.5, "residual_mm": 0.1})
    document = Document("x.pdf", "0" * 64, "case-management", "2011", "ABCDE1", {"cover.sex": reading})
    assert document.to_json()["fields"]["cover.sex"]["measures"] == {"margin": 4.5, "residual_mm": 0.1}


def test_the_doctor_lists_the_engines_with_their_model_or_what_they_lack(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("doctor").output
    assert re.search(r"OCR engine ppocr +ready, reads as ppocr-v6-small-h1 \(default\)", told), told
    assert re.search(r"OCR engine tesseract +(ready|the OCR engine tesseract needs)", told), told
    assert re.search(r"onnxruntime +\d", told)
    monkeypatch.setattr(ppocr, "MODEL", Path("models") / "gone.onnx")
    lacking = run("doctor")
    assert lacking.exit_code == 1
    assert re.search(r"OCR engine ppocr +the model of the OCR engine .* is missing", lacking.output), lacking.output
    assert "N003" in lacking.output
