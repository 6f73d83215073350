"""Files that are not what they should be: each gets its sentence, and the others go on."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run, lines_of

FORMATS = ["docx", "xlsx", "pdf"]


@pytest.fixture
def filled(run: Run, records: Callable[..., Path]) -> Callable[[str], Path]:
    def make(suffix: str) -> Path:
        run("fill", "case-management", records({"cover.patient_name": "王桂兰"}), "-o", "good", "--format", suffix)
        (path,) = Path("good").glob(f"*.{suffix}")
        return path

    return make


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_cut_off_file_fails_and_the_good_one_is_read(run: Run, filled: Callable[[str], Path], suffix: str) -> None:
    good = filled(suffix)
    bad = Path(f"bad.{suffix}")
    bad.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    result = run("read", bad, good)
    assert result.exit_code == 1
    failed, read = lines_of(result)
    assert (failed["status"], failed["source"]) == ("failed", bad.name)
    assert failed["problems"]
    assert read["status"] in ("accepted", "review")
    assert bad.name in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.docx", b"", "F003"),
        ("page.pdf", b"<html>404 not found</html>", "F010"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "G001"),
        ("text.docx", "患者姓名：张三".encode("gb18030"), "F010"),
        ("text.odt", b"PK\x03\x04", "F004"),
    ],
)
def test_what_is_no_form_is_told(run: Run, name: str, content: bytes, code: str) -> None:
    Path(name).write_bytes(content)
    result = run("read", name)
    assert result.exit_code == 1
    assert code in result.stderr
    assert lines_of(result)[0]["status"] == "failed"


@pytest.mark.parametrize("workers", [(), ("--workers", 1)])
def test_a_folder_is_read_without_what_is_of_no_kind_that_is_read(
    run: Run, filled: Callable[[str], Path], workers: tuple[str, int]
) -> None:
    folder = filled("docx").parent
    for name, content in (("说明.txt", b"to do"), ("empty.log", b""), ("truth.jsonl", b"{}")):
        (folder / name).write_bytes(content)
    result = run("read", folder, *workers)
    assert result.exit_code == 0, result.output
    assert [each["status"] for each in lines_of(result)] == ["accepted"]
    assert "3 files were left aside" in result.stderr
    assert "documents: 1 accepted, 0 for review, 0 failed" in result.stderr
    named = run("read", folder, folder / "说明.txt", *workers)
    assert named.exit_code == 1
    assert "2 files were left aside" in named.stderr
    assert "F004" in named.stderr


def test_an_archive_in_a_folder_is_not_passed_over_in_silence(run: Run) -> None:
    Path("in").mkdir()
    with zipfile.ZipFile("in/forms.zip", "w") as archive:
        archive.writestr("a.docx", "x")
    result = run("read", "in")
    assert result.exit_code == 1
    assert "formkit import also takes .zip files" in result.stderr


def test_a_missing_file_is_told_and_the_batch_goes_on(run: Run, filled: Callable[[str], Path]) -> None:
    result = run("import", "missing.docx", filled("docx"), "--store", "s.db")
    assert result.exit_code == 1
    assert "F001" in result.output
    assert "failed: 1" in result.output


def test_files_of_others_are_told_from_ours(run: Run) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "性别"])  # type: ignore[union-attr]
    book.save("名单.xlsx")
    with zipfile.ZipFile("plain.docx", "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w:document xmlns:w='http://schemas.openxmlformats.org/"
                         "wordprocessingml/2006/main'><w:body/></w:document>")
    result = run("read", "名单.xlsx", "plain.docx")
    assert result.exit_code == 1
    assert [each["status"] for each in lines_of(result)] == ["failed", "failed"]


def test_an_edition_that_is_not_installed_is_named(run: Run, filled: Callable[[str], Path]) -> None:
    path = filled("docx")
    changed = Path("other.docx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "docProps/custom.xml":
                assert b"2011" in content
                content = content.replace(b"2011", b"2031")
            new.writestr(item, content)
    result = run("read", changed)
    assert result.exit_code == 1
    assert "F006" in result.stderr
    assert "2031" in result.stderr


def test_a_wrong_suffix_is_a_warning_and_the_content_decides(run: Run, filled: Callable[[str], Path]) -> None:
    path = filled("docx")
    renamed = path.rename("renamed.pdf")
    (document,) = lines_of(run("read", renamed))
    assert document["status"] != "failed"
    problems = document["problems"]
    assert isinstance(problems, list)
    assert "F009" in {each["code"] for each in problems}


def test_a_people_list_with_faults_names_each_cell(run: Run) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["姓名", "性别", "身份证号"], ["王桂兰", "女", "33019719540225442X"], ["沈刚", "男", "330197197105229017"],
        ["王桂兰", "女", "33019719540225442X"],
    ):
        sheet.append(row)
    book.save("名单.xlsx")
    result = run("blank", "case-management", "-o", "out/", "--for", "名单.xlsx", "--sheets", "followup=1")
    assert "C3" in result.output
    assert "名单.xlsx" in result.output
    assert result.exit_code == 1


def test_a_people_list_without_names_is_refused(run: Run) -> None:
    book = openpyxl.Workbook()
    book.active.append(["性别", "身份证号"])  # type: ignore[union-attr]
    book.active.append(["女", "33019719540225442X"])  # type: ignore[union-attr]
    book.save("名单.xlsx")
    result = run("blank", "case-management", "-o", "job.pdf", "--for", "名单.xlsx")
    assert result.exit_code == 1
    assert not Path("job.pdf").exists()


@pytest.mark.parametrize("command", [["fill", "case-management", "夹", "-o", "out"], ["learn", "夹", "-o", "new-form"]])
def test_a_folder_where_a_file_is_wanted_is_told_as_a_folder(run: Run, command: list[str]) -> None:
    Path("夹").mkdir()
    result = run(*command)
    assert result.exit_code == 1
    assert "F011 this is a folder" in result.output
    assert "F002" not in result.output


def test_the_doctor_tells_what_is_wrong_with_the_usual_store_but_not_that_there_is_none(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORMKIT_STORE", raising=False)
    assert "S001" not in run("doctor").output
    Path("formkit-store").mkdir()
    Path("formkit-store/formkit.db").write_bytes(b"no database" * 100)
    damaged = run("doctor")
    assert ("S002" in damaged.output, damaged.exit_code) == (True, 1), damaged.output
    monkeypatch.setenv("FORMKIT_STORE", "mysql://clerk:secret@db.office/t")
    unknown = run("doctor")
    assert ("S006" in unknown.output, "secret" in unknown.output, unknown.exit_code) == (True, False, 1)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may look into every folder")
def test_a_folder_that_nobody_may_look_into_is_told_with_the_reason(run: Run) -> None:
    Path("夹").mkdir(0o000)
    result = run("read", "夹")
    assert "F002" in result.output
    assert "Permission denied" in result.output
