from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from formkit.errors import FormkitError
from formkit.layout import build_layout
from formkit.mapping import load_all_editions
from formkit.media.docx import printing
from formkit.model.handbook import Kind
from formkit.pipeline.learning import learn, looked_at, shared_words
from formkit.shipped import shipped

FOLLOWUP = shipped("mappings") / "legacy-followup-2011"
CASE = shipped("mappings") / "legacy-case-record-5-1"
SUPPLEMENT = shipped("mappings") / "legacy-supplement-2011"
CARE = shipped("mappings") / "legacy-home-care-log"


def code_of(blanks: list[Path], out: Path, **more: Path) -> str:
    with pytest.raises(FormkitError) as stopped:
        learn(blanks, out, **more)
    return stopped.value.problem.code


def scanned(pdf: Path, folder: Path, dpi: int = 200, angle: float = 0.7) -> list[Path]:
    paths = []
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)):
        picture = document[number].render(scale=dpi / 72, grayscale=True).to_pil()
        paths.append(folder / f"{number}.png")
        picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255).save(paths[-1])
    return paths


def text_page(path: Path, lines: list[str]) -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842))
    for number, line in enumerate(lines):
        canvas.drawString(72, 760 - 18 * number, line)
    canvas.showPage()
    canvas.save()
    return path


def boxes(folder: Path) -> dict[str, list[float]]:
    layout = json.loads((folder / "layout.json").read_text(encoding="utf-8"))
    return {place["field"]: place["box"] for page in layout["pages"] for place in page["places"]}


def within(inner: list[float], outer: list[float]) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] - 1 <= x <= outer[2] + 1 and outer[1] - 1 <= y <= outer[3] + 1


@pytest.mark.parametrize("original", [FOLLOWUP, CASE], ids=["follow-up", "case record"])
def test_what_is_learnt_from_a_pdf_is_a_mapping_without_errors_that_places_what_a_person_placed(
    original: Path, tmp_path: Path
) -> None:
    out, overlay = tmp_path / "learnt-form", tmp_path / "overlay.pdf"
    learnt = learn([original / "blank.pdf"], out, overlay=overlay)
    handbooks, problems = load_all_editions(out)
    assert [str(each) for each in problems if each.severity == "error"] == []
    assert build_layout(handbooks["1"]).pages
    assert learnt.tables == 1
    assert len(pypdfium2.PdfDocument(overlay)) == len(pypdfium2.PdfDocument(original / "blank.pdf"))
    drafted, placed = list(boxes(out).values()), list(boxes(original).values())
    found = sum(any(within(box, other) and within(other, box) for other in drafted) for box in placed)
    assert found >= 0.95 * len(placed)
    assert len(drafted) <= 1.05 * len(placed)


def test_the_same_blank_gives_the_same_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        learn([FOLLOWUP / "blank.pdf"], tmp_path / name)
    first, second = ((tmp_path / name / "layout.json").read_text(encoding="utf-8") for name in ("one", "two"))
    assert first == second


def test_known_labels_get_the_ids_and_meanings_of_the_mappings_that_are_there(tmp_path: Path) -> None:
    learn([FOLLOWUP / "blank.pdf"], tmp_path / "form")
    handbook = load_all_editions(tmp_path / "form")[0]["1"]
    fields = {field.label: field for field in handbook.sheets[0].fields}
    assert (fields["危险性"].id, fields["随访日期"].concept) == ("danger", "visit.date")


@pytest.mark.parametrize("original", [FOLLOWUP, CASE, SUPPLEMENT, CARE], ids=lambda folder: folder.name)
def test_as_many_are_told_to_be_unsure_as_the_mapping_calls_provisional(original: Path, tmp_path: Path) -> None:
    learnt = learn([original / "blank.pdf"], tmp_path / "form")
    mapping = (tmp_path / "form" / "mapping.yaml").read_text(encoding="utf-8")
    assert learnt.unsure == mapping.count(", provisional: true")


def test_all_that_people_write_in_words_is_sensitive_until_somebody_says_otherwise(tmp_path: Path) -> None:
    learn([FOLLOWUP / "blank.pdf"], tmp_path / "form")
    handbook = load_all_editions(tmp_path / "form")[0]["1"]
    told = {field.label: field.sensitive for field in handbook.sheets[0].fields}
    assert all(field.sensitive for field in handbook.sheets[0].fields if field.kind is Kind.TEXT)
    assert (told["姓名"], told["随访日期"], told["危险性"]) == (True, False, False)


@pytest.mark.parametrize("original", [FOLLOWUP, CASE, SUPPLEMENT, CARE], ids=lambda folder: folder.name)
def test_a_label_that_several_forms_have_means_what_it_means_in_the_likest_of_them(
    original: Path, tmp_path: Path
) -> None:
    learn([original / "blank.pdf"], tmp_path / "form")
    found, meant = (
        {each.label: each.concept for book in load_all_editions(folder)[0].values() for each in book.sheets[0].fields}
        for folder in (tmp_path / "form", original)
    )
    shared = {label for label in found.keys() & meant.keys() if meant[label]}
    assert len(shared) >= 2
    assert {label: found[label] for label in shared} == {label: meant[label] for label in shared}


def test_the_number_of_a_form_and_the_names_in_a_table_are_not_those_of_a_person(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(tmp_path / "blank.pdf"), pagesize=(595, 842))
    canvas.setFont("STSong-Light", 10.5)
    labels = ["编号", "姓名", "报修内容", "材料费", "维修结果"]
    for number, line in enumerate(["报修单", *(f"{label}：____________" for label in labels)]):
        canvas.drawString(72, 800 - 24 * number, line)
    for row in range(5):
        canvas.line(72, 640 - 24 * row, 432, 640 - 24 * row)
    for column, head in enumerate(["姓名", "年龄", "联系电话"]):
        canvas.drawString(80 + 120 * column, 623, head)
    for column in range(4):
        canvas.line(72 + 120 * column, 640, 72 + 120 * column, 544)
    canvas.save()
    learn([tmp_path / "blank.pdf"], tmp_path / "form")
    (book,) = load_all_editions(tmp_path / "form")[0].values()
    (sheet,) = book.sheets
    (table,) = sheet.tables
    concepts = {each.label: each.concept for each in sheet.fields}
    assert concepts == dict.fromkeys(labels) | {"姓名": "person.name"}
    assert {each.concept for each in table.columns} == {None}


def test_a_scan_gives_the_fields_that_the_pdf_gives(tmp_path: Path) -> None:
    drafts = [looked_at(scanned(FOLLOWUP / "blank.pdf", tmp_path)).draft, looked_at([FOLLOWUP / "blank.pdf"]).draft]
    from_scan, from_pdf = ([item.label for item in draft.items] for draft in drafts)
    assert len(set(from_scan) & set(from_pdf)) >= 0.9 * len(set(from_pdf))
    assert len(from_scan) <= 1.1 * len(from_pdf)


def test_a_scan_becomes_a_folder_whose_blank_is_the_straightened_page(tmp_path: Path) -> None:
    out = tmp_path / "scanned-form"
    learn(scanned(CASE / "blank.pdf", tmp_path)[:1], out)
    _, problems = load_all_editions(out)
    assert [str(each) for each in problems if each.severity == "error"] == []
    width, height = pypdfium2.PdfDocument(out / "blank.pdf")[0].get_size()
    assert (round(width), round(height)) == (595, 842)


def test_a_word_file_with_a_print_of_it_needs_no_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "office_program", lambda: None)
    out = tmp_path / "form"
    learn([FOLLOWUP / "blank.docx"], out, pdf=FOLLOWUP / "blank.pdf")
    assert (out / "blank.docx").read_bytes() == (FOLLOWUP / "blank.docx").read_bytes()


def test_without_libreoffice_and_print_a_word_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "office_program", lambda: None)
    assert code_of([FOLLOWUP / "blank.docx"], tmp_path / "form") == "K002"
    assert not (tmp_path / "form").exists()


def test_a_libreoffice_that_makes_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "office_program", lambda: "true")
    assert code_of([FOLLOWUP / "blank.docx"], tmp_path / "form") == "K003"


def test_the_print_of_another_form_is_refused(tmp_path: Path) -> None:
    assert code_of([FOLLOWUP / "blank.docx"], tmp_path / "form", pdf=CASE / "blank.pdf") == "K006"


def test_a_page_of_text_and_an_empty_page_are_no_forms(tmp_path: Path) -> None:
    letter = text_page(tmp_path / "letter.pdf", ["Dear all,", "the meeting is on Monday: please come.", "Yours"])
    assert code_of([letter], tmp_path / "a") == "K001"
    assert code_of([text_page(tmp_path / "empty.pdf", [])], tmp_path / "b") == "K001"
    assert not (tmp_path / "a").exists()


def test_a_photograph_is_no_form(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    coarse = Image.fromarray(rng.integers(40, 220, (24, 32), np.uint8))
    coarse.resize((1600, 1200), Image.Resampling.BICUBIC).save(tmp_path / "cat.jpg")
    assert code_of([tmp_path / "cat.jpg"], tmp_path / "form") == "K001"


def test_what_does_not_go_together_is_refused(tmp_path: Path) -> None:
    pdf, other = FOLLOWUP / "blank.pdf", tmp_path / "list.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    assert code_of([other], tmp_path / "a") == "K004"
    assert code_of([pdf, pdf], tmp_path / "a") == "K010"
    assert code_of([pdf], tmp_path / "a", pdf=pdf) == "K009"
    assert code_of([tmp_path / "nothing.pdf"], tmp_path / "a") == "F001"
    (tmp_path / "empty.pdf").write_bytes(b"")
    assert code_of([tmp_path / "empty.pdf"], tmp_path / "a") == "F003"


def test_a_folder_in_use_and_a_name_that_is_no_id_are_refused(tmp_path: Path) -> None:
    assert code_of([FOLLOWUP / "blank.pdf"], FOLLOWUP) == "K005"
    assert code_of([FOLLOWUP / "blank.pdf"], tmp_path / "表格") == "M504"


def test_too_many_pages_are_no_form(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "long.pdf"))
    for _ in range(21):
        canvas.showPage()
    canvas.save()
    assert code_of([tmp_path / "long.pdf"], tmp_path / "form") == "K007"


def test_a_coarse_scan_is_read_with_a_warning(tmp_path: Path) -> None:
    blank = looked_at(scanned(CASE / "blank.pdf", tmp_path, dpi=110)[:1])
    assert [each.code for each in blank.problems] == ["K008"]


def test_shared_words_do_not_mind_order() -> None:
    assert shared_words("姓名性别", "性别：姓名：") > 0.6
    assert shared_words("姓名性别", "工程概况") == 0.0
