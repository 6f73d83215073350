from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from formkit.mapping import load_handbook
from formkit.model.reading import Reading
from formkit.pipeline.digitise import read_content
from formkit.pipeline.learning import learn
from formkit.shipped import shipped

LINES = [
    "设备值守交接记录", "姓名：____________",
    "值守：____年__月__日 ________至________", "班次：早班（  ）中班（  ）晚班（  ）",
    "有无报警：□无 □有", "去向：○本地  ○外地  ○不明", "措施：1改正 2停用 3其他________    □",
]


def written(path: Path, lines: list[str]) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which the form was learnt from its Word file and a print of it."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(tmp_path / "blank.pdf"), pagesize=(595, 842))
    for number, line in enumerate(LINES):
        canvas.setFont("STSong-Light", 10.5)
        canvas.drawString(72, 760 - 24 * number, line)
    canvas.save()
    monkeypatch.chdir(tmp_path)
    learn([written(tmp_path / "blank.docx", LINES)], Path("mappings/handover"), pdf=tmp_path / "blank.pdf")
    return tmp_path


def read(office: Path, typed: Mapping[str, str], told: list[str] | None = None) -> dict[str, Reading]:
    """Return the readings, by their labels, of the form with some print replaced; ``told`` gets the problems."""
    told = told if told is not None else []
    lines = LINES
    for print_, answer in typed.items():
        assert any(print_ in line for line in lines)
        lines = [line.replace(print_, answer, 1) for line in lines]
    path = written(office / "filled.docx", lines)
    document = read_content(path.read_bytes(), path)[0]
    assert not document.failed, document.problems
    told.extend(problem.code for problem in document.problems)
    labels = {field.id: field.label for field in load_handbook(Path("mappings/handover")).sheets[0].fields}
    return {labels[name]: reading for name, reading in document.readings.items()}


def seen(readings: dict[str, Reading], label: str) -> tuple[object, str]:
    return readings[label].value, readings[label].status.value


def test_what_is_typed_into_a_learnt_form_is_read(office: Path) -> None:
    found = read(office, {
        "姓名：____________": "姓名：张山峰____",
        "____年__月__日": "2024年3月5日", "中班（  ）": "中班（√）", "□有": "☑有",
        "○外地": "●外地", "3其他________    □": "3其他________    □2",
    })
    assert seen(found, "姓名") == ("张山峰", "accepted")
    assert seen(found, "班次") == ("2", "accepted")
    assert seen(found, "有无报警") == ("2", "accepted")
    assert seen(found, "去向") == ("2", "accepted")
    assert seen(found, "措施") == ("2", "accepted")


def test_a_date_that_runs_into_the_blank_beside_it_is_never_surely_read(office: Path) -> None:
    found = read(office, {"____年__月__日 ________至": "2024.3.5 上午八点____至"})
    assert found["值守"].status.value == "review"


@pytest.mark.parametrize("typed", [
    {"中班（  ）晚班": "中班（  ）√ 晚班"}, {"有无报警": "有√ 无报警"}, {"去向：": "√ 去向："},
    {"3其他________    □": "3其他________  1 2"},
])
def test_what_may_belong_to_another_place_is_never_surely_read(office: Path, typed: dict[str, str]) -> None:
    found = read(office, typed)
    assert any(reading.status.value == "review" for reading in found.values())


def test_a_mark_in_what_is_left_of_the_brackets_of_an_option_marks_it(office: Path) -> None:
    assert read(office, {"中班（  ）晚班（  ）": "中班（  ）晚班√  ）"})["班次"].value == "3"


def test_a_tick_behind_the_ring_of_an_option_marks_that_option(office: Path) -> None:
    assert seen(read(office, {"○外地": "○√ 外地"}), "去向") == ("2", "accepted")


def test_codes_between_the_blank_of_an_option_and_the_boxes_may_be_either(office: Path) -> None:
    told: list[str] = []
    found = read(office, {"3其他________    □": "3其他____1____    □"}, told)
    assert "D062" in told
    assert {found["措施"].status.value, found["措施 其他"].status.value} == {"review"}


@pytest.mark.parametrize("typed", ["2024年3月5日 __8:00__至__12:30__", "2024年3月5日8:00至12:30"])
def test_what_is_typed_from_one_end_to_the_other_is_read_at_both(office: Path, typed: str) -> None:
    found = read(office, {"____年__月__日 ________至________": typed})
    assert seen(found, "值守") == ("2024-03-05", "accepted")
    assert seen(found, "起") == ("8:00", "accepted")
    assert seen(found, "止") == ("12:30", "accepted")


@pytest.mark.parametrize("typed", ["2024.3.5 上午八点____至", "2024.3.5上午八点至"])
def test_the_blank_that_a_date_runs_into_is_not_surely_empty(office: Path, typed: str) -> None:
    found = read(office, {"____年__月__日 ________至": typed})
    assert {found[label].status.value for label in ("值守", "起")} == {"review"}


def test_a_field_for_which_the_word_file_has_no_place_is_never_surely_empty(office: Path) -> None:
    mapping = Path("mappings/handover/mapping.yaml")
    mapping.write_text(mapping.read_text(encoding="utf-8").replace('"姓名"', '"甲乙丙丁戊己"'), encoding="utf-8")
    told: list[str] = []
    found = read(office, {"姓名：____________": "姓名：张山峰"}, told)
    assert seen(found, "甲乙丙丁戊己") == (None, "review")
    assert "D057" in told


def test_a_form_that_ships_and_that_an_office_learnt_too_is_the_offices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = shipped("mappings") / "legacy-home-care-log"
    monkeypatch.chdir(tmp_path)
    learn([original / "blank.docx"], Path("mappings/care-log"), pdf=original / "blank.pdf")
    [document] = read_content((original / "blank.docx").read_bytes(), Path("typed.docx"))
    assert (document.failed, document.handbook) == (False, "care-log")
