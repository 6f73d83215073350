"""Each refusal of the command line, brought about the way it happens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from formkit.layout import build
from formkit.mapping import load_handbook
from formkit.pipeline import digitise, reading
from formkit.shipped import shipped
from tests.cli.conftest import Run, lines_of

SAMPLES = shipped("samples")
PEOPLE = SAMPLES / "青石镇重性精神疾病患者花名册.xlsx"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("[1, 2]", "F102"),
        ('{"handbook": "home-care", "fields": {"cover.sex": "1"}}', "F104"),
        ('{"edition": "2017", "fields": {"cover.sex": "1"}}', "F104"),
        ('{"serial": "nonsense", "fields": {"cover.sex": "1"}}', "F105"),
        ('{"followup.201.danger": "0"}', "F106"),
    ],
)
def test_a_line_that_is_no_record_of_this_handbook(
    run: Run, records: Callable[..., Path], line: str, code: str
) -> None:
    result = run("fill", "case-management@2011", records(line, {"cover.sex": "1"}), "-o", "out")
    assert (code in result.output, result.exit_code) == (True, 1), result.output
    assert len(list(Path("out").iterdir())) == 1


def test_two_records_with_one_serial_do_not_share_a_booklet(run: Run, records: Callable[..., Path]) -> None:
    line = {"serial": "7KX2M9", "fields": {"cover.sex": "1"}}
    result = run("fill", "case-management", records(line, line), "-o", "out")
    assert ("F110" in result.output, result.exit_code) == (True, 1)
    assert len(list(Path("out").iterdir())) == 1


def test_line_breaks_of_other_systems_are_told(run: Run, records: Callable[..., Path]) -> None:
    result = run("fill", "case-management", records({"cover.address": "一\r\n二"}), "-o", "out")
    assert ("F112" in result.output, result.exit_code) == (True, 0)
    fields = lines_of(run("read", "out"))[0]["fields"]
    assert isinstance(fields, dict)
    assert fields["cover.address"]["value"] == "一\n二"


def test_an_overlay_is_a_pdf_and_a_template_needs_a_folder(run: Run) -> None:
    assert "U001" in run("layout", "case-management", "--overlay", "o.docx").output
    Path("afile").write_text("x", encoding="utf-8")
    assert "U005" in run("template", "build", "case-management", "--in", "afile").output


def test_records_that_are_not_utf8(run: Run) -> None:
    Path("gb.jsonl").write_bytes('{"cover.patient_name": "王桂兰"}'.encode("gb18030"))
    result = run("fill", "case-management", "gb.jsonl", "-o", "out")
    assert ("F107" in result.output, result.exit_code) == (True, 1)


def test_files_that_cannot_be_opened_are_too_large_or_change_while_they_are_read(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("file.docx").write_bytes(b"PK")
    assert "F002" in run("read", "file.docx/inside.docx").stderr
    with monkeypatch.context() as patch:
        patch.setattr(digitise, "MOST_BYTES", 1)
        assert "F007" in run("read", "file.docx").stderr
    real = Path.read_bytes

    def saved_meanwhile(path: Path) -> bytes:
        content = real(path)
        path.write_bytes(content + b"more")
        return content

    monkeypatch.setattr(Path, "read_bytes", saved_meanwhile)
    assert "F008" in run("read", "file.docx").stderr


def test_a_workbook_of_others(run: Run) -> None:
    openpyxl.Workbook().save("other.xlsx")
    result = run("read", "other.xlsx")
    assert "F005" in result.stderr
    assert lines_of(result)[0]["status"] == "failed"


def test_columns_without_a_field_and_words_that_are_no_option_are_told(run: Run) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "性别", "备注"])
    sheet.append(["王桂兰", "不清楚", "长期外出"])
    book.save("名单.xlsx")
    result = run("blank", "case-management", "-o", "job.pdf", "--for", "名单.xlsx", "--sheets", "followup=1")
    assert result.exit_code == 0
    assert "F108" in result.output
    assert "备注" in result.output
    assert "F109" in result.output
    assert "B2" in result.output


def test_results_that_cannot_be_written_there(run: Run, records: Callable[..., Path]) -> None:
    Path("file").write_text("x", encoding="utf-8")
    assert "U005" in run("read", "missing.docx", "-o", "nowhere/out.jsonl").output
    result = run("fill", "case-management", records({"cover.sex": "1"}), "-o", "file")
    assert ("U006" in result.output, result.exit_code) == (True, 2)


def test_a_roster_without_an_office_profile_and_for_a_town_that_it_lacks(run: Run) -> None:
    from formkit.store import open_store

    open_store("s.db").close()
    assert "U011" in run("roster", "--store", "s.db", "-o", "r.xlsx").output
    result = run("roster", "--store", "s.db", "-o", "t.xlsx", "--town", "999", "--office", SAMPLES / "office.toml")
    assert ("E005" in result.output, result.exit_code) == (True, 2)
    assert not Path("t.xlsx").exists()


def test_a_stop_from_the_keyboard_is_clean(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "load", stopped)
    result = run("read", "x.docx")
    assert ("U013" in result.output, result.exit_code) == (True, 1)


def test_a_fault_of_ours_is_told_without_a_traceback_and_without_the_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from click.testing import CliRunner

    from formkit.cli.main import cli

    def broken(*_: object) -> None:
        raise RuntimeError("王桂兰 33019719540225442X")

    monkeypatch.setattr(reading, "load", broken)
    result = CliRunner().invoke(cli, ["read", "x.docx"])
    assert ("U012" in result.output, result.exit_code) == (True, 1)
    assert "Traceback" not in result.output
    told = Path("formkit-fault.txt").read_text(encoding="utf-8")
    assert "RuntimeError" in told
    assert "reading.py" in told
    assert "王桂兰" not in told


def test_two_sides_that_would_share_a_design_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "design_of", lambda mark: "00000")
    assert "L008" in {each.code for each in build.layout_problems(load_handbook("case-management"))}
