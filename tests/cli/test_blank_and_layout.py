from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pdfplumber
import pytest

from formkit.shipped import shipped
from tests.cli.conftest import Run, lines_of
from tests.media_table.lists import HEAD, workbook

PEOPLE = shipped("samples") / "青石镇重性精神疾病患者花名册.xlsx"


def test_handbooks_lists_both_editions_with_their_sheets(run: Run) -> None:
    listed = json.loads(run("handbooks", "--json").stdout)
    ours = [each for each in listed if each["id"] == "case-management"]
    assert [each["edition"] for each in ours] == ["2011", "2017"]
    followup = next(sheet for sheet in ours[0]["sheets"] if sheet["id"] == "followup")
    assert followup["default_count"] == 4
    assert followup["sides"] == 2


def test_the_layout_has_the_pages_of_the_blank_in_their_order(run: Run) -> None:
    layout = json.loads(run("layout", "case-management", "--json").stdout)
    assert run("blank", "case-management", "-o", "x.pdf").exit_code == 0
    with pdfplumber.open("x.pdf") as pdf:
        assert len(pdf.pages) == len(layout["pages"])
        for page, described in zip(pdf.pages, layout["pages"], strict=True):
            code = described["code"]
            assert f"{code[:5]}-{code[5:7]}-{code[7:13]}-{code[13:]}" in page.extract_text()


@pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx"])
def test_a_blank_that_comes_back_is_a_document_of_blanks(run: Run, suffix: str) -> None:
    arguments = ["--fillable"] if suffix == "pdf" else []
    made = run("blank", "case-management@2017", "-o", f"空.{suffix}", "--sheets", "followup=2", *arguments)
    assert made.exit_code == 0
    (document,) = lines_of(run("read", f"空.{suffix}"))
    fields = document["fields"]
    assert isinstance(fields, dict)
    assert {each["status"] for each in fields.values()} == {"blank"}
    assert "followup.2.danger" in fields
    assert "followup.3.danger" not in fields
    assert document["serial"] is None


def test_the_overlay_is_drawn(run: Run) -> None:
    assert run("layout", "case-management", "--overlay", "o.pdf").exit_code == 0
    with pdfplumber.open("o.pdf") as pdf:
        assert "cover.patient_name" in pdf.pages[0].extract_text()


def test_a_print_job_has_one_booklet_for_each_person_with_what_is_known(run: Run) -> None:
    names = ["廉宝山", "张三", "李四"]
    people = workbook(Path("名单.xlsx"), [HEAD, *((name, "男") for name in names)])
    result = run("blank", "case-management", "-o", "job.pdf", "--for", people, "--sheets", "followup=1")
    assert result.exit_code == 0, result.output
    assert "3 booklets" in result.output
    documents = lines_of(run("read", "job.pdf"))
    assert len({each["serial"] for each in documents}) == 3
    for document, name in zip(documents, names, strict=True):
        fields = document["fields"]
        assert isinstance(fields, dict)
        assert fields["cover.patient_name"]["value"] == name
        assert fields["followup.1.patient_name"]["value"] == name
        assert fields["basic.sex"]["value"] == "1"
        assert fields["followup.1.visit_date"]["value"] is None


def test_a_folder_gets_one_file_for_each_person(run: Run) -> None:
    few = ("--sheets", "followup=1")
    result = run("blank", "case-management", "-o", "out/", "--for", PEOPLE, "--format", "xlsx", *few)
    assert result.exit_code == 0
    assert len(list(Path("out").glob("*.xlsx"))) == 22


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("blank", "case-management", "-o", "x.odt"), "U001", 2),
        (("blank", "case-management", "-o", "x.pdf", "--sheets", "folowup=2"), "U002", 2),
        (("blank", "case-management", "-o", "x.pdf", "--sheets", "followup"), "U003", 2),
        (("blank", "case-management", "-o", "x.pdf", "--sheets", "cover=2"), "U004", 2),
        (("blank", "case-managment", "-o", "x.pdf"), "M501", 2),
        (("blank", "case-management@1999", "-o", "x.pdf"), "M503", 2),
        (("fill", "case-management", "missing.jsonl", "-o", "out"), "F001", 1),
        (("roster", "-o", "r.xlsx", "--as-of", "31.12.2013"), "U007", 2),
        (("roster", "-o", "r.xlsx", "--office", "missing.toml"), "U008", 2),
        (("demo", "-o", "."), "U015", 2),
    ],
)
def test_a_wrong_use_is_told_with_its_code(run: Run, arguments: tuple[str, ...], code: str, exit_code: int) -> None:
    result = run(*arguments)
    assert (code in result.output, result.exit_code) == (True, exit_code), result.output
    assert list(Path().glob("*.pdf")) == []


def test_a_folder_that_may_not_be_written_leaves_nothing(run: Run) -> None:
    Path("file").write_text("x", encoding="utf-8")
    assert run("blank", "case-management", "-o", "file/x.pdf").exit_code != 0
    assert run("fill", "case-management", "file", "-o", "file").exit_code != 0
    assert [path.name for path in Path().iterdir()] == ["file"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as POSIX systems can")
@pytest.mark.parametrize("name", ["x.pdf", "x.docx", "x.xlsx"])
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, name: str) -> None:
    script = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "from formkit.cli.main import main\n"
        f"main(['blank', 'case-management', '-o', {name!r}])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "hint" in done.stderr or "提示" in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name != "formkit-fault.txt"] == []
    assert not (tmp_path / "formkit-fault.txt").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as POSIX systems can")
def test_a_folder_that_no_booklet_can_be_written_into_is_told(tmp_path: Path) -> None:
    workbook(tmp_path / "l.xlsx", [("姓名",), ("张三",), ("李四",)])
    script = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "from formkit.cli.main import main\n"
        "main(['blank', 'case-management', '-o', 'out', '--for', 'l.xlsx', '--sheets', 'followup=1'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, env=os.environ | {"LC_ALL": "C"}
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.strip().startswith("0 booklets"), done.stdout
    assert list((tmp_path / "out").iterdir()) == []
